"""What a person sees while a run goes on: a bar on a terminal, plain lines otherwise, nothing when asked for JSON."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipeline.cli.output import count, one_line
from pipeline.ingest import Watcher
from pipeline.store import Entry


def watcher(quiet: bool) -> Watcher:
    """The watcher that fits where standard error leads to."""
    if quiet:
        return Watcher()
    return Bar() if sys.stderr.isatty() else Lines()


class Lines(Watcher):
    """A line for each paper, for logs and pipes."""

    def found(self, files: int, to_read: int) -> None:
        """Say how much there is to do."""
        self.done, self.total = 0, to_read
        click.echo(f"{count(files, 'file')} found, {count(to_read, 'paper')} to read", err=True)

    def finished(self, entry: Entry) -> None:
        """Say what became of a paper."""
        self.done += 1
        pages = f", {count(entry.pages, 'page')}" if entry.pages else ""
        said = f"read{pages}" if entry.outcome == "read" else f"failed: {entry.message}"
        click.echo(f"[{self.done}/{self.total}] {one_line(entry.path)}: {said} ({entry.seconds:.1f} s)", err=True)

    def indexing(self, papers: int) -> None:
        """Say that indexing begins."""
        click.echo(f"indexing {count(papers, 'paper')}", err=True)


class Bar(Watcher):
    """A progress bar."""

    def __init__(self) -> None:
        self.progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    def found(self, files: int, to_read: int) -> None:
        """Draw the bar."""
        self.progress.start()
        self.task = self.progress.add_task("Reading", total=to_read)

    def finished(self, entry: Entry) -> None:
        """Move the bar; a failure is said at once."""
        self.progress.advance(self.task)
        if entry.outcome == "failed":
            self.progress.console.print(Text(f"{one_line(entry.path)}: {entry.message}", style="red"))

    def indexing(self, papers: int) -> None:
        """Say that indexing begins."""
        self.progress.update(self.task, description=f"Indexing {count(papers, 'paper')}")

    def close(self) -> None:
        """Take the bar away."""
        self.progress.stop()
