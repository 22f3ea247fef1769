"""index/threads.sqlite: what linking found, by paper, so that adding a paper compares only that paper's statements.

Everything in it comes from `extracted/` and can be made again; a file that is damaged or of another version is.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from pipeline.errors import IndexUnusableError
from pipeline.store.reading import reading
from pipeline.text import fold
from pipeline.trace.records import Gathered, Link, Sighting, Thread

VERSION = 8
WAIT = 60.0  # seconds for another run to end its writing
SCHEMA = """
CREATE TABLE papers (id TEXT PRIMARY KEY, stamp TEXT NOT NULL, gathered BLOB NOT NULL) WITHOUT ROWID;
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
CREATE TABLE echoes (          -- statements of papers that do not count, such as drafts, and those that stand for them
    id TEXT PRIMARY KEY, paper TEXT NOT NULL, passage TEXT NOT NULL, statement TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX echoes_by_passage ON echoes (paper, passage);
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
ELSEWHERE = "Run `papers threads` once as someone who may write there, or copy the home to where you can write."
T = TypeVar("T")


class Kept:
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

    def stamps(self) -> dict[str, str]:
        """The id of every paper held -> the stamp of its JSON."""
        return dict(self._db.execute("SELECT id, stamp FROM papers").fetchall())

    def gathered(self) -> Iterator[Gathered]:
        """What every paper gave, in the order of their ids."""
        decoder = msgspec.msgpack.Decoder(Gathered)
        for (blob,) in self._db.execute("SELECT gathered FROM papers ORDER BY id"):
            yield decoder.decode(blob)

    def links(self) -> Iterator[Link]:
        """Every link."""
        decoder = msgspec.msgpack.Decoder(list[Link])
        for (blob,) in self._db.execute("SELECT links FROM links ORDER BY one, other"):
            yield from decoder.decode(blob)

    def links_of(self, papers: Iterable[str]) -> Iterator[Link]:
        """Every link with a statement of these papers, once."""
        decoder = msgspec.msgpack.Decoder(list[Link])
        seen: set[tuple[str, str]] = set()
        for paper in papers:
            query = "SELECT one, other, links FROM links WHERE one = ?1 OR other = ?1"
            for one, other, blob in self._db.execute(query, (paper,)):
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield from decoder.decode(blob)

    def groups(self) -> dict[str, tuple[str, str]]:
        """Every statement -> the first statement of its group, and its thread ('' for none)."""
        rows = self._db.execute("SELECT id, first, thread FROM statements")
        return {name: (first, thread) for name, first, thread in rows}

    def state(self, name: str, kind: type[T]) -> T | None:
        """Something kept of the whole, None when it is not there."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=kind)

    def gathered_of(self, paper: str) -> Gathered | None:
        """What one paper gave."""
        row = self._db.execute("SELECT gathered FROM papers WHERE id = ?", (paper,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=Gathered)

    def threads(self) -> Iterator[Thread]:
        """Every thread, in the order they were put."""
        decoder = msgspec.msgpack.Decoder(Thread)
        for (blob,) in self._db.execute("SELECT thread FROM threads ORDER BY place, id"):
            yield decoder.decode(blob)

    def thread_of(self, statement: str) -> Thread | None:
        """The thread that holds a statement, or the one that stands for it in the final paper."""
        query = "SELECT thread FROM statements WHERE id = ?1 OR id = (SELECT statement FROM echoes WHERE id = ?1)"
        return self._thread(query, statement)

    def thread_at(self, paper: str, passage: str) -> Thread | None:
        """The thread that holds a statement of a passage."""
        query = "SELECT thread FROM statements WHERE paper = ? AND passage = ? ORDER BY thread = '', id LIMIT 1"
        if (found := self._thread(query, paper, passage)) is not None:
            return found
        query = "SELECT statement FROM echoes WHERE paper = ? AND passage = ? ORDER BY id LIMIT 1"
        echo = self._db.execute(query, (paper, passage)).fetchone()
        return self.thread_of(echo[0]) if echo else None

    def paper_of(self, statement: str) -> str:
        """The paper that a statement is in, '' when it is in none."""
        row = self._db.execute("SELECT paper FROM statements WHERE id = ?", (statement,)).fetchone()
        return row[0] if row else ""

    def _thread(self, query: str, *values: str) -> Thread | None:
        row = self._db.execute(f"SELECT thread FROM threads WHERE id = ({query})", values).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=Thread)

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
        self._db.execute(
            "INSERT OR REPLACE INTO papers VALUES (?, ?, ?)", (paper, stamp, msgspec.msgpack.encode(gathered))
        )

    def drop(self, papers: Iterable[str]) -> None:
        """Let go of papers and all links with them."""
        for paper in papers:
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper,))
            self.unlink([paper])

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

    def clear_threads(self) -> None:
        """Let go of all threads and groups."""
        self._db.execute("DELETE FROM threads")
        self._db.execute("DELETE FROM statements")

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

    def put_echoes(self, found: Iterable[tuple[Sighting, str]]) -> None:
        """Hold all statements of papers that do not count, each with the statement that stands for it."""
        self._db.execute("DELETE FROM echoes")
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
