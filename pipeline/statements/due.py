"""When something is due: from a cell, or from the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pipeline import dates
from pipeline.model import Due, Interval
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
    """The deadline that a sentence states; from the first to the last where it goes from one to the next.

    A date counts when a word like 'by' makes it a deadline; when the sentence looks `ahead` (by default: when its
    words do) or the date is still to come at the `anchor`, any date that is not long past counts as well.
    """
    deadlines, flat = lists().deadlines, plain(text)
    ahead = deadlines["ahead"].search(flat) is not None if ahead is None else ahead
    found = list(_dates(text, flat, anchor, ahead))
    if not found and anchor and (year_end := deadlines["year_end"].search(flat)):
        end = date(anchor.year + (anchor.month > 3), 3, 31).isoformat()
        return Due(collapse(text[year_end.start() : year_end.end()]), end, end)
    if not found:
        undated = deadlines["undated"].search(flat) if ahead else None
        return Due(collapse(text[undated.start() : undated.end()])) if undated else None
    first = max(found, key=lambda each: each.weight)  # the first of the heaviest
    last = first
    for each in found[found.index(first) + 1 :]:
        if each.weight and each.value.start > last.value.end and deadlines["then"].search(flat[last.end : each.start]):
            last = each
    words = collapse(text[first.start : last.end]).lstrip("(")
    return Due(words, first.value.start, last.value.end)


def _a_year_on(value: Interval) -> Interval | None:
    """The same days of the next year; None for 29 February."""
    try:
        first, last = (date.fromisoformat(day) for day in (value.start, value.end))
        moved = [day.replace(year=day.year + 1).isoformat() for day in (first, last)]
    except ValueError:
        return None
    return Interval(*moved)


class _Dated(NamedTuple):
    start: int
    end: int
    value: Interval
    weight: int  # 2: a deadline, 'by May'; 1: 'from 1 October'; 0: a date, 'Admissions 2016/17'


def _dates(text: str, flat: str, anchor: date | None, ahead: bool) -> Iterator[_Dated]:
    """The dates of a sentence that can be its deadline."""
    deadlines = lists().deadlines
    since = (anchor - LATELY).isoformat() if anchor else ""
    for found in dates.find(text, anchor):
        value = found.value
        before = flat[: found.start]
        opening = deadlines["before"].search(before)
        if value and opening and value.end < since and deadlines["yearless"].fullmatch(flat[found.start : found.end]):
            value = _a_year_on(value)
        if value is None or value.end < since:
            continue
        if opening or deadlines["before"].match(flat[found.start : found.end].split()[0]):
            yield _Dated(opening.start() if opening else found.start, found.end, value, 2)
        elif (ahead or (anchor and value.start > anchor.isoformat())) and not deadlines["past"].search(before):
            yield _Dated(found.start, found.end, value, 1 if deadlines["at"].search(before) else 0)
