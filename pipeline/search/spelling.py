"""Words and texts that are spelled much like another. Takes a while to import, so it is imported where it is needed."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_LEAST_ALIKE = 60  # of 100
_NEARLY_THE_SAME = 80


def edits(one: str, other: str) -> int:
    """How many letters are to be added, left out, changed or swapped with the next to make one of the other."""
    return int(OSA.distance(one, other))


def alike(word: str, among: Sequence[str], most: int) -> list[tuple[str, int]]:
    """The words of `among` that are at most so many edits away, and how many, the nearest first."""
    found = process.extract(word, among, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(other, int(distance)) for other, distance, _ in found]


def nearest(name: str, among: Sequence[str]) -> str | None:
    """The one of `among` that `name` is likeliest to mean, None when none is much like it."""
    found = process.extractOne(name, among, score_cutoff=_LEAST_ALIKE)
    return found[0] if found else None


def likest(name: str, among: Sequence[str], most: int) -> list[str]:
    """Those of `among` that `name` may mean, the likeliest first; [] when none is much like it."""
    found = process.extract(name, among, processor=str.casefold, score_cutoff=_LEAST_ALIKE, limit=None)
    # One word in common makes all that share it as much alike: of these, the whole text decides.
    found.sort(key=lambda one: (-one[1], -fuzz.ratio(name.casefold(), one[0].casefold())))
    return [other for other, _, _ in found[:most]]


def nearly_the_same(one: str, other: str) -> bool:
    """Whether a text is another one with some words changed."""
    return fuzz.ratio(one.casefold(), other.casefold(), score_cutoff=_NEARLY_THE_SAME) > 0
