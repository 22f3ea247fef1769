"""What looks like a date and is none: years in names, reference numbers, amounts, counts, times, other words.

`DOUBTS` is the ordered list; a point that one of them doubts is dropped. Each sees the point, the words before it
(some sixty characters) and the text from its end on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pipeline.dates.points import Point
from pipeline.dates.words import MONTHS, WORDS, alternatives

EARLIEST = 1850
YEARS_AHEAD = 10
YEARS_AIMED = 40  # the years of targets
_REACH = 60
_CLOSE = 30  # characters before a point in which a word that stands right before it begins
_NEAR = 30  # years

_HEADS = alternatives(WORDS["name_heads"])
_LAWS = alternatives(WORDS["law_heads"])
_TIME = alternatives(WORDS["time_words"])
_NAMED_BEFORE = re.compile(
    rf"(?:\b(?i:{_HEADS})(?:\s*\([A-Z][\w\s]*\))?[\s,:-]{{1,3}}|\b(?i:{_LAWS})(?:\s*\(|\sof\s))$"
)
_BRACKET_BEFORE = re.compile(rf"\b(?i:{_HEADS})\s*\($")
_NAMED_AFTER = re.compile(
    r"\s+(?:[A-Z][\w'&-]*\s+(?:(?:and|of|for|the|to|in|on)\s+)*){0,6}"  # 'the 2014 Health and Care'
    rf"(?:(?i:{_LAWS}|reforms|census)\b|(?<=[a-z]\s)(?i:{_HEADS})\b)"
)
_HEAD_WORDS = frozenset(WORDS["name_heads"])
_SPAN_AFTER = re.compile(rf"\s(?i:{alternatives(WORDS['span_heads'])})\b")
_TITLE_AFTER = re.compile(rf"\s(?:{alternatives(WORDS['year_heads'])})\s(?:of|into|on)\s")
_ADDRESS_BEFORE = re.compile(r"(?:https?://|www\.|[a-z-]{3,}/[\w-]+[/-])\S*$")
_COUNTED = re.compile(rf"\s+(?i:{alternatives(WORDS['counted'])})\b|\s*(?i:hrs|hours|h|am|pm)\b")
_NUMBERED = rf"\b(?i:{alternatives(WORDS['reference_words'])})\.?:?\s{{0,2}}|\w/|#"
_REFERENCE = re.compile(rf"(?:{_NUMBERED}|\b(?i:{alternatives(WORDS['amount_words'])})\s{{1,2}}|[A-Z]{{2,}}\s?)$")
_DAY_REFERENCE = re.compile(rf"(?:{_NUMBERED}|[A-Z]{{2,}})$")
_CODE = re.compile(r"\b[A-Z]{2,}\s?$|\w[/-]$")
_PART_OF_NUMBER = re.compile(r"\d[/.:-]$|[/.]$")
_ITEM_AFTER = re.compile(r"\]?(?:\s+[A-Z(]|\s?[a-z]{1,4}\))")

_TITLED = re.compile(rf"\b(?:{alternatives(WORDS['titles'])})\.?\s+(?:[A-Z]\w*\.?\s+)*$")
_GIVEN_NAME = re.compile(r"\b[A-Z][a-z]+\s+$")
_TIME_WORD = re.compile(rf"\b(?i:{_TIME})\s+$")
_WHEN = re.compile(
    rf"(?:\b(?i:{_TIME})\s+(?:(?i:the|mid|early|late|end|of)[\s-]+)*|[(\[/,;:|-]\s*|^\s*|\n\s*|\b(?i:mid|early|late)-)$"
)
_PAUSE = re.compile(r"\s*(?:$|[)\].,;:/|&\n-]|\b(?:and|or|to|until|meeting|update)\b)")
_GOES_ON = re.compile(r"\s+(?:I|[a-z]{2,})\b")
_VERBS = frozenset({"may", "mar", "march"})
_DOUBLE = frozenset(word.lower() for word in [*WORDS["ambiguous_months"], *WORDS["first_names"]])

_SEASONAL = re.compile(
    rf"(?:\b(?i:{alternatives(WORDS['season_before'])})\s+(?:(?i:the|this|next|last|coming|late|early|mid)\s+)*|[|(\n]\s*|^\s*)$"
)
_BY_FEAST = re.compile(r"\b(?:by|in|before|after|since)\s+(?:the\s+)?$|[|\n]\s*$|^\s*$", re.I)
_BY_HALF_TERM = re.compile(r"\b(?:by|before|until|after)\s+(?:the\s+)?(?:end of\s+)?$|[|\n]\s*$|^\s*$", re.I)
_SEASON_ENDS = re.compile(rf"\s*(?:$|[).,;:|&\n/-]|\b(?:{alternatives(WORDS['season_after'])})\b)")
_TO_BE_DONE = re.compile(r"(?:^|[|\n]|\b(?:to|will|would|shall|must|should|please|agreed)\b[^.|\n]*)\s*$", re.I)
_AIMED_AT = re.compile(r"\b(?:by|until|to|towards|before|from)(?: the year)?\s$", re.I)
_LATELY = re.compile(r"\b(?:in|over|during|within|for) the $", re.I)
_PART_OF = re.compile(r"\b(?:(?:end|close|start|beginning|half|quarter)\s+(?:of|in)|early|mid|late)\s+$", re.I)
_MONTH_AFTER = re.compile(rf"\s?(?:,|/|-|\band\b|&)\s?(?:{alternatives([m.capitalize() for m in MONTHS])})\b")


def outside(point: Point, before: str, after: str, anchor: date) -> bool:
    """Before 1850 or more than ten years after the paper; 'by 2050' may lie further ahead."""
    numeric = point.kind in {"year", "years", "numeric", "iso", "month_number"}
    ahead = YEARS_AIMED if point.kind == "year" and _AIMED_AT.search(before) else YEARS_AHEAD
    return numeric and not EARLIEST <= (point.year or 0) <= anchor.year + ahead


def in_a_name(point: Point, before: str, after: str, anchor: date) -> bool:
    """'Children Act 2004', 'Act of 2016', 'Council Plan 2013-15', 'the 2014 Care Act'; not 'financial year 2013-14'."""
    if point.kind not in {"year", "years"} or point.keyword:
        return False
    last = _last_word(before)
    named = (last in _HEAD_WORDS or last == "of") and _ends(before, _NAMED_BEFORE)
    named = named or (last.endswith(")") and bool(_NAMED_BEFORE.search(before)))
    named = named or (point.kind == "year" and after.startswith(")") and bool(_BRACKET_BEFORE.search(before)))
    if point.precision == "range" and _SPAN_AFTER.match(after):  # 'the 2024-27 strategy'
        return True
    return named or bool(_TITLE_AFTER.match(after) or _NAMED_AFTER.match(after))


def _ends(before: str, pattern: re.Pattern[str]) -> bool:
    """Whether `before` ends with what `pattern` (its last sign a '$') asks for: few places are tried."""
    return pattern.search(before, max(0, len(before) - _CLOSE)) is not None


def _last_written(before: str) -> str:
    words = before.split()
    return words[-1] if words else ""


def _last_word(before: str) -> str:
    words = before.rstrip(" \n,:-(.")
    return words[words.rfind(" ") + 1 :].lower()


def reference(point: Point, before: str, after: str, anchor: date) -> bool:
    """'Ref 3/11/1980', 'FGB 105/2021', 'No. 1999', '/2018/04/27' of an address, '2.8.10' of a paragraph."""
    if point.kind == "iso":
        return before.endswith("/")
    if point.kind == "month_number":  # '02/1920' is the second action of the year 2019/20
        far = abs((point.year or 0) - anchor.year) > _NEAR
        return far or _ends(before, _CODE) or _ends(before, _REFERENCE)
    if point.kind == "numeric" and not point.paragraph:
        return _ends(before, _DAY_REFERENCE)
    if point.kind == "numeric":
        opens = before in {"", "["} and bool(_ITEM_AFTER.match(after))
        return opens or _ends(before, _DAY_REFERENCE) or abs((point.year or 0) - anchor.year) > YEARS_AHEAD
    if point.kind in {"year", "years"} and not point.keyword:
        if ("/" in before or "www." in before) and _ADDRESS_BEFORE.search(before):
            return True
        part = point.kind == "year" and (_ends(before, _PART_OF_NUMBER) or after.startswith("/)"))
        return part or _ends(before, _REFERENCE)
    return False


def counted(point: Point, before: str, after: str, anchor: date) -> bool:
    """'2000 people', '1940 hours'."""
    return point.kind == "year" and bool(_COUNTED.match(after))


def other_word(point: Point, before: str, after: str, anchor: date) -> bool:
    """'May' the verb, 'Jan' the person, 'march' the walk: a month alone is one only where the words around say when."""
    if point.kind == "day" and point.lower and point.year is None:
        return point.keyword in _VERBS
    if point.kind != "month" or not point.bare:
        return False
    if point.lower or (_last_written(before)[:1].isupper() and _TITLED.search(before)):
        return True
    if point.keyword not in _DOUBLE or _MONTH_AFTER.match(after):
        return False
    pause = bool(_PAUSE.match(after))
    if not _WHEN.search(before):
        return not pause or bool(_GIVEN_NAME.search(before))
    verb = point.keyword in _VERBS and not _TIME_WORD.search(before) and bool(_GOES_ON.match(after))
    return verb and not pause


def no_season(point: Point, before: str, after: str, anchor: date) -> bool:
    """'Summer School', 'Autumn Statement', 'Christmas lights': a season alone needs 'in the' before, a pause after."""
    alone = point.kind in {"season", "feast"} and point.bare
    if alone and point.kind == "feast":
        ahead = _BY_HALF_TERM if point.keyword == "half term" else _BY_FEAST
        return not (ahead.search(before) and _SEASON_ENDS.match(after))
    return alone and not (_SEASONAL.search(before) and _SEASON_ENDS.match(after))


def length_of_time(point: Point, before: str, after: str, anchor: date) -> bool:
    """'a plan within ten days', 'in the next three years': a length, no date; 'to report within two weeks' is one."""
    if point.kind != "within":
        return False
    return point.keyword == "in years" or (point.bare and not _TO_BE_DONE.search(before))


def vague(point: Point, before: str, after: str, anchor: date) -> bool:
    """'this year', 'the month', 'in the last month': only 'the end of' one says when."""
    if point.kind == "relative" and point.keyword == "last" and _LATELY.search(before):
        return True
    return point.kind == "relative" and point.bare and not _PART_OF.search(before)


#: The first that doubts a point settles it.
DOUBTS: list[Callable[[Point, str, str, date], bool]] = [
    outside, in_a_name, reference, counted, other_word, no_season, length_of_time, vague,
]  # fmt: skip


def doubtful(point: Point, plain: str, anchor: date) -> bool:
    """Whether one of `DOUBTS` speaks against the point."""
    before, after = plain[max(0, point.start - _REACH) : point.start], plain[point.end : point.end + _REACH]
    return any(doubt(point, before, after, anchor) for doubt in DOUBTS)
