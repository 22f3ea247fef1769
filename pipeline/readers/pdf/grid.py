"""Ruled tables: pdfplumber's table finder on pdfium's rulings, its cells filled with pdfium's words."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Any, NamedTuple

import numpy as np
import pdfplumber.table as finder
from pdfplumber.utils import filter_edges

from pipeline.model import Box, Cell
from pipeline.readers.pdf import cells
from pipeline.readers.pdf.rulings import Ruling
from pipeline.readers.pdf.shapes import Grid, Word, box_on_page

#: What pdfplumber takes when nothing else is said.
_TOLERANCE, _SHORTEST = 3, 3
#: More crossings than this is a drawing; finding its cells would take minutes.
_MOST_PAIRS, _MOST_CROSSINGS = 400_000, 4_000
#: A row left open at the end of a page has so many upright rulings, and so many across before it.
_UPRIGHT, _ROWS = 3, 2
#: Narrower than this is a border drawn as two lines, and no cell.
_SLIVER = 4.0


#: A table goes on when it has this share of the columns of the one on the page before.
_ALIKE = 0.8
#: With more than this share of rows undivided, rulings tell no columns.
_WHOLE = 0.7

#: A cell's box, and the columns (from, before) and rows (from, before) it covers.
Spanned = tuple[Box, tuple[int, int, int, int]]


class TooManyRulingsError(Exception):
    """The page has more lines than a table can have."""


class Ruled(NamedTuple):
    """What rulings make: tables, each as the boxes of its cells, and boxes that are no table's."""

    tables: list[list[Box]]
    boxes: list[Box]


def ruled(rulings: Iterable[Ruling]) -> Ruled:
    """What `rulings` make; its tables are those that pdfplumber's `find_tables` finds.

    Raises TooManyRulingsError when there are more lines than a table can have.
    """
    edges = [_edge(r) for r in rulings]
    if not _may_be_table(edges):
        return Ruled([], [])
    merged = finder.merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    merged = filter_edges(merged, min_length=_SHORTEST)
    merged += _closing(merged)
    vertical = sum(e["orientation"] == "v" for e in merged)
    if vertical * (len(merged) - vertical) > _MOST_PAIRS:
        raise TooManyRulingsError
    crossings = finder.edges_to_intersections(merged, _TOLERANCE, _TOLERANCE)
    if len(crossings) > _MOST_CROSSINGS:
        raise TooManyRulingsError
    found = finder.intersections_to_cells(crossings)
    tables: list[list[Box]] = finder.cells_to_tables(list(found))
    return Ruled(tables, sorted(set(found).difference(*tables)) if len(found) > sum(map(len, tables)) else [])


def _closing(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rulings missing where a row that goes on over the page is left open: all upright ones end there together."""
    across = [e for e in edges if e["orientation"] == "h"]
    closed = {y + d for y in {round(e["top"]) for e in across} for d in range(-_TOLERANCE, _TOLERANCE + 1)}
    open_: dict[float, list[dict[str, Any]]] = defaultdict(list)
    for edge in edges:
        if edge["orientation"] == "v":
            for end in (edge["top"], edge["bottom"]):
                if round(end) not in closed:
                    open_[round(end)].append(edge)
    found = []
    for y, upright in open_.items():
        if len(upright) < _UPRIGHT:
            continue
        x0, x1 = min(e["x0"] for e in upright), max(e["x0"] for e in upright)
        top, bottom = min(e["top"] for e in upright), max(e["bottom"] for e in upright)
        wide = [e for e in across if e["x0"] - _TOLERANCE <= x0 < x1 <= e["x1"] + _TOLERANCE]
        if sum(top <= e["top"] <= bottom for e in wide) >= _ROWS:
            found.append(_edge(Ruling(x0, y, x1, y)))
    return found


def _edge(ruling: Ruling) -> dict[str, Any]:
    x0, top, x1, bottom = ruling
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "doctop": top, "orientation": "h" if x1 > x0 else "v", "object_type": "line",
    }  # fmt: skip


def _may_be_table(edges: list[dict[str, Any]]) -> bool:
    upright = [e["orientation"] for e in edges].count("v")
    return upright >= 2 and len(edges) - upright >= 2


def tables(
    found: list[list[Box]], words: list[Word], turned: list[Word], before: list[float]
) -> tuple[list[Grid], list[Word], list[Word]]:
    """The tables of the cells `found`, filled; and the words and turned words that are in none.

    `before` are the column marks of the last table of the page before: a table with the same ones goes on from it,
    and stays a table even when only one of its cells has text.
    """
    grids: list[Grid] = []
    for boxes in found:
        area = around(boxes)
        inside, outside = parted(words, area)
        turned_in, turned_out = parted(turned, area)
        if inside or turned_in:
            grid = _filled(boxes, area, inside, turned_in, before)
            if grid is not None:
                grids.append(grid)
                words, turned = outside, turned_out
    return grids, words, turned


def around(boxes: Iterable[Box]) -> Box:
    """The box around `boxes`."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def parted(words: list[Word], area: Box) -> tuple[list[Word], list[Word]]:
    """The words inside `area` and those outside."""
    inside: list[Word] = []
    outside: list[Word] = []
    for word in words:
        (inside if _in(word, area) else outside).append(word)
    return inside, outside


def _in(word: Word, area: Box) -> bool:
    x, y = _middle(word)
    return area[0] <= x < area[2] and area[1] <= y < area[3]


def _filled(boxes: list[Box], area: Box, words: list[Word], turned: list[Word], before: list[float]) -> Grid | None:
    """The table of `cells`, or None when they are a box around text and no table."""
    kept = [b for b in boxes if b[2] - b[0] > _SLIVER and b[3] - b[1] > _SLIVER]
    xs, ys = _marks(kept, 0), _marks(kept, 1)
    if len(xs) < 3:
        return None
    placed = _placed(kept, words)
    placed_turned = _placed(kept, turned)
    goes_on = _goes_on(xs, before)
    if len(placed.keys() | placed_turned.keys()) < 2 and not goes_on:
        return None
    filled = placed.keys() | placed_turned.keys()
    spans = [(b, (*_span(xs, b[0], b[2]), *_span(ys, b[1], b[3]))) for b in kept]
    spans = _without(spans, _idle(spans, filled, 2), 2, len(ys))
    idle = _idle(spans, filled, 0)
    if goes_on:
        idle |= {i for i, x in enumerate(xs) if not _among(x, before)} - _begun(spans, filled, 0)
    spans = _without(spans, idle, 0, len(xs))
    rows: list[list[Cell | None]] = [
        [Cell("") for _ in range(max(span[1] for _, span in spans))] for _ in range(max(span[3] for _, span in spans))
    ]
    for box, (c0, c1, r0, r1) in spans:
        for r in range(r0, r1):
            rows[r][c0:c1] = [None] * (c1 - c0)
        rows[r0][c0] = cells.cell(box, placed.get(box, []), placed_turned.get(box, []), c1 - c0, r1 - r0)
    return None if _is_listing(rows) else Grid(area, rows, [x for i, x in enumerate(xs) if i not in idle])


def _is_listing(rows: list[list[Cell | None]]) -> bool:
    """Whether the rulings only part the rows: its columns, if any, are told by the white between them."""
    whole = sum(row[0] is not None and row[0].colspan == len(row) for row in rows)
    return whole > _WHOLE * len(rows)


def _goes_on(xs: list[float], before: list[float]) -> bool:
    """Whether a table with columns at `xs` is the one from the page before, perhaps with more rulings."""
    if len(before) < 4 or abs(xs[0] - before[0]) > _SLIVER or abs(xs[-1] - before[-1]) > _SLIVER:
        return False
    return sum(_among(x, xs) for x in before) >= _ALIKE * len(before)


def _among(x: float, marks: list[float]) -> bool:
    return abs(marks[_nearest(marks, x)] - x) <= _SLIVER


def _idle(spans: list[Spanned], filled: Set[Box], at: int) -> set[int]:
    """The marks of columns (`at` 0) or rows (`at` 2) where no text begins and that some cell reaches across.

    They come from shading and double borders, which end a little before or after the rulings do.
    """
    return {i for _, span in spans for i in range(span[at] + 1, span[at + 1])} - _begun(spans, filled, at)


def _begun(spans: list[Spanned], filled: Set[Box], at: int) -> set[int]:
    """The marks where a cell with text begins."""
    return {span[at] for box, span in spans if box in filled}


def _without(spans: list[Spanned], idle: Set[int], at: int, count: int) -> list[Spanned]:
    """The cells when the marks `idle` of columns (`at` 0) or rows (`at` 2) go; the first and last mark stay."""
    idle = idle - {0, count - 1}
    if not idle:
        return spans
    place, to = 0, []  # a mark that goes becomes the next one that stays
    for mark in range(count):
        to.append(place)
        place += mark not in idle
    kept = []
    for box, span in spans:
        start, end = to[span[at]], to[span[at + 1]]
        if start < end:
            kept.append((box, (start, end, *span[2:]) if at == 0 else (*span[:2], start, end)))
    return kept


def _marks(boxes: list[Box], axis: int) -> list[float]:
    """Where columns (axis 0) or rows (axis 1) begin and end; marks within a sliver are one."""
    values = sorted({b[axis] for b in boxes} | {b[axis + 2] for b in boxes})
    marks: list[float] = []
    for value in values:
        if not marks or value - marks[-1] > _SLIVER:
            marks.append(value)
    return marks


def _span(marks: list[float], start: float, end: float) -> tuple[int, int]:
    """The marks that are nearest to where a cell starts and ends."""
    first = min(_nearest(marks, start), len(marks) - 2)
    return first, max(_nearest(marks, end), first + 1)


def _nearest(marks: list[float], value: float) -> int:
    after = min(bisect_left(marks, value), len(marks) - 1)
    return after - 1 if after and value - marks[after - 1] < marks[after] - value else after


def _placed(boxes: list[Box], words: list[Word]) -> dict[Box, list[Word]]:
    """The words of each cell; a word between cells goes to the one that is nearest."""
    placed: dict[Box, list[Word]] = defaultdict(list)
    if not words:
        return placed
    x0, top, x1, bottom = np.array(boxes).T
    x, y = np.array([_middle(word) for word in words]).T[:, :, None]
    beside = np.maximum(np.maximum(x0 - x, x - x1), 0) + np.maximum(np.maximum(top - y, y - bottom), 0)
    for word, home in zip(words, beside.argmin(axis=1).tolist(), strict=True):
        placed[boxes[home]].append(word)
    return placed


def _middle(word: Word) -> tuple[float, float]:
    x0, top, x1, bottom = box_on_page(word) if word.angle else (word.x0, word.top, word.x1, word.bottom)
    return (x0 + x1) / 2, (top + bottom) / 2
