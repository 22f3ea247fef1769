"""Words that have a ruling drawn under them."""

from __future__ import annotations

import numpy as np

from pipeline.readers.pdf.rulings import Ruling
from pipeline.readers.pdf.shapes import Grid, Word

#: How far a ruling may be above and below the line a word stands on, in sizes, and how much of the word it covers.
_ABOVE, _BELOW, _COVERED = 0.05, 0.28, 0.7
#: A longer ruling, in points beyond the word on both sides, parts a page and underlines nothing.
_LONGEST = 400


def mark(words: list[Word], rulings: list[Ruling], grids: list[Grid]) -> None:
    """Set `underlined` on the words that a horizontal ruling, not one of a table's, runs under."""
    level = [r for r in rulings if r.top == r.bottom and 2 < r.x1 - r.x0 < _LONGEST and not _in_table(r, grids)]
    if not level or not words:
        return
    x0, x1, y = (np.array([r[i] for r in level]) for i in (0, 2, 1))
    left, right, base, size = (np.array([getattr(w, k) for w in words])[:, None] for k in ("x0", "x1", "base", "size"))
    near = (y > base - _ABOVE * size) & (y < base + _BELOW * size)
    covered = np.minimum(right, x1) - np.maximum(left, x0) > _COVERED * (right - left)
    for i in np.flatnonzero((near & covered).any(axis=1)).tolist():
        words[i].underlined = True


def _in_table(ruling: Ruling, grids: list[Grid]) -> bool:
    return any(
        grid.box[0] - 2 <= ruling.x0
        and ruling.x1 <= grid.box[2] + 2
        and grid.box[1] - 2 <= ruling.top <= grid.box[3] + 2
        for grid in grids
    )
