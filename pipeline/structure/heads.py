"""The head of a table: which rows name its columns, and what is printed above them."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.structure import columns
from pipeline.structure.items import ends_sentence
from pipeline.structure.rows import Grid, Row, is_title
from pipeline.text import collapse, fold

#: A head stands in the first rows; what is above it is the table's caption.
WITHIN = 3
# What a label has beside it and no column is called: a day, the number of an item.
_SAID = re.compile(r"(?:\w+day,? )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|\d{1,3}(?:[./]\d{1,4}){0,2}[a-z]?$")
#: What divides a wide cell of a head has at most so many words.
_DIVISION = 6


def parted(rows: list[Row], stated: int) -> tuple[list[Row], Grid]:
    """The captions above a table's head, and the table with its heads found; the format states so many rows of them."""
    named = next((i for i, row in enumerate(rows[:WITHIN]) if _known(row) >= 2 and is_head(row, rows[i + 1 :])), 0)
    captions = [row for row in rows[:named] if len(row.filled) <= 2]
    if not named and is_caption(rows):
        captions, named = rows[:1], 1
    if len(captions) < named or any(is_title(rows, i) for i in range(named)):
        captions = []
    rows = rows[len(captions) :]
    lead = 0
    while lead < min(len(rows), WITHIN) and is_title(rows, lead):
        lead += 1
    end = lead + count(rows[lead:], stated - len(captions) - lead)
    called = names(rows[lead:end]) or [""] * len(rows[0].cells)
    return captions, Grid(called, rows[:lead] + rows[end:])


def count(rows: list[Row], stated: int) -> int:
    """How many of the first rows are the head; `stated` is what the format says, which is often nothing."""
    if stated < 2 and len(rows) > 2 and _divides(rows[1], rows[0]):
        return 2
    return stated if stated > 0 else int(bool(rows) and is_head(rows[0], rows[1:]))


def names(heads: list[Row]) -> list[str]:
    """What the rows of a head call the columns: each cell of the upper ones holds for all the columns below it."""
    made = [""] * len(heads[0].cells) if heads else []
    for row in heads:
        cells = list(row.cells)
        for first, *others in row.spans if row is not heads[-1] else ():
            for column in others:
                cells[column] = cells[first]
        made = [collapse(f"{name} {cell}") if cell != name else name for name, cell in zip(made, cells, strict=True)]
    return made


def _divides(row: Row, above: Row) -> bool:
    """Whether `row` names the columns under the wide cells of the head `above`, and nothing else."""
    under = {column for span in above.spans for column in span}
    if len(row.own) < 2 or not under.issuperset(row.own) or under.issuperset(above.filled):
        return False
    return all(len(row.cells[i].split()) <= _DIVISION for i in row.own)


def is_caption(rows: list[Row]) -> bool:
    """Whether the first row is what a wide table is called: a few words of its own, and not in the first column."""
    if len(rows) < 3 or len(rows[0].cells) < 4 or len(rows[0].filled) != 1 or rows[0].filled == [0]:
        return False
    text = rows[0].cells[rows[0].filled[0]]
    return len(text.split()) <= 6 and not ends_sentence(text) and len(rows[1].filled) > 2


def is_head(row: Row, below: list[Row]) -> bool:
    """Whether `row` names the columns: short cells, and either known heads or bold above rows that are not."""
    cells = [row.cells[i] for i in row.filled]
    if (
        len(cells) < 2
        or not below
        or _is_form(cells)
        or any(len(c.split()) > 12 or (ends_sentence(c) and len(c.split()) > 4) for c in cells)
    ):
        return False
    if _known(row) >= max(2, len(cells) / 2) and all(len(c.split()) <= 9 for c in cells):
        return True
    if _names_months(row, below):
        return True
    plain = [r for r in below if r.filled]
    return row.bold > 0.8 and sum(r.bold < 0.5 for r in plain) >= 0.6 * len(plain)


def _is_form(cells: list[str]) -> bool:
    """Whether labels and what they label take turns: 'Date of meeting | 4 May 2020 | Agenda item | 7'."""
    said = [bool(columns.by_head(label)) and _SAID.match(value) for label, value in pairwise(cells)]
    return len(cells) % 2 == 0 and any(said[::2])


def _names_months(row: Row, below: list[Row]) -> bool:
    """Whether all but the first cells of `row` are dates, and those below them are none: a plan laid out by time."""
    dated = [i for i in row.filled if columns.is_date(row.cells[i])]
    if len(dated) < max(2, len(row.filled) - 2):
        return False
    return not any(columns.is_date(other.cells[i]) for other in below for i in dated)


def _known(row: Row) -> int:
    return sum(bool(columns.by_head(row.cells[i])) for i in row.filled)


def same(cells: list[str], heads: list[str]) -> bool:
    """Whether a row repeats the heads of the table."""
    return any(heads) and [fold(c) for c in cells] == [fold(h) for h in heads]
