"""A Whoosh codec whose postings, lengths and columns are flat arrays, read in place.

`index.writer(codec=ArrayCodec())` is Whoosh's public extension point; everything that Whoosh does on top of it (its own
writer, its queries, merging) works, if at Whoosh's pace. `writer.BatchWriter` writes the same files much faster, and
`snapshot.Snapshot` reads the arrays themselves.

A segment has two files: `.fields` with the postings of every field (see `postings`), and `.documents` with, for every
document, its stored fields (`stored`, `stored_ends`), the lengths of its text fields as Whoosh's length bytes
(`length/FIELD`) and its columns (`column/FIELD`).
"""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.formats import Existence, Frequency, Positions
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numeric import byte_to_length, length_to_byte

from pipeline.errors import IndexUnusableError
from pipeline.search import arrays, stored
from pipeline.search.arrays import Arrays
from pipeline.search.postings import Postings, Run, invert

FIELDS_EXT = ".fields"
DOCUMENTS_EXT = ".documents"
FORMATS = (Existence, Frequency, Positions)


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


class ArraySegment(W3Segment):  # type: ignore[misc]
    """What the table of contents holds of a segment; knows the sizes of its files, so that a cut file is noticed."""

    def __init__(self, codec: ArrayCodec, indexname: str) -> None:
        super().__init__(codec, indexname)
        self.sizes: dict[str, int] = {}

    def should_assemble(self) -> bool:
        """Two files are few enough: no compound file."""
        return False


def save(storage: Any, segment: ArraySegment, extension: str, content: dict[str, Any], notes: dict[str, Any]) -> None:
    """Write one of the segment's files and see that it reaches the disk."""
    file = segment.create_file(storage, extension)
    arrays.write(file, content, notes)
    segment.sizes[extension] = file.tell()
    file.flush()
    if file.is_real:
        os.fsync(file.fileno())
    file.close()


def load(storage: Any, segment: ArraySegment, extension: str) -> Arrays:
    """One of the segment's files, mapped into memory when it is a real one.

    Raises OSError when it is not there (Whoosh then reads the table of contents again) and IndexUnusableError when it
    is not as it was written.
    """
    file = segment.open_file(storage, extension)
    try:
        data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.is_real else file.read()
    except ValueError:  # an empty file cannot be mapped
        data = b""
    finally:
        file.close()
    if len(data) != segment.sizes.get(extension):
        raise IndexUnusableError(f"The file {segment.make_filename(extension)} of the index is cut short.")
    return Arrays(data, f"file {segment.make_filename(extension)}")


# -------------------------------------------------------------------------------------- documents


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
            total = other.field_length(field)
            if len(kept) < other.doc_count_all():
                total = int(LENGTHS[moved].sum())
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


# ----------------------------------------------------------------------------------------- fields


class FieldsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects postings; on `close` writes them. Takes them one by one, as Whoosh gives them, or as arrays."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._content: dict[str, Any] = {}
        self._terms: list[bytes] = []
        self._codes, self._docs, self._positions = array("I"), array("I"), array("I")
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin the postings of a field."""
        if type(fieldobj.format) not in FORMATS:
            raise ValueError(f"The field {fieldname} has a format that this codec does not keep: {fieldobj.format}")
        self._name, self._format = fieldname, fieldobj.format
        self._terms = []
        self._codes, self._docs, self._positions = array("I"), array("I"), array("I")

    def start_term(self, btext: bytes) -> None:
        """Begin the postings of a term of the field."""
        self._terms.append(btext)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """One posting of the term."""
        count = int(weight)
        if count != weight:
            raise ValueError("This codec keeps no boosts: a weight must be a whole number.")
        if isinstance(self._format, Positions):
            positions = self._format.decode_positions(vbytes)
            if len(positions) != count:
                raise ValueError("This codec keeps no boosts: a weight must be the number of positions.")
            self._positions.extend(positions)
        self._codes.extend([len(self._terms) - 1] * count)
        self._docs.extend([docnum] * count)

    def finish_term(self) -> None:
        """End the postings of a term."""

    def finish_field(self) -> None:
        """End the postings of a field."""
        codes, docs = np.array(self._codes, np.uint32), np.array(self._docs, np.uint32)
        positions = np.array(self._positions, np.uint32) if isinstance(self._format, Positions) else None
        self.add_runs(self._name, [Run(self._terms, codes, docs, positions)])

    def add_runs(self, fieldname: str, runs: list[Run]) -> None:
        """All postings of a field at once."""
        self._content.update({f"{fieldname}/{name}": values for name, values in invert(runs).items()})

    def close(self) -> None:
        """Write the file."""
        save(self._storage, self._segment, FIELDS_EXT, self._content, {})
        self.is_closed = True


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Reads `.fields`: Whoosh's interface, and `postings` for the arrays."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        source = load(storage, segment, FIELDS_EXT)
        names = sorted({name.rsplit("/", 1)[0] for name in source})
        self.postings = {name: Postings(source, name) for name in names}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self.postings and self.postings[name].find(text) is not None

    def indexed_field_names(self) -> list[str]:  # noqa: D102
        return list(self.postings)

    def terms(self) -> Iterator[tuple[str, bytes]]:  # noqa: D102
        return ((name, term) for name, postings in self.postings.items() for term in postings.all_terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:  # noqa: D102
        for name, postings in self.postings.items():
            if name >= fieldname:
                start = postings.place(prefix) if name == fieldname else 0
                yield from ((name, postings.term(place)) for place in range(start, len(postings)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:  # noqa: D102
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:  # noqa: D102
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:  # noqa: D102
        if fieldname not in self.postings:
            return base.EmptyCursor()
        return Cursor(self.postings[fieldname], lambda text: self.term_info(fieldname, text), fieldobj)

    def _place(self, fieldname: str, text: bytes) -> int:
        place = self.postings[fieldname].find(text) if fieldname in self.postings else None
        if place is None:
            raise KeyError((fieldname, text))
        return place

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What Whoosh wants to know of a term. The lengths are bounds, not exact: 1 and the longest there can be."""
        try:
            place = self._place(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from error
        term = range(place, place + 1)
        docs, weights = self.postings[fieldname].docs(term), self.postings[fieldname].weights(term)
        heaviest = float(weights.max())
        return TermInfo(float(weights.sum()), len(docs), 1, int(LENGTHS[-1]), heaviest, int(docs[0]), int(docs[-1]))

    def frequency(self, fieldname: str, text: bytes) -> float:  # noqa: D102
        place = self._place(fieldname, text)
        return float(self.postings[fieldname].weights(range(place, place + 1)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:  # noqa: D102
        place = self._place(fieldname, text)
        return len(self.postings[fieldname].docs(range(place, place + 1)))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """A Whoosh matcher over the postings of a term, so that every kind of Whoosh query works."""
        info = self.term_info(fieldname, text)
        place = self._place(fieldname, text)
        postings, term = self.postings[fieldname], range(place, place + 1)
        docs, weights = postings.docs(term).tolist(), postings.weights(term).tolist()
        if not docs:
            return NullMatcher()
        if isinstance(format_, Positions):
            positions, ends = postings.positions(place).tolist(), arrays.offsets(postings.weights(term)).tolist()
            values = [format_.encode(positions[start:end]) for start, end in pairwise(ends)]
        else:
            values = [_value(format_, weight) for weight in weights]
        return ListMatcher(
            docs, [float(w) for w in weights], values, format_, scorer, term=(fieldname, text), terminfo=info
        )


def _value(format_: Any, weight: int) -> bytes:
    return weight.to_bytes(4, "big") if isinstance(format_, Frequency) else b""


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, postings: Postings, info: Callable[[bytes], TermInfo], fieldobj: Any) -> None:
        self._postings, self._info, self._field = postings, info, fieldobj
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to `term`, or to the one after where it would stand."""
        self._place = self._postings.place(term if isinstance(term, bytes) else self._field.to_bytes(term))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        """The present term, None behind the last."""
        return self._field.from_bytes(self._postings.term(self._place)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """What is known of the present term."""
        return self._info(self._postings.term(self._place)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a present term."""
        return self._place < len(self._postings)
