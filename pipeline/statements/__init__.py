"""Statements: what a paper decides, promises, plans and reports, each typed by what a careful clerk would say.

The section decides the kind where it has one, the sentence in running text, the columns in tables.
"""

from __future__ import annotations

from itertools import groupby

from pipeline.model import Outline, Passage, Statement
from pipeline.statements import rows, rules
from pipeline.statements.draft import Around, Draft, finish

__all__ = ["find"]


def find(outline: Outline, paper: str) -> list[Statement]:
    """The statements of the paper with the id `paper`, in the order in which they stand. Never raises."""
    around = Around(outline)
    drafts: list[Draft] = []
    for (section, tabular), group in groupby(outline.passages, key=lambda p: (p.section, p.kind == "table_row")):
        stretch = list(group)
        drafts += _rows(stretch, around) if tabular else _text(section, stretch, around)
    return finish(drafts, paper)


def _rows(passages: list[Passage], around: Around) -> list[Draft]:
    return [draft for passage in passages for draft in rows.read(passage, around)]


def _text(section: str, passages: list[Passage], around: Around) -> list[Draft]:
    text = [passage for passage in passages if passage.kind not in {"heading", "footnote"}]
    return rules.read(text, around.sections.get(section), around)
