"""Stored fields: what is kept of every document to be shown, compressed one by one so that one can be read alone."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec
import numpy as np

from pipeline.search import arrays
from pipeline.search.arrays import Array, Arrays

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
# Shorter ones only grow by compression.
_SMALL = 64


class Writer:
    """Takes the stored fields of one document after another."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._lengths: list[int] = []

    def add(self, fields: dict[str, Any]) -> None:
        """The fields of the next document: anything that MessagePack can hold."""
        plain = _encode(fields)
        packed = zlib.compress(plain, 1) if len(plain) > _SMALL else b""
        part = b"\1" + packed if packed and len(packed) < len(plain) else b"\0" + plain
        self._parts.append(part)
        self._lengths.append(len(part))

    def append(self, other: Reader, kept: Array) -> None:
        """The documents `kept` of another segment, as they stand there."""
        ends = other.ends
        starts, lengths = ends[kept], np.diff(ends)[kept]
        if len(kept) == len(ends) - 1:
            self._parts.append(bytes(other.blob))
        else:
            self._parts += [
                bytes(other.blob[s : s + n]) for s, n in zip(starts.tolist(), lengths.tolist(), strict=True)
            ]
        self._lengths += lengths.tolist()

    def arrays(self) -> dict[str, Array | bytes]:
        """The arrays of the file."""
        return {"stored": b"".join(self._parts), "stored_ends": arrays.offsets(np.array(self._lengths, np.int64))}


class Reader:
    """Reads the stored fields of one document."""

    def __init__(self, source: Arrays) -> None:
        self.blob = source.bytes_of("stored")
        self.ends = source["stored_ends"]

    def __getitem__(self, docnum: int) -> dict[str, Any]:
        part = self.blob[self.ends[docnum] : self.ends[docnum + 1]]
        fields: dict[str, Any] = _decode(zlib.decompress(part[1:]) if part[0] else part[1:])
        return fields
