"""Logs, minutes and reports made in code, and what tracing finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from pipeline import dates
from pipeline.model import (
    SCHEMA_VERSION,
    ColumnRole,
    Due,
    Paper,
    PaperType,
    Part,
    Passage,
    Person,
    Section,
    SectionKind,
    Source,
    Statement,
    StatementKind,
    Table,
)
from pipeline.trace.families import Families
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.linking import Linker
from pipeline.trace.records import Gathered, Thread
from pipeline.trace.renewal import gathered_from
from pipeline.trace.whole import Whole

BODY = "Harbour Board"
ROLES: dict[str, ColumnRole] = {
    "raised": "origin",
    "no": "number",
    "task": "task",
    "owner": "owner",
    "due": "due",
    "progress": "status",
    "subject": "subject",
    "baseline": "baseline",
}
Row = dict[str, str]


def log(when: str | None, rows: Sequence[Row], name: str = "", heading: str = "", **fields: Any) -> Paper:
    """An action log: a table with the columns that the rows name; `done` under its own heading when a row says so."""
    columns = [column for column in ROLES if any(column in row for row in rows)]
    made = _paper(name or f"log {when}.pdf", when, "action_plan", **fields)
    for done in (False, True):
        chosen = [row for row in rows if bool(row.get("done")) == done]
        if not chosen:
            continue
        section = f"s{len(made.sections) + 1}"
        made.sections.append(Section(section, 0, "", "", "Completed actions" if done else heading, 1, ["other"], 1))
        table = Table(f"t{section}", section, 1, columns, [], [ROLES[column] for column in columns])
        made.tables.append(table)
        for row in chosen:
            table.rows.append([row.get(column, "") for column in columns])
            _state(made, "action", row["task"], section, row, table)
    return made


def minutes(when: str, *said: tuple[StatementKind, str] | tuple[StatementKind, str, Row], **fields: Any) -> Paper:
    """Minutes: statements of a kind, each perhaps with owner, due, number and the heading it stands under."""
    made = _paper(fields.pop("name", f"minutes {when}.pdf"), when, fields.pop("paper_type", "minutes"), **fields)
    for one in said:
        row: Row = one[2] if len(one) > 2 else {}
        section = f"s{len(made.sections) + 1}"
        kinds: list[SectionKind] = ["other"]
        made.sections.append(Section(section, 0, "", "", row.get("heading", ""), 1, kinds, 1))
        _state(made, one[0], one[1], section, row, None)
    return made


def report(
    when: str, title: str, *said: tuple[StatementKind, str] | tuple[StatementKind, str, Row], **fields: Any
) -> Paper:
    """A report."""
    name = fields.pop("name", f"{title}.pdf")
    return minutes(when, *said, name=name, paper_type="report", title=title, **fields)


def whole(*papers: Paper) -> Whole:
    """Everything traced in papers."""
    gathered = [gathered_from(paper) for paper in papers]
    families = Families(sorted({(s.former, s.later) for g in gathered for s in g.successions if not s.role}))
    sightings = Whole(gathered, [], [], Lexicon(), families).sightings
    short = [item for g in gathered for item in g.note.abbreviations.items()]
    lexicon = Lexicon.of(sightings, [families.of(s) for s in sightings], short)
    return Whole(gathered, Linker(sightings, families, lexicon).links(), [], lexicon, families)


def threads(*papers: Paper) -> list[Thread]:
    """The threads of papers."""
    return whole(*papers).threads


def together(*papers: Paper) -> list[set[str]]:
    """The texts of each thread of more than one row."""
    return [{row.text for row in thread.rows} for thread in threads(*papers) if len(thread.rows) > 1]


def gathered(*papers: Paper) -> list[Gathered]:
    """What tracing takes from each paper."""
    return [gathered_from(paper) for paper in papers]


def _paper(name: str, when: str | None, paper_type: PaperType, **fields: Any) -> Paper:
    digest = sha256(f"{name} {when} {fields.get('body')}".encode()).hexdigest()
    given = {"council": None, "body": BODY, "title": "", **fields}
    people = [Person(name, "", "present", initials) for initials, name in given.pop("people", {}).items()]
    return Paper(
        schema_version=SCHEMA_VERSION,
        id=digest[:16],
        source=Source(f"papers/{name}", digest, 1000, "application/pdf", 3, "pdf", copies=given.pop("copies", [])),
        meeting_date=when,
        paper_type=paper_type,
        people=people,
        parts=[Part("Main", "main", 1)],
        sections=[],
        passages=[],
        tables=[],
        statements=[],
        abbreviations=given.pop("abbreviations", {}),
        mentions=[],
        problems=[],
        **given,
    )


def _state(paper: Paper, kind: StatementKind, text: str, section: str, row: Row, table: Table | None) -> None:
    number = len(paper.passages) + 1
    at = len(table.rows) - 1 if table else 0
    passage = Passage(
        f"p{number}",
        section,
        "table_row" if table else "paragraph",
        "",
        text,
        page=2,
        table=table.id if table else "",
        row=at,
    )
    paper.passages.append(passage)
    status = {"Progress": row["progress"]} if row.get("progress") else {}
    paper.statements.append(
        Statement(
            f"{paper.id[:8]}-{number}",
            kind,
            passage.id,
            0,
            len(text),
            section,
            text,
            0.9,
            number=row.get("no", ""),
            owners=[row["owner"]] if row.get("owner") else [],
            due=_due(row.get("due", ""), paper.meeting_date),
            status=status,
            baseline=row.get("baseline", ""),
        )
    )


def _due(text: str, when: str | None) -> Due | None:
    if not text or text in ("Ongoing", "ongoing"):
        return None
    found = [f.value for f in dates.find(text, date.fromisoformat(when) if when else None) if f.value]
    return Due(text, found[0].start, found[-1].end) if found else Due(text)
