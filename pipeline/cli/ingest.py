"""`papers ingest`, `papers status` and `papers check`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.helping import Number, Seconds
from pipeline.cli.output import count, examples, heading, json_option, one_line, print_json, table
from pipeline.home import Home
from pipeline.text import bodies_in_one

if TYPE_CHECKING:
    from pipeline.ingest import Summary
    from pipeline.store import Entry


NO_BODY = "(no body found)"
SHOWN = 5  # names of files that were passed over


@examples(
    "papers ingest                        what is new or changed in corpus/ and folders read before",
    "papers ingest ~/Documents/board      another folder, where it stands",
    "papers ingest --again --workers 1    everything once more, one paper at a time",
)
@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--again", is_flag=True, help="Read everything once more, changed or not.")
@click.option("--workers", type=Number(1, 256), help="Papers read at a time (default: one a core).")
@click.option("--time-limit", type=Seconds(1), default=300.0, show_default=True, help="Seconds a paper may take.")
@click.option("--memory-limit", type=Number(200), default=900, show_default=True, help="MiB a paper may take.")
@click.option(
    "--model", default="", metavar="NAME", help="Also tag with this trained spaCy model, when it is installed."
)
@json_option
@click.pass_obj
def ingest(
    home: Path,
    paths: tuple[Path, ...],
    again: bool,
    workers: int | None,
    time_limit: float,
    memory_limit: int,
    model: str,
    as_json: bool,
) -> None:
    """Read the papers that are new or changed, and say what became of each.

    PATHS are files or folders; without any, corpus/ and every folder read before. A paper that cannot be read is
    listed with the reason and stops nothing. Ends with 0 when all papers are read, with 1 when some failed.
    """
    from pipeline.cli.progress import watcher
    from pipeline.ingest import Limits, run

    limits = Limits(seconds=time_limit, megabytes=memory_limit, workers=workers or Limits().workers)
    with closing(watcher(quiet=as_json)) as watching:
        summary = run(Home(home), paths, limits, watching, again, model)
    if as_json:
        print_json(summary)
    else:
        _print_summary(summary)
    if summary.failed:
        sys.exit(1)


@examples(
    "papers status              papers by body, what failed and why, problems",
    "papers status --papers     every paper: date, body, type, title, file",
    "papers status --json       every paper with all that is known of its reading",
)
@click.command()
@click.option("--papers", is_flag=True, help="List the papers that were read, by date.")
@json_option
@click.pass_obj
def status(home: Path, papers: bool, as_json: bool) -> None:
    """What was read, what failed and why."""
    with Home(home).store() as store:
        entries = list(store.catalogue.entries())
    if as_json:
        keep = (
            "id",
            "path",
            "outcome",
            "code",
            "message",
            "hint",
            "program",
            "seconds",
            "read_at",
            "problems",
            "copies",
        )
        print_json([{name: getattr(entry, name) for name in keep} for entry in entries])
        return
    if not entries:
        click.echo(f"No papers yet. Put some in {home / 'corpus'} and run: papers ingest")
        return
    read = [entry for entry in entries if entry.outcome == "read"]
    if papers:
        read.sort(key=lambda entry: (entry.meeting_date or "", entry.path))
        rows = [(e.meeting_date, e.body, (e.paper_type or "").replace("_", " "), e.title, _names(e)) for e in read]
        table(["Date", "Body", "Type", "Title", "File"], rows)
        return
    statements, passages = sum(e.statements for e in read), sum(e.passages for e in read)
    heading(f"{count(len(read), 'paper')}, {count(passages, 'passage')}, {count(statements, 'statement')}")
    _print_bodies(read)
    _print_failed([entry for entry in entries if entry.outcome == "failed"])
    problems = [(entry.path, problem) for entry in read for problem in entry.problems]
    if problems:
        heading(count(len(problems), "problem"))
        table(["Paper", "Problem"], [(one_line(path), problem.message) for path, problem in problems])


@examples(
    "papers check              do what was read and what is searched agree?",
    "papers check --repair     and mend what does not",
)
@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended.")
@json_option
@click.pass_obj
def check(home: Path, repair: bool, as_json: bool) -> None:
    """Hold papers, catalogue and index against each other.

    The papers are the JSON in extracted/, the catalogue says what was read, the index is what is searched. Ends with
    1 when they do not agree.
    """
    from pipeline.ingest.check import check as run_check

    faults = run_check(Home(home), repair)
    if as_json:
        print_json(faults)
    else:
        for fault in faults:
            click.echo(f"{fault.what}{' (mended)' if fault.mended else ''}")
        if not faults:
            click.echo("Papers, catalogue and index agree.")
        elif not all(fault.mended for fault in faults):
            click.echo(
                "Hint: papers check --repair mends what can be mended."
                if not repair
                else "Hint: papers ingest reads them again.",
                err=True,
            )
    if not all(fault.mended for fault in faults):
        sys.exit(1)


def _print_summary(summary: Summary) -> None:
    if summary.rebuilt:
        click.echo(f"The index was made anew: {summary.rebuilt}.")
    for root in summary.missing_roots:
        click.echo(one_line(f"The folder {root} is not there; its papers are kept."))
    for path in summary.closed:
        why = "a link that leads nowhere, or no right to it"
        click.echo(one_line(f"{path} cannot be opened ({why}); what was read there before is kept."))
    parts = [
        count(summary.read, "paper") + " read",
        f"{summary.unchanged:,} unchanged",
        f"{len(summary.failed):,} failed",
    ]
    if summary.copies:
        parts.append(count(summary.copies, "copy", "copies"))
    if summary.removed:
        parts.append(f"{summary.removed:,} removed")
    if summary.with_problems:
        parts.append(f"{summary.with_problems:,} with problems (papers status)")
    if summary.passed_over:
        parts.append(f"{len(summary.passed_over):,} passed over as no papers")
    click.echo(f"{', '.join(parts)}; {summary.seconds:.1f} s.")
    if summary.passed_over:
        names = [one_line(Path(path).name) for path in summary.passed_over]
        rest = f" and {len(names) - SHOWN:,} more (--json names all)" if len(names) > SHOWN else ""
        click.echo(f"Passed over: {', '.join(names[:SHOWN])}{rest}")
    _print_failed(summary.failed)


def _print_bodies(entries: list[Entry]) -> None:
    named, dates = bodies_in_one(entry.body or NO_BODY for entry in entries), dict[str, list[str]]()
    for entry in entries:
        dates.setdefault(named[entry.body or NO_BODY], []).append(entry.meeting_date or "")
    rows = []
    for body, all_dates in sorted(dates.items(), key=lambda item: (-len(item[1]), item[0])):
        known = sorted(filter(None, all_dates)) or [""]
        rows.append((body, len(all_dates), known[0], known[-1]))
    table(["Body", "Papers", "First", "Last"], rows)
    undated = sum(not entry.meeting_date for entry in entries)
    if undated:
        click.echo(f"{count(undated, 'paper')} {'has' if undated == 1 else 'have'} no date.")
    if undated or NO_BODY in dates:
        click.echo("papers status --papers lists every paper, also those without a body or a date.")


def _print_failed(failed: list[Entry]) -> None:
    if failed:
        heading(f"{count(len(failed), 'paper')} could not be read")
        table(["Paper", "Why", "What to do"], [(_names(e), one_line(e.message), e.hint) for e in failed])


def _names(entry: Entry) -> str:
    return one_line(", ".join([entry.path, *entry.copies]))
