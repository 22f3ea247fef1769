"""What is traced in a home: brought up to date with its papers by `refresh`, then asked for without reading them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby

import msgspec

from pipeline import vocabulary
from pipeline.home import Home
from pipeline.model import Paper
from pipeline.store import Store
from pipeline.trace import gather, judgements, measures, successions
from pipeline.trace.dating import dated
from pipeline.trace.families import Families
from pipeline.trace.keep import Kept
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Gathered, Link, Note, Sighting, Thread
from pipeline.trace.resolved import Resolution
from pipeline.trace.successions import Succession
from pipeline.trace.weights import RELINK_GROWTH
from pipeline.trace.whole import Whole, representatives

FILE = "threads.sqlite"
Watch = Callable[[str], None]


class Done(msgspec.Struct):
    """What bringing up to date did."""

    papers: int = 0  # gathered anew
    compared: int = 0  # statements whose links were looked for
    links: int = 0  # found for them
    whole: bool = False  # whether every link was made anew
    seconds: float = 0.0


class Traced:
    """What the papers of a home say of each thing over time. A context manager; close it when done."""

    def __init__(self, kept: Kept, done: Done) -> None:
        self._kept, self.done = kept, done

    def __enter__(self) -> Traced:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._kept.close()

    def threads(self) -> Iterator[Thread]:
        """Every thread, one at a time, by body and first sight."""
        return self._kept.threads()

    def thread(self, statement: str) -> Thread | None:
        """The thread that a statement is in."""
        return self._kept.thread_of(statement)

    def thread_at(self, paper: str, passage: str) -> Thread | None:
        """The thread that a statement of this passage is in; the first, when it has several."""
        return self._kept.thread_at(paper, passage)

    def sighting(self, statement: str) -> Sighting | None:
        """A statement as it was gathered."""
        paper = self._kept.paper_of(statement)
        one = self._kept.gathered_of(paper) if paper else None
        return next((s for s in one.sightings if s.statement == statement), None) if one else None

    def notes(self) -> Iterator[Note]:
        """What is known of each paper."""
        return (one.note for one in self._kept.gathered())

    def resolutions(self) -> list[Resolution]:
        """What reports recommended beside what was resolved."""
        return self._kept.state("resolutions", list[Resolution]) or []

    def successions(self) -> list[Succession]:
        """Bodies, programmes, systems and posts that followed one another."""
        return self._kept.state("successions", list[Succession]) or []

    def gaps(self) -> list[Gap]:
        """The meetings that left no minutes, or nothing, in the corpus, by body."""
        return self._kept.state("gaps", list[Gap]) or []

    def measures(self, query: str = "") -> list[measures.Measure]:
        """Named figures over time: those whose name holds the words of `query`, or all that were given twice."""
        lexicon = self._kept.state("lexicon", Lexicon) or Lexicon()
        counted = set(self._kept.state("linked", list[str]) or ())
        figures = (figure for one in self._kept.gathered() if one.note.paper in counted for figure in one.figures)
        return measures.collect(figures, query, lexicon.short)


def refresh(home: Home, watch: Watch = lambda said: None) -> Traced:
    """Bring what is kept up to date with the papers of `home` and what people judged, and open it.

    Only papers that are new or changed are gathered, and only their statements compared with the rest; the weights of
    words, and with them all links, are made anew when the corpus has grown by RELINK_GROWTH since they were. Raises
    UsageError when no paper was read yet.
    """
    began, done = time.perf_counter(), Done()
    with home.store() as store:
        kept = Kept(home.folder / "index" / FILE)
        try:
            _bring_up(home, store, kept, done, watch)
        except BaseException:
            kept.close()
            raise
    done.seconds = time.perf_counter() - began
    return Traced(kept, done)


def gathered_from(paper: Paper) -> Gathered:
    """What following needs of `paper`."""
    return Gathered(
        gather.note(paper), list(gather.sightings(paper)), list(successions.find(paper)), list(measures.find(paper))
    )


def _bring_up(home: Home, store: Store, kept: Kept, done: Done, watch: Watch) -> None:
    lists = vocabulary.digest()
    wanted = {paper: f"{stamp} {lists}" for paper, stamp in store.catalogue.stamps().items()}
    judged, _ = judgements.read(home.folder)
    digest = sha256(msgspec.json.encode([sorted(wanted.items()), judged])).hexdigest()
    if kept.state("threads", str) == digest:
        return
    kept.begin()
    held = kept.stamps()
    stale = sorted(paper for paper, stamp in wanted.items() if held.get(paper) != stamp)
    gone = held.keys() - wanted.keys()
    kept.drop(gone)
    for at, paper in enumerate(store.papers(stale), 1):
        kept.put(paper.id, wanted[paper.id], gathered_from(paper))
        if at % 200 == 0:
            watch(f"gathered {at:,} of {len(stale):,} papers")
    done.papers = len(stale)
    everything = list(kept.gathered())
    if stale or gone:
        _relink(kept, everything, stale, gone, done, watch)
    lexicon, families = kept.state("lexicon", Lexicon) or Lexicon(), _families(kept)
    whole = Whole(everything, list(kept.links()), judged, lexicon, families)
    kept.put_threads(whole.threads, whole.sightings)
    kept.put_state("resolutions", whole.resolutions())
    kept.put_state("successions", whole.followed)
    kept.put_state("gaps", whole.gaps())
    kept.put_state("threads", digest)
    kept.commit()


def _relink(kept: Kept, everything: Sequence[Gathered], stale: Sequence[str], gone: set[str], done: Done,
            watch: Watch) -> None:  # fmt: skip
    """Make the links of what has changed, or all of them when the weights of words are out of date."""
    counted = representatives(everything)
    now = sum(len(one.sightings) for one in everything if one.note.paper in counted)
    then, before = kept.state("size", int) or 0, set(kept.state("linked", list[str]) or ())
    done.whole = not before or abs(now - then) > RELINK_GROWTH * then
    if done.whole:
        _weigh(kept, everything, counted, now)
        kept.clear_links()
    families, lexicon = _families(kept), kept.state("lexicon", Lexicon) or Lexicon()
    # A paper that counts now and did not before, or the other way round, is touched as well.
    fresh = None if done.whole else (set(stale) & counted) | (counted - before)
    if fresh is not None:
        kept.unlink({*stale, *gone, *(before - counted), *fresh})
    kept.put_state("linked", sorted(counted))
    sightings = _counted(everything, families, counted)
    done.compared = now if fresh is None else sum(s.paper in fresh for s in sightings)
    watch(f"comparing {done.compared:,} statements with {now:,}")
    links = Linker(sightings, families, lexicon).links(fresh)
    done.links = len(links)
    paper = {s.statement: s.paper for s in sightings}

    def ends(link: Link) -> tuple[str, str]:
        one, other = paper[link.earlier], paper[link.later]
        return (one, other) if one < other else (other, one)

    links.sort(key=lambda link: (*ends(link), link.earlier, link.later))
    kept.put_links((one, other, list(found)) for (one, other), found in groupby(links, ends))


def _weigh(kept: Kept, everything: Sequence[Gathered], counted: set[str], size: int) -> None:
    pairs = sorted({(s.former, s.later) for one in everything for s in one.successions if not s.role})
    families = Families(pairs)
    sightings = _counted(everything, families, counted)
    short = [item for one in everything for item in one.note.abbreviations.items()]
    kept.put_state("lexicon", Lexicon.of(sightings, [families.of(s) for s in sightings], short))
    kept.put_state("families", pairs)
    kept.put_state("size", size)


def _families(kept: Kept) -> Families:
    return Families(kept.state("families", list[tuple[str, str]]) or ())


def _counted(everything: Sequence[Gathered], families: Families, counted: set[str]) -> list[Sighting]:
    return [s for one in dated(everything, families) if one.note.paper in counted for s in one.sightings]
