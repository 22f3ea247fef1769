"""A date for lists and plans that bear none.

A list is taken for that of the next meeting after the last one that set something on it, a plan for one of the first
day of the years that its title says it is for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from pipeline import dates
from pipeline.model import Due
from pipeline.trace.families import Families
from pipeline.trace.records import Gathered, Note
from pipeline.trace.weights import NEAR_DAYS, ORIGIN_SHARE

_YEARS = re.compile(r"\b((?:19|20)\d\d) ?[-–/] ?((?:19|20)?\d\d)\b")
YEARS = (2, 25)  # that a plan is for, at least and at most; what is of one year may report on it


def dated(gathered: Sequence[Gathered], families: Families, notes: Iterable[Note] | None = None) -> list[Gathered]:
    """`gathered`, with a guessed date for each list that has none and says when its actions were raised.

    A guess shows as such: `Sighting.guessed` tells a person what it rests on. `notes` are those of all papers, where
    `gathered` are only some.
    """
    meetings: defaultdict[str, set[str]] = defaultdict(set)
    for note in (one.note for one in gathered) if notes is None else notes:
        meetings[families.named(note.body, note.path)].update(filter(None, (note.date, *note.meetings)))
    return [_dated(one, sorted(meetings[families.named(one.note.body, one.note.path)])) for one in gathered]


def _dated(one: Gathered, meetings: list[str]) -> Gathered:
    if one.note.date:
        return one
    if one.note.named:
        return _by_name(one)
    if not any(s.origin for s in one.sightings):
        return _by_title(one)
    if one.note.form != "log":
        return one
    counted = Counter(s.origin for s in one.sightings if s.origin)
    # A meeting sets several actions; a lone later day is more likely a misprint.
    raised = [day for day, number in counted.items() if number >= max(2, ORIGIN_SHARE * counted.total())] or [*counted]
    if not raised:
        return one
    last = max([day for day in raised if any(_near(day, meeting) for meeting in meetings)] or raised)
    after = next((day for day in meetings if day > last and not _near(day, last)), None)
    guess = after or last
    said = f"the paper bears no date: its last actions were raised on {last}" + (
        f", so it is taken for that of the next meeting, {after}" if after else ""
    )
    return _given(one, guess, said, msgspec.structs.replace(one.note, date=guess))


def _by_name(one: Gathered) -> Gathered:
    """A paper whose title, name or first lines give a day or a month, of that day or the first of the month."""
    said = f"the paper bears no date of a meeting; it says {one.note.by}"
    return _given(one, one.note.named, said, msgspec.structs.replace(one.note, date=one.note.named, guessed=True))


def _by_title(one: Gathered) -> Gathered:
    """A plan for some years ('Strategy 2014-2017') with its statements of the first day of them; others as they are.

    The paper itself stays without a date, for there was no meeting on that day.
    """
    found = _YEARS.search(one.note.title) or _YEARS.search(one.note.document)
    if not found or (int(found[2]) - int(found[1])) % 100 not in range(YEARS[0], YEARS[1] + 1):
        return one
    return _given(one, f"{found[1]}-01-01", f"the paper bears no date; its title says {found[0]}", one.note)


def _given(one: Gathered, guess: str, said: str, note: Note) -> Gathered:
    day = date.fromisoformat(guess)
    rows = [msgspec.structs.replace(s, date=guess, guessed=said, due=_due(s.due, day)) for s in one.sightings]
    return msgspec.structs.replace(one, note=note, sightings=rows)


def _due(due: Due | None, day: date) -> Due | None:
    """A due date like 'late January', which could not be told without the paper's date."""
    if due is None or due.start:
        return due
    found = [f.value for f in dates.find(due.text, day) if f.value]
    return Due(due.text, min(v.start for v in found), max(v.end for v in found)) if found else due


def _near(one: str, other: str) -> bool:
    return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal()) <= NEAR_DAYS
