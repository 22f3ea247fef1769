"""index/threads.sqlite: what linking found, by paper, so that adding a paper compares only that paper's statements.

Everything in it comes from `extracted/` and can be made again; a file that is damaged or of another version is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.errors import IndexUnusableError
from pipeline.store.reading import reading
from pipeline.text import fold
from pipeline.trace.records import Brief, Carried, Counts, Gathered, Link, Sighting, Thread
from pipeline.trace.resolved import Resolution
from pipeline.trace.shelf import Shelf

if TYPE_CHECKING:  # they take long to load, and mostly nothing changed
    from pipeline.trace.postings import Entries, Postings

VERSION = 9
WAIT = 60.0  # seconds for another run to end its writing
SCHEMA = """
CREATE TABLE papers (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, brief BLOB NOT NULL
);
CREATE TABLE gathered (number INTEGER PRIMARY KEY, gathered BLOB NOT NULL);
CREATE TABLE counts (family TEXT PRIMARY KEY, counts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE links (          -- between two papers
    one TEXT NOT NULL, other TEXT NOT NULL, links BLOB NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX links_by_other ON links (other);
CREATE TABLE threads (id TEXT PRIMARY KEY, place TEXT NOT NULL, thread BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX threads_in_order ON threads (place, id);
CREATE TABLE statements (          -- every statement that counts, with the first statement of its group;
    id TEXT PRIMARY KEY, paper TEXT NOT NULL, passage TEXT NOT NULL,
    thread TEXT NOT NULL,          -- '' for one that makes none
    first TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX statements_by_passage ON statements (paper, passage);
CREATE INDEX statements_by_thread ON statements (thread);
CREATE INDEX statements_by_first ON statements (first);
CREATE TABLE carried (          -- actions of one body that go on with another, by the first statement of the group
    first TEXT NOT NULL, carried BLOB NOT NULL, PRIMARY KEY (first)
) WITHOUT ROWID;
CREATE TABLE resolutions (          -- of recommendations, by their statements; `decision` is the paper that decides
    id TEXT PRIMARY KEY, paper TEXT NOT NULL, day TEXT NOT NULL, decision TEXT NOT NULL, resolution BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE echoes (          -- statements of papers that do not count, such as drafts, and those that stand for them
    id TEXT PRIMARY KEY, paper TEXT NOT NULL, passage TEXT NOT NULL, statement TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX echoes_by_passage ON echoes (paper, passage);
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE postings (shard INTEGER PRIMARY KEY, entries BLOB NOT NULL);
"""
ELSEWHERE = "Run `papers threads` once as someone who may write there, or copy the home to where you can write."


class Kept(Shelf):
    """The file, opened; a context manager. What is written is there whole after `commit`, or not at all.

    Where it cannot be written (`writable` is false) it is read.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.writable = path, True
        try:
            path.parent.mkdir(exist_ok=True)
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if any(word in str(error) for word in ("locked", "readonly", "unable to open")):
                    raise
                self._remove()
                self._db = self._open()
        except (OSError, sqlite3.DatabaseError) as error:
            self.writable = False
            self._db = self._read_only(error)

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not committed is not there."""
        self._db.close()

    # --------------------------------------------------------------------------------------------- writing

    def begin(self) -> None:
        """Take the one writer's place; others wait or read what was there before."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise IndexUnusableError(
                f"{self.path} is being written by another run", hint="Try again when it has ended."
            ) from error

    def commit(self) -> None:
        """Let what was written since `begin` be there."""
        self._db.execute("COMMIT")

    def put(self, paper: str, stamp: str, gathered: Gathered) -> None:
        """Hold what a paper gave."""
        brief = msgspec.msgpack.encode(Brief.of(gathered))
        changed = "ON CONFLICT (id) DO UPDATE SET stamp = ?2, brief = ?3"
        self._db.execute(f"INSERT INTO papers (id, stamp, brief) VALUES (?1, ?2, ?3) {changed}", (paper, stamp, brief))
        query = "INSERT OR REPLACE INTO gathered SELECT number, ? FROM papers WHERE id = ?"
        self._db.execute(query, (msgspec.msgpack.encode(gathered), paper))

    def drop(self, papers: Iterable[str]) -> None:
        """Let go of papers and all links with them."""
        for paper in papers:
            self._db.execute("DELETE FROM gathered WHERE number = (SELECT number FROM papers WHERE id = ?)", (paper,))
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper,))
            self.unlink([paper])

    def postings(self) -> Postings:
        """Which statements hold which words."""
        from pipeline.trace.postings import Postings

        return Postings(self._db, self.state("bits", int) or 0)

    def put_postings(self, entries: Entries) -> None:
        """Hold these entries, and no others."""
        from pipeline.trace.postings import Postings

        self.put_state("bits", Postings.made(self._db, entries).bits)

    def put_counts(self, made: Iterable[tuple[str, Counts]]) -> None:
        """Hold what is counted over families of bodies."""
        rows = ((family, msgspec.msgpack.encode(counts)) for family, counts in made)
        self._db.executemany("INSERT OR REPLACE INTO counts VALUES (?, ?)", rows)

    def put_carried(self, gone: Iterable[str], made: Iterable[tuple[str, Sequence[Carried]]]) -> None:
        """Hold the actions of groups that go on with another body, in place of those of the groups `gone`."""
        self._db.executemany("DELETE FROM carried WHERE first = ?", [(first,) for first in gone])
        rows = ((first, msgspec.msgpack.encode(carried)) for first, carried in made if carried)
        self._db.executemany("INSERT OR REPLACE INTO carried VALUES (?, ?)", rows)

    def put_resolutions(self, gone: Iterable[str], made: Iterable[Resolution]) -> None:
        """Hold resolutions, in place of those of the recommendations `gone`."""
        self._db.executemany("DELETE FROM resolutions WHERE id = ?", [(statement,) for statement in gone])
        rows = (
            (one.recommendation.statement, one.recommendation.paper, one.recommendation.date or "",
             one.decision.paper if one.decision else "", msgspec.msgpack.encode(one))
            for one in made
        )  # fmt: skip
        self._db.executemany("INSERT OR REPLACE INTO resolutions VALUES (?, ?, ?, ?, ?)", rows)

    def unlink(self, papers: Iterable[str]) -> None:
        """Let go of the links with papers."""
        self._db.executemany("DELETE FROM links WHERE one = ?1 OR other = ?1", [(paper,) for paper in papers])

    def clear_links(self) -> None:
        """Let go of all links."""
        self._db.execute("DELETE FROM links")

    def put_links(self, links: Iterable[tuple[str, str, Sequence[Link]]]) -> None:
        """Hold the links between two papers, for each two."""
        self._db.executemany(
            "INSERT OR REPLACE INTO links VALUES (?, ?, ?)",
            ((*sorted((one, other)), msgspec.msgpack.encode(list(found))) for one, other, found in links),
        )

    def put_links_of(self, links: list[Link], paper: Mapping[str, str]) -> None:
        """Hold links; `paper` is that of each statement."""

        def ends(link: Link) -> tuple[str, str]:
            one, other = paper[link.earlier], paper[link.later]
            return (one, other) if one < other else (other, one)

        links.sort(key=lambda link: (*ends(link), link.earlier, link.later))
        self.put_links((one, other, list(found)) for (one, other), found in groupby(links, ends))

    def clear_threads(self) -> None:
        """Let go of all threads and groups, and of what was seen from them."""
        for table in ("threads", "statements", "carried", "resolutions", "counts"):
            self._db.execute(f"DELETE FROM {table}")

    def drop_threads(self, threads: Iterable[str], statements: Iterable[str]) -> None:
        """Let go of threads, and of what is held of statements."""
        self._db.executemany("DELETE FROM threads WHERE id = ?", [(thread,) for thread in threads])
        self._db.executemany("DELETE FROM statements WHERE id = ?", [(statement,) for statement in statements])

    def put_threads(self, made: Iterable[tuple[Sequence[Sighting], Thread | None]]) -> None:
        """Hold groups of sightings and the thread that each makes, if any."""
        for rows, thread in made:
            if thread is not None:
                order = "\0".join((fold(thread.body), thread.first_seen or "9999", thread.rows[0].document))
                held = (thread.id, order, msgspec.msgpack.encode(thread))
                self._db.execute("INSERT OR REPLACE INTO threads VALUES (?, ?, ?)", held)
            name = thread.id if thread else ""
            self._db.executemany(
                "INSERT OR REPLACE INTO statements VALUES (?, ?, ?, ?, ?)",
                [(row.statement, row.paper, row.passage, name, rows[0].statement) for row in rows],
            )

    def put_echoes(self, papers: Iterable[str], found: Iterable[tuple[Sighting, str]]) -> None:
        """Hold the statements of papers that do not count, each with the one that stands for it, in place of theirs."""
        self._db.executemany("DELETE FROM echoes WHERE paper = ?", [(paper,) for paper in papers])
        rows = ((one.statement, one.paper, one.passage, other) for one, other in found)
        self._db.executemany("INSERT OR REPLACE INTO echoes VALUES (?, ?, ?, ?)", rows)

    def put_state(self, name: str, value: Any) -> None:
        """Hold something of the whole."""
        self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, msgspec.msgpack.encode(value)))

    # --------------------------------------------------------------------------------------------- opening

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=WAIT)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version not in (0, VERSION):
                raise sqlite3.DatabaseError("of another version")
            if version == 0:
                db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT")
            db.execute("SELECT count(*) FROM papers").fetchone()
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def _read_only(self, why: Exception) -> sqlite3.Connection:
        """The file as it is, where it cannot be written. Raises IndexUnusableError when there is none to be read."""
        try:
            db = reading(self.path)
            if db.execute("PRAGMA user_version").fetchone() == (VERSION,):
                return db
            db.close()
            why = sqlite3.DatabaseError("it is of another version")
        except sqlite3.Error:
            pass  # the first reason says more
        raise IndexUnusableError(f"{self.path} can be neither read nor written: {why}", hint=ELSEWHERE) from why

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()
