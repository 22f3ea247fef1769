"""Days, months and years as closed intervals of `datetime.date`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

Span = tuple[date, date]
DAY = timedelta(days=1)


def day(year: int, month: int, number: int) -> Span | None:
    """One day, or None when the calendar has no such day."""
    return days(year, month, number, number)


def days(year: int, month: int, first: int, last: int) -> Span | None:
    """The days `first` to `last` of a month."""
    try:
        return date(year, month, first), date(year, month, last)
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Span:
    """The months `first` to `last`, counted on from January of `year`: 14 is February of the next year."""
    start_year, start = divmod(first - 1, 12)
    end_year, end = divmod(last - 1, 12)
    return date(year + start_year, start + 1, 1), month_end(year + end_year, end + 1)


@cache
def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_from(year: int, month: int = 1) -> Span:
    """The twelve months that begin with `month` of `year`."""
    return months(year, month, month + 11)


def containing(moment: date, month: int = 1) -> int:
    """In which year the twelve months from `month` began that hold `moment`."""
    return moment.year if moment.month >= month else moment.year - 1


def week(moment: date) -> Span:
    """Monday to Sunday of the week of `moment`."""
    monday = moment - timedelta(days=moment.weekday())
    return monday, monday + timedelta(days=6)


def add_months(moment: date, count: int) -> date:
    """`moment` moved by `count` months, on the last day where the month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + count, 12)
    return date(year, month + 1, min(moment.day, monthrange(year, month + 1)[1]))


def ahead(moment: date, count: int, unit: str) -> Span:
    """From `moment` on for `count` days, weeks, months or years: the span 'within the next six weeks' covers.

    From the first of a month, which stands for a paper dated to the month alone, these are whole months.
    """
    if unit in {"day", "week", "fortnight"}:
        return moment, moment + count * {"day": 1, "week": 7, "fortnight": 14}[unit] * DAY
    end = add_months(moment, count * (12 if unit == "year" else 1))
    return moment, end - DAY if moment.day == 1 else end


def ending(moment: date, unit: str, count: int = 1) -> Span:
    """The week, month, quarter or year, or `count` of them, that ends with `moment`."""
    if unit == "week":
        return moment - (7 * count - 1) * DAY, moment
    return add_months(moment + DAY, -count * {"month": 1, "quarter": 3, "year": 12}[unit]), moment


def working(moment: date, count: int) -> Span:
    """From `moment` on for `count` days, Saturdays and Sundays not counted."""
    weeks, rest = divmod(count, 5)
    end = moment + 7 * weeks * DAY
    while rest:
        end += DAY
        rest -= end.weekday() < 5
    return moment, end


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, number = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, number + 1)


def half_term(moment: date) -> Span:
    """The next week without school inside a term, Monday to Friday, as most of England and Wales has it.

    In February it is that of the 14th, at the end of May that of the bank holiday; in October the fourth.
    """
    for year in (moment.year, moment.year + 1):
        mondays = (date(year, 2, 18), date(year, 5, 31), date(year, 10, 28))  # the latest that each may begin on
        for monday in (last - last.weekday() * DAY for last in mondays):
            if monday + 4 * DAY > moment:
                return monday, monday + 4 * DAY
    raise AssertionError("each year has one")


def part(which: str, span: Span, precision: str) -> Span:
    """The early, middle or late part, or the first or last day, of a month, season, quarter or year.

    Of a month the days 1 to 10, 10 to 20 and 21 on; of a year its first and last quarter and the two months
    in the middle; of a season or quarter its first, second and third month.
    """
    start, end = span
    if which in {"end", "close"}:
        return end, end
    if which in {"beginning", "start"}:
        return start, start
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    if length == 1 and precision == "month":
        first, last = {"early": (1, 10), "mid": (10, 20), "late": (21, end.day)}[which]
        return start.replace(day=first), start.replace(day=last)
    if length < 3:
        return span
    size = 2 if which == "mid" and length == 12 else max(1, length // 4) if length >= 12 else 1
    skip = {"early": 0, "mid": (length - size) // 2, "late": length - size}[which]
    return months(start.year, start.month + skip, start.month + skip + size - 1)


def share(which: int, unit: str, span: Span) -> Span:
    """The `which`th (-1 the last) week, quarter or half of a span of months."""
    start, end = span
    if unit == "week":
        if which < 0:
            return end - 6 * DAY, end
        first = start + 7 * (which - 1) * DAY
        return first, first + 6 * DAY
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    size = max(1, length // {"half": 2, "quarter": 4}[unit])
    skip = length - size if which < 0 else size * (which - 1)
    return months(start.year, start.month + skip, start.month + skip + size - 1)


def nth_weekday(which: int, weekday: int, span: Span) -> Span:
    """The `which`th (-1 the last) Monday (0) to Sunday (6) of a span."""
    if which < 0:
        found = span[1] - (span[1].weekday() - weekday) % 7 * DAY
    else:
        found = span[0] + ((weekday - span[0].weekday()) % 7 + 7 * (which - 1)) * DAY
    return found, found
