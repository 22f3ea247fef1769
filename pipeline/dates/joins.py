"""From points to expressions: ranges and lists, years that neighbours give, 'by the end of' before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.dates import calendar
from pipeline.dates.calendar import DAY, Span
from pipeline.dates.points import Point
from pipeline.dates.words import NUMBERS, WORDS, alternatives

_DASH = re.compile(r"\s*(?:-+|/|\bto\b|\buntil\b|\bthrough\b|\btill\b)\s*(?:the\s+)?$", re.I)
_AND = re.compile(r"\s*(?:,?\s*(?:and|&)|,)\s*(?:the\s+)?$", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.I)
_SPANNING = re.compile(r"\b(?:between|during|from|over)\s+(?:the\s+)?$", re.I)
_WEEKDAY = re.compile(rf"\b(?:{alternatives(WORDS['weekdays'])})\.?,?\s+(?:the\s+)?$", re.I)
_QUALIFIER = re.compile(
    r"(?P<by>\b(?:by|before)\s+(?=the\s+end|end)|\bby\s+|\b(?P<toward>towards?)\s+)?(?P<the>\bthe\s+)?\b(?:very\s+)?"
    r"(?:(?P<which>end|close|beginning|start)(?:\s+of|(?<=end))|(?P<part>mid|middle|early|later?)(?:\s+(?:on\s+)?(?:of|in))?)"
    r"[\s-]+(?:the\s+)?$",
    re.I,
)
_DAYS = WORDS["weekdays"][:7]
_SHARE = re.compile(
    rf"\b(?:the\s+)?(?P<which>{alternatives(list(WORDS['ordinals']))})\s+(?P<unit>week|half|quarter|{alternatives(_DAYS)})"
    r"\s+(?:of|in)\s+(?:the\s+)?$",
    re.I,
)
_PERIOD = re.compile(
    rf"(?:\b(?P<count>\d\d?|{alternatives(list(WORDS['numbers']))})\s+(?=months))?"
    r"\b(?P<unit>week|month|quarter|year)(?P<several>s)?[\s-]+(?:(?P<ending>ending|ended|to)"
    r"|commencing|beginning|(?<=week\s)of)\s+(?:on\s+)?(?:the\s+)?$|\bw/c\.?:?\s*$",
    re.I,
)
_SEASON_OF = re.compile(r"\b(?:this|next|last)\s+(?:coming\s+)?$", re.I)
_THE_SEASON = re.compile(r"\bthe\s+(?:coming\s+)?$", re.I)
_SPELL_AFTER = re.compile(r"\s(?:period|months)$", re.I)
_BY = re.compile(r"\bby\s+(?:the\s+)?$", re.I)
_BEFORE_FEAST = re.compile(r"\bbefore\s+(?:the\s+)?$", re.I)
_CELLS = re.compile(r"\s*\|\s*")
_CELL_START = re.compile(r"(?:^|\n|\|)\s*(?P<word>To|By)\s+$")
_CELL_END = re.compile(r"\s*(?:$|\n|\|)")

#: The word right before an expression that any of these patterns ends with; others are not tried.
_LAST_BEFORE = frozenset(
    [*(day.lower() for day in WORDS["weekdays"]), "the", "of", "in", "on", "between", "end", "close", "mid", "middle",
     "early", "late", "later", "beginning", "start", "ending", "ended", "to", "by", "commencing", "w/c",
     "this", "next", "last", "coming", "before"]
)  # fmt: skip
_LAST_OF_PERIOD = frozenset({"ending", "ended", "to", "commencing", "beginning", "of", "on", "the", "w/c"})


@dataclass(slots=True)
class Expression:
    """One or several joined points as they will be reported; `span` may be unknown."""

    start: int
    end: int
    points: list[Point]
    precision: str
    narrow: Callable[[Span], Span] | None = None  # what 'by the end of' makes of the days


def expressions(points: list[Point], plain: str) -> list[Expression]:
    """`points` joined into ranges where the text between them does, with the words before that belong to them."""
    joined: list[Expression] = []
    for point in points:
        if joined and _join(joined[-1], point, plain):
            continue
        joined.append(Expression(point.start, point.end, [point], point.precision))
    _share_years(joined, plain)
    for number, expression in enumerate(joined):
        _reach_back(expression, plain, joined[number - 1].end if number else 0)
    return joined


def _share_years(listed: list[Expression], plain: str) -> None:
    """A year written once in a list of days or months holds for those before: '21 June and 20 July 2024'."""
    for left, right in reversed(list(pairwise(listed))):
        last, first = left.points[-1], right.points[0]
        if last.year is not None or first.year is None or not _AND.fullmatch(plain, left.end, right.start):
            continue
        if last.kind == first.kind in {"month", "day"} and (span := first.span(first.year)):
            last.year = _year_before(last, span[0])


def listed(left: Expression, right: Expression, plain: str) -> bool:
    """Whether the two are months or days of one list, with no year written: 'in June, September and December'."""
    last, first = left.points[-1], right.points[0]
    if not (last.year is None and first.year is None and last.kind == first.kind in {"month", "day"}):
        return False
    if _CELLS.fullmatch(
        plain, left.end, right.start
    ):  # heads of a table: 'Nov | Dec | Jan', 'June - August | September'
        touches = len(left.points) + len(right.points) > 2 and last.span(1) == first.span(1)
        return last.kind == "month" and (touches or _follows(last, first))
    return bool(_AND.fullmatch(plain, left.end, right.start))


def _join(left: Expression, right: Point, plain: str) -> bool:
    last, gap = left.points[-1], plain[left.end : right.start]
    if len(gap) > 14 or last.kind in {"within", "relative"} or right.kind in {"within", "relative"}:
        return False
    gap = _without_weekday(gap)
    before = plain[max(0, left.start - 24) : left.start]
    if _DASH.search(gap) and _fits(gap, _DASH):
        fits = _same_scale(last, right)
    elif _AND.search(gap) and _fits(gap, _AND):
        lists = last.kind == right.kind in {"month", "day"} and last.year is None
        near = last.kind == "month" and _follows(last, right)
        between = bool(_SPANNING.search(before)) and "," not in gap
        fits = (between and _same_scale(last, right)) or (lists and near and bool(right.year or right.bare))
    else:
        return False
    if not fits or (last.year is not None and right.year is not None and last.year > right.year):
        return False
    left.points.append(right)
    left.end, left.precision = right.end, "range"
    return True


def _without_weekday(before: str) -> str:
    weekday = _WEEKDAY.search(before)
    return before[: weekday.start()] if weekday else before


def _fits(gap: str, glue: re.Pattern[str]) -> bool:
    found = glue.search(gap)
    return found is not None and not gap[: found.start()].strip()


def _same_scale(left: Point, right: Point) -> bool:
    """Whether a range may run between the two: days with days, months with months, years with years."""
    scale = {
        "day": 0,
        "numeric": 0,
        "iso": 0,
        "month": 1,
        "month_number": 1,
        "season": 2,
        "quarter": 2,
        "year": 3,
        "years": 3,
    }
    return scale.get(left.kind, -1) == scale.get(right.kind, -2) or {left.kind, right.kind} <= {
        "month",
        "season",
        "day",
    }


def _follows(left: Point, right: Point) -> bool:
    """Whether the month `right` comes right after the month `left`."""
    first, second = left.span(2001), right.span(2001)
    return first is not None and second is not None and (second[0].month - first[1].month) % 12 == 1


def _reach_back(expression: Expression, plain: str, floor: int) -> None:
    """Take in the words before that belong to the expression, and what they do to its days."""
    before = plain[max(floor, expression.start - 48) : expression.start]
    base, last = expression.start - len(before), _last_word(before)
    if last not in _LAST_BEFORE:
        return
    if len(expression.points) > 1:
        if between := _BETWEEN.search(_without_weekday(before)):
            expression.start = base + between.start()
        return
    if expression.points[0].kind in {"day", "numeric", "iso"}:
        before = _without_weekday(before)  # 'Monday 4 May' is the day, 'week ending Monday 4 May' the week
        last = _last_word(before)
    if expression.precision in {"month", "year", "season"} and (share := _SHARE.search(before)):
        _share(expression, share, base)
    elif last in _LAST_OF_PERIOD and (period := _PERIOD.search(before)):
        _period(expression, period, base)
    elif expression.precision != "day" and (qualifier := _QUALIFIER.search(before)):
        _qualify(expression, qualifier, base)
    elif _alone(expression.points[0]) and (which := _SEASON_OF.search(before)):
        expression.start = base + which.start()
    elif _SPELL_AFTER.search(plain, expression.start, expression.end) and (the := _THE_SEASON.search(before)):
        expression.start = base + the.start()
    elif _of_no_year(expression.points[0]) and (by := _BY.search(before)):
        expression.start = base + by.start()
    elif expression.points[0].kind == "feast" and (feast := _BEFORE_FEAST.search(before)):
        expression.start = base + feast.start()
        if expression.points[0].keyword == "new year":
            expression.narrow = lambda span: (span[0] - DAY, span[0] - DAY)
    elif (cell := _CELL_START.search(before)) and _CELL_END.match(plain, expression.end):
        expression.start = base + cell.start("word")


def _last_word(before: str) -> str:
    words = before.rstrip(" \t\n-,.:").replace("\n", " ")
    return words[words.rfind(" ") + 1 :].lower().lstrip("(['\"|")


def _alone(point: Point) -> bool:
    """A season or month, no more."""
    return point.kind in {"season", "month"} and point.year is None


def _of_no_year(point: Point) -> bool:
    """'Month end', or a season or feast with no year."""
    return point.kind == "closing" or (point.kind in {"season", "feast"} and point.year is None)


def _qualify(expression: Expression, found: re.Match[str], base: int) -> None:
    word = "which" if found["which"] else "part"
    which = {"middle": "mid", "later": "late"}.get(found[word].lower(), found[word].lower())
    if found["toward"] and which in {"end", "close"}:
        which = "late"  # 'towards the end of September'
    expression.start = base + (found.start() if found["by"] else found.start(word))
    precision = expression.precision
    expression.narrow = lambda span: calendar.part(which, span, precision)
    expression.precision = "part"


def _share(expression: Expression, found: re.Match[str], base: int) -> None:
    number, unit = NUMBERS[found["which"].lower()], found["unit"].lower()
    long = unit in {"half", "quarter"}
    if long != (expression.precision == "year"):
        return
    expression.start = base + found.start("which")
    if unit.capitalize() in _DAYS:
        day = _DAYS.index(unit.capitalize())
        expression.narrow = lambda span: calendar.nth_weekday(number, day, span)
        expression.precision = "day"
        return
    expression.narrow = lambda span: calendar.share(number, unit, span)
    expression.precision = "quarter" if unit == "quarter" else "part"


def _period(expression: Expression, found: re.Match[str], base: int) -> None:
    unit, ending = (found["unit"] or "week").lower(), found["ending"]
    if found["several"] and not found["count"]:
        return
    of_a_day = expression.precision == "day"
    count = NUMBERS.get((found["count"] or "1").lower()) or int(found["count"] or 1)
    if unit == "week" and of_a_day:
        expression.narrow = (
            (lambda span: calendar.ending(span[1], "week"))
            if ending
            else lambda span: calendar.ahead(span[0], 6, "day")
        )
    elif ending and (of_a_day or expression.precision == "month"):
        expression.narrow = lambda span: calendar.ending(span[1], unit, count)
    else:
        return
    expression.start, expression.precision = base + found.start(), "year" if unit == "year" else "range"


def settle(expression: Expression, guess: Callable[[Point], int]) -> Span | None:
    """The days an expression covers; `guess` gives the year of a point when no neighbour does."""
    spans = _settled([*expression.points], guess)
    if not spans:
        return None
    span = spans[0][0], spans[-1][1]
    if span[0] > span[1]:
        return None
    return expression.narrow(span) if expression.narrow else span


def _settled(points: list[Point], guess: Callable[[Point], int]) -> list[Span]:
    """The spans of points in a row: a year written once holds for those before it, then for those after it."""
    known = next((n for n, p in enumerate(points) if p.year is not None), None)
    spans: list[Span | None] = [None] * len(points)
    start = 0 if known is None else known
    for n in range(start, len(points)):
        year = points[n].year
        before = spans[n - 1] if n > start else None
        if year is None and before is not None:
            year = year_after(points[n], before[0])
        spans[n] = points[n].span(year if year is not None else guess(points[n]))
    for n in range(start - 1, -1, -1):
        after = spans[n + 1]
        spans[n] = points[n].span(_year_before(points[n], after[0])) if after else None
    return [s for s in spans if s is not None] if None not in spans else []


def year_after(point: Point, moment: date) -> int:
    """The first year in which `point` does not begin before `moment`."""
    span = point.span(moment.year)
    return moment.year if span is None or span[0] >= moment else moment.year + 1


def _year_before(point: Point, moment: date) -> int:
    span = point.span(moment.year)
    return moment.year if span is None or span[0] <= moment else moment.year - 1
