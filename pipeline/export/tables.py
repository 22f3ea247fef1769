"""Findings, and the rows of any list, as CSV and as JSON Lines, one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import category

import msgspec

from pipeline.export.records import Finding
from pipeline.text import collapse

COLUMNS = (
    "kind", "text", "owners", "due", "due_start", "due_end", "status", "impact", "baseline", "number", "section",
    "page", "body", "council", "meeting_date", "title", "paper_type", "document", "state", "last_seen", "thread",
    "statement", "paper", "sha256", "certainty",
)  # fmt: skip
Cell = str | int | float | None
#: A cell that begins with one of these is taken for a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANKS = ("\t", "\n", "\r")  # likewise when they stand first


def csv_lines(findings: Iterable[Finding]) -> Iterator[bytes]:
    """Findings as CSV; see `csv_rows`."""
    return csv_rows(COLUMNS, map(flat, findings))


def csv_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> Iterator[bytes]:
    """UTF-8 with a mark that tells spreadsheets so, a head, CRLF; no cell can act as a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    writer.writerow(columns)
    for row in rows:
        yield _drained(buffer)
        writer.writerow([safe(row[column]) for column in columns])
    yield _drained(buffer)


def csv_records(kind: type[msgspec.Struct], records: Iterable[msgspec.Struct]) -> Iterator[bytes]:
    """Flat records of one `kind` as CSV, a column a field; see `csv_rows`."""
    return csv_rows(kind.__struct_fields__, map(msgspec.structs.asdict, records))


def json_lines(findings: Iterable[Finding]) -> Iterator[bytes]:
    """One JSON object a line, with the paper inside."""
    for finding in findings:
        yield msgspec.json.encode(finding) + b"\n"


def flat(finding: Finding) -> dict[str, Cell]:
    """A finding in one row: lists joined with '; ', statuses as 'head: cell'."""
    due, paper = finding.due, finding.paper
    return {
        "kind": finding.kind, "text": collapse(finding.text), "owners": "; ".join(finding.owners),
        "due": collapse(due.text) if due else "", "due_start": due.start if due else None,
        "due_end": due.end if due else None, "status": "; ".join(_status(*item) for item in finding.status.items()),
        "impact": collapse(finding.impact), "baseline": collapse(finding.baseline), "number": finding.number,
        "section": collapse(finding.section), "page": finding.page, "body": paper.body, "council": paper.council,
        "meeting_date": paper.meeting_date, "title": paper.title, "paper_type": paper.paper_type,
        "document": paper.document, "state": finding.state, "last_seen": finding.last_seen, "thread": finding.thread,
        "statement": finding.statement, "paper": paper.id, "sha256": paper.sha256, "certainty": finding.certainty,
    }  # fmt: skip


def _status(head: str, cell: str) -> str:
    return f"{collapse(head)}: {collapse(cell)}" if head else collapse(cell)


def safe(value: Cell) -> Cell:
    """A cell that a spreadsheet takes as it is written, and that no terminal obeys.

    Text that looks like a formula, whatever blanks stand before it, gets an apostrophe before it; control characters
    and signs without width are left out.
    """
    if isinstance(value, str):
        value = "".join(c for c in value if c.isprintable() or c in _BLANKS or category(c) == "Zs")
        return "'" + value if value.lstrip().startswith(_FORMULA) or value.startswith(_BLANKS) else value
    return value


def _drained(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")
