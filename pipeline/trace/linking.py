"""Sightings to links, and links to groups of one thing each.

Between two papers a statement goes with at most one other, and with none when two would do equally well. Groups grow
from the surest link to the least sure, as long as no paper would be in one group twice and no two rows that would
follow each other in time speak against it.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import log2

from pipeline.trace import weights as w
from pipeline.trace.candidates import candidates
from pipeline.trace.evidence import Judge, Known, Scales, words_bits
from pipeline.trace.families import Families
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import FINISHED, TASKS, TIDINGS, Evidence, Link, Sighting

Scored = tuple[float, int, int]
#: What is looked at further: with all that may be added, it could become a link.
FLOOR = w.LINK_FROM - w.ALONE_MOST - w.COMPANY_MOST


class Linker:
    """All sightings, ready to be compared."""

    def __init__(self, sightings: Sequence[Sighting], families: Families, lexicon: Lexicon) -> None:
        orders = _orders(sightings)
        self.known = [
            Known(i, sighting, families.of(sighting), orders[i], lexicon) for i, sighting in enumerate(sightings)
        ]
        self.places = {sighting.statement: i for i, sighting in enumerate(sightings)}
        self._judge = Judge(families, Scales(self.known), self._numbers_stay)
        self._stay: dict[tuple[str, str], bool] = {}
        self._by_paper: defaultdict[str, list[Known]] = defaultdict(list)
        for one in self.known:
            self._by_paper[one.sighting.paper].append(one)

    # ------------------------------------------------------------------------------------------------- links

    def links(self, fresh: Collection[str] | None = None) -> list[Link]:
        """The links between sightings; with `fresh`, those that touch one of these papers."""
        rows = None if fresh is None else [one.at for one in self.known if one.sighting.paper in fresh]
        pairs: defaultdict[tuple[str, str], list[Scored]] = defaultdict(list)
        for i, j in candidates(self.known, rows):
            a, b = self._ordered(i, j)
            if a.sighting.paper == b.sighting.paper:
                continue
            bits = self._judge.bits(a, b)
            if bits >= FLOOR:
                pairs[a.sighting.paper, b.sighting.paper].append((bits, a.at, b.at))
        return [link for scored in pairs.values() for link in self._between(scored)]

    def _between(self, scored: list[Scored]) -> Iterable[Link]:
        """The links between two papers, of whose statements `scored` are those that may go together."""
        alone = self._alone(scored)
        sure = [(i, j) for bits, i, j in self._one_to_one([(bits + alone[i, j], i, j) for bits, i, j in scored])]
        company = self._company(sure, *scored[0][1:]) if sure else 0.0
        # Those that hold the two papers together do so for the others, not for themselves.
        held = {pair: company if pair not in sure else 0.0 for pair in alone}
        for bits, i, j in self._one_to_one([(bits + alone[i, j] + held[i, j], i, j) for bits, i, j in scored]):
            a, b = self.known[i], self.known[j]
            evidence = self._judge.evidence(a, b)
            if alone[i, j]:
                evidence += (Evidence("alone", round(alone[i, j], 2), "no other row comes near"),)
            if held[i, j]:
                words = f"{len(sure)} other statements of the two papers go together"
                evidence += (Evidence("company", round(held[i, j], 2), words),)
            yield Link(a.sighting.statement, b.sighting.statement, round(bits, 2), evidence)

    def _company(self, sure: list[tuple[int, int]], i: int, j: int) -> float:
        """What it says of two statements that others of their two papers go together."""
        own = self.known[i].family == self.known[j].family
        tasks = sum(not self._free(a) and not self._free(b) for a, b in sure)
        if tasks < 2:
            return 0.0
        return min(w.COMPANY_MOST_OWN if own else w.COMPANY_MOST, w.COMPANY_EACH * log2(tasks))

    def _alone(self, scored: list[Scored]) -> dict[tuple[int, int], float]:
        """What it says of each pair of rows of two logs that the next best of either falls short of it."""
        best: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
        for bits, i, j in scored:
            best[i, self._sort(j)].append(bits)
            best[j, self._sort(i)].append(bits)
        for values in best.values():
            values.sort(reverse=True)
        made = {}
        for bits, i, j in scored:
            logs = self.known[i].sighting.form == self.known[j].sighting.form == "log"
            rivals = [values[1] if values[0] == bits and len(values) > 1 else FLOOR if values[0] == bits else values[0]
                      for values in (best[i, self._sort(j)], best[j, self._sort(i)])]  # fmt: skip
            gap = max(0.0, bits - max(rivals)) if logs else 0.0
            made[i, j] = min(w.ALONE_MOST, w.ALONE_SHARE * gap)
        return made

    def _one_to_one(self, scored: list[Scored]) -> Iterable[Scored]:
        """The pairs of two papers that go together: the best first, each statement once for a sort, none on a tie.

        What tells how something went goes with one thing to do; a thing may be told of in several sentences.
        """
        scored.sort(reverse=True)
        taken: set[tuple[int, str]] = set()
        for at, (bits, i, j) in enumerate(scored):
            if bits < w.LINK_FROM or {(i, self._sort(j)), (j, self._sort(i))} & taken:
                continue
            rivals = [
                (x, y)
                for other, x, y in scored[at + 1 :]
                if other > bits - w.MARGIN
                and (self._sort(x), self._sort(y)) == (self._sort(i), self._sort(j))
                and ((x == i and y != j and not self._free(y)) or (y == j and x != i and not self._free(x)))
                and not {(x, self._sort(y)), (y, self._sort(x))} & taken
            ]
            taken |= {(one, self._sort(other)) for one, other in ((i, j), (j, i)) if not self._free(other)}
            if all(self.twice(x, i) if y == j else self.twice(y, j) for x, y in rivals):
                yield bits, i, j
                taken |= {(one, self._sort(other)) for x, y in rivals for one, other in ((x, y), (y, x))}

    def _sort(self, at: int) -> str:
        kind = self.known[at].sighting.kind
        return "tidings" if self._free(at) else "decision" if kind == "decision" else "task"

    def _free(self, at: int) -> bool:
        """Whether several may go with it: what tells of a thing may tell of it in several sentences."""
        return self.known[at].sighting.kind in TIDINGS

    def twice(self, i: int, j: int) -> bool:
        """Whether two rows of one paper are one thing printed twice: the very same words, and nothing else differs."""
        a, b = self.known[i], self.known[j]
        return (
            a.text == b.text
            and (a.origin, a.heading, a.subject, a.part) == (b.origin, b.heading, b.subject, b.part)
            and not (a.number and b.number and a.number != b.number)
            and words_bits(a, b)[0] >= w.TWICE_FROM
        )

    def _ordered(self, i: int, j: int) -> tuple[Known, Known]:
        a, b = self.known[i], self.known[j]
        return (a, b) if (a.day or 0, a.sighting.paper, a.at) <= (b.day or 0, b.sighting.paper, b.at) else (b, a)

    def _numbers_stay(self, one: str, other: str) -> bool:
        """Whether rows of the same words in two papers mostly have the same number: then numbers name things."""
        key = (one, other) if one <= other else (other, one)
        if key not in self._stay:
            numbers = {k.text: k.number for k in self._by_paper[one] if k.number}
            both = [numbers[k.text] == k.number for k in self._by_paper[other] if k.number and k.text in numbers]
            self._stay[key] = len(both) >= 2 and sum(both) * 3 >= len(both) * 2
        return self._stay[key]

    # ------------------------------------------------------------------------------------------------ groups

    def groups(self, links: Iterable[Link], apart: Collection[frozenset[str]] = ()) -> list[list[int]]:
        """The places of the sightings of each thing, in order of time; every sighting is in exactly one group.

        `apart` are pairs of statements of which a person said that they are not one thing.
        """
        group = list(range(len(self.known)))
        members = {i: [(self._when(i), i)] for i in group}
        for i, j in self._printed_twice():
            self._merge(group, members, i, j)
        kept = [link for link in links if link.earlier in self.places and link.later in self.places]
        for link in sorted(kept, key=lambda link: (-bool(link.judged), -link.bits, link.earlier, link.later)):
            i, j = self.places[link.earlier], self.places[link.later]
            if group[i] == group[j]:
                continue
            one, other = members[group[i]], members[group[j]]
            if apart and self._parted(one, other, apart):
                continue
            if link.judged or (self._once_a_paper(one, other) and self._neighbours_agree(one, other)):
                self._merge(group, members, i, j)
        return [[i for _, i in rows] for rows in members.values()]

    def _merge(self, group: list[int], members: dict[int, list[tuple[tuple[int, int], int]]], i: int, j: int) -> None:
        big, small = sorted((group[i], group[j]), key=lambda g: -len(members[g]))
        if big == small:
            return
        for row in members.pop(small):
            group[row[1]] = big
            insort(members[big], row)

    def _when(self, at: int) -> tuple[int, int]:
        one = self.known[at]
        return (one.day or 10**7, at)

    def _printed_twice(self) -> Iterable[tuple[int, int]]:
        for rows in self._by_paper.values():
            said: dict[tuple[str, ...], int] = {}
            for one in rows:
                before = said.setdefault(one.text, one.at)
                if before != one.at and one.sighting.kind in TASKS and self.twice(before, one.at):
                    yield before, one.at

    def _parted(self, one: list[tuple[tuple[int, int], int]], other: list[tuple[tuple[int, int], int]],
                apart: Collection[frozenset[str]]) -> bool:  # fmt: skip
        names = [[self.known[i].sighting.statement for _, i in rows] for rows in (one, other)]
        return any(frozenset((a, b)) in apart for a in names[0] for b in names[1])

    def _once_a_paper(self, one: list[tuple[tuple[int, int], int]], other: list[tuple[tuple[int, int], int]]) -> bool:
        """Whether no paper would be in the group with two things to do, printed twice apart."""
        held: dict[tuple[str, bool], int] = {self._slot(i): i for _, i in one if not self._free(i)}
        return all(self._free(i) or self._slot(i) not in held or self.twice(held[self._slot(i)], i) for _, i in other)

    def _slot(self, at: int) -> tuple[str, bool]:
        sighting = self.known[at].sighting
        return sighting.paper, sighting.kind == "decision"

    def _neighbours_agree(
        self, one: list[tuple[tuple[int, int], int]], other: list[tuple[tuple[int, int], int]]
    ) -> bool:
        """Whether no two rows of the two groups that would come to stand one after the other are plainly two things."""
        both = sorted(one + other)
        first = {i for _, i in one}
        for (_, i), (_, j) in pairwise(both):
            if (i in first) == (j in first) or self._free(i) or self._free(j):
                continue
            if self.known[i].sighting.paper == self.known[j].sighting.paper:
                continue
            if self._judge.bits(*self._ordered(i, j)) < w.NEIGHBOURS_FROM:
                return False
        return True


def _orders(sightings: Sequence[Sighting]) -> list[float]:
    """Where each stands among the statements of its paper, 0 the first, 1 the last."""
    last: dict[str, int] = {}
    for sighting in sightings:
        last[sighting.paper] = max(last.get(sighting.paper, 0), sighting.place)
    return [sighting.place / max(last[sighting.paper], 1) for sighting in sightings]


def finished(sighting: Sighting) -> bool:
    """Whether the paper says that the thing is done, given up or gone into another."""
    return sighting.standing in FINISHED
