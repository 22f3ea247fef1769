"""Names a paper repeats: seen in capitals once, found again however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from pipeline.model import MentionLabel
from pipeline.tagging.found import LIST, REPEAT, Found
from pipeline.tagging.gazetteer import is_acronym
from pipeline.tagging.shapes import NAMED
from pipeline.text import fold, signs
from pipeline.text import words as words_of

Known = dict[str, tuple[MentionLabel, str]]  # folded name -> label and name
Names = dict[str, list[list[str]]]  # the words of each name, by the first of them
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[^\w|\n]{1,3}")  # what may stand between the words of a name


def find(found: list[list[Found]], texts: list[str], words: list[frozenset[str]]) -> list[list[Found]]:
    """What `found` names in each of `texts` (with their `words`), where it stands again: 'the improvement plan'.

    Looks words up instead of making a pattern of the names: to compile one takes longer than to read a short paper.
    """
    known: Known = {}
    for items in found:
        for item in items:
            if item.label in NAMED and item.source != LIST and " " in item.name and not is_acronym(item.name):
                known.setdefault(fold(item.name), (item.label, item.name))
    names: Names = defaultdict(list)
    for form in known:
        parts = words_of(form)
        names[parts[0]].append(parts)
    said = signs(known)
    return [
        [] if said.isdisjoint(there) else _again(text, items, known, names)
        for items, text, there in zip(found, texts, words, strict=True)
    ]


def _again(text: str, items: list[Found], known: Known, names: Names) -> list[Found]:
    """What is `known` where it stands in `text` and is none of `items`."""
    words = words_of(text)
    hits = [
        (number, number + len(name))
        for number, word in enumerate(words)
        if word in names
        for name in names[word]
        if words[number : number + len(name)] == name
    ]
    before = {
        (item.start, item.end) for item in items if item.source < REPEAT and fold(text[item.start : item.end]) in known
    }
    if len(hits) == len(before):  # each of those found before is a hit: there are no others
        return []
    places = [word.span() for word in _WORD.finditer(text)]
    spans = [
        (places[first][0], places[after - 1][1])
        for first, after in hits
        if all(_BETWEEN.fullmatch(text, left[1], right[0]) for left, right in pairwise(places[first:after]))
    ]
    return [
        Found(start, end, *known[form], REPEAT)
        for start, end in spans
        if (start, end) not in before and (form := fold(text[start:end])) in known
    ]
