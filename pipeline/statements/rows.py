"""Columns decide: statements of table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline import dates
from pipeline.model import CELL_SEPARATOR, ColumnRole, Passage, StatementKind
from pipeline.statements import cues, due, months, owners
from pipeline.statements.draft import Around, Draft
from pipeline.statements.shape import Shape
from pipeline.text import collapse, fold

_BULLET = re.compile(r"\s*(?:[-–•·▪◦*]|\(?[a-z0-9]{1,2}[.)])\s+")


@dataclass(slots=True)
class Piece:
    """A line of a cell: where it stands in which passage; `more` when it goes on in the row below."""

    passage: Passage
    start: int
    end: int
    more: list[Passage]

    @property
    def text(self) -> str:
        """Its words, blanks folded."""
        return collapse(self.passage.text[self.start : self.end])


class Row:
    """A row, its cells by the roles of their columns, and where each stands in the passage."""

    def __init__(self, passages: list[Passage], shape: Shape, around: Around) -> None:
        self.passages, self.shape, self.around = passages, shape, around
        self.rows = [shape.table.rows[passage.row] for passage in passages]
        self.anchor = around.anchor or self._origin()
        self.months = months.heads(shape, self.anchor)

    def statements(self) -> Iterator[Draft]:
        """The statements of a row of risks or actions."""
        if self.shape.kind == "risks":
            yield from self._risk()
            yield from self._remedies()
        elif self.shape.named or {"owner", "due"} <= set(self.shape.roles) or fold(self.cell("owner")):
            yield from self._subjects()
            yield from self._tasks()
            yield from self._steps()

    def cell(self, role: ColumnRole) -> str:
        """The text of the role's first column that is not empty, lines kept."""
        found = (self._text(column) for column, r in enumerate(self.shape.roles) if r == role)
        return next((text for text in found if fold(text)), "")

    def _subjects(self) -> Iterator[Draft]:
        """A column of aims, priorities or milestones beside the tasks."""
        for column, role in enumerate(self.shape.roles):
            kind = self.shape.item_kind(column) if role == "subject" else None
            pieces = self._pieces(column) if kind else []
            if kind and pieces:
                first = pieces[0]
                if len(pieces) > 1 and ":" in first.text:
                    first.end = first.start + first.passage.text[first.start : first.end].index(":")
                yield from self._draft(kind, first, 0.6)

    def _tasks(self) -> Iterator[Draft]:
        """The task, and each line of what it involves."""
        task, detail = self._column("task"), self.shape.detail
        kind = (self.shape.item_kind(task) if task is not None else None) or "action"
        tasks = self._pieces(task) if task is not None and not self._is_title() else []
        details = self._pieces(detail) if detail is not None else []
        if not details:
            yield from self._filled(kind, tasks or details, 0.9 if self._column("owner", "due", "status") else 0.7)
            return
        for piece in tasks[:1]:
            piece.end = tasks[-1].end
            for draft in self._draft(kind, piece, 0.8):
                if kind == "action" and len(details) == 1 and not self._goes_on():
                    self._fill(draft)
                yield draft
        yield from self._filled("action", details, 0.85)

    def _steps(self) -> Iterator[Draft]:
        """Columns whose heads are months hold what is to be done in them."""
        row, passage = self.rows[0], self.passages[0]
        dated = [column for column in self.months if months.hold_steps(self.shape, column) and column < len(row)]
        above = self.shape.table.rows[passage.row - 1] if passage.row else []
        if len(dated) < len(above) and all(above[column : column + 1] == [row[column]] for column in dated):
            return  # cells that are merged with those above
        for column in dated:
            begin = cell_start(passage.text, row, column)
            for start, end, number in months.steps(row[column]):
                draft = Draft("action", passage, begin + start, begin + end, 0.7, number)
                draft.kind = months.kind(draft.text)
                draft.owners = owners.of_task(draft.text) or owners.of_passive(draft.text, self.around.names)
                draft.due = months.when(draft.text, self.months[column])
                yield draft

    def _risk(self) -> Iterator[Draft]:
        """The risk, in one statement however many lines its cell has."""
        pieces = self._pieces(self.shape.risk)
        for piece in pieces[:1]:
            piece.end = max(other.end for other in pieces if other.passage is piece.passage)
            for draft in self._draft("risk", piece, 0.85):
                self._fill(draft)
                yield draft

    def _remedies(self) -> Iterator[Draft]:
        """What is still to be done about the risk, by whom and when: a column of further actions beside it."""
        task = self._column("task")
        if task is None or task <= self.shape.risk or "due" not in self.shape.roles:
            return
        drafts = list(self._filled("action", self._pieces(task), 0.8))
        for draft in drafts:
            draft.impact, draft.number = "", ""
            draft.status = {}  # the ratings are the risk's
        yield from drafts

    def _filled(self, kind: StatementKind, pieces: list[Piece], certainty: float) -> Iterator[Draft]:
        for index, piece in enumerate(pieces):
            for draft in self._draft(kind, piece, certainty):
                self._fill(draft, index, len(pieces))
                yield draft

    def _draft(self, kind: StatementKind, piece: Piece, certainty: float) -> Iterator[Draft]:
        if fold(piece.text) and not cues.is_nothing(piece.text):
            number = collapse(self.cell("number")) or piece.passage.number
            yield Draft(kind, piece.passage, piece.start, piece.end, certainty, number, more=piece.more)

    def _fill(self, draft: Draft, index: int = 0, count: int = 1) -> None:
        """Owner, deadline, impact, baseline and status of the draft, which is line `index` of `count`."""
        who, when = (self._line(role, index, count) for role in ("owner", "due"))
        draft.owners = owners.of_cell(who) or owners.of_task(draft.text) or owners.of_lead(draft.text)
        if when and cues.is_standing(when):
            draft.status[self._head("due")] = collapse(when)
        elif when:
            draft.due = due.of_cell(when, self.anchor)
        elif self._column("due") is None:
            marked = [self.months[i] for i in self.months if not months.hold_steps(self.shape, i) and self._text(i)]
            draft.due = due.in_sentence(draft.text, self.anchor, ahead=True) or months.span(marked)
        told = self.cell("detail") if self.shape.detail is None and draft.kind == "action" else ""
        draft.impact = collapse(self.cell("impact") or told or self.cell("measure"))
        if draft.kind == "risk" and len(draft.impact) < 10:  # a mark, not what would follow
            draft.status.update({self._head("impact"): draft.impact} if draft.impact else {})
            draft.impact = ""
        draft.baseline = collapse(self.cell("baseline"))
        for column, head in enumerate(self.shape.heads):
            if head and self._says_status(column) and fold(self._text(column)):
                draft.status[head] = collapse(self._text(column))

    def _says_status(self, column: int) -> bool:
        """Whether a column says how things stand: its role, or no known role and a place right of the task."""
        role, task = self.shape.roles[column], self._column("task")
        if role in {"status", "likelihood"}:
            return True
        if role == "subject" and task is not None and column > task and self.shape.item_kind(column) is None:
            return True  # 'Issues' that came up with the task
        dated = column in self.months and months.hold_steps(self.shape, column)
        return not role and task is not None and column > task and not dated

    def _line(self, role: ColumnRole, index: int, count: int) -> str:
        """The cell of the role; its line `index` when it has as many lines as there are tasks."""
        cell = self.cell(role)
        parts = [part for part in cell.split("\n") if fold(part)]
        return parts[index] if len(parts) == count else cell

    def _head(self, role: ColumnRole) -> str:
        column = self._column(role)
        return self.shape.heads[column] if column is not None else ""

    def _column(self, *roles: ColumnRole) -> int | None:
        return next((column for column, role in enumerate(self.shape.roles) if role in roles), None)

    def _text(self, column: int) -> str:
        return "\n".join(row[column] for row in self.rows if column < len(row) and fold(row[column]))

    def _pieces(self, column: int) -> list[Piece]:
        """The lines of a cell: its paragraphs and list items; one that begins small goes on with the one before."""
        found: list[Piece] = []
        for passage, row in zip(self.passages, self.rows, strict=True):
            if column >= len(row):
                continue
            start = cell_start(passage.text, row, column)
            for line in re.finditer(r"[^\n]+", row[column]):
                bullet = _BULLET.match(line[0])
                text = line[0][bullet.end() :] if bullet else line[0]
                if not fold(text):
                    continue
                end = start + line.end()
                last = found[-1] if found else None
                running = last and (text[0].islower() or last.text.count("(") > last.text.count(")"))
                if last and running and not bullet and last.text[-1] not in ".;:":
                    if last.passage is passage:
                        last.end = end
                        continue
                    last.more.append(Passage(passage.id, passage.section, "table_row", "", text))
                    continue
                found.append(Piece(passage, end - len(text), end, []))
        return found

    def _is_title(self) -> bool:
        """Whether the row only names what the rows below it are about: one cell, in which nothing is to be done.

        A number may stand before it when the next row's goes on from there: '2 Homes', '2.1 Let the flats'.
        """
        cells = [cell for row in self.rows for cell in row if fold(cell)]
        number = collapse(self.cell("number")).rstrip(".")
        over = bool(number) and len(cells) == 2 and self._number_below().startswith(f"{number}.")
        if over:
            cells.remove(self.cell("number"))
        if len(cells) != 1 or self._column("owner", "due") is None or (cues.is_to_do(cells[0]) and not over):
            return False
        return len(cells[0].split()) < 9 and not cues.lists().marks["sentence"].search(cells[0])

    def _number_below(self) -> str:
        following, column = self.passages[-1].row + 1, self._column("number")
        rows = self.shape.table.rows
        return collapse(rows[following][column]) if column is not None and following < len(rows) else ""

    def _goes_on(self) -> bool:
        """Whether the next row goes on with this row's task."""
        following = self.passages[-1].row + 1
        task, detail, rows = self._column("task"), self.shape.detail, self.shape.table.rows
        if following >= len(rows) or task is None or detail is None:
            return False
        return len(rows[following]) > max(task, detail) and not rows[following][task] and bool(rows[following][detail])

    def _origin(self) -> date | None:
        """The date of the meeting an action comes from stands in for the paper's own."""
        every = self.shape.origins
        found = next((found.value for found in dates.find(self.cell("origin")) if found.value), None)
        own = date.fromisoformat(found.start) if found else None
        middle = every[len(every) // 2] if every else None
        if own and middle and own - middle > timedelta(days=180):
            return middle  # a year mistyped
        return own or middle


def cell_start(text: str, cells: list[str], column: int) -> int:
    """Where the cell of `column` begins in the text of its row's passage."""
    before = sum(len(cell) + len(CELL_SEPARATOR) for cell in cells[:column])
    if text[before : before + len(cells[column])] == cells[column]:
        return before
    return max(text.find(cells[column]), 0)
