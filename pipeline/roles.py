"""Who held which office of which body, and when, by the lists of people in the papers; nobody is guessed.

Made from papers that were read before; imports no tagger, so search and trace may use it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

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
    document: str  # its path


@dataclass(slots=True, eq=False)
class Tenure:
    """Papers in a row, oldest first, that list one person for an office, nobody else in between."""

    role: str
    body: str
    person: str  # the fullest form of the name
    first: str  # ISO dates of the first and the last of them
    last: str
    listings: list[Listing]


#: By office and body, both folded: the listings, oldest first.
Register = dict[tuple[str, str], list[Listing]]


def listings(paper: Paper) -> Iterator[Listing]:
    """Who holds an office by the word of `paper`, if it has a date: the chair, and whoever has a role."""
    for person in paper.people if paper.meeting_date else ():
        named = [("Chair", paper.body)] if person.capacity == "chair" else []
        if person.role:
            named += [(person.role, body) for body in sorted({paper.body, paper.council} - {None, ""}, key=str)]
        for role, body in named:
            if body:
                yield Listing(person.name, role, body, str(paper.meeting_date), paper.id, paper.source.path)


def register(said: Iterable[Listing]) -> Register:
    """What papers list, by office and body."""
    found: Register = defaultdict(list)
    for listing in said:
        found[office(listing.role), fold(listing.body)].append(listing)
    return {key: sorted(own, key=lambda one: (one.date, one.paper)) for key, own in found.items()}


def tenures(held: Register) -> list[Tenure]:
    """Who held each office over time, by body, office and first day; a day that lists others ends a tenure."""
    return sorted(
        (tenure for own in held.values() for tenure in _tenures(own)),
        key=lambda one: (fold(one.body), office(one.role), one.first, one.person),
    )


def holder(held: Register, role: str, body: str, date: str) -> str | None:
    """Who held `role` in `body` on `date` (ISO), under the fullest form of the name; None when the papers do not say.

    They say so when the papers of that day list one person, or when the last listing before and the first after it
    name the same one. Where two are listed for one day, or nothing is known before or after, there is no answer.
    """
    listings = held.get((office(role), fold(body)), [])
    on_the_day = [one.person for one in listings if one.date == date]
    if on_the_day:
        return _one(on_the_day)
    before = max((one.date for one in listings if one.date < date), default=None)
    after = min((one.date for one in listings if one.date > date), default=None)
    if before is None or after is None:
        return None
    return _one([one.person for one in listings if one.date in (before, after)])


def _tenures(own: list[Listing]) -> Iterator[Tenure]:
    going: list[Tenure] = []
    for day, listed in groupby(own, key=lambda one: one.date):
        now: list[Tenure] = []
        for listing in listed:
            same = (one for one in [*now, *going] if _one([one.person, listing.person]))
            tenure = next(same, None) or Tenure(listing.role, listing.body, listing.person, day, day, [])
            tenure.person, tenure.last = _one([tenure.person, listing.person]) or tenure.person, day
            tenure.listings.append(listing)
            if tenure not in now:
                now.append(tenure)
        yield from (one for one in going if one not in now)
        going = now
    yield from going


def is_office(role: str) -> bool:
    """Whether a role is an office ('Head of Piers', 'Clerk') and no body that somebody comes from."""
    heads = {word for head in vocabulary.load("roles")["heads"] for word in fold(str(head)).split()}
    return not heads.isdisjoint(fold(role).split())


def office(role: str) -> str:
    """The folded name of an office: 'Chairman', 'The Chair' -> 'chair'."""
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
