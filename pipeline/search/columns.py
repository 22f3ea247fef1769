"""Whoosh columns that are arrays (columns are a public extension point of Whoosh).

`Names`: every document has any number of names, kept as codes to count by. `Numbers`: every document has a number.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter

from pipeline.search import arrays
from pipeline.search.arrays import Array
from pipeline.search.postings import Run


class NamesWriter(ColumnWriter):  # type: ignore[misc]
    """Takes the names of documents in the order of their numbers."""

    def __init__(self, dbfile: Any) -> None:
        self._file = dbfile
        self._codes: dict[str, int] = {}
        self._owners = array("I")
        self._held = array("I")

    def add(self, docnum: int, value: Iterable[str]) -> None:
        """Give the document `docnum` the names `value`."""
        codes = self._codes
        for name in value:
            self._owners.append(docnum)
            self._held.append(codes.setdefault(name, len(codes)))

    def take(self, reader: NamesReader, kept: Array, first: int) -> None:
        """Give the names of another segment's documents `kept` to the documents from number `first` on."""
        counts = reader.counts[kept]
        codes = reader.codes[arrays.within(reader.starts[:-1][kept], counts)]
        known = np.array([self._codes.setdefault(name, len(self._codes)) for name in reader.names], np.uint32)
        owners = np.repeat(np.arange(first, first + len(kept), dtype=np.uint32), counts)
        self._owners.frombytes(owners.tobytes())
        self._held.frombytes(known[codes].tobytes() if len(codes) else b"")

    def run(self) -> Run:
        """What was given, as occurrences of terms."""
        owners, codes = np.array(self._owners, np.uint32), np.array(self._held, np.uint32)
        return Run([name.encode() for name in self._codes], codes, owners, None)

    def finish(self, doccount: int) -> None:
        """Write it all, the names in their order."""
        names = sorted(self._codes)
        rank = np.empty(len(names), np.uint32)
        rank[[self._codes[name] for name in names]] = np.arange(len(names))
        encoded = [name.encode() for name in names]
        owners, held = np.array(self._owners, np.uint32), np.array(self._held, np.uint32)
        file = BytesIO()
        arrays.write(
            file,
            {
                "names": b"".join(encoded),
                "ends": arrays.offsets(np.array([len(name) for name in encoded], np.int64)).astype(np.uint32),
                "codes": arrays.smallest(rank[held]),
                "counts": arrays.smallest(np.bincount(owners, minlength=doccount)),
            },
        )
        self._file.write(file.getvalue())


class NamesReader(ColumnReader):  # type: ignore[misc]
    """The names of documents: `codes` of all documents one behind the other, `counts` how many each has."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._doccount = doccount
        self._arrays = arrays.Arrays(dbfile.buffer if hasattr(dbfile, "buffer") else dbfile.get(basepos, length))
        self.codes = self._arrays["codes"]
        self.counts = self._arrays["counts"]
        self._starts: Array | None = None

    @property
    def starts(self) -> Array:
        """Where the codes of each document begin in `codes`, and behind the last where they end."""
        if self._starts is None:
            self._starts = arrays.offsets(self.counts)
        return self._starts

    @property
    def names(self) -> list[str]:
        """Every name there is, in order; a code is a place in it."""
        ends = self._arrays["ends"].tolist()
        blob = bytes(self._arrays.bytes_of("names"))
        return [blob[start:end].decode() for start, end in pairwise(ends)]

    def __getitem__(self, docnum: int) -> list[str]:
        names = self.names
        return [names[code] for code in self.codes[self.starts[docnum] : self.starts[docnum + 1]]]

    def sort_key(self, docnum: int) -> str:
        """The first name in order, '' when there is none."""
        return min(self[docnum], default="")


class Names(Column):  # type: ignore[misc]
    """The column type."""

    _default: tuple[str, ...] = ()
    Writer = NamesWriter
    Reader = NamesReader

    def stores_lists(self) -> bool:
        """Every document has a list."""
        return True


class NumbersWriter(ColumnWriter):  # type: ignore[misc]
    """Takes the numbers of documents in the order of theirs; one that is given none has 0."""

    def __init__(self, dbfile: Any) -> None:
        self._file = dbfile
        self._numbers = array("Q")

    def add(self, docnum: int, value: int) -> None:
        """Give the document `docnum` a number of at most 64 bits."""
        self._pad(docnum)
        self._numbers.append(value)

    def take(self, reader: NumbersReader, kept: Array, first: int) -> None:
        """Give the numbers of another segment's documents `kept` to the documents from number `first` on."""
        self._pad(first)
        self._numbers.frombytes(reader.numbers[kept].tobytes())

    def finish(self, doccount: int) -> None:
        """Write them."""
        self._pad(doccount)
        self._file.write(arrays.little(np.array(self._numbers, np.uint64)).tobytes())

    def _pad(self, length: int) -> None:
        self._numbers.frombytes(bytes(self._numbers.itemsize * (length - len(self._numbers))))


class NumbersReader(ColumnReader):  # type: ignore[misc]
    """The numbers of documents, as the array `numbers`."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._doccount = doccount
        self.numbers = np.frombuffer(dbfile.get(basepos, length), "<u8")

    def __getitem__(self, docnum: int) -> int:
        return int(self.numbers[docnum])


class Numbers(Column):  # type: ignore[misc]
    """The column type."""

    _default = 0
    Writer = NumbersWriter
    Reader = NumbersReader
