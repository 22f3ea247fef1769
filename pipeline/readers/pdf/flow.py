"""The words of a page in reading order: columns, lines, tables without rulings, and what stands at the right edge."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.model import Box
from pipeline.readers.pdf import columns, lines, sides, unruled
from pipeline.readers.pdf.panels import Panels
from pipeline.readers.pdf.shapes import Grid, Line, Page, Row, Segment, Word

#: Lines that end this close to the right edge, in points, are full; of prose, at least this share is.
_NEAR_EDGE, _FULL_LINES = 40.0, 0.25
#: What stands alone at the right edge is at most so long.
_ASIDE_LETTERS, _ASIDE_WORDS = 40, 6
#: It begins right of this share of the text's width, and so far, in sizes, from what is left of it.
_ASIDE_FROM, _ASIDE_GAP = 0.6, 1.2
#: The margin inside a table's cells, in points, and the size that a table counts as among the words around it.
_MARGIN, _STAND_IN = 6.0, 10.0
#: Columns below this are those of panels.
_PANELS = -1000


class Flow(NamedTuple):
    """A page's lines and tables in reading order, and what the next page may have as well."""

    items: list[Line | Grid]
    columns: list[float]  # where those of its text begin, beside the first
    side: float | None  # where text begins that has headings in a column of their own


def ordered(words: list[Word], grids: list[Grid], boxed: list[Panels], width: float, before: Page | None) -> Flow:
    """The flow of a page of `width`, with its ruled tables and panels; `before` is the page before it."""
    apart: list[tuple[Box, list[Line | Grid]]] = [(grid.box, [grid]) for grid in grids]
    apart += [(panels.box, _in_turn(panels, number)) for number, panels in enumerate(boxed)]
    places = [_stand_in(box) for box, _ in apart]
    standing = {id(place): item for place, item in zip(places, apart, strict=True)}
    known = before.columns if before else []
    regions, cuts = columns.regions([*lines.segments(words), *([place] for place in places)], known)
    flow = Flow([], cuts, None)
    for number, region in enumerate(regions):
        rows = lines.rows([part for part in region if id(part[0]) not in standing] if standing else region)
        found, side = _read(rows, number, width if len(regions) == 1 else None, before.side if before else None)
        flow = flow._replace(side=flow.side or side)
        for box, items in [standing[id(part[0])] for part in region if id(part[0]) in standing] if standing else []:
            at = _place(found, box)
            found[at:at] = items
        flow.items.extend(found)
    return flow


def _in_turn(panels: Panels, number: int) -> list[Line | Grid]:
    """What stands in panels, one after the other, each in a column of its own."""
    found: list[Line | Grid] = []
    for turn, words in enumerate(panels.words):
        found += _read(lines.rows(lines.segments(words)), _PANELS - 100 * number - turn, None, None)[0]
    return found


def _stand_in(box: Box) -> Word:
    """A word without letters where a ruled table stands in the flow of the text, which its rulings reach out of."""
    x0, top, x1, bottom = box
    return Word("", x0 + _MARGIN, top, max(x1 - _MARGIN, x0 + _MARGIN), bottom, top, _STAND_IN)


def _read(
    rows: list[Row], column: int, width: float | None, before: float | None
) -> tuple[list[Line | Grid], float | None]:
    """The lines of a region, and its tables without rulings; and where text begins that has headings beside it."""
    left, right = _edges(rows, width)
    parts, side = sides.parted(rows, left, right, before)
    if side is None:
        return _parted(rows, left, right, column), None
    found: list[Line | Grid] = []
    for beside, run in groupby(parts, key=lambda part: isinstance(part, sides.Beside)):
        if not beside:
            found += _parted([part for part in run if not isinstance(part, sides.Beside)], left, right, column)
            continue
        for part in run:
            assert isinstance(part, sides.Beside)
            found += _lines(part.heading, left, side, -1 - column)
            found += _parted(part.text, side, right, column)
    return found, side


def _parted(rows: list[Row], left: float, right: float, column: int) -> list[Line | Grid]:
    found: list[Line | Grid] = []
    for part in unruled.parted(rows, left, right):
        if isinstance(part, Grid):
            found.append(part)
        else:
            found += _lines(part, left, right, column)
    return found


def _place(items: list[Line | Grid], box: Box) -> int:
    """Where a ruled table in `box` comes: before what is below it in its column."""
    for i, item in enumerate(items):
        beside = item.box[0] < box[2] and item.box[2] > box[0]
        if item.box[1] >= box[1] - 1 and (beside or item.box[1] > box[3]):
            return i
    return len(items)


def _lines(rows: list[Row], left: float, right: float, column: int) -> list[Line]:
    found: list[Line] = []
    asides = _asides(rows, left, right)
    for row, apart in zip(rows, asides, strict=True):
        for parts, aside in ((row[:-1] if apart else row, False), (row[-1:] if apart else [], True)):
            if parts:
                line = lines.line(parts)
                line.aside, line.column = aside, column
                found.append(line)
    return found


def text_area(found: Sequence[Line], width: float | None) -> tuple[float, float]:
    """Where most lines begin and where the longest end, in points.

    `width` is the page's when there is one column: with few full lines, its right margin is taken to be the left one's.
    """
    return _area([line.box[0] for line in found], [line.box[2] for line in found], width)


def _edges(rows: list[Row], width: float | None) -> tuple[float, float]:
    return _area([row[0][0].x0 for row in rows], [row[-1][-1].x1 for row in rows], width)


def _area(starts: list[float], ends: list[float], width: float | None) -> tuple[float, float]:
    if not starts:
        return 0.0, 0.0
    ends = sorted(ends)
    some = 0.05 * len(ends)
    left = margin(starts, 0.1)
    right = next((x for x in reversed(ends) if sum(abs(y - x) < 12 for y in ends) >= some), ends[-1])
    full = sum(x > right - _NEAR_EDGE for x in ends)
    if width is not None and full < max(3, _FULL_LINES * len(ends)):
        right = max(right, width - left)
    return left, right


def margin(starts: Sequence[float], share: float = 0.02) -> float:
    """The leftmost place where at least this share of lines begin, 0 when there are none."""
    ordered = sorted(starts)
    often = share * len(ordered)
    return next((x for x in ordered if bisect_left(ordered, x + 3) - bisect_left(ordered, x) >= often), 0.0)


def _asides(rows: list[Row], left: float, right: float) -> list[bool]:
    """For each row, whether its last segment stands apart at the right edge."""
    may_be = [_may_be_aside(row, left, right) for row in rows]
    starts = [row[-1][0].x0 for row, yes in zip(rows, may_be, strict=True) if yes]
    found = []
    for row, yes in zip(rows, may_be, strict=True):
        part = row[-1]
        at_edge = part[-1].x1 > right - 1.5 * part[0].size
        in_column = sum(abs(x - part[0].x0) < 2 for x in starts) > 1
        found.append(yes and (at_edge or in_column))
    return found


def _may_be_aside(row: Row, left: float, right: float) -> bool:
    part: Segment = row[-1]
    if part[0].x0 < left + _ASIDE_FROM * (right - left) or len(part) > _ASIDE_WORDS:
        return False
    if len(row) > 1 and part[0].x0 - row[-2][-1].x1 < _ASIDE_GAP * part[0].size:
        return False
    return len(lines.text(part)) <= _ASIDE_LETTERS
