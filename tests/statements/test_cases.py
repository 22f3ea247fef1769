"""Each rule by example: the cases stand in `cases/`, written as `outlines` says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import statements
from pipeline.model import Statement
from tests.statements.outlines import outline

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    made = outline(
        case["text"], case.get("paper", "report"), case.get("date", "2015-11-03"), tuple(case.get("people", ()))
    )
    found = statements.find(made, "0123456789abcdef")
    expected = case["expected"]
    assert [(s.kind, s.text) for s in found] == [(kind, text) for kind, text, *_ in expected]
    for statement, (_, _, *more) in zip(found, expected, strict=True):
        for field, value in (more[0] if more else {}).items():
            assert said(statement, field) == value, f"{field} of {statement.text!r}"


def said(statement: Statement, field: str) -> Any:
    if field != "due":
        return getattr(statement, field)
    if statement.due is None or statement.due.start is None or statement.due.end is None:
        return None
    return [yaml.safe_load(statement.due.start), yaml.safe_load(statement.due.end)]
