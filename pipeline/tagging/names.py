"""Names no list holds, by their shape: capitals that end in 'Board', 'Strategy', 'Team', 'Act', 'Road'.

A run of capitals is cut where a name in it ends (`_segments`), openers are dropped from its front, and its last
word says what it is. Text in capitals is read as if it were written with small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline import vocabulary
from pipeline.model import MentionLabel
from pipeline.tagging.found import LAW, LIST, PATTERN, Found

_INSIDE = frozenset(vocabulary.load("names")["inside"])
_OPENERS = frozenset(map(str, vocabulary.load("names")["openers"]))
_MAY_BEGIN = frozenset(map(str, vocabulary.load("names")["may_begin"]))
_CAP = r"(?:[A-Z][\w'/+-]*|\d+(?:st|nd|rd|th)\b|&)"
_GAP = r"[ \t\n\u00a0]{1,2}"
_RUN = re.compile(rf"(?<![\w'£])(?!&){_CAP}(?:{_GAP}(?:(?:of|for|and|the|in|on|to|with|by|at|upon|cum|de|y){_GAP}){{0,2}}{_CAP}|,{_GAP}(?=[A-Z][a-z]+(?:,| and| &){_GAP}[A-Z]){_CAP})*")
_WORD = re.compile(r"[^\s,]+")
_CAPITALS = re.compile(r"\b[A-Z][A-Z'&-]*(?:[ \t\n-]+(?:[A-Z][A-Z'-]*|&|\d+(?:ST|ND|RD|TH)))+\b")
_YEARS = re.compile(r"\s?(?:\(|,\s)?((?:19|20)\d\d(?:\s?[-/]\s?(?:20)?\d\d)?)\b\)?")
_NATION = re.compile(r"\s\((?:[A-Z][\w'-]*(?:\s(?:and\s)?(?:[a-z]+\s)?)?)+\)")
_PROVISION = re.compile(
    r"\b(?:(?:[Ss]ection|[Pp]art|[Ss]chedule|[Rr]egulation|[Aa]rticle|[Pp]aragraph|[Cc]lause)s?|ss?\.?)\s?"
    r"\d+\w*(?:\(\w+\))*(?:(?:,|\sand|\sto|-|\sor)\s?\d+\w*(?:\(\w+\))*)*\s(?:of|to|in|under)\s(?:the\s)?$"
)
_YEAR_BEFORE = re.compile(r"\b((?:19|20)\d\d)\s$")
_BY_YEAR = frozenset({"order", "rules", "measure", "directive", "convention"})


class Heads(NamedTuple):
    """The head words of one label; `small` those that may be written small after capitals."""

    label: MentionLabel
    words: frozenset[str]
    small: frozenset[str]
    generic: frozenset[str]


@cache
def heads() -> list[Heads]:
    """The labels whose names have a shape, in the order in which a head word is looked up."""
    found = []
    for label, file in (("legislation", "legislation"), ("programme", "programmes"), ("service", "services"),
                        ("organisation", "organisations"), ("role", "roles"), ("place", "places")):  # fmt: skip
        words = vocabulary.load(file)
        small = {"legislation": ["regulations", "bill", "act"]}.get(label, words.get("lower_heads", []))
        found.append(
            Heads(
                label,  # type: ignore[arg-type]
                frozenset(w.lower() for w in words["heads"]),
                frozenset(small),
                frozenset(w.lower() for w in words["generic"]),
            )
        )
    return found


@cache
def _label_of() -> dict[str, MentionLabel]:
    return {word: group.label for group in reversed(heads()) for word in group.words}


def label_of(name: str) -> MentionLabel | None:
    """What a name is by its last words, or None."""
    words = name.lower().split()
    for count in (3, 2, 1):
        if len(words) >= count and (label := _label_of().get(" ".join(words[-count:]))):
            return label
    return _open_head(words)


@cache
def _open_heads() -> dict[str, MentionLabel]:
    opened: dict[str, MentionLabel] = {str(w).lower(): "organisation" for w in vocabulary.load("organisations")["open_heads"]}
    return {**opened, **{str(w).lower(): "role" for w in vocabulary.load("roles")["open_heads"]}}


def _open_head(words: list[str]) -> MentionLabel | None:
    """'Department for Transport': the head stands before 'for'."""
    for place, word in enumerate(words[:-1]):
        if words[place + 1] in {"of", "for"} and place < 4:
            if place and (label := _open_heads().get(f"{words[place - 1]} {word}")):
                return label
            return _open_heads().get(word)
    return None


def small_capitals(text: str) -> str:
    """`text` with runs of capitals written like a title, as long as before: 'HEALTH AND WELLBEING BOARD' can be read."""

    def title(run: re.Match[str]) -> str:
        words = run.group()
        if not any(len(word) > 4 for word in re.findall(r"[A-Z]+", words)):
            return words
        lower = re.sub(r"[A-Z][A-Z']*", lambda w: w[0] if w[0] in _KEPT() else w[0][0] + w[0][1:].lower(), words)
        return re.sub(r"(?<=[\s])(?:Of|And|For|The|In|On|To|With|By|At)(?=\s)", lambda w: w[0].lower(), lower)

    return _CAPITALS.sub(title, text)


@cache
def _KEPT() -> frozenset[str]:
    """Short forms the lists know, kept in capitals."""
    kept = {"NHS", "CCG", "UK", "HM", "II", "SEND", "SEN", "ICT", "IT", "GP", "LAC"}
    return frozenset(kept)


def find(text: str, known: list[Found]) -> Iterator[Found]:
    """The names in `text` (plain, capitals made small); `known` are the finds of the lists, which end names."""
    ends = {item.end: item for item in known if item.source == LIST}
    for run in _RUN.finditer(text):
        for start, end in _segments(text, run.start(), run.end(), ends):
            yield from _named(text, start, end)


def _segments(text: str, start: int, end: int, ends: dict[int, Found]) -> Iterator[tuple[int, int]]:
    """The run from `start` to `end` cut after each name that ends inside it, so 'X Board and Y Team' is two."""
    words = [(m.start() + start, m.end() + start, m.group().lower().rstrip("'")) for m in _WORD.finditer(text[start:end])]
    first = 0
    for place, (_, stop, word) in enumerate(words[:-1]):
        following = words[place + 1][2]
        if following not in _INSIDE and text[stop : stop + 1] != ",":
            continue
        closed = stop in ends or word in _label_of() or _acronym(text[words[place][0] : stop])
        if following in {"of", "for"} and (word in _open_heads() or _opens(words, place)):
            continue
        if following == "&" and not stop in ends:
            continue
        if closed and not (following == "and" and _pair(words, place, text)):
            yield words[first][0], stop
            first = place + 1
            while first < len(words) - 1 and words[first][2] in _INSIDE:
                first += 1
    yield words[first][0], words[-1][1]


def _opens(words: list[tuple[int, int, str]], place: int) -> bool:
    return place > 0 and f"{words[place - 1][2]} {words[place][2]}" in _open_heads()


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.isalpha()


def _pair(words: list[tuple[int, int, str]], place: int, text: str) -> bool:
    """'Trust and Partnership Board'? Only where the word after 'and' is itself the last: 'Task and Finish Group' is one name."""
    return words[place][2] in {"task", "policy", "school", "schools", "hospital", "council"} and place + 3 == len(words) - 0


def _named(text: str, start: int, end: int) -> Iterator[Found]:
    """The name that the capitals from `start` to `end` (and small words right after) make, if they make one."""
    start = _without_openers(text, start, end)
    if start >= end:
        return
    words = text[start:end]
    law = _law(text, start, end)
    if law:
        yield law
        return
    longer, label = _small_head(text, start, end)
    if label:
        end, words = longer, text[start:longer]
    else:
        label = label_of(words)
        if label is None:
            end, label = _inner_head(text, start, end)
            words = text[start:end]
    if label is None or _says_nothing(words, label):
        return
    name = tidy(words)
    if label == "service" and re.search(r"\bproject team$", words, re.I):
        label = "organisation"
    if label == "programme" and (years := _YEARS.match(text, end)):
        end = years.end()
    yield Found(start, end, label, name, PATTERN)


def _without_openers(text: str, start: int, end: int) -> int:
    """`start` moved past words that only open the sentence or the item: 'The', 'Draft', 'Agreed'."""
    while start < end:
        word = _WORD.match(text, start)
        if not word or word.end() >= end:
            return start
        low = word.group().lower().rstrip(":")
        owner = low.endswith("'s") and (low[:-2] in _owners() or low[:-2] in _label_of())
        dropped = (low in _OPENERS and low not in _MAY_BEGIN) or low in _INSIDE or owner
        if not dropped:
            return start
        start = word.end() + (re.compile(r"[\s,]*").match(text, word.end()) or word).end() - word.end()
    return start


@cache
def _owners() -> frozenset[str]:
    """Places whose possessive is no part of a name: 'Medway's Early Help Strategy'."""
    return frozenset(area.lower() for area in vocabulary.load("places")["councils"])


def _small_head(text: str, start: int, end: int) -> tuple[int, MentionLabel | None]:
    """A head in small letters right after the capitals: 'Aiming High team', 'LAC Operational group', 'Short Breaks regulations'."""
    match = _SMALL_TAIL().match(text, end)
    if not match:
        return end, None
    head = match["head"].lower()
    for group in heads():
        if head in group.small and not _says_nothing(match.group().strip(), group.label):
            return match.end(), group.label
        if head in group.small and _WORD.match(text, start) and not text[start:end].lower() in _OPENERS:
            return match.end(), group.label
    return end, None


@cache
def _SMALL_TAIL() -> re.Pattern[str]:
    inner = "|".join(re.escape(w) for w in vocabulary.load("organisations")["inner"])
    small = sorted({word for group in heads() for word in group.small}, key=len, reverse=True)
    return re.compile(rf"(?:\s(?:{inner})){{0,3}}\s(?P<head>{'|'.join(map(re.escape, small))})\b(?!-)")


def _inner_head(text: str, start: int, end: int) -> tuple[int, MentionLabel | None]:
    """The longest beginning of the capitals that is a name: 'Health Board Members' has 'Health Board'."""
    words = [(m.end() + start) for m in _WORD.finditer(text[start:end])]
    for stop in reversed(words[:-1]):
        if stop - start > 3 and (label := label_of(text[start:stop])) and len(text[start:stop].split()) >= 2:
            return stop, label
    return end, None


def _law(text: str, start: int, end: int) -> Found | None:
    """An act, a bill, regulations: with their year, and the section before."""
    words = text[start:end]
    low = words.lower().split()
    head = low[-1]
    tail = _SMALL_LAW.match(text, end)
    if tail and len(words) > 2:
        end, head = tail.end(), tail.group().strip().lower()
        words = text[start:end]
    elif label_of(words) != "legislation":
        return None
    nation = _NATION.match(text, end)
    stop = nation.end() if nation else end
    nested = re.compile(r"\s(?:Act|Regulations|Order|Measure|Rules)\b").match(text, stop) if nation else None
    stop = nested.end() if nested else stop
    year = _YEARS.match(text, stop)
    name = tidy(text[start : stop if nested or year else end])
    last = year.end() if year else stop if nested else end
    if year:
        name += f" {year[1]}"
    elif before := _YEAR_BEFORE.search(text[max(0, start - 6) : start]):
        name, start = f"{name} {before[1]}", start - 5
    elif head in _BY_YEAR:
        return None
    if words.lower().removeprefix("the ") in heads()[0].generic or (len(words.split()) == 1):
        return None
    section = _PROVISION.search(text[max(0, start - 60) : start])
    if section:
        start = max(0, start - 60) + section.start()
    return Found(start, last, "legislation", name, LAW)


_SMALL_LAW = re.compile(r"\s(?:regulations|bill|act|byelaws)\b(?!\s(?:on|as|upon|for|in)\b)")


def _says_nothing(words: str, label: MentionLabel) -> bool:
    """'Working Group', 'Action Plan', 'The Team': no name."""
    low = re.sub(r"\s+", " ", words.lower())
    if len(low.split()) == 1 and label != "role":
        return True
    return any(low in group.generic for group in heads() if group.label == label)


def tidy(words: str) -> str:
    """The normal form of a name as written: one blank between words, small words small, others as they are."""
    parts = re.sub(r"\s+", " ", words).strip(" ,'").split(" ")
    return " ".join(
        w if n == 0 or w.lower() in _INSIDE or not w[0].islower() else w[0].upper() + w[1:] for n, w in enumerate(parts)
    )
