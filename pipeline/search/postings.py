"""The postings of one field as flat arrays: terms in order, and for each term the documents that hold it.

    terms, ends             the terms as UTF-8 in byte order, one behind the other, and where each ends
    starts                  where the documents of each term begin in `docs`; one more than there are terms
    docs                    document numbers, ascending within a term
    weights                 how often (times the field's boost, if any); left out when all are 1
    position_starts         where the positions of each term begin in `positions`; one more than there are terms
    positions               word positions, those of a document as many as its weight; left out for fields without

A term is a slice of these, and so is every prefix, because terms that begin alike stand together.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.search import arrays
from pipeline.search.arrays import Array, Arrays

# Tokens sorted at once: bounds the memory of building, and keeps the sort in the processor's cache.
_CHUNK = 2_000_000


class Run(NamedTuple):
    """Occurrences of terms in documents: place of the term in `terms`, document, position; documents ascend."""

    terms: list[bytes]
    codes: Array
    docs: Array
    positions: Array | None


class Vocabulary(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class TokenBuffer:
    """Collects the words of one text field, document by document."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._codes = array("I")
        self._docs = array("I")
        self._counts = array("I")

    def __len__(self) -> int:
        return len(self._codes)

    def add(self, doc: int, words: list[str]) -> None:
        """Take the words of the document `doc`, whose number is higher than those before."""
        self._codes.extend(map(self._vocabulary.__getitem__, words))
        self._docs.append(doc)
        self._counts.append(len(words))

    def run(self) -> Run:
        """What was collected. The buffer must not be added to while the run is in use."""
        counts = np.frombuffer(self._counts, np.uint32)
        places = np.arange(len(self._codes), dtype=np.uint32)
        places -= np.repeat((np.cumsum(counts) - counts).astype(np.uint32), counts)
        docs = np.repeat(np.frombuffer(self._docs, np.uint32), counts)
        return Run([word.encode() for word in self._vocabulary], np.frombuffer(self._codes, np.uint32), docs, places)


def invert(runs: Iterable[Run]) -> dict[str, Array | bytes]:
    """The arrays of a field from `runs`, whose documents ascend from run to run.

    A counting sort: where the occurrences of each term will stand is known beforehand, so that the runs are sorted
    chunk by chunk and scattered.
    """
    runs = [run for run in runs if len(run.codes)]
    terms = sorted({term for run in runs for term in run.terms})
    place = {term: rank for rank, term in enumerate(terms)}
    ranks = [np.array([place[term] for term in run.terms], np.uint32) for run in runs]
    counts = np.zeros(len(terms), np.int64)
    for run, rank in zip(runs, ranks, strict=True):
        counts += np.bincount(rank[run.codes], minlength=len(terms))
    used = counts > 0
    if not used.all():  # terms whose documents are all gone
        renumbered = np.cumsum(used) - 1
        ranks = [renumbered[rank].astype(np.uint32) for rank in ranks]
        terms = [term for term, keep in zip(terms, used.tolist(), strict=True) if keep]
        counts = counts[used]
    docs, positions, starts = _sorted_occurrences(runs, ranks, counts)
    return _as_postings(terms, docs, positions, starts)


def _sorted_occurrences(runs: list[Run], ranks: list[Array], counts: Array) -> tuple[Array, Array | None, Array]:
    """Documents and positions of all occurrences in the order of term, document, position; where each term begins."""
    starts = arrays.offsets(counts)
    total = int(starts[-1])
    docs = np.empty(total, np.uint32)
    positions = np.empty(total, np.uint32) if any(run.positions is not None for run in runs) else None
    free = starts[:-1].copy()
    for run, rank in zip(runs, ranks, strict=True):
        for begin in range(0, len(run.codes), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            codes = rank[run.codes[part]]
            order = _stable_order(codes, len(counts))
            codes = codes[order]
            held = np.bincount(codes, minlength=len(counts))
            into = np.arange(len(codes)) + np.repeat(free - (np.cumsum(held) - held), held)
            docs[into] = run.docs[part][order]
            if positions is not None and run.positions is not None:
                positions[into] = run.positions[part][order]
            free += held
    return docs, positions, starts


def _stable_order(codes: Array, bound: int) -> Array:
    """The order that sorts `codes`, all below `bound`, by radix: numpy sorts 16-bit numbers that way."""
    if bound <= 1 << 16:
        return np.argsort(codes.astype(np.uint16), kind="stable")
    order = np.argsort((codes & 0xFFFF).astype(np.uint16), kind="stable")
    return order[np.argsort((codes[order] >> 16).astype(np.uint16), kind="stable")]


def _as_postings(terms: list[bytes], docs: Array, positions: Array | None, starts: Array) -> dict[str, Array | bytes]:
    """Occurrences to postings: one for each document of a term."""
    fresh = np.ones(len(docs), bool)
    if len(docs):
        np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
        fresh[starts[:-1]] = True
    first = np.flatnonzero(fresh)
    weights = np.diff(first, append=len(docs))
    found: dict[str, Array | bytes] = {
        "terms": b"".join(terms),
        "ends": arrays.offsets(np.array([len(term) for term in terms], np.int64)).astype(np.uint32),
        "starts": np.searchsorted(first, starts).astype(np.uint32),
        "docs": docs[first],
    }
    if len(weights) and weights.max() > 1:
        found["weights"] = arrays.smallest(weights)
    if positions is not None:
        found["position_starts"] = starts.astype(np.uint32)
        found["positions"] = arrays.smallest(positions)
    return found


class Postings:
    """Reads the postings of one field from the arrays `invert` made, which are named `FIELD/...` in the file."""

    def __init__(self, source: Arrays, field: str) -> None:
        self._terms = source.bytes_of(f"{field}/terms")
        self._ends = source[f"{field}/ends"]
        self._starts = source[f"{field}/starts"]
        self._docs = source[f"{field}/docs"]
        self._weights = source.get(f"{field}/weights")
        self._positions = source.get(f"{field}/positions")
        self._position_starts = source.get(f"{field}/position_starts")

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._starts) - 1

    @property
    def positional(self) -> bool:
        """Whether positions are kept."""
        return self._positions is not None

    def term(self, place: int) -> bytes:
        """The term at `place`."""
        return bytes(self._terms[self._ends[place] : self._ends[place + 1]])

    def all_terms(self) -> list[bytes]:
        """Every term, in order."""
        ends, blob = self._ends.tolist(), bytes(self._terms)
        return [blob[start:end] for start, end in pairwise(ends)]

    def place(self, term: bytes) -> int:
        """The place of `term`, or where it would stand."""
        low, high = 0, len(self)
        terms, ends = self._terms, self._ends
        while low < high:
            middle = (low + high) // 2
            if bytes(terms[ends[middle] : ends[middle + 1]]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, term: bytes) -> int | None:
        """The place of `term`, None when no document holds it."""
        place = self.place(term)
        return place if place < len(self) and self.term(place) == term else None

    def prefixed(self, prefix: bytes) -> range:
        """The places of the terms that begin with `prefix`."""
        return range(self.place(prefix), self.place(prefix + b"\xff" * 4))

    def docs(self, places: range) -> Array:
        """The documents of the terms at `places`, term by term."""
        return self._docs[self._starts[places.start] : self._starts[places.stop]]

    def weights(self, places: range) -> Array:
        """How often each of `docs(places)` holds its term."""
        start, stop = self._starts[places.start], self._starts[places.stop]
        return np.ones(int(stop) - int(start), np.uint8) if self._weights is None else self._weights[start:stop]

    def positions(self, place: int) -> Array:
        """The positions of the term at `place` in all its documents, as many in each as its weight says."""
        if self._positions is None or self._position_starts is None:
            return np.zeros(0, np.uint8)
        return self._positions[self._position_starts[place] : self._position_starts[place + 1]]

    def run(self, renumber: Callable[[Array], tuple[Array, Array]]) -> Run:
        """All occurrences, for merging, in the order of documents.

        `renumber` takes document numbers and gives which of them stay and, of those, the new numbers.
        """
        everything = range(len(self))
        counts: Array = np.diff(self._starts.astype(np.int64))
        weights = self.weights(everything)
        codes = np.repeat(np.arange(len(self), dtype=np.uint32), counts)
        kept, docs = renumber(self._docs)
        if self._positions is None:
            return Run(self.all_terms(), codes[kept], docs, None)
        kept_tokens = np.repeat(kept, weights)
        codes = np.repeat(codes, weights)[kept_tokens]
        return Run(self.all_terms(), codes, np.repeat(docs, weights[kept]), self._positions[kept_tokens])
