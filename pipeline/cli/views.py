"""What the views tell of a statement beside its words: owner, due date, status, and what became of it since."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click
import msgspec

from pipeline.cli.asking import every
from pipeline.cli.following import following
from pipeline.cli.output import day
from pipeline.errors import PapersError
from pipeline.export.telling import STATES
from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.model import Due, Statement
    from pipeline.search import Engine, Hit, Request, Results
    from pipeline.trace import Thread


class Told(msgspec.Struct):
    """A hit of a view. `state` and `last_seen` (a date) are those of its thread, '' and None when it is in none."""

    hit: Hit
    text: str
    owners: list[str] = []
    due: Due | None = None
    status: dict[str, str] = {}
    thread: str = ""
    state: str = ""
    last_seen: str | None = None

    @property
    def standing(self) -> str:
        """The state for a person."""
        return STATES.get(self.state, "")

    @property
    def seen(self) -> str:
        """When the thing was last seen, for a person."""
        return day(self.last_seen)


def told(home: Home, results: Results, quiet: bool = False) -> list[Told]:
    """The hits with what is known of each; threads that cannot be brought up to date are left out, and that is said."""
    statements: dict[str, Statement] = {}
    with home.store() as store:
        for paper in store.papers({hit.paper: None for hit in results.hits if hit.statement}):
            statements |= {one.id: one for one in paper.statements}
    threads = _threads(home, [hit.statement for hit in results.hits if hit.statement], quiet)
    return [_told(hit, statements.get(hit.statement or ""), threads.get(hit.statement or "")) for hit in results.hits]


def in_states(home: Home, engine: Engine, request: Request, states: Collection[str], quiet: bool) -> Results:
    """What `request` finds of things that are in one of `states`. Errors as `trace.refresh`."""
    with closing(following(home, quiet)) as traced:
        wanted = {row.statement for thread in traced.threads() if thread.state in states for row in thread.rows}
    hits = [hit for hit in every(engine, request) if hit.statement in wanted]
    start = (request.page - 1) * request.limit
    results = engine.search(msgspec.structs.replace(request, limit=0))
    return msgspec.structs.replace(results, total=len(hits), hits=hits[start : start + request.limit])


def as_json(results: Results, found: list[Told]) -> dict[str, Any]:
    """The results as `papers search --json` prints them, each hit with what is told of it."""
    record: dict[str, Any] = msgspec.to_builtins(results)
    for hit, one in zip(record["hits"], found, strict=True):
        beside = msgspec.to_builtins(one)
        hit |= {name: beside[name] for name in ("owners", "due", "status", "thread", "state", "last_seen")}
    return record


def _told(hit: Hit, statement: Statement | None, thread: Thread | None) -> Told:
    made = Told(hit, hit.text)
    if statement is not None:
        made.text, made.owners, made.due, made.status = (
            statement.text, statement.owners, statement.due, statement.status,
        )  # fmt: skip
    if thread is not None:
        made.thread, made.state, made.last_seen = thread.id, thread.state, thread.last_seen
    return made


def _threads(home: Home, wanted: list[str], quiet: bool) -> dict[str, Thread]:
    if not wanted:
        return {}
    try:
        with closing(following(home, quiet)) as traced:
            return {statement: thread for statement in wanted if (thread := traced.thread(statement))}
    except PapersError as error:
        click.echo(f"What became of each is not shown: {error}.", err=True)
        return {}
