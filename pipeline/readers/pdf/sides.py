"""Headings in a narrow column of their own, beside the text they head."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from pipeline.readers.pdf import lines
from pipeline.readers.pdf.shapes import Row

#: So many rows stand beside such headings, of which there are so many; they are bold, or so many take several lines.
_ROWS, _HEADINGS, _LONG = 6, 3, 2
#: The column takes this share of the width.
_NARROWEST, _WIDEST = 0.12, 0.42
#: White between a heading and the text beside it, and from line to line within a heading, in sizes.
_WHITE, _PITCH = 0.7, 1.7
#: The share of headings that stand where a paragraph begins, that say something, that are bold.
_MOSTLY = 0.7
#: More than this share of the lines beside them are in one piece.
_WHOLE = 0.8
#: The share of those lines that reach to within so many sizes of the right edge.
_FULL, _NEAR = 0.35, 6.0


class Beside(NamedTuple):
    """Rows of a heading, and the rows of the text that stands beside and below it."""

    heading: list[Row]
    text: list[Row]
    rows: list[Row]  # both, as they stand


def parted(rows: list[Row], left: float, right: float, before: float | None) -> tuple[list[Row | Beside], float | None]:
    """The rows of a text area with those that have headings beside them put together; and where the text begins.

    `before` is where it began on the page before: there one heading will do.
    """
    for place in [*([before] if before else []), *_places(rows, left, right)]:
        found: list[Row | Beside] = []
        side = None
        for beside, run in groupby(_at(rows, place), key=lambda part: isinstance(part, Beside)):
            parts = list(run)
            if beside and _is_side([part for part in parts if isinstance(part, Beside)], right, place == before):
                found, side = found + parts, place
            else:
                found += [row for part in parts for row in (part.rows if isinstance(part, Beside) else [part])]
        if side is not None:
            return found, side
    return list(rows), None


def _places(rows: list[Row], left: float, right: float) -> list[float]:
    """Where the text may begin: where many segments do that have something left of them, or nothing."""
    starts: dict[int, int] = {}
    for row in rows:
        for part in row[:3]:
            if left + _NARROWEST * (right - left) < part[0].x0 < left + _WIDEST * (right - left):
                starts[round(part[0].x0)] = starts.get(round(part[0].x0), 0) + 1
    often = [x for x, count in starts.items() if count >= _ROWS]
    return sorted((float(x) for x in often), key=lambda x: -starts[round(x)])[:2]


def _at(rows: list[Row], place: float) -> list[Row | Beside]:
    """The rows, those put together that no segment crosses `place` in; a heading begins after white or a short line."""
    found: list[Row | Beside] = []
    for row in rows:
        heading = [part for part in row if part[0].x0 < place - 2]
        text = row[len(heading) :]
        crossing = bool(heading) and heading[-1][-1].x1 > place - _WHITE * heading[-1][0].size
        if crossing or (text and not heading and text[0][0].x0 < place - 2):
            found.append(row)
            continue
        last = found[-1] if found and isinstance(found[-1], Beside) else None
        if heading and not (last and _goes_on(last, heading, text)):
            last = Beside([], [], [])
            found.append(last)
        if last is None:
            found.append(row)
            continue
        last.rows.append(row)
        if heading:
            last.heading.append(heading)
        if text:
            last.text.append(text)
    return found


def _goes_on(open_: Beside, heading: Row, text: Row) -> bool:
    """Whether a row goes on with the heading above it."""
    size, first = heading[0][0].size, open_.heading[0][0][0]
    if any(map(str.isdigit, first.text)) and any(map(str.isdigit, heading[0][0].text)):
        return False
    if _base(heading) - _base(open_.heading[-1]) > _PITCH * size:
        return False
    return not text or not open_.text or _base(text) - _base(open_.text[-1]) <= _PITCH * size


def _is_side(besides: list[Beside], right: float, sure: bool) -> bool:
    """Whether what was put together are headings beside their text, and not numbers, labels or cells."""
    texts = [" ".join(lines.text(part) for row in beside.heading for part in row) for beside in besides]
    said = {"".join(letter for letter in text if not letter.isdigit()).strip(" ./") for text in texts}
    if sum(len(text) > 2 for text in said) < _MOSTLY * len(texts) or sum(t.endswith(":") for t in texts) * 2 > len(
        texts
    ):
        return False
    beside = [row for found in besides for row in found.text]
    if sum(len(row) == 1 for row in beside) <= _WHOLE * len(beside):
        return False
    if sum(_end(row) > right - _NEAR * row[0][0].size for row in beside) < _FULL * len(beside):
        return False
    if sure:
        return True
    words = [word for found in besides for row in found.heading for part in row for word in part]
    bold = sum(word.bold for word in words) > _MOSTLY * len(words)
    plain = [word.bold for row in beside for part in row for word in part]
    loud = bold and sum(plain) < (1 - _MOSTLY) * len(plain)
    long = sum(len(found.heading) > 1 and len(found.text) > 1 for found in besides)
    below = sum(len(found.text) > len(found.heading) for found in besides) > _MOSTLY * len(besides)
    return len(besides) >= _HEADINGS and len(beside) >= _ROWS and (loud or below or long >= _LONG)


def _base(row: Row) -> float:
    return row[0][0].base


def _end(row: Row) -> float:
    return row[-1][-1].x1
