"""The names that documents have in a field: counted, and used to choose documents by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

import numpy as np

from pipeline.search.arrays import Array, offsets, within
from pipeline.search.words import words
from pipeline.text import fold_body


class Column:
    """The names of a field in all documents: `codes` of all documents one behind the other, `counts` of each.

    A code is a place in `names`, which are in order.
    """

    def __init__(self, names: list[str], codes: Array, counts: Array) -> None:
        self.names, self.codes, self.counts = names, codes, counts

    # ------------------------------------------------------------------------------------ names

    @cached_property
    def places(self) -> dict[str, int]:
        """The code of each name."""
        return {name: code for code, name in enumerate(self.names)}

    @cached_property
    def same(self) -> Array:
        """For each name the code of the first that is the same but for 'and' and 'The', as names of bodies may be."""
        firsts: dict[str, int] = {}
        return np.array([firsts.setdefault(fold_body(name), code) for code, name in enumerate(self.names)], np.intp)

    @cached_property
    def worded(self) -> list[list[str]]:
        """Each name as its words."""
        return [words(name) for name in self.names]

    def between(self, low: str | None, high: str | None, numbers: bool) -> Array | slice:
        """The codes of the names from `low` to `high`, both included, in the order of text or of numbers."""
        if numbers:
            known = self._numbers
            enough = known >= int(low) if low is not None else np.ones(len(known), bool)
            return enough & (known <= int(high)) if high is not None else enough
        start = bisect_left(self.names, low) if low is not None else 0
        return slice(start, bisect_right(self.names, high) if high is not None else None)

    @cached_property
    def _numbers(self) -> Array:
        return np.array([int(name) for name in self.names], np.int64)

    # -------------------------------------------------------------------------------- documents

    @cached_property
    def slots(self) -> Array | None:
        """Of every document the code of its name plus one, 0 where it has none; None when a document has several."""
        if self.counts.max(initial=0) > 1:
            return None
        codes = self.codes.astype(np.min_scalar_type(len(self.names))) + 1
        if len(codes) == len(self.counts):
            return codes
        slots = np.zeros(len(self.counts), codes.dtype)
        slots[self.counts > 0] = codes
        return slots

    @cached_property
    def first(self) -> Array:
        """The first code of each document, -1 where it has none."""
        if self.slots is not None:
            return self.slots.astype(np.int32) - 1
        padded = np.append(self.codes.astype(np.int32), -1)
        return np.where(self.counts > 0, padded[np.minimum(self._starts[:-1], len(self.codes))], -1)

    @cached_property
    def _starts(self) -> Array:
        return offsets(self.counts)

    @cached_property
    def _owners(self) -> Array:
        """The document that each of `codes` belongs to."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    @cached_property
    def _totals(self) -> Array:
        return np.bincount(self.codes, minlength=len(self.names))

    def counted(self, docs: Array) -> Array:
        """How many of the documents `docs`, ascending, have each name."""
        size = len(self.counts)
        if len(docs) * 2 > size:  # count the others, which are fewer
            left = np.ones(size, bool)
            left[docs] = False
            return self._totals - self.counted(np.flatnonzero(left))
        if self.slots is not None:
            return np.bincount(self.slots[docs], minlength=len(self.names) + 1)[1:]
        if len(docs) * 8 > size:  # cheaper to look at all the codes
            chosen = np.zeros(size, bool)
            chosen[docs] = True
            codes = self.codes[chosen[self._owners]]
        else:
            codes = self.codes[within(self._starts[docs], self.counts[docs])]
        return np.bincount(codes, minlength=len(self.names))

    def having(self, wanted: Array, docs: Array | None = None) -> Array:
        """Of every document, or of `docs`, whether it has one of the names that the truth values `wanted` mark."""
        if self.slots is not None:
            meant = np.append(False, wanted)
            chosen: Array = meant[self.slots if docs is None else self.slots[docs]]
            return chosen
        found = np.zeros(len(self.counts), bool)
        found[self._owners[wanted[self.codes]]] = True
        return found if docs is None else found[docs]
