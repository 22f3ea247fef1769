"""Minutes laid out as a table: a column of running text, and one of names or tasks beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Passage, Section, SectionKind
from pipeline.statements import cues, owners, points, rules
from pipeline.statements.draft import Around, Draft
from pipeline.statements.rows import cell_start
from pipeline.statements.shape import Shape
from pipeline.text import collapse, fold

_ITEM = re.compile(r"\s*(?:(?P<bullet>[-–•·▪◦*])|\(?(?P<number>[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+")


def read(passage: Passage, shape: Shape, around: Around) -> list[Draft]:
    """The statements of a row, the rules for text applied to the lines of its cell."""
    cells = shape.table.rows[passage.row]
    if shape.prose >= len(cells):
        return []
    if labelled(cells):
        return beside_label(passage, cells, around)
    drafts = rules.read(list(_lines(passage, cells, shape.prose)), None, around)
    beside = shape.beside
    if beside is not None and beside < len(cells) and fold(cells[beside]):
        drafts += _beside(list(_lines(passage, cells, beside)), drafts, around)
    for draft in drafts:
        _put_back(draft, passage)
    return drafts


def labelled(cells: list[str]) -> SectionKind | None:
    """What the label of a row says of the one cell beside it: 'Recommendation(s) | The Board is asked to: ...'."""
    if sum(1 for cell in cells if fold(cell)) != 2 or not fold(cells[0]):
        return None
    label = fold(cells[0])
    return next((kind for kind, when in cues.lists().rows.items() if when.fullmatch(label)), None)


def beside_label(passage: Passage, cells: list[str], around: Around) -> list[Draft]:
    """The statements of a cell that a label stands before, as on the front sheet of a report."""
    column = next(index for index in range(1, len(cells)) if fold(cells[index]))
    kind = labelled(cells)
    section = Section("", 0, "", "", collapse(cells[0]), 1, [kind] if kind else [])
    drafts = rules.read(list(_lines(passage, cells, column)), section, around)
    for draft in drafts:
        _put_back(draft, passage)
    return drafts


def _beside(lines: list[Passage], drafts: list[Draft], around: Around) -> list[Draft]:
    """A task in the column beside is an action of its own; a name is the owner of what the text says last."""
    found: list[Draft] = []
    for line in lines:
        if owners.task(line.text):
            found += points.tasks(line, 0, len(line.text), "", around)
        elif owners.is_agent(line.text, around.names):
            given = [d for d in drafts if d.kind in {"action", "commitment", "decision", "recommendation"} or d.due]
            free = [d for d in given if not d.owners] or given
            if free and not any(points.names(d, owners.of_cell(line.text)) for d in given if d.owners):
                points.assign(free[-1], owners.of_cell(line.text))
    return found


def _lines(passage: Passage, cells: list[str], column: int) -> Iterator[Passage]:
    """The lines of a cell as passages; `row` keeps where each begins in the row's own passage."""
    start, listed = cell_start(passage.text, cells, column), False
    for line in re.finditer(r"[^\n]+", cells[column]):
        item = _ITEM.match(line[0])
        text = line[0][item.end() :] if item else line[0]
        kind = "list_item" if item or (listed and not ends_sentence(text)) else "paragraph"
        listed = text.rstrip().endswith(":") or (listed and kind == "list_item")
        number = (item["number"] or "") if item else ""
        offset = start + line.end() - len(text)
        yield Passage(passage.id, passage.section, kind, number, text, passage.page, row=offset)  # type: ignore[arg-type]


def ends_sentence(line: str) -> bool:
    """Whether a line of a cell is a sentence of its own and no item of the list that the cell holds."""
    return line.rstrip().endswith(".")


def _put_back(draft: Draft, passage: Passage) -> None:
    """Give the draft its place in the row's own passage."""
    last = draft.more[-1] if draft.more else None
    end = last.row + len(last.text) if last else draft.passage.row + draft.end
    draft.start, draft.end = draft.passage.row + draft.start, end
    draft.passage, draft.more = passage, []
