"""Due dates over time: which say the same in other words, and which moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from pipeline import vocabulary
from pipeline.text import collapse, fold
from pipeline.trace.records import TASKS, Change, Sighting, Slip


def slips(rows: Sequence[Sighting]) -> list[Slip]:
    """Every change of due date in `rows`, which are in order of time; the same date in other words is none."""
    found: list[Slip] = []
    before: Sighting | None = None
    for row in rows:
        if not (row.kind in TASKS or row.plain) or not due_text(row):
            continue
        if before is not None and not same_due(before, row):
            found.append(Slip(row.date, due_text(before), due_text(row), _moved(before, row), row.document, row.page))
            before = row
        elif before is None or (row.due and row.due.start and not contains(before, row)):
            before = row
    return found


def due_text(row: Sighting) -> str:
    """When it is due, as written: the due date or the cell that stands for one."""
    return collapse(row.due.text if row.due else row.deadline)


def is_deadline(row: Sighting) -> bool:
    """Whether the due date is one by which, and not from which: 'From May' is none, nor is 'May' in 'from May'."""
    due, text = fold(due_text(row)), fold(row.text)
    before = text[: max(0, text.find(due))].split()[-1:]
    return not {*due.split(" ")[:1], *before} & {*vocabulary.load("trace")["from_then_on"]}


def same_due(one: Sighting, other: Sighting) -> bool:
    """Whether the later due date says what the earlier does, perhaps more or less exactly: '11/01/2011', 'Jan 2011'."""
    if _dated(one) and _dated(other):  # 'next meeting' is another day each time
        return contains(one, other) or contains(other, one)
    if fold(due_text(one)) == fold(due_text(other)):
        return True
    if _dated(other) and not _dated(one):  # a day is set at last; only what was to go on for ever is changed by that
        return _sort(due_text(one)) != "always"
    if _dated(one) != _dated(other):
        return False
    return _sort(due_text(one)) == _sort(due_text(other))


def contains(one: Sighting, other: Sighting) -> bool:
    """Whether the days of one due date hold those of the other."""
    if not (one.due and other.due and one.due.start and other.due.start and one.due.end and other.due.end):
        return False
    return one.due.start <= other.due.start and other.due.end <= one.due.end


def changes(rows: Sequence[Sighting], values: Sequence[str]) -> list[Change]:
    """Every change in `values`, one for each of `rows`, blanks passed over."""
    found, before = [], ""
    for row, value in zip(rows, values, strict=True):
        if value and before and fold(value) != fold(before):
            found.append(Change(row.date, before, value, row.document, row.page))
        before = value or before
    return found


def _moved(before: Sighting, after: Sighting) -> int | None:
    if not (before.due and after.due and before.due.end and after.due.end):
        return None
    return (date.fromisoformat(after.due.end) - date.fromisoformat(before.due.end)).days


def _dated(row: Sighting) -> bool:
    return bool(row.due and row.due.start)


def _sort(text: str) -> str:
    """The name of the group that an undated deadline belongs to, or its own words."""
    folded = fold(text)
    return _groups(id(vocabulary.load("trace"))).get(folded, folded)


@cache
def _groups(source: int) -> dict[str, str]:
    groups = vocabulary.load("trace")["undated"]
    return {fold(word): name for name, words in groups.items() for word in words}
