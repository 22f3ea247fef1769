"""Named arrays in one file, read in place: what the index's own files are made of.

    magic | arrays, each on a multiple of 8 bytes | directory (JSON) | its offset, length and CRC-32 | magic

Numbers are little-endian. The directory is {"arrays": {name: [dtype, offset, count]}, "notes": anything}.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.errors import IndexUnusableError

MAGIC = b"PAPERS01"
_TAIL = struct.Struct("<QII8s")

Array = npt.NDArray[Any]


class Directory(msgspec.Struct):
    """What stands where in the file."""

    arrays: dict[str, tuple[str, int, int]]
    notes: dict[str, Any] = {}


def write(file: BinaryIO, arrays: Mapping[str, Array | bytes], notes: dict[str, Any] | None = None) -> None:
    """Write `arrays` to `file`, which stands at its beginning; bytes are arrays of bytes."""
    file.write(MAGIC)
    offset = len(MAGIC)
    directory = Directory({}, notes or {})
    for name, values in arrays.items():
        array = np.frombuffer(values, np.uint8) if isinstance(values, bytes) else little(values)
        directory.arrays[name] = (array.dtype.str, offset, len(array))
        file.write(array.data if len(array) else b"")
        padding = -array.nbytes % 8
        file.write(bytes(padding))
        offset += array.nbytes + padding
    encoded = msgspec.json.encode(directory)
    file.write(encoded + _TAIL.pack(offset, len(encoded), crc32(encoded), MAGIC))


class Arrays:
    """The arrays of a file, by name, over its bytes: nothing is copied, and nothing is read until it is used."""

    def __init__(self, data: Any, where: str = "array file") -> None:
        """`data` is anything with a buffer, a memory map for instance; raises IndexUnusableError when it is damaged."""
        self._data = data
        try:
            offset, length, checksum, magic = _TAIL.unpack_from(data, len(data) - _TAIL.size)
            encoded = bytes(data[offset : offset + length])
            if magic != MAGIC or crc32(encoded) != checksum:
                raise ValueError
            self._directory = msgspec.json.decode(encoded, type=Directory)
        except (struct.error, ValueError, msgspec.DecodeError) as error:
            raise IndexUnusableError(f"The {where} of the index is damaged.") from error

    def __contains__(self, name: str) -> bool:
        return name in self._directory.arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory.arrays)

    def __getitem__(self, name: str) -> Array:
        dtype, offset, count = self._directory.arrays[name]
        return np.frombuffer(self._data, dtype, count, offset)

    def get(self, name: str) -> Array | None:
        """The array `name`, None when there is none."""
        try:
            return self[name]
        except KeyError:
            return None

    def bytes_of(self, name: str) -> memoryview:
        """The array `name` as bytes, not copied."""
        dtype, offset, count = self._directory.arrays[name]
        return memoryview(self._data)[offset : offset + count * np.dtype(dtype).itemsize]

    @property
    def notes(self) -> dict[str, Any]:
        """What was noted beside the arrays."""
        return self._directory.notes


def little(values: Array) -> Array:
    """`values` as one little-endian run."""
    return np.ascontiguousarray(values, values.dtype.newbyteorder("<"))


def smallest(values: Array) -> Array:
    """Whole numbers, none negative, in the smallest type that holds them all."""
    return values.astype(np.min_scalar_type(int(values.max())) if len(values) else np.uint8, copy=False)


def offsets(counts: Array) -> Array:
    """Where runs of `counts` values begin, and behind the last where it ends: one more than there are counts."""
    ends = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=ends[1:])
    return ends


def within(starts: Array, counts: Array) -> Array:
    """The places of all values of the runs that begin at `starts` and are `counts` long, one run behind the other."""
    counts = counts.astype(np.int64, copy=False)
    total = int(counts.sum())
    if not total:
        return np.zeros(0, np.int64)
    jumps = np.repeat(starts.astype(np.int64) - (np.cumsum(counts) - counts), counts)
    jumps += np.arange(total)
    return jumps
