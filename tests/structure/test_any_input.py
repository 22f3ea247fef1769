"""Odd input gives an outline and no error, and loses no word."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import structure
from pipeline.model import Block, Cell, Outline, Reading

WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "Board",
            "of",
            "and",
            "Present:",
            "Apologies",
            "Minutes",
            "1.",
            "2.3",
            "(a)",
            "•",
            "Ann",
            "Lee",
            "Cllrs",
            "Action:",
            "APPENDIX",
            "A",
            "Summary",
            "risks",
            "3",
            "May",
            "2014",
            "|",
            "£5",
            "Who",
            "By",
            "when",
            "held",
            "on",
            "Council",
            "Terms",
            "Reference",
            "x",
            "-",
            "–",
            "Item",
            "4",
            ".....",
            "7",
            "Chair\n",
            "01/20",
            "P",
            "S",
        ]
    ),
    max_size=12,
).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=40))
SHARES = st.sampled_from([0.0, 0.5, 1.0])
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(["text", "text", "text", "footnote", "furniture"]),
    text=TEXTS,
    page=st.sampled_from([None, 1, 2]),
    marker=st.sampled_from(["", "", "1.", "(a)", "•", "2.3", "iv", " "]),
    level=st.integers(0, 2),
    outline=st.sampled_from([0, 0, 0, 1, 3]),
    bold=SHARES,
    underline=SHARES,
    align=st.sampled_from(["", "center", "right"]),
    size=st.sampled_from([None, 11.0, 14.0]),
)
CELLS = st.one_of(
    st.none(),
    st.builds(Cell, text=TEXTS, bold=SHARES, colspan=st.integers(1, 4), rowspan=st.integers(1, 4)),
)
TABLES = st.builds(
    Block,
    kind=st.just("table"),
    page=st.sampled_from([None, 1, 2]),
    rows=st.lists(st.lists(CELLS, max_size=4), max_size=5),
    header_rows=st.integers(0, 3),
)


def check(found: Outline) -> None:
    sections = {section.id for section in found.sections}
    assert all(passage.section in sections for passage in found.passages)
    assert all(section.kinds and 0 <= section.part < len(found.parts) for section in found.sections)
    tables = {table.id: table for table in found.tables}
    for table in found.tables:
        assert all(len(row) == len(table.columns) == len(table.roles) for row in table.rows)
    for passage in found.passages:
        if passage.kind == "table_row":
            assert passage.text == " | ".join(tables[passage.table].rows[passage.row])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(BLOCKS, BLOCKS, TABLES), max_size=25), st.text(max_size=20))
def test_any_blocks(blocks: list[Block], name: str) -> None:
    check(structure.outline(Reading("test", "text/plain", blocks), name))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Block, text=st.text("abd WZ.", min_size=1, max_size=30), page=st.just(1)), max_size=15))
def test_no_letter_is_lost(blocks: list[Block]) -> None:
    found = structure.outline(Reading("test", "text/plain", blocks), "paper.txt")
    before = sorted(c for block in blocks for c in block.text if c.isalpha())
    after = sorted(c for p in found.passages for c in f"{p.number}{p.text}{p.aside}" if c.isalpha())
    assert after == before


def test_long_lines_take_no_longer_than_their_length() -> None:
    long = [
        Block(text="Of The " * 8000),
        Block(text="Board, " * 8000),
        Block(text="a" * 50_000),
        Block(text="1." * 20_000),
    ]
    start = time.perf_counter()
    check(structure.outline(Reading("test", "text/plain", long), "x" * 5000))
    assert time.perf_counter() - start < 5
