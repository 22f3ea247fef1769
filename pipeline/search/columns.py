"""A Whoosh column of names: every document has any number of them, kept as whole numbers to count by.

`Names` is the column type (Whoosh's public extension point for columns); its reader gives the codes as arrays.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
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

    def add_coded(self, names: Sequence[str], owners: Array, codes: Array) -> None:
        """Give names to many documents at once: `codes` are places in `names`, `owners` the documents, ascending."""
        known = np.array([self._codes.setdefault(name, len(self._codes)) for name in names], np.uint32)
        self._owners.frombytes(owners.astype(np.uint32).tobytes())
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
