"""Text in drawn boxes that stand side by side, each to be read by itself."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Box
from pipeline.readers.pdf.grid import around, parted
from pipeline.readers.pdf.shapes import Word

#: A box is at least so wide, in points, and shares this much of its height with the one beside it.
_WIDTH, _ABREAST = 60.0, 0.5
#: Boxes that share a border, or nearly.
_SLACK = 5.0
#: Each has at least so many words.
_WORDS = 3


class Panels(NamedTuple):
    """Boxes side by side: the place of all, and the words of each from left to right."""

    box: Box
    words: list[list[Word]]


def found(boxes: list[Box], words: list[Word]) -> tuple[list[Panels], list[Word]]:
    """The panels among `boxes`, and the words that are in none."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box[0]):
        if box[2] - box[0] < _WIDTH:
            continue
        home = next((row for row in rows if all(_are_abreast(other, box) for other in row)), None)
        if home is None:
            rows.append([box])
        else:
            home.append(box)
    made: list[Panels] = []
    for row in [row for row in rows if len(row) > 1]:
        rest, inside = words, []
        for box in row:
            held, rest = parted(rest, box)
            inside.append(held)
        if all(len(held) >= _WORDS for held in inside):
            made.append(Panels(around(row), inside))
            words = rest
    return made, words


def _are_abreast(left: Box, right: Box) -> bool:
    shared = min(left[3], right[3]) - max(left[1], right[1])
    return left[2] <= right[0] + _SLACK and shared > _ABREAST * min(left[3] - left[1], right[3] - right[1])
