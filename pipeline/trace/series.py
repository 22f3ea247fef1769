"""Which papers go on where others left off: the logs of a body, a plan and the reports on it, minutes after minutes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from pipeline.trace.content import content
from pipeline.trace.records import TASKS, Note, Sighting
from pipeline.trace.weights import SERIES_FROM, SERIES_REACH, SERIES_TITLE


class Series:
    """The papers that carry things on. `family` is the body of each paper, `groups` the sightings of each thing."""

    def __init__(self, notes: Sequence[Note], family: Mapping[str, str], groups: Sequence[Sequence[Sighting]]) -> None:
        self._notes = {note.paper: note for note in notes}
        self._head = {note.paper: note.paper for note in notes}
        groups = [rows for rows in groups if len(rows) > 1]
        for (paper, next_), number in shared(groups).items():
            if number >= SERIES_FROM:
                self._join(paper, next_)
        logs: defaultdict[str, list[Note]] = defaultdict(list)
        for note in notes:
            if note.form == "log":
                logs[family[note.paper]].append(note)
        for own in logs.values():
            for note, other in combinations(own, 2) if len(own) <= SERIES_REACH**2 else pairwise(own):
                if self._of(note.paper) != self._of(other.paper) and _alike(note, other):
                    self._join(note.paper, other.paper)
        # Minutes that hand their actions to a list: the lists, by the body of the minutes.
        handed: Counter[tuple[str, str]] = Counter()
        for rows in groups:
            tasks = [row for row in rows if row.kind in TASKS]
            raised = {family[row.paper] for row in tasks if row.form == "minutes"}
            if not raised:
                continue
            heads = {self._of(row.paper) for row in tasks if row.form == "log"}
            handed.update((body, head) for body in raised for head in heads)
        self._lists: defaultdict[str, set[str]] = defaultdict(set)
        for (body, head), number in handed.items():
            if number >= SERIES_FROM:
                self._lists[body].add(head)
        self._later: dict[tuple[frozenset[str], str], list[Note]] = {}
        self._members: defaultdict[str, list[Note]] = defaultdict(list)
        for note in notes:
            if note.form != "minutes" and note.date:
                self._members[self._of(note.paper)].append(note)

    def later(self, papers: Iterable[str], when: str) -> list[Note]:
        """The papers dated after `when` that go on where `papers` left off, in order of time; copies once."""
        return self._after({self._of(paper) for paper in papers}, when)

    def lists(self, body: str, when: str) -> list[Note]:
        """The lists dated after `when` that take up what the minutes of the body `body` set."""
        return self._after(self._lists[body], when)

    def beside(self, paper: str) -> list[str]:
        """The papers of the series that `paper` is in, but for minutes."""
        return [note.paper for note in self._members[self._of(paper)]]

    def _after(self, heads: set[str], when: str) -> list[Note]:
        key = frozenset(heads), when
        if key not in self._later:
            self._later[key] = self._papers_after(heads, when)
        return self._later[key]

    def _papers_after(self, heads: set[str], when: str) -> list[Note]:
        found = [note for head in heads for note in self._members[head] if (note.date or "") > when]
        names: set[str] = set()
        kept = []
        for note in sorted(found, key=lambda note: (note.date or "", note.document)):
            if not names & {note.document, *note.copies}:
                kept.append(note)
                names |= {note.document, *note.copies}
        return kept

    def _of(self, paper: str) -> str:
        while self._head[paper] != paper:
            self._head[paper] = self._head[self._head[paper]]
            paper = self._head[paper]
        return paper

    def _join(self, one: str, other: str) -> None:
        self._head[self._of(other)] = self._of(one)


def shared(groups: Iterable[Sequence[Sighting]]) -> Counter[tuple[str, str]]:
    """How many things two papers that are no minutes both list, of those that come close after each other."""
    found: Counter[tuple[str, str]] = Counter()
    for rows in groups:
        papers = list(dict.fromkeys(row.paper for row in rows if row.kind in TASKS and row.form != "minutes"))
        for at, paper in enumerate(papers):
            found.update((paper, other) for other in papers[at + 1 : at + 1 + SERIES_REACH])
    return found


def _alike(one: Note, other: Note) -> bool:
    """Whether two logs have titles of the same words; one without a title is taken for the body's own."""
    first, second = frozenset(content(one.title)), frozenset(content(other.title))
    return not first or not second or len(first & second) >= SERIES_TITLE * min(len(first), len(second))
