"""The threads of a home for a command: brought up to date first, in silence unless that takes a while."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING

import click

from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.trace import Traced

PATIENCE = 1.5  # seconds until a person wonders what is going on


def following(home: Home, quiet: bool = False) -> Traced:
    """What is traced in `home`. Errors as `trace.refresh`; that it is not up to date is said, however `quiet`."""
    from pipeline.trace import refresh

    with _Doing(quiet) as doing:
        traced = refresh(home, doing.say)
    if traced.done.outdated:
        click.echo(traced.done.outdated, err=True)
    return traced


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
