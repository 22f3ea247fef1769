"""Acts, bills, regulations, orders, with year and section: 'Section 10 of the Children Act 2004'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import vocabulary
from pipeline.tagging import edges
from pipeline.tagging.found import LAW, PATTERN, Found
from pipeline.tagging.shapes import LAWS, SHAPES, alternatives
from pipeline.text import holds

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
_SECTION_AFTER = re.compile(rf",?\s(?:s|ss|sec|[Ss]ections?)\.?\s?{_NUMBER}(?!\w|\.\d)")
_CAP = r"[A-Z][\w'&-]*"
_BRACKETED = re.compile(
    rf"(?P<name>(?P<heads>{_CAP}(?:,?\s(?:(?:and|of|for|in|to|on|with|etc\.?)\s){{0,2}}{_CAP})*)"
    r"(?:\s\([A-Z][^()]{2,90}\)){1,3}\s(?:Act|Regulations|Order|Rules|Measure))(?:,?\s(?P<year>(?:19|20)\d\d)\b)?"
)
_BRACKETED_HEADS = frozenset({"act", "regulations", "order", "rules", "measure"})
_OTHER_LAW = re.compile(r"\b(?:Acts?|Regulations|Orders?|Bill|Measure|Rules)(?:,|\sand|,\sand)\s")
_EUROPEAN = re.compile(
    r"\b(?:(?:EU|EC|EEC|UK|Council|European)\s)?(?:Directive|Regulation)\s(?:\((?:EU|EC|EEC|UK)\)\s)?(?:No\.?\s)?"
    r"\d{2,4}/\d{1,4}(?:/(?:EC|EU|EEC))?(?![\w/])"
)
_EUROPEAN_HEADS = frozenset({"directive", "regulation"})
_LAW_OF_YEAR = re.compile(r"\b(?P<before>(?:1[89]|20)\d\d)\sAct\b|\bAct\sof\s(?P<after>(?:1[89]|20)\d\d)\b")
# 'LGA 1972 s.111', 'PHA 1875': the acts that payments are made under; 'Article 4', 'Regulation 14'.
_SHORT_ACT = re.compile(
    r"(?P<name>[A-Z](?<![\w&/-].)[A-Z]{0,5}A\s(?:18|19|20)\d\d)(?![\w/-]|\s?-|\s[A-RT-Z])(?:,?\s[sS](?:ection|\.)?\s?\d+\w*(?:\(\w+\))*)?"
)
_NUMBERED_LAW = re.compile(r"\b(?:Article|Regulation)\s\d{1,3}(?!\w|\.\d|\sof\b)")
_FIGURES = re.compile(r"[0-9][0-9]")
_SECTION = re.compile(r"[sS](?=[.\d])(?<![^\W_].)(?<!\..)(?:\.(?=\d{3}))?(?P<number>\d{2,3})(?!\w|\s[Oo]fficer)")
_WORDS = vocabulary.load("legislation")
_KNOWN = "|".join(str(number) for number in _WORDS["sections"])
# 'section 47 enquiries', and the sections that everybody calls by their number; 'section 12 below' is none.
_NOT_OURS = r"(?![\w.,]*\d|\sof\s(?:the|this|that)\s|\s(?:above|below|[Oo]fficer))"
_WHAT = rf"\s(?:{alternatives(_WORDS['of_sections'])})\b"
_LONG_SECTION = re.compile(
    rf"\b[Ss]ection\s(?:(?P<known>{_KNOWN}){_NOT_OURS}(?:{_WHAT})?|(?P<number>\d{{1,3}}[A-Z]?){_NOT_OURS}{_WHAT})"
)
#: Words one of which a text has where the pattern may match, the pattern, and the name that it makes.
_BY_NUMBER = [
    ({"directive", "regulation"}, _EUROPEAN, r"\g<0>"),
    ({"article", "regulation"}, _NUMBERED_LAW, r"\g<0>"),
    ({"act"}, _LAW_OF_YEAR, r"\g<before>\g<after> Act"),
    ({"section"}, _LONG_SECTION, r"Section \g<known>\g<number>"),
]
_BY_FIGURES = [(_SECTION, r"Section \g<number>"), (_SHORT_ACT, r"\g<name>")]
#: Heads that make a law only with a year.
_WITH_YEAR = frozenset({"order", "rules", "measure", "directive", "convention", "regulation"})


def find(text: str, words: frozenset[str]) -> Iterator[Found]:
    """Laws that no head after capitals shows: with brackets in their name, by number, by year or section alone."""
    if not words.isdisjoint(_BRACKETED_HEADS) and holds(text, (") Act", ") Reg", ") Ord", ") Rul", ") Mea")):
        yield from _bracketed(text)
    patterns = [(pattern, name) for said, pattern, name in _BY_NUMBER if not words.isdisjoint(said)]
    for pattern, name in patterns + _BY_FIGURES if _FIGURES.search(text) else patterns:
        for law in pattern.finditer(text):
            yield Found(law.start(), law.end(), "legislation", law.expand(name), PATTERN)


def _bracketed(text: str) -> Iterator[Found]:
    """'School and Ferry Finance (England) Regulations 2013', from after any law named before it."""
    for law in _BRACKETED.finditer(text):
        before = [other.end() for other in _OTHER_LAW.finditer(text, law.start(), law.end("heads"))]
        start = before[-1] if before else law.start()
        start += edges.opening(text[start : law.end("heads")])
        name = " ".join(text[start : law.end("name")].split())
        yield Found(start, law.end(), "legislation", f"{name} {law['year']}" if law["year"] else name, LAW)


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
        if section := _SECTION_AFTER.match(text, stop):
            stop = section.end()
    elif before := _YEAR_BEFORE.search(text[max(0, start - 6) : start]):
        name, start = f"{name} {before[1]}", start - 5
    elif words.split()[-1].lower() in _WITH_YEAR:
        return None
    if SHAPES.says_nothing(words, "legislation") or SHAPES.says_nothing(words.rpartition(", ")[2], "legislation"):
        return None
    if provision := _PROVISION.search(text[max(0, start - 60) : start]):
        start = max(0, start - 60) + provision.start()
    return Found(start, stop, "legislation", name, LAW)
