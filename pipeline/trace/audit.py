"""The list an auditor would start from: what is overdue, silent, contradicted or was never reported on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from pipeline.model import StatementKind
from pipeline.text import collapse
from pipeline.trace.records import Row, Thread

Finding = Literal["overdue", "silent", "contradicted", "never_reported"]
ORDER: tuple[Finding, ...] = ("contradicted", "overdue", "silent", "never_reported")


class Item(msgspec.Struct):
    """A thread that an auditor should look at, with the place to look at first."""

    thread: str
    title: str
    body: str
    findings: list[Finding]
    messages: list[str]
    last_seen: str | None
    document: str
    page: int | None
    owners: list[str]
    due: str
    slips: int
    kind: StatementKind


def audit(threads: Iterable[Thread]) -> list[Item]:
    """What calls for a question, the gravest first.

    By how much was found and what, then what somebody was set to do by a day before what was promised in passing, and
    by how often its due date moved.
    """
    items = [item for thread in threads if (item := _item(thread))]
    return sorted(
        items,
        key=lambda i: (
            -len(i.findings),
            ORDER.index(i.findings[0]),
            i.kind != "action",
            not (i.owners and i.due),
            -i.slips,
            i.last_seen or "",
            i.thread,
        ),
    )


def _item(thread: Thread) -> Item | None:
    findings: list[Finding] = []
    messages: list[str] = []
    if thread.contradictions:
        findings.append("contradicted")
        messages += [contradiction.message for contradiction in thread.contradictions]
    if thread.overdue:
        findings.append("overdue")
        messages.append(f"due {_due(thread)}, and not finished when last seen on {_day(thread.last_seen)}")
    never = thread.state == "silent" and _never_reported(thread)
    if thread.state == "silent" and thread.silence:
        findings.append("silent")
        messages.append(thread.silence.message)
    if never:
        findings.append("never_reported")
        messages.append("nothing was reported on it after it was set")
    if not findings:
        return None
    last = thread.rows[-1]
    owners = next((row.owners for row in reversed(thread.rows) if row.owners), [])
    return Item(thread.id, thread.title, thread.body, findings, messages, thread.last_seen, last.document, last.page,
                owners, _due(thread), len(thread.slips), thread.kind)  # fmt: skip


def _never_reported(thread: Thread) -> bool:
    """Whether nothing but what set it is known of it: no status, no tidings, no later paper."""
    dates = {row.date for row in thread.rows}
    return len(dates) == 1 and not any(row.status or row.role == "progress" for row in thread.rows)


def _due(thread: Thread) -> str:
    rows: list[Row] = [row for row in thread.rows if row.due]
    return collapse(rows[-1].due.text).rstrip(" .;,") if rows and rows[-1].due else ""


def _day(iso: str | None) -> str:
    if not iso:
        return "an unknown day"
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"
