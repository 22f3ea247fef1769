"""Findings, papers, threads and packs to export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.export import Finding, Pack, Paper, Thread
from pipeline.export.records import Remark, Row, Silence, Slip, Unread
from pipeline.model import Due

NASTY = '=HYPERLINK("http://x.example","prices")'


def paper(number: int = 1, **fields: Any) -> Paper:
    """The minutes of a meeting."""
    given: dict[str, Any] = {
        "council": "Saltmarsh & Sons Council",
        "body": "Harbour Board",
        "meeting_date": "2014-03-04",
        "title": "Minutes: 10% of {all} berths_",
        "paper_type": "minutes",
        **fields,
    }
    digest = f"{number:064x}"
    return Paper(
        f"{number:016x}",
        f"board/minutes {number}.pdf",
        f"minutes {number}.pdf",
        digest,
        1234,
        "application/pdf",
        3,
        **given,
    )


def finding(number: int = 1, text: str = "JT to obtain prices", **fields: Any) -> Finding:
    """An action of a paper."""
    given: dict[str, Any] = {
        "paper": paper(),
        "kind": "action",
        "owners": ["JT", "R. Šmid"],
        "due": Due("by end May 2014", "2014-05-31", "2014-05-31"),
        "status": {"Progress": "On track"},
        "section": "3 Dredging",
        "thread": "t1",
        "state": "open",
        "last_seen": "2014-05-06",
        "certainty": 0.9,
        "page": 2,
        **fields,
    }
    return Finding(statement=f"s{number}", text=text, **given)


def many(number: int) -> Iterator[Finding]:
    """As many findings, each made when it is asked for, 40 to a paper."""
    for at in range(number):
        yield finding(
            at, f"JT to obtain price {at} for the dredging of basin {at % 97}", paper=paper(at // 40 + 1), thread=""
        )


def thread(**fields: Any) -> Thread:
    """A thread that slipped, contradicts itself and went silent."""

    def row(date: str, text: str, **more: Any) -> Row:
        known: dict[str, Any] = {
            "owners": ["JT"],
            "due": Due("May 2014", "2014-05-01", "2014-05-31"),
            "status": {},
            "role": "carried",
            "certainty": 0.7,
            "why": "the same words",
            **more,
        }
        return Row(document="minutes 1.pdf", paper=paper().id, statement="s1", date=date, page=2, text=text, **known)

    given: dict[str, Any] = {
        "rows": [
            row("2014-03-04", "JT to obtain prices <b>&amp;", certainty=1.0),
            row("2014-05-06", "Prices", status={"Progress": "On track"}),
        ],
        "slips": [Slip("2014-05-06", "March 2014", "May 2014", 61, "minutes 1.pdf", 2)],
        "contradictions": [Remark("reopened", "'Complete', then 'On track'", "2014-05-06", "minutes 1.pdf", 2)],
        "silence": Silence("last seen 6 May 2014, not in the 3 later logs read"),
        **fields,
    }
    return Thread(
        "t1",
        "JT to obtain prices",
        "silent",
        "action",
        "Harbour Board",
        first_seen="2014-03-04",
        last_seen="2014-05-06",
        overdue=True,
        **given,
    )


def pack(**fields: Any) -> Pack:
    """An evidence pack of one thread."""
    given: dict[str, Any] = {
        "question": "dredging <script>",
        "made": "2024-05-01T10:00+00:00",
        "corpus": "47 papers of 14 bodies, 2009 to 2021",
        "threads": [thread()],
        "papers": {paper().id: paper()},
        "not_found": ["Harbour Board: minutes of 6 May 2014"],
        "unread": [Unread("board/scan.pdf", "could not be read: it is encrypted")],
        **fields,
    }
    return Pack(**given)
