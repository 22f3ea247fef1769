"""Tables in plain text whose cells are set apart by blanks, column under column."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A table has at least so many columns: two are as often a label and what it labels.
COLUMNS = 3
#: ... and so many rows that fill two of them or more.
_ROWS = 3
#: Blanks between two columns, and the characters of a line by which a table may be indented.
_GUTTER = 2
#: Lines longer than this are paragraphs, and hold no columns.
_LONGEST = 400

_NUMBER = re.compile(r"(?:[A-Z]{1,3}[ /-]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?")
_SEGMENT = re.compile(r"\S+(?: \S+)*")


def table(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]] | None:
    """(the line after it, its rows) of the table that begins at `lines[at]`; None when none does.

    A blank line may stand between two rows. A cell that runs over lines is joined.
    """
    if len(_SEGMENT.findall(lines[at].strip())) < COLUMNS or len(lines[at]) > _LONGEST or "\t" in lines[at]:
        return None
    end, inked = _reach(lines, at)
    starts = _starts(inked)
    body = [line.expandtabs() for line in lines[at:end]]
    if (
        len(starts) < COLUMNS
        or sum(len(_cut(line, starts)) - _cut(line, starts).count("") > 1 for line in body) < _ROWS
    ):
        return None
    return end, _rows(body, starts)


def _reach(lines: Sequence[str], at: int) -> tuple[int, list[bool]]:
    """Where the table ends that begins at `at`, and which places of its lines hold something."""
    inked: list[bool] = []
    end = at
    for index in range(at, len(lines)):
        line = lines[index]
        if not line.strip():
            if index > at and not lines[index - 1].strip():
                break
            continue
        if len(line) > _LONGEST or "\t" in line or "\f" in line:
            break
        more = _with(inked, line)
        if len(_starts(more)) < max(COLUMNS, len(_starts(inked)) * 2 / 3 if inked else 0):
            break
        if len(_SEGMENT.findall(line)) == 1 and not _is_inside(lines, index, more):
            break
        inked, end = more, index + 1
    return end, inked


def _is_inside(lines: Sequence[str], index: int, inked: list[bool]) -> bool:
    """Whether a line with one segment belongs to the table: the rest of a cell, or a title above further rows."""
    indent = len(lines[index]) - len(lines[index].lstrip())
    if indent > _starts(inked)[0] or lines[index - 1].strip():
        return lines[index - 1].strip() != "" or indent > _starts(inked)[0]
    following = next((line for line in lines[index + 1 : index + 3] if line.strip()), "")
    return len(_SEGMENT.findall(following)) > 1 and len(_starts(_with(inked, following))) == len(_starts(inked))


def _with(inked: list[bool], line: str) -> list[bool]:
    """`inked` and the places where `line` holds something; one blank between words counts as held."""
    made = inked + [False] * (len(line) - len(inked))
    for found in _SEGMENT.finditer(line):
        made[found.start() : found.end()] = [True] * (found.end() - found.start())
    return made


def _starts(inked: list[bool]) -> list[int]:
    """Where the columns begin that gutters of white part."""
    starts = []
    white = _GUTTER
    for place, held in enumerate(inked):
        if held and white >= _GUTTER:
            starts.append(place)
        white = 0 if held else white + 1
    return starts


def _cut(line: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], max(len(line), starts[-1])]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _rows(body: list[str], starts: list[int]) -> list[list[str]]:
    """The rows: what a blank line parts where most rows are parted so, else what begins in the first column.

    Where the first column holds numbers, each begins a row.
    """
    cuts = [(_cut(line, starts), i > 0 and not body[i - 1].strip()) for i, line in enumerate(body) if line.strip()]
    apart = sum(parted for _, parted in cuts[1:])
    openers = [cells[0] for cells, _ in cuts if cells[0]]
    numbers = sum(_NUMBER.fullmatch(opener) is not None for opener in openers[1:])  # the first is a head
    numbered = numbers >= 2 and numbers == len(openers) - 1
    by_blank = apart >= 2 and apart * 2 >= len(openers) - 1 and not numbered
    rows: list[list[str]] = []
    for cells, parted in cuts:
        if not rows or (parted if by_blank else cells[0]):
            rows.append(cells)
        else:
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
    return rows
