"""What belongs to the documents of a segment: stored fields, lengths of text fields, columns."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.util.numeric import byte_to_length, length_to_byte

from pipeline.search import arrays, stored
from pipeline.search.segments import DOCUMENTS_EXT, ArraySegment, load, save


class DocumentsWriter(base.PerDocWriterWithColumns):  # type: ignore[misc]
    """Collects what belongs to documents; on `close` writes it."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        super().__init__()
        self._storage = storage
        self._segment = segment
        self.stored = stored.Writer()
        self.lengths: dict[str, bytearray] = {}
        self._totals: dict[str, int] = {}
        self._files: dict[str, BytesIO] = {}
        self._columns: dict[str, Any] = {}
        self._docnum = -1
        self._fields: dict[str, Any] = {}
        self.is_closed = False

    @property
    def count(self) -> int:
        """How many documents were begun."""
        return int(self._docnum) + 1

    def start_doc(self, docnum: int) -> None:
        """Begin the document `docnum`, the one after the last."""
        self._docnum = docnum
        self._fields = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Store `value`, when it is not None, and note the length of the field in words."""
        if value is not None:
            self._fields[fieldname] = value
        if length:
            self.add_length(fieldname, length)

    def add_length(self, fieldname: str, length: int) -> None:
        """Note that the field has `length` words in the present document."""
        lengths = self.lengths.setdefault(fieldname, bytearray())
        lengths.extend(bytes(self._docnum - len(lengths)))
        lengths.append(length_to_byte(length))
        self._totals[fieldname] = self._totals.get(fieldname, 0) + length

    def _has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns

    def _create_column(self, fieldname: str, column: Any) -> None:
        self._files[fieldname] = BytesIO()
        self._columns[fieldname] = column.writer(StructFile(self._files[fieldname]))

    def _get_column(self, fieldname: str) -> Any:
        return self._columns[fieldname]

    def column(self, fieldname: str, column: Any) -> Any:
        """The writer of a column, made when there is none."""
        if not self._has_column(fieldname):
            self._create_column(fieldname, column)
        return self._get_column(fieldname)

    def finish_doc(self) -> None:
        """End the present document."""
        self.stored.add(self._fields)

    def cancel_doc(self) -> None:
        """Forget the present document."""
        self._docnum -= 1

    def append(self, other: DocumentsReader, schema: Any, kept: arrays.Array) -> None:
        """Take over from another segment the documents whose numbers are `kept`."""
        first = self.count
        self.stored.append(other.stored, kept)
        for field in other.length_fields():
            lengths = self.lengths.setdefault(field, bytearray())
            lengths.extend(bytes(first - len(lengths)))
            moved = other.lengths(field)[kept]
            lengths.extend(moved.tobytes())
            total = int(LENGTHS[moved].sum())  # of the lengths as they are kept, as Whoosh does
            self._totals[field] = self._totals.get(field, 0) + total
        for field in other.column_fields():
            if field in schema and (column := schema[field].column_type) is not None:
                _move_column(other.column_reader(field, column), self.column(field, column), first, kept)
        self._docnum += len(kept)

    def close(self) -> None:
        """Write the file."""
        content: dict[str, Any] = self.stored.arrays()
        for field, lengths in self.lengths.items():
            lengths.extend(bytes(self.count - len(lengths)))
            content[f"length/{field}"] = bytes(lengths)
        for field, column in self._columns.items():
            column.finish(self.count)
            content[f"column/{field}"] = self._files[field].getvalue()
        save(self._storage, self._segment, DOCUMENTS_EXT, content, {"lengths": self._totals})
        self.is_closed = True


def _move_column(reader: Any, writer: Any, first: int, kept: arrays.Array) -> None:
    """Copy the column values of the documents `kept` to documents from number `first` on."""
    if hasattr(writer, "take"):
        writer.take(reader, kept, first)
        return
    for number, docnum in enumerate(kept.tolist(), first):
        writer.add(number, reader[docnum])


#: The length in words that each of Whoosh's length bytes stands for.
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


class ColumnFile(BufferFile):  # type: ignore[misc]
    """A column within the file of documents; `buffer` is its bytes in place."""

    def __init__(self, buffer: memoryview) -> None:
        super().__init__(buffer)
        self.buffer = buffer


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads `.documents`: Whoosh's interface, and the arrays."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._segment = segment
        self._arrays = load(storage, segment, DOCUMENTS_EXT)
        self.stored = stored.Reader(self._arrays)

    def doc_count(self) -> int:  # noqa: D102
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:  # noqa: D102
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:  # noqa: D102
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:  # noqa: D102
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:  # noqa: D102
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:  # noqa: D102
        return True

    def has_column(self, fieldname: str) -> bool:  # noqa: D102
        return f"column/{fieldname}" in self._arrays

    def column_fields(self) -> list[str]:
        """The fields that have a column."""
        return [name.removeprefix("column/") for name in self._arrays if name.startswith("column/")]

    def column_reader(self, fieldname: str, column: Any) -> Any:  # noqa: D102
        buffer = self._arrays.bytes_of(f"column/{fieldname}")
        return column.reader(ColumnFile(buffer), 0, len(buffer), self.doc_count_all())

    def length_fields(self) -> list[str]:
        """The fields that have lengths."""
        return [name.removeprefix("length/") for name in self._arrays if name.startswith("length/")]

    def lengths(self, fieldname: str) -> arrays.Array:
        """The length byte of every document."""
        if f"length/{fieldname}" not in self._arrays:
            return np.zeros(self.doc_count_all(), np.uint8)
        return self._arrays[f"length/{fieldname}"]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:  # noqa: D102
        name = f"length/{fieldname}"
        return int(LENGTHS[self._arrays[name][docnum]]) if name in self._arrays else default

    def field_length(self, fieldname: str) -> int:  # noqa: D102
        return int(self._arrays.notes["lengths"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:  # noqa: D102
        return int(LENGTHS[self.lengths(fieldname).min(initial=255)])

    def max_field_length(self, fieldname: str) -> int:  # noqa: D102
        return int(LENGTHS[self.lengths(fieldname).max(initial=0)])

    def stored_fields(self, docnum: int) -> dict[str, Any]:  # noqa: D102
        return self.stored[docnum]
