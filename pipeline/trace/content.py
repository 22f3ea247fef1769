"""What a text is about: its words without those that any text has, as linking compares them."""

from __future__ import annotations

import re
from functools import cache

from pipeline import vocabulary
from pipeline.search.forms import roots
from pipeline.search.words import words as cut
from pipeline.text import fold

#: Before a word that is written in capitals.
SHORT = "^"
_CAPITALS = re.compile(r"\b[A-Z][A-Z&]+[A-Z]\b|\b[A-Z]{2}\b")
_SMALL = re.compile(r"[a-z]{2}")
#: Of 'contractor', 'employer', 'membership', 'approval', 'delivery', 'attendance', where enough of the word is left.
_DERIVED = re.compile(r"(?<=\w{4}[a-z])(?:(?<=[ts])or|(?<=\w[^aeiou])er|ship|al|(?<=er)i|ance|ence)$")
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:(?: (?:of|and|for|the|&))* [A-Z][\w'’-]*)+")


def content(text: str) -> list[str]:
    """The roots of the words of `text` that say what it is about, in order: no idle words, none of the calendar."""
    return [word if word[0] == SHORT else _root(word) for word in cut_content(text)]


def words_of(text: str, topic: str) -> list[str]:
    """The content of a statement, that of the `topic` it stands under before it unless it names it itself."""
    own, over = content(text), content(topic)
    return own if set(over) <= set(own) else [*over, *own]


def names_in(text: str) -> list[list[str]]:
    """The roots of the words of each name of two or more words in capitals that stands in `text`."""
    if not _SMALL.search(text):
        return []
    return [words for match in _NAME.finditer(text) if len(words := content(match[0])) > 1]


def cut_content(text: str) -> list[str]:
    """The same words as they are written, in small letters; what is written in capitals has SHORT before it.

    'SEND' is no form of 'sent'. In a text all of capitals nothing is marked.
    """
    idle = _idle(id(vocabulary.load("trace")))
    shouted = set(map(str.casefold, _CAPITALS.findall(text))) if _SMALL.search(text) else set()
    return [SHORT + word if word in shouted else word for word in cut(text) if word in shouted or word not in idle]


def of_doing(word: str) -> bool:
    """Whether a root is that of a word which says what is done to a thing, and not to which."""
    return word in _doing(id(vocabulary.load("trace")))


@cache
def _doing(source: int) -> frozenset[str]:
    return frozenset(_root(fold(word)) for word in vocabulary.load("trace")["doing"])


@cache
def _root(word: str) -> str:
    """The shortest root of `word`, without the endings by which a thing, its doer and its doing differ."""
    forms = _forms(id(vocabulary.load("trace")))
    root, before = min(roots(forms.get(word, word)), key=lambda root: (len(root), root)), ""
    while root != before:
        root, before = _DERIVED.sub("", root), root
    return root


@cache
def _forms(source: int) -> dict[str, str]:
    return {form: word for word, forms in vocabulary.load("trace")["forms"].items() for form in forms}


@cache
def _idle(source: int) -> frozenset[str]:
    """Idle words and those dates are made of, of the vocabulary in force (`source` tells one from another)."""
    calendar = vocabulary.load("dates")
    months = {fold(name) for month in calendar["months"] for name in month}
    days = {fold(str(name)) for name in calendar["weekdays"]}
    numbers = {f"{n}{end}" for n in range(1, 32) for end in ("", "st", "nd", "rd", "th")} | {
        f"{n:02}" for n in range(10)
    }
    years = {str(year) for year in range(1990, 2060)}
    return frozenset(vocabulary.load("trace")["idle"]) | months | days | numbers | years
