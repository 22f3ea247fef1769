"""The words of a page in reading order: columns, lines, tables without rulings, and what stands at the right edge."""

from __future__ import annotations

from pipeline.readers.pdf import lines
from pipeline.readers.pdf.shapes import Grid, Line, Word

#: What stands alone at the right edge is at most so long.
_ASIDE_LETTERS, _ASIDE_WORDS = 40, 6


def ordered(words: list[Word], grids: list[Grid]) -> list[Line | Grid]:
    """Lines and tables of one page in reading order."""
    items: list[Line | Grid] = []
    rows = lines.rows(lines.segments(words))
    left, right = text_area([lines.line(row) for row in rows])
    for row in rows:
        aside = row[-1] if _is_aside(row, left, right) else None
        body = row[:-1] if aside else row
        if body:
            items.append(lines.line(body))
        if aside:
            apart = lines.line([aside])
            apart.aside = True
            items.append(apart)
    for grid in grids:
        place = next((i for i, item in enumerate(items) if item.box[1] >= grid.box[1] - 1), len(items))
        items.insert(place, grid)
    return items


def text_area(found: list[Line]) -> tuple[float, float]:
    """Where most lines of a page begin and where the longest end, in points."""
    if not found:
        return 0.0, 0.0
    starts = sorted(line.box[0] for line in found)
    ends = sorted(line.box[2] for line in found)
    left = next(
        (x for i, x in enumerate(starts) if sum(abs(y - x) < 3 for y in starts) >= 0.1 * len(starts)), starts[0]
    )
    right = next((x for x in reversed(ends) if sum(abs(y - x) < 12 for y in ends) >= 0.05 * len(ends)), ends[-1])
    return left, right


def _is_aside(row: list[list[Word]], left: float, right: float) -> bool:
    part = row[-1]
    x0, x1, size = part[0].x0, part[-1].x1, part[0].size
    text = lines.text(part)
    if len(text) > _ASIDE_LETTERS or len(part) > _ASIDE_WORDS:
        return False
    if x1 < right - 1.5 * size or x0 < left + 0.6 * (right - left):
        return False
    return len(row) == 1 or x0 - row[-2][-1].x1 > 1.2 * size
