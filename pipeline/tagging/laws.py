"""Acts, bills, regulations, orders, with year and section: 'Section 10 of the Children Act 2004'."""

from __future__ import annotations

import re

from pipeline.tagging.found import LAW, Found
from pipeline.tagging.shapes import LAWS, SHAPES

_SMALL = re.compile(rf"\s(?:{'|'.join(LAWS)})\b(?!\s(?:on|as|upon|for|in)\b)")
_SMALL_LAWS = tuple(f" {law}" for law in LAWS)
_NATION = re.compile(r"\s\([A-Z][\w'-]*(?:,?\s(?:and\s)?(?:[a-z]+\s)?[A-Z][\w'-]*)*\)")
_NESTED = re.compile(r"\s(?:Act|Regulations|Order|Measure|Rules|Bill)\b")
_YEAR = re.compile(r"\s?(?:\(|,\s)?((?:1[89]|20)\d\d)\b\)?")
_YEAR_BEFORE = re.compile(r"\b((?:1[89]|20)\d\d)\s$")
_NUMBER = r"\d+\w*(?:\(\w+\))*"
_PROVISION = re.compile(
    r"\b(?:(?:section|part|schedule|regulation|article|paragraph|clause)s?|ss?\.?)\s?"
    rf"{_NUMBER}(?:(?:,|\sand|\sto|-|\sor)\s?{_NUMBER})*\s(?:of|to|in|under)\s(?:the\s)?$",
    re.I,
)
#: Heads that make a law only with a year.
_WITH_YEAR = frozenset({"order", "rules", "measure", "directive", "convention", "regulation"})


def read(text: str, start: int, end: int) -> Found | None:
    """The law that the capitals from `start` to `end` of `text` name, if they do."""
    nation = _NATION.match(text, end) if text.startswith(" (", end) else None
    nested = _NESTED.match(text, nation.end()) if nation else None
    if nested:  # 'Local Government (Wales) Measure 2011'
        end = nested.end()
    elif text.startswith(_SMALL_LAWS, end) and (tail := _SMALL.match(text, end)) and end - start > 2:
        end = tail.end()
    elif SHAPES.label_of(text[start:end]) != "legislation":
        return None
    words = " ".join(text[start:end].split())
    stop = end
    if nation and not nested and _YEAR.match(text, nation.end()):  # 'Planning Act (Scotland) 1997'
        stop = nation.end()
    name = " ".join(text[start:stop].split())
    if year := _YEAR.match(text, stop):
        name, stop = f"{name} {year[1]}", year.end()
    elif before := _YEAR_BEFORE.search(text[max(0, start - 6) : start]):
        name, start = f"{name} {before[1]}", start - 5
    elif words.split()[-1].lower() in _WITH_YEAR:
        return None
    if SHAPES.says_nothing(words, "legislation") or SHAPES.says_nothing(words.rpartition(", ")[2], "legislation"):
        return None
    if provision := _PROVISION.search(text[max(0, start - 60) : start]):
        start = max(0, start - 60) + provision.start()
    return Found(start, stop, "legislation", name, LAW)
