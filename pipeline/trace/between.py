"""What the rows of two papers that surely go together say of their others.

Where most rows of one find theirs in the other, those left over mostly do as well; and a list that is carried on keeps
its order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from math import log2

from pipeline.trace import weights as w
from pipeline.trace.evidence import words_bits
from pipeline.trace.known import Rows
from pipeline.trace.records import TASKS, Evidence

Pair = tuple[int, int]


class Between:
    """Two papers, of whose tasks the pairs `sure` go together: each the place of one in the one and the other paper."""

    MOST = w.LEFT_MOST + w.BETWEEN_MOST  # bits that it may say for two rows

    def __init__(self, known: Rows, sure: Collection[Pair]) -> None:
        self._known = known
        pairs = [pair for pair in sure if all(map(self._task, pair))]
        self._found = {at for pair in pairs for at in pair}
        self._ranks: dict[int, int] = {}  # place of a task -> how many tasks of its paper come before it
        self._sizes = (0, 0)
        self._left = self._keeps = 0.0
        self._chain: list[Pair] = []
        if len(pairs) < w.CARRIED_LEAST:
            return
        papers = [known.by_paper[known.sightings[at].paper] for at in pairs[0]]
        one, other = ([at for at in paper if self._task(at)] for paper in papers)
        self._sizes = len(one), len(other)
        if len(pairs) >= w.CARRIED_SHARE * min(self._sizes):
            self._left = min(w.LEFT_MOST, log2(max(self._sizes) / max(1, max(self._sizes) - len(pairs))))
        if all(known.sightings[at].form == "log" for at in pairs[0]):
            self._ranks = {at: rank for rows in (one, other) for rank, at in enumerate(sorted(rows, key=self._place))}
            self._chain = _rising(sorted((self._ranks[i], self._ranks[j]) for i, j in pairs))
            #: How likely a row stands between those that it stood between, from what the others do.
            self._keeps = (len(self._chain) + 1) / (len(pairs) + 2)

    def evidence(self, i: int, j: int) -> Iterator[Evidence]:
        """What the rows that go together say of two others: they are left over, and where they stand."""
        if self._left and self._task(i) and self._task(j) and self._found.isdisjoint((i, j)):
            yield Evidence("left", round(self._left, 2), "most other rows of the two papers go together")
        if self._keeps >= w.ORDER_KEPT and i in self._ranks and j in self._ranks:
            bits, words = self._order(i, j)
            if round(bits, 2):
                yield Evidence("between", round(bits, 2), words)

    def _order(self, i: int, j: int) -> tuple[float, str]:
        """What it says of two rows that they do, or do not, stand between the same rows, as chance has it."""
        one, other = self._ranks[i], self._ranks[j]
        before, after = (-1, -1), self._sizes
        for pair in self._chain[max(0, bisect_left(self._chain, (one, 0)) - 2) :]:
            if pair[0] == one or pair[1] == other:
                continue
            if pair[0] > one:
                after = pair
                break
            before = pair
        chance = max((after[at] - before[at] - 1) / self._sizes[at] for at in (0, 1))
        if before[1] < other < after[1]:
            most = min(w.BETWEEN_MOST, words_bits(self._known[i], self._known[j])[0] + w.BETWEEN_WORDS)
            return max(0.0, min(most, log2(self._keeps / chance))), "stands between two rows that go together"
        against = log2((1 - self._keeps) / max(1 - chance, 1 - self._keeps))
        return against, "stands elsewhere in a list that keeps its order"

    def _task(self, at: int) -> bool:
        return self._known.sightings[at].kind in TASKS

    def _place(self, at: int) -> int:
        return self._known.sightings[at].place


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest run of `pairs`, which are in the order of the one list, that is in the order of the other too."""
    ends: list[int] = []  # the least place in the other list that a run of each length ends at
    last: list[int] = []  # ... and which pair that is
    back: list[int] = []  # the pair before each in its run
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
