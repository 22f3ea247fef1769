"""Who held which office of which body, and when, by the lists of people in the papers; nobody is guessed.

Made from papers that were read before; imports no tagger, so search and trace may use it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline import vocabulary
from pipeline.model import Paper
from pipeline.text import fold

_CHAIR = re.compile(r"\bchair(?:man|woman|person)\b")


@dataclass(frozen=True, slots=True)
class Listing:
    """One paper's word that `person` held an office of `body` on `date` (ISO)."""

    person: str
    role: str
    body: str
    date: str
    paper: str  # its id


#: By office and body, both folded: the listings, oldest first.
Register = dict[tuple[str, str], list[Listing]]


def register(papers: Iterable[Paper]) -> Register:
    """What `papers` that have a date list: the chair of each body, and whoever has a role, for body and council."""
    found: Register = defaultdict(list)
    for paper in papers:
        if paper.meeting_date is None:
            continue
        for person in paper.people:
            if person.capacity == "chair" and paper.body:
                _add(found, Listing(person.name, "Chair", paper.body, paper.meeting_date, paper.id))
            if person.role:
                for body in {paper.body, paper.council} - {None, ""}:
                    _add(found, Listing(person.name, person.role, str(body), paper.meeting_date, paper.id))
    return {key: sorted(listings, key=lambda one: (one.date, one.paper)) for key, listings in found.items()}


def holder(held: Register, role: str, body: str, date: str) -> str | None:
    """Who held `role` in `body` on `date` (ISO), under the fullest form of the name; None when the papers do not say.

    They say so when the papers of that day list one person, or when the last listing before and the first after it
    name the same one. Where two are listed for one day, or nothing is known before or after, there is no answer.
    """
    listings = held.get((_office(role), fold(body)), [])
    on_the_day = [one.person for one in listings if one.date == date]
    if on_the_day:
        return _one(on_the_day)
    before = max((one.date for one in listings if one.date < date), default=None)
    after = min((one.date for one in listings if one.date > date), default=None)
    if before is None or after is None:
        return None
    return _one([one.person for one in listings if one.date in (before, after)])


def _add(found: Register, listing: Listing) -> None:
    found[_office(listing.role), fold(listing.body)].append(listing)


def _office(role: str) -> str:
    """'Chairman', 'The Chair' -> 'chair'."""
    return _CHAIR.sub("chair", fold(role)).removeprefix("the ")


def _one(names: list[str]) -> str | None:
    """The one person that all of `names` mean, in the longest form; None when they may be two."""
    longest = max(names, key=lambda name: (len(fold(name)), name))
    return longest if all(_same(longest, name) for name in names) else None


def _same(full: str, other: str) -> bool:
    """'Cllr Ann Example' and 'A Example', not 'B Example' and not 'Cllr Example' alone: a family may have two."""
    *given, last = _words(full) or [""]
    *short, surname = _words(other) or [""]
    if fold(full) == fold(other):
        return True
    return last == surname and bool(short) and all(any(word in (name, name[0]) for name in given) for word in short)


def _words(name: str) -> list[str]:
    """The words of a name without titles, folded."""
    titles = {str(title).lower() for title in vocabulary.load("roles")["titles"]}
    return [word for word in fold(name).split() if word not in titles]
