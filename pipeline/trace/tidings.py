"""What later papers tell of a thing in sentences that are no statements: 'The sign is up.'

Minutes come back to what was set in running text, and nothing in it need be a statement. A sentence goes with the one
thing of its body that was to be done before and that it shares rare words with, and with none when two would do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import msgspec

from pipeline import dates, vocabulary
from pipeline.text import fold, plain
from pipeline.trace import amounts
from pipeline.trace import weights as w
from pipeline.trace.content import content
from pipeline.trace.evidence import Judge, words_bits
from pipeline.trace.families import Families
from pipeline.trace.known import Known, Rows, Scales, ordinal
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import FINISHED, TASKS, TIDINGS, Evidence, Link, Sighting
from pipeline.trace.standing import in_doubt, of_tidings, recalls, recurs

Told = dict[str, list[tuple[Sighting, Link]]]
#: Kinds of things that a later sentence may tell of when somebody is to do them by a day.
PROMISED = frozenset(("commitment", "priority", "aim"))
_TO = re.compile(r".{0,60}?\b(?:to|will|would|shall|must|should) ")
_SMALL = frozenset(("to", "will", "would", "shall", "must", "should", "the", "of", "and", "for", "with"))


def told(groups: Sequence[Sequence[Sighting]], sentences: Iterable[Sighting], families: Families,
         lexicon: Lexicon) -> Told:  # fmt: skip
    """For the first statement of each of `groups`, the sentences that tell of it, each with its link.

    All are of one body; `sentences` are those that are no statements. Statements that tell how something went and that
    linking left alone are looked at with them.
    """
    awaited = [rows for rows in groups if any(map(_awaited, rows))]
    alone = [rows[0] for rows in groups if len(rows) == 1 and _tells(rows[0])]
    tellers = [one for one in (*sentences, *alone) if one.date]
    return _Finder(awaited, tellers, families, lexicon).told() if awaited and tellers else {}


def _awaited(row: Sighting) -> bool:
    """Whether it sets something that later papers may be expected to come back to."""
    return row.kind == "action" or (row.kind in PROMISED and row.due is not None)


def _tells(row: Sighting) -> bool:
    """Whether a statement may tell how something went: one of that kind, or what minutes note that come back to it."""
    if row.kind == "decision":
        return row.arising and bool(of_tidings(row.text))
    return row.kind in TIDINGS and not (row.owners or (row.form == "log" and (row.status or row.deadline)))


class _Finder:
    """The things of one body and what may tell of them, ready to be compared."""

    def __init__(self, groups: list[Sequence[Sighting]], tellers: list[Sighting], families: Families,
                 lexicon: Lexicon) -> None:  # fmt: skip
        self._groups = groups
        rows = [row for group in groups for row in group]
        self._known = Rows([*rows, *tellers], families, lexicon)
        self._judge = Judge(families, Scales(self._known), lambda one, other: False)
        self._tellers = range(len(rows), len(rows) + len(tellers))
        self._members: list[list[int]] = []
        self._holding: defaultdict[str, set[int]] = defaultdict(set)
        at = 0
        for group, own in enumerate(groups):
            self._members.append(list(range(at, at + len(own))))
            at += len(own)
            for place in self._members[-1]:
                for word in self._with_context(self._known[place], lexicon):
                    self._holding[word].add(group)
        days = {one.date for one in self._known.sightings if one.form == "minutes" and one.date}
        self._meetings = sorted(filter(None, map(ordinal, days)))
        #: A paper and where things were set -> the first of them that comes back in it.
        self._vouched: dict[tuple[str, tuple[str, str]], int] = {}
        for group, own in enumerate(groups):
            for row in own:
                self._vouched.setdefault((row.paper, self._set(group)), group)

    @staticmethod
    def _with_context(task: Known, lexicon: Lexicon) -> Iterable[str]:
        """The words of `task`, to which those of what led up to it are added, for less than they would weigh in it."""
        for word in task.sighting.context:
            task.weight.setdefault(word, w.CONTEXT_SHARE * lexicon.weight(word, task.family))
        return task.weight

    def told(self) -> Told:
        """The first statement of each group -> what tells of it."""
        for at in self._tellers:  # first those that are sure by themselves, then those that they vouch for
            if best := self._best(self._known[at]):
                self._vouched.setdefault((best[1].paper, self._set(best[0])), best[0])
        found: defaultdict[str, list[tuple[float, Sighting, Link]]] = defaultdict(list)
        for at in self._tellers:
            if best := self._best(self._known[at]):
                group, sighting, link = best
                found[self._groups[group][0].statement].append((-link.bits, sighting, link))
        kept: Told = {}
        for first, items in found.items():
            papers: defaultdict[str, int] = defaultdict(int)
            for _, sighting, link in sorted(items, key=lambda item: (item[0], item[1].statement)):
                papers[sighting.paper] += 1
                if papers[sighting.paper] <= w.TIDINGS_MOST:
                    kept.setdefault(first, []).append((sighting, link))
        return kept

    def _best(self, one: Known) -> tuple[int, Sighting, Link] | None:
        """The group that `one` tells of, with the sentence as it is told of that; None when there is none or a tie."""
        scored: list[tuple[float, int, Sighting, Link]] = []
        for group in self._near(one):
            task = self._awaited(group, one)
            if task is None:
                continue
            if words_bits(task, one)[0] < (w.MATTER_WORDS if self._comes_back(task, one) else w.TELLING_WORDS):
                continue
            evidence = (*self._judge.evidence(task, one), *self._beside(task, one), *self._company(group, one))
            bits = sum(item.bits for item in evidence)
            if bits >= w.NOTHING_NEAR:
                link = Link(task.sighting.statement, one.sighting.statement, round(bits, 2), evidence)
                scored.append((bits, group, done(task.sighting, one.sighting), link))
        scored.sort(key=lambda item: (-item[0], item[1]))
        if not scored:
            return None
        bits, group, sighting, link = scored[0]
        ahead = bits - (scored[1][0] if len(scored) > 1 else w.NOTHING_NEAR)
        if ahead < w.TIDINGS_MARGIN:
            return None
        said = {item.feature for item in link.evidence}
        back = "arising" in said
        alone = Evidence("alone", round(min(w.ALONE_MOST, w.ALONE_SHARE * ahead), 2) * back, "nothing else comes near")
        evidence = (*link.evidence, alone) if alone.bits else link.evidence
        link = Link(link.earlier, link.later, round(bits + alone.bits, 2), evidence)
        least = w.LINK_FROM if said & {"arising", "recalls", "company"} else w.TIDINGS_FROM
        return (group, sighting, link) if link.bits >= least else None

    def _near(self, one: Known) -> list[int]:
        """The groups that share most with `one`, by words that few groups hold."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word in set(one.text):
            holding = self._holding.get(word, ())
            if 0 < len(holding) <= w.KEY_CROWD_ALL:
                for group in holding:
                    shared[group] += one.weight[word]
        near = [group for group, bits in shared.items() if bits >= w.TIDINGS_WORDS]
        return sorted(near, key=lambda group: (-shared[group], group))[: w.CANDIDATES]

    def _awaited(self, group: int, one: Known) -> Known | None:
        """The last that was said before `one` of what was to be done, when it was set and not yet finished then."""
        rows = [self._known[at] for at in self._members[group]]
        late = one.sighting.standing == "late"
        if not late and any(row.sighting.paper == one.sighting.paper for row in rows):
            return None  # the paper has a statement of it
        before = [row for row in rows if row.day and one.day and row.day <= one.day and _apart(row, one)]
        tasks = [row for row in before if _awaited(row.sighting)]
        if (
            not tasks
            or not one.day
            or tasks[0].day == one.day
            or one.day - (tasks[-1].day or 0) > (w.RECALLED_DAYS if recalls(one.sighting.text) else w.TIDINGS_DAYS)
        ):
            return None
        if any(_opening(one) in (_opening(row), _lead(row.sighting)) for row in tasks):
            return None  # set again
        standing = next((row.sighting.standing for row in reversed(before) if row.sighting.standing), "")
        return None if standing in FINISHED and not late else tasks[-1]

    def _beside(self, task: Known, one: Known) -> Iterable[Evidence]:
        """What speaks for it beside the words: where it is said, who is named, the deed."""
        both = task.weight.keys() & one.weight.keys()
        headed = bool((task.heading | task.subject) & (one.heading | one.subject))
        nearby = one.sighting.form == "minutes" and self._next(task, one)
        came_back = one.sighting.arising and nearby
        if came_back:
            yield Evidence("arising", w.ARISING, "said where the next minutes come back to what was set")
        elif nearby:
            yield Evidence("next", w.NEXT_MINUTES, "said in the next minutes")
        if one.sighting.plain:
            yield Evidence("plain", w.PLAIN, "a sentence in passing")
        if recalls(one.sighting.text):
            yield Evidence("recalls", w.RECALLS, "says that it was promised or asked for")
            if _names_year(one.sighting, task.sighting):
                yield Evidence("year", w.NAMES_YEAR, "names the year in which it was")
        if one.due and task.due and one.due != task.due and one.sighting.plain:
            yield Evidence("put back", w.PUT_BACK, "gives another day for it")
        if _when_due(task.sighting, one.sighting):
            yield Evidence("when due", w.WHEN_DUE, "dates it to when it was due")
        if len(both) < 2 and not (came_back or headed):
            yield Evidence("single", w.ONE_WORD, "one word in common")
        if any(name and name <= set(one.text) and not name & both for name in task.named.values()):
            yield Evidence("named", w.OWNER_NAMED, f"names {', '.join(task.sighting.owners)}")
        if _lead(task.sighting) in (one.text if came_back else _deeds(one.sighting.text)):
            yield Evidence("deed", w.DEED, "tells of what was to be done in the same verb")

    def _company(self, group: int, one: Known) -> Iterable[Evidence]:
        """What it says that the paper also tells of something else that was set with it, under one heading."""
        vouched = self._vouched.get((one.sighting.paper, self._set(group)), group)
        if vouched != group and one.sighting.form != "minutes":
            yield Evidence("company", w.TOLD_TOGETHER, "the paper tells of something else that was set with it")

    def _set(self, group: int) -> tuple[str, str]:
        """Where a thing was set: the paper, and the section of it."""
        first = self._groups[group][0]
        return first.paper, first.section

    def _comes_back(self, task: Known, one: Known) -> bool:
        """Whether the next minutes come back to the very matter under which `task` was set."""
        named = one.sighting.arising and bool(one.sighting.topic)
        return named and bool(task.matter) and task.matter == one.matter and self._next(task, one)

    def _next(self, task: Known, one: Known) -> bool:
        """Whether the body's minutes with `one` are the next after those, or the list, with `task`."""
        return sum((task.day or 0) < day <= (one.day or 0) for day in self._meetings) <= 1


def _apart(row: Known, one: Known) -> bool:
    return row.sighting.paper != one.sighting.paper


def _opening(one: Known) -> str:
    """The word that a text begins with, when it says something: 'ensure'."""
    first = one.sighting.text.split(" ", 1)[0]
    return next(iter(content(first)), one.sighting.statement)


def _lead(task: Sighting) -> str:
    """The root of the verb that says what is to be done: of 'share' in 'AB to share the plan', 'Share the plan'."""
    head = _TO.match(task.text)
    # 'SQ to share', 'The Head of Highways to share', but not 'Bring the plan to the Board'.
    named = head and (sum(map(str.islower, set(head[0].split()) - _SMALL)) <= 1 or _begins(task.text, task.owners))
    words = task.text[head.end() if head and named else 0 :].split()
    return next((root for word in words[:2] for root in content(word)), "")


def _begins(text: str, owners: Iterable[str]) -> bool:
    return any(fold(text).startswith(fold(owner)) for owner in owners)


def done(task: Sighting, one: Sighting) -> Sighting:
    """What tells of `task` as it stands then: that is done when the very deed is told as done."""
    again = recurs(f"{task.text} {task.due.text if task.due else task.deadline}")
    told = one.kind not in TASKS and not one.standing and not in_doubt(one.text)
    if told and not again and (_lead(task) in _deeds(one.text) or amounts.met(task.text, one.text)):
        return msgspec.structs.replace(one, standing="closed", said=one.text)
    return one


def _names_year(one: Sighting, task: Sighting) -> bool:
    """Whether a sentence, or the heading over it, names the year in which `task` was set, and that is another year."""
    year = (task.date or "")[:4]
    return bool(year) and year != (one.date or "")[:4] and bool(re.search(rf"\b{year}\b", f"{one.heading} {one.text}"))


def _when_due(task: Sighting, one: Sighting) -> bool:
    """Whether a sentence gives a day about when `task` was due, which is not that of its own paper."""
    end = ordinal(task.due.end) if task.due else None
    own = ordinal(one.date)
    if end is None or own is None or own - end < w.DUE_NEAR:
        return False
    days = [ordinal(found.value.end) for found in dates.find(one.text, date.fromordinal(own)) if found.value]
    return any(day and abs(day - end) <= w.DUE_NEAR for day in days)


def _deeds(text: str) -> set[str]:
    """The roots of the verbs that are told as done: 'share' of 'the plan was shared'."""
    found = _done_by(id(vocabulary.load("trace"))).finditer(plain(text))
    words = (word for match in found for word in match.groups() if word and not word.endswith("ing"))
    return {root for word in words for root in content(word)}


@cache
def _done_by(source: int) -> re.Pattern[str]:
    return re.compile(vocabulary.load("trace")["done_by"], re.I)
