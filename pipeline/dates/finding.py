"""Finding the dates of a text, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from pipeline.dates import DateFound, joins
from pipeline.dates.doubts import EARLIEST, YEARS_AIMED, doubtful
from pipeline.dates.forms import scan
from pipeline.dates.points import Point
from pipeline.dates.words import WORDS
from pipeline.model import Interval
from pipeline.text import plain

_AHEAD, _BACK = frozenset(WORDS["ahead"]), frozenset(WORDS["back"])
_AHEAD_PAIRS, _BACK_PAIRS = ([f" {cue} " for cue in cues if " " in cue] for cues in (_AHEAD, _BACK))
_LETTERS = re.compile(r"[a-z]+")
# Days by which a sentence that looks ahead or back moves the anchor. Minutes tell all in the past tense: it says less.
_AHEAD_BY, _BACK_BY = 105, 45
_OVER = 60  # days after which what a sentence looks ahead to is not this year's
_OPENINGS = frozenset({"this", "next", "last", "before"})
_STOP = re.compile(r"[.!?;](?=\s+[A-Z])|\n|\|")


def find(text: str, anchor: date | None = None) -> list[DateFound]:
    """Every date expression in `text`, in order and not overlapping; `anchor` is the paper's own date.

    Without an anchor an expression that needs one ('March', 'within two weeks') has no value.
    """
    flat, today = plain(text), anchor or date.today()
    kept = [p for p in scan(flat, today) if not doubtful(p, flat, today)]
    found: list[DateFound] = []
    moment, last, begun = today, None, None
    for expression in joins.expressions(kept, flat) if kept else ():
        follows = bool(begun and last and joins.listed(last, expression, flat))
        if last is None or (_STOP.search(flat, last.end, expression.start) and not follows):
            moment = today
        needs_anchor = any(p.kind in {"relative", "within", "closing"} for p in expression.points) or all(
            p.year is None for p in expression.points
        )
        span = None
        if begun and follows:
            span = joins.settle(expression, partial(joins.year_after, moment=begun))
        elif anchor or not needs_anchor:
            span = joins.settle(expression, _guess(flat, expression, moment))
        if span and not (span[0].year >= EARLIEST and span[1].year <= today.year + YEARS_AIMED):
            span = None
        if span and not needs_anchor and span[1].year < today.year - 1:
            moment = span[1]  # a tale of former years: months without one in the sentence belong there
        last, begun = expression, span[0] if span else None
        value = Interval(span[0].isoformat(), span[1].isoformat()) if span else None
        words = text[expression.start : expression.end]
        found.append(DateFound(expression.start, expression.end, words, value, expression.precision))
    return found


def _guess(flat: str, expression: joins.Expression, anchor: date) -> Callable[[Point], int]:
    """The year of a month without one: the nearest to the anchor, pulled on or back by what the sentence says.

    'This', 'next', 'last' and 'before' at the front of a season or feast leave no choice.
    """
    opening = flat[expression.start : expression.points[0].start].lower().split()

    def guess(point: Point) -> int:
        if opening and opening[0] in _OPENINGS and point.kind in {"season", "feast", "month"}:
            near = range(anchor.year - 2, anchor.year + 2)
            if opening[0] == "last":
                return max(year for year in near if (span := point.span(year)) and span[1] < anchor)
            if opening == ["this"]:
                return anchor.year
            return min(year for year in near if (span := point.span(year)) and span[0] > anchor)
        stops = [m.end() for m in _STOP.finditer(flat, 0, expression.start)]
        end = _STOP.search(flat, expression.end)
        sentence = flat[stops[-1] if stops else 0 : end.start() if end else len(flat)]
        words = f" {' '.join(_LETTERS.findall(sentence.lower()))} "
        ahead, back = _says(words, _AHEAD, _AHEAD_PAIRS), _says(words, _BACK, _BACK_PAIRS)
        pull = _AHEAD_BY if ahead else -_BACK_BY if back else 0
        near = range(anchor.year - 1, anchor.year + 2)
        if ahead and not back:  # 'will start in the new year'
            near = range(anchor.year + (_distance(point, anchor.year, anchor) < -_OVER), anchor.year + 2)
        return min(near, key=lambda year: abs(_distance(point, year, anchor) - pull))

    return guess


def _says(words: str, wanted: frozenset[str], pairs: list[str]) -> bool:
    """Whether one of `words` (a blank before and after each), or two in a row, are among those `wanted`."""
    return not wanted.isdisjoint(words.split()) or any(pair in words for pair in pairs)


def _distance(point: Point, year: int, anchor: date) -> int:
    """Days from the anchor to the middle of what `point` covers in `year`."""
    span = point.span(year)
    if span is None:
        return 10_000
    return (span[0] - anchor).days + (span[1] - span[0]).days // 2
