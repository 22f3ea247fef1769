"""Planning applications in minutes: each in a list is one decision, with what was said to it or became of it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Passage, Table
from pipeline.statements import cues
from pipeline.statements.draft import Draft
from pipeline.statements.flow import Unit, last_sentence
from pipeline.statements.walk import Walk
from pipeline.text import fold, plain

#: Lines that one application may fill: its number, what is proposed, where, by whom, what was said to it.
LINES = 12


def names(text: str) -> bool:
    """Whether a line begins with the number of an application, or says that it is one."""
    return cues.lists().marks["application"].match(plain(text)) is not None


def read(unit: Unit, walk: Walk) -> list[Draft] | None:
    """The application that begins at `unit`, whatever lines it fills, down to what was said to it."""
    passage = unit.passage
    if not walk.around.minutes or unit.items or not names(passage.text):
        return None
    if _is_answer(last_sentence(passage.text)) or _ends_in_answer(passage.text):
        return [_whole(passage, [])]
    lines = list(_lines(unit, walk))
    if not lines or not _is_answer(lines[-1].passage.text):
        if walk.kind != "decision" and not _is_listed(unit):
            return None
        lines = [line for line in lines if line.under and line.under is unit.under]
    for line in lines:
        line.taken = True
    return [_whole(passage, [line.passage for line in lines])]


def follow(unit: Unit, walk: Walk) -> bool:
    """Whether a list of applications begins right after `unit`."""
    after = unit.at + 1
    return after < len(walk.units) and names(walk.units[after].passage.text)


def _is_listed(unit: Unit) -> bool:
    """Whether it is an item under a lead-in, all of whose items were decided."""
    return unit.under is not None and unit.passage.kind == "list_item" and is_each_decided(unit.under.passage.text)


def is_each_decided(lead: str) -> bool:
    """Whether a lead-in says only that each of its items was decided: 'The following payments were approved:'."""
    return cues.lists().marks["each_decided"].search(plain(last_sentence(lead)).rstrip(" :-")) is not None


def _lines(unit: Unit, walk: Walk) -> Iterator[Unit]:
    """The lines after `unit` that go on with its application; the last of them may be the answer."""
    at = unit.at + 1
    for line in walk.units[at : at + LINES]:
        text = plain(line.passage.text)
        answer = _is_answer(text)
        told = not answer and cues.lists().marks["sentence"].search(text)
        if names(text) or told or cues.label(text):
            return
        yield line
        if answer:
            return


def rows(table: Table, passages: dict[int, Passage]) -> list[Draft]:
    """The applications that a table lists, each row with its number and an answer one decision."""
    return [
        Draft("decision", passages[index], 0, len(passages[index].text), 0.75, words=" ".join(filter(fold, cells)))
        for index, cells in enumerate(table.rows)
        if index in passages and any(map(names, cells[:2])) and _is_answered(cells, table.columns)
    ]


def _is_answered(cells: list[str], heads: list[str]) -> bool:
    """Whether the last cell of a row is what was said to the application in it."""
    column, cell = max((pair for pair in enumerate(cells) if fold(pair[1])), default=(0, ""))
    head = heads[column] if column < len(heads) else ""
    return column > 0 and (_is_answer(cell) or cues.lists().marks["answers"].search(plain(head)) is not None)


def _ends_in_answer(text: str) -> bool:
    """Whether an answer stands after the last dash or colon: '12 High Street, porch - no objection'."""
    return any(_is_answer(text[match.end() :]) for match in cues.lists().marks["parted"].finditer(plain(text)))


def _is_answer(text: str) -> bool:
    return cues.lists().marks["answer"].fullmatch(plain(text).strip()) is not None


def _whole(passage: Passage, more: list[Passage]) -> Draft:
    return Draft("decision", passage, 0, len(passage.text), 0.75, passage.number, more=more)
