"""Statements: what a paper decides, promises, plans and reports, each typed by what a careful clerk would say.

The section decides the kind where it has one, the sentence in running text, the columns in tables.
"""

from __future__ import annotations

from itertools import groupby

from pipeline.model import Outline, Passage, Statement
from pipeline.statements import applications, laid_out, responses, rows, rules
from pipeline.statements.draft import Around, Draft, finish
from pipeline.statements.shape import Shape

__all__ = ["find"]


def find(outline: Outline, paper: str) -> list[Statement]:
    """The statements of the paper with the id `paper`, in the order in which they stand. Never raises."""
    around = Around(outline)
    drafts: list[Draft] = []
    for (section, table), group in groupby(outline.passages, key=lambda passage: (passage.section, _table(passage))):
        stretch = list(group)
        drafts += _rows(stretch, table, around) if table else _text(section, stretch, around)
    return finish(drafts, paper, around.next_meeting)


def _table(passage: Passage) -> str:
    return passage.table if passage.kind == "table_row" else ""


def _text(section: str, passages: list[Passage], around: Around) -> list[Draft]:
    text = [passage for passage in passages if passage.kind not in {"heading", "footnote", "table_row"}]
    return rules.read(text, around.sections.get(section), around)


def _rows(passages: list[Passage], name: str, around: Around) -> list[Draft]:
    table = around.tables.get(name)
    if table is None:
        return []
    at = {passage.row: passage for passage in passages if 0 <= passage.row < len(table.rows)}
    drafts = (applications.rows(table, at) if around.minutes else []) or responses.rows(table, at, around)
    if drafts:
        return drafts
    shape = Shape(table)
    for first, group in shape.groups.items():
        members = [at[index] for index in group if index in at]
        if not members or first not in at:
            continue
        if shape.kind == "minutes":
            drafts += [draft for member in members for draft in laid_out.read(member, shape, around)]
        elif shape.kind:
            drafts += rows.Row(members, shape, around).statements()
        elif laid_out.labelled(table.rows[first]):
            drafts += laid_out.beside_label(at[first], table.rows[first], around)
    return drafts
