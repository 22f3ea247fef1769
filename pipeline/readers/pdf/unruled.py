"""Tables without rulings: rows whose segments stand in the same columns, told by the white between them."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from pipeline.model import Box
from pipeline.readers.pdf import cells, lines
from pipeline.readers.pdf.shapes import Grid, Row, Segment

#: White between two columns, in sizes.
_WHITE = 0.7
#: Rows further apart than this, in sizes, are not of one table.
_PITCH = 3.0
#: A row this many times as far from the one above as rows mostly are begins something else.
_APART = 1.7
#: So many rows need two cells; with more columns, fewer will do.
_ROWS, _MANY_COLUMNS = 3, 4
#: Some row fills this share of the columns; else they are two lists, one below the other.
_FILLED = 0.65
#: A cell wider than this share of the text is prose.
_PROSE = 0.5
#: Short words that begin right of this share of the text's width stand beside it and are no column.
_ASIDE_FROM = 0.6

_AMOUNT = re.compile(r"[-+(]?\s*[£$€]?\s*[\d,]*\d(?:\.\d+)?\s*(?:%|p|k|m|\))?-?")

Interval = tuple[float, float]


def parted(rows: list[Row], left: float, right: float) -> list[list[Row] | Grid]:
    """The rows of a text area from `left` to `right`, with those that make a table as a `Grid`."""
    parts: list[list[Row] | Grid] = []
    plain: list[Row] = []
    i = 0
    while i < len(rows):
        end, intervals = _run(rows, i) if len(rows[i]) > 1 else (i, [])
        late = _before_amounts(rows[i:end])
        if late:
            plain += rows[i : i + late]
            i += late
            continue
        if end - i > 1 and _is_table(rows[i:end], intervals, left, right - left):
            run = rows[i:end]
            if plain and _is_head(plain[-1], run[0], intervals):
                run.insert(0, plain.pop())
            if plain:
                parts.append(plain)
                plain = []
            parts.append(_grid(run, intervals))
            i = end
        else:
            plain.append(rows[i])
            i += 1
    if plain:
        parts.append(plain)
    return parts


def _run(rows: list[Row], start: int) -> tuple[int, list[Interval]]:
    """Where the rows from `start` on stop standing in columns, and those columns."""
    intervals: list[Interval] = []
    pitches: list[float] = []
    end = start
    for i in range(start, len(rows)):
        if i > start:
            pitch = _base(rows[i]) - _base(rows[i - 1])
            usual = median(pitches) if len(pitches) > 1 else pitch
            if pitch > _PITCH * _size(rows[i]) or pitch > _APART * usual:
                break
            pitches.append(pitch)
        widened = _widened(intervals, rows[i])
        if widened is None:
            break
        intervals, end = widened, i + 1
    while end > start + 1 and len(rows[end - 1]) == 1 and not _continues(rows[end - 2], rows[end - 1], intervals):
        end -= 1
    return end, _columns_of(rows[start:end])


def _before_amounts(rows: list[Row]) -> int:
    """How many rows come before those of two columns whose second one is amounts."""
    if len(rows) < _ROWS or max(map(len, rows)) > 2:
        return 0
    amounts = [len(row) > 1 and _AMOUNT.fullmatch(lines.text(row[-1])) is not None for row in rows]
    return amounts.index(True) if sum(amounts) >= _ROWS else 0


def _columns_of(rows: list[Row]) -> list[Interval]:
    intervals: list[Interval] = []
    for row in rows:
        intervals = _widened(intervals, row) or intervals
    return intervals


def _widened(intervals: list[Interval], row: Row) -> list[Interval] | None:
    """The columns with the segments of `row` in them; None when the row does not fit them."""
    found = list(intervals)
    taken: set[int] = set()
    white = _WHITE * _size(row)
    for part in row:
        x0, x1 = part[0].x0, part[-1].x1
        touched = [i for i, (a, b) in enumerate(found) if x0 < b + white and x1 > a - white]
        if len(touched) > 1 or (touched and touched[0] in taken):
            return None
        if touched:
            a, b = found[touched[0]]
            found[touched[0]] = (min(a, x0), max(b, x1))
            taken.add(touched[0])
        else:
            taken.add(len(found))
            found.append((x0, x1))
    ordered = sorted(found)
    if any(b[0] - a[1] < white for a, b in pairwise(ordered)):
        return None
    return found if len(taken) == len(row) else None


def _continues(above: Row, row: Row, intervals: list[Interval]) -> bool:
    """Whether a row of one segment goes on with a cell of the row above, and not with the first one's."""
    first = min(intervals)
    return row[0][0].x0 > first[1] and _base(row) - _base(above) < 1.5 * _size(row)


def _is_table(rows: list[Row], intervals: list[Interval], left: float, width: float) -> bool:
    split = [row for row in rows if len(row) > 1]
    columns: list[list[Segment]] = [[] for _ in intervals]
    ordered = sorted(intervals)
    for row in rows:
        for part in row:
            columns[_column(part, ordered)].append(part)
    if _counts(columns[0]):  # list numbers are no column of their own
        columns = columns[1:]
    amounts = _amounts(columns[-1]) and len(columns[-1]) >= 0.8 * len(rows)
    if len(columns) < 2 or (not amounts and any(_is_prose(column, width) for column in columns)):
        return False
    if max(map(len, rows)) < _FILLED * len(columns):
        return False
    if len(split) < (_ROWS if len(columns) < _MANY_COLUMNS else _ROWS - 1):
        return False
    if len(columns) == 2:
        beside_text = ordered[-1][0] > left + _ASIDE_FROM * width  # an owner or 'Noted' at the right edge
        return len(split) >= 0.6 * len(rows) and (amounts or not (beside_text or _labels(columns[0])))
    return len(split) >= 0.4 * len(rows)


def _counts(column: list[Segment]) -> bool:
    """Whether a column holds bullets and list numbers."""
    marks = sum(lines.is_marker(lines.text(part)) for part in column)
    return marks > 0.6 * len(column)


def _is_prose(column: list[Segment], width: float) -> bool:
    wide = [part for part in column if part[-1].x1 - part[0].x0 > _PROSE * width]
    return len(wide) > max(1, 0.2 * len(column))


def _amounts(column: list[Segment]) -> bool:
    return sum(_AMOUNT.fullmatch(lines.text(part)) is not None for part in column) > 0.7 * len(column)


def _labels(column: list[Segment]) -> bool:
    """Whether a column says what the text beside it is: 'Present:', 'Apologies:'."""
    return sum(part[-1].text.endswith(":") for part in column) > 0.6 * len(column)


def _is_head(row: Row, below: Row, intervals: list[Interval]) -> bool:
    """Whether a row that does not fit the columns still heads them: each of its cells over other columns."""
    if len(row) < 2 or _base(below) - _base(row) > _PITCH * _size(row):
        return False
    firsts = [_over(part, sorted(intervals)) for part in row]
    return None not in firsts and len(set(firsts)) == len(firsts)


def _over(part: Segment, ordered: list[Interval]) -> int | None:
    x0, x1 = part[0].x0, part[-1].x1
    return next((i for i, (a, b) in enumerate(ordered) if x0 < b and x1 > a), None)


def _column(part: Segment, ordered: list[Interval]) -> int:
    middle = (part[0].x0 + part[-1].x1) / 2
    over = _over(part, ordered)
    if over is not None:
        return over
    return min(range(len(ordered)), key=lambda i: abs(sum(ordered[i]) / 2 - middle))


def _grid(rows: list[Row], intervals: list[Interval]) -> Grid:
    ordered = sorted(intervals)
    grouped: list[list[list[Segment]]] = []
    starts = sum(any(_column(part, ordered) == 0 for part in row) for row in rows)
    usual = median([_base(b) - _base(a) for a, b in pairwise(rows)] or [0.0])
    last: Row | None = None
    for row in rows:
        placed: list[list[Segment]] = [[] for _ in ordered]
        for part in row:
            placed[_column(part, ordered)].append(part)
        apart = last is not None and _base(row) - _base(last) > 1.3 * usual
        listed = bool(grouped) and not grouped[-1][0] and len(row) > 1  # rows without a first cell
        if not grouped or placed[0] or starts < 0.3 * len(rows) or apart or listed:
            grouped.append(placed)
        else:
            for cell, more in zip(grouped[-1], placed, strict=True):
                cell += more
        last = row
    box = _around(rows)
    return Grid(box, [[cells.cell(None, [w for part in cell for w in part]) for cell in row] for row in grouped])


def _around(rows: list[Row]) -> Box:
    words = [word for row in rows for part in row for word in part]
    return (
        min(w.x0 for w in words), min(w.top for w in words),
        max(w.x1 for w in words), max(w.bottom for w in words),
    )  # fmt: skip


def _base(row: Row) -> float:
    return row[0][0].base


def _size(row: Row) -> float:
    return max(part[0].size for part in row)
