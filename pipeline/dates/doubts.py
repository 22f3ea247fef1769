"""What looks like a date and is none: years in names, reference numbers, amounts, counts, times, other words.

`DOUBTS` is the ordered list; a point that one of them doubts is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from pipeline.dates.points import MONTHS, WORDS, Point, alternatives

EARLIEST = 1850
YEARS_AHEAD = 10

_HEADS = rf"(?i:{alternatives(WORDS['name_heads'])})"
_LAW = rf"(?i:{alternatives(WORDS['law_heads'])})"
_NAMED_BEFORE = re.compile(rf"(?:\b{_HEADS}(?:\s*\([A-Z][\w\s]*\))?[\s,:-]{{1,3}}|\b{_LAW}\s*\()$")
_NAMED_AFTER = re.compile(
    rf"\s+(?:[A-Z][\w'&-]*\s+(?:(?:and|of|for|the|to|in|on)\s+)*){{0,6}}(?:{_LAW}\b|(?-i:[A-Z]\w*\s+)?(?i:reforms)\b|(?<=[a-z]\s){_HEADS}\b)"
)
_COUNTED = re.compile(rf"\s+(?i:{alternatives(WORDS['counted'])})\b")
_REFERENCE = re.compile(rf"(?:\b(?i:{alternatives(WORDS['reference_words'])})\.?:?\s{{0,2}}|[\w]/|#|[A-Z]{{2,}}\s?)$")
_CODE_BEFORE = re.compile(r"\b[A-Z]{2,}\s?$|\w[/-]$")
_WHEN = re.compile(
    rf"(?:\b(?i:{alternatives(WORDS['time_words'])})\s+(?:(?i:the|mid|early|late|end|of)[\s-]+)*|[(\[/,;:|-]\s*|^\s*|\n\s*|\b(?i:mid|early|late)-)$"
)
_ENDS = re.compile(r"\s*(?:$|[)\].,;:/|&\n-]|\b(?:and|or|to|until|meeting|update)\b)")
_SURNAME = re.compile(r"\s+[A-Z][a-z]+")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllrs?|Councillors?|Sir|Dame|Rev|Prof|Lady|Lord)\.?\s+(?:[A-Z]\w*\.?\s+)*$"
)
_GIVEN_NAME = re.compile(r"\b[A-Z][a-z]+\s+$")
_OF_A_YEAR = re.compile(
    r"\b(?:end|close|start|beginning|early|mid|late|later|half|quarter)\s+(?:of\s+)?(?:in\s+)?$", re.I
)
_CLOCK = re.compile(r"^\s*(?:hrs|hours|h|am|pm)\b", re.I)
_ITEM = re.compile(r"\s+[A-Z(]")
_SEASONAL = re.compile(r"(?:\b(?i:in|by|during|over|until|till|this|next|last|late|early|mid|from|since|before|after|end\s+of|to|of|for|through)\s+(?:(?i:the|this|next|last|coming|late|early|mid)\s+)*|[|(\n]\s*|^\s*)$")  # fmt: skip
_SEASON_NOUN = re.compile(r"\s*(?:$|[).,;:|&\n/]|-|\b(?:and|or|to|when|before|after|with|as|but|which|we|it|for|at|on|in|by|if|so|because|holidays?|break|term|recess|period|months)\b)")  # fmt: skip


def outside(point: Point, plain: str, anchor: date) -> bool:
    """Before 1850 or more than ten years after the paper."""
    return point.kind in {"year", "years", "numeric", "month_number"} and not (
        point.year is not None and EARLIEST <= point.year <= anchor.year + YEARS_AHEAD
    )


def in_a_name(point: Point, plain: str, anchor: date) -> bool:
    """'Children Act 2004', 'Council Plan 2013-15', 'the 2014 Care Act'."""
    if point.kind not in {"year", "years"} or point.keyword:
        return False
    before = plain[max(0, point.start - 60) : point.start]
    return bool(_NAMED_BEFORE.search(before) or _NAMED_AFTER.match(plain, point.end))


def reference(point: Point, plain: str, anchor: date) -> bool:
    """'Ref 3/11/1980', 'FGB 105/2021', 'paragraph 2.8.10', '£2010', 'No. 1999'."""
    before = plain[max(0, point.start - 24) : point.start]
    if point.kind == "numeric" and plain[point.start : point.end].count(".") == 2:
        single = plain[point.start + 1] == "." and len(plain[point.start : point.end]) < 7
        starts = point.start == 0 and bool(_ITEM.match(plain, point.end))
        far = point.year is None or abs(point.year - anchor.year) > YEARS_AHEAD
        return single and (starts or far) or bool(_REFERENCE.search(before) and single)
    if point.kind == "month_number":
        return bool(_CODE_BEFORE.search(before) or _REFERENCE.search(before))
    if point.kind == "numeric":
        return bool(_REFERENCE.search(before))
    if point.kind in {"year", "years"} and not point.keyword:
        return bool(_REFERENCE.search(before) or plain[max(0, point.start - 1) : point.start] in {"/", ".", "-"} and point.kind == "year" and not before[-3:-1].strip().isalpha())  # fmt: skip
    return False


def counted(point: Point, plain: str, anchor: date) -> bool:
    """'2000 people', '1940 hours'."""
    return point.kind == "year" and bool(_COUNTED.match(plain, point.end) or _CLOCK.match(plain[point.end :]))


def other_word(point: Point, plain: str, anchor: date) -> bool:
    """'May' the verb, 'Jan' the person, 'march' the walk: a month alone is one only where it says when."""
    if point.kind != "month" or not point.bare:
        return False
    word = plain[point.start : point.end].rstrip(".")
    before = plain[max(0, point.start - 40) : point.start]
    if word[0].islower() or _TITLE.search(before):
        return True
    if word.lower() in _AMBIGUOUS or word.lower() in {"april", "june", "august"}:
        if _WHEN.search(before):
            return word.lower() in {"may", "mar", "march"} and bool(re.match(r"\s+(?:I|we|be|not|[a-z]{2,})\b", plain[point.end :])) and not _TIME_WORD.search(before) and not _ENDS.match(plain, point.end)  # fmt: skip
        return not _ENDS.match(plain, point.end) or bool(_GIVEN_NAME.search(before))
    return False


_AMBIGUOUS = {word.lower() for word in WORDS["ambiguous_months"]}
_TIME_WORD = re.compile(rf"\b(?i:{alternatives(WORDS['time_words'])})\s+$")


def no_season(point: Point, plain: str, anchor: date) -> bool:
    """'Summer School', 'Autumn Statement', 'Christmas lights': a season alone needs 'in the' before and a pause after."""
    if point.kind not in {"season", "feast"} or not point.bare:
        return False
    before = plain[max(0, point.start - 30) : point.start]
    return not (_SEASONAL.search(before) and _SEASON_NOUN.match(plain, point.end))


def vague(point: Point, plain: str, anchor: date) -> bool:
    """'this year', 'the month', 'Q3' alone: only 'the end of' one says when."""
    if point.kind != "relative" or not point.bare:
        return False
    return not _OF_A_YEAR.search(plain[max(0, point.start - 24) : point.start])


#: The first that doubts a point settles it.
DOUBTS: list[Callable[[Point, str, date], bool]] = [
    outside,
    in_a_name,
    reference,
    counted,
    other_word,
    no_season,
    vague,
]


def doubtful(point: Point, plain: str, anchor: date) -> bool:
    """Whether one of `DOUBTS` speaks against the point."""
    return any(doubt(point, plain, anchor) for doubt in DOUBTS)


assert MONTHS  # the vocabulary is loaded with the points
