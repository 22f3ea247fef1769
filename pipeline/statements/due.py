"""When something is due: from a cell, or from the words of a sentence."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline import dates
from pipeline.model import Due
from pipeline.statements.cues import lists
from pipeline.text import collapse, fold, plain

#: A paper may be written this long before the meeting it is for: what was to come then still is.
LATELY = timedelta(days=60)


def of_cell(cell: str, anchor: date | None) -> Due | None:
    """A deadline cell: its words, and the days from its first date to its last."""
    text = collapse(cell)
    if not fold(text):
        return None
    now = lists().marks["formerly"].sub("", plain(text)) or text
    found = [f.value for f in dates.find(now, anchor) if f.value]
    if not found:
        return Due(text)
    return Due(text, min(v.start for v in found), max(v.end for v in found))


def of_step(text: str, anchor: date | None) -> Due | None:
    """The date of a sentence that tells when something is, was or will be: the last it names."""
    found = [found for found in dates.find(text, anchor) if found.value]
    if not found or found[-1].value is None:
        return None
    return Due(found[-1].text, found[-1].value.start, found[-1].value.end)


def in_sentence(text: str, anchor: date | None, ahead: bool | None = None) -> Due | None:
    """The deadline that a sentence states.

    A date counts when a word like 'by' makes it a deadline; when the sentence looks `ahead` (by default: when its
    words do), any date that is not long past at the `anchor` counts as well.
    """
    deadlines, flat = lists().deadlines, plain(text)
    since = anchor - LATELY if anchor else None
    ahead = deadlines["ahead"].search(flat) is not None if ahead is None else ahead
    best: Due | None = None
    for found in dates.find(text, anchor):
        if found.value is None or (since and found.value.end < since.isoformat()):
            continue
        before = flat[: found.start]
        opening = deadlines["before"].search(before)
        deadline = opening or deadlines["before"].match(flat[found.start : found.end].split()[0])
        if not deadline and (not ahead or deadlines["past"].search(before)):
            continue
        start = opening.start() if opening else found.start
        due = Due(collapse(text[start : found.end]).lstrip("("), found.value.start, found.value.end)
        if deadline:
            return due
        best = best or due
    if best is None and ahead and (match := deadlines["undated"].search(flat)):
        return Due(collapse(text[match.start() : match.end()]))
    return best
