"""Which sightings are worth comparing: those that share rare words, found by products of sparse matrices.

Nothing looks at all pairs. A word brings two sightings together when few of their body hold it, or very few of all;
two words side by side count as a word of their own, so that a phrase of common words can be rare. The same text said
again in a body is brought to its last occurrences however common it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.trace.known import Rows, Text, ordinal
from pipeline.trace.weights import AGAIN, CANDIDATES, CHUNK, KEY_CROWD_ALL, KEY_CROWD_BODY

Places = NDArray[np.int64]


def candidates(rows: Rows) -> Iterator[tuple[int, int]]:
    """Pairs of places in `rows` worth comparing, the lower first, each once."""
    if len(rows) < 2:
        return
    days = np.array([ordinal(one.date) or 0 for one in rows.sightings], dtype=np.float32)
    codes, keys = [_again(rows, days)], _keys(rows)
    for by_body, crowd in ((True, KEY_CROWD_BODY), (False, KEY_CROWD_ALL)):
        codes += _products(_matrix(rows, keys, by_body, crowd), days)
    for code in np.unique(np.concatenate(codes)):
        low, high = divmod(int(code), len(rows))
        yield low, high


class _Keys(NamedTuple):
    """The words and pairs of words that sightings hold: `row[i]` holds `key[i]`, a number from 0 to `total` - 1."""

    row: Places
    key: Places
    total: int


def _keys(rows: Rows) -> _Keys:
    """The keys of all sightings."""
    number: dict[object, int] = {}
    found: list[int] = []
    counts: list[int] = []
    for text in rows.texts:
        held = {number.setdefault(part, len(number)) for part in _parts(text)}
        found += held
        counts.append(len(held))
    return _Keys(np.repeat(np.arange(len(rows)), counts), np.array(found, dtype=np.int64), len(number))


def _matrix(rows: Rows, keys: _Keys, by_body: bool, crowd: int) -> sparse.csr_matrix:
    """Sightings by keys; a value is the square root of the bits that the key is worth, in its body or in all."""
    if not len(keys.key):
        return sparse.csr_matrix((len(rows), 1), dtype=np.float32)
    key = keys.key
    if by_body:
        bodies: dict[str, int] = {}
        body = np.array([bodies.setdefault(family, len(bodies)) for family in rows.families], dtype=np.int64)
        key = body[keys.row] * keys.total + key
    _, column, holding = np.unique(key, return_inverse=True, return_counts=True)
    kept = (holding[column] > 1) & (holding[column] <= crowd)
    values = np.sqrt(np.log2(len(rows) / holding[column[kept]] + 1)).astype(np.float32)
    return sparse.csr_matrix((values, (keys.row[kept], column[kept])), shape=(len(rows), len(holding)))


def _parts(text: Text) -> Iterator[object]:
    return chain(text, pairwise(text))


def _products(matrix: sparse.csr_matrix, days: NDArray[np.float32]) -> Iterator[Places]:
    """For each sighting those that share most with it, as codes."""
    turned = matrix.T.tocsr()
    for start in range(0, matrix.shape[0], CHUNK):
        product = (matrix[start : start + CHUNK] @ turned).tocsr()
        for i in range(product.shape[0]):
            row = start + i
            begin, end = product.indptr[i], product.indptr[i + 1]
            others, shared = product.indices[begin:end], product.data[begin:end]
            if len(others) > CANDIDATES + 1:
                near = shared - np.minimum(np.abs(days[others] - days[row]) / 365, 3)  # of equals, the nearest in time
                others = others[np.argpartition(-near, CANDIDATES)[: CANDIDATES + 1]]
            yield _codes(row, others[others != row].astype(np.int64), matrix.shape[0])


def _again(rows: Rows, days: NDArray[np.float32]) -> Places:
    """Each sighting with the last ones of its body that have the very same words, as codes."""
    said: defaultdict[tuple[str, Text], list[int]] = defaultdict(list)
    found = []
    for at in np.lexsort((np.arange(len(rows)), days)).tolist():
        if text := rows.texts[at]:
            before = said[rows.families[at], text]
            found += [_code(at, other, len(rows)) for other in before[-AGAIN:]]
            before.append(at)
    return np.array(found, dtype=np.int64)


def _codes(row: int, others: Places, size: int) -> Places:
    return np.minimum(row, others) * size + np.maximum(row, others)


def _code(one: int, other: int, size: int) -> int:
    return min(one, other) * size + max(one, other)
