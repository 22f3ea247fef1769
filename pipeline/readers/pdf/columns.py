"""Pages whose text runs in columns, one after the other, as in a newsletter."""

from __future__ import annotations

from statistics import median

from pipeline.readers.pdf.shapes import Segment

#: A column has at least so many lines, most of them this share of its width.
_LINES, _FULL = 6, 0.6
#: White between two columns, in sizes.
_WHITE = 0.8
#: Columns within columns are looked for this deep.
_DEEPEST = 3


def regions(segments: list[Segment], depth: int = 0) -> list[list[Segment]]:
    """The segments of a page as regions that are read one after the other; mostly there is one."""
    if len(segments) < 2 * _LINES or depth == _DEEPEST:
        return [segments] if segments else []
    for cut in _cuts(segments):
        if split := _split(segments, cut):
            return [region for part in split for region in regions(part, depth + 1)]
    return [segments]


def _cuts(segments: list[Segment]) -> list[float]:
    """Where many lines begin in the middle of the page, those with most lines first."""
    left = min(s[0].x0 for s in segments)
    width = max(s[-1].x1 for s in segments) - left
    starts: dict[int, int] = {}
    for segment in segments:
        x = segment[0].x0
        if left + 0.2 * width < x < left + 0.8 * width:
            starts[round(x)] = starts.get(round(x), 0) + 1
    often = [x for x in starts if sum(starts.get(x + d, 0) for d in (-1, 0, 1)) >= _LINES]
    return sorted((float(x) for x in often), key=lambda x: -starts[round(x)])


def _split(segments: list[Segment], cut: float) -> list[list[Segment]]:
    """Above, left, right and below of the longest stretch of the page that nothing crosses at `cut`; or nothing."""
    best: list[Segment] = []
    run: list[Segment] = []
    ordered = sorted(segments, key=lambda s: s[0].base)
    for segment in ordered:
        if segment[0].x0 < cut - 2 and segment[-1].x1 > cut - _WHITE * segment[0].size:
            run = []
        else:
            run.append(segment)
            if len(run) > len(best):
                best = list(run)
    left = [s for s in best if s[0].x0 < cut - 2]
    right = [s for s in best if s[0].x0 >= cut - 2]
    if not (_is_column(left) and _is_column(right) and _side_by_side(left, right)):
        return []
    first, last = best[0][0].base, best[-1][0].base
    above = [s for s in ordered if s[0].base < first]
    below = [s for s in ordered if s[0].base > last]
    return [above, left, right, below]


def _is_column(segments: list[Segment]) -> bool:
    if len(segments) < _LINES:
        return False
    widths = [s[-1].x1 - s[0].x0 for s in segments]
    width = max(s[-1].x1 for s in segments) - min(s[0].x0 for s in segments)
    size = median(s[0].size for s in segments)
    return median(widths) > _FULL * width and width > 12 * size


def _side_by_side(left: list[Segment], right: list[Segment]) -> bool:
    top = max(left[0][0].base, right[0][0].base)
    bottom = min(left[-1][0].base, right[-1][0].base)
    height = min(left[-1][0].base - left[0][0].base, right[-1][0].base - right[0][0].base)
    return bottom - top > 0.6 * height
