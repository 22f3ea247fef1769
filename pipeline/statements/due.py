"""When something is due: from a cell, or from the words of a sentence."""

from __future__ import annotations

import re
from datetime import date

from pipeline import dates
from pipeline.model import Due
from pipeline.text import collapse, fold

#: A word before a date that makes it a deadline; taken into the due's text.
_DEADLINE = re.compile(
    r"(?:\b(?:no later than|not later than|in time for|by|before|until|till|due|within|ahead of|prior to)"
    r"(?: the| early| end of| the end of| mid)*|\(|deadline(?: of| is|:)?)\s*$",
    re.I,
)
_FORMERLY = re.compile(
    r"\b(?:was|were|had|held|since|following|published|submitted|dated|minutes of|as at|as of)\b[^.;]{0,60}$", re.I
)
_UNDATED = re.compile(
    r"\b(?:asap|as soon as (?:possible|practicable)|immediately|before the next meeting|by (?:the |our )?next (?:\w+ )?meeting"
    r"|(?:at|for|to) the next (?:\w+ )?meeting)\b",
    re.I,
)


def of_cell(cell: str, anchor: date | None) -> Due | None:
    """A deadline cell: its words, and the days from its first date to its last."""
    text = collapse(cell)
    if not text or not fold(text):
        return None
    found = [f.value for f in dates.find(text, anchor) if f.value]
    if not found:
        return Due(text)
    return Due(text, min(v.start for v in found), max(v.end for v in found))


def in_sentence(text: str, anchor: date | None, ahead: bool) -> Due | None:
    """The deadline that a sentence states.

    A date counts when a word like 'by' makes it a deadline; when the sentence looks `ahead`, any date that is not
    past at the `anchor` counts as well.
    """
    best: Due | None = None
    for found in dates.find(text, anchor):
        if found.value is None:
            continue
        before = text[: found.start]
        opening = _DEADLINE.search(before)
        coming = anchor is None or found.value.end >= anchor.isoformat()
        if not coming or not (opening or (ahead and not _FORMERLY.search(before))):
            continue
        start = opening.start() if opening else found.start
        words = collapse(text[start : found.end]).lstrip("(")
        if opening or re.match(r"by|before|until|within", found.text, re.I):
            return Due(words, found.value.start, found.value.end)
        best = best or Due(words, found.value.start, found.value.end)
    if best is None and ahead and (match := _UNDATED.search(text)):
        return Due(collapse(match[0]))
    return best
