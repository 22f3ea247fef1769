"""Where words stand side by side, or near each other, in one field: documents and how often in each.

An occurrence is a number: the turn of its document among those looked at in the upper 32 bits, its position below. So
the occurrences of a word in all documents are one sorted array, and a step of one word is the number 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.search.arrays import Array, offsets, within
from pipeline.search.occurrences import NO_DOCS, Occurrences, common, held_by, places_of
from pipeline.search.postings import Postings
from pipeline.search.snapshot import Segment, Snapshot

_NONE = np.zeros(0, np.int64)
# Behind every occurrence there is, with room for a part's length.
_NEVER = np.iinfo(np.int64).max >> 1

#: What may stand for one part of what is looked for: rows of words, all of one length.
Alternatives = Sequence[Sequence[str]]


def of_phrase(snapshot: Snapshot, field: str, phrase: Sequence[str]) -> Occurrences:
    """Of words one behind the other."""
    return of_near(snapshot, field, [[phrase]], 0)


def of_near(snapshot: Snapshot, field: str, parts: Sequence[Alternatives], others: int) -> Occurrences:
    """Of all the parts, in any order, with at most so many other words among them."""
    docs, counts = [NO_DOCS], [_NONE]
    for segment in snapshot.segments:
        if (postings := segment.postings.get(field)) is None or not postings.positional:
            continue
        known = [_known(postings, part) for part in parts]
        if not all(known):
            continue
        found, times = _within_segment(_Reader(segment, postings), known, others)
        docs.append(found + segment.base)
        counts.append(times)
    return Occurrences(np.concatenate(docs), np.concatenate(counts))


def _known(postings: Postings, part: Alternatives) -> list[list[int]]:
    """The rows of the part all of whose words the segment holds, as places of its terms."""
    rows = [[postings.find(word.encode()) for word in row] for row in part]
    return [[place for place in row if place is not None] for row in rows if None not in row]


def _within_segment(reader: _Reader, parts: list[list[list[int]]], others: int) -> tuple[Array, Array]:
    """The segment's documents that hold all the parts near each other, and how often."""
    docs = common([reader.holding(part) for part in parts], reader.size)
    if not len(docs):
        return docs, _NONE
    starts = [reader.starts(part, docs) for part in parts]
    if len(parts) > 1:
        lengths = [len(part[0]) for part in parts]
        same = [[parts[earlier] == part for earlier in range(turn)] for turn, part in enumerate(parts)]
        found = np.concatenate([_beginning(own, starts, lengths, same, others) for own in range(len(parts))])
    else:
        found = starts[0]
    times = np.bincount(found >> 32, minlength=len(docs))
    held = times > 0
    return docs[held], times[held]


def _beginning(own: int, starts: list[Array], lengths: list[int], same: list[list[bool]], others: int) -> Array:
    """The occurrences of the part `own` that the other parts follow so closely that few other words are among them.

    A part that is the same as an earlier one needs an occurrence of its own.
    """
    if any(same[own]):
        return _NONE
    begins = starts[own]
    behind = begins + lengths[own]
    ends = behind
    for other, following in enumerate(starts):
        if other != own:
            at = np.searchsorted(following, behind) + sum(same[other][:own] + same[other][own + 1 :])
            at = np.minimum(at, len(following))
            ends = np.maximum(ends, np.append(following, _NEVER)[at] + lengths[other])
    close: Array = begins[(ends - begins <= sum(lengths) + others) & (ends >> 32 == begins >> 32)]
    return close


class _Reader:
    """The occurrences of a segment's terms in one field."""

    def __init__(self, segment: Segment, postings: Postings) -> None:
        self.size = segment.size
        self._postings = postings
        self._docs: dict[int, Array] = {}

    def _docs_of(self, place: int) -> Array:
        if place not in self._docs:
            self._docs[place] = self._postings.docs(range(place, place + 1)).astype(np.intp)
        return self._docs[place]

    def holding(self, part: list[list[int]]) -> Array:
        """The documents that hold all words of one of the part's rows."""
        rows = [common([self._docs_of(place) for place in row], self.size) for row in part]
        return rows[0] if len(rows) == 1 else np.unique(np.concatenate(rows))

    def starts(self, part: list[list[int]], docs: Array) -> Array:
        """Where the part's rows begin in `docs`, all of which hold one of them."""
        if len(part) == 1:
            return self._row(part[0], docs, everywhere=True)
        return np.sort(np.concatenate([self._row(row, docs, everywhere=False) for row in part]))

    def _row(self, row: list[int], docs: Array, everywhere: bool) -> Array:
        """Where the words of the row stand one behind the other; `everywhere` is whether all of `docs` hold them."""
        begins = self._occurrences(row[0], docs, everywhere)
        for step, place in enumerate(row[1:], 1):
            following = self._occurrences(place, docs, everywhere)
            begins = begins[held_by(begins + step, following)] if len(following) else _NONE
        return begins

    def _occurrences(self, place: int, docs: Array, everywhere: bool) -> Array:
        if everywhere:
            turns, at = np.arange(len(docs)), places_of(docs, self._docs_of(place), self.size)
        else:
            _, turns, at = np.intersect1d(docs, self._docs_of(place), assume_unique=True, return_indices=True)
        weights = self._postings.weights(range(place, place + 1))
        counts = weights[at].astype(np.int64)
        positions = self._postings.positions(place)[within(offsets(weights)[at], counts)]
        return (np.repeat(turns.astype(np.int64), counts) << 32) + positions
