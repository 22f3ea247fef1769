"""Findings as a SQLite file that opens well in Datasette: tables with keys between them, full-text search, views."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from pipeline.errors import PapersError
from pipeline.export.records import Finding, Paper, Thread
from pipeline.search.views import KINDS
from pipeline.text import collapse

SCHEMA = """
CREATE TABLE papers (
    id TEXT PRIMARY KEY, title TEXT, body TEXT, council TEXT, meeting_date TEXT, paper_type TEXT,
    document TEXT NOT NULL, path TEXT NOT NULL, pages INTEGER, media_type TEXT, size INTEGER, sha256 TEXT NOT NULL
);
CREATE TABLE threads (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, kind TEXT, body TEXT, first_seen TEXT,
    last_seen TEXT, overdue INTEGER NOT NULL, slips INTEGER NOT NULL, silence TEXT
);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY, statement TEXT, kind TEXT, text TEXT NOT NULL, number TEXT, section TEXT, page INTEGER,
    due TEXT, due_start TEXT, due_end TEXT, impact TEXT, baseline TEXT, certainty REAL,
    paper TEXT NOT NULL REFERENCES papers (id), thread TEXT REFERENCES threads (id)
);
CREATE TABLE owners (finding INTEGER NOT NULL REFERENCES findings (id), owner TEXT NOT NULL);
CREATE TABLE statuses (finding INTEGER NOT NULL REFERENCES findings (id), head TEXT NOT NULL, status TEXT NOT NULL);
CREATE TABLE sights (
    id INTEGER PRIMARY KEY, thread TEXT NOT NULL REFERENCES threads (id), date TEXT, role TEXT NOT NULL,
    text TEXT NOT NULL, owners TEXT, due TEXT, due_end TEXT, status TEXT, document TEXT NOT NULL, page INTEGER,
    statement TEXT NOT NULL, paper TEXT REFERENCES papers (id), certainty REAL, why TEXT
);
CREATE TABLE slips (
    thread TEXT NOT NULL REFERENCES threads (id), date TEXT, before TEXT NOT NULL, after TEXT NOT NULL, days INTEGER,
    document TEXT, page INTEGER
);
CREATE TABLE contradictions (
    thread TEXT NOT NULL REFERENCES threads (id), code TEXT NOT NULL, message TEXT NOT NULL, date TEXT,
    document TEXT, page INTEGER
);
"""
AFTER = """
CREATE INDEX findings_by_paper ON findings (paper);
CREATE INDEX findings_by_thread ON findings (thread);
CREATE INDEX findings_by_kind ON findings (kind);
CREATE INDEX owners_by_finding ON owners (finding);
CREATE INDEX owners_by_owner ON owners (owner);
CREATE INDEX statuses_by_finding ON statuses (finding);
CREATE INDEX sights_by_thread ON sights (thread);
CREATE INDEX slips_by_thread ON slips (thread);
CREATE INDEX contradictions_by_thread ON contradictions (thread);
CREATE INDEX papers_by_date ON papers (meeting_date);
CREATE VIRTUAL TABLE findings_fts USING fts5 (
    text, section, content='findings', content_rowid='id', tokenize='porter unicode61'
);
INSERT INTO findings_fts (findings_fts) VALUES ('rebuild');
"""
#: The rows of a list with the record they are of, by the name of its table.
Lists = Mapping[str, tuple[type[msgspec.Struct], Iterable[msgspec.Struct]]]
#: A view of the search, each row with what became of the thing.
VIEW = """
CREATE VIEW {name} AS
    SELECT findings.id, papers.meeting_date, papers.body, findings.kind, findings.text,
           (SELECT group_concat(owner, '; ') FROM owners WHERE finding = findings.id) AS owners,
           findings.due, findings.due_end, threads.state, threads.last_seen, threads.slips, papers.document,
           findings.page
    FROM findings JOIN papers ON papers.id = findings.paper LEFT JOIN threads ON threads.id = findings.thread
    WHERE findings.kind IN ({kinds});
"""


def write(path: Path, findings: Iterable[Finding], threads: Iterable[Thread] = (), papers: Iterable[Paper] = (),
          lists: Lists | None = None) -> int:  # fmt: skip
    """Write the file `path`, whole or not at all; the number of findings in it.

    `threads` come with the findings that point to them, `papers` are those of their rows; the papers of the findings
    come by themselves. Each of `lists` is a table of its own, with a column a field.

    Raises PapersError when the file cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        db = sqlite3.connect(part)
        try:
            db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
            with db:
                known = _threads(db, threads, papers)
                number = _findings(db, findings, known)
                for name, (kind, rows) in (lists or {}).items():
                    _list(db, name, kind, rows)
                db.execute("UPDATE sights SET paper = NULL WHERE paper NOT IN (SELECT id FROM papers)")
            db.executescript(AFTER + "ANALYZE;")
            for name, kinds in KINDS.items():
                db.execute(VIEW.format(name=name, kinds=", ".join(f"'{kind}'" for kind in kinds)))
            if wrong := db.execute("PRAGMA foreign_key_check").fetchone():
                raise PapersError(f"the export does not hold together: {wrong}")
        finally:
            db.close()
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise PapersError(
            f"{path} could not be written: {error}", hint="Make room on the disk, or name another file."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return number


def _threads(db: sqlite3.Connection, threads: Iterable[Thread], papers: Iterable[Paper]) -> set[str]:
    for paper in papers:
        _paper(db, paper)
    known = set()
    for thread in threads:
        known.add(thread.id)
        db.execute(
            "INSERT OR IGNORE INTO threads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (thread.id, thread.title, thread.state, thread.kind, thread.body, thread.first_seen, thread.last_seen,
             thread.overdue, len(thread.slips), thread.silence.message if thread.silence else None),
        )  # fmt: skip
        db.executemany(
            "INSERT INTO sights VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(thread.id, r.date, r.role, collapse(r.text), "; ".join(r.owners), r.due.text if r.due else None,
              r.due.end if r.due else None, "; ".join(r.status.values()), r.document, r.page, r.statement, r.paper,
              r.certainty, r.why) for r in thread.rows],
        )  # fmt: skip
        db.executemany(
            "INSERT INTO slips VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(thread.id, s.date, s.before, s.after, s.days, s.document, s.page) for s in thread.slips],
        )
        db.executemany(
            "INSERT INTO contradictions VALUES (?, ?, ?, ?, ?, ?)",
            [(thread.id, c.code, c.message, c.date, c.document, c.page) for c in thread.contradictions],
        )
    return known


def _list(db: sqlite3.Connection, name: str, kind: type[msgspec.Struct], rows: Iterable[msgspec.Struct]) -> None:
    """A table of flat records; a field `thread` points to the thread of that id."""
    fields = kind.__struct_fields__
    columns = ", ".join(f"{field} REFERENCES threads (id)" if field == "thread" else field for field in fields)
    db.execute(f"CREATE TABLE {name} ({columns})")
    db.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(fields))})", map(msgspec.structs.astuple, rows))


def _findings(db: sqlite3.Connection, findings: Iterable[Finding], threads: set[str]) -> int:
    number, held = 0, ""
    for number, finding in enumerate(findings, 1):
        if finding.paper.id != held:
            held = finding.paper.id
            _paper(db, finding.paper)
        due = finding.due
        db.execute(
            "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, finding.statement or None, finding.kind or None, collapse(finding.text), finding.number or None,
             finding.section or None, finding.page, due.text if due else None, due.start if due else None,
             due.end if due else None, finding.impact or None, finding.baseline or None, finding.certainty,
             finding.paper.id, finding.thread if finding.thread in threads else None),
        )  # fmt: skip
        db.executemany("INSERT INTO owners VALUES (?, ?)", [(number, owner) for owner in finding.owners])
        db.executemany("INSERT INTO statuses VALUES (?, ?, ?)", [(number, *item) for item in finding.status.items()])
    return number


def _paper(db: sqlite3.Connection, paper: Paper) -> None:
    keep = ("id", "title", "body", "council", "meeting_date", "paper_type", "document", "path", "pages", "media_type",
            "size", "sha256")  # fmt: skip
    values = [getattr(paper, name) for name in keep]
    db.execute(f"INSERT OR IGNORE INTO papers VALUES ({', '.join('?' * len(keep))})", values)
