"""Sightings ready to be compared, and how common what they share is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from math import log2
from typing import Any

from pipeline.text import fold
from pipeline.trace import weights as w
from pipeline.trace.gather import content
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import TIDINGS, Sighting


class Known:
    """A sighting, with what is compared worked out once."""

    __slots__ = (
        "_lexicon", "_weight", "at", "day", "due", "family", "heading", "named", "number", "order",
        "origin", "owners", "part", "part_words", "sighting", "subject", "tells", "text", "title", "total",
    )  # fmt: skip

    total: float  # of its words, once they were weighed

    def __init__(self, at: int, sighting: Sighting, family: str, order: float, lexicon: Lexicon) -> None:
        self.at, self.sighting, self.family, self.order = at, sighting, family, order
        self.text = tuple(lexicon.words(sighting))
        self._lexicon = lexicon
        self._weight: dict[str, float] | None = None
        self.day = _ordinal(sighting.date)
        self.origin = _ordinal(sighting.origin)
        self.number = "".join(c for c in sighting.number if c.isalnum())
        self.owners = frozenset(filter(None, map(fold, sighting.names or sighting.owners)))
        names = sighting.names or sighting.owners
        self.named = {fold(name): frozenset(content(name)) for name in (*names, *sighting.owners)}
        self.due = (sighting.due.start, sighting.due.end) if sighting.due and sighting.due.start else None
        self.heading = frozenset(content(sighting.heading))
        self.subject = frozenset(content(sighting.subject))
        self.part, self.part_words = fold(sighting.part), frozenset(content(sighting.part))
        self.title = frozenset(content(sighting.title)) if sighting.kind == "recommendation" else frozenset()
        self.tells = sighting.kind in TIDINGS or bool(
            sighting.form != "log" and sighting.standing and not sighting.listed
        )

    @property
    def weight(self) -> dict[str, float]:
        """What each of its words is worth, in bits."""
        if self._weight is None:
            self._weight = self._lexicon.weights(self.sighting, self.family)
            self.total = sum(self._weight.values())
        return self._weight


class Scales:
    """How common origins, owners and due dates are, by paper or body: what two share speaks by how rare it is."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._origins: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._dues: defaultdict[str, Counter[object]] = defaultdict(Counter)
        self._owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._headings: defaultdict[str, Counter[frozenset[str]]] = defaultdict(Counter)
        self._papers: defaultdict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
        self._family: defaultdict[str, set[str]] = defaultdict(set)
        for one in known:
            paper = one.sighting.paper
            if one.origin:
                self._origins[paper][one.origin] += 1
            if one.due:
                self._dues[paper][one.due] += 1
            self._owners[one.family].update(one.owners)
            self._headings[paper][one.subject or one.heading] += 1
            self._papers[one.family, one.subject or one.heading].add(paper)
            self._family[one.family].add(paper)
        self._texts: defaultdict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
        for one in known:
            if one.sighting.form == "minutes":
                self._texts[one.family, one.text].add(one.sighting.paper)
        self._sums: dict[tuple[int, str], int] = {}

    def origin(self, a: Known, b: Known) -> float:
        """Bits of sharing the day it was raised."""
        return self._rare(self._origins, a.sighting.paper, b.sighting.paper, a.origin, w.ORIGIN_AGREES, w.ORIGIN_MOST)

    def due(self, a: Known, b: Known) -> float:
        """Bits of sharing the due date."""
        return self._rare(self._dues, a.sighting.paper, b.sighting.paper, a.due, w.DUE_AGREES, w.DUE_MOST)

    def heading(self, a: Known, b: Known, most: float) -> float:
        """Bits of sharing the heading, or the subject beside it; a heading of every paper says nothing."""
        key = a.subject or a.heading
        papers = len(self._papers[b.family, key]) / (len(self._family[b.family]) + 2)
        bits = self._rare(self._headings, a.sighting.paper, b.sighting.paper, key, 0.9, most)
        return bits if a.subject else max(0.0, min(bits, log2(0.9 / papers)))

    def often(self, one: Known) -> int:
        """In how many minutes of its body its very words stand."""
        return len(self._texts[one.family, one.text])

    def common(self, one: Known) -> bool:
        """Whether what stands over it stands over something in half of its body's papers."""
        return 2 * len(self._papers[one.family, one.subject or one.heading]) >= len(self._family[one.family]) > 1

    def owner(self, a: Known, b: Known) -> float:
        """Bits of sharing an owner."""
        return max(
            self._rare(self._owners, a.family, b.family, owner, w.OWNER_AGREES, w.OWNER_MOST)
            for owner in a.owners & b.owners
        )

    def _rare(
        self, counts: defaultdict[str, Counter[Any]], one: str, other: str, value: object, agrees: float, most: float
    ) -> float:
        share = max(self._share(counts, one, value), self._share(counts, other, value))
        return max(0.0, min(most, log2(agrees / max(share, 1e-6))))

    def _share(self, counts: defaultdict[str, Counter[Any]], of: str, value: object) -> float:
        key = (id(counts), of)
        if key not in self._sums:
            self._sums[key] = sum(counts[of].values())
        # One of few rows says little of how common a value is: as if there were two rows more, with other values.
        return counts[of][value] / (self._sums[key] + 2) if self._sums[key] else 0.0


def _ordinal(iso: str | None) -> int | None:
    try:
        return date.fromisoformat(iso).toordinal() if iso else None
    except ValueError:
        return None
