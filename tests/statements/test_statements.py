"""What holds for all statements: places, ids, odd input, speed, and the honesty of `certainty`."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import statements
from pipeline.model import Outline, Passage, Section, Table
from pipeline.statements import cues
from pipeline.statements.draft import identity
from pipeline.statements.letters import needed
from pipeline.text import collapse, plain
from tests.statements.outlines import outline
from tests.statements.test_cases import CASES

MINUTES = """
## 4 Bridge
It was agreed to mend the bridge. Clerk to write to the owner by 9 May 2016. || Clerk
The following were elected:
- Ann Lee
- Jo Moss
| Item = number | Action = task | Who = owner |
| 4.1 | Count the boats / Paint the boats | SQ |
"""


def test_text_stands_at_its_place_in_the_passage() -> None:
    made = outline(MINUTES, "minutes")
    passages = {passage.id: passage for passage in made.passages}
    found = statements.find(made, "paper")
    assert len(found) == 5
    for statement in found:
        first = passages[statement.passage].text[statement.start : statement.end]
        rest = [passages[name].text for name in statement.more]
        assert statement.text == collapse(" ".join([first, *rest]))


def test_id_survives_better_sections_and_kinds_but_tells_repetitions_apart() -> None:
    twice = "## 1 Risks {risks}\n- The roof leaks\n## 2 Risks {risks}\n- The roof leaks\n"
    first, second = statements.find(outline(twice), "paper")
    (elsewhere,) = statements.find(outline("## 9 Priorities {priorities}\n- The  roof leaks\n"), "paper")
    assert first.id == elsewhere.id != second.id
    assert first.id != statements.find(outline(twice), "another")[0].id


def test_id_parts_do_not_run_together() -> None:
    assert identity("ab", "c", 1) != identity("a", "bc", 1)
    assert identity("a", "b1", 1) != identity("a", "b", 11)


def test_a_missing_table_or_section_is_no_error() -> None:
    row = Passage("p1", "nowhere", "table_row", "", "a | b", table="t9", row=3)
    text = Passage("p2", "nowhere", "paragraph", "", "The Board agreed the plan.")
    found = statements.find(Outline(paper_type="minutes", passages=[row, text]), "paper")
    assert [statement.text for statement in found] == ["The Board agreed the plan."]


WORDS = st.sampled_from(
    ["Action:", "SQ", "to", "update", "RESOLVED", "that", ":", "(i)", "will", "by", "May", "2016", ".", "-", "|", "\n"]
)
TEXT = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))
KINDS = st.sampled_from(["paragraph", "list_item", "table_row", "heading", "footnote"])
ROLES = st.sampled_from(["", "number", "task", "detail", "owner", "due", "impact", "status", "risk", "subject"])


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    sections = [Section("s0", 0, "", "", draw(TEXT), 1, [draw(st.sampled_from(["other", "risks", "actions", "aims"]))])]
    rows = draw(st.lists(st.lists(TEXT, max_size=4), max_size=4))
    heads = draw(st.lists(TEXT, max_size=4))
    table = Table("t0", "s0", 1, heads, rows, draw(st.lists(ROLES, max_size=5)))  # type: ignore[arg-type]
    passages = [
        Passage(
            f"p{i}", draw(st.sampled_from(["s0", "s1"])), draw(KINDS), draw(st.sampled_from(["", "1.", "2.1", "(a)"])),  # type: ignore[arg-type]
            draw(TEXT), level=draw(st.integers(0, 2)), table="t0", row=draw(st.integers(-1, 5)), aside=draw(TEXT),
        )
        for i in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    return Outline(
        paper_type=draw(st.sampled_from(["minutes", "report", "action_plan"])),
        meeting_date=draw(st.sampled_from([None, "2016-05-09", "no date"])),
        sections=sections,
        passages=passages,
        tables=[table],
    )


@given(outlines())
@settings(max_examples=150, deadline=None)
def test_odd_input_is_no_error_and_places_hold(made: Outline) -> None:
    passages = {passage.id: passage.text for passage in made.passages}
    for statement in statements.find(made, "paper"):
        assert 0 <= statement.start <= statement.end <= len(passages[statement.passage])
        assert statement.text
        assert 0 < statement.certainty <= 1


@pytest.mark.parametrize("case", CASES)
def test_what_fits_holds_the_letters_it_is_said_to_need(case: dict[str, str]) -> None:
    for line in case["text"].splitlines():
        text = plain(line)
        for cue in cues.lists().sentences:
            for needs, when in cue.when:
                if when.search(text):
                    assert any(letters in text.lower() for letters in needs), cue.name


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("the (?:quay|pier) was mended", {" was mended"}),
        ("\\bwas (?:mended|painted)\\b", {"mended", "painted"}),
        ("(?:the )?lamp\\w* (?!not)lit", {"lamp"}),
        ("(?:Is|Are)\\d+", {"is", "are"}),
        ("\\w+", {""}),
    ],
)
def test_letters_a_pattern_needs(pattern: str, needs: set[str]) -> None:
    assert needed(pattern) == needs


def test_a_thousand_passages_take_a_blink() -> None:
    line = "The Board noted the report, and officers will return in May 2016 with a plan for the quay and its sheds."
    made = outline("\n".join(["## 1 Quay", *[line] * 1000]), "minutes")
    statements.find(made, "warm up")
    start = time.process_time()
    statements.find(made, "paper")
    assert time.process_time() - start < 1.5  # 0.3 on a machine with nothing else to do
