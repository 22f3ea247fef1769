"""What a body made of recommendations put to it: a table of its answers, one to a row."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Passage, Table
from pipeline.statements import cues
from pipeline.statements.draft import Around, Draft
from pipeline.statements.rows import Row, cell_start
from pipeline.statements.shape import TASK, Shape
from pipeline.text import collapse, fold


def rows(table: Table, at: dict[int, Passage], around: Around) -> list[Draft]:
    """What is said to each recommendation that was accepted is what will be done; to refuse one is a decision."""
    found = _columns(table)
    if found is None:
        return []
    answer, told = found
    roles = list(table.roles)
    roles[answer], roles[told] = "status", "task"
    shape = Shape(Table(table.id, table.section, table.page, table.columns, table.rows, roles))
    drafts: list[Draft] = []
    for first, group in shape.groups.items():
        members = [at[index] for index in group if index in at]
        if not members or first not in at:
            continue
        cells = table.rows[first]
        if cues.lists().marks["refused"].match(cells[answer].strip()):
            drafts.append(_refusal(at[first], cells, answer, told))
        else:
            drafts += _action(Row(members, shape, around))
    return drafts


def _columns(table: Table) -> tuple[int, int] | None:
    """The columns of the answers and of what is said to them, where the table has both and says who acts or when."""
    if "task" in table.roles or {"owner", "due"}.isdisjoint(table.roles) or len(table.rows) < 2:
        return None
    answered, longest = None, (float(TASK), -1)
    for column, role in enumerate(table.roles):
        cells = [row[column] for row in table.rows if column < len(row) and fold(row[column])]
        if role not in {"", "status", "impact"} or len(cells) * 3 < len(table.rows) * 2:
            continue
        if all(cues.lists().marks["answered"].fullmatch(collapse(cell)) for cell in cells):
            answered = column if answered is None else answered
        else:
            longest = max(longest, (sum(map(len, cells)) / len(cells), column))
    return None if answered is None or longest[1] < 0 else (answered, longest[1])


def _action(row: Row) -> Iterator[Draft]:
    """The whole cell is one action, however many its lines."""
    for draft in list(row.statements())[:1]:
        draft.kind = "action"
        yield draft


def _refusal(passage: Passage, cells: list[str], answer: int, told: int) -> Draft:
    first, last = sorted((answer, told))
    start, end = cell_start(passage.text, cells, first), cell_start(passage.text, cells, last) + len(cells[last])
    words = " ".join(cell for cell in (cells[answer], cells[told]) if any(map(str.isalnum, cell)))
    number = collapse(cells[0]) if 0 not in (answer, told) else passage.number
    return Draft("decision", passage, start, end, 0.8, number, words=words)
