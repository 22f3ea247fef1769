"""The threads of a home for a command: brought up to date first, in silence unless that takes a while."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from types import TracebackType
from typing import TYPE_CHECKING

import click

from pipeline.cli.asking import every, open_engine
from pipeline.cli.output import printable
from pipeline.home import Home
from pipeline.text import fold_body

if TYPE_CHECKING:
    from pipeline.trace import Traced

Place = tuple[str, str]  # a paper and a passage of it
PATIENCE = 1.5  # seconds until a person wonders what is going on


def following(home: Home, quiet: bool = False) -> Traced:
    """What is traced in `home`. Errors as `trace.refresh`; that it is not up to date is said, however `quiet`."""
    from pipeline.trace import refresh

    with _Doing(quiet) as doing:
        traced = refresh(home, doing.say)
    if traced.done.outdated:
        click.echo(traced.done.outdated, err=True)
    return traced


def about(home: Home, query: Sequence[str]) -> Collection[Place] | None:
    """Where what the search for the words `query` finds stands; None without words."""
    from pipeline.search import Request

    if not query:
        return None
    with closing(open_engine(home)) as engine:
        return {(hit.paper, hit.passage) for hit in every(engine, Request(query=" ".join(query), show="places"))}


def of_body(asked: str | None, bodies: Iterable[str]) -> set[str]:
    """Those of `bodies` that have `asked` in their name, all of them without; that there is none is said."""
    all_of_them = set(bodies)
    held = {body for body in all_of_them if fold_body(asked or "") in fold_body(body)}
    if asked and not held:
        from pipeline.search import spelling

        like = spelling.likest(asked, sorted(all_of_them), 3)
        meant = f" Did you mean {' or '.join(map(repr, like))}?" if like else ""
        click.echo(printable(f"No body has {asked!r} in its name.{meant}"), err=True)
    return held


class _Doing:
    """Says on standard error what is being done, once it has taken PATIENCE seconds."""

    def __init__(self, quiet: bool) -> None:
        self._doing, self._late, self._quiet = "working out what became of each statement", False, quiet
        self._timer = threading.Timer(PATIENCE, self._begin)
        self._timer.daemon = True

    def __enter__(self) -> _Doing:
        if not self._quiet:
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()

    def say(self, doing: str) -> None:
        """What is being done from now on."""
        self._doing = doing
        if self._late:
            self._show()

    def _begin(self) -> None:
        self._late = True
        self._show()

    def _show(self) -> None:
        click.echo(f"{self._doing[:1].upper()}{self._doing[1:]} …", err=True)
