"""Single date expressions: what each form of `forms` covers once its year is known.

Each function reads the match of a form into a `Point`, or None where it is no date after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.dates import calendar
from pipeline.dates.calendar import Span
from pipeline.dates.words import MONTHS, NUMBERS, WORDS

Match = re.Match[str]


@dataclass(slots=True)
class Point:
    """A date expression before its year is settled.

    `year` is None where the text gives none; `span(year)` is what the expression covers then. `bare` marks one
    that is a date only where the words around it say so.
    """

    start: int
    end: int
    kind: str  # name of the rule that found it
    precision: str
    year: int | None
    span: Callable[[int], Span | None]
    bare: bool = False
    keyword: str = ""  # the month, season, kind of year or relative word, lower case
    lower: bool = False  # written small: 'march'
    paragraph: bool = False  # could as well number a paragraph: '2.8.10'


def full_year(text: str, anchor: date) -> int:
    """The year that '11' or '2011' means; of two digits, the one nearest to the anchor, at most ten years after it."""
    if len(text) == 4:
        return int(text)
    year = anchor.year - anchor.year % 100 + int(text)
    return year if year <= anchor.year + 10 else year - 100


def _fixed(span: Span | None) -> Callable[[int], Span | None]:
    return lambda _: span


def numeric(match: Match, anchor: date) -> Point | None:
    """'08.02.11', '3/4/2015': day first."""
    number, month, year = int(match["day"]), int(match["month"]), full_year(match["year"], anchor)
    if match["sep"] != match["sep2"] or not (1 <= month <= 12):
        return None
    span = calendar.day(year, month, number)
    paragraph = match["sep"] == "." and len(match["day"]) == 1 and len(match.group()) < 7
    return (
        Point(match.start(), match.end(), "numeric", "day", year, _fixed(span), paragraph=paragraph) if span else None
    )


def iso(match: Match, anchor: date) -> Point | None:
    """'2015-11-03'."""
    span = calendar.day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Point(match.start(), match.end(), "iso", "day", int(match["year"]), _fixed(span)) if span else None


_FULL_NAMES = frozenset(names[0].lower() for names in WORDS["months"])


def _written_year(match: Match, anchor: date) -> tuple[int | None, int]:
    """The year written after a month, and where the expression then ends.

    Two digits count after a dash, slash or apostrophe, after a blank only when the year is close to the anchor's.
    """
    written = match["year"]
    if not written:
        return None, match.end()
    year = full_year(written, anchor)
    if "." in match["glue"] and match["month"].lower() in _FULL_NAMES:  # 'in May. 2016 was a good year'
        return None, match.start("glue")
    if len(written) == 4 or set("-/'") & set(match["glue"]) or abs(year - anchor.year) <= 3:
        return year, match.end()
    return None, match.start("glue")


def day_month(match: Match, anchor: date) -> Point | None:
    """'3rd November 2015', '24-28 February', '18th and 19th March'."""
    numbers = [int(n) for n in re.findall(r"\d+", match["days"])]
    if numbers != sorted(numbers):
        return None
    month, (year, end) = MONTHS[match["month"].lower()], _written_year(match, anchor)
    precision = "day" if len(numbers) == 1 else "range"
    return Point(
        match.start(), end, "day", precision, year, lambda y: calendar.days(y, month, numbers[0], numbers[-1]),
        keyword=match["month"].lower(), lower=match["month"][0].islower(),
    )  # fmt: skip


def month_day(match: Match, anchor: date) -> Point | None:
    """'January 31 2011'."""
    month, number = MONTHS[match["month"].lower()], int(match["day"])
    if not match["year"] and not match["ordinal"] and abs(full_year(f"{number:02}", anchor) - anchor.year) <= 3:
        return None  # 'Oct 16' heads a column: October 2016
    year = int(match["year"]) if match["year"] else None
    return Point(match.start(), match.end(), "day", "day", year, lambda y: calendar.day(y, month, number))


def month(match: Match, anchor: date) -> Point:
    """'December 2015', 'Mar-2011', 'Oct 15', 'October this year', and 'October' alone."""
    month, (year, end) = MONTHS[match["month"].lower()], _written_year(match, anchor)
    if year is None and match["turn"]:
        year, end = anchor.year + WHICH[match["turn"].split()[0].lower()], match.end()
    return Point(
        match.start(), end, "month", "month", year, lambda y: calendar.months(y, month, month),
        bare=year is None, keyword=match["month"].lower(), lower=match["month"][0].islower(),
    )  # fmt: skip


def month_number(match: Match, anchor: date) -> Point:
    """'10/2022'."""
    year, month = int(match["year"]), int(match["month"])
    return Point(match.start(), match.end(), "month_number", "month", year, lambda y: calendar.months(y, month, month))


def years(match: Match, anchor: date) -> Point | None:
    """'2015/16' is the financial year; '2015-2018' the calendar years; the word before or after may say more."""
    first, written = int(match["year"]), match["until"]
    last = int(str(first)[: 4 - len(written)] + written)
    last += 100 if len(written) == 2 and first % 100 == 99 and written == "00" else 0
    kind = (match["of_kind"] or "").lower()
    if last == first + 1:
        span = calendar.year_from(first, WORDS["years"].get(kind, 4))
        return Point(match.start(), match.end(), "years", "year", first, _fixed(span), keyword=kind)
    if last <= first or last - first > 60 or (len(written) == 1 and match["glue"] == "/"):
        return None
    span = (date(first, 1, 1), date(last, 12, 31))
    return Point(match.start(), match.end(), "years", "range", first, _fixed(span), keyword=kind)


def kind_year(match: Match, anchor: date) -> Point:
    """'academic year 2015', 'financial year ending 2016'."""
    kind, year = match["of_kind"].lower(), int(match["year"])
    span = calendar.year_from(year, WORDS["years"][kind])
    return Point(match.start(), match.end(), "years", "year", year, _fixed(span), keyword=kind)


def year(match: Match, anchor: date) -> Point:
    """'2015'."""
    year = int(match["year"])
    span = calendar.year_from(year)
    return Point(match.start(), match.end(), "year", "year", year, _fixed(span), bare=True)


def decade(match: Match, anchor: date) -> Point:
    """'the 1970s'."""
    year = int(match["year"])
    return Point(
        match.start(), match.end(), "decade", "range", year, _fixed((date(year, 1, 1), date(year + 9, 12, 31)))
    )


def season(match: Match, anchor: date) -> Point:
    """'Summer 2016', 'winter 2015/16', 'summer term 2018', 'the summer period'."""
    name = match["season"].lower()
    first, last = WORDS["terms" if match["term"] and name in WORDS["terms"] else "seasons"][name]
    year = int(match["year"]) + bool(match["until"] and first < 9) if match["year"] else None
    return Point(
        match.start(), match.end(), "season", "season", year, lambda y: calendar.months(y, first, last),
        bare=year is None and not match["term"], keyword=name,
    )  # fmt: skip


def quarter(match: Match, anchor: date) -> Point:
    """'Q1 2015/16', 'quarter 2', 'Quarters 1 and 2'."""
    number, year = int(match["number"]), match["year"]
    last = int(match["last"] or number)
    fiscal = not year or match["until"] is not None or match["fiscal"] is not None
    first = 3 * (number - 1) + (4 if fiscal else 1)
    start = int(year) if year else calendar.containing(anchor, 4)
    span = calendar.months(start, first, first + 3 * (last - number) + 2)
    return Point(
        match.start(), match.end(), "quarter", "quarter", start, _fixed(span), bare=not year, keyword="quarter"
    )


def feast(match: Match, anchor: date) -> Point:
    """'Easter 2017', 'Christmas'."""
    name, year = " ".join(match["feast"].lower().split()), match["year"]

    def span(y: int) -> Span | None:
        if name == "easter":
            return calendar.easter(y), calendar.easter(y)
        return calendar.day(y, *WORDS["feasts"][name])

    return Point(
        match.start(), match.end(), "feast", "day", int(year) if year else None, span, bare=not year, keyword=name
    )


def half_term(match: Match, anchor: date) -> Point:
    """'Half term': the next one."""
    span = calendar.half_term(anchor)
    return Point(match.start(), match.end(), "feast", "range", None, _fixed(span), bare=True, keyword="half term")


#: How many weeks, months or years on from the present one.
WHICH = {"this": 0, "current": 0, "present": 0, "the": 0, "next": 1, "coming": 1, "forthcoming": 1, "last": -1,
          "previous": -1, "past": -1}  # fmt: skip


def relative(match: Match, anchor: date) -> Point | None:
    """'this financial year', 'next month', 'the month' (a date only after 'end of')."""
    which, unit, kind = match["which"].lower(), match["unit"].lower(), (match["of_kind"] or "").lower()
    if kind and unit != "year":
        return None
    span = _steps_on(WHICH[which], unit, kind, anchor)
    bare = which in {"the", "past", "coming", "previous"} or (unit == "year" and not kind)
    precision = "range" if unit == "week" else unit
    return Point(match.start(), match.end(), "relative", precision, span[0].year, _fixed(span), bare, which)


def _steps_on(step: int, unit: str, kind: str, anchor: date) -> Span:
    """The week, month, quarter or (financial, academic) year `step` on from the one that holds the anchor."""
    if unit == "year":
        month = WORDS["years"].get(kind, 1)
        return calendar.year_from(calendar.containing(anchor, month) + step, month)
    if unit == "week":
        return calendar.week(anchor + timedelta(days=7 * step))
    if unit == "quarter":
        start = calendar.add_months(anchor.replace(day=1), 3 * step - (anchor.month - 1) % 3)
        return calendar.months(start.year, start.month, start.month + 2)
    start = calendar.add_months(anchor.replace(day=1), step)
    return calendar.months(start.year, start.month, start.month)


def within(match: Match, anchor: date) -> Point:
    """'within the next two weeks', 'over the next 3-6 months': from the anchor on."""
    unit = match["unit"].lower().rstrip("s")
    written = match["most"] or match["count"] or "1"
    count = int(written) if written.isdigit() else NUMBERS[" ".join(written.lower().split())]
    if unit in {"quarter", "term"}:
        unit, count = "month", count * {"quarter": 3, "term": 4}[unit]
    span = calendar.working(anchor, count) if match["working"] else calendar.ahead(anchor, count, unit)
    mere = match.group().lower().startswith(("in ", "for ")) or written.lower().endswith("few")
    keyword = "in years" if mere and unit == "year" else ""
    return Point(match.start(), match.end(), "within", "relative", anchor.year, _fixed(span), keyword=keyword)


def term(match: Match, anchor: date) -> Point:
    """'within two weeks': a date where somebody is to do something by then, else a mere length of time."""
    point = within(match, anchor)
    point.bare = True
    return point


def tomorrow(match: Match, anchor: date) -> Point:
    """'tomorrow', 'yesterday'."""
    moment = anchor + timedelta(days=-1 if match["word"].lower() == "yesterday" else 1)
    return Point(match.start(), match.end(), "within", "relative", moment.year, _fixed((moment, moment)))


def closing(match: Match, anchor: date) -> Point:
    """'by month end': the last day of the anchor's month."""
    end = calendar.month_end(anchor.year, anchor.month)
    return Point(match.start(), match.end(), "closing", "day", end.year, _fixed((end, end)))


def weekday(match: Match, anchor: date) -> Point:
    """'next Tuesday', 'last Friday'."""
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    step = (names.index(match["weekday"][:3].lower()) - anchor.weekday() - 1) % 7 + 1
    moment = anchor + timedelta(days=step if match["which"].lower() == "next" else step - 7)
    return Point(match.start(), match.end(), "within", "relative", moment.year, _fixed((moment, moment)))
