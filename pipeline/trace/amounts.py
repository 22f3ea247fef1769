"""Figures in what was to be done and in what is told of it: 'ten working days' and 'nine', 'six flats' and 'four'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from pipeline import vocabulary
from pipeline.text import plain
from pipeline.trace.content import content

_REACH = 3  # words behind a figure that may say what is counted
_BEHIND = re.compile(rf"(?: [A-Za-z'-]+){{1,{_REACH}}}")


class Amount(msgspec.Struct, frozen=True):
    """A number with the roots of the words behind it, which say what it counts: 9, ('work', 'day')."""

    value: float
    of: tuple[str, ...]
    start: int  # in the text
    written: str


def amounts(text: str) -> list[Amount]:
    """The numbers of `text` that count something, in order; none of dates, references or years."""
    flat = plain(text)
    return list(_amounts(flat))


def met(wanted: str, told: str) -> Amount | None:
    """The figure of `told` that reaches what `wanted` asked for: 'nine working days' of 'down to ten'."""
    lists = vocabulary.load("trace")
    for most, pattern in ((True, lists["at_most"]), (False, lists["at_least"])):
        for one in amounts(wanted):
            if not _ends(pattern, id(lists)).search(plain(wanted)[: one.start]):
                continue
            for other in amounts(told):
                if _same(one, other) and (other.value <= one.value if most else other.value >= one.value):
                    return other
    return None


def short(wanted: str, told: str) -> tuple[Amount, Amount] | None:
    """What there is and what there was to be, where `told` says itself that it falls short: 'four, against the six'."""
    lists = vocabulary.load("trace")
    asked = {one.value: one for one in amounts(wanted)}
    found = amounts(told)
    for other in found:
        if other.value in asked and _ends(lists["set_against"], id(lists)).search(plain(told)[: other.start]):
            less = next((one for one in found if one.value < other.value and _same(one, asked[other.value])), None)
            if less:
                return less, asked[other.value]
    return None


def differ(one: str, other: str) -> tuple[Amount, Amount] | None:
    """The figures that two texts give for one thing, where these are not the same though all others are."""
    first, second = amounts(one), amounts(other)
    pairs = [(a, b) for a in first for b in second if a.of[:1] == b.of[:1] and a.of]
    apart = [(a, b) for a, b in pairs if a.value != b.value]
    again = [(a, b) for a, b in pairs if a.value == b.value]
    return apart[0] if len(apart) == 1 and again and len(pairs) == len(first) == len(second) else None


def _same(one: Amount, other: Amount) -> bool:
    return bool(one.of) and one.of[:1] == other.of[:1]


def _amounts(flat: str) -> Iterator[Amount]:
    small = vocabulary.load("measures")["small"]
    for match in _number(id(vocabulary.load("measures"))).finditer(flat):
        words = match[0].replace(",", "").casefold()
        value = float(words) if words[0].isdigit() else float(sum(small[part] for part in words.split("-")))
        if words.isdigit() and 1900 < value < 2100:
            continue
        behind = _BEHIND.match(flat, match.end())
        of = content(behind[0])[:_REACH] if behind else []
        yield Amount(value, tuple(of), match.start(), match[0] + (behind[0] if behind else ""))


@cache
def _number(source: int) -> re.Pattern[str]:
    small = "|".join(sorted(vocabulary.load("measures")["small"], key=len, reverse=True))
    return re.compile(
        rf"(?<![\w£€./-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{small})(?:-(?:{small}))?)(?![\w/%]|[.,]\d|-\w)",
        re.I,
    )


@cache
def _ends(pattern: str, source: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?: [a-z]+)? ?$", re.I)
