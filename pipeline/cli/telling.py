"""Threads and resolutions as a terminal shows them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.output import count, day, heading, paragraph, printable
from pipeline.text import paged

if TYPE_CHECKING:
    from pipeline.trace import Resolution, Row, Thread, Traced
    from pipeline.trace.flat import ThreadRow

WIDTH = 100


def print_thread(traced: Traced, thread: Thread, why: bool) -> None:
    """A thread with its rows, silence, contradictions and slips; with `why`, what joins each row to those before it."""
    heading(f"{thread.title}  [{thread.id}]")
    facts = [
        thread.body,
        thread.kind,
        thread.state,
        "overdue" if thread.overdue else "",
        moved(len(thread.slips)),
    ]
    click.echo(printable("  " + " · ".join(filter(None, facts))))
    if thread.silence:
        click.echo(printable(textwrap.fill(thread.silence.message, WIDTH, initial_indent="  ", subsequent_indent="  ")))
    for contradiction in thread.contradictions:
        where = f"{contradiction.document}{paged(contradiction.page)}"
        click.echo(printable(f"  ! {contradiction.message} ({where})"))
    for row in thread.rows:
        _print_row(row, traced.holders(row), why)
    for slip in thread.slips:
        by = f" ({slip.days:+d} days)" if slip.days is not None else ""
        where = f"{day(slip.date)}, {slip.document}{paged(slip.page)}"
        click.echo(printable(f"  due date moved: {slip.before} → {slip.after}{by}, {where}"))
    click.echo()


def print_brief(row: ThreadRow) -> None:
    """A thread in a list of them: what it is, who has it, when it was due, how it stood when last seen."""
    heading(printable(textwrap.fill(row.title, WIDTH)))
    facts = [
        row.kind, row.body, row.owners and f"owner: {row.owners}", row.due and f"due: {row.due}",
        row.state + (", overdue" if row.overdue else ""), row.last_seen and f"last seen {day(row.last_seen)}",
        count(row.mentions, "mention"), moved(row.slips), row.thread,
    ]  # fmt: skip
    paragraph(printable(" · ".join(fact for fact in facts if fact)), dim=True)
    click.echo()


def _print_row(row: Row, holders: dict[str, str], why: bool) -> None:
    owners = [f"{owner} ({holders[owner]})" if owner in holders else owner for owner in row.owners]
    facts = [row.role, ", ".join(owners), f"due {row.due.text}" if row.due else "", *row.status.values()]
    sure = "" if row.certainty >= 0.9 else f"  certainty {row.certainty:.0%}"
    click.echo(printable(f"  {day(row.date) or 'no date'}  {row.document}{paged(row.page)}{sure}"))
    click.echo(printable(textwrap.fill(f"“{row.text}”", WIDTH, initial_indent="    ", subsequent_indent="    ")))
    told = " · ".join(" ".join(fact.split()) for fact in facts if fact)
    click.echo(printable(textwrap.fill(told, WIDTH, initial_indent="    ", subsequent_indent="    ")))
    if why:
        click.echo(printable(textwrap.fill(row.why, WIDTH, initial_indent="    = ", subsequent_indent="      ")))


def print_resolution(found: Resolution) -> None:
    """A recommendation and what became of it, below each other."""
    report, minute = found.recommendation, found.decision
    heading(" · ".join(filter(None, [day(report.date), report.document + paged(report.page)])))
    paragraph(printable(f"“{report.text}”"))
    paragraph(printable(found.message + (f" ({minute.document}{paged(minute.page)})" if minute else "")), dim=True)
    click.echo()


def resolution_record(found: Any) -> dict[str, Any]:
    """A resolution for JSON: of its two statements what a reader needs to find them."""

    def side(one: Any) -> dict[str, Any] | None:
        if one is None:
            return None
        keep = ("statement", "paper", "document", "copies", "date", "page", "body", "heading", "number", "text")
        return {name: getattr(one, name) for name in keep}

    return {
        "outcome": found.outcome, "message": found.message, "recommendation": side(found.recommendation),
        "decision": side(found.decision), "changes": found.changes, "certainty": found.certainty, "why": found.why,
    }  # fmt: skip


def moved(number: int) -> str:
    """How often a due date moved; '' when it did not."""
    return f"due date moved {'once' if number == 1 else f'{number} times'}" if number else ""
