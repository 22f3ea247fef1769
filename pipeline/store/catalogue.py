"""The catalogue: which files there are, and what became of each paper. SQLite, one writer, many readers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pipeline.errors import StoreError
from pipeline.model import Problem
from pipeline.store.names import located
from pipeline.store.reading import reading

VERSION = 2
SCHEMA = """
CREATE TABLE files (          -- what a walk of the folders found
    root TEXT NOT NULL,       -- the folder that was read: from the home when it is in there, else absolute
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
#: What version 2 has more; readers do without it.
ADDED = """
CREATE TABLE alone (          -- files that were named by themselves: their neighbours are not read
    root TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (root, path)
) WITHOUT ROWID;
CREATE TABLE written (        -- the JSON of each paper as it was left: by these one sees that something happened to it
    paper TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL  -- bytes; nanoseconds since 1970
) WITHOUT ROWID;
"""
#: In version 1 a file named by itself looked like a folder with one file in it.
TOLD_ALONE = """
INSERT INTO alone SELECT root, min(path) FROM files WHERE root != 'corpus'
GROUP BY root HAVING count(*) = 1 AND min(path) NOT LIKE '%/%';
"""


class File(msgspec.Struct, frozen=True):
    """One file of a folder of papers; `root` is absolute, `path` below it, with '/'."""

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


MAKE_AGAIN = "Move it away and run `papers ingest`: it is made again by reading the papers again."
#: How the name of an error of SQLite begins -> what to say of the catalogue, and what to do.
REFUSALS = {
    "FULL": ("cannot be written", "Make room on the disk and run the command again; what was finished is kept."),
    "IOERR": ("cannot be read or written", "Is the disk full or gone? Mend that and run the command again."),
    "BUSY": ("is in use", "Wait for the other run to end, then try again."),
    "READONLY": ("cannot be written", "Copy the home to where you can write, or name another one with --home."),
    "CANTOPEN": ("cannot be opened", "Look at the rights of the folder; you need to read it and what is in it."),
}
DAMAGED = ("is damaged", MAKE_AGAIN)
COLUMNS = [field for field in Entry.__struct_fields__ if field != "problems"]


class Catalogue:
    """The catalogue in the SQLite file `path`. A reader may have it open while one writer works.

    Every method raises StoreError when the file is damaged, locked, or the disk will not take what is written.
    """

    def __init__(self, path: Path, writable: bool) -> None:
        self._path, self._home = path, path.absolute().parent.parent
        with self._explained():
            self._db = sqlite3.connect(path) if writable else reading(path)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0 and writable:
                self._db.executescript(
                    f"PRAGMA journal_mode = WAL; BEGIN; {SCHEMA} {ADDED} PRAGMA user_version = {VERSION}; COMMIT"
                )
                version = VERSION
            if writable:  # folders in the home were noted as absolute before homes could be moved
                self._db.execute(
                    "UPDATE OR REPLACE files SET root = substr(root, ?2) WHERE root LIKE ?1",
                    (f"{self._home}/%", len(str(self._home)) + 2),
                )
                self._db.commit()
            if version == 1 and writable:
                self._db.executescript(f"BEGIN; {ADDED} {TOLD_ALONE} PRAGMA user_version = {VERSION}; COMMIT")
        if version not in (1, VERSION):
            raise StoreError(
                f"the catalogue {path} is of version {version}, this program writes version {VERSION}", hint=MAKE_AGAIN
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # ------------------------------------------------------------------------------------- files

    def roots(self) -> list[str]:
        """The folders that were read, in order."""
        query = "SELECT DISTINCT root FROM files WHERE (root, path) NOT IN (SELECT root, path FROM alone)"
        return sorted(self._absolute(root) for (root,) in self._rows(query))

    def alone(self) -> list[tuple[str, str]]:
        """The files that were named by themselves, each as its folder and its name in there."""
        rows = self._rows("SELECT root, path FROM files WHERE (root, path) IN (SELECT root, path FROM alone)")
        return sorted((self._absolute(root), path) for root, path in rows)

    def set_alone(self, root: str, path: str) -> None:
        """Note that a file was named by itself."""
        with self._explained(), self._db:
            self._db.execute("INSERT OR IGNORE INTO alone VALUES (?, ?)", (self._stored(root), path))

    def set_whole(self, root: str) -> None:
        """Note that a folder was named, and with it whatever is in it."""
        with self._explained(), self._db:
            self._db.execute("DELETE FROM alone WHERE root = ?", (self._stored(root),))

    def files(self, root: str | None = None) -> list[File]:
        """The files known below `root`, or all, ordered by root and path."""
        where, values = ("WHERE root = ?", (self._stored(root),)) if root is not None else ("", ())
        rows = self._rows(f"SELECT * FROM files {where} ORDER BY root, path", *values)
        return [File(**{**dict(row), "root": self._absolute(row["root"])}) for row in rows]

    def set_files(self, root: str, changed: Iterable[File], gone: Collection[str]) -> None:
        """Note files that are new or changed below `root`, and paths that are gone."""
        stored = self._stored(root)
        with self._explained(), self._db:
            for table in ("files", "alone"):
                where = [(stored, path) for path in gone]
                self._db.executemany(f"DELETE FROM {table} WHERE root = ? AND path = ?", where)
            self._db.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                [(stored, *msgspec.structs.astuple(file)[1:]) for file in changed],
            )

    def _stored(self, root: str) -> str:
        """A folder in the home is noted from there, so that a home can be moved."""
        path = Path(root)
        return path.relative_to(self._home).as_posix() if path.is_relative_to(self._home) else root

    def _absolute(self, root: str) -> str:
        return str(self._home / root)

    # ------------------------------------------------------------------------------------ papers

    def enter(self, entry: Entry) -> None:
        """Enter a paper, instead of what was known of it."""
        values = [getattr(entry, column) for column in COLUMNS[:-1]] + [json.dumps(entry.copies)]
        with self._explained(), self._db:
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
        with self._explained(), self._db:
            self._db.execute("DELETE FROM papers WHERE id = ?", (paper,))

    def entry(self, paper: str) -> Entry | None:
        """What is known of the paper with this id."""
        return next(self._entries("WHERE id = ?", paper), None)

    def entries(self) -> Iterator[Entry]:
        """What is known of every paper, ordered by path."""
        return self._entries("ORDER BY path")

    def stamps(self) -> dict[str, str]:
        """The id of every paper that was read -> the stamp of its JSON."""
        return {row["id"]: row["stamp"] for row in self._rows("SELECT id, stamp FROM papers WHERE outcome = 'read'")}

    def settled(self, program: str) -> set[str]:
        """The ids that this version of the program has dealt with, read or failed."""
        return {paper for (paper,) in self._rows("SELECT id FROM papers WHERE program = ?", program)}

    def lacking(self, code: str) -> set[str]:
        """The ids of the papers with a failure or a problem of this code."""
        query = "SELECT id FROM papers WHERE code = ?1 UNION SELECT paper FROM problems WHERE code = ?1"
        return {paper for (paper,) in self._rows(query, code)}

    def written(self) -> dict[str, tuple[int, int]]:
        """The id of a paper -> the size and time of change of its JSON when it was last known to be whole."""
        return {paper: (size, modified) for paper, size, modified in self._rows("SELECT * FROM written")}

    def note_written(self, states: Mapping[str, tuple[int, int]]) -> None:
        """Note the size and time of change of JSON that is whole."""
        with self._explained(), self._db:
            self._db.executemany(
                "INSERT OR REPLACE INTO written VALUES (?, ?, ?)", [(paper, *state) for paper, state in states.items()]
            )

    def _entries(self, clause: str, *values: str) -> Iterator[Entry]:
        for row in self._rows(f"SELECT {', '.join(COLUMNS)} FROM papers {clause}", *values):
            problems = self._rows("SELECT code, message, page FROM problems WHERE paper = ?", row["id"])
            yield Entry(
                **{**dict(row), "copies": json.loads(row["copies"])},
                problems=[Problem(code, message, page) for code, message, page in problems],
            )

    def _rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        with self._explained():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What SQLite says no to, as a StoreError with a hint."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
            what, hint = next((said for start, said in REFUSALS.items() if code.startswith(start)), DAMAGED)
            raise StoreError(f"the catalogue {self._path} {what}: {error}", hint=hint) from error
