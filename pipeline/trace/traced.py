"""What is traced in a home: brought up to date with its papers by `refresh`, then asked for without reading them."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256

import msgspec

from pipeline import roles, vocabulary
from pipeline.errors import IndexUnusableError
from pipeline.home import Home
from pipeline.store import Store
from pipeline.trace import judgements, measures
from pipeline.trace.judgements import Judgement
from pipeline.trace.keep import ELSEWHERE, Kept
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Note, Row, Sighting, Thread
from pipeline.trace.resolved import Resolution
from pipeline.trace.successions import Succession

FILE = "threads.sqlite"
Watch = Callable[[str], None]


class Done(msgspec.Struct):
    """What bringing up to date did."""

    papers: int = 0  # gathered anew
    compared: int = 0  # statements whose links were looked for
    links: int = 0  # found for them
    told: int = 0  # groups of statements of which it was told anew what became of them
    whole: bool = False  # whether every link was made anew
    outdated: str = ""  # why it is not up to date, where it is not
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

    def paper_of(self, statement: str) -> str:
        """The id of the paper that a statement stands in; '' for one that does not count or that none holds."""
        return self._kept.paper_of(statement)

    def sighting(self, statement: str) -> Sighting | None:
        """A statement as it was gathered."""
        paper = self._kept.paper_of(statement)
        one = self._kept.gathered_of(paper) if paper else None
        return next((s for s in one.sightings if s.statement == statement), None) if one else None

    def notes(self) -> Iterator[Note]:
        """What is known of each paper."""
        return (brief.note for _, brief in self._kept.briefs())

    def holders(self, row: Row) -> dict[str, str]:
        """Of the owners of a row those that are an office, and who held it then, where the papers say so."""
        offices = {roles.office(owner): owner for owner in row.owners if roles.is_office(owner)}
        if row.date is None or not any(office in offices for office, _ in self._held):
            return {}
        one = self.sighting(row.statement)
        found = {}
        for owner in offices.values():
            bodies = (one.body, one.council) if one else ()
            if name := next(filter(None, (roles.holder(self._held, owner, body, row.date) for body in bodies)), None):
                found[owner] = name
        return found

    @cached_property
    def _held(self) -> roles.Register:
        return roles.register(listing for _, brief in self._kept.briefs() for listing in brief.note.offices)

    def resolutions(self) -> list[Resolution]:
        """What reports recommended beside what was resolved."""
        return self._kept.resolutions()

    def successions(self) -> list[Succession]:
        """Bodies, programmes, systems and posts that followed one another."""
        return self._kept.state("successions", list[Succession]) or []

    def gaps(self) -> list[Gap]:
        """The meetings that left no minutes, or nothing, in the corpus, by body."""
        held = self._kept.state("gaps", dict[str, list[Gap]]) or {}
        return [gap for _, gaps in sorted(held.items()) for gap in gaps]

    def measures(self, query: str = "") -> list[measures.Measure]:
        """Named figures over time: those whose name holds the words of `query`, or all that were given twice."""
        lexicon = self._kept.state("lexicon", Lexicon) or Lexicon()
        counted = (self._kept.state("dates", dict[str, str]) or {}).keys()
        figures = (figure for one in self._kept.gathered() if one.note.paper in counted for figure in one.figures)
        return measures.collect(figures, query, lexicon.short)


def refresh(home: Home, watch: Watch = lambda said: None) -> Traced:
    """Bring what is kept up to date with the papers of `home` and what people judged, and open it.

    Only papers that are new or changed are gathered, and only their statements compared with the rest; the weights of
    words, and with them all links, are made anew when the corpus has grown by RELINK_GROWTH since they were. Where
    nothing can be written, what was kept last is opened, and `done.outdated` says so when it is not up to date.

    Raises UsageError when no paper was read yet, IndexUnusableError when nothing is kept and nothing can be.
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


def _bring_up(home: Home, store: Store, kept: Kept, done: Done, watch: Watch) -> None:
    lists = vocabulary.digest()
    wanted = {paper: f"{stamp} {lists}" for paper, stamp in store.catalogue.stamps().items()}
    judged, _ = judgements.read(home.folder)
    before = kept.state("threads", str)
    if before == _digest(store, wanted, judged, kept):
        return
    if not kept.writable:
        if before is None:
            raise IndexUnusableError(f"{kept.path} holds no threads yet and cannot be written", hint=ELSEWHERE)
        done.outdated = f"What became of each is not up to date, since {kept.path} cannot be written."
        return
    from pipeline.trace.renewal import renew  # what links statements takes long to load, and mostly nothing changed

    kept.begin()
    with lasting():
        renew(store, wanted, judged, kept, done, watch)
    kept.put_state("threads", _digest(store, wanted, judged, kept))
    kept.commit()


@contextlib.contextmanager
def lasting() -> Iterator[None]:
    """While a great many objects are made that all last: looking for what can be thrown away would find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _digest(store: Store, wanted: dict[str, str], judged: Sequence[Judgement], kept: Kept) -> str:
    """A digest of all that threads are made of; of papers that could not be loaded, whether their JSON changed."""
    damaged = [(paper, store.state(paper)) for paper in kept.state("damaged", list[str]) or ()]
    return sha256(msgspec.json.encode([sorted(wanted.items()), judged, damaged])).hexdigest()
