"""Sightings ready to be compared, and how common what they share is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from math import log2
from typing import overload

from pipeline.text import fold
from pipeline.trace import weights as w
from pipeline.trace.content import content
from pipeline.trace.families import Families
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import TIDINGS, Counts, Sighting
from pipeline.trace.yearly import of_season, of_year

Text = tuple[str, ...]


class Known:
    """A sighting, with what is compared worked out once."""

    __slots__ = (
        "at", "beside", "day", "due", "family", "free", "heading", "matter", "month", "named", "number", "order",
        "origin", "owners", "part", "part_words", "season", "sighting", "sort", "subject", "tells", "text", "title",
        "total", "turn", "weight", "whose", "year",
    )  # fmt: skip

    def __init__(self, at: int, sighting: Sighting, family: str, text: Text, order: float, lexicon: Lexicon) -> None:
        self.at, self.sighting, self.family, self.text, self.order = at, sighting, family, text, order
        #: What each of its words is worth, in bits.
        self.weight: dict[str, float] = lexicon.weights(sighting, family)
        self.day, self.turn = ordinal(sighting.date), turn(sighting)
        self.origin = ordinal(sighting.origin)
        self.month = (sighting.origin or sighting.since)[:7]  # in which it was raised, ISO
        self.number = "".join(c for c in sighting.number if c.isalnum())
        names = sighting.names or sighting.owners
        self.owners = frozenset(filter(None, map(fold, names)))
        self.named = {fold(name): frozenset(_roots(name)) for name in (*names, *sighting.owners)}
        #: Its words that only say whose it is; and what all others are worth together.
        self.whose = frozenset().union(*self.named.values()) & self.weight.keys()
        self.total: float = sum(bits for word, bits in self.weight.items() if word not in self.whose)
        self.due = (sighting.due.start, sighting.due.end) if sighting.due and sighting.due.start else None
        self.heading, self.subject = _words(sighting.heading), _words(sighting.subject)
        #: What names the matter in minutes: the opening words of the passage or, without any, the heading over it.
        self.matter = frozenset(content(sighting.topic)) or self.heading if sighting.form == "minutes" else frozenset()
        self.part, self.part_words = fold(sighting.part), frozenset(content(sighting.part))
        self.year, self.season = of_year(sighting.text), of_season(sighting.text)
        self.title = frozenset(content(sighting.title)) if sighting.kind == "recommendation" else frozenset()
        self.tells = sighting.kind in TIDINGS or bool(
            sighting.form != "log" and sighting.standing and not sighting.listed
        )
        self.free = sighting.kind in TIDINGS  # several that tell of a thing may go with it
        self.sort = "tidings" if self.free else "decision" if sighting.kind == "decision" else "task"
        #: The most that may be added, in bits, for what stands beside its words: what it lacks adds nothing.
        self.beside = (
            bool(self.number) * w.NUMBER_SAME + bool(self.owners) * w.OWNER_MOST + bool(self.due) * w.DUE_MOST
            + bool(self.heading or self.subject) * w.SUBJECT_MOST + bool(self.part) * w.PART_SAME
            + (sighting.form == "log") * w.ORDER_MOST + bool(sighting.topic) * w.MATTER_SAME
        )  # fmt: skip


class Rows(Sequence[Known]):
    """Sightings by their place, each worked out when it is first asked for."""

    def __init__(self, sightings: Sequence[Sighting], families: Families, lexicon: Lexicon) -> None:
        self.sightings, self._lexicon = sightings, lexicon
        self.families = [families.of(sighting) for sighting in sightings]
        self.texts: list[Text] = [tuple(lexicon.words(sighting)) for sighting in sightings]
        self.by_paper: defaultdict[str, list[int]] = defaultdict(list)
        self.by_family: defaultdict[str, list[int]] = defaultdict(list)
        self._last: defaultdict[str, int] = defaultdict(int)
        for at, (sighting, family) in enumerate(zip(sightings, self.families, strict=True)):
            self.by_paper[sighting.paper].append(at)
            self.by_family[family].append(at)
            self._last[sighting.paper] = max(self._last[sighting.paper], sighting.place)
        self._known: list[Known | None] = [None] * len(sightings)

    def __len__(self) -> int:
        return len(self.sightings)

    @overload
    def __getitem__(self, at: int) -> Known: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Known]: ...
    def __getitem__(self, at: int | slice) -> Known | Sequence[Known]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        known = self._known[at]
        if known is None:
            sighting = self.sightings[at]
            order = sighting.place / max(self._last[sighting.paper], 1)  # 0 the first of its paper, 1 the last
            known = self._known[at] = Known(at, sighting, self.families[at], self.texts[at], order, self._lexicon)
        return known

    def of_paper(self, paper: str) -> list[Known]:
        """The sightings of one paper."""
        return [self[at] for at in self.by_paper[paper]]


class _Shares:
    """How common each of some values is among them."""

    def __init__(self, values: Iterable[object] | Mapping[str, int]) -> None:
        self._counts: Counter[object] = Counter(values)
        self._total = self._counts.total()

    def of(self, value: object) -> float:
        """The share of a value, 0 to 1."""
        # One of few rows says little of how common a value is: as if there were two rows more, with other values.
        return self._counts[value] / (self._total + 2)


def counts(rows: Rows, family: str) -> Counts:
    """What is counted over the sightings of one family of bodies."""
    own = [(rows.sightings[at], rows.texts[at]) for at in rows.by_family[family]]
    owners = Counter(owner for one, _ in own for owner in frozenset(filter(None, map(fold, one.names or one.owners))))
    under = Counter(over for over, _ in {(_key(_words(s.subject) or _words(s.heading)), s.paper) for s, _ in own})
    said = Counter(text for text, _ in {(text, one.paper) for one, text in own if one.form == "minutes"})
    several = {" ".join(text): number for text, number in said.items() if number > 1}
    return Counts(dict(owners), len({one.paper for one, _ in own}), dict(under), several)


@lru_cache(maxsize=1 << 14)
def _words(heading: str) -> frozenset[str]:
    return frozenset(content(heading))


def _key(words: frozenset[str]) -> str:
    return " ".join(sorted(words))


def _over(one: Known) -> str:
    return _key(one.subject or one.heading)


class _Family:
    """What is counted over all papers of one family of bodies, ready to be asked."""

    def __init__(self, counts: Counts) -> None:
        self.owners = _Shares(counts.owners)
        self.papers, self.under, self.said = counts.papers, counts.under, counts.said


class _Paper:
    """What is counted over one paper."""

    def __init__(self, rows: Sequence[Known]) -> None:
        self.origins = _Shares(one.origin for one in rows if one.origin)
        self.months = _Shares(one.month for one in rows if one.month)
        self.dues = _Shares(one.due for one in rows if one.due)
        self.headings = _Shares(one.subject or one.heading for one in rows)


class Scales:
    """How common origins, owners and due dates are, by paper or body: what two share speaks by how rare it is."""

    def __init__(self, rows: Rows, held: Callable[[str], Counts | None] = lambda family: None) -> None:
        """`held` gives what was counted over families of which `rows` do not have every paper."""
        self._rows, self._held = rows, held
        self._papers: dict[str, _Paper] = {}
        self._families: dict[str, _Family] = {}

    def origin(self, a: Known, b: Known) -> float:
        """Bits of sharing the day it was raised."""
        one, other = self._paper(a).origins, self._paper(b).origins
        return _rare(one, other, a.origin, w.ORIGIN_AGREES, w.ORIGIN_MOST)

    def month(self, a: Known, b: Known) -> float:
        """Bits of sharing the month in which it was raised."""
        return _rare(self._paper(a).months, self._paper(b).months, a.month, w.ORIGIN_AGREES, w.ORIGIN_MOST)

    def due(self, a: Known, b: Known) -> float:
        """Bits of sharing the due date."""
        return _rare(self._paper(a).dues, self._paper(b).dues, a.due, w.DUE_AGREES, w.DUE_MOST)

    def heading(self, a: Known, b: Known, most: float) -> float:
        """Bits of sharing the heading, or the subject beside it; a heading of every paper says nothing."""
        family = self._family(b)
        bits = _rare(self._paper(a).headings, self._paper(b).headings, a.subject or a.heading, 0.9, most)
        if a.subject:
            return bits
        return max(0.0, min(bits, log2(0.9 * (family.papers + 2) / max(family.under.get(_over(a), 1), 1))))

    def often(self, one: Known) -> int:
        """In how many minutes of its body its very words stand."""
        return self._family(one).said.get(" ".join(one.text), 1)

    def common(self, one: Known) -> bool:
        """Whether what stands over it stands over something in half of its body's papers."""
        family = self._family(one)
        return 2 * family.under.get(_over(one), 0) >= family.papers > 1

    def owner(self, a: Known, b: Known) -> float:
        """Bits of sharing an owner."""
        one, other = self._family(a).owners, self._family(b).owners
        return max(_rare(one, other, owner, w.OWNER_AGREES, w.OWNER_MOST) for owner in a.owners & b.owners)

    def _paper(self, one: Known) -> _Paper:
        paper = one.sighting.paper
        if paper not in self._papers:
            self._papers[paper] = _Paper(self._rows.of_paper(paper))
        return self._papers[paper]

    def _family(self, one: Known) -> _Family:
        if one.family not in self._families:
            self._families[one.family] = _Family(self._held(one.family) or counts(self._rows, one.family))
        return self._families[one.family]


def _rare(one: _Shares, other: _Shares, value: object, agrees: float, most: float) -> float:
    return max(0.0, min(most, log2(agrees / max(one.of(value), other.of(value), 1e-6))))


def turn(one: Sighting) -> int:
    """Which comes first of what bears the day of one meeting: its papers, its minutes, what a list says it raised."""
    return 1 if one.form == "minutes" else 2 if one.origin and one.origin == one.date else 0


def _roots(name: str) -> list[str]:
    """The words of an owner as a sentence that names him has them: his initials stand in it in capitals."""
    return content(f"{name} and") if name.isupper() else content(name)


@cache
def ordinal(iso: str | None) -> int | None:
    """The number of a day, from its ISO date; None when it is none."""
    try:
        return date.fromisoformat(iso).toordinal() if iso else None
    except ValueError:
        return None
