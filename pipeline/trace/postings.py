"""Which statements hold a word, or two words side by side: those of a new paper find theirs without all others.

An entry is a key, the number of a paper and the place of a sighting in it. A key is made of a word, of two words side
by side, or of all the words of a text in their order. Entries lie in shards by the first bits of their key: a paper
more reads and writes only those of its own keys.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

ENTRY = np.dtype([("key", "<u8"), ("paper", "<u4"), ("place", "<u4")])
PER_SHARD = 256  # entries, about
_PAIR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that 'a b' and 'b a' are two keys
Entries = NDArray[np.void]
Keys = NDArray[np.uint64]


class Postings:
    """The table of shards in a database; `bits` of a key say in which it lies."""

    def __init__(self, db: sqlite3.Connection, bits: int) -> None:
        self._db, self._bits = db, bits

    @classmethod
    def made(cls, db: sqlite3.Connection, entries: Entries) -> Postings:
        """All shards anew, of these entries, as many as they call for."""
        made = cls(db, max(0, (len(entries) // PER_SHARD).bit_length()))
        db.execute("DELETE FROM postings")
        made._write(made._by_shard(entries))
        return made

    @property
    def bits(self) -> int:
        """How many bits of a key name its shard."""
        return self._bits

    def find(self, keys: Keys) -> Entries:
        """The entries of these keys, by key."""
        found = [np.empty(0, ENTRY)]
        for shard, own in self._keys_by_shard(np.unique(keys)):
            held = self._read(shard)
            found.append(held[np.isin(held["key"], own)])
        together = np.concatenate(found)
        return together[np.argsort(together["key"], kind="stable")]

    def change(self, gone: Entries, come: Entries) -> None:
        """Take the entries `gone` of some papers out, which are all that they have, and put those of `come` in."""
        out = dict(self._by_shard(gone))
        into = dict(self._by_shard(come))
        self._write((shard, self._changed(shard, out.get(shard), into.get(shard))) for shard in out.keys() | into)

    def _changed(self, shard: int, gone: Entries | None, come: Entries | None) -> Entries:
        held = self._read(shard)
        if gone is not None:
            held = held[~np.isin(held["paper"], gone["paper"])]
        return held if come is None else np.concatenate([held, come])

    def _read(self, shard: int) -> Entries:
        row = self._db.execute("SELECT entries FROM postings WHERE shard = ?", (shard,)).fetchone()
        return np.frombuffer(row[0] if row else b"", ENTRY)

    def _write(self, shards: Iterable[tuple[int, Entries]]) -> None:
        rows = ((shard, entries.tobytes()) for shard, entries in shards)
        self._db.executemany("INSERT OR REPLACE INTO postings VALUES (?, ?)", rows)

    def _by_shard(self, entries: Entries) -> Iterator[tuple[int, Entries]]:
        ordered = entries[np.argsort(entries["key"], kind="stable")]
        for shard, (start, end) in _runs(self._shards(ordered["key"])):
            yield shard, ordered[start:end]

    def _keys_by_shard(self, keys: Keys) -> Iterator[tuple[int, Keys]]:
        for shard, (start, end) in _runs(self._shards(keys)):
            yield shard, keys[start:end]

    def _shards(self, keys: Keys) -> NDArray[np.int64]:
        shifted = keys >> np.uint64(64 - self._bits) if self._bits else np.zeros(len(keys), np.uint64)
        return shifted.astype(np.int64)


def _runs(ordered: NDArray[np.int64]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each value of `ordered`, with where it begins and ends."""
    values, starts = np.unique(ordered, return_index=True)
    ends = np.append(starts, len(ordered))[1:]
    for value, start, end in zip(values.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield value, (start, end)


def entries(papers: Iterable[tuple[int, Sequence[Sequence[str]]]]) -> Entries:
    """The entries of papers: their numbers, and the words of each of their sightings in order; each key once a text."""
    words: list[int] = []
    lengths, numbers, places, wholes = [], [], [], []
    for number, texts in papers:
        for place, text in enumerate(texts):
            words += map(_key, text)
            lengths.append(len(text))
            numbers.append(number)
            places.append(place)
            wholes.append(whole_key(text))
    row = np.repeat(np.arange(len(lengths)), lengths)
    key = np.array(words, dtype=np.uint64)
    beside = row[:-1] == row[1:]
    pairs = (key[:-1] * _PAIR + key[1:])[beside]
    said = np.flatnonzero(lengths)
    rows = np.concatenate([row, row[:-1][beside], said])
    keys = np.concatenate([key, pairs, np.array(wholes, dtype=np.uint64)[said]])
    once = np.lexsort((rows, keys))
    rows, keys = rows[once], keys[once]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    made = np.empty(int(first.sum()), ENTRY)
    made["key"] = keys[first]
    made["paper"] = np.array(numbers, dtype=np.uint32)[rows[first]]
    made["place"] = np.array(places, dtype=np.uint32)[rows[first]]
    return made


def whole_key(text: Sequence[str]) -> int:
    """The key of all the words of a text in their order."""
    return _digest("\0".join(("", *text)))


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> int:
    return _digest(word)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
