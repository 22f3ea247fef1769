"""Which sightings are worth comparing: those that share rare words, found by products of sparse matrices.

Nothing looks at all pairs. A word brings two sightings together when few of their body hold it, or very few of all;
two words side by side count as a word of their own, so that a phrase of common words can be rare. The same text said
again in a body is brought to its last occurrences however common it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.trace.known import Known
from pipeline.trace.weights import AGAIN, CANDIDATES, CHUNK, KEY_CROWD_ALL, KEY_CROWD_BODY

Places = NDArray[np.int64]


def candidates(known: Sequence[Known], fresh: Sequence[int] | None = None) -> Iterator[tuple[int, int]]:
    """Pairs of places in `known` worth comparing, the lower first, each once.

    With `fresh`, only pairs of which one at least is among these places.
    """
    rows = np.arange(len(known)) if fresh is None else np.array(sorted(fresh), dtype=np.int64)
    if len(known) < 2 or not len(rows):
        return
    days = np.array([one.day or 0 for one in known], dtype=np.float32)
    codes = [_again(known, rows)]
    for by_body, crowd in ((True, KEY_CROWD_BODY), (False, KEY_CROWD_ALL)):
        codes += _products(_matrix(known, by_body, crowd, None if fresh is None else rows), rows, days)
    for code in np.unique(np.concatenate(codes)):
        low, high = divmod(int(code), len(known))
        yield low, high


def _matrix(known: Sequence[Known], by_body: bool, crowd: int, fresh: Places | None) -> sparse.csr_matrix:
    """Sightings by keys (words and pairs of words); a value is the square root of the bits that the key is worth.

    With `fresh`, only the keys that these sightings have.
    """
    wanted = None if fresh is None else {key for i in fresh for key in _keys(known[i], by_body)}
    keys: list[int] = []
    counts: list[int] = []
    for one in known:
        own = _keys(one, by_body) if wanted is None else _keys(one, by_body) & wanted
        keys += own
        counts.append(len(own))
    if not keys:
        return sparse.csr_matrix((len(known), 1), dtype=np.float32)
    _, column, holding = np.unique(np.array(keys, dtype=np.int64), return_inverse=True, return_counts=True)
    row = np.repeat(np.arange(len(known)), counts)
    kept = (holding[column] > 1) & (holding[column] <= crowd)
    values = np.sqrt(np.log2(len(known) / holding[column[kept]] + 1)).astype(np.float32)
    return sparse.csr_matrix((values, (row[kept], column[kept])), shape=(len(known), len(holding)))


def _keys(one: Known, by_body: bool) -> set[int]:
    return {hash((one.family, key) if by_body else key) for key in (*one.text, *pairwise(one.text))}


def _products(matrix: sparse.csr_matrix, rows: Places, days: NDArray[np.float32]) -> Iterator[Places]:
    """For each of `rows` the sightings that share most with it, as codes."""
    turned = matrix.T.tocsr()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        product = (matrix[chunk] @ turned).tocsr()
        for i, row in enumerate(chunk):
            begin, end = product.indptr[i], product.indptr[i + 1]
            others, shared = product.indices[begin:end], product.data[begin:end]
            if len(others) > CANDIDATES + 1:
                near = shared - np.minimum(np.abs(days[others] - days[row]) / 365, 3)  # of equals, the nearest in time
                others = others[np.argpartition(-near, CANDIDATES)[: CANDIDATES + 1]]
            yield _codes(row, others[others != row].astype(np.int64), matrix.shape[0])


def _again(known: Sequence[Known], rows: Places) -> Places:
    """Each sighting with the last ones of its body that have the very same words, as codes."""
    wanted = np.zeros(len(known), dtype=bool)
    wanted[rows] = True
    said: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    found = []
    for one in sorted(known, key=lambda one: (one.day or 0, one.at)):
        if one.text:
            before = said[one.family, one.text]
            found += [_code(one.at, b, len(known)) for b in before[-AGAIN:] if wanted[one.at] or wanted[b]]
            before.append(one.at)
    return np.array(found, dtype=np.int64)


def _codes(row: int, others: Places, size: int) -> Places:
    return np.minimum(row, others) * size + np.maximum(row, others)


def _code(one: int, other: int, size: int) -> int:
    return min(one, other) * size + max(one, other)
