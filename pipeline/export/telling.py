"""The words of an evidence pack, the same in every format."""

from __future__ import annotations

from datetime import date

from pipeline.export.records import Pack, Paper, Row, Thread
from pipeline.text import collapse, paged

COLUMNS = ("Date", "Paper and page", "Quote", "Owner", "Due", "Status")
STATES = {
    "completed": "completed", "open": "open when last seen", "silent": "not seen again", "superseded": "superseded",
    "cancelled": "given up",
}  # fmt: skip


def summary(pack: Pack) -> str:
    """One sentence on what the pack holds."""
    states: dict[str, int] = {}
    for thread in pack.threads:
        states[STATES.get(thread.state, thread.state)] = states.get(STATES.get(thread.state, thread.state), 0) + 1
    parts = ", ".join(f"{number} {state}" for state, number in states.items())
    more = f" {pack.left_out} more threads answer the question and are not in this pack." if pack.left_out else ""
    return (
        f"{len(pack.threads)} {'thread' if len(pack.threads) == 1 else 'threads'}: {parts}.{more}"
        if parts
        else "Nothing was found."
    )


def facts(thread: Thread) -> list[str]:
    """What is known of a thread as a whole, a line each."""
    lines = [
        f"State: {STATES.get(thread.state, thread.state)}" + (", past its due date" if thread.overdue else "") + "."
    ]
    if thread.silence:
        lines.append(_sentence(thread.silence.message))
    if thread.slips:
        moves = "; ".join(f"{s.before} to {s.after} ({day(s.date)}, {s.document}{paged(s.page)})" for s in thread.slips)
        times = "once" if len(thread.slips) == 1 else f"{len(thread.slips)} times"
        lines.append(f"Due date moved {times}: {moves}.")
    lines += [f"Does not agree: {c.message} ({c.document}{paged(c.page)})." for c in thread.contradictions]
    return lines


def cells(row: Row) -> tuple[str, ...]:
    """A row of a thread's table, in the order of COLUMNS."""
    status = "; ".join(collapse(cell) for cell in row.status.values()) or row.role
    sure = "" if row.certainty >= 0.9 else f" [held to belong here with certainty {row.certainty:.0%}]"
    return (
        day(row.date) or "no date",
        f"{row.document}{paged(row.page)}",
        f"“{collapse(row.text)}”{sure}",
        ", ".join(row.owners),
        collapse(row.due.text) if row.due else "",
        status,
    )


def source(paper: Paper) -> tuple[str, ...]:
    """A row of the table of papers: what it is, its file, its digest."""
    what = ", ".join(filter(None, (paper.title, paper.body, day(paper.meeting_date)))) or paper.document
    return (what, paper.path, f"{paper.size:,} bytes", paper.sha256)


def day(iso: str | None) -> str:
    """'2015-11-03' as '3 November 2015'."""
    if not iso:
        return ""
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
