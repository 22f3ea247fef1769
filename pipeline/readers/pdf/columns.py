"""Pages whose text runs in columns, one after the other, as in a newsletter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.shapes import Segment

#: A column has at least so many lines, most of them this share of its width where their levels tell nothing.
_LINES, _FULL = 6, 0.6
#: And at least so many where the page before has it as well.
_FEW = 2
#: It is so many sizes wide, and its lines are mostly no further apart.
_WIDTH, _PITCH = 12.0, 2.3
#: White between two columns, in sizes.
_WHITE = 0.8
#: Lines within this, in sizes, are on one level; columns of running text share fewer of their levels than tables do.
_LEVEL, _SHARED = 0.25, 0.6
#: A line this many times as far from the one above as lines mostly are begins another piece of text.
_APART = 1.35
#: Pieces that have more lines than this on average are no cells.
_CELL = 10
#: The foot of a page is at least so far below the text, in sizes.
_FOOT = 2.5
#: Columns within columns are looked for this deep.
_DEEPEST = 3

#: Whether what stands left and right of a place are columns.
Test = Callable[[list[Segment], list[Segment], float], bool]


def regions(segments: list[Segment], before: Sequence[float] = ()) -> tuple[list[list[Segment]], list[float]]:
    """The segments of a page as regions that are read one after the other, mostly one, and where columns begin.

    `before` says where columns began on the page before: there a few lines will do, for the last page is not full.
    """
    cuts: list[float] = []
    return _parted(segments, before, cuts, 0), cuts


def _parted(segments: list[Segment], before: Sequence[float], cuts: list[float], depth: int) -> list[list[Segment]]:
    if len(segments) < 2 * _FEW or depth == _DEEPEST:
        return [segments] if segments else []
    ordered = sorted(segments, key=_base)
    for test, places in ((_are_columns, _cuts(ordered)), (_go_on, before)):
        for cut in places:
            if split := _split(ordered, cut, test):
                cuts.append(cut)
                return [region for part in split for region in _parted(part, before, cuts, depth + 1)]
    return [segments]


def _cuts(ordered: list[Segment]) -> list[float]:
    """Where many lines begin in the middle of the page, those first that most of the page stands left and right of."""
    if len(ordered) < 2 * _LINES:
        return []
    left = min(s[0].x0 for s in ordered)
    width = max(s[-1].x1 for s in ordered) - left
    starts: dict[int, int] = {}
    for segment in ordered:
        x = segment[0].x0
        if left + 0.2 * width < x < left + 0.8 * width:
            starts[round(x)] = starts.get(round(x), 0) + 1
    often = [x for x in starts if sum(starts.get(x + d, 0) for d in (-1, 0, 1)) >= _LINES]

    def worth(x: int) -> tuple[int, int]:
        begin, end = _stretch(ordered, x)
        return end - begin, starts[x]

    return [float(x) for x in sorted(often, key=worth, reverse=True)]


def _split(ordered: list[Segment], cut: float, test: Test) -> list[list[Segment]]:
    """Above, left, right and below of the longest stretch of the page that nothing crosses at `cut`; or nothing."""
    begin, end = _stretch(ordered, cut)
    end = _without_foot(ordered, begin, end)
    left = [s for s in ordered[begin:end] if s[0].x0 < cut - 2]
    right = [s for s in ordered[begin:end] if s[0].x0 >= cut - 2]
    if not (left and right and test(_abreast(left)[-1], _abreast(right)[0], cut)):
        return []
    return [ordered[:begin], left, right, ordered[end:]]


def _stretch(ordered: list[Segment], cut: float) -> tuple[int, int]:
    """From which segment to which, from the top, most of them stand left or right of `cut` and none across it."""
    best = (0, 0)
    begin = 0
    for i, segment in enumerate(ordered):
        if segment[0].x0 < cut - 2 and segment[-1].x1 > cut - _WHITE * segment[0].size:
            begin = i + 1
        elif i + 1 - begin > best[1] - best[0]:
            best = (begin, i + 1)
    return best


def _without_foot(ordered: list[Segment], begin: int, end: int) -> int:
    """Where a stretch ends when what stands on its last level, far below the rest, is the foot of the page."""
    if begin == end:
        return end
    last = ordered[end - 1]
    slack = _LEVEL * last[0].size
    above = next((i for i in range(end - 1, begin, -1) if _base(last) - _base(ordered[i - 1]) > slack), begin)
    return above if above > begin and _base(last) - _base(ordered[above - 1]) > _FOOT * last[0].size else end


def _abreast(segments: list[Segment]) -> list[list[Segment]]:
    """The segments parted by the white that runs down between them, from left to right; each from the top."""
    parts: list[list[Segment]] = []
    end = 0.0
    for segment in sorted(segments, key=lambda s: s[0].x0):
        if parts and segment[0].x0 < end + _WHITE * segment[0].size:
            parts[-1].append(segment)
            end = max(end, segment[-1].x1)
        else:
            parts.append([segment])
            end = segment[-1].x1
    return [sorted(part, key=_base) for part in parts]


def _are_columns(left: list[Segment], right: list[Segment], _: float) -> bool:
    """Whether running text stands side by side, so that the one is to be read before the other."""
    enough = min(len(left), len(right)) >= _LINES
    return enough and _side_by_side(left, right) and _run_down(left, right)


def _go_on(left: list[Segment], right: list[Segment], cut: float) -> bool:
    """Whether the columns of the page before go on: the right one begins where it did, and perhaps soon ends."""
    there = sum(abs(s[0].x0 - cut) < 2 for s in right)
    return min(len(left), len(right)) >= _FEW and there > _SHARED * len(right) and _run_down(left, right)


def _run_down(left: list[Segment], right: list[Segment]) -> bool:
    """Whether both sides are running text, of which neither goes by the lines of the other."""
    if not (_is_block(left) and _is_block(right)) or _in_rows(left, right):
        return False
    return _level(left, right) < _SHARED or (_is_full(left) and _is_full(right))


def _is_block(segments: list[Segment]) -> bool:
    size = median(s[0].size for s in segments)
    pitch = median(_base(b) - _base(a) for a, b in pairwise(segments))
    return _width(segments) > _WIDTH * size and pitch < _PITCH * size


def _is_full(segments: list[Segment]) -> bool:
    return median(s[-1].x1 - s[0].x0 for s in segments) > _FULL * _width(segments)


def _width(segments: list[Segment]) -> float:
    return max(s[-1].x1 for s in segments) - min(s[0].x0 for s in segments)


def _side_by_side(left: list[Segment], right: list[Segment]) -> bool:
    top = max(_base(left[0]), _base(right[0]))
    bottom = min(_base(left[-1]), _base(right[-1]))
    height = min(_base(left[-1]) - _base(left[0]), _base(right[-1]) - _base(right[0]))
    return bottom - top > 0.6 * height


def _in_rows(left: list[Segment], right: list[Segment]) -> bool:
    """Whether the pieces of text on both sides mostly begin on one level, as the cells of a table do."""
    fewer, more = sorted((_openings(left), _openings(right)), key=len)
    often = len(fewer) > 1 and _CELL * len(fewer) > min(len(left), len(right))
    return often and _level(fewer, more) > _SHARED


def _openings(segments: list[Segment]) -> list[Segment]:
    """The segments with more white above than there is between lines; not the first."""
    pitches = [_base(b) - _base(a) for a, b in pairwise(segments)]
    usual = median(pitches)
    return [s for s, pitch in zip(segments[1:], pitches, strict=True) if pitch > _APART * usual]


def _level(one: list[Segment], other: list[Segment]) -> float:
    """The share of lines of the shorter side that stand on a level with one of the other side."""
    fewer, more = sorted((one, other), key=len)
    slack = _LEVEL * median(s[0].size for s in fewer)
    return sum(any(abs(_base(a) - _base(b)) < slack for b in more) for a in fewer) / len(fewer)


def _base(segment: Segment) -> float:
    return segment[0].base
