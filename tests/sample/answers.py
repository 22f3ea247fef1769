"""The known answers, read off the story's marks: `answers.yaml`, in the words of the records.

One entry a paper (metadata, parts, sections, statements, dates, abbreviations), and what joins papers: threads with
their rows in order of time, successions, measures, recommendations beside resolutions, gaps, the auditor's list, questions.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from tests.sample import story
from tests.sample.markup import Block, DateMark, Inline, Mark, Row, Table
from tests.sample.story import Told

FILE = Path(__file__).parent / "answers.yaml"

Answer = dict[str, Any]


def of_story() -> Answer:
    papers = {key: _Paper(paper).answer() for key, paper in story.papers().items()}
    council = story.council()
    return {
        "papers": list(papers.values()),
        "threads": [_thread(key, told, papers) for key, told in council["threads"].items()],
        **{name: council[name] for name in council if name != "threads"},
    }


def dump(answers: Answer) -> str:
    head = "# Made by `python -m tests.sample.make` from the story; README.md says what is what.\n"
    return head + yaml.dump(answers, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None, Dumper=_Plain)


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
            self.parts.append({"title": title, "kind": kind, "starts": " ".join(filter(None, [block.inline.text]))})
            self.opened = False
            if kind == "group_report":
                number = re.match(r"(\d+)\.\s*", block.inline.text)
                self._section(number[1] if number else "", re.sub(r"^\d+\.\s*", "", block.inline.text), ["other"])
        elif block.kind == "heading":
            self._section(block.marker.rstrip("."), block.inline.text, block.kinds)
        elif block.kind == "table":
            assert block.table is not None
            for row in block.table.rows:
                self._row(block.table, row)
        self._inline(block.inline, number=block.marker.rstrip(".") if block.kind != "heading" else "", aside=block.aside)

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
        if mark.kind == "action" or any(action.values()):
            found["action"] = {"owners": [], "due": "", "due_start": None, "due_end": None, "impact": "", "baseline": "", "status": {}}
            found["action"] |= action
        if mark.thread:
            found["thread"] = mark.thread
        self.statements.append(found)

    def _row(self, table: Table, row: Row) -> None:
        """A row's statements take owner, due date and status from its other cells, or from the ones they are merged with."""
        if row.title:
            if row.kinds:
                self._section("", row.cells[0][0].text, row.kinds)
            for inline in row.cells[0]:
                self._inline(inline)
            return
        cells = dict(zip(table.roles, row.cells, strict=False))
        for role, cell, above in zip(table.roles, row.cells, row.above, strict=False):
            if above:
                cells[role] = self.held[role]
        self.held = cells
        action = self._columns(table, row, cells)
        number = _text(cells.get("number")) or ""
        for cell in row.cells:
            for inline in cell:
                for mark in inline.marks:
                    own = {"owners": mark.owners} if mark.owners else {}
                    self._statement(mark, {**action, **(_due(mark.due) if mark.due else {}), **own}, number)
                self.dates += [{"text": d.text, "start": d.start, "end": d.end} for d in inline.dates]

    def _columns(self, table: Table, row: Row, cells: dict[str, list[Inline]]) -> Answer:
        found: Answer = {"owners": _people(_text(cells.get("owner"))), "impact": _text(cells.get("impact")), "baseline": _text(cells.get("baseline"))}
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


def _thread(key: str, told: Answer, papers: dict[str, Answer]) -> Answer:
    rows = []
    for paper in papers.values():
        for statement in paper["statements"]:
            if statement.get("thread") == key and not paper["draft_of"]:
                action = statement.get("action", {})
                rows.append(
                    {
                        "document": paper["document"],
                        "date": paper["metadata"]["meeting_date"],
                        "statement": statement["id"],
                        "kind": statement["kind"],
                        "text": statement["text"],
                        "owners": action.get("owners", []),
                        "due": action.get("due", ""),
                        "due_end": action.get("due_end"),
                        "status": action.get("status", {}),
                    }
                )
    return {"key": key, **told, "rows": rows}
