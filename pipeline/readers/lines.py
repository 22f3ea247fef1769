"""Lines of plain text: which belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline import vocabulary

_WIDEST = 140  # characters; lines longer than this were not wrapped for reading
_MOSTLY = 0.75
_ENOUGH = 6  # pairs of lines, fewer say nothing about the file
_ENDS = re.compile(r"[.;:!?][\"'’”)\]]*$")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.|\S+@)")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_LONG = 40  # characters; shorter paragraphs may be headings, which end without a full stop


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which `lines` were wrapped by hand or by a program, None when each is a paragraph of its own.

    A line was wrapped when the first word of the next would not have fitted.
    """
    pairs = [(a.rstrip(), b.split(maxsplit=1)[0]) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(pairs) < _ENOUGH:
        return None
    lengths = sorted(len(line) for line in lines if line.strip())
    width = lengths[int(0.98 * (len(lengths) - 1))]
    if not 30 <= width <= _WIDEST:
        return None
    full = sum(len(line) + 1 + len(word) > width for line, word in pairs)
    return width if full >= _MOSTLY * len(pairs) else None


def wrapped(line: str, following: str, width: int | None) -> bool:
    """Whether the next line, `following`, goes on with the paragraph of `line`, both without blank line between."""
    if width and len(line.rstrip()) + 1 + len((following.split(maxsplit=1) or [""])[0]) > width:
        return True
    if _ADDRESS.match(following):
        return False
    return following.lstrip()[:1].islower() and not _ENDS.search(line.rstrip())


def interrupted(before: str, after: str) -> bool:
    """Whether the paragraph `before` goes on in `after` though a blank line, as at a page break, stands between."""
    before = before.rstrip()
    if len(before) < _LONG or _ENDS.search(before):
        return False
    last = _LAST_WORD.search(before)
    return after[:1].islower() or bool(last and last[1] in vocabulary.load("unfinished"))
