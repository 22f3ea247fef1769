"""One state of the index, open for reading: the arrays of all its segments under one numbering of documents.

A snapshot never changes; a later commit makes another one. Of an index of several segments, what is asked for is joined
on first use and kept.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from whoosh.index import TOC

from pipeline.errors import IndexUnusableError
from pipeline.search.arrays import Array
from pipeline.search.codec import ArrayCodec
from pipeline.search.columns import Names, NamesReader, Numbers
from pipeline.search.documents import LENGTHS
from pipeline.search.facets import Column
from pipeline.search.postings import Postings
from pipeline.search.segments import ArraySegment


class Segment:
    """One segment: its documents' numbers begin at `base`."""

    def __init__(self, storage: Any, segment: ArraySegment, base: int) -> None:
        if not isinstance(segment, ArraySegment):
            raise IndexUnusableError("The index was written by another program.")
        codec = ArrayCodec()
        self.base = base
        self.key = segment.segment_id()
        self.size = int(segment.doc_count_all())
        self.deleted = np.fromiter(segment.deleted_docs(), np.int64, segment.deleted_count())
        self.postings: dict[str, Postings] = codec.terms_reader(storage, segment).postings
        self.documents = codec.per_document_reader(storage, segment)


class Snapshot:
    """All that a search reads."""

    def __init__(self, storage: Any, toc: TOC) -> None:
        self.generation: int = toc.generation
        self.schema = toc.schema
        self.segments: list[Segment] = []
        base = 0
        for segment in toc.segments:
            self.segments.append(Segment(storage, segment, base))
            base += self.segments[-1].size
        self.size = base
        self._columns: dict[str, Column] = {}
        self._norms: dict[str, Array] = {}
        self._runs: dict[str, Array] = {}
        self._numbers: dict[str, Array] = {}

    @cached_property
    def live(self) -> Array:
        """Of every document, whether it is not deleted."""
        live = np.ones(self.size, bool)
        for segment in self.segments:
            live[segment.deleted + segment.base] = False
        return live

    @cached_property
    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return any(len(segment.deleted) for segment in self.segments)

    # ------------------------------------------------------------------------------------ postings

    def terms(self, field: str, term: str) -> list[tuple[Segment, range]]:
        """Where a term of a field stands, by segment."""
        found = []
        for segment in self.segments:
            place = segment.postings[field].find(term.encode()) if field in segment.postings else None
            if place is not None:
                found.append((segment, range(place, place + 1)))
        return found

    def prefixed(self, field: str, prefix: str) -> list[tuple[Segment, range]]:
        """Where the terms of a field that begin with `prefix` stand, by segment."""
        with_field = [segment for segment in self.segments if field in segment.postings]
        return [(segment, segment.postings[field].prefixed(prefix.encode())) for segment in with_field]

    def docs(self, field: str, where: list[tuple[Segment, range]]) -> tuple[Array, Array]:
        """The documents of the terms at `where`, term by term in every segment, and how often each holds its term.

        As numpy's own index type: taking things by numbers of another type costs several times as much.
        """
        docs, weights = [], []
        for segment, places in where:
            docs.append(segment.postings[field].docs(places).astype(np.intp) + segment.base)
            weights.append(segment.postings[field].weights(places))
        if len(docs) == 1:
            return docs[0], weights[0]
        if not docs:
            return np.zeros(0, np.intp), np.zeros(0, np.uint8)
        return np.concatenate(docs), np.concatenate(weights)

    # ----------------------------------------------------------------------------- lengths, columns

    def mean_length(self, field: str) -> float:
        """The mean number of words in a field, over all documents, as Whoosh takes it."""
        total = sum(segment.documents.field_length(field) for segment in self.segments)
        return total / (self.size or 1) or 1.0

    def norms(self, field: str, k1: float, b: float) -> Array:
        """BM25's length part for every document: k1 * (1 - b + b * length / mean length)."""
        key = f"{field}/{k1}/{b}"
        if key not in self._norms:
            table = (k1 * ((1 - b) + b * LENGTHS / self.mean_length(field))).astype(np.float32)
            lengths = [segment.documents.lengths(field) for segment in self.segments]
            self._norms[key] = table[np.concatenate(lengths)] if lengths else np.zeros(0, np.float32)
        return self._norms[key]

    def column(self, field: str) -> Column:
        """The column of a field."""
        if field not in self._columns:
            self._columns[field] = self._joined(field)
        return self._columns[field]

    def _joined(self, field: str) -> Column:
        readers = [(self._reader(segment, field), segment.size) for segment in self.segments]
        if len(readers) == 1 and (reader := readers[0][0]) is not None:
            return Column(reader.names, reader.codes, reader.counts)
        names_of = [held.names if held else [] for held, _ in readers]
        names = sorted({name for some in names_of for name in some})
        place = {name: code for code, name in enumerate(names)}
        codes, counts = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint8)]
        for (held, size), own in zip(readers, names_of, strict=True):
            if held is None:
                counts.append(np.zeros(size, np.uint8))
                continue
            codes.append(np.array([place[name] for name in own], np.uint32)[held.codes])
            counts.append(held.counts)
        return Column(names, np.concatenate(codes), np.concatenate(counts))

    def numbers(self, field: str) -> Array:
        """The number of every document in a column of numbers."""
        if field not in self._numbers:
            readers = [segment.documents.column_reader(field, Numbers()) for segment in self.segments]
            self._numbers[field] = np.concatenate([np.zeros(0, np.uint64), *(reader.numbers for reader in readers)])
        return self._numbers[field]

    def runs(self, field: str) -> Array:
        """Of every document the number of the run it is in; a document with a name in `field` begins a run."""
        if field not in self._runs:
            self._runs[field] = np.cumsum(self.column(field).counts > 0)
        return self._runs[field]

    @staticmethod
    def _reader(segment: Segment, field: str) -> NamesReader | None:
        if not segment.documents.has_column(field):
            return None
        reader: NamesReader = segment.documents.column_reader(field, Names())
        return reader

    # -------------------------------------------------------------------------------------- stored

    def stored(self, doc: int) -> dict[str, Any]:
        """The stored fields of a document."""
        for segment in reversed(self.segments):
            if doc >= segment.base:
                return segment.documents.stored_fields(doc - segment.base)
        raise IndexError(doc)

    def record_of(self, doc: int) -> int:
        """The document that stands for the whole paper of the passage `doc`: the nearest one before it."""
        records = self._records
        return int(records[np.searchsorted(records, doc, "right") - 1])

    @cached_property
    def _records(self) -> Array:
        return np.flatnonzero(self.column("record").counts)
