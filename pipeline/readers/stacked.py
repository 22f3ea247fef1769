"""Tables in plain text whose cells stand below each other, a paragraph each, as copying out of a page leaves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.text import fold
from pipeline.vocabulary import load

#: A table has so many columns; of its heads this share is known, the first and the last among them.
_FEWEST, _MOST, _KNOWN = 3, 8, 0.6
#: What a title between rows is worth, and what each cell left out costs; a row with its dates in place is worth 1.
_TITLE, _SHORT = -0.2, 0.1
#: So many empty cells at the end of a row may be left out.
_LEFT_OUT = 2
#: It has at least so many rows.
_ROWS = 2
#: A head, and a title between rows, has at most so many words.
_HEAD_WORDS, _TITLE_WORDS = 7, 10
#: No table has more cells.
_CELLS = 4000

_ENDS = re.compile(r"\d{1,3}(?:\.\d{1,3})+\s|\d{1,3}[.)]\s+\D|(?:appendix|annexe?|schedule)\b|[•·▪◦●*]\s", re.I)
_TITLED = re.compile(r"\w+ (?:\d{1,2}|[A-Z]):\s")
_DAY = re.compile(r"\b(?:19|20)\d\d\b|\d[./]\d")
_EMPTY = re.compile(r"[-–—]|n/?a|nil")


def may_begin(line: str) -> bool:
    """Whether a line is the known head of a column."""
    return len(line) < 60 and is_head(line)


def table(paragraphs: Sequence[str]) -> tuple[int, list[list[str]]] | None:
    """(how many of `paragraphs` it takes, its rows) of the table that they begin with; None when they begin none.

    The first row is its heads; a title between rows is a row with one cell. Of rows whose last cells are empty
    their paragraphs may be left out, where dates in the columns tell how the others stand.
    """
    width = _width(paragraphs[: _MOST + 1])
    if not width:
        return None
    heads = list(paragraphs[:width])
    dated = [i for i, head in enumerate(heads) if fold(head) in _date_heads()]
    cells = list(paragraphs[width:_CELLS])
    cells = cells[: next((i for i, cell in enumerate(cells) if _ENDS.match(cell)), len(cells))]
    rows = _best(cells, width, dated) if dated else _even(cells, width)
    taken = width + sum(size for size, _ in rows)
    made = [heads, *(["" if _EMPTY.fullmatch(cell) else cell for cell in row] for _, row in rows)]
    return (taken, made) if len(rows) >= _ROWS else None


def _even(cells: list[str], width: int) -> list[tuple[int, list[str]]]:
    """Rows of `width` cells each, with the number of paragraphs each takes."""
    return [(width, cells[at : at + width]) for at in range(0, len(cells) - width + 1, width)]


def _best(cells: list[str], width: int, dated: list[int]) -> list[tuple[int, list[str]]]:
    """The rows and titles into which `cells` fall so that dates stand where the heads ask for them most often."""
    scores, steps = [0.0] * (len(cells) + 1), [0] * (len(cells) + 1)
    for at in range(len(cells) - 1, -1, -1):
        # size of a step: 1 a title, else a row, whole or without its last cells; 0 the table ends here
        for size in (1, *range(max(_FEWEST, width - _LEFT_OUT), width + 1)):
            if at + size > len(cells) or (size == 1 and (len(cells[at].split()) > _TITLE_WORDS or not steps[at + 1])):
                continue
            worth = _TITLE if size == 1 else _fit(cells[at : at + size], dated) - _SHORT * (width - size)
            if worth + scores[at + size] > scores[at]:
                scores[at], steps[at] = worth + scores[at + size], size
    rows, at = [], 0
    while at < len(cells) and steps[at]:
        rows.append((steps[at], cells[at : at + steps[at]] + [""] * (width - steps[at])))
        at += steps[at]
    return rows


def _width(opening: Sequence[str]) -> int:
    """How many of the paragraphs are the heads of a table, 0 when they are none."""
    known = [len(text.split()) <= _HEAD_WORDS and is_head(text) for text in opening]
    if not known or not known[0]:
        return 0
    for width in range(min(len(known), _MOST), _FEWEST - 1, -1):
        short = all(len(text.split()) <= _HEAD_WORDS for text in opening[:width])
        if short and known[width - 1] and sum(known[:width]) >= _KNOWN * width:
            return width
    return 0


def _fit(cells: Sequence[str], dated: list[int]) -> float:
    """How far cells look as those of their columns do: dates where a head asks for them, and nowhere else."""
    places = [i for i in dated if i < len(cells)]
    right = [bool(_DAY.search(cells[i]) or _EMPTY.fullmatch(cells[i])) for i in places]
    long = sum(len(cells[i].split()) > _HEAD_WORDS for i in places)
    wrong = sum(bool(_DAY.search(cell)) and len(cell.split()) < 4 for i, cell in enumerate(cells) if i not in dated)
    wrong += 2 * any(_TITLED.match(cell) for cell in cells)
    return (sum(right) - sum(not there for there in right)) / len(dated) - 0.5 * wrong - long


def is_head(text: str) -> bool:
    """Whether `text` is the known head of a column."""
    return fold(text) in _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset(fold(head) for heads in load("columns")["heads"].values() for head in heads)


@cache
def _date_heads() -> frozenset[str]:
    return frozenset(map(fold, [*load("columns")["heads"]["due"], *load("columns")["begins"]]))
