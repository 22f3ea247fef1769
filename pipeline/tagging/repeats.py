"""Names a paper repeats: seen in capitals once, found again however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pipeline.model import MentionLabel
from pipeline.tagging.found import LIST, REPEAT, Found
from pipeline.tagging.gazetteer import is_acronym
from pipeline.tagging.shapes import NAMED
from pipeline.text import fold, lower

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[^\w|\n]{1,3}")  # what may stand between the words of a name


def find(found: list[list[Found]], texts: list[str]) -> list[list[Found]]:
    """What `found` names in each of `texts`, where it stands again: 'Improvement Plan', 'the improvement plan'."""
    known: dict[str, tuple[MentionLabel, str]] = {}
    for items in found:
        for item in items:
            if item.label in NAMED and item.source != LIST and " " in item.name and not is_acronym(item.name):
                known.setdefault(fold(item.name), (item.label, item.name))
    names: dict[str, list[list[str]]] = defaultdict(list)  # their words, by the first
    for form in known:
        words = _WORD.findall(form)
        names[words[0]].append(words)
    again = []
    for items, text in zip(found, texts, strict=True):
        there = {(item.start, item.end) for item in items if item.source < REPEAT}
        again.append(
            [
                Found(start, end, *known[form], REPEAT)
                for start, end in _spelled(names, text)
                if (start, end) not in there and (form := fold(text[start:end])) in known
            ]
        )
    return again


def _spelled(names: dict[str, list[list[str]]], text: str) -> Iterator[tuple[int, int]]:
    """Where one of `names` stands in `text`, in any case, with blanks, hyphens and the like between its words.

    Looks words up instead of making a pattern of the names: to compile one takes longer than to read a short paper.
    """
    low = lower(text)
    words = _WORD.findall(low)
    if names.keys().isdisjoint(words):
        return
    hits = [
        (number, number + len(name))
        for number, word in enumerate(words)
        if word in names
        for name in names[word]
        if words[number : number + len(name)] == name
    ]
    places = [word.span() for word in _WORD.finditer(low)] if hits else []
    for first, after in hits:
        if all(_BETWEEN.fullmatch(text, left[1], right[0]) for left, right in pairwise(places[first:after])):
            yield places[first][0], places[after - 1][1]
