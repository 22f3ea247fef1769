"""How a thing stands, by the words of its status cells, of the heading above it and of its own text."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from pipeline import vocabulary
from pipeline.text import fold, plain, sentences
from pipeline.trace.records import FINISHED, Standing

#: Words that are told though a letter is wrong.
_NEAR: tuple[tuple[str, Standing], ...] = (
    ("complete", "closed"),
    ("completed", "closed"),
    ("outstanding", "late"),
    ("ongoing", "moving"),
)
_BARE = 2  # words of a cell that says how it stands and nothing else
_Rules = tuple[tuple[Standing, re.Pattern[str]], ...]


def of_status(status: dict[str, str]) -> tuple[Standing, str]:
    """How the cells of the status columns say it stands, and the cell that says so; '' when none does.

    A cell that says nothing else counts first, then the first column with words that say something: 'Status' comes
    before comments on it. Where all that is said is a colour, the last one counts: 'Red' in April, 'Green' in October.
    """
    colours = frozenset(vocabulary.load("trace")["colours"])
    cells = [cell for cell in status.values() if cell.strip()]
    worded = [cell for cell in cells if fold(cell) not in colours]
    bare = [cell for cell in worded if len(cell.split()) <= _BARE]
    for cell in (*bare, *worded, *reversed([cell for cell in cells if fold(cell) in colours])):
        if standing := of_cell(cell):
            return standing, cell
    return "", next(iter(cells), "")


def of_cell(cell: str) -> Standing:
    """How a status cell says it stands. A single word may be misspelt by a letter: 'Compete', 'Complted'."""
    text = plain(cell)
    first = next(sentences(text), None)
    if first is None:
        return ""
    opening = text[slice(*first)]
    return _first("standings", opening) or _first("standings", text) or _misspelt(opening)


def of_heading(heading: str) -> Standing:
    """How a heading or the head of a column ('Actions completed') says that what it stands over stands."""
    return _first("headings", plain(heading))


def of_text(text: str) -> Standing:
    """How a statement's own words say it stands: '… (done)', '… has now been completed'."""
    flat = plain(text)
    return _first("endings", flat) or _first("sentences", flat)


def of_tidings(sentence: str) -> Standing:
    """How a sentence that is no statement says that something goes; '' when it tells nothing."""
    news = _words("recalls", _source()).sub("", plain(sentence))  # that it was promised is none
    said = of_text(sentence) or _first("tidings", news)
    return "moving" if said in FINISHED and in_doubt(sentence) else said


def in_doubt(sentence: str) -> bool:
    """Whether a sentence only wishes, asks or supposes: 'whether it had been finished'."""
    return bool(_words("doubt", _source()).search(plain(sentence)))


def recalls(sentence: str) -> bool:
    """Whether a sentence says that what it is about was promised, asked for or agreed before."""
    return bool(_words("recalls", _source()).search(plain(sentence)))


def recurs(words: str) -> bool:
    """Whether what is to be done is to be done again and again: 'monthly', 'regular updates'."""
    return bool(_words("recurring", _source()).search(plain(words)))


def opens_again(words: str) -> bool:
    """Whether words say that something that was done with is to be done again: 'REOPENED: two are missing'."""
    return bool(_words("opens_again", _source()).search(plain(words)))


def comes_back(heading: str) -> bool:
    """Whether minutes come back under this heading to what was set before: 'Matters arising'."""
    return bool(_words("arising", _source()).search(plain(heading)))


@cache
def _words(which: str, source: int) -> re.Pattern[str]:
    return re.compile(vocabulary.load("trace")[which], re.I)


def _first(which: str, text: str) -> Standing:
    return next((standing for standing, pattern in _rules(which, _source()) if pattern.search(text)), "")


def _misspelt(text: str) -> Standing:
    words = text.split()
    if len(words) != 1 or len(words[0]) < 6:
        return ""
    word = words[0].strip(".,;:()").casefold()
    return next((standing for right, standing in _NEAR if DamerauLevenshtein.distance(word, right) == 1), "")


def _source() -> int:
    return id(vocabulary.load("trace"))


@cache
def _rules(which: str, source: int) -> _Rules:
    """The list `which` of the vocabulary in force, compiled; `source` tells one vocabulary from another."""
    entries = vocabulary.load("trace")[which]
    return tuple((standing, re.compile(pattern, re.I)) for entry in entries for standing, pattern in entry.items())
