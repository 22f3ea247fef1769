"""What is asked of index/threads.sqlite; `keep` opens it and writes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from pipeline.trace.records import Brief, Carried, Counts, Gathered, Link, Thread
from pipeline.trace.resolved import Resolution, in_order

T = TypeVar("T")
#: Statements -> the first statement of their group, their thread ('' for none) and their paper.
Groups = dict[str, tuple[str, str, str]]


class Shelf:
    """The database `_db`, to be read."""

    _db: sqlite3.Connection

    def stamps(self) -> dict[str, str]:
        """The id of every paper held -> the stamp of its JSON."""
        return dict(self._db.execute("SELECT id, stamp FROM papers").fetchall())

    def briefs(self) -> list[tuple[int, Brief]]:
        """What is known of every paper itself, with its number, in the order of their ids."""
        decoder = msgspec.msgpack.Decoder(Brief)
        query = "SELECT number, brief FROM papers ORDER BY id"
        return [(number, decoder.decode(blob)) for number, blob in self._db.execute(query)]

    def gathered(self) -> Iterator[Gathered]:
        """What every paper gave, in the order of their ids."""
        decoder = msgspec.msgpack.Decoder(Gathered)
        for (blob,) in self._db.execute("SELECT gathered FROM papers JOIN gathered USING (number) ORDER BY id"):
            yield decoder.decode(blob)

    def gathered_among(self, papers: Iterable[str]) -> Iterator[Gathered]:
        """What these papers gave, in the order of their ids."""
        return (one for _, one in self.numbered(papers))

    def numbered(self, papers: Iterable[str]) -> list[tuple[int, Gathered]]:
        """What those of `papers` gave that are held, with their numbers."""
        decoder = msgspec.msgpack.Decoder(Gathered)
        query = "SELECT number, gathered FROM papers JOIN gathered USING (number) WHERE id = ?"
        found = (row for paper in sorted(papers) for row in self._db.execute(query, (paper,)))
        return [(number, decoder.decode(blob)) for number, blob in found]

    def gathered_of(self, paper: str) -> Gathered | None:
        """What one paper gave."""
        return next(self.gathered_among([paper]), None)

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

    def groups(self) -> Groups:
        """Every statement -> the first statement of its group, its thread ('' for none) and its paper."""
        rows = self._db.execute("SELECT id, first, thread, paper FROM statements")
        return {name: (first, thread, paper) for name, first, thread, paper in rows}

    def groups_of(self, papers: Iterable[str]) -> Groups:
        """The same of the statements of these papers."""
        return self._groups("paper", papers)

    def named(self, statements: Iterable[str]) -> Groups:
        """The same of these statements."""
        return self._groups("id", statements)

    def members(self, firsts: Iterable[str]) -> Groups:
        """The same of all statements of groups, by their first statements."""
        return self._groups("first", firsts)

    def _groups(self, column: str, values: Iterable[str]) -> Groups:
        found: Groups = {}
        for value in values:
            rows = self._db.execute(f"SELECT id, first, thread, paper FROM statements WHERE {column} = ?", (value,))
            found |= {name: (first, thread, paper) for name, first, thread, paper in rows}
        return found

    def counts(self, family: str) -> Counts | None:
        """What is counted over all papers of one family of bodies."""
        row = self._db.execute("SELECT counts FROM counts WHERE family = ?", (family,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=Counts)

    def carried(self) -> list[Carried]:
        """The actions of one body that go on with another, of all groups."""
        rows = self._db.execute("SELECT carried FROM carried ORDER BY first")
        return [one for (blob,) in rows for one in msgspec.msgpack.decode(blob, type=list[Carried])]

    def resolutions(self) -> list[Resolution]:
        """What reports recommended beside what was resolved."""
        rows = self._db.execute("SELECT resolution FROM resolutions")
        return in_order(msgspec.msgpack.decode(blob, type=Resolution) for (blob,) in rows)

    def undecided(self, since: str, until: str) -> dict[str, str]:
        """The recommendations of reports from one day to another on which nothing was decided, with their papers."""
        query = "SELECT id, paper FROM resolutions WHERE decision = '' AND day BETWEEN ? AND ?"
        return dict(self._db.execute(query, (since, until)).fetchall())

    def decided_by(self, papers: Iterable[str]) -> dict[str, str]:
        """The recommendations on which these papers decided, with their own."""
        found: dict[str, str] = {}
        for paper in papers:
            found |= dict(self._db.execute("SELECT id, paper FROM resolutions WHERE decision = ?", (paper,)).fetchall())
        return found

    def state(self, name: str, kind: type[T]) -> T | None:
        """Something kept of the whole, None when it is not there."""
        row = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return None if row is None else msgspec.msgpack.decode(row[0], type=kind)

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
