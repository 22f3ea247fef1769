"""A Whoosh codec whose postings, lengths and columns are flat arrays, read in place.

`index.writer(codec=ArrayCodec())` is Whoosh's public extension point; everything that Whoosh does on top of it (its own
writer, its queries, merging) works, if at Whoosh's pace. `writer.BatchWriter` writes the same files much faster, and
`snapshot.Snapshot` reads the arrays themselves.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec import base

from pipeline.search.documents import DocumentsReader, DocumentsWriter
from pipeline.search.segments import ArraySegment
from pipeline.search.terms import FieldsWriter, TermsReader


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """The codec. Fields may have the formats Existence, Frequency and Positions, without boosts; no vectors."""

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentsWriter:
        """Writes `.documents`."""
        return DocumentsWriter(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> FieldsWriter:
        """Writes `.fields`."""
        return FieldsWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> DocumentsReader:
        """Reads `.documents`."""
        return DocumentsReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """Reads `.fields`."""
        return TermsReader(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """A segment without documents."""
        return ArraySegment(self, indexname)
