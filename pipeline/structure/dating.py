"""When the meeting was that a paper belongs to."""

from __future__ import annotations

import re
from datetime import date

from pipeline import dates
from pipeline.model import Outline, Problem
from pipeline.structure import lines
from pipeline.structure.items import Item

_PREPARED = re.compile(
    r"""\b(?:created|revised|published|posted|updated|printed|signed|dated|deadline
        |agreed|adopted|approved|ratified|replaces|effective|issued
        |(?:last|previous|next|future)\ meetings?)\b""",
    re.I | re.X,
)

_MONTHS = "JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
_YEAR_MONTH = re.compile(rf"(?<!\d)(\d\d)({_MONTHS}|[A-Z][A-Za-z]{{2}}(?![A-Za-z]))", re.I)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ON_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.I)
_YEAR = re.compile(r"(?<![\d£,.])(?:19|20)\d\d(?![\d,])")
_FOR_MEETING = re.compile(r"\bfor the meeting (?:on|of|to be held on) (?=.*\d)", re.I)


def read(labelled: list[str], opening: list[str], items: list[Item], name: str, out: Outline) -> None:
    """Set the meeting's date of `out`: full dates first, then days whose year the file's name gives, then that name.

    `labelled` are the words behind a label for the date, `opening` the lines of the masthead.
    """
    opening = [line[ahead.start() :] if (ahead := _FOR_MEETING.search(line)) else line for line in opening]
    opening = [line for line in opening if not _PREPARED.search(line)]
    early = [
        i.text for i in items[:6] if i.kind == "text" and lines.HELD.search(i.text) and not _PREPARED.search(i.text)
    ]
    told = [line for line in opening if lines.HELD.search(line)]
    alone = [line for line in opening if lines.is_date(line)]
    full = [
        *labelled,
        *told,
        *sorted([*alone, *opening], key=lambda line: bool(lines.ISO.match(line))),
        *early,
    ]
    stem = re.sub(r"\.\w{1,5}$", "", name)
    hint = _from_name(stem, " ".join(item.text for item in items))
    near = hint or _month_in_name(stem)
    found = next((day for line in full if not lines.ISO.match(line) and (day := day_in(line, None))), None)
    found = found or next((day for line in [*told, *alone, *opening[:3]] if near and (day := day_in(line, near))), None)
    found = found or next((day for line in full if (day := day_in(line, None))), None)
    if not found and not hint and (found := _by_weekday([*told, *alone, *opening[:3]], items)):
        message = f"the text states no year of the meeting; {found[:4]} is the one in it with that day of the week"
        out.problems.append(Problem("year_from_weekday", message))
    out.meeting_date = found or (hint.isoformat() if hint else None)
    if hint and not found:
        message = f"the text states no date of the meeting; {out.meeting_date} is from the file's name"
        out.problems.append(Problem("date_from_file_name", message))


def day_in(text: str, anchor: date | None) -> str | None:
    """The first single day that `text` names; without a year when `anchor` gives one."""
    for found in dates.find(text, anchor):
        if found.value and found.value.start == found.value.end and found.precision == "day":
            return found.value.start
    return None


def _by_weekday(told: list[str], items: list[Item]) -> str | None:
    """The day of a date with a weekday and no year, in the one year that the paper names where it fell on that day."""
    years = {int(year) for item in items for year in _YEAR.findall(item.text)}
    for line in told:
        if not (weekday := _ON_WEEKDAY.search(line)):
            continue
        days = {day for year in years if (day := day_in(line, date(year, 7, 1)))}
        fits = [day for day in days if date.fromisoformat(day).weekday() == _WEEKDAYS.index(weekday[1].lower())]
        if len(fits) == 1:
            return fits[0]
    return None


def _from_name(stem: str, text: str) -> date | None:
    """The day a file is named after: '2011-11-15 …', '101025_…', '… 08-02-2011', 'minutes-20080514'.

    Of the ways to read six digits the one whose year the `text` holds is taken, else the commoner.
    """
    found = [day for pattern, order in _NAMED for match in pattern.finditer(stem) if (day := _ordered(match, order))]
    told = next((day for day in found if str(day.year) in text), None)
    if told or found:
        return told or found[0]
    day_text = day_in(re.sub(r"_+", " ", stem), None)
    return date.fromisoformat(day_text) if day_text else None


def _ordered(found: re.Match[str], order: tuple[int, int, int]) -> date | None:
    year, month, day = (int(found[i]) for i in order)
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if 1900 < year < 2100 else None
    except ValueError:
        return None


def _month_in_name(stem: str) -> date | None:
    """The first of the month a file is named after, to tell the year of a date that has none: '24JUNE minutes'."""
    for found in dates.find(_YEAR_MONTH.sub(r"\2 20\1 ", re.sub(r"_+", " ", stem))):
        if found.value and found.precision in {"month", "day"}:
            return date.fromisoformat(found.value.start)
    return None


_NAMED: list[tuple[re.Pattern[str], tuple[int, int, int]]] = [
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ‐–](\d\d?)[-_. ‐–](\d\d?)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d?)[-_. ](\d\d?)[-_. ]((?:19|20)?\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d\d)[-_. ](\d\d)[-_. ](\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)"), (3, 2, 1)),
]
