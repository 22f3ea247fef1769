"""What a person writes as a date or a number, as the values it covers: '2015-11' is the days of that November."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Holds = Literal["text", "value", "date", "number"]

#: A comparison: '>=2015'.
COMPARISON = re.compile(r"(?P<sign>>=|<=|>|<)(?P<bound>.+)")
_FROM_TO = re.compile(r"(?P<low>.*?)\.\.(?P<high>.*)")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def span(value: str, holds: Holds) -> tuple[str, str] | None:
    """The first and the last value that `value` covers, None when it makes no sense. Dates as ISO days."""
    if holds == "number":
        return (value, value) if value.isdigit() and len(value) < 10 else None
    try:
        if found := _ISO.fullmatch(value):
            year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
            first = date(year, month or 1, day or 1)
            last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
            return first.isoformat(), last.isoformat()
        if found := _DAY_FIRST.fullmatch(value):
            day_written = date(int(found[3]), int(found[2]), int(found[1])).isoformat()
            return day_written, day_written
    except ValueError:
        return None
    from pipeline import dates  # takes long to import and is seldom needed

    written = dates.find(value)
    if len(written) == 1 and (covered := written[0].value) is not None:
        return covered.start, covered.end
    return None


def interval(value: str, holds: Holds) -> tuple[str | None, str | None]:
    """The bounds, both included and None where it is open, of '2015', '2015..2017', '..2017', '>=2015' or '<2015'.

    Raises ValueError, whose message says what is wanted.
    """
    if found := COMPARISON.fullmatch(value):
        first, last = _span_or_error(found["bound"], holds)
        match found["sign"]:
            case ">=":
                return first, None
            case ">":
                return _step(last, 1), None
            case "<=":
                return None, last
            case _:
                return None, _step(first, -1)
    if found := _FROM_TO.fullmatch(value):
        low = _span_or_error(found["low"], holds)[0] if found["low"] else None
        high = _span_or_error(found["high"], holds)[1] if found["high"] else None
    else:
        low, high = _span_or_error(value, holds)
    if low is None and high is None:
        raise ValueError("a range with at least one end")
    if low is not None and high is not None and _order(low) > _order(high):
        raise ValueError("a range that does not end before it begins")
    return low, high


def _span_or_error(value: str, holds: Holds) -> tuple[str, str]:
    if (found := span(value, holds)) is None:
        wanted = "a date (2015, 2015-11, 2015-11-03, 3/11/2015)" if holds == "date" else "a number"
        raise ValueError(f"{wanted}, not {value!r}")
    return found


def _step(bound: str, by: int) -> str:
    return str(int(bound) + by) if bound.isdigit() else (date.fromisoformat(bound) + timedelta(by)).isoformat()


def _order(bound: str) -> tuple[int, str]:
    return (int(bound), "") if bound.isdigit() else (0, bound)
