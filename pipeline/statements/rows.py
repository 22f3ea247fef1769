"""Columns decide: statements of table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline import dates
from pipeline.model import ColumnRole, Passage, StatementKind, Table
from pipeline.statements import cues, due, narrative, owners, points
from pipeline.statements.draft import Around, Draft
from pipeline.text import collapse, fold

_BULLET = re.compile(r"^\s*[-–•·▪◦*]\s+")


def read(passage: Passage, around: Around) -> Iterator[Draft]:
    """The statements of one row."""
    table = around.tables.get(passage.table)
    if table is None or not 0 <= passage.row < len(table.rows):
        yield from narrative.read(passage, around)
        return
    row = Row(passage, table, around)
    if row.has("risk"):
        yield from row.risk()
    elif row.has("task") or (row.has("detail") and row.has("owner", "due", "status")):
        yield from row.actions()
    else:
        yield from row.prose()


class Row:
    """A row, its cells by the roles of their columns, and where each stands in the passage."""

    def __init__(self, passage: Passage, table: Table, around: Around) -> None:
        self.passage, self.table, self.around = passage, table, around
        self.cells = table.rows[passage.row]
        self.roles: list[ColumnRole] = list(table.roles[: len(self.cells)])
        self.roles += [""] * (len(self.cells) - len(self.roles))
        self.anchor = around.anchor or self._origin()

    def has(self, *roles: ColumnRole) -> bool:
        """Whether the table has a column of one of the roles."""
        return any(role in roles for role in self.roles)

    def cell(self, role: ColumnRole, row: int | None = None) -> str:
        """The text of the role's first column that is not empty, lines kept."""
        cells = self.cells if row is None else self.table.rows[row]
        return next((c for c, r in zip(cells, self.roles, strict=False) if r == role and fold(c)), "")

    def head(self, role: ColumnRole) -> str:
        """The head of the role's first column."""
        columns = self.table.columns
        return next((collapse(columns[i]) for i, r in enumerate(self.roles) if r == role and i < len(columns)), "")

    def risk(self) -> Iterator[Draft]:
        """The risk, with its owner, deadline and ratings."""
        draft = self._draft("risk", self.cell("risk"), 0.85)
        if draft:
            self._fill(draft)
            yield draft

    def actions(self) -> Iterator[Draft]:
        """The task, and each line of what it involves."""
        kind = self._kind()
        details = lines(self.cell("detail"))
        task = self.cell("task")
        if not details or not self.has("owner", "due", "impact", "status"):
            for line in [task] if task else details:
                yield from self._whole(kind, line)
            return
        if task:
            draft = self._draft(kind, task, 0.8)
            if draft and kind == "action" and not self._goes_on() and len(details) == 1:
                self._fill(draft)
            if draft:
                yield draft
        for index, line in enumerate(details):
            draft = self._draft("action", line, 0.85)
            if draft:
                self._fill(draft, index, len(details))
                yield draft

    def prose(self) -> Iterator[Draft]:
        """A table that only lays out text: its sentences decide, a column of names names the owners."""
        aside = self.cell("owner")
        for cell, role in zip(self.cells, self.roles, strict=False):
            if role in {"number", "owner", "due", "origin"} or len(cell) < 25:
                continue
            start, _ = self._span(cell)
            part = Passage(self.passage.id, self.passage.section, "paragraph", self.passage.number, collapse(cell))
            drafts = points.beside(part, aside, len(part.text), self.around) if aside else None
            for draft in narrative.read(part, self.around) if drafts is None else drafts:
                draft.passage, draft.start, draft.end = self.passage, draft.start + start, draft.end + start
                yield draft

    def _kind(self) -> StatementKind:
        head = self.head("task")
        return next((said.kind for said in cues.lists().heads if said.when.search(head)), "action")

    def _whole(self, kind: StatementKind, cell: str) -> Iterator[Draft]:
        draft = self._draft(kind, cell, 0.9 if self.has("owner", "due", "status") else 0.7)
        if draft:
            self._fill(draft)
            yield draft

    def _draft(self, kind: StatementKind, cell: str, certainty: float) -> Draft | None:
        text = collapse(_BULLET.sub("", cell))
        if not fold(text) or cues.is_nothing(text):
            return None
        start, end = self._span(text)
        return Draft(kind, self.passage, start, end, certainty, collapse(self.cell("number")) or self.passage.number)

    def _span(self, text: str) -> tuple[int, int]:
        start = self.passage.text.find(collapse(text))
        return (start, start + len(collapse(text))) if start >= 0 else (0, len(self.passage.text))

    def _fill(self, draft: Draft, index: int = 0, count: int = 1) -> None:
        """Owner, deadline, impact, baseline and status of the draft, which is line `index` of `count`."""
        who, when = (self._line(role, index, count) for role in ("owner", "due"))
        draft.owners = owners.of_cell(who) or owners.of_task(draft.text)
        if when and cues.is_standing(when):
            draft.status[self.head("due")] = collapse(when)
        elif when:
            draft.due = due.of_cell(when, self.anchor)
        elif not self.has("due"):
            draft.due = due.in_sentence(draft.text, self.anchor, ahead=True)
        draft.impact = collapse(self.cell("impact") or self.cell("measure"))
        draft.baseline = collapse(self.cell("baseline"))
        for position, role in enumerate(self.roles):
            if role in {"status", "likelihood"} and position < len(self.table.columns) and fold(self.cells[position]):
                draft.status[collapse(self.table.columns[position])] = collapse(self.cells[position])

    def _line(self, role: ColumnRole, index: int, count: int) -> str:
        """The cell of the role; its line `index` when it has as many lines as there are tasks."""
        cell = self.cell(role)
        parts = lines(cell)
        return parts[index] if len(parts) == count else cell

    def _goes_on(self) -> bool:
        """Whether the next row goes on with this row's task."""
        following = self.passage.row + 1
        return (
            following < len(self.table.rows)
            and not self.cell("task", following)
            and bool(self.cell("detail", following))
        )

    def _origin(self) -> date | None:
        for found in dates.find(self.cell("origin")):
            if found.value:
                return date.fromisoformat(found.value.start)
        return None


def lines(cell: str) -> list[str]:
    """The paragraphs and list items of a cell; a line that begins small goes on with the one before."""
    found: list[str] = []
    for line in cell.split("\n"):
        text = collapse(_BULLET.sub("", line))
        if not text:
            continue
        if found and text[0].islower() and not _BULLET.match(line) and found[-1][-1] not in ".;:":
            found[-1] += " " + text
        else:
            found.append(text)
    return found
