"""All sightings and links at once, made into threads: what `traced` does when papers or judgements have changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from pipeline.text import fold
from pipeline.trace import judgements, resolved, successions, threads, tidings
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.judgements import Judgement
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.meetings import Calendar, Gap
from pipeline.trace.records import FINISHED, TASKS, Brief, Gathered, Link, Note, Sighting, Thread
from pipeline.trace.series import Series
from pipeline.trace.weights import SERIES_FROM

ECHO = 0.7  # share of the words of the shorter of two statements that a draft's and a final's must have in common


class Whole:
    """What the papers say of each thing over time. Copies of a paper count once."""

    def __init__(
        self,
        gathered: Sequence[Gathered],
        links: Sequence[Link],
        judged: Sequence[Judgement],
        lexicon: Lexicon,
        families: Families,
        groups: list[list[Sighting]] | None = None,
        followed: list[successions.Succession] | None = None,
    ) -> None:
        """With `groups` and `followed`, these are not made anew.

        Then `links` need only hold those of what is asked for, and `gathered` are dated papers that count, which may be
        only some: all of the bodies that are asked for.
        """
        if groups is None:
            kept = representatives(gathered)
            self._counted = [one for one in dated(gathered, families) if one.note.paper in kept]
        else:
            self._counted = list(gathered)
        self.notes: list[Note] = [one.note for one in self._counted]
        self.sightings: list[Sighting] = [s for one in self._counted for s in one.sightings]
        self._sentences = [s for one in self._counted for s in one.tidings]
        self._lexicon, self._families = lexicon, families
        self._told: dict[str, tidings.Told] = {}
        self._back: dict[str, defaultdict[tuple[str, str], Counter[str]]] = {}
        joined, self._parted = judgements.apply(judged, self.sightings)
        self.links = [*joined, *links]
        if groups is not None:
            self.groups = groups
        if followed is not None:
            self.followed = followed

    @cached_property
    def groups(self) -> list[list[Sighting]]:
        """The sightings of each thing, in order of time; every sighting is in one group."""
        linker = Linker(self.sightings, self._families, self._lexicon)
        return [[self.sightings[i] for i in group] for group in linker.groups(self.links, self._parted)]

    @cached_property
    def followed(self) -> list[successions.Succession]:
        """Bodies, programmes, systems and posts that followed one another, said and seen."""
        said = successions.collect(item for one in self._counted for item in one.successions)
        carried = (one for rows in self.groups for one in successions.carried(rows))
        return said + successions.inferred(carried, self.notes, said)

    @cached_property
    def family(self) -> dict[str, str]:
        """The family of each paper's body; where one body takes up another's actions, they are one."""
        seen = [(one.former, one.later) for one in self.followed if not one.said]
        families = Families([*self._families.pairs, *seen])
        return {note.paper: families.named(note.body, note.path) for note in self.notes}

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """The meetings of each family of bodies."""
        notes: defaultdict[str, list[Note]] = defaultdict(list)
        seen: defaultdict[str, list[Sighting]] = defaultdict(list)
        for one in self._counted:
            family = self.family[one.note.paper]
            notes[family].append(one.note)
            seen[family] += one.sightings
        return {family: Calendar(own, seen[family]) for family, own in notes.items()}

    @cached_property
    def series(self) -> Series:
        """Which papers go on where others left off."""
        return Series(self.notes, self.family, self.groups)

    def told(self, groups: Sequence[Sequence[Sighting]]) -> Iterator[tuple[Sequence[Sighting], Thread | None]]:
        """Each of `groups` with the thread that it makes, None when it makes none."""
        links = threads.by_group(groups, self.links)
        for at, rows in enumerate(groups):
            family = self.family[rows[-1].paper]
            told, beside = None, self._taken_up(rows, family)
            if threads.is_thread(rows, bool(beside)):
                later = self._tidings(family).get(rows[0].statement, ())
                every = sorted([*rows, *(one for one, _ in later)], key=lambda row: row.date or "9999")
                own = [*links.get(at, ()), *(link for _, link in later)]
                every = list(_with_deeds(every))
                told = threads.thread(every, own, self.calendars[family], self.series, family, beside)
            yield rows, told

    def _taken_up(self, rows: Sequence[Sighting], family: str) -> list[Note]:
        """The later reports that took up at least SERIES_FROM other things set in the section of the last of `rows`."""
        last = next((row for row in reversed(rows) if row.form != "minutes" and row.kind in TASKS), None)
        if last is None:
            return []
        counted = self._coming_back(family)[last.paper, last.section]
        own = {row.paper for row in rows}
        return [
            note for note in self.calendars[family].notes
            if counted[note.paper] >= SERIES_FROM and (note.date or "") > (last.date or "") and note.paper not in own
        ]  # fmt: skip

    def _coming_back(self, family: str) -> defaultdict[tuple[str, str], Counter[str]]:
        """For each section of a report of a family's, how many of the things set in it each later report took up."""
        if family not in self._back:
            made: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
            for rows in self._by_family[0][family]:
                told = [one for one, _ in self._tidings(family).get(rows[0].statement, ())]
                for place in {(row.paper, row.section) for row in rows if row.form != "minutes" and row.kind in TASKS}:
                    made[place].update({row.paper for row in (*rows, *told) if row.form != "minutes"} - {place[0]})
            self._back[family] = made
        return self._back[family]

    def _tidings(self, family: str) -> tidings.Told:
        """What sentences that are no statements tell of the things of a family of bodies."""
        if family not in self._told:
            groups, sentences = self._by_family
            self._told[family] = tidings.told(groups[family], sentences[family], self._families, self._lexicon)
        return self._told[family]

    @cached_property
    def _by_family(self) -> tuple[dict[str, list[list[Sighting]]], dict[str, list[Sighting]]]:
        """The groups of each family of bodies, and the sentences of its papers."""
        groups: defaultdict[str, list[list[Sighting]]] = defaultdict(list)
        for rows in self.groups:
            groups[self.family[rows[-1].paper]].append(rows)
        sentences: defaultdict[str, list[Sighting]] = defaultdict(list)
        for one in self._sentences:
            sentences[self.family[one.paper]].append(one)
        return groups, sentences

    @property
    def threads(self) -> list[Thread]:
        """Every thread, by body and first sight."""
        made = [thread for _, thread in self.told(self.groups) if thread]
        return sorted(made, key=lambda t: (fold(t.body), t.first_seen or "9999", t.rows[0].document, t.id))

    def gaps(self, families: Collection[str] | None = None) -> dict[str, list[Gap]]:
        """The meetings that left no minutes, or nothing, in the corpus, by body; of these families, or of all."""
        wanted = self.calendars.keys() if families is None else self.calendars.keys() & families
        return {family: self.calendars[family].gaps() for family in wanted}

    def resolutions(self, groups: Sequence[Sequence[Sighting]] | None = None) -> list[resolved.Resolution]:
        """What the reports in `groups`, or all, recommended beside what was resolved."""
        decided = [s for s in self.sightings if s.form == "minutes" and s.date and resolved.decides(s)]
        said = [s for s in self._sentences if s.form == "minutes"]
        among = self.groups if groups is None else groups
        return resolved.resolutions(among, decided, said, self.links, self.calendars, self.family)


def _with_deeds(rows: Sequence[Sighting]) -> Iterator[Sighting]:
    """`rows` with what tells that the very deed which was to be done is done said to be so.

    What was achieved on a thing finishes it, but not where the same paper sets what is left to do.
    """
    task: Sighting | None = None
    going_on = {row.paper for row in rows if row.kind in TASKS and row.standing not in FINISHED}
    for row in rows:
        if row.kind == "outcome" and row.said == row.text and row.paper in going_on:
            row = msgspec.structs.replace(row, standing="moving", said="")
        yield tidings.done(task, row) if task and task.paper != row.paper else row
        task = row if row.kind in TASKS else task


def representatives(papers: Iterable[Brief | Gathered]) -> set[str]:
    """The papers that count: of those that are copies of each other, the final one, or the one with most statements."""
    by_path = {one.note.path: one for one in papers}
    dropped = set()
    for one in by_path.values():
        others = (by_path[path] for path in one.note.copy_paths if path in by_path)
        if any(_rank(other) > _rank(one) for other in others if other is not one):
            dropped.add(one.note.paper)
    return {one.note.paper for one in by_path.values()} - dropped


def echoes(gathered: Sequence[Gathered], counted: Collection[str]) -> Iterator[tuple[Sighting, str]]:
    """The statements of papers that do not count, each with the one that says the same in the paper that does.

    A draft may say it in other words: most of the words of the shorter must be in both.
    """
    by_path = {one.note.path: one for one in gathered}
    for one in gathered:
        if one.note.paper in counted:
            continue
        others = (by_path[path] for path in one.note.copy_paths if path in by_path)
        final = max((other for other in others if other.note.paper in counted), key=_rank, default=None)
        if final is not None:
            for sighting in one.sightings:
                alike = max(
                    ((_shared(sighting, other), other.statement) for other in final.sightings), default=(0.0, "")
                )
                if alike[0] >= ECHO:
                    yield sighting, alike[1]


def _shared(one: Sighting, other: Sighting) -> float:
    """The share of the words of the shorter of two statements of a kind that both have."""
    first, second = set(one.words), set(other.words)
    if one.kind != other.kind or not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def _rank(one: Brief | Gathered) -> tuple[bool, int, str]:
    words = fold(one.note.path + " " + one.note.title).split()
    return "draft" not in words, one.stated, one.note.paper
