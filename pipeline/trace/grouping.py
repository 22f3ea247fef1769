"""Links to groups of one thing each.

Groups grow from the surest link to the least sure, as long as no paper would be in one group twice and no two rows that
would follow each other in time speak against it.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.trace.evidence import misprint, unlike
from pipeline.trace.known import Known
from pipeline.trace.records import FINISHED, TASKS, TIDINGS, Link
from pipeline.trace.weights import CLOSED_OTHER, LINK_FROM, NEIGHBOURS_FROM, ORIGIN_DIFFERS

#: A row of a group: when it is, and its place among all sightings.
Member = tuple[tuple[int, int, int], int]


class Grouping:
    """Groups of `known` in the making.

    `when` orders them in time, `bits` weighs two of them, `twice` knows rows that are printed twice.
    """

    def __init__(
        self,
        known: Sequence[Known],
        places: Mapping[str, int],
        when: Callable[[int], tuple[int, int, int]],
        bits: Callable[[Known, Known], float],
        twice: Callable[[int, int], bool],
    ) -> None:
        self._known, self._places, self._when, self._bits, self._twice = known, places, when, bits, twice
        self._group: dict[int, int] = {}
        self._members: dict[int, list[Member]] = {}
        self._linked: dict[tuple[int, int], float] = {}

    def groups(
        self, links: Iterable[Link], apart: Collection[frozenset[str]], places: Iterable[int]
    ) -> list[list[int]]:
        """The groups that `links` make of what is at `places`, those made by a person first.

        None holds two statements of a pair in `apart`.
        """
        for i in places:
            self._group[i], self._members[i] = i, [(self._when(i), i)]
        kept = [link for link in links if self._knows(link)]
        for link in kept:
            i, j = self._places[link.earlier], self._places[link.later]
            self._linked[min(i, j), max(i, j)] = link.bits
        for i, j in self._printed_twice():
            self._merge(i, j)
        for link in sorted(kept, key=lambda link: (-bool(link.judged), -link.bits, link.earlier, link.later)):
            i, j = self._places[link.earlier], self._places[link.later]
            if self._group[i] == self._group[j]:
                continue
            one, other = self._members[self._group[i]], self._members[self._group[j]]
            if apart and self._parted(one, other, apart):
                continue
            if link.judged or (
                self._once_a_paper(one, other)
                and link.bits + self._against(one, other, i, j) >= LINK_FROM
                and self._neighbours_agree(one, other)
            ):
                self._merge(i, j)
        return [[i for _, i in rows] for rows in self._members.values()]

    def _knows(self, link: Link) -> bool:
        return all(self._places.get(end) in self._group for end in (link.earlier, link.later))

    def _merge(self, i: int, j: int) -> None:
        big, small = sorted((self._group[i], self._group[j]), key=lambda g: -len(self._members[g]))
        if big == small:
            return
        for row in self._members.pop(small):
            self._group[row[1]] = big
            insort(self._members[big], row)

    def _printed_twice(self) -> Iterable[tuple[int, int]]:
        said: dict[tuple[str, tuple[str, ...]], int] = {}
        for one in map(self._known.__getitem__, self._group):
            if one.sighting.kind in TASKS:
                before = said.setdefault((one.sighting.paper, one.text), one.at)
                if before != one.at and self._twice(before, one.at):
                    yield before, one.at

    def _parted(self, one: list[Member], other: list[Member], apart: Collection[frozenset[str]]) -> bool:
        first, second = ([self._known[i].sighting.statement for _, i in rows] for rows in (one, other))
        return any(frozenset((a, b)) in apart for a in first for b in second)

    def _once_a_paper(self, one: list[Member], other: list[Member]) -> bool:
        """Whether no paper would be in the group with two things to do, but for one printed twice."""
        held: defaultdict[tuple[str, bool], list[int]] = defaultdict(list)
        for _, i in one:
            if not self._free(i):
                held[self._slot(i)].append(i)
        return all(self._free(j) or all(self._twice(i, j) for i in held.get(self._slot(j), ())) for _, j in other)

    def _against(self, one: list[Member], other: list[Member], i: int, j: int) -> float:
        """What speaks, in bits, against two groups that were raised in different months, but for a misprint.

        They would be joined by `i` and `j`. It says more when the one was finished before the other, in other words.
        """
        raised = [[self._known[at] for _, at in members if self._known[at].month] for members in (one, other)]
        if not all(raised) or any(a.month == b.month or misprint(a, b) for a in raised[0] for b in raised[1]):
            return 0.0
        first, then = sorted([row for row in rows if not self._free(row[1])] or rows for rows in (one, other))
        before = [at for when, at in first if when < then[0][0]]
        closed = bool(before) and self._known[before[-1]].sighting.standing in FINISHED
        return ORIGIN_DIFFERS + closed * CLOSED_OTHER * unlike(self._known[i], self._known[j])

    def _slot(self, at: int) -> tuple[str, bool]:
        sighting = self._known[at].sighting
        return sighting.paper, sighting.kind == "decision"

    def _free(self, at: int) -> bool:
        return self._known[at].sighting.kind in TIDINGS

    def _neighbours_agree(self, one: list[Member], other: list[Member]) -> bool:
        """Whether no two rows of the two groups that would follow each other are plainly two things; tidings apart."""
        both = sorted(row for row in (*one, *other) if not self._free(row[1]))
        first = {i for _, i in one}
        for (_, i), (_, j) in pairwise(both):
            if (i in first) == (j in first) or self._known[i].sighting.paper == self._known[j].sighting.paper:
                continue
            if self._linked.get((min(i, j), max(i, j)), NEIGHBOURS_FROM - 1) >= NEIGHBOURS_FROM:
                continue
            if self._bits(self._known[i], self._known[j]) < NEIGHBOURS_FROM:
                return False
        return True
