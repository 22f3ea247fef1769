"""Plans laid out by time: a column headed by a month holds the steps of that month, or marks when the row is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline import dates
from pipeline.model import Due, StatementKind
from pipeline.statements import cues, due, owners
from pipeline.statements.shape import TASK, Shape
from pipeline.text import collapse, fold, plain

_NUMBERED = re.compile(r"(?:^|(?<=\s))(?P<number>\d{1,2})[.)]\s+(?=\S)")
_BULLET = re.compile(r"\s*[-–•·▪◦*]\s+")


def heads(shape: Shape, anchor: date | None) -> dict[int, Due]:
    """The columns that no role is known of and whose heads are dates, with the days these cover."""
    found = {
        column: due.of_cell(shape.heads[column], anchor)
        for column, role in enumerate(shape.roles)
        if not role and shape.heads[column]
    }
    return {column: when for column, when in found.items() if when and when.start and when.end}


def hold_steps(shape: Shape, column: int) -> bool:
    """Whether the cells of a dated column tell steps, rather than mark with a word or a cross when the row is due."""
    return shape.lengths[column] >= TASK


def span(marked: list[Due]) -> Due | None:
    """From the first to the last month in which a row is marked."""
    starts, ends = [d.start for d in marked if d.start], [d.end for d in marked if d.end]
    if not starts or not ends:
        return None
    return Due(collapse(" ".join(d.text for d in marked)), min(starts), max(ends))


def steps(cell: str) -> Iterator[tuple[int, int, str]]:
    """The steps in a cell, where each begins and ends, and its number.

    They are numbered, in lines or in one line; or each has a bullet; or each line tells somebody to do something. Other
    lines go on with the one before, for the cells of such plans are narrow.
    """
    begins = _numbered(cell) or _lines(cell)
    stops = [*(mark for mark, _, _ in begins[1:]), len(cell)]
    for (_, start, number), stop in zip(begins, stops, strict=False):
        if fold(cell[start:stop]) and not cues.is_nothing(cell[start:stop]):
            yield start, start + len(cell[start:stop].rstrip()), number


def _numbered(cell: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for mark in _NUMBERED.finditer(cell):
        if int(mark["number"]) == len(found) + 1 and (found or mark.start() == 0):
            found.append((mark.start(), mark.end(), mark["number"]))
    return found


def _lines(cell: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    listed = _BULLET.match(cell) is not None
    for line in re.finditer(r"[^\n]+", cell):
        bullet = _BULLET.match(line[0])
        start = line.start() + (bullet.end() if bullet else 0)
        own = bullet is not None if listed else cues.is_to_do(line[0]) or bool(owners.of_task(line[0]))
        if own or not found:
            found.append((line.start(), start, ""))
    return found


def kind(step: str) -> StatementKind:
    """What a step is: something to do, or progress made where it says that it has been."""
    said = cues.classify(step, minutes=False)
    if said is None or said.kind not in {"milestone", "outcome"} or owners.task(step):
        return "action"
    return "milestone" if cues.lists().marks["fact"].search(plain(step).partition(" that ")[0]) else "action"


def when(step: str, head: Due) -> Due:
    """When a step is due: on the day of that month which it names, at its end where it says so, else in the month."""
    if head.start is None or head.end is None:
        return head
    for found in dates.find(step, date.fromisoformat(head.start)):
        if found.value and head.start <= found.value.start and found.value.end <= head.end:
            return Due(found.text, found.value.start, found.value.end)
    if last := cues.lists().deadlines["month_end"].search(plain(step)):
        return Due(last[0], head.end, head.end)
    return head
