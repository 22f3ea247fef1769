"""What the rows of two lists that surely go together say of the others: a list that is carried on keeps its order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from math import log2

from pipeline.trace import weights as w
from pipeline.trace.evidence import words_bits
from pipeline.trace.known import Rows
from pipeline.trace.records import TASKS, Evidence

Pair = tuple[int, int]


class Between:
    """The order of two lists as the pairs `sure` show it, each of a place in the one list and one in the other."""

    def __init__(self, known: Rows, sure: Collection[Pair]) -> None:
        pairs = [pair for pair in sure if all(_listed(known, at) for at in pair)]
        self._known, self._sure, self._left = known, {at for pair in sure for at in pair}, 0.0
        self._count(sure)
        self._ranks: dict[int, int] = {}
        self._sizes = (0, 0)
        self._chain: list[Pair] = []
        self._keeps = 0.0
        if len(pairs) < w.ORDER_LEAST:
            return
        papers = [known.by_paper[known.sightings[at].paper] for at in pairs[0]]
        lists = [sorted((at for at in paper if _listed(known, at)), key=lambda at: known.sightings[at].place) for paper in papers]
        self._sizes = (len(lists[0]), len(lists[1]))
        self._ranks = {at: rank for rows in lists for rank, at in enumerate(rows)}
        self._chain = _rising(sorted((self._ranks[i], self._ranks[j]) for i, j in pairs))
        #: How likely a row that comes back is to stand between those that it stood between, from what the others do.
        self._keeps = (len(self._chain) + 1) / (len(pairs) + 2)

    def _count(self, sure: Collection[Pair]) -> None:
        """How much likelier two rows are one where most others of the two papers have found each other."""
        pairs = [pair for pair in sure if all(self._known.sightings[at].kind in TASKS for at in pair)]
        if len(pairs) < w.CARRIED_LEAST:
            return
        papers = [self._known.by_paper[self._known.sightings[at].paper] for at in pairs[0]]
        sizes = [sum(self._known.sightings[at].kind in TASKS for at in rows) for rows in papers]
        if len(pairs) >= w.CARRIED_SHARE * min(sizes):
            self._left = min(w.LEFT_MOST, log2(max(sizes) / max(1, max(sizes) - len(pairs))))

    def evidence(self, i: int, j: int) -> Iterator[Evidence]:
        """What the rows that go together say of two others: they are left over, and where they stand."""
        if self._left and i not in self._sure and j not in self._sure:
            yield Evidence("left", round(self._left, 2), "most other rows of the two papers go together")
        if (place := self._place(i, j)) and round(place[0], 2):
            yield Evidence("between", round(place[0], 2), place[1])

    def _place(self, i: int, j: int) -> tuple[float, str] | None:
        """What it says of two rows that they do, or do not, stand between rows that go together."""
        if self._keeps < w.ORDER_KEPT or i not in self._ranks or j not in self._ranks:
            return None
        one, other = self._ranks[i], self._ranks[j]
        chain = [(a, b) for a, b in self._chain if a != one and b != other]
        before = max((pair for pair in chain if pair[0] < one), default=(-1, -1))
        after = min((pair for pair in chain if pair[0] > one), default=self._sizes)
        chance = max((after[at] - before[at] - 1) / self._sizes[at] for at in (0, 1))
        if before[1] < other < after[1]:
            most = min(w.BETWEEN_MOST, words_bits(self._known[i], self._known[j])[0] + w.BETWEEN_WORDS)
            bits = max(0.0, min(most, log2(self._keeps / chance)))
            words = "stands between two rows that go together"
        else:
            bits, words = log2((1 - self._keeps) / max(1 - chance, 0.1)), "stands elsewhere in a list that keeps its order"
        return bits, words


def _listed(known: Rows, at: int) -> bool:
    return known.sightings[at].form == "log" and known.sightings[at].kind in TASKS


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest run of `pairs`, which are in the order of the one list, that is in the order of the other too."""
    ends: list[int] = []  # the least place in the other list that a run of each length ends at
    last: list[int] = []  # ... and which pair that is
    back: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        back.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [at]
    run: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = back[at]
    return run[::-1]
