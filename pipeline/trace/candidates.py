"""Which sightings are worth comparing: those that share rare words, found by products of sparse matrices.

Nothing looks at all pairs. A word brings two sightings together when few of their body hold it, or very few of all;
two words side by side count as a word of their own, so that a phrase of common words can be rare. The same text said
again in a body is brought to its last occurrences however common it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.trace.known import Rows, Text, ordinal
from pipeline.trace.weights import AGAIN, CANDIDATES, CHUNK, KEY_CROWD_ALL, KEY_CROWD_BODY

Places = NDArray[np.int64]


def candidates(rows: Rows, fresh: Sequence[int] | None = None) -> Iterator[tuple[int, int]]:
    """Pairs of places in `rows` worth comparing, the lower first, each once.

    With `fresh`, only pairs of which one at least is among these places.
    """
    wanted = np.arange(len(rows)) if fresh is None else np.array(sorted(fresh), dtype=np.int64)
    if len(rows) < 2 or not len(wanted):
        return
    days = np.array([ordinal(one.date) or 0 for one in rows.sightings], dtype=np.float32)
    codes = [_again(rows, days, wanted)]
    for by_body, crowd in ((True, KEY_CROWD_BODY), (False, KEY_CROWD_ALL)):
        codes += _products(_matrix(rows, by_body, crowd, None if fresh is None else wanted), wanted, days)
    for code in np.unique(np.concatenate(codes)):
        low, high = divmod(int(code), len(rows))
        yield low, high


def _matrix(rows: Rows, by_body: bool, crowd: int, fresh: Places | None) -> sparse.csr_matrix:
    """Sightings by keys (words and pairs of words); a value is the square root of the bits that the key is worth.

    With `fresh`, only the keys that these sightings have.
    """
    wanted = None if fresh is None else {key for at in fresh for key in _parts(rows.texts[at])}
    keys: list[int] = []
    counts: list[int] = []
    for text, family in zip(rows.texts, rows.families, strict=True):
        parts = set(_parts(text)) if wanted is None else wanted.intersection(_parts(text))
        keys += [hash((family, part)) for part in parts] if by_body else map(hash, parts)
        counts.append(len(parts))
    if not keys:
        return sparse.csr_matrix((len(rows), 1), dtype=np.float32)
    _, column, holding = np.unique(np.array(keys, dtype=np.int64), return_inverse=True, return_counts=True)
    row = np.repeat(np.arange(len(rows)), counts)
    kept = (holding[column] > 1) & (holding[column] <= crowd)
    values = np.sqrt(np.log2(len(rows) / holding[column[kept]] + 1)).astype(np.float32)
    return sparse.csr_matrix((values, (row[kept], column[kept])), shape=(len(rows), len(holding)))


def _parts(text: Text) -> Iterator[object]:
    return chain(text, pairwise(text))


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


def _again(rows: Rows, days: NDArray[np.float32], wanted: Places) -> Places:
    """Each sighting with the last ones of its body that have the very same words, as codes."""
    asked = np.zeros(len(rows), dtype=bool)
    asked[wanted] = True
    said: defaultdict[tuple[str, Text], list[int]] = defaultdict(list)
    found = []
    for at in np.argsort(days, kind="stable").tolist():
        if text := rows.texts[at]:
            before = said[rows.families[at], text]
            found += [_code(at, other, len(rows)) for other in before[-AGAIN:] if asked[at] or asked[other]]
            before.append(at)
    return np.array(found, dtype=np.int64)


def _codes(row: int, others: Places, size: int) -> Places:
    return np.minimum(row, others) * size + np.maximum(row, others)


def _code(one: int, other: int, size: int) -> int:
    return min(one, other) * size + max(one, other)
