"""Where in a run of capitals one name ends and the next begins: 'Harbour Board and Dredging Sub-Committee' is two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.tagging.shapes import SHAPES

_WORD = re.compile(r"[^\s,]+")
_EDITION = re.compile(r"\s(?=(?:Draft|Revised|Updated)\s)")


def segments(text: str, start: int, end: int, ends: set[int], joints: set[int]) -> Iterator[tuple[int, int]]:
    """The run from `start` to `end` cut after each name that ends inside it, so 'X Board and Y Team' is two.

    `ends` are those of listed names, `joints` the places before an 'and' inside of one.
    """
    listed = frozenset(stop - start for stop in ends if start < stop <= end) if ends else frozenset()
    joined = frozenset(stop - start for stop in joints if start < stop <= end) if joints else frozenset()
    for first, last in _cut(text[start:end], listed, joined):
        yield start + first, start + last


@lru_cache(maxsize=1 << 14)  # the same names come again and again; likewise below
def _cut(run: str, listed: frozenset[int], joined: frozenset[int]) -> list[tuple[int, int]]:
    """Where the names in `run` begin and end; at `listed` ends one of a list, at `joined` none does."""
    if (edition := _EDITION.search(run)) and SHAPES.label_of(run[: edition.start()]) == "organisation":
        rest = edition.end()  # 'Quay Rescue Service Draft Plan'
        return [(0, edition.start()), *((rest + a, rest + b) for a, b in _cut(run[rest:], frozenset(), frozenset()))]
    if "," not in run and SHAPES.inside.isdisjoint(run.lower().split()):
        return [(0, len(run))]  # nothing joins two names in it
    found = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(run)]
    words = [word for _, _, word in found]
    cuts, first = [], 0
    for place in range(len(words) - 1):
        if place < first:
            continue
        after = place + 1
        while after < len(words) - 1 and words[after] in SHAPES.inside:
            after += 1
        start, end, _ = found[place]
        if (after == place + 1 and run[end] != ",") or end in joined:
            continue
        if _closes(words, first, place, run[start:end], end in listed):
            cuts.append((found[first][0], end))
            first = after
        elif _only_opens(words, first, place):
            first = after
    return [*cuts, (found[first][0], found[-1][1])]


def _closes(words: list[str], first: int, place: int, written: str, listed: bool) -> bool:
    """Whether a name ends with the word at `place`, which a small word or a comma follows."""
    glue, pair = words[place + 1], " ".join(words[max(first, place - 1) : place + 1])
    joins = glue in {"and", "or"} or glue not in SHAPES.inside
    if glue == "and" and words[place + 2 : place + 3] == ["the"]:
        return True
    if joins and (listed or (written.isupper() and len(written) > 1 and written.isalpha())):
        return True
    if listed and glue in {"in", "at", "by", "from"}:  # 'the Tide Trust in Harbour Week'
        return True
    if words[place + 1 : place + 3] == ["at", "home"]:  # 'Library at Home service'
        return False
    word = words[place].rstrip("'")
    if word not in SHAPES.label and pair not in SHAPES.label:
        return False
    if glue in {"of", "for"} and (word in SHAPES.open_heads or pair in SHAPES.open_heads):
        return False
    if glue == "on" and place > first and (word in SHAPES.topic_heads or word in SHAPES.topic_programmes):
        return False
    if glue == "for" and words[place + 2] in SHAPES.nations and SHAPES.label.get(word) == "programme":
        return False
    if glue in {"of", "for", "on"} and word in SHAPES.first_heads and SHAPES.openers.issuperset(words[first:place]):
        return False
    if glue == "with" and SHAPES.label.get(words[-1]) == "programme":  # 'Partnership with Parents Policy'
        return False
    if joins and words[-1] == "act" and SHAPES.label.get(word) == "service":  # 'Harbour Services and Piers Act'
        return False
    return not (joins and place == first)  # 'Trust and Partnership Board', 'Policy and Resources Committee'


def _only_opens(words: list[str], first: int, place: int) -> bool:
    """'Consideration of the …', 'February at the …': what stands before 'of the' is no part of the name after it."""
    glue = words[place + 1 : place + 3]
    if place == first and " ".join(words[place : place + 2]) in SHAPES.kept:
        return False
    if place == first and (words[place] in SHAPES.openers or words[place] in SHAPES.before_of):
        return True
    if words[place] in SHAPES.open_heads or " ".join(words[max(0, place - 1) : place + 1]) in SHAPES.open_heads:
        return False
    return glue[0] == "the" or (
        glue[0] in {"of", "for", "at", "by", "to", "in", "from", "with", "and"} and glue[-1] == "the"
    )
