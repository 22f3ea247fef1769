"""Writing the index in batches: Whoosh's writer, with everything that it does once a posting done once a batch.

Locking, the table of contents, deletions and the merge policy's part in a commit are Whoosh's. What is ours: words of a
batch are collected and sorted at once, names become columns and postings together, and segments are merged array by
array.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.fields import STORED
from whoosh.writing import SegmentWriter

from pipeline.search.arrays import Array
from pipeline.search.codec import ArrayCodec
from pipeline.search.documents import DocumentsReader, DocumentsWriter
from pipeline.search.postings import Run, TokenBuffer
from pipeline.search.schema import NamesField, NumberField
from pipeline.search.terms import FieldsWriter, TermsReader

# Words collected before a segment is written: bounds the memory of a large batch at about 600 MB.
_MOST_TOKENS = 30_000_000
# Merging for the sake of fewer segments makes none larger than this many documents (about a second's work) ...
_LARGEST = 100_000
# ... and begins when so many segments are of the same size, within the same factor.
_ALIKE = 6


class BatchWriter(SegmentWriter):  # type: ignore[misc]
    """A Whoosh writer for text with a quick analyzer (one that has `words`), `NamesField`, `NumberField` and STORED."""

    perdocwriter: DocumentsWriter
    fieldwriter: FieldsWriter

    def __init__(self, index: Any, timeout: float = 0.0) -> None:
        """Take the index's write lock; raises Whoosh's LockError when that fails for `timeout` seconds."""
        super().__init__(index, codec=ArrayCodec(), timeout=timeout)
        self._words = {name: field.analyzer.words for name, field in self.schema.items() if _is_quick(field)}
        for name, field in self.schema.items():
            if not (name in self._words or isinstance(field, NamesField | NumberField | STORED)):
                raise ValueError(f"The field {name} is of a kind that is not written in batches: {field}")
        self._stored = {name for name, field in self.schema.items() if field.stored}
        self._finished: list[Any] = []
        self._begin()

    def _begin(self) -> None:
        self._buffers = {name: TokenBuffer() for name in self._words}
        self._moved: dict[str, list[Run]] = {name: [] for name in self._words}
        self._columns = self._columns_of(NamesField)
        self._numbers = self._columns_of(NumberField)

    def _columns_of(self, sort: type[NamesField | NumberField]) -> dict[str, Any]:
        fields = {name: field for name, field in self.schema.items() if isinstance(field, sort)}
        return {name: self.perdocwriter.column(name, field.column_type) for name, field in fields.items()}

    def add_document(self, **fields: Any) -> None:
        """Add a document: text for text fields, lists of names, anything MessagePack can hold for stored ones."""
        self._check_state()
        documents, number = self.perdocwriter, self.docnum
        documents.start_doc(number)
        for name, value in fields.items():
            if name in self._columns:
                self._columns[name].add(number, value if len(value) < 2 else dict.fromkeys(value))
            elif name in self._words:
                found = self._words[name](value)
                if found:
                    self._buffers[name].add(number, found)
                documents.add_field(name, None, value if name in self._stored else None, len(found))
            elif name in self._numbers:
                self._numbers[name].add(number, value)
            else:
                documents.add_field(name, None, value, 0)
        documents.finish_doc()
        self._added = True
        self.docnum += 1
        if number % 1024 == 0 and sum(map(len, self._buffers.values())) > _MOST_TOKENS:
            self._spill()

    def add_reader(self, reader: Any) -> None:
        """Take over the documents of another segment that are not deleted."""
        segment = reader.segment()
        codec, storage = ArrayCodec(), reader.storage()
        self._take(codec.per_document_reader(storage, segment), codec.terms_reader(storage, segment))

    def _take(self, documents: DocumentsReader, terms: TermsReader) -> None:
        kept = np.setdiff1d(np.arange(documents.doc_count_all()), np.fromiter(documents.deleted_docs(), np.int64))
        numbers = np.full(documents.doc_count_all(), -1, np.int64)
        numbers[kept] = np.arange(self.docnum, self.docnum + len(kept))

        def renumber(docs: Array) -> tuple[Array, Array]:
            moved = numbers[docs]
            stays = moved >= 0
            return stays, moved[stays].astype(np.uint32)

        for name in self._words:
            if name in terms.postings:
                self._moved[name].append(terms.postings[name].run(renumber))
        self.perdocwriter.append(documents, self.schema, kept)
        self.docnum += len(kept)
        self._added = self._added or len(kept) > 0

    def _flush_segment(self) -> None:
        for name, column in self._columns.items():
            self.fieldwriter.add_runs(name, [column.run()])
        for name, buffer in self._buffers.items():
            runs = [buffer.run(), *self._moved[name]]
            if any(len(run.codes) for run in runs):
                self.fieldwriter.add_runs(name, runs)
            self._moved[name].clear()
        self.perdocwriter.close()
        self.fieldwriter.close()

    def _spill(self) -> None:
        """Write what was collected as a segment of its own and begin another; nobody sees it before the commit."""
        self._finished.append(self._finalize_segment())
        self.newsegment = self.codec.new_segment(self.storage, self.indexname)
        self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
        self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
        self.docnum = self.docbase
        self._added = False
        self._begin()

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[Any]:
        if mergetype is None and not optimize and merge is not False:
            mergetype = merge_alike
        kept: list[Any] = super()._merge_segments(mergetype, optimize, merge)
        return [*kept, *self._finished]

    def cancel(self) -> None:
        """Give up: nothing was written that the table of contents knows of."""
        self._check_state()
        self._finish()


def _is_quick(field: Any) -> bool:
    return hasattr(getattr(field, "analyzer", None), "words")


def merge_alike(writer: BatchWriter, segments: list[Any]) -> list[Any]:
    """The merge policy: keep the segments few and free of deleted documents, at a cost bounded by what is added.

    A segment that is half deleted is written anew. Of the others, when several are of about the same size they become
    one, the smallest first; so a document is moved a few times in its life, and the number of segments grows with the
    logarithm of the number of documents until they reach their largest size.
    """
    merged = [one for one in segments if one.deleted_count() * 2 > one.doc_count_all()]
    rest = sorted((one for one in segments if one not in merged), key=lambda one: int(one.doc_count()))
    size = writer.doc_count() + sum(one.doc_count() for one in merged)
    while True:
        alike = [one for one in rest if one.doc_count() <= max(size, rest[0].doc_count()) * _ALIKE] if rest else []
        taken = sum(one.doc_count() for one in alike)
        if len(alike) < _ALIKE - 1 or size + taken > _LARGEST:
            break
        merged, rest, size = merged + alike, rest[len(alike) :], size + taken
    for one in merged:
        documents = writer.codec.per_document_reader(writer.storage, one)
        writer._take(documents, writer.codec.terms_reader(writer.storage, one))
    return [one for one in segments if one not in merged]
