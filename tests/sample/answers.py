"""The known answers, read off the story's marks: `answers.yaml`, in the words of the records.

One entry a paper (metadata, parts, sections, statements, dates, abbreviations), and what joins papers: threads with
their rows in order of time, recommendations beside resolutions, successions, measures, gaps, questions.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from tests.sample import story
from tests.sample.markup import Block, DateMark, Inline, Mark, Row, Table
from tests.sample.story import Told

FILE = Path(__file__).parent / "answers.yaml"

Answer = dict[str, Any]

#: Kinds that may have an owner or a date, and then are answered as actions are.
OWNED = {"action", "milestone", "priority", "commitment"}

#: An action of which nothing more is known.
NONE: Answer = {
    "owners": [], "due": "", "due_start": None, "due_end": None, "impact": "", "baseline": "", "status": {},
}  # fmt: skip


def of_story() -> Answer:
    papers = {key: _Paper(paper).answer() for key, paper in story.papers().items()}
    council = story.council()
    threads = [_thread(key, told, papers) for key, told in council["threads"].items()]
    return {
        "papers": list(papers.values()),
        "threads": threads,
        "kept_apart": council["kept_apart"],
        "resolutions": [_resolution(key, told, papers) for key, told in council["resolutions"].items()],
        "successions": [_placed(told, papers) for told in council["successions"]],
        "measures": [{**told, "values": [_placed(v, papers) for v in told["values"]]} for told in council["measures"]],
        "abbreviations": [_meanings(told, papers) for told in council["abbreviations"]],
        "missing": council["missing"],
        "audit": _audit(threads, list(papers.values())),
        "questions": [_question(told, papers) for told in council["questions"]],
    }


def dump(answers: Answer) -> str:
    head = "# Made by `python -m tests.sample.make` from the story; README.md says what is what.\n"
    body: str = yaml.dump(
        answers, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None, Dumper=_Plain
    )
    return head + body


class _Plain(yaml.SafeDumper):
    """YAML without anchors: the same date twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


class _Paper:
    """Walks a paper's blocks and keeps where it is: the part, the section, the statements so far."""

    def __init__(self, paper: Told) -> None:
        self.paper = paper
        self.parts: list[Answer] = [{"title": paper.title, "kind": "main"}]
        self.sections: list[Answer] = []
        self.statements: list[Answer] = []
        self.dates: list[Answer] = []
        self.above: dict[str, list[Inline]] = {}  # the cells of the table row before, by their roles
        self.opened = False  # the part has a section that statements can stand in

    def answer(self) -> Answer:
        for block in self.paper.blocks:
            self._block(block)
        paper = self.paper
        return {
            "document": paper.document,
            "key": paper.key,
            "files": [f.path for f in paper.files],
            "copies": list(paper.copies),
            "draft_of": paper.draft_of,
            "metadata": {
                "council": paper.council,
                "body": paper.body,
                "meeting_date": paper.date,
                "title": paper.title,
                "paper_type": paper.type,
                "people": [_person(p) for p in paper.people],
                "background_papers": paper.background_papers,
                "appendices": paper.appendices,
            },
            "parts": self.parts,
            "sections": self.sections,
            "statements": self.statements,
            "dates": self.dates,
            "abbreviations": paper.abbreviations,
            "furniture": paper.furniture,
        }

    def _block(self, block: Block) -> None:
        if block.kind == "part":
            kind, title = block.part
            self.parts.append({"title": title, "kind": kind, "starts": block.inline.text})
            self.opened = False
            if kind == "group_report":
                number, _, heading = block.inline.text.partition(". ")
                self._section(number, heading, ["other"])
        elif block.kind == "heading":
            self._section(block.marker.rstrip("."), block.inline.text, block.kinds)
        elif block.kind == "table":
            assert block.table is not None
            for row in block.table.rows:
                self._row(block.table, row)
        number = block.marker.rstrip(".") if block.kind in ("item", "numbered") else ""
        self._inline(block.inline, number, block.aside)

    def _section(self, number: str, heading: str, kinds: list[str]) -> None:
        self.sections.append({"part": len(self.parts) - 1, "number": number, "heading": heading, "kinds": kinds})
        self.opened = True

    def _inline(self, inline: Inline, number: str = "", aside: str = "") -> None:
        for mark in inline.marks:
            owners = mark.owners or (_people(aside) if mark.kind == "action" else [])
            self._statement(mark, {"owners": owners, **_due(mark.due)}, number)
        self.dates += [{"text": d.text, "start": d.start, "end": d.end} for d in inline.dates]

    def _statement(self, mark: Mark, action: Answer, number: str = "") -> None:
        if not self.opened:
            self._section("", "", ["other"])
        found: Answer = {
            "id": f"{self.paper.key}.{len(self.statements) + 1}",
            "part": len(self.parts) - 1,
            "section": len(self.sections) - 1,
            "kind": mark.kind,
            "number": mark.number or number,
            "text": mark.text,
        }
        if mark.kind == "action" or (mark.kind in OWNED and any(action.values())):
            found["action"] = {**NONE, **action}
        if mark.thread:
            found["thread"] = mark.thread
        self.statements.append(found)

    def _row(self, table: Table, row: Row) -> None:
        """A row's statements take owner, due date and status from its other cells, or those they are merged with."""
        if row.title:
            if row.kinds:
                self._section("", row.cells[0][0].text, row.kinds)
            for inline in row.cells[0]:
                self._inline(inline)
            return
        cells = dict(zip(table.roles, row.cells, strict=False))
        for role, above in zip(table.roles, row.above, strict=False):
            if above:
                cells[role] = self.above[role]
        self.above = cells
        action = self._columns(table, row, cells)
        number = _text(cells.get("number")) or ""
        for cell in row.cells:
            for inline in cell:
                for mark in inline.marks:
                    own = {"owners": mark.owners} if mark.owners else {}
                    self._statement(mark, {**action, **(_due(mark.due) if mark.due else {}), **own}, number)
                self.dates += [{"text": d.text, "start": d.start, "end": d.end} for d in inline.dates]

    def _columns(self, table: Table, row: Row, cells: dict[str, list[Inline]]) -> Answer:
        found: Answer = {
            "owners": _people(_text(cells.get("owner"))),
            "impact": _text(cells.get("impact")),
            "baseline": _text(cells.get("baseline")),
        }
        status = {}
        heads = [_text(c) for c in table.head.cells] if table.head else table.roles
        for head, role, cell in zip(heads, table.roles, row.cells, strict=False):
            if role == "status" and _text(cell):
                status[head] = _text(cell)
            if role == "due":
                dates = [d for inline in cells["due"] for d in inline.dates]
                if dates:
                    found |= {"due": _text(cells["due"]), "due_start": dates[0].start, "due_end": dates[0].end}
                elif _text(cell) in {"Ongoing", "TBC", "To be confirmed", "On hold"}:
                    status[head] = _text(cell)
                else:
                    found["due"] = _text(cells["due"])
        return {**found, "status": status}


def _text(cell: list[Inline] | None) -> str:
    return " ".join(inline.text for inline in cell or [])


def _people(words: str) -> list[str]:
    return [p for p in re.split(r",\s*|\s*/\s*|\s+and\s+|;\s*", words) if p]


def _due(date: DateMark | None) -> Answer:
    return {"due": date.text, "due_start": date.start, "due_end": date.end} if date else {}


def _person(told: list[str]) -> Answer:
    capacity, name, role, *initials = told
    return {"name": name, "role": role or None, "capacity": capacity, "initials": initials[0] if initials else ""}


def _rows(key: str, papers: dict[str, Answer]) -> list[Answer]:
    """The statements marked with the thread `key`, oldest first; a draft's are those of its final and left out."""
    return [
        {
            "document": paper["document"],
            "date": paper["metadata"]["meeting_date"],
            "statement": statement["id"],
            "kind": statement["kind"],
            "text": statement["text"],
            **{name: (statement.get("action") or NONE)[name] for name in ("owners", "due", "due_end", "status")},
        }
        for paper in papers.values()
        if not paper["draft_of"]
        for statement in paper["statements"]
        if statement.get("thread") == key
    ]


def _thread(key: str, told: Answer, papers: dict[str, Answer]) -> Answer:
    rows = _rows(key, papers)
    return {"key": key, **told, "moves": moves(rows), "rows": rows}


def moves(rows: list[Answer]) -> list[list[str]]:
    """Each time the due date moved to a later day: [the old one, the new one], the last day of each."""
    dues = [row["due_end"] for row in rows if row["due_end"]]
    return [[before, after] for before, after in pairwise(dues) if before < after]


def _resolution(key: str, told: Answer, papers: dict[str, Answer]) -> Answer:
    rows = _rows(key, papers)
    recommended = [r for r in rows if r["kind"] == "recommendation"]
    resolved = [r for r in rows if r["kind"] == "decision"]
    return {
        "key": key,
        "outcome": told["outcome"],
        "recommendation": recommended[0],
        "decision": resolved[0] if resolved else None,
        "words": {name: told[name] for name in ("recommended", "resolved") if name in told},
        "remark": told.get("remark", ""),
    }


def _audit(threads: list[Answer], papers: list[Answer]) -> dict[str, list[str]]:
    """What an auditor would start from. Overdue: not completed though the last due day has passed when the body that
    was last to speak of it (or the one it became) is heard of for the last time."""
    heard: dict[str, str] = {}
    for paper in papers:
        body = series(paper["metadata"]["body"])
        heard[body] = max(heard.get(body, ""), paper["metadata"]["meeting_date"])
    bodies = {paper["document"]: series(paper["metadata"]["body"]) for paper in papers}
    overdue = []
    for thread in threads:
        due = [row["due_end"] for row in thread["rows"] if row["due_end"]]
        if thread["state"] != "completed" and due and due[-1] < heard[bodies[thread["rows"][-1]["document"]]]:
            overdue.append(thread["key"])
    return {
        "overdue": overdue,
        "silent": [t["key"] for t in threads if t["state"] == "silent"],
        "contradicted": [t["key"] for t in threads if "contradicted" in t],
        "never_reported": [t["key"] for t in threads if t.get("never_reported")],
    }


def series(body: str) -> str:
    """The name that `body` last went by."""
    renamed: dict[str, str] = {s["before"]: s["after"] for s in story.council()["successions"] if s["kind"] == "body"}
    return renamed.get(body, body)


def _placed(told: Answer, papers: dict[str, Answer]) -> Answer:
    """`told` with the name of its paper's document in the place of its key, and its date as text."""
    own = {name: str(value) if name in ("date", "at") else value for name, value in told.items() if name != "paper"}
    return {**own, "document": papers[told["paper"]]["document"]}


def _meanings(told: Answer, papers: dict[str, Answer]) -> Answer:
    used = [papers[key]["document"] for key in told.get("used_without_it", [])]
    return {**told, "meanings": [_placed(m, papers) for m in told["meanings"]], "used_without_it": used}


def _question(told: Answer, papers: dict[str, Answer]) -> Answer:
    return {**told, "answers": [_found(papers[key], words) for key, words in told["answers"]]}


def _found(paper: Answer, words: str) -> Answer:
    """The one statement of `paper` that has `words` in it."""
    [statement] = [s for s in paper["statements"] if words in s["text"]]
    return {"document": paper["document"], "statement": statement["id"], "text": statement["text"]}
