"""What a line at the head of a paper is: a date, a reference, a place, a label, a phrase that says nothing we keep."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pipeline import dates, vocabulary
from pipeline.text import fold

LABEL = re.compile(r"([^:;]{2,40})[:;]\s*(.*)$")
HELD = re.compile(r"\b(?:held|meeting|met|summoned|convened|commenc\w+|took place)\b", re.I)
PLACE = re.compile(
    r"""(?:held\ |at\ |in\ the\ |via\ |venue|location|time|www\.|https?:|\S{1,80}@\S
        |\d{1,2}\s?[.:]\s?\d{2}\s?(?:am|pm|hrs)?(?:\s|$|[-–])|\d{1,2}\s?(?:am|pm)\b|tel\b|telephone|e-?mail
        |.*\b[A-Z]{1,2}\d{1,2}[A-Z]?\ \d[A-Z]{2}\b)""",
    re.I | re.X,
)
CODE = re.compile(
    r"""[A-Z]{1,5}\s?\(?\d[\w().:/ -]{0,14}$
        |(?:agenda\ )?item\s+(?:no\.?\s*)?\d+\w*$|paper\s+(?:no\.?\s*)?\w{1,5}$
        |enc(?:losure)?\.?\s*\w{1,3}$|\d{1,3}$""",
    re.I | re.X,
)
ISO = re.compile(r"\d{4}-\d\d-\d\d$")
_ASIDE = re.compile(r"\b(?:\w+day|at|on|from|held|date|noon|pm|am|the|of|time)\b", re.I)
_WORD = re.compile(r"[^\W\d_]{3,}")


def is_date(text: str) -> bool:
    """Whether a line is a date, with its time or place perhaps, and nothing else."""
    if len(text.split()) > 12 or not (found := dates.find(text)):
        return False
    return not _WORD.search(_ASIDE.sub("", text[: found[0].start] + text[found[-1].end :]))


def begins_with_day(text: str) -> bool:
    """Whether a text begins with a day: 'Monday 4 May, 7 pm', '12 July 2021'."""
    found = dates.find(text[:60])
    return bool(found) and not _WORD.search(_ASIDE.sub("", text[: found[0].start])) and any(map(str.isdigit, text[:30]))


def is_label(text: str) -> bool:
    """Whether a line begins with a label of the masthead that is none before people: 'Venue: …', 'Agenda item: 4'."""
    found = LABEL.match(text)
    return found is not None and fold(found[1]) in _labels()


def is_title_label(text: str) -> bool:
    """Whether a line gives the paper's title behind a label: 'Subject: …'."""
    found = LABEL.match(text)
    return found is not None and fold(found[1]) in {fold(word) for word in words()["title_labels"]}


def labelled_in(text: str) -> list[str]:
    """A line of labels in capitals with what they label beside them, as 'COMMITTEE Finance DATE 3/5/2019', one a line.

    Empty when the line is none, as one all in capitals is not.
    """
    starts = list(_loud_labels().finditer(text))
    if not starts or starts[0].start() or text.isupper():
        return []
    ends = [found.start() for found in starts[1:]] + [len(text)]
    said = [(found[1], text[found.end() : end].strip()) for found, end in zip(starts, ends, strict=True)]
    if len(said) == 1 and said[0][0] == "MEETING" and is_date(said[0][1]):
        return []  # no form: what the paper calls itself
    return [f"{label.capitalize()}: {value}" for label, value in said if value]


@cache
def _loud_labels() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words()['loud_labels'])})\b[:;]?[ \t]+(?=[A-Z\d])")


def is_noise(text: str) -> bool:
    """Whether a line belongs to a masthead and says nothing we keep: 'For information'."""
    return fold(text) in _noise()


@cache
def _labels() -> frozenset[str]:
    kinds = ("other_labels", "title_labels", "body_labels", "date_labels")
    return frozenset(fold(word) for kind in kinds for word in words()[kind])


@cache
def _noise() -> frozenset[str]:
    return frozenset(fold(word) for word in words()["noise"])


def words() -> Any:
    """The vocabulary of mastheads."""
    return vocabulary.load("masthead")
