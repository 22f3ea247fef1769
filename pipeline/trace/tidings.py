"""What later papers tell of a thing in sentences that are no statements: 'The sign is up.'

Minutes come back to what was set in running text, and nothing in it need be a statement. A sentence goes with the one
thing of its body that was to be done before and that it shares rare words with, and with none when two would do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from pipeline import vocabulary
from pipeline.text import plain
from pipeline.trace import weights as w
from pipeline.trace.evidence import Judge, words_bits
from pipeline.trace.families import Families
from pipeline.trace.gather import content
from pipeline.trace.known import Known, Rows, Scales, ordinal
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.records import FINISHED, TIDINGS, Evidence, Link, Sighting
from pipeline.trace.standing import in_doubt

Told = dict[str, list[tuple[Sighting, Link]]]
#: Kinds of things that a later sentence may tell of when somebody is to do them by a day.
PROMISED = frozenset(("commitment", "priority", "aim"))
_TO = re.compile(r"^.{0,60}?\b(?:to|will|would|shall|must|should) ")


def told(groups: Sequence[Sequence[Sighting]], sentences: Iterable[Sighting], families: Families,
         lexicon: Lexicon) -> Told:  # fmt: skip
    """For the first statement of each of `groups`, the sentences that tell of it, each with its link.

    All are of one body; `sentences` are those that are no statements. Statements that tell how something went and that
    linking left alone are looked at with them.
    """
    awaited = [rows for rows in groups if any(map(_awaited, rows))]
    alone = [rows[0] for rows in groups if len(rows) == 1 and rows[0].kind in TIDINGS and not rows[0].owners]
    tellers = [one for one in (*sentences, *alone) if one.date and (one.plain or one.form != "log")]
    return _Finder(awaited, tellers, families, lexicon).told() if awaited and tellers else {}


def _awaited(row: Sighting) -> bool:
    """Whether it sets something that later papers may be expected to come back to."""
    return row.kind == "action" or (row.kind in PROMISED and row.due is not None)


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
                for word in self._known.texts[place]:
                    self._holding[word].add(group)
        days = {one.date for one in self._known.sightings if one.form == "minutes" and one.date}
        self._meetings = sorted(filter(None, map(ordinal, days)))

    def told(self) -> Told:
        """The first statement of each group -> what tells of it."""
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
            if words_bits(task, one)[0] < w.TELLING_WORDS:
                continue
            evidence = (*self._judge.evidence(task, one), *self._beside(task, one))
            bits = sum(item.bits for item in evidence)
            if bits >= w.NOTHING_NEAR:
                link = Link(task.sighting.statement, one.sighting.statement, round(bits, 2), evidence)
                scored.append((bits, group, _done(task, one), link))
        scored.sort(key=lambda item: (-item[0], item[1]))
        if not scored:
            return None
        bits, group, sighting, link = scored[0]
        ahead = bits - (scored[1][0] if len(scored) > 1 else w.NOTHING_NEAR)
        if ahead < w.TIDINGS_MARGIN:
            return None
        back = any(item.feature == "arising" for item in link.evidence)
        alone = Evidence("alone", round(min(w.ALONE_MOST, w.ALONE_SHARE * ahead), 2) * back, "nothing else comes near")
        evidence = (*link.evidence, alone) if alone.bits else link.evidence
        link = Link(link.earlier, link.later, round(bits + alone.bits, 2), evidence)
        return (group, sighting, link) if link.bits >= (w.LINK_FROM if back else w.TIDINGS_FROM) else None

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
        if not tasks or not one.day or tasks[0].day == one.day or one.day - (tasks[-1].day or 0) > w.TIDINGS_DAYS:
            return None
        if any(_opening(one) in (_opening(row), _lead(row)) for row in tasks):
            return None  # set again
        standing = next((row.sighting.standing for row in reversed(before) if row.sighting.standing), "")
        return None if standing in FINISHED and not late else tasks[-1]

    def _beside(self, task: Known, one: Known) -> Iterable[Evidence]:
        """What speaks for it beside the words: where it is said, who is named, the deed."""
        both = set(task.text) & set(one.text)
        headed = bool((task.heading | task.subject) & (one.heading | one.subject))
        nearby = one.sighting.form == "minutes" and self._next(task, one)
        came_back = one.sighting.arising and nearby
        if came_back:
            yield Evidence("arising", w.ARISING, "said where the next minutes come back to what was set")
        elif nearby:
            yield Evidence("next", w.NEXT_MINUTES, "said in the next minutes")
        if one.sighting.plain:
            yield Evidence("plain", w.PLAIN, "a sentence in passing")
        if len(both) < 2 and not (came_back or headed):
            yield Evidence("single", w.ONE_WORD, "one word in common")
        if any(name and name <= set(one.text) and not name & both for name in task.named.values()):
            yield Evidence("named", w.OWNER_NAMED, f"names {', '.join(task.sighting.owners)}")
        if _lead(task) in (one.text if came_back else _deeds(one.sighting.text)):
            yield Evidence("deed", w.DEED, "tells of what was to be done in the same verb")

    def _next(self, task: Known, one: Known) -> bool:
        """Whether the body's minutes with `one` are the next after those, or the list, with `task`."""
        return sum((task.day or 0) < day <= (one.day or 0) for day in self._meetings) <= 1


def _apart(row: Known, one: Known) -> bool:
    return row.sighting.paper != one.sighting.paper


def _opening(one: Known) -> str:
    """The word that a text begins with, when it says something: 'ensure'."""
    first = one.sighting.text.split(" ", 1)[0]
    return next(iter(content(first)), one.sighting.statement)


def _lead(task: Known) -> str:
    """The root of the verb that says what is to be done: of 'share' in 'AB to share the plan', 'Share the plan'."""
    text = task.sighting.text
    words = _TO.sub("", text, count=1).split()
    return next((root for word in words[:2] for root in content(word)), "")


def _done(task: Known, one: Known) -> Sighting:
    """The sentence as it tells of `task`: that is done when the very deed is told as done."""
    sighting = one.sighting
    if (
        sighting.plain
        and not sighting.standing
        and not in_doubt(sighting.text)
        and _lead(task) in _deeds(sighting.text)
    ):
        return msgspec.structs.replace(sighting, standing="closed", said=sighting.text)
    return sighting


def _deeds(text: str) -> set[str]:
    """The roots of the verbs that are told as done: 'share' of 'the plan was shared'."""
    found = _done_by(id(vocabulary.load("trace"))).finditer(plain(text))
    return {root for match in found for word in match.groups() if word for root in content(word)}


@cache
def _done_by(source: int) -> re.Pattern[str]:
    return re.compile(vocabulary.load("trace")["done_by"], re.I)
