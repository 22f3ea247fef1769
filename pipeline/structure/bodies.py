"""Which council and which board, committee or panel a paper belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from functools import cache
from typing import Any

from pipeline import vocabulary
from pipeline.structure.titles import title_case
from pipeline.text import collapse, fold, plain

_JOIN = r"(?:of(?:\s+the)?|and|&|/|y|yr)"
_WORD = r"(?:\d+(?:st|nd|rd|th)|[A-Z][\w’'.&-]*|\([A-Z][\w ]*\))"
_OF = r"(?:\s+[Oo][Ff]\s+(?:GOVERNORS|Governors|DIRECTORS|Directors|TRUSTEES|Trustees))?"


def of_paper(labelled: list[str], lines: list[str], name: str, acronyms: Container[str], text: str) -> str | None:
    """The body whose paper this is, in title case; None when nothing names one.

    What a label says comes first, then a line that is a body's name, then the first name inside the lines of the
    masthead; a committee before the council it belongs to.
    """
    for value in labelled:
        if found := named_in(value):
            return title_case(found[0], acronyms)
    whole = [line for line in lines if is_body(line)]
    inside = [found for line in lines for found in named_in(line)]
    found = [*whole, *inside] or named_in(re.sub(r"[_-]+", " ", name)) or _often(text)
    small = [f for f in found if not _is_council(f)]
    choice = next(iter(small), None) or next(iter(found), None)
    return _as_written(title_case(choice, acronyms), text) if choice else None


def _as_written(name: str, text: str) -> str:
    """`name` as the running text writes it, where that differs by capitals alone: 'Stoke-on-Trent Council'."""
    found = re.search(re.escape(plain(name)), plain(text), re.I)
    while found:
        written = text[found.start() : found.end()]
        if not written.isupper() and written[:1].isupper() and sum(w[:1].isupper() for w in written.split()) > 1:
            return collapse(written)
        found = re.compile(re.escape(plain(name)), re.I).search(plain(text), found.end())
    return name


def _often(text: str) -> list[str]:
    """The body that the text names much more often than any other."""
    counts = Counter(named_in(text)).most_common(2)
    if not counts or counts[0][1] < 3 or (len(counts) > 1 and counts[1][1] * 2 > counts[0][1]):
        return []
    return [counts[0][0]]


def council_of(lines: list[str], body: str | None, text: str, acronyms: Container[str]) -> str | None:
    """The council a paper belongs to: named in its head, or the one its body must belong to."""
    named = [f for line in lines for f in named_in(line) if _is_council(f)]
    if body and _is_council(body):
        return body
    if named:
        return title_case(named[0], acronyms)
    words = fold(body or "")
    if not any(fold(known) in words for known in _words()["council_bodies"]):
        return None
    counts = Counter(f"{m[1]} Council" for m in re.finditer(r"\b((?:[A-Z][a-z'’]+\s)*[A-Z][a-z'’]+)\sCouncil\b", text))
    likely = [c for c, n in counts.most_common(5) if n >= 2 or len(counts) == 1]
    if likely:
        return _shortest(likely)
    place = _place(body or "")
    return f"{place} Council" if place and re.search(r"\bthe Council\b", text) else None


def _place(body: str) -> str:
    """The place before the common name of a council's body: 'Oldham' of 'Oldham Health and Wellbeing Board'."""
    low = plain(body).lower()
    starts = [low.find(plain(known).lower()) for known in _words()["council_bodies"]]
    first = min((start for start in starts if start >= 0), default=0)
    return body[:first].strip()


def _shortest(names: list[str]) -> str:
    first = names[0]
    return min((n for n in names if fold(first).endswith(fold(n))), key=len)


def is_body(line: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    line = collapse(line).strip(" .:")
    found = named_in(line)
    return bool(found) and fold(found[0]) == fold(re.sub(r"^the\s+", "", line, flags=re.I))


def named_in(line: str) -> list[str]:
    """The names of bodies in a line, in order: runs of capitalised words that end in the word for a body."""
    line = collapse(line)
    out = []
    for found in _pattern().finditer(line):
        name = _before().sub("", found[0]).strip(" -–—")
        if len(name.split()) > 1 and len(name.split()) <= 14:
            out.append(name)
    return out


@cache
def _before() -> re.Pattern[str]:
    """Words that stand before a body's name with a capital and are no part of it."""
    return re.compile(rf"^(?:(?:{'|'.join(_words()['before_bodies'])})\s+)+", re.I)


@cache
def _pattern() -> re.Pattern[str]:
    nouns = "|".join(sorted((re.escape(w) for w in _words()["bodies"]), key=len, reverse=True))
    return re.compile(
        rf"(?:{_WORD}[,]?\s+(?:(?:{_JOIN}|[A-Z]+)\s+)*)+(?i:{nouns})\b{_OF}(?!\s+(?i:meeting\s+)?(?i:rooms?\b|house\b|offices?\b|chambers?\b|members?\b))"
    )


def _is_council(name: str) -> bool:
    return fold(name).endswith(" council") and not fold(name).startswith(("school council", "youth council"))


def _words() -> Any:
    return vocabulary.load("masthead")
