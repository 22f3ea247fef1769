"""docs/search.md against the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.search import DOCS, fields_table
from pipeline.errors import QueryError
from pipeline.search.grammar import MOST_CHARACTERS, MOST_DEPTH, MOST_TERMS, parse
from pipeline.search.occurrences import MOST_EXPANSIONS
from pipeline.search.ranking import RANKING

TEXT = DOCS.read_text()
SHOWN = re.findall(r"`([^`\n]+)`", TEXT.split("## Asking")[1].split("```")[0])
MODULES = Path(__file__).parents[2] / "pipeline" / "search"


def test_the_fields_are_those_of_the_program() -> None:
    assert fields_table() in TEXT, "python -m benchmarks.search --docs writes it anew"


@pytest.mark.parametrize("query", SHOWN)
def test_every_query_that_is_shown_parses(query: str) -> None:
    if query not in {"..", "~1", "~2"}:
        parse(query)


def test_the_fault_that_is_shown_is_the_programs() -> None:
    query, caret = re.findall(r"```\n(.*)\n(.*)\n```", TEXT)[0]
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert f"{caught.value.caret()} {caught.value}" == f"{query}\n{caret}"


def test_limits_and_weights() -> None:
    for number in (f"{MOST_CHARACTERS:,}", MOST_TERMS, MOST_DEPTH, f"{MOST_EXPANSIONS:,}"):
        assert f" {number} " in TEXT
    for weight in (*RANKING.fields.values(), RANKING.forms, RANKING.section, RANKING.paper, RANKING.together):
        assert f"{weight:g}" in TEXT


def test_every_module_is_named() -> None:
    for path in MODULES.glob("*.py"):
        assert path.name == "__init__.py" or path.name in TEXT, path.name
