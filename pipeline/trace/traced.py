"""Everything traced in one home: brought up to date with its papers, then asked for."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby

import msgspec

from pipeline import vocabulary
from pipeline.home import Home
from pipeline.model import Paper
from pipeline.store import Store
from pipeline.text import fold
from pipeline.trace import gather, judgements, measures, resolved, successions, threads
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import Kept
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.meetings import Calendar
from pipeline.trace.records import Gathered, Link, Note, Sighting, Thread
from pipeline.trace.series import Series
from pipeline.trace.weights import RELINK_GROWTH

FILE = "threads.sqlite"
Watch = Callable[[str], None]


class Done(msgspec.Struct):
    """What bringing up to date did."""

    papers: int = 0  # read anew
    compared: int = 0  # statements whose links were looked for
    links: int = 0  # found for them
    whole: bool = False  # whether every link was made anew
    seconds: float = 0.0


class Traced:
    """What the papers of a home say of each thing over time."""

    def __init__(self, gathered: Sequence[Gathered], links: Sequence[Link], judged: Sequence[Judgement], lexicon: Lexicon,
                 families: Families) -> None:  # fmt: skip
        gathered = dated(gathered, families)
        self.notes = [g.note for g in gathered]
        kept = representatives(gathered)
        self.sightings: list[Sighting] = [s for g in gathered if g.note.paper in kept for s in g.sightings]
        self._gathered, self._lexicon, self.families = gathered, lexicon, families
        self._counted = [g for g in gathered if g.note.paper in kept]
        joined, self._parted = judgements.apply(judged, self.sightings)
        self.links = [*joined, *links]

    @cached_property
    def successions(self) -> list[successions.Succession]:
        """Bodies, programmes and systems that took the place of one another."""
        said = successions.collect(item for g in self._counted for item in g.successions)
        return said + successions.inferred(self.groups, self.notes, said)

    @cached_property
    def resolutions(self) -> list[resolved.Resolution]:
        """What reports recommended beside what was resolved."""
        family = {s.paper: self.families.of(s) for s in self.sightings}
        return resolved.resolutions(self.groups, self.links, self.calendars, family)

    def measures(self, query: str = "") -> list[measures.Measure]:
        """Named figures over time; those whose name holds the words of `query`, or all that were given twice."""
        return measures.collect((f for g in self._counted for f in g.figures), query, self._lexicon.short)

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """The meetings of each family of bodies."""
        notes: defaultdict[str, list[Note]] = defaultdict(list)
        seen: defaultdict[str, list[Sighting]] = defaultdict(list)
        for note in self.notes:
            notes[self.families.named(note.body, note.path)].append(note)
        for sighting in self.sightings:
            seen[self.families.of(sighting)].append(sighting)
        return {family: Calendar(own, seen[family]) for family, own in notes.items()}

    @cached_property
    def groups(self) -> list[list[Sighting]]:
        """The sightings of each thing, in order of time; every sighting is in one group."""
        linker = Linker(self.sightings, self.families, self._lexicon)
        return [[self.sightings[i] for i in group] for group in linker.groups(self.links, self._parted)]

    @cached_property
    def threads(self) -> list[Thread]:
        """Every thread, by body and first sight."""
        links = threads.by_group(self.groups, self.links)
        family = {note.paper: self.families.named(note.body, note.path) for note in self.notes}
        series = Series(self.notes, family, self.groups)
        made = [
            threads.thread(rows, links.get(at, ()), self.calendars[family[rows[-1].paper]], series, family[rows[-1].paper])
            for at, rows in enumerate(self.groups)
            if threads.is_thread(rows)
        ]
        return sorted(made, key=lambda t: (fold(t.body), t.first_seen or "9999", t.rows[0].document, t.id))


def refresh(home: Home, watch: Watch = lambda said: None) -> tuple[Traced, Done]:
    """Bring what is kept up to date with the papers of `home`, and open it.

    Only papers that are new or changed are gathered, and only their statements compared with the rest; the weights of
    words, and with them all links, are made anew when the corpus has grown by RELINK_GROWTH since they were.
    """
    began, done = time.perf_counter(), Done()
    judged, _ = judgements.read(home.folder)
    with home.store() as store, Kept(home.folder / "index" / FILE) as kept:
        wanted, held = _stamps(store), kept.stamps()
        stale = sorted(paper for paper, stamp in wanted.items() if held.get(paper) != stamp)
        gone = held.keys() - wanted.keys()
        if stale or gone:
            kept.begin()
            kept.drop(gone)
            for at, paper in enumerate(store.papers(stale), 1):
                kept.put(paper.id, wanted[paper.id], gathered_from(paper))
                if at % 100 == 0:
                    watch(f"gathered {at} of {len(stale)} papers")
            done.papers = len(stale)
            _relink(kept, stale, gone, done, watch)
            kept.commit()
        everything = list(kept.gathered())
        lexicon = kept.state("lexicon", Lexicon) or Lexicon()
        families = Families(kept.state("families", list[tuple[str, str]]) or ())
        traced = Traced(everything, list(kept.links()), judged, lexicon, families)
    done.seconds = time.perf_counter() - began
    return traced, done


def gathered_from(paper: Paper) -> Gathered:
    """What following needs of `paper`."""
    return Gathered(
        gather.note(paper), list(gather.sightings(paper)), list(successions.find(paper)), list(measures.find(paper))
    )


def representatives(gathered: Sequence[Gathered]) -> set[str]:
    """The papers that count: of those that are copies of each other, the final one, or the one with most statements."""
    by_name: defaultdict[str, list[Gathered]] = defaultdict(list)
    for one in gathered:
        by_name[one.note.path].append(one)
    dropped = set()
    for one in gathered:
        for path in one.note.copy_paths:
            for other in by_name.get(path, ()):
                if other is not one and _rank(other) > _rank(one):
                    dropped.add(one.note.paper)
    return {one.note.paper for one in gathered} - dropped


def _rank(one: Gathered) -> tuple[bool, int, str]:
    words = fold(one.note.path + " " + one.note.title).split()
    return "draft" not in words, len(one.sightings), one.note.paper


def _relink(kept: Kept, stale: list[str], gone: set[str], done: Done, watch: Watch) -> None:
    everything = list(kept.gathered())
    counted = representatives(everything)
    then = kept.state("size", int) or 0
    now = sum(len(one.sightings) for one in everything if one.note.paper in counted)
    done.whole = abs(now - then) > RELINK_GROWTH * then or kept.state("linked", list[str]) is None
    lexicon = kept.state("lexicon", Lexicon)
    if done.whole or lexicon is None:
        pairs = sorted({(s.former, s.later) for one in everything for s in one.successions if not s.role})
        families = Families(pairs)
        sightings = _counted(everything, families, counted)
        short = [item for one in everything for item in one.note.abbreviations.items()]
        lexicon = Lexicon.of(sightings, [families.of(s) for s in sightings], short)
        kept.put_state("lexicon", lexicon)
        kept.put_state("families", pairs)
        kept.put_state("size", now)
        fresh = None
        kept.clear_links()
    else:
        families = Families(kept.state("families", list[tuple[str, str]]) or ())
        sightings = _counted(everything, families, counted)
        # A paper that counts now and did not before, or the other way round, is touched as well.
        before = set(kept.state("linked", list[str]) or ())
        fresh = (set(stale) & counted) | (counted - before)
        kept.unlink({*stale, *gone, *(before - counted), *fresh})
    kept.put_state("linked", sorted(counted))
    done.compared = now if fresh is None else sum(s.paper in fresh for s in sightings)
    watch(f"comparing {done.compared:,} statements with {now:,}")
    links = Linker(sightings, families, lexicon).links(fresh)
    paper = {s.statement: s.paper for s in sightings}

    def ends(link: Link) -> tuple[str, str]:
        one, other = paper[link.earlier], paper[link.later]
        return (one, other) if one < other else (other, one)

    links.sort(key=lambda link: (*ends(link), link.earlier, link.later))
    kept.put_links((one, other, list(found)) for (one, other), found in groupby(links, ends))
    done.links = len(links)


def _counted(everything: Sequence[Gathered], families: Families, counted: set[str]) -> list[Sighting]:
    return [s for one in dated(everything, families) if one.note.paper in counted for s in one.sightings]


def _stamps(store: Store) -> dict[str, str]:
    """The stamp of every paper, with that of the word lists: gathered anew when either changes."""
    lists = vocabulary.digest()
    return {paper: f"{stamp} {lists}" for paper, stamp in store.catalogue.stamps().items()}
