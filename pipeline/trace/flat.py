"""What is followed as flat rows, one kind for each list: for spreadsheets and databases, wherever they are asked for.

Days are ISO dates, several values in a cell stand with '; ' between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pipeline.text import collapse
from pipeline.trace.audit import Item
from pipeline.trace.measures import Measure
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Proof, Sighting, Thread
from pipeline.trace.resolved import Resolution
from pipeline.trace.successions import Succession

if TYPE_CHECKING:
    from pipeline.trace import Traced


class ThreadRow(msgspec.Struct):
    """A thread: where it began, what it was when last seen."""

    title: str
    kind: str
    body: str
    state: str
    first_seen: str | None
    last_seen: str | None
    mentions: int
    owners: str
    due: str
    due_end: str | None
    overdue: bool
    slips: int
    contradictions: str
    silence: str
    first_document: str
    first_page: int | None
    last_document: str
    last_page: int | None
    thread: str


class AuditRow(msgspec.Struct):
    """Something to ask about."""

    findings: str
    title: str
    kind: str
    body: str
    owners: str
    due: str
    slips: int
    last_seen: str | None
    because: str
    document: str
    page: int | None
    thread: str


class ResolutionRow(msgspec.Struct):
    """A recommendation, and the decision on it where one was found."""

    outcome: str
    message: str
    body: str
    recommended: str
    report_date: str | None
    report: str
    report_page: int | None
    resolved: str
    minutes_date: str | None
    minutes: str
    minutes_page: int | None
    changes: str
    certainty: float | None
    recommendation: str  # ids of the two statements
    decision: str


class SuccessionRow(msgspec.Struct):
    """A sentence that says that one thing took the place of another; or that it did, where none says so."""

    kind: str
    former: str
    later: str
    role: str
    shown_by: str
    text: str
    date: str | None
    document: str
    page: int | None


class MeasureRow(msgspec.Struct):
    """A figure; those of one name stand together, in order of time. `unlike` is what other papers say of the day."""

    name: str
    at: str | None
    value: float
    unit: str
    day_stated: bool
    unlike: str
    text: str
    date: str | None
    document: str
    page: int | None


class GapRow(msgspec.Struct):
    """A meeting that left no minutes, or nothing."""

    body: str
    date: str
    lacks: str
    what: str
    because: str
    guess: bool


def threads(found: Iterable[Thread]) -> Iterator[ThreadRow]:
    """A row a thread."""
    for one in found:
        first, last = one.rows[0], one.rows[-1]
        due = next((row.due for row in reversed(one.rows) if row.due), None)
        yield ThreadRow(
            one.title, one.kind, one.body, one.state, one.first_seen, one.last_seen, len(one.rows),
            "; ".join(last.owners), collapse(due.text) if due else "", due.end if due else None, one.overdue,
            len(one.slips), "; ".join(said.message for said in one.contradictions),
            one.silence.message if one.silence else "", first.document, first.page, last.document, last.page, one.id,
        )  # fmt: skip


def audit(found: Iterable[Item]) -> Iterator[AuditRow]:
    """A row for each thing to ask about."""
    for one in found:
        yield AuditRow(
            "; ".join(one.findings).replace("_", " "), one.title, one.kind, one.body, "; ".join(one.owners),
            collapse(one.due), one.slips, one.last_seen, "; ".join(one.messages), one.document, one.page, one.thread,
        )  # fmt: skip


def resolutions(found: Iterable[Resolution]) -> Iterator[ResolutionRow]:
    """A row a recommendation."""
    for one in found:
        report, minutes = one.recommendation, one.decision
        changes = "; ".join(f"{before or 'nothing'} → {after or 'nothing'}" for before, after in one.changes)
        yield ResolutionRow(
            one.outcome, one.message, report.body, *_said(report), *_said(minutes), changes,
            one.certainty if minutes else None, report.statement, minutes.statement if minutes else "",
        )  # fmt: skip


def successions(found: Iterable[Succession]) -> Iterator[SuccessionRow]:
    """A row a sentence."""
    for one in found:
        for proof in one.evidence or (None,):
            yield SuccessionRow(one.kind, one.former, one.later, one.role, one.shown_by, *_proven(proof))


def measures(found: Iterable[Measure]) -> Iterator[MeasureRow]:
    """A row a figure."""
    for one in found:
        for at, figure in enumerate(one.figures):
            others = [one.figures[b if a == at else a] for a, b in one.disagree if at in (a, b)]
            yield MeasureRow(
                one.name, figure.at, figure.value, figure.unit, figure.stated,
                "; ".join(other.written for other in others), *_proven(figure.proof),
            )  # fmt: skip


def gaps(found: Iterable[Gap]) -> Iterator[GapRow]:
    """A row a meeting."""
    for one in found:
        yield GapRow(one.body, one.date, one.lacks, one.what, one.why, one.guess)


def lists(traced: Traced, figures: str = "") -> dict[str, tuple[type[msgspec.Struct], Iterable[msgspec.Struct]]]:
    """What kind of rows each list has, and the rows, by the name of the command that shows it; threads left out.

    `figures` are words of the names of the measures; without any, they are those given more than once.
    """
    from pipeline.trace.audit import audit as asked

    return {
        "audit": (AuditRow, audit(asked(traced.threads()))),
        "resolutions": (ResolutionRow, resolutions(traced.resolutions())),
        "successions": (SuccessionRow, successions(traced.successions())),
        "measures": (MeasureRow, measures(traced.measures(figures))),
        "gaps": (GapRow, gaps(traced.gaps())),
    }


def _said(one: Sighting | None) -> tuple[str, str | None, str, int | None]:
    return (collapse(one.text), one.date, one.document, one.page) if one else ("", None, "", None)


def _proven(one: Proof | None) -> tuple[str, str | None, str, int | None]:
    return (collapse(one.text), one.date, one.document, one.page) if one else ("", None, "", None)
