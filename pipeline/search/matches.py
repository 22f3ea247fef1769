"""Documents that match, with their scores, and how matches of several things are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.search.arrays import Array
from pipeline.search.occurrences import NO_DOCS, places_of
from pipeline.search.ranking import Weights


class Matches(NamedTuple):
    """Documents, ascending, and `scores(at)`: the scores of those at the places `at`, of all when it is None."""

    docs: Array
    scores: Callable[[Array | None], Array] | None  # None where nothing is ranked


NOTHING = Matches(NO_DOCS, None)


def settled(docs: Array, scores: Array) -> Matches:
    """Matches whose scores are known."""
    return Matches(docs, lambda at: scores if at is None else scores[at])


def scores_of(found: Matches) -> Array:
    """The scores of all matches, 0 where nothing is ranked."""
    return np.zeros(len(found.docs), np.float32) if found.scores is None else found.scores(None)


def either(parts: Sequence[Matches], size: int) -> Matches:
    """The documents, of `size` there are, of any of the parts; scores are summed."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    total = np.zeros(size, np.float32)
    matched = np.zeros(size, bool)
    for part in parts:
        matched[part.docs] = True
        if part.scores is not None:
            total[part.docs] += part.scores(None)
    docs = np.flatnonzero(matched)
    return settled(docs, total[docs])


def summed(docs: Array, parts: Sequence[Matches], size: int) -> Matches:
    """`docs`, all of which every part holds; scores are the sum of the parts', and worked out when asked for."""

    def scores(at: Array | None) -> Array:
        which = docs if at is None else docs[at]
        total = np.zeros(len(which), np.float32)
        for part in parts:
            if part.scores is not None:
                total += part.scores(places_of(which, part.docs, size))
        return total

    return Matches(docs, scores)


# --------------------------------------------------------------------------------------------- bags


class Surroundings:
    """How much of a bag's words the sections, or the papers, hold that documents stand in; `runs` numbers those."""

    def __init__(self, worth: float, runs: Array) -> None:
        self.worth, self.runs = np.float32(worth), runs
        self.best = np.zeros(runs[-1] + 1 if len(runs) else 0, np.float32)
        self.holds = np.zeros(len(self.best), np.float32)

    def add(self, docs: Array, scores: Array, share: Array) -> None:
        """Take in where a word stands, which is `share` of the bag: of each section or paper the best score counts."""
        runs = self.runs[docs]
        begins = np.flatnonzero(np.diff(runs, prepend=-1))
        self.best[runs[begins]] += np.maximum.reduceat(scores, begins)
        self.holds[runs[begins]] += share


def bag(
    words: Sequence[Matches], beside: Iterable[Matches], around: list[Surroundings], weights: Weights, among: int
) -> Matches:
    """Of `among` documents those that hold enough of the words; those that hold few of them fall back.

    Each word is a share of the bag, the rarer the greater. One that stands elsewhere in the section or the paper counts
    too, for less; `beside`, where words stand close together, counts extra.
    """
    size = 1 + max((int(found.docs[-1]) for found in words if len(found.docs)), default=-1)
    total, holds = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for found, share in zip(words, _shares(words, among), strict=True):
        if len(found.docs):
            scores = scores_of(found)
            holds[found.docs] += share
            total[found.docs] += scores
            for surroundings in around:
                surroundings.add(found.docs, scores, share)
    for found in beside:
        total[found.docs] += scores_of(found)
    docs = np.flatnonzero(holds)
    holds, scores = holds[docs], total[docs]
    scores *= 1 - weights.together * (1 - holds)
    for surroundings in around:
        runs = surroundings.runs[docs]
        scores += surroundings.worth * surroundings.best[runs]
        holds += surroundings.worth * (surroundings.holds[runs] - holds)
    # When none holds enough, those that hold most.
    enough = holds >= min(weights.needed, holds.max(initial=0.0)) - 1e-4
    return settled(docs[enough], scores[enough])


def _shares(words: Sequence[Matches], among: int) -> Array:
    """How much of the bag each word is: all are 1 together, and one in few documents is more than one in many."""
    rarity = np.log(max(1, among) / (np.array([len(found.docs) for found in words], np.float32) + 1)) + 1
    shares: Array = (rarity / rarity.sum()).astype(np.float32)
    return shares
