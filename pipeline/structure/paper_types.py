"""What kind of paper it is."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from pipeline.model import Outline, PaperType
from pipeline.structure import attendance, kinds, lines
from pipeline.structure.items import Item
from pipeline.text import fold

_OTHER_AGENDA = re.compile(r"\bforward agenda\b|\bagenda (?!for)\w+")


def named_in(text: str) -> PaperType | None:
    """The kind of paper that `text` names; 'the transparency agenda' names none."""
    words = f" {fold(text)} "
    for kind, phrases in _phrases():
        if kind == "agenda" and _OTHER_AGENDA.search(words):
            continue
        if any(phrase in words for phrase in phrases):
            return kind
    return None


@cache
def _phrases() -> list[tuple[PaperType, list[str]]]:
    told = lines.words()["paper_types"].items()
    return [(cast(PaperType, kind), [f" {fold(phrase)} " for phrase in phrases]) for kind, phrases in told]


def of_paper(items: list[Item], out: Outline, name: str) -> PaperType:
    """A report by what only reports have; else what title, masthead or file name call it.

    A paper that lists who was present and calls itself nothing else is minutes.
    """
    head = " ".join(item.text for item in items if item.masthead)
    named = named_in(out.title or "")
    reported = any(p.capacity in {"report_from", "author", "portfolio_holder"} for p in out.people)
    sections = {kind for item in items if item.heading for kind in kinds.of_heading(item.text)}
    present = any(p.capacity in {"present", "chair"} for p in out.people)
    rows = sum(len(item.grid.rows) for item in items if item.grid and not item.masthead)
    prose = sum(item.words > 12 for item in items if item.kind == "text" and not item.masthead)
    if reported and named not in {"minutes", "agenda"}:
        return "report"
    long = sum(item.words > 40 for item in items if item.kind == "text")
    if "agenda" in {named, named_in(head)} and (long > 3 or (present and prose > 25)):
        named = "minutes" if present else "report"
    if is_agenda(items):
        return "agenda"
    if named == "action_plan" and (prose > rows or len(sections & {"recommendations", "summary", "financial"}) > 0):
        return "report"
    if named == "strategy" and "recommendations" in sections and sections & {"summary", "background", "financial"}:
        return "report"  # that brings a strategy before a committee
    if named and not (named == "report" and present):
        return named
    if (stated := named_in(head)) and stated in {"minutes", "agenda", "terms_of_reference"}:
        return stated
    if present:
        return "minutes"
    return named_in(re.sub(r"[_.-]+", " ", name)) or ("report" if prose else "other")


def is_agenda(items: list[Item]) -> bool:
    """Whether the word stands alone at the head of the paper's business, and no long prose follows."""
    texts = [item for item in items if item.kind == "text"]
    if not any(fold(item.text) == "agenda" for item in texts[:15]):
        return False
    if any(item.grid and attendance.is_matrix(item.grid) for item in items):
        return False
    return sum(item.words > 40 for item in texts) <= 3
