"""Where words, forms, prefixes and near misses occur in one field: documents and how often in each.

Everything here works on whole arrays. Documents come sorted and without repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.errors import UsageError
from pipeline.search.arrays import Array
from pipeline.search.forms import irregular_forms, roots, stem_prefix
from pipeline.search.postings import Postings
from pipeline.search.snapshot import Segment, Snapshot

MOST_EXPANSIONS = 2_000
# Looking a document up in a sorted list costs as much as marking so many of the list's.
_FEW = 32
NO_DOCS = np.zeros(0, np.intp)


class Occurrences(NamedTuple):
    """Documents, ascending, and how often each holds what was looked for; the counts may be weighed."""

    docs: Array
    counts: Array

    def __len__(self) -> int:
        return len(self.docs)


NONE = Occurrences(NO_DOCS, np.zeros(0, np.float32))


def of_word(snapshot: Snapshot, field: str, word: str) -> Occurrences:
    """Of one word in just this form."""
    return Occurrences(*snapshot.docs(field, snapshot.terms(field, word)))


def of_forms(snapshot: Snapshot, field: str, word: str) -> Occurrences:
    """Of the word's other forms."""
    return joined(snapshot, [(of_word(snapshot, field, form), 1.0) for form in forms(snapshot, field, word)])


def of_prefix(snapshot: Snapshot, field: str, prefix: str) -> Occurrences:
    """Of all words that begin so."""
    docs, counts = snapshot.docs(field, _beginning(snapshot, field, prefix))
    return _summed(snapshot, docs, counts)


def of_fuzzy(snapshot: Snapshot, field: str, word: str, edits: int) -> Occurrences:
    """Of the words that differ from `word` in at most so many letters."""
    return joined(snapshot, [(of_word(snapshot, field, term), 1.0) for term in like(snapshot, field, word, edits)])


def joined(snapshot: Snapshot, parts: Sequence[tuple[Occurrences, float]]) -> Occurrences:
    """Of any of several things, each occurrence worth its part's weight."""
    parts = [(found, weight) for found, weight in parts if len(found)]
    if not parts:
        return NONE
    if len(parts) == 1 and parts[0][1] == 1.0:
        return parts[0][0]
    docs = np.concatenate([found.docs for found, _ in parts])
    counts = np.concatenate([np.float32(weight) * found.counts for found, weight in parts])
    return _summed(snapshot, docs, counts)


def _summed(snapshot: Snapshot, docs: Array, counts: Array) -> Occurrences:
    if len(docs) * 8 > snapshot.size:
        sums = np.bincount(docs, counts, snapshot.size)
        found = np.flatnonzero(sums)
        return Occurrences(found, sums[found].astype(np.float32))
    found, which = np.unique(docs, return_inverse=True)
    return Occurrences(found, np.bincount(which, counts, len(found)).astype(np.float32))


# ------------------------------------------------------------------------------------ expansions


def forms(snapshot: Snapshot, field: str, word: str) -> list[str]:
    """The other forms of `word` that occur in the field."""
    return sorted({form for segment in snapshot.segments for form in _forms(segment, field, word)})


def beginning(snapshot: Snapshot, field: str, prefix: str) -> list[str]:
    """The words of the field that begin so."""
    where = _beginning(snapshot, field, prefix)
    return sorted({segment.postings[field].term(place).decode() for segment, places in where for place in places})


def like(snapshot: Snapshot, field: str, word: str, edits: int) -> list[str]:
    """The words of the field that differ from `word` in at most so many letters."""
    return sorted({term for segment in snapshot.segments for term in _like(segment, field, word, edits)})


def _beginning(snapshot: Snapshot, field: str, prefix: str) -> list[tuple[Segment, range]]:
    where = snapshot.prefixed(field, prefix)
    if sum(len(places) for _, places in where) > MOST_EXPANSIONS * len(snapshot.segments):
        raise UsageError(f"More than {MOST_EXPANSIONS} words begin with {prefix!r}.", "Write a letter more.")
    return where


@lru_cache(maxsize=20_000)
def _forms(segment: Segment, field: str, word: str) -> tuple[str, ...]:
    if (postings := segment.postings.get(field)) is None or not word.isalpha():
        return ()
    own = roots(word)
    places = postings.prefixed(stem_prefix(word).encode())
    near = (postings.term(place).decode() for place in places[:MOST_EXPANSIONS])
    regular = [term for term in near if term != word and own & roots(term)]
    return (
        *regular,
        *(form for form in irregular_forms(word) if form not in regular and postings.find(form.encode()) is not None),
    )


@lru_cache(maxsize=1_000)
def _like(segment: Segment, field: str, word: str, edits: int) -> tuple[str, ...]:
    if (postings := segment.postings.get(field)) is None:
        return ()
    from pipeline.search import spelling

    return tuple(term for term, _ in spelling.alike(word, vocabulary(postings), edits))


@lru_cache(maxsize=16)
def vocabulary(postings: Postings) -> list[str]:
    """Every word of a field in a segment."""
    return [term.decode() for term in postings.all_terms()]


# ------------------------------------------------------------------------------ sorted documents


def held_by(wanted: Array, among: Array) -> Array:
    """Of each of the wanted numbers whether it is in the sorted `among`, which is not empty."""
    at = np.searchsorted(among, wanted)
    at[at == len(among)] = 0
    held: Array = among[at] == wanted
    return held


def common(lists: Sequence[Array], size: int) -> Array:
    """The documents, of `size` there are, that are in all of the sorted lists."""
    docs: Array
    docs, *others = sorted(lists, key=len)
    for other in others:
        if len(docs) * _FEW < len(other):
            docs = docs[held_by(docs, other)]
        else:
            docs = docs[marked(other, size)[docs]]
    return docs


def places_of(docs: Array, among: Array, size: int) -> Array:
    """Where in the sorted `among` the documents `docs`, all of which are there, stand."""
    if len(docs) == len(among):
        return np.arange(len(docs))
    if len(docs) * _FEW < len(among):
        return np.searchsorted(among, docs)
    return np.flatnonzero(marked(docs, size)[among])


def marked(docs: Array, size: int) -> Array:
    """Of every document whether it is one of `docs`."""
    marks = np.zeros(size, bool)
    marks[docs] = True
    return marks
