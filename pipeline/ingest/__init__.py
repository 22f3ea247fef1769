"""The run: which papers changed, workers with limits, progress, and an outcome for every paper.

    files -> read -> structure -> statements -> tags -> Paper -> store -> engine

What was finished stays finished: a paper's JSON is written before the catalogue names it, and the index is brought
up to date from the two, so that the next run goes on wherever this one ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline import tagging, tools, vocabulary
from pipeline.errors import UsageError
from pipeline.home import Home
from pipeline.ingest.extract import Done, Job, extract, read_one
from pipeline.ingest.files import Survey, check_there_is_something, survey
from pipeline.ingest.program import program
from pipeline.ingest.workers import LimitedExecutor, Limits, failure_of
from pipeline.store import Entry, Store

if TYPE_CHECKING:
    from pipeline.search import Engine

__all__ = ["Limits", "Summary", "extract", "rebuild", "refresh", "run"]

#: Papers whose reading wanted a program that was not there are read again once it is.
LACKING = {"needs_program": "soffice", "page_without_text": "tesseract"}
BATCH = 200  # papers a commit of the index


class Summary(msgspec.Struct):
    """What a run did. Every paper of the folders is in exactly one of `read`, `unchanged` and `failed`."""

    read: int = 0
    unchanged: int = 0
    failed: list[Entry] = []
    copies: int = 0  # files whose bytes or text another file holds as well, which search shows once
    removed: int = 0
    with_problems: int = 0  # of those read
    passed_over: list[str] = []  # files that are no papers by their name
    missing_roots: list[str] = []  # folders read earlier that are not there now; their papers are kept
    closed: list[str] = []  # folders, links and files that cannot be opened; what was read of them before is kept
    pages: int = 0
    seconds: float = 0.0
    indexed: int = 0
    rebuilt: str = ""  # why the index was made anew, when it was


class Watcher:
    """Is told how a run goes; this one says nothing."""

    def found(self, files: int, to_read: int) -> None:
        """The folders were walked."""

    def finished(self, entry: Entry) -> None:
        """A paper was read, or failed."""

    def indexing(self, papers: int) -> None:
        """The index is about to be brought up to date."""

    def close(self) -> None:
        """The run has ended, well or not."""


def run(
    home: Home,
    paths: Iterable[Path] = (),
    limits: Limits | None = None,
    watcher: Watcher | None = None,
    again: bool = False,
    model: str = "",
    executor: Callable[[Limits], Executor] = LimitedExecutor,
) -> Summary:
    """Read what is new or changed below `paths` (without: the corpus and every folder read before).

    `again` reads everything once more; `model` names a trained spaCy model whose entities are added. Raises UsageError
    when there is nothing to read or a word list or model is wrong, StoreError when the store cannot be written; a paper
    that cannot be read is an outcome and not an error.
    """
    began, limits, watcher = time.perf_counter(), limits or Limits(), watcher or Watcher()
    paths = list(paths)
    check_there_is_something(paths, home.corpus, home.known)
    vocabulary.check()
    if home.vocabulary:
        tagging.check_lists()
    if model:
        tagging.use_model(model)  # a name that is wrong is said here, and not once a paper
    with home.store(writable=True) as store:
        found = survey(store.catalogue, paths, home.corpus)
        if not found.files and not found.gone and not store.catalogue.files():
            where = ", ".join(str(path) for path in paths) or str(home.corpus)
            raise UsageError(f"there are no papers in {where}", hint="Put PDF, Word, HTML or text files there.")
        version = program(model)
        jobs = list(_jobs(store, found, version, home, again, model))
        watcher.found(len(found.files), len(jobs))
        summary = Summary(passed_over=found.passed_over, missing_roots=found.missing_roots, closed=found.closed)
        summary.removed = _drop_orphans(store)
        for done in _work(jobs, limits, executor):
            _keep(store, done)
            watcher.finished(done.entry)
            summary.read += done.content is not None
            summary.pages += done.entry.pages or 0
        changed = jobs or summary.removed or found.changed
        if changed:
            store.relate()
        _count(summary, store, found, {job.paper for job in jobs})
        engine, summary.rebuilt = home.fresh_engine()
        try:
            summary.indexed = refresh(store, engine, watcher)
        finally:
            engine.close()
    summary.seconds = time.perf_counter() - began
    return summary


def refresh(store: Store, engine: Engine, watcher: Watcher | None = None) -> int:
    """Bring the index up to date with the store; the number of papers that were indexed."""
    held, wanted = engine.papers(), store.catalogue.stamps()
    gone = held.keys() - wanted.keys()
    stale = sorted(paper for paper, stamp in wanted.items() if held.get(paper) != stamp)
    if watcher and stale:
        watcher.indexing(len(stale))
    for batch in _batches(stale, BATCH):
        engine.replace(store.papers(batch), remove=gone)
        gone = set()
    if gone:
        engine.replace((), remove=gone)
    return len(stale)


def rebuild(home: Home) -> str:
    """Make an index that cannot be used anew from the stored papers, and say why it had to be."""
    home.store().close()  # where nothing was read yet, this says so
    with home.store(writable=True) as store:
        engine, why = home.fresh_engine()
        try:
            refresh(store, engine)
        finally:
            engine.close()
    return why


def _jobs(store: Store, found: Survey, version: str, home: Home, again: bool, model: str) -> Iterator[Job]:
    """One job for each content that this version of the program has not dealt with."""
    settled = set() if again else store.catalogue.settled(version)
    for code, name in LACKING.items():
        if tools.find(name):
            settled -= store.catalogue.lacking(code)
    settled -= store.damaged()
    for file in found.files:
        if file.paper not in settled:
            settled.add(file.paper)
            own = str(home.vocabulary or "")
            yield Job(file.root, file.path, file.sha256, version, str(store.converted), own, model)


def _work(jobs: list[Job], limits: Limits, executor: Callable[[Limits], Executor]) -> Iterator[Done]:
    """The outcome of each job as it comes, with only a few papers under way at a time."""
    if not jobs:
        return
    waiting = iter(jobs)
    with executor(limits) as workers:
        under_way: dict[Future[Done], Job] = {}
        while True:
            for job in islice(waiting, limits.workers * 3 - len(under_way)):
                under_way[workers.submit(read_one, job)] = job
            if not under_way:
                return
            ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in ready:
                job = under_way.pop(future)
                error = future.exception()
                yield future.result() if error is None else Done(None, failure_of(job, error, limits))


def _keep(store: Store, done: Done) -> None:
    if done.content is None:
        store.fail(done.entry)
    else:
        store.save(done.entry.id, done.content, done.entry)


def _drop_orphans(store: Store) -> int:
    """Forget the papers that no file holds any more."""
    held = {file.paper for file in store.catalogue.files()}
    orphans = [entry.id for entry in store.catalogue.entries() if entry.id not in held]
    for paper in orphans:
        store.drop(paper)
    return len(orphans)


def _count(summary: Summary, store: Store, found: Survey, worked: set[str]) -> None:
    """Fill in what the catalogue tells of the papers of this run."""
    here = {file.paper for file in found.files}
    entries = [entry for entry in store.catalogue.entries() if entry.id in here]
    summary.failed = [entry for entry in entries if entry.outcome == "failed"]
    summary.unchanged = sum(entry.outcome == "read" and entry.id not in worked for entry in entries)
    summary.with_problems = sum(entry.outcome == "read" and bool(entry.problems) for entry in entries)
    summary.copies = len(found.files) - len({min([entry.path, *entry.copies]) for entry in entries})


def _batches(items: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
