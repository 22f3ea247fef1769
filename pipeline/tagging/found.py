"""What the components hand to each other: a stretch of a passage that may become a mention."""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from pipeline.model import MentionLabel

#: Who found it. Of two finds that overlap the longer wins, then the one that stands first here.
OWN, PERSON, SHORT, LIST, DATE, AMOUNT, LAW, PATTERN, REPEAT, MODEL = range(10)

#: Where a component finds the passage's plain text, its words, its paper and the list it adds to, in `doc.user_data`.
#: (spaCy joins the tokens anew each time `doc.text` is asked for.)
TEXT, WORDS, PAPER, FOUND = "text", "words", "paper", "found"

Value = dict[str, str | float]


class Found(NamedTuple):
    """`start` and `end` count characters of the passage; `name` is the normal form as far as it is known."""

    start: int
    end: int
    label: MentionLabel
    name: str
    source: int
    value: Value | None = None


def apart(found: list[Found]) -> list[Found]:
    """`found` without overlaps, in order: the longest wins, then the order of the sources."""
    in_order = sorted(found, key=itemgetter(0))
    if all(left.end <= right.start for left, right in pairwise(in_order)):  # often so
        return in_order
    taken: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start - f.end, f.source, f.start)):
        if all(item.end <= other.start or item.start >= other.end for other in taken):
            taken.append(item)
    return sorted(taken)
