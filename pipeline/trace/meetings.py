"""Which papers of a body came when, and which of its meetings have no papers in the corpus, as far as can be told."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Literal

import msgspec

from pipeline.trace.records import Form, Note, Sighting
from pipeline.trace.weights import NEAR_DAYS

_NUMBERED = re.compile(r"([a-z]{2,})[^a-z0-9]{0,3}(\d{1,3})(?![\d])", re.I)
_LEAST = 4  # meetings with a number, or in a steady rhythm, before a gap among them is one
_STEADY = 0.35  # a rhythm is steady when two in three of its steps are this near their middle
_GAP = 1.65  # a step so much longer than the middle one left a meeting out


class Missing(msgspec.Struct, frozen=True):
    """A meeting without papers of a form. `date` is its day, or the first of the days it may have been on."""

    date: str
    what: str  # for a person: 'the log of 13 December 2011'
    why: str
    guess: bool = False


class Gap(msgspec.Struct, frozen=True):
    """A meeting of a body that there must have been, and of which the corpus lacks the minutes or everything."""

    body: str
    date: str  # or the first of the days it may have been on
    lacks: str  # 'minutes' or 'everything'
    what: str  # for a person
    why: str
    guess: bool = False


class Calendar:
    """The meetings of one body, from its papers and what they say."""

    def __init__(self, notes: Sequence[Note], sightings: Iterable[Sighting]) -> None:
        self.notes = sorted((note for note in notes if note.date), key=lambda note: (note.date or "", note.document))
        self._dates: dict[Form, list[str]] = {}
        self._raised: defaultdict[str, set[str]] = defaultdict(set)
        for sighting in sightings:
            if sighting.origin and sighting.date and sighting.origin <= sighting.date:
                self._raised[sighting.origin].add(sighting.paper)
        self._missing: dict[Form, list[Missing]] = {}

    def later(self, form: Form, when: str) -> list[Note]:
        """The papers of this form dated after `when`, in order; copies of each other once."""
        own = [note for note in self.notes if note.form == form]
        dates = self._dates.setdefault(form, [note.date or "" for note in own])
        names: set[str] = set()
        found = []
        for note in own[bisect_right(dates, when) :]:
            if not names & {note.document, *note.copies}:
                found.append(note)
                names |= {note.document, *note.copies}
        return found

    @property
    def last(self) -> str | None:
        """The date of the body's last paper."""
        return next((note.date for note in reversed(self.notes) if not note.guessed), None)

    def missing(self, form: Form) -> list[Missing]:
        """The meetings that left no paper of this form, in order of time."""
        if form not in self._missing:
            held = sorted({note.date for note in self.notes if note.form == form and note.date})
            found = [*self._known(form, held), *self._unnumbered(form, held)]
            if form == "minutes":
                found += self._unsteady(held, found)
            self._missing[form] = sorted(found, key=lambda m: m.date)
        return self._missing[form]

    def gaps(self) -> list[Gap]:
        """The meetings that there must have been and of which there are no minutes, or nothing, in order of time."""
        body = next((note.body for note in reversed(self.notes) if note.body), "")
        if not self.notes or not body:
            return []
        held = {note.date for note in self.notes if note.form == "minutes" and note.date}
        papers = {note.date: note.document for note in self.notes if note.date and not note.guessed}
        found = []
        for day, document in papers.items():
            if held and min(held) < day < max(held) and not any(_near(day, other) for other in held):
                found.append(Gap(body, day, "minutes", f"minutes of {_day(day)}", f"{document} was made for it"))
        for day, why in self._said().items():
            if day < max(papers) and not any(_near(day, other) for other in papers):
                found.append(Gap(body, day, "everything", f"every paper of {_day(day)}", why))
        for missing in self._unnumbered("", sorted({*papers, *(gap.date for gap in found)})):
            found.append(Gap(body, missing.date, "everything", missing.what, missing.why))
        known = [Missing(gap.date, "", "") for gap in found]
        for missing in self._unsteady(sorted(held), known) if held else ():
            found.append(Gap(body, missing.date, "minutes", missing.what, missing.why, guess=True))
        return sorted(found, key=lambda gap: gap.date)

    def _said(self) -> dict[str, str]:
        """The days that papers name as those of meetings, or that things were raised on, with what says so."""
        said: dict[str, str] = {}
        for note in self.notes:
            for day in note.meetings:
                said.setdefault(day, f"named in {note.document}")
        for day, papers in self._raised.items():
            if len(papers) > 1:
                said.setdefault(day, "actions were raised at it")
        return said

    def _known(self, form: Form, held: list[str]) -> list[Missing]:
        """Meetings that other papers name, or whose actions they list, between the first and the last held."""
        said = self._said()
        for note in self.notes:
            if note.date and note.form == "minutes":
                said.setdefault(note.date, f"its minutes are {note.document}")
        return [
            Missing(day, f"the {_name(form)} of {_day(day)}", why)
            for day, why in sorted(said.items())
            if held and held[0] < day < held[-1] and not any(_near(day, other) for other in held)
        ]

    def _unnumbered(self, form: Form | Literal[""], held: list[str]) -> list[Missing]:
        """Numbers left out where the names of the papers count the meetings."""
        numbers: defaultdict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for note in self.notes:
            for prefix, number in _NUMBERED.findall(note.document):
                numbers[prefix.casefold()][int(number)].add(note.date or "")
        found = []
        for prefix, days in numbers.items():
            if not _counts_meetings(days):
                continue
            order = sorted(days)
            for before, after in pairwise(order):
                first, last = max(days[before]), min(days[after])
                for number in range(before + 1, after):
                    known = [missing.date for missing in self._known(form, held)] if form else []
                    if not any(first < other < last for other in (*held, *known)):
                        what = f"the papers of meeting {number}, between {_day(first)} and {_day(last)}"
                        found.append(Missing(first, what, f"{prefix.upper()} {before} is followed by {after}"))
        return found

    def _unsteady(self, held: list[str], known: list[Missing]) -> list[Missing]:
        """Places in a steady rhythm of meetings where one is left out; a guess."""
        days = [date.fromisoformat(day).toordinal() for day in held]
        steps = [later - earlier for earlier, later in pairwise(days) if later - earlier > NEAR_DAYS]
        if len(steps) < _LEAST:
            return []
        middle = median(steps)
        if sum(abs(step - middle) <= _STEADY * middle for step in steps) * 3 < len(steps) * 2:
            return []
        found = []
        for first, last in pairwise(held):
            step = date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal()
            if step >= _GAP * middle and not any(first <= other.date <= last for other in known):
                what = f"perhaps the minutes of a meeting between {_day(first)} and {_day(last)}"
                found.append(Missing(first, what, f"meetings are about {round(middle)} days apart", guess=True))
        return found


def _counts_meetings(days: dict[int, set[str]]) -> bool:
    """Whether numbers in file names count meetings: each belongs to one day, and they go up with time."""
    if len(days) < _LEAST or any(_spread(dates) > NEAR_DAYS for dates in days.values()):
        return False
    firsts = [min(days[number]) for number in sorted(days)]
    return all(before < after for before, after in pairwise(firsts))


def _spread(dates: set[str]) -> int:
    return date.fromisoformat(max(dates)).toordinal() - date.fromisoformat(min(dates)).toordinal()


def _near(one: str, other: str) -> bool:
    return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal()) <= NEAR_DAYS


def _name(form: Form) -> str:
    return {"log": "log", "minutes": "minutes", "report": "report"}[form]


def _day(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"
