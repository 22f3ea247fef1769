"""The forms of single date expressions, and how they are found in text.

`FIGURES` and `LETTERS` list the forms, the first that fits at a place wins; `points` reads what they match. Whether
a match is a date at all (and no reference, amount, time or name) is `doubts`' business, and joining points into
ranges is `joins`'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from pipeline.dates import points
from pipeline.dates.points import Point
from pipeline.dates.words import MONTHS, WORDS, alternatives
from pipeline.text import lower, words

_MONTH = rf"(?P<month>(?i:{alternatives(list(MONTHS))}))(?![^\W\d_])"
_ORDINAL = rf"(?:\s?(?i:{'|'.join(WORDS['ordinal_endings'])})\b)"
_DAY = rf"(?:0?[1-9]|[12]\d|3[01]){_ORDINAL}?"
_YEAR4 = r"(?:1[89]|20)\d\d"
_NO_MORE = r"(?![\w£$€%]|[./:,-]\d)"  # a number goes no further
_DAY_GLUE = r"\s?(?:,\s?(?:and|&)|,|-|/|\bto\b|\band\b|&|\buntil\b)\s?"
_FISCAL = rf"(?P<year>{_YEAR4})\s?(?P<glue>[-/])\s?(?P<until>{_YEAR4}|\d\d|\d)"
_KIND = rf"(?P<of_kind>(?i:{'|'.join(WORDS['years'])}))"
_UNIT = r"(?P<unit>(?i:days?|weeks?|fortnights?|months?|years?|quarters?|terms?))"
_COUNT = rf"(?P<count>\d{{1,3}}|(?i:{alternatives(list(WORDS['numbers']))}))"
# As `_NO_MORE`, but '2 May 2000-3 May 2000' is two days.
_NO_MORE_DAY = rf"(?![\w£$€%]|[./:,]\d|-\d(?!\d?{_ORDINAL}?\s?[A-Z]))"
_AFTER_MONTH = rf"(?:(?P<glue>[.,]?\s{{0,3}}'?|\s?[-/]\s?'?|\s+of\s+)(?P<year>{_YEAR4}|\d\d){_NO_MORE_DAY})?"
_AFTER_NAME = rf"(?:,?\s+(?:of\s+|in\s+)?(?P<year>{_YEAR4})(?:\s?[-/]\s?(?P<until>{_YEAR4}|\d\d))?{_NO_MORE})?"
_MOST = rf"(?:(?:-|\bto\b|\bor\b)\s?(?P<most>\d{{1,3}}|(?i:{alternatives(list(WORDS['numbers']))}))\s?)?"
_SPELL = rf"{_COUNT}\s?{_MOST}(?:(?P<working>(?i:working|school)\s+)|(?i:calendar)\s+)?{_UNIT}\b"

Reader = Callable[[re.Match[str], date], Point | None]

#: (name, form, reader) of the expressions that begin with a figure, and below of those that begin with a word.
FIGURES: list[tuple[str, str, Reader]] = [
    ("iso", rf"(?P<year>{_YEAR4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?!\d)", points.iso),
    ("numeric", rf"(?P<day>\d\d?)(?P<sep>[./-])(?P<month>\d\d?)(?P<sep2>[./-])(?P<year>{_YEAR4}|\d\d)"
                r"(?![\d/]|[.-]\d)", points.numeric),
    ("day", rf"(?P<days>{_DAY}(?:{_DAY_GLUE}{_DAY})*)(?:\s?[-/]\s?|\s+(?:day\s+)?of\s+|\s{{0,3}})"
            rf"{_MONTH}{_AFTER_MONTH}", points.day_month),
    ("month_number", rf"(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR4}){_NO_MORE}", points.month_number),
    ("years", rf"{_FISCAL}{_NO_MORE}(?:\s+(?P<of_kind>(?i:{'|'.join(WORDS['years'])}))\s+year\b)?", points.years),
    ("year", rf"(?P<year>{_YEAR4}){_NO_MORE}", points.year),
    ("decade", r"(?P<year>(?:19|20)\d0)'?s\b", points.decade),
]  # fmt: skip
LETTERS: list[tuple[str, str, Reader]] = [
    ("month_day", rf"{_MONTH}\.?\s{{1,3}}(?:the\s+)?(?P<day>0?[1-9]|[12]\d|3[01])(?P<ordinal>{_ORDINAL})?{_NO_MORE}"
                  rf"(?:,?\s{{1,3}}(?P<year>{_YEAR4}){_NO_MORE})?", points.month_day),
    ("month", _MONTH + _AFTER_MONTH + r"(?:\s+(?P<turn>(?i:this|last|next)\s+year)\b)?", points.month),
    ("years_of", rf"{_KIND}\s+years?\s+(?:of\s+)?{_FISCAL}{_NO_MORE}", points.years),
    ("year_of", rf"{_KIND}\s+year\s+(?:of\s+)?(?P<year>{_YEAR4}){_NO_MORE}", points.kind_year),
    ("years_fy", rf"FY\s?(?P<of_kind>){_FISCAL}{_NO_MORE}", points.years),
    ("season", rf"(?P<season>(?i:{'|'.join(WORDS['seasons'])}))\b(?P<term>\s+(?i:term)\b)?"
               rf"(?:\s+(?i:period|months)\b|{_AFTER_NAME})", points.season),
    ("quarter", rf"(?:Q|Qtr\.?\s?|(?i:quarters?)\s)(?P<number>[1-4])\b"
                r"(?:\s?(?:&|and|to|-)\s?(?P<last>[1-4])\b)?"
                rf"(?P<fiscal>\s?FY)?{_AFTER_NAME}", points.quarter),
    ("feast", rf"(?P<feast>(?i:{alternatives([*WORDS['feasts'], 'easter'])}))\b{_AFTER_NAME}", points.feast),
    ("half_term", r"(?i:half[\s-]?term)\b", points.half_term),
    ("within_next", rf"(?i:within|over|during|in|for)\s+(?i:the\s+)?(?i:next|coming|following)\s+{_SPELL}",
     points.within),
    ("within_one", r"(?:(?i:within|over|during|in)\s+(?i:the\s+)?(?i:next)|(?i:over|during)\s+(?i:the\s+coming)"
                   r"|(?i:over|during)\s+(?i:the\s+following)(?=\s+(?i:week|fortnight|month)\b))\s+"
                   rf"(?P<count>)(?P<most>)(?P<working>){_UNIT}\b", points.within),
    ("term", rf"(?i:within)\s+{_SPELL}(?!\s+(?i:of|from|after|before))", points.term),
    ("next", rf"(?i:next)\s+{_SPELL}", points.within),
    ("relative", rf"(?P<which>(?i:{'|'.join(points.WHICH)}))\s+(?:{_KIND}\s+)?(?P<unit>(?i:week|month|quarter|year))\b"
                 rf"(?!\s+(?:\d|of\b|in\s{_MONTH.replace('?P<month>', '?:')}))", points.relative),
    ("tomorrow", r"(?P<word>(?i:tomorrow|yesterday))\b", points.tomorrow),
    ("month_end", r"(?i:month[\s-]end)\b(?!-|\s[a-z]+s\b)", points.closing),
    ("weekday", rf"(?P<which>(?i:next|last))\s+(?P<weekday>(?i:{'|'.join(WORDS['weekdays'][:7])}))\b(?!\s(?:of|in)\b)",
     points.weekday),
]  # fmt: skip

_NAMES = re.compile(r"\?P<\w+>")


def _any(rules: list[tuple[str, str, Reader]]) -> str:
    """One pattern for all the forms, its groups named after the rules."""
    return "|".join(f"(?P<{name}>{_NAMES.sub('?:', form)})" for name, form, _ in rules)


_ANY = re.compile(rf"\b(?<![£$€])(?<!\d\.)(?:(?=\d)(?:{_any(FIGURES)})|(?:{_any(LETTERS)}))")
_RULES = [(name, re.compile(form), read) for name, form, read in FIGURES + LETTERS]
_INDEX = {name: number for number, (name, _, _) in enumerate(_RULES)}
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^\W_]+")
_DIGITS = "0123456789"
#: The words an expression of `LETTERS` can begin with; `_SPANS` only where one of `_UNITS` stands in the text as well.
_NAMES_OF_TIME = frozenset(
    [*MONTHS, *WORDS["years"], *WORDS["seasons"], *(feast.split()[0] for feast in WORDS["feasts"]), "easter",
     "half", "halfterm", "fy", "q", "month", "qtr", "quarter", "quarters", "tomorrow", "yesterday"]
)  # fmt: skip
_SPANS = frozenset([*points.WHICH, "within", "over", "during", "in", "for"])
_ALL_WORDS = _NAMES_OF_TIME | _SPANS
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
    low, parts = lower(plain), words(plain)
    wanted = _ALL_WORDS if _names_a_unit(parts) else _NAMES_OF_TIME
    chosen = [
        number
        for number, part in enumerate(parts)
        if (part in wanted and (part not in _SPANS or _begins_a_span(parts, number))) or not part.isalpha()
    ]
    if any(parts[number] in _SPANS for number in chosen):
        starts = [found.start() for found in islice(_PART.finditer(low), chosen[-1] + 1)]
        yield from (starts[number] for number in chosen)
        return
    place = 0
    for number in chosen:  # every part with these letters is wanted, so that the next in the text is it
        place = _next(low, parts[number], place)
        yield place
        place += len(parts[number])


def _next(low: str, part: str, place: int) -> int:
    """Where `part` stands whole in `low`, from `place` on."""
    while True:
        place = low.index(part, place)
        if not low[place - 1 : place].isalnum() and not low[place + len(part) : place + len(part) + 1].isalnum():
            return place
        place += 1


def _names_a_unit(parts: list[str]) -> bool:
    """Whether a day, week, month or the like is among `parts`, be it as in '3months'."""
    return not (_UNITS.isdisjoint(parts) and _UNITS.isdisjoint(part.lstrip(_DIGITS) for part in parts if part < ":"))


def _begins_a_span(parts: list[str], number: int) -> bool:
    """Whether the words after 'in', 'the', 'next' at `number` may make a span of time of it."""
    after = parts[number + 1 : number + 3]
    if parts[number] in {"in", "for", "over", "during", "within"}:
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
