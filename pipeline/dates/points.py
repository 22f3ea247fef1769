"""Single date expressions: the forms they take, and the days each covers once its year is known.

`RULES` lists the forms, the first that fits at a place wins. Each reads its match into a `Point`; whether a
match is a date at all (and no reference, amount, time or name) is `doubts`' business, and joining points into
ranges is `joins`'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from pipeline.dates import calendar
from pipeline.dates.calendar import Span
from pipeline.dates.words import MONTHS, NUMBERS, WORDS, alternatives

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


_MONTH = rf"(?P<month>(?i:{alternatives(list(MONTHS))}))(?![^\W\d_])"
_ORDINAL = rf"(?:\s?(?i:{'|'.join(WORDS['ordinal_endings'])})\b)"
_DAY = rf"(?:0?[1-9]|[12]\d|3[01]){_ORDINAL}?"
_YEAR4 = r"(?:1[89]|20)\d\d"
_YEAR2 = r"\d\d"
_NO_MORE = r"(?![\w£$€%]|[./:,-]\d)"  # a number goes no further
_DAY_GLUE = r"\s?(?:,\s?(?:and|&)|,|-|/|\bto\b|\band\b|&|\buntil\b)\s?"
_FISCAL = rf"(?P<year>{_YEAR4})\s?(?P<glue>[-/])\s?(?P<until>{_YEAR4}|\d\d|\d)"
_KIND = rf"(?P<of_kind>(?i:{'|'.join(WORDS['years'])}))"
_UNIT = r"(?P<unit>(?i:days?|weeks?|fortnights?|months?|years?|quarters?|terms?))"
_COUNT = rf"(?P<count>\d{{1,3}}|(?i:{alternatives(list(WORDS['numbers']))}))"


def full_year(text: str, anchor: date) -> int:
    """The year that '11' or '2011' means; of two digits, the one nearest to the anchor, at most ten years after it."""
    if len(text) == 4:
        return int(text)
    year = anchor.year - anchor.year % 100 + int(text)
    return year if year <= anchor.year + 10 else year - 100


def _fixed(span: Span | None) -> Callable[[int], Span | None]:
    return lambda _: span


def _numeric(match: Match, anchor: date) -> Point | None:
    number, month, year = int(match["day"]), int(match["month"]), full_year(match["year"], anchor)
    if match["sep"] != match["sep2"] or not (1 <= month <= 12):
        return None
    span = calendar.day(year, month, number)
    paragraph = match["sep"] == "." and len(match["day"]) == 1 and len(match.group()) < 7
    return (
        Point(match.start(), match.end(), "numeric", "day", year, _fixed(span), paragraph=paragraph) if span else None
    )


def _iso(match: Match, anchor: date) -> Point | None:
    span = calendar.day(int(match["year"]), int(match["month"]), int(match["day"]))
    return Point(match.start(), match.end(), "iso", "day", int(match["year"]), _fixed(span)) if span else None


def _written_year(match: Match, anchor: date) -> tuple[int | None, int]:
    """The year written after a month, and where the expression then ends.

    Two digits count after a dash, slash or apostrophe, after a blank only when the year is close to the anchor's.
    """
    written = match["year"]
    if not written:
        return None, match.end()
    year = full_year(written, anchor)
    if len(written) == 4 or set("-/'") & set(match["glue"]) or abs(year - anchor.year) <= 3:
        return year, match.end()
    return None, match.start("glue")


def _day_month(match: Match, anchor: date) -> Point | None:
    numbers = [int(n) for n in re.findall(r"\d+", match["days"])]
    if numbers != sorted(numbers):
        return None
    month, (year, end) = MONTHS[match["month"].lower()], _written_year(match, anchor)
    precision = "day" if len(numbers) == 1 else "range"
    return Point(
        match.start(), end, "day", precision, year, lambda y: calendar.days(y, month, numbers[0], numbers[-1]),
        keyword=match["month"].lower(), lower=match["month"][0].islower(),
    )  # fmt: skip


def _month_day(match: Match, anchor: date) -> Point | None:
    month, number = MONTHS[match["month"].lower()], int(match["day"])
    if not match["year"] and not match["ordinal"] and abs(full_year(f"{number:02}", anchor) - anchor.year) <= 3:
        return None  # 'Oct 16' heads a column: October 2016
    year = int(match["year"]) if match["year"] else None
    return Point(match.start(), match.end(), "day", "day", year, lambda y: calendar.day(y, month, number))


def _month(match: Match, anchor: date) -> Point:
    month, (year, end) = MONTHS[match["month"].lower()], _written_year(match, anchor)
    return Point(
        match.start(), end, "month", "month", year, lambda y: calendar.months(y, month, month),
        bare=year is None, keyword=match["month"].lower(), lower=match["month"][0].islower(),
    )  # fmt: skip


def _month_number(match: Match, anchor: date) -> Point:
    year, month = int(match["year"]), int(match["month"])
    return Point(match.start(), match.end(), "month_number", "month", year, lambda y: calendar.months(y, month, month))


def _years(match: Match, anchor: date) -> Point | None:
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


def _kind_year(match: Match, anchor: date) -> Point:
    """'academic year 2015', 'financial year ending 2016'."""
    kind, year = match["of_kind"].lower(), int(match["year"])
    span = calendar.year_from(year, WORDS["years"][kind])
    return Point(match.start(), match.end(), "years", "year", year, _fixed(span), keyword=kind)


def _year(match: Match, anchor: date) -> Point:
    year = int(match["year"])
    span = calendar.year_from(year)
    return Point(match.start(), match.end(), "year", "year", year, _fixed(span), bare=True)


def _season(match: Match, anchor: date) -> Point:
    name = match["season"].lower()
    first, last = WORDS["terms" if match["term"] and name in WORDS["terms"] else "seasons"][name]
    year = int(match["year"]) + bool(match["until"] and first < 9) if match["year"] else None
    return Point(
        match.start(), match.end(), "season", "season", year, lambda y: calendar.months(y, first, last),
        bare=year is None and not match["term"], keyword=name,
    )  # fmt: skip


def _quarter(match: Match, anchor: date) -> Point:
    number, year = int(match["number"]), match["year"]
    fiscal = not year or match["until"] is not None or match["fiscal"] is not None
    first = 3 * (number - 1) + (4 if fiscal else 1)
    start = int(year) if year else calendar.containing(anchor, 4)
    span = calendar.months(start, first, first + 2)
    return Point(
        match.start(), match.end(), "quarter", "quarter", start, _fixed(span), bare=not year, keyword="quarter"
    )


def _feast(match: Match, anchor: date) -> Point:
    name, year = " ".join(match["feast"].lower().split()), match["year"]

    def span(y: int) -> Span | None:
        if name == "easter":
            return calendar.easter(y), calendar.easter(y)
        return calendar.day(y, *WORDS["feasts"][name])

    return Point(
        match.start(), match.end(), "feast", "day", int(year) if year else None, span, bare=not year, keyword=name
    )


#: How many weeks, months or years on from the present one.
_WHICH = {"this": 0, "current": 0, "present": 0, "the": 0, "next": 1, "coming": 1, "forthcoming": 1, "last": -1,
          "previous": -1, "past": -1}  # fmt: skip


def _relative(match: Match, anchor: date) -> Point | None:
    """'this financial year', 'next month', 'the month' (a date only after 'end of')."""
    which, unit, kind = match["which"].lower(), match["unit"].lower(), (match["of_kind"] or "").lower()
    step = _WHICH[which]
    if unit == "year":
        month = WORDS["years"].get(kind, 1)
        span = calendar.year_from(calendar.containing(anchor, month) + step, month)
    elif kind:
        return None
    elif unit == "week":
        span = calendar.week(anchor + timedelta(days=7 * step))
    elif unit == "quarter":
        start = calendar.add_months(anchor.replace(day=1), 3 * step - (anchor.month - 1) % 3)
        span = calendar.months(start.year, start.month, start.month + 2)
    else:
        start = calendar.add_months(anchor.replace(day=1), step)
        span = calendar.months(start.year, start.month, start.month)
    bare = which in {"the", "past", "coming", "previous"} or (unit == "year" and not kind)
    precision = "range" if unit == "week" else unit
    return Point(match.start(), match.end(), "relative", precision, span[0].year, _fixed(span), bare, which)


def _within(match: Match, anchor: date) -> Point:
    """'within the next two weeks', 'over the next 3-6 months': from the anchor on."""
    unit = match["unit"].lower().rstrip("s")
    written = match["most"] or match["count"] or "1"
    count = int(written) if written.isdigit() else NUMBERS[" ".join(written.lower().split())]
    if unit in {"quarter", "term"}:
        unit, count = "month", count * {"quarter": 3, "term": 4}[unit]
    span = calendar.ahead(anchor, count, unit)
    return Point(match.start(), match.end(), "within", "relative", anchor.year, _fixed(span))


def _term(match: Match, anchor: date) -> Point:
    """'within two weeks': a date where somebody is to do something by then, else a mere length of time."""
    point = _within(match, anchor)
    point.bare = True
    return point


def _tomorrow(match: Match, anchor: date) -> Point:
    moment = anchor + timedelta(days=-1 if match["word"].lower() == "yesterday" else 1)
    return Point(match.start(), match.end(), "within", "relative", moment.year, _fixed((moment, moment)))


def _weekday(match: Match, anchor: date) -> Point:
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    step = (names.index(match["weekday"][:3].lower()) - anchor.weekday() - 1) % 7 + 1
    moment = anchor + timedelta(days=step if match["which"].lower() == "next" else step - 7)
    return Point(match.start(), match.end(), "within", "relative", moment.year, _fixed((moment, moment)))


# As `_NO_MORE`, but '2 May 2000-3 May 2000' is two days.
_NO_MORE_DAY = rf"(?![\w£$€%]|[./:,]\d|-\d(?!\d?{_ORDINAL}?\s?[A-Z]))"
_AFTER_MONTH = rf"(?:(?P<glue>,?\s{{0,3}}'?|\s?[-/]\s?'?|\s+of\s+)(?P<year>{_YEAR4}|\d\d){_NO_MORE_DAY})?"
_AFTER_NAME = rf"(?:,?\s+(?:of\s+|in\s+)?(?P<year>{_YEAR4})(?:\s?[-/]\s?(?P<until>{_YEAR4}|\d\d))?{_NO_MORE})?"
_MOST = rf"(?:(?:-|\bto\b|\bor\b)\s?(?P<most>\d{{1,3}}|(?i:{alternatives(list(WORDS['numbers']))}))\s?)?"
_SPELL = rf"{_COUNT}\s?{_MOST}(?:(?i:working|calendar|school)\s+)?{_UNIT}\b"

Reader = Callable[[Match, date], Point | None]

#: (name, form, reader) of the expressions that begin with a figure, and below of those that begin with a word.
FIGURES: list[tuple[str, str, Reader]] = [
    ("iso", rf"(?P<year>{_YEAR4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)", _iso),
    ("numeric", rf"(?P<day>\d\d?)(?P<sep>[./-])(?P<month>\d\d?)(?P<sep2>[./-])(?P<year>{_YEAR4}|\d\d)"
                r"(?![\d/]|[.-]\d)", _numeric),
    ("day", rf"(?P<days>{_DAY}(?:{_DAY_GLUE}{_DAY})*)(?:\s?[-/]\s?|\s+(?:day\s+)?of\s+|\s{{0,3}})"
            rf"{_MONTH}{_AFTER_MONTH}", _day_month),
    ("month_number", rf"(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR4}){_NO_MORE}", _month_number),
    ("years", rf"{_FISCAL}{_NO_MORE}(?:\s+(?P<of_kind>(?i:{'|'.join(WORDS['years'])}))\s+year\b)?", _years),
    ("year", rf"(?P<year>{_YEAR4}){_NO_MORE}", _year),
]  # fmt: skip
LETTERS: list[tuple[str, str, Reader]] = [
    ("month_day", rf"{_MONTH}\.?\s{{1,3}}(?:the\s+)?(?P<day>0?[1-9]|[12]\d|3[01])(?P<ordinal>{_ORDINAL})?{_NO_MORE}"
                  rf"(?:,?\s{{1,3}}(?P<year>{_YEAR4}){_NO_MORE})?", _month_day),
    ("month", _MONTH + _AFTER_MONTH, _month),
    ("years_of", rf"{_KIND}\s+years?\s+(?:of\s+)?{_FISCAL}{_NO_MORE}", _years),
    ("year_of", rf"{_KIND}\s+year\s+(?:of\s+)?(?P<year>{_YEAR4}){_NO_MORE}", _kind_year),
    ("years_fy", rf"FY\s?(?P<of_kind>){_FISCAL}{_NO_MORE}", _years),
    ("season", rf"(?P<season>(?i:{'|'.join(WORDS['seasons'])}))\b(?P<term>\s+(?i:term)\b)?{_AFTER_NAME}", _season),
    ("quarter", rf"(?:Q|Qtr\.?\s?|(?i:quarter)\s)(?P<number>[1-4])\b(?P<fiscal>\s?FY)?{_AFTER_NAME}", _quarter),
    ("feast", rf"(?P<feast>(?i:{alternatives([*WORDS['feasts'], 'easter'])}))\b{_AFTER_NAME}", _feast),
    ("within_next", rf"(?i:within|over|during|in)\s+(?i:the\s+)?(?i:next|coming|following)\s+{_SPELL}", _within),
    ("within_one", rf"(?i:within|over|during|in)\s+(?i:the\s+)?(?i:next)\s+(?P<count>)(?P<most>){_UNIT}\b", _within),
    ("term", rf"(?i:within)\s+{_SPELL}(?!\s+(?i:of|from|after|before))", _term),
    ("next", rf"(?i:next)\s+{_SPELL}", _within),
    ("relative", rf"(?P<which>(?i:{'|'.join(_WHICH)}))\s+(?:{_KIND}\s+)?(?P<unit>(?i:week|month|quarter|year))\b"
                 rf"(?!\s+(?:\d|of\b|in\s{_MONTH.replace('?P<month>', '?:')}))", _relative),
    ("tomorrow", r"(?P<word>(?i:tomorrow|yesterday))\b", _tomorrow),
    ("weekday", rf"(?P<which>(?i:next|last))\s+(?P<weekday>(?i:{'|'.join(WORDS['weekdays'][:7])}))\b", _weekday),
]  # fmt: skip

_NAMES = re.compile(r"\?P<\w+>")


def _any(rules: list[tuple[str, str, Reader]]) -> str:
    """One pattern for all the forms, its groups named after the rules."""
    return "|".join(f"(?P<{name}>{_NAMES.sub('?:', form)})" for name, form, _ in rules)


_ANY = re.compile(rf"\b(?<![£$€])(?<!\d\.)(?:(?=\d)(?:{_any(FIGURES)})|(?:{_any(LETTERS)}))")
_RULES = [(name, re.compile(form), read) for name, form, read in FIGURES + LETTERS]
_INDEX = {name: number for number, (name, _, _) in enumerate(_RULES)}
_WORD = re.compile(r"\w+")
_PARTS = re.compile(r"[a-z]+|[0-9]+")
#: The words an expression of `LETTERS` can begin with; `_SPANS` only where one of `_UNITS` stands in the text as well.
_NAMES_OF_TIME = frozenset(
    [*MONTHS, *WORDS["years"], *WORDS["seasons"], *(feast.split()[0] for feast in WORDS["feasts"]), "easter", "fy", "q",
     "qtr", "quarter", "tomorrow", "yesterday"]
)  # fmt: skip
_SPANS = frozenset([*_WHICH, "within", "over", "during", "in"])
_COUNTS = frozenset(words.split()[0].split("-")[0] for words in WORDS["numbers"])
_AHEAD = frozenset({"next", "coming", "following"})
_UNITS = frozenset(
    [f"{unit}{s}" for unit in ("day", "week", "fortnight", "month", "quarter", "year", "term") for s in ("", "s")]
    + [day.lower() for day in WORDS["weekdays"]]
)


def scan(plain: str, anchor: date) -> Iterator[Point]:
    """Every match of a form in `plain` (quotes and dashes made plain) that reads as a date, in order."""
    place = 0
    for start in _places(plain):
        if start < place or not (match := _ANY.match(plain, start)):
            continue
        if point := _read(plain, start, _INDEX[str(match.lastgroup)], anchor):
            yield point
            place = point.end
        elif word := _WORD.match(plain, start):
            place = word.end()


def _places(plain: str) -> Iterator[int]:
    """Where a figure or a word that an expression can begin with stands, in order; quicker than any pattern."""
    low = plain.lower()
    if len(low) != len(plain):  # a few letters of other alphabets grow
        low = plain
    parts = _PARTS.findall(low)
    wanted = _NAMES_OF_TIME if _UNITS.isdisjoint(parts) else _NAMES_OF_TIME | _SPANS
    chosen = [
        number
        for number, part in enumerate(parts)
        if part[0] <= "9" or (part in wanted and (part not in _SPANS or _begins_a_span(parts, number)))
    ]
    if chosen:
        starts = [found.start() for found in islice(_PARTS.finditer(low), chosen[-1] + 1)]
        yield from (starts[number] for number in chosen)


def _begins_a_span(parts: list[str], number: int) -> bool:
    """Whether the words after 'in', 'the', 'next' at `number` may make a span of time of it."""
    after = parts[number + 1 : number + 3]
    if parts[number] in {"in", "over", "during", "within"}:
        if after[:1] == ["the"]:
            after = after[1:]
        return bool(after) and (after[0] in _AHEAD or (parts[number] == "within" and _counts(after[0])))
    return bool(after) and (after[0] in _UNITS or after[0] in WORDS["years"] or _counts(after[0]))


def _counts(part: str) -> bool:
    return part[0] <= "9" or part in _COUNTS


def _read(plain: str, start: int, first: int, anchor: date) -> Point | None:
    """What the first rule from number `first` on makes of the place `start`."""
    for _, form, read in _RULES[first:]:
        if (match := form.match(plain, start)) and (point := read(match, anchor)):
            return point
    return None
