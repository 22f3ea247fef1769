"""What a section is about, told from its heading, from what leads into it and from its tables."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

from pipeline import vocabulary
from pipeline.model import SectionKind
from pipeline.text import fold

_JOINT = re.compile(r"\s*(?:\band\b|&|/|,|;|\s[-–—]\s|:)\s*", re.I)
# What an appendix is called, before its title.
_APPENDED = re.compile(r"^(?:appendix|annexe?|schedule)\b\s*(?:\w{1,3})?\s*[:–—-]\s+(?=\w)", re.I)
# A priority called 'Attendance' is about no list of those present.
_NO_STRAND = frozenset({"membership", "meetings", "contact", "engagement", "background"})
_NUMBERED = re.compile(
    r"(?:(?:key|main|strategic|our) )?([a-z]+) (?:\d{1,2}|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_ASIDE = re.compile(r"\([^)]*\)")
# A day and place that run on from a heading: 'Next meeting Tuesday 9 May at 6 pm in the barn'.
_WHEN = re.compile(r"[\s:,–-]+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*", re.I | re.S)
# A year says when, not what: 'What we will do in 2017/18', 'Performance - 2016'.
_YEAR = re.compile(
    r"[\s,:(–-]+(?:(?:in|for|during|over|of|to)\s+)?(?:the\s+)?(?:(?:financial|municipal|academic|school|civic)\s+)?(?:year\s+)?"
    r"20\d\d(?:\s?[/–-]\s?\d{2,4})?\)?\s*$",
    re.I,
)
# And a number how many: 'Our three ambitions'.
_HOW_MANY = re.compile(r"(?<=\bour )(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?=[a-z])", re.I)
_CONTRACTED = re.compile(r"(?<=[a-z])['’](ve|re|ll)\b", re.I)
_FULL = {"ve": " have", "re": " are", "ll": " will"}


def of_heading(heading: str) -> list[SectionKind]:
    """The kinds a heading names, in its own order; empty when it names none. Two where the heading has two."""
    return list(_named(heading))


@lru_cache(maxsize=4096)
def _named(heading: str) -> list[SectionKind]:
    whole, within = _whole(), _within()
    heading = _shortened(heading)
    words = fold(_ASIDE.sub(" ", heading))
    if words in _twofold():
        return list(_twofold()[words])
    if words in whole:
        return [whole[words]]
    if division := of_division(heading, sure=True):
        return [division]
    if _is_strand(heading):
        title = fold(re.split(r"[:–—]|\s-\s", heading, maxsplit=1)[-1])
        return [whole[title]] if title in whole and whole[title] not in _NO_STRAND else []
    if words in plain() or _nothing().search(words):
        return []
    pieces = [fold(piece) for piece in _JOINT.split(_ASIDE.sub(" ", heading))]
    found = [whole[piece] for piece in pieces if piece in whole]
    if len(found) < len(pieces):
        found = [whole[p] for p in pieces if p in whole and len(pieces) <= 3] if _heavy(pieces, whole) else []
        if len(words.split()) <= 12:
            found += [kind for kind, pattern in within if pattern.search(words)][: 2 if _JOINT.search(heading) else 1]
    return _two(found, heading)


def _shortened(heading: str) -> str:
    """A heading as the lists have it: without 'Appendix A:' before it and day or year behind it, 'we've' in full."""
    heading = _APPENDED.sub("", heading) or heading
    heading = _WHEN.sub("", heading) or heading
    heading = _HOW_MANY.sub("", _YEAR.sub("", heading)) or heading
    return _CONTRACTED.sub(lambda found: _FULL[found[1].lower()], heading)


def is_known(heading: str) -> bool:
    """Whether `heading` is one that papers of this kind are written with, as it stands."""
    dated = "day" in heading.lower() and ":" not in heading
    words = fold(_ASIDE.sub(" ", _WHEN.sub("", heading) if dated else heading))
    return words in _whole() or words in plain()


def has_known(heading: str) -> bool:
    """Whether `heading`, or a part of it between 'and', dashes and commas, is one that papers are written with."""
    return is_known(heading) or any(fold(piece) in _whole() for piece in _JOINT.split(heading))


def is_beside(heading: str, own: list[SectionKind]) -> bool:
    """Whether actions or progress are the lesser part of what a heading names, of one item of business and its news."""
    if own not in (["actions"], ["milestones"]) or is_known(heading):
        return False
    pieces = [fold(piece) for piece in _JOINT.split(_shortened(heading))]
    known = sum(len(piece.split()) for piece in pieces if piece in _whole())
    return 0 < known * 2 <= sum(len(piece.split()) for piece in pieces)


def is_document(heading: str) -> bool:
    """Whether a heading names a paper that a meeting looks at: 'Action log', 'Minutes of 3 May'."""
    words = f" {fold(heading)} "
    return any(f" {name} " in words for name in _documents())


def is_purpose(heading: str) -> bool:
    """Whether a heading is the one word that stands for a report's summary and for a body's aims alike."""
    return fold(heading) in {"purpose", "the purpose"}


@cache
def _documents() -> frozenset[str]:
    return frozenset(map(fold, vocabulary.load("headings")["documents"]))


def is_division(heading: str) -> bool:
    """Whether `heading` numbers itself in words: 'Part one: …', 'Theme 2 - …'."""
    return bool(_divisions().match(heading))


def _is_strand(heading: str) -> bool:
    """Whether a heading is one of several strands of what stands above it: 'Workstream B: Money and people'."""
    return is_division(heading) and fold(heading).split()[0] in vocabulary.load("headings")["strands"]


def of_division(heading: str, sure: bool = False) -> SectionKind | None:
    """The kind of what a heading numbers: 'Priority 2: Living well' is a priority.

    `sure`: only where it is that whatever it stands under, as 'Recommendation 2' is and a priority in a plan is not.
    """
    lists = vocabulary.load("headings")
    found = _NUMBERED.match(fold(heading))
    if not found or (sure and found[1] not in lists["numbered_anywhere"]):
        return None
    return cast(SectionKind | None, lists["numbered"].get(found[1]))


def is_label(line: str) -> bool:
    """Whether a line is, or begins with, a label that runs into text: 'Action: …', 'Due: March', 'Actions:'."""
    return bool(_labels().match(line))


def is_remark(line: str) -> bool:
    """Whether a line only says how an item ended, or closes the paper: 'No objections', 'Signed as a true record'."""
    return fold(line) in _remarks()


def signs(line: str) -> bool:
    """Whether a line begins with the label of a form: 'Signed: …', 'Tel. …'."""
    return bool(_starting("form_labels", r"\s*[:.…_]").match(line))


def tells(line: str) -> bool:
    """Whether a line has a verb, as prose has."""
    return bool(_starting("prose_verbs", r"\b").search(line))


@cache
def _starting(name: str, end: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, vocabulary.load('headings')[name]))})\b{end}", re.I)


@cache
def _remarks() -> frozenset[str]:
    return frozenset(map(fold, vocabulary.load("headings")["remarks"]))


@cache
def item_labels() -> frozenset[str]:
    """The lines that are labels where they come again under each item, headings where they stand once."""
    return frozenset(map(fold, vocabulary.load("headings")["item_labels"]))


@cache
def _labels() -> re.Pattern[str]:
    names = "|".join(map(re.escape, vocabulary.load("headings")["labels"]))
    number, whose = r"(?:\s+(?:no\.?\s*)?\d+)?", r"(?:\s+(?:for|on)\s[^:]{1,40})?"
    return re.compile(rf"(?:{names}){number}{whose}\s*(?::|[-–—]$|\s[-–—]\s.{{2,60}}?\sto\s[a-z])", re.I)


@cache
def _divisions() -> re.Pattern[str]:
    names = "|".join(map(re.escape, vocabulary.load("headings")["divisions"]))
    return re.compile(
        rf"(?:{names})\s+(?:\d{{1,2}}|[A-Z]|[ivxIVX]+|one|two|three|four|five|six|seven|eight|nine|ten)\s*[:–—-]\s*\S",
        re.I,
    )


def of_lead(text: str) -> SectionKind | None:
    """The kind that a lead-in gives the headings or items after it: 'The key priorities for next year include:'."""
    if not text.rstrip().endswith(":"):
        return None
    last = fold(re.split(r"[.?!]\s", text)[-1])
    return next((kind for kind, pattern in _patterns("leads") if pattern.search(last)), None)


def of_title(title: str) -> SectionKind | None:
    """What the lists of a paper are by its title, where their headings name only subjects: 'Progress report'."""
    return next((kind for kind, pattern in _patterns("titles") if pattern.search(fold(title))), None)


def sets_out(lead: str) -> bool:
    """Whether a lead-in announces what a paper is for, piece by piece: 'We have three aims:', 'Our priorities are:'."""
    last = fold(re.split(r"[.?!]\s", lead)[-1])
    return lead.rstrip().endswith(":") and _any_of(vocabulary.load("headings")["set_out"]).search(last) is not None


def named_in(text: str, headings: list[str]) -> SectionKind | None:
    """The kind a paragraph gives the headings that it names and that follow it: 'Two options: a prize or a day'."""
    words = fold(text)
    if len(headings) < 2 or not all(fold(h) and _mentions(words, fold(h)) for h in headings):
        return None
    return next((kind for kind, pattern in _patterns("named_after") if pattern.search(words)), None)


@cache
def inherited() -> frozenset[str]:
    """The kinds that a sub-heading takes over when it names none."""
    return frozenset(vocabulary.load("headings")["inherited"])


@cache
def plain() -> frozenset[str]:
    """The headings that are known and say nothing."""
    return frozenset(fold(heading) for heading in vocabulary.load("headings")["plain"])


def _mentions(words: str, heading: str) -> bool:
    last_two = " ".join(heading.split()[-2:])
    return heading in words or last_two in words


def _heavy(pieces: list[str], whole: dict[str, SectionKind]) -> bool:
    """Whether the pieces that name a kind make up at least half of the heading."""
    known = sum(len(p.split()) for p in pieces if p in whole)
    return bool(known) and known * 2 >= sum(len(p.split()) for p in pieces)


def _two(found: list[SectionKind], heading: str) -> list[SectionKind]:
    unique = list(dict.fromkeys(found))
    return unique[:2] if _JOINT.search(heading) else unique[:1]


@cache
def _whole() -> dict[str, SectionKind]:
    lists = vocabulary.load("headings")["whole"]
    return {fold(heading): cast(SectionKind, kind) for kind, headings in lists.items() for heading in headings}


@cache
def _twofold() -> dict[str, list[SectionKind]]:
    return {fold(heading): found for heading, found in vocabulary.load("headings")["twofold"].items()}


@cache
def _within() -> list[tuple[SectionKind, re.Pattern[str]]]:
    return _patterns("within")


@cache
def _patterns(name: str) -> list[tuple[SectionKind, re.Pattern[str]]]:
    """One pattern a kind, over folded text."""
    return [(cast(SectionKind, kind), _any_of(phrases)) for kind, phrases in vocabulary.load("headings")[name].items()]


@cache
def _nothing() -> re.Pattern[str]:
    return _any_of(vocabulary.load("headings")["nothing"])


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    """A pattern for any of `phrases` in folded text; '*' stands for the rest of a word, or alone for some words."""

    def pattern(phrase: str) -> str:
        parts = [
            r"\S+(?: \S+){0,6}?" if p == "*" else re.escape(p).replace(r"\*", r"\w*") for p in phrase.lower().split()
        ]
        return " ".join(parts)

    return re.compile(r"\b(?:" + "|".join(map(pattern, phrases)) + r")(?!\w)")
