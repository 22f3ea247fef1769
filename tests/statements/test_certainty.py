"""Is `certainty` honest? Measured on the papers that a person annotated.

`pytest tests/statements/test_certainty.py -s` prints the table: how many statements carry each certainty, and the
share of them that the annotator has too, with the same kind.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from pipeline import ingest
from pipeline.errors import NeedsProgramError

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "evaluate" / "gold").is_dir(), reason="the annotated papers are not here"),
]


def test_nine_in_ten_of_the_certain_are_right() -> None:
    right: dict[float, list[bool]] = defaultdict(list)
    score = scorer()
    for path in sorted((SHARED / "evaluate" / "gold").glob("*.json")):
        gold = json.loads(path.read_text())
        (source,) = (SHARED / "papers").rglob(gold["document"])
        try:
            paper = ingest.extract(source, SHARED / "papers", Path(tempfile.gettempdir()) / "papers-converted")
        except NeedsProgramError:
            continue
        found = msgspec.to_builtins(paper.statements)
        partner = {j: i for i, j in score.pair(gold["statements"], found)}
        for j, statement in enumerate(found):
            same = j in partner and gold["statements"][partner[j]]["kind"] == statement["kind"]
            right[statement["certainty"]].append(same)
    print("\ncertainty  statements  right")
    for certainty, each in sorted(right.items()):
        print(f"{certainty:9.2f} {len(each):11} {sum(each) / len(each):6.2f}")
    certain = [same for certainty, each in right.items() if certainty >= 0.9 for same in each]
    assert sum(certain) / len(certain) >= 0.9
    assert sum(sum(each) / len(each) < certainty - 0.2 for certainty, each in right.items() if len(each) > 9) == 0


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "evaluate" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
