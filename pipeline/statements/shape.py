"""What a table is to statements: a list of risks or actions, minutes laid out in columns, or neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline import dates
from pipeline.model import ColumnRole, StatementKind, Table
from pipeline.statements import cues, owners
from pipeline.text import collapse, fold

#: Characters that the cells of a column hold on average: running text, the words of a task, names and the like.
PROSE, TASK, SHORT = 120, 25, 60


@dataclass
class Shape:
    """A table with its rows grouped: a row that only goes on with the one above, over a page break, joins it."""

    table: Table
    groups: dict[int, list[int]] = field(init=False)  # first row -> all its rows

    def __post_init__(self) -> None:
        self.groups = {}
        for index in range(len(self.table.rows)):
            first = next(reversed(self.groups), None)
            if first is not None and self._goes_on(index):
                self.groups[first].append(index)
            else:
                self.groups[index] = [index]

    @cached_property
    def roles(self) -> list[ColumnRole]:
        """One role a column, as far as the longest row goes."""
        width = max([len(self.table.columns), *map(len, self.table.rows)])
        given: list[ColumnRole] = list(self.table.roles[:width])
        return given + [""] * (width - len(given))

    @cached_property
    def detail(self) -> int | None:
        """The column of what a task involves: next to the task, before who does it and by when."""
        asks = [i for i, role in enumerate(self.roles) if role in {"owner", "due", "status", "impact"}]
        found = [i for i, role in enumerate(self.roles) if role == "detail" and i < min(asks, default=0)]
        return found[0] if found else None

    @cached_property
    def risk(self) -> int:
        """The column that tells a risk: its description where its name is short."""
        columns = [i for i, role in enumerate(self.roles) if role in {"risk", "detail"}]
        name = self.roles.index("risk")
        return name if self.lengths[name] >= TASK else max(columns, key=lambda i: self.lengths[i])

    @cached_property
    def heads(self) -> list[str]:
        """One head a column."""
        heads = [collapse(head) for head in self.table.columns]
        return heads + [""] * (len(self.roles) - len(heads))

    @cached_property
    def lengths(self) -> list[float]:
        """Characters of the cells of each column that are not empty, on average."""
        columns = [self._column(index) for index in range(len(self.roles))]
        return [sum(map(len, column)) / len(column) if column else 0.0 for column in columns]

    @cached_property
    def kind(self) -> str:
        """'risks', 'actions', 'minutes' or ''."""
        if "risk" in self.roles and max(self._mean("risk"), self._mean("detail")) >= TASK:
            return "risks"
        task = self._mean("task")
        has_tasks = task >= TASK and self._mean("detail") < PROSE
        if max(self.lengths, default=0.0) >= PROSE and task < SHORT and not has_tasks:
            return "minutes"
        return "actions" if self._lists_actions(task) else ""

    @cached_property
    def prose(self) -> int:
        """The column of running text."""
        return max(range(len(self.lengths)), key=lambda index: self.lengths[index], default=0)

    @cached_property
    def beside(self) -> int | None:
        """In minutes, the column right of the running text that says who acts."""
        right = [i for i in range(self.prose + 1, len(self.roles)) if 0 < self.lengths[i] < SHORT]
        named = [i for i in right if any(owners.is_agent(cell) or owners.task(cell) for cell in self._column(i))]
        return named[-1] if named else None

    def item_kind(self, column: int) -> StatementKind | None:
        """What the head of a column makes of its cells, if anything."""
        return next((said.kind for said in cues.lists().heads if said.when.search(self.heads[column])), None)

    @cached_property
    def origins(self) -> list[date]:
        """The dates of the meetings that the rows come from, in order of time."""
        cells = [cell for i, role in enumerate(self.roles) if role == "origin" for cell in self._column(i)]
        found = (next((f.value for f in dates.find(cell) if f.value), None) for cell in cells)
        return sorted(date.fromisoformat(value.start) for value in found if value)

    @cached_property
    def named(self) -> bool:
        """Whether the head of the tasks calls them that: under 'Item' some rows are no tasks."""
        head = self.heads[self.roles.index("task")]
        return cues.lists().marks["task_head"].search(head) is not None

    def _lists_actions(self, task: float) -> bool:
        if "task" not in self.roles:
            return False
        if self.named and len(self.table.rows) > 0:
            return True
        if task >= TASK and {"owner", "due"} <= set(self.roles):
            return True
        agents = [cell for i, role in enumerate(self.roles) if role == "owner" for cell in self._column(i)]
        return task >= TASK and sum(map(owners.is_agent, agents)) * 2 > len(self.table.rows)

    def _mean(self, role: ColumnRole) -> float:
        return max((self.lengths[i] for i, r in enumerate(self.roles) if r == role), default=0.0)

    def _column(self, index: int) -> list[str]:
        return [row[index] for row in self.table.rows if index < len(row) and fold(row[index])]

    def _goes_on(self, index: int) -> bool:
        """Whether the row only goes on with the one above: it begins small, and has no owner or deadline of its own."""
        row, before = self.table.rows[index], self.table.rows[index - 1]
        own = [
            cell
            for cell, role in zip(row, self.roles, strict=False)
            if role in {"owner", "due", "status", "number", "origin"} and fold(cell)
        ]
        filled = [(i, cell.strip()) for i, cell in enumerate(row) if fold(cell)]
        if own or not filled or not self.table.roles:
            return False
        return all(cell[0].islower() and i < len(before) and fold(before[i]) for i, cell in filled[:1]) and any(
            role in {"owner", "due", "status"} for role in self.roles
        )
