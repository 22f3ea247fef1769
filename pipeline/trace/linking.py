"""Sightings to links: between two papers a statement goes with at most one other, and with none on a tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from math import log2

from pipeline.trace import weights as w
from pipeline.trace.between import Between
from pipeline.trace.candidates import candidates
from pipeline.trace.evidence import Judge, words_bits
from pipeline.trace.families import Families
from pipeline.trace.grouping import Grouping
from pipeline.trace.known import Known, Rows, Scales, ordinal, turn
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import TASKS, Counts, Evidence, Link, Sighting

Scored = tuple[float, int, int]
#: What is looked at further: with all that may be added, it could become a link.
FLOOR = w.LINK_FROM - w.ALONE_MOST - w.COMPANY_MOST


class Linker:
    """All sightings, ready to be compared."""

    def __init__(
        self,
        sightings: Sequence[Sighting],
        families: Families,
        lexicon: Lexicon,
        held: Callable[[str], Counts | None] = lambda family: None,
    ) -> None:
        """`held` gives what was counted over families of which `sightings` are only some."""
        self.known = Rows(sightings, families, lexicon)
        self.places = {sighting.statement: i for i, sighting in enumerate(sightings)}
        self._judge = Judge(families, Scales(self.known, held), self._numbers_stay)
        self._stay: dict[tuple[str, str], bool] = {}

    # ------------------------------------------------------------------------------------------------- links

    def links(self, near: Iterable[tuple[int, int]] | None = None) -> list[Link]:
        """The links between sightings; with `near`, those among these pairs of places."""
        pairs: defaultdict[tuple[str, str], list[Scored]] = defaultdict(list)
        for i, j in candidates(self.known) if near is None else near:
            if self.known.sightings[i].paper == self.known.sightings[j].paper:
                continue
            a, b = self._ordered(i, j)
            bits = self._judge.bits(a, b, FLOOR)
            if bits >= FLOOR:
                pairs[a.sighting.paper, b.sighting.paper].append((bits, a.at, b.at))
        return [link for scored in pairs.values() for link in self._between(scored)]

    def _between(self, scored: list[Scored]) -> Iterable[Link]:
        """The links between two papers, of whose statements `scored` are those that may go together."""
        alone = self._alone(scored)
        sure = {(i, j) for bits, i, j in self._one_to_one([(bits + alone[i, j], i, j) for bits, i, j in scored])}
        company = self._company(sure, *scored[0][1:]) if sure else 0.0
        if carried := self._carried(scored, alone):
            company, sure = self._goes_on(*scored[0][1:]), {pair for pair in sure if pair not in carried}
        between = Between(self.known, sure | carried)
        words = f"{len(carried or sure)} statements of the two papers go together"
        # Those that hold the two papers together do so for the others, not for themselves.
        beside: dict[tuple[int, int], list[Evidence]] = {}
        weighed: list[Scored] = []
        for bits, i, j in scored:
            if bits + alone[i, j] + company + Between.MOST < w.LINK_FROM - w.MARGIN:
                continue  # it can be no link, nor stand against one
            held = self._held(i, j, company) if company and (i, j) not in sure else 0.0
            said = [Evidence("alone", alone[i, j], "no other row comes near"), Evidence("company", held, words)]
            beside[i, j] = [*(one for one in said if round(one.bits, 2)), *between.evidence(i, j)]
            weighed.append((bits + sum([one.bits for one in beside[i, j]]), i, j))
        for bits, i, j in self._one_to_one(weighed):
            a, b = self.known[i], self.known[j]
            evidence = (*self._judge.evidence(a, b), *beside[i, j])
            yield Link(a.sighting.statement, b.sighting.statement, round(bits, 2), evidence)

    def _carried(self, scored: list[Scored], alone: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
        """The pairs that show one of two papers to go on with the other, none when too few do.

        They are those that would go together if it did.
        """
        a, b = (self.known[place] for place in scored[0][1:])
        more = self._goes_on(a.at, b.at)
        raised = [(bits + alone[i, j] + more, i, j) for bits, i, j in scored]
        pairs = {(i, j) for _, i, j in self._one_to_one(raised) if self._task(i) and self._task(j)}
        fewer = min(sum(map(self._task, self.known.by_paper[one.sighting.paper])) for one in (a, b))
        return pairs if len(pairs) >= w.CARRIED_LEAST and len(pairs) >= w.CARRIED_SHARE * fewer else set()

    def _held(self, i: int, j: int, company: float) -> float:
        """What `company` counts for two statements: of one body's papers no more than their words do, and for tasks."""
        if self.known[i].family != self.known[j].family:
            return company
        own = min(company, words_bits(self.known[i], self.known[j])[0] - w.OWN_WORDS)
        return max(0.0, own) if self._task(i) and self._task(j) else 0.0

    def _goes_on(self, i: int, j: int) -> float:
        """What it says of two statements that the one's paper goes on with the other's."""
        return w.COMPANY_OWN if self.known[i].family == self.known[j].family else w.COMPANY_MOST

    def _task(self, at: int) -> bool:
        return self.known.sightings[at].kind in TASKS

    def _company(self, sure: set[tuple[int, int]], i: int, j: int) -> float:
        """What it says of two statements that others of their two papers go together."""
        own = self.known[i].family == self.known[j].family
        tasks = sum(not self._free(a) and not self._free(b) for a, b in sure)
        if tasks < 2:
            return 0.0
        return min(w.COMPANY_MOST_OWN if own else w.COMPANY_MOST, w.COMPANY_EACH * log2(tasks))

    def _alone(self, scored: list[Scored]) -> dict[tuple[int, int], float]:
        """What it says of each pair of rows that the next best of either falls short of it.

        Of two logs, or of two papers of a body; what minutes set is not what was on the list before that very meeting.
        """
        best: defaultdict[tuple[int, str], list[float]] = defaultdict(list)
        for bits, i, j in scored:
            best[i, self._sort(j)].append(bits)
            best[j, self._sort(i)].append(bits)
        for values in best.values():
            values.sort(reverse=True)
        made = {}
        for bits, i, j in scored:
            a, b = self.known[i], self.known[j]
            logs = a.sighting.form == b.sighting.form == "log" or (a.family == b.family and a.day != b.day)
            # A thing may be told of often; what tells of it tells of nothing else.
            ends = [(one, other) for one, other in ((i, j), (j, i)) if not self._free(other)]
            rivals = [_next(best[one, self._sort(other)], bits) for one, other in ends]
            told = len(ends) == 1 and words_bits(a, b)[0] >= w.TELLING_WORDS
            gap = max(0.0, bits - max(rivals)) if rivals and (logs or told) else 0.0
            made[i, j] = min(w.ALONE_MOST, w.ALONE_SHARE * gap)
            if made[i, j] and self._judge.contested(a, b):
                made[i, j] = 0.0
        return made

    def _one_to_one(self, scored: list[Scored]) -> Iterable[Scored]:
        """The pairs of two papers that go together: the best first, each statement once for a sort, none on a tie.

        What tells how something went goes with one thing to do; a thing may be told of in several sentences.
        """
        scored.sort(reverse=True)
        taken: set[tuple[int, str]] = set()
        near: defaultdict[int, list[Scored]] = defaultdict(list)
        for one in scored:
            near[one[1]].append(one)
            near[one[2]].append(one)
        for bits, i, j in scored:
            if bits < w.LINK_FROM or self._slots(i, j) & taken:
                continue
            rivals = [
                (x, y)
                for other in (*near[i], *near[j])
                if bits - w.MARGIN < other[0] and other < (bits, i, j)
                for x, y in (other[1:],)
                if self._rivals(x, y, i, j) and not self._slots(x, y) & taken
            ]
            taken |= {(one, self._sort(other)) for one, other in ((i, j), (j, i)) if not self._free(other)}
            if all(self.twice(x, i) if y == j else self.twice(y, j) for x, y in rivals):
                yield bits, i, j
                taken |= {slot for x, y in rivals for slot in self._slots(x, y)}

    def _slots(self, i: int, j: int) -> set[tuple[int, str]]:
        """The places that a pair takes up: of each statement that for others of the other's sort."""
        return {(i, self._sort(j)), (j, self._sort(i))}

    def _rivals(self, x: int, y: int, i: int, j: int) -> bool:
        """Whether the pair `x`, `y` can be only where `i`, `j` is not."""
        if (self._sort(x), self._sort(y)) != (self._sort(i), self._sort(j)):
            return False
        return (x == i and y != j and not self._free(y)) or (y == j and x != i and not self._free(x))

    def _sort(self, at: int) -> str:
        return self.known[at].sort

    def _free(self, at: int) -> bool:
        """Whether several may go with it: what tells of a thing may tell of it in several sentences."""
        return self.known[at].free

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
        one, other = ((k.day or 0, k.turn, k.sighting.paper, k.at) for k in (a, b))
        return (a, b) if one <= other else (b, a)

    def _numbers_stay(self, one: str, other: str) -> bool:
        """Whether numbers name things in two papers: rows of the same words mostly have the same number.

        Where the words drift, rows of the same number mostly have a word in common, and far more often than rows that
        stand next to each other.
        """
        key = (one, other) if one <= other else (other, one)
        if key not in self._stay:
            numbers = {k.text: k.number for k in self.known.of_paper(one) if k.number}
            again = [k for k in self.known.of_paper(other) if k.number and k.text in numbers]
            both = [numbers[k.text] == k.number for k in again]
            same = len(both) >= 2 and sum(both) * 3 >= len(both) * 2
            self._stay[key] = same or (not both and self._numbers_agree(one, other))
        return self._stay[key]

    def _numbers_agree(self, one: str, other: str) -> bool:
        first, second = (
            {k.number: {word for word, bits in k.weight.items() if bits >= w.NUMBER_WORD} for k in rows if k.number}
            for rows in (self.known.of_paper(one), self.known.of_paper(other))
        )
        numbers = [number for number in first if number in second]
        agree = [bool(first[number] & second[number]) for number in numbers]
        next_ = [bool(first[number] & second[after]) for number, after in pairwise(numbers)]
        return sum(agree) >= w.NUMBERS_LEAST and sum(agree) * 2 >= len(agree) and sum(agree) > 2 * sum(next_)

    def when(self, at: int) -> tuple[int, int, int]:
        """What orders sightings in time: their day and, of one day, what a meeting had before it, then what it set."""
        one = self.known.sightings[at]
        return ordinal(one.date) or 10**7, turn(one), at

    def groups(
        self, links: Iterable[Link], apart: Collection[frozenset[str]] = (), among: Collection[int] | None = None
    ) -> list[list[int]]:
        """The places of the sightings of each thing, in order of time; every sighting is in exactly one group.

        `apart` are pairs of statements of which a person said that they are not one thing; with `among`, only these
        places are grouped.
        """
        grouping = Grouping(self.known, self.places, self.when, self._judge.bits, self.twice)
        return grouping.groups(links, apart, range(len(self.known)) if among is None else sorted(among))


def _next(values: list[float], bits: float) -> float:
    """The best of `values`, which are in order, but for one that is `bits`."""
    if values[0] != bits:
        return values[0]
    return values[1] if len(values) > 1 else FLOOR
