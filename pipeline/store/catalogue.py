"""The catalogue: which files there are, and what became of each paper. SQLite, one writer, many readers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.errors import StoreError
from pipeline.model import Problem
from pipeline.store.names import located

VERSION = 1
SCHEMA = """
CREATE TABLE files (          -- what a walk of the folders found
    root TEXT NOT NULL,       -- the folder that was read, absolute
    path TEXT NOT NULL,       -- below it
    size INTEGER NOT NULL, modified INTEGER NOT NULL,  -- bytes; nanoseconds since 1970
    sha256 TEXT NOT NULL,
    PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE INDEX files_by_content ON files (sha256);
CREATE TABLE papers (         -- one for each content, however many files hold it
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL,
    path TEXT NOT NULL,       -- the first of its files, as the paper's JSON names it
    program TEXT NOT NULL,    -- the version that read it
    outcome TEXT NOT NULL CHECK (outcome IN ('read', 'failed')),
    code TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL,  -- of a failure
    stamp TEXT NOT NULL,      -- digest of its JSON
    seconds REAL NOT NULL, read_at TEXT NOT NULL,
    body TEXT, meeting_date TEXT, paper_type TEXT, title TEXT, pages INTEGER,
    passages INTEGER NOT NULL, statements INTEGER NOT NULL,
    sketch BLOB NOT NULL,     -- of its text, to find copies by
    copies TEXT NOT NULL      -- JSON list of paths
);
CREATE TABLE problems (
    paper TEXT NOT NULL REFERENCES papers ON DELETE CASCADE, code TEXT NOT NULL, message TEXT NOT NULL, page INTEGER
);
CREATE INDEX problems_by_paper ON problems (paper);
"""


class File(msgspec.Struct, frozen=True):
    """One file of a folder of papers; `path` is below `root`, with '/'."""

    root: str
    path: str
    size: int
    modified: int
    sha256: str

    @property
    def paper(self) -> str:
        """The id of the paper it holds."""
        return self.sha256[:16]

    @property
    def place(self) -> Path:
        """Where it is on the disk."""
        return located(f"{self.root}/{self.path}")


class Entry(msgspec.Struct):
    """What the catalogue says of one paper. A failure has a code, message and hint, and no stamp."""

    id: str
    sha256: str
    path: str
    program: str
    outcome: str
    seconds: float
    read_at: str
    code: str = ""
    message: str = ""
    hint: str = ""
    stamp: str = ""
    body: str | None = None
    meeting_date: str | None = None
    paper_type: str | None = None
    title: str | None = None
    pages: int | None = None
    passages: int = 0
    statements: int = 0
    sketch: bytes = b""
    copies: list[str] = []
    problems: list[Problem] = []


COLUMNS = [field for field in Entry.__struct_fields__ if field != "problems"]


class Catalogue:
    """The catalogue in the SQLite file `path`. A reader may have it open while one writer works."""

    def __init__(self, path: Path, writable: bool) -> None:
        try:
            self._db = sqlite3.connect(path if writable else f"{path.resolve().as_uri()}?mode=ro", uri=not writable)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0 and writable:
                self._db.executescript(
                    f"PRAGMA journal_mode = WAL; BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT"
                )
                version = VERSION
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"the catalogue {path} is damaged: {error}",
                hint="Move it away and run `papers ingest`: it is made again by reading the papers again.",
            ) from error
        if version != VERSION:
            raise StoreError(
                f"the catalogue {path} is of version {version}, this program writes version {VERSION}",
                hint="Move it away and run `papers ingest`: it is made again by reading the papers again.",
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ------------------------------------------------------------------------------------- files

    def roots(self) -> list[str]:
        """The folders that were read, in order."""
        return [root for (root,) in self._db.execute("SELECT DISTINCT root FROM files ORDER BY root")]

    def files(self, root: str | None = None) -> list[File]:
        """The files known below `root`, or all, ordered by root and path."""
        where, values = ("WHERE root = ?", (root,)) if root is not None else ("", ())
        rows = self._db.execute(f"SELECT * FROM files {where} ORDER BY root, path", values)
        return [File(**dict(row)) for row in rows]

    def set_files(self, root: str, changed: Iterable[File], gone: Iterable[str]) -> None:
        """Note files that are new or changed below `root`, and paths that are gone."""
        with self._db:
            self._db.executemany("DELETE FROM files WHERE root = ? AND path = ?", [(root, path) for path in gone])
            self._db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                [msgspec.structs.astuple(file) for file in changed],
            )

    # ------------------------------------------------------------------------------------ papers

    def enter(self, entry: Entry) -> None:
        """Enter a paper, instead of what was known of it."""
        values = [getattr(entry, column) for column in COLUMNS[:-1]] + [json.dumps(entry.copies)]
        with self._db:
            self._db.execute("DELETE FROM papers WHERE id = ?", (entry.id,))
            self._db.execute(
                f"INSERT INTO papers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", values
            )
            self._db.executemany(
                "INSERT INTO problems VALUES (?, ?, ?, ?)",
                [(entry.id, problem.code, problem.message, problem.page) for problem in entry.problems],
            )

    def drop(self, paper: str) -> None:
        """Forget a paper."""
        with self._db:
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper,))

    def entry(self, paper: str) -> Entry | None:
        """What is known of the paper with this id."""
        return next(self._entries("WHERE id = ?", paper), None)

    def entries(self) -> Iterator[Entry]:
        """What is known of every paper, ordered by path."""
        return self._entries("ORDER BY path")

    def stamps(self) -> dict[str, str]:
        """The id of every paper that was read -> the stamp of its JSON."""
        return dict(self._db.execute("SELECT id, stamp FROM papers WHERE outcome = 'read'").fetchall())

    def settled(self, program: str) -> set[str]:
        """The ids that this version of the program has dealt with, read or failed."""
        return {paper for (paper,) in self._db.execute("SELECT id FROM papers WHERE program = ?", (program,))}

    def lacking(self, code: str) -> set[str]:
        """The ids of the papers with a failure or a problem of this code."""
        query = "SELECT id FROM papers WHERE code = :code UNION SELECT paper FROM problems WHERE code = :code"
        return {paper for (paper,) in self._db.execute(query, {"code": code})}

    def _entries(self, clause: str, *values: str) -> Iterator[Entry]:
        for row in self._db.execute(f"SELECT {', '.join(COLUMNS)} FROM papers {clause}", values).fetchall():
            problems = self._db.execute("SELECT code, message, page FROM problems WHERE paper = ?", (row["id"],))
            yield Entry(
                **{**dict(row), "copies": json.loads(row["copies"])},
                problems=[Problem(code, message, page) for code, message, page in problems],
            )
