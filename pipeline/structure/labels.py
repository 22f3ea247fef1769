"""Labels before people, and in what capacity they make them."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from pipeline import vocabulary
from pipeline.model import Capacity
from pipeline.structure.listing import listed
from pipeline.text import fold

#: Capacities in which a label stands before one person.
SINGLE: frozenset[Capacity] = frozenset({"report_from", "author", "portfolio_holder", "contact", "chair"})

_LABEL = re.compile(r"([^:\n]{2,70}?)\s*(?::[-–—]?|\s[-–—](?=\s))\s*(.*)$", re.S)
_BARE = re.compile(r"((?i:present|in attendance|apologies(?: for absence)?|members present))\s+(?=[A-Z])")
_BRACKETS = re.compile(r"\([^)]*\)")


def people_label(text: str) -> tuple[Capacity | None, str, str]:
    """(capacity, label, rest) of a line such as 'Present: Ann Lee'; capacity None when no known label begins it."""
    text = text.strip(" *")
    if capacity := _capacity(text):
        return capacity, text, ""
    if (found := _LABEL.match(text)) and (capacity := _capacity(found[1])):
        return capacity, found[1], found[2].strip(" *")
    if found and ":" in text and found[2] and _are_members(found[1], found[2]):
        return "present", found[1], found[2].strip(" *")
    opening = _BARE.match(text)
    if (
        opening
        and (capacity := _capacities().get(fold(opening[1])))
        and (":" not in text or text.isupper())
        and listed(text[opening.end() :])
    ):
        return capacity, opening[1], text[opening.end() :]
    return None, "", text


def _capacity(label: str) -> Capacity | None:
    """The capacity a label gives, what stands in brackets in it left out or read with it: 'Officials (Presenting)'."""
    bare = fold(_BRACKETS.sub(" ", label))
    if found := _capacities().get(bare) or _capacities().get(fold(label)):
        return found
    if "/" in label and ":" not in label and (found := next(filter(None, map(_capacity, label.split("/"))), None)):
        return found  # in two languages
    return "apologies" if _is_made_of("away", bare) else "present" if _is_made_of("said", bare) else None


def _are_members(label: str, rest: str) -> bool:
    """Whether a label before people says what kind of members they are: 'Public Governors: Ann Lee, Tom Low'."""
    return _is_made_of("members", fold(_BRACKETS.sub(" ", label))) and len(listed(rest)) > 0


def _is_made_of(said: str, label: str) -> bool:
    """Whether a label says in other words who came or did not: 'Panel members attending', 'Board member apologies'."""
    words = label.split()
    attending = vocabulary.load("masthead")["attending"]
    return (
        1 < len(words) <= 6
        and any(map(attending[said].__contains__, words))
        and all(word in attending[said] or word in attending["beside"] for word in words)
    )


@cache
def _capacities() -> dict[str, Capacity]:
    words = vocabulary.load("masthead")["people_labels"]
    return {fold(label): cast(Capacity, capacity) for capacity, labels in words.items() for label in labels}


def of_heading(heading: str) -> Capacity | None:
    """The capacity of those listed under a heading; of 'Attendance and apologies' the first."""
    heading = _BRACKETS.sub(" ", heading)
    if found := _capacity(heading):
        return found
    pieces = [_capacities().get(fold(piece)) for piece in re.split(r"\band\b|&|/|,", heading)]
    return pieces[0] if len(pieces) > 1 and all(pieces) else None
