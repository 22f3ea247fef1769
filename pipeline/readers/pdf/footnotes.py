"""Notes in small type at the foot of a page, and the raised numbers that point to them."""

from __future__ import annotations

import re

from pipeline.model import Block

#: A note's letters are at most this share of the usual size.
_SMALL = 0.93

_BEGINS = re.compile(r"(\d{1,3}|[*†‡§])[.)]?\s+")
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(f"[{_RAISED_DIGITS}]+")
_PLAIN = str.maketrans(_RAISED_DIGITS, "0123456789")


def mark(blocks: list[Block], usual: float) -> None:
    """Make footnotes of the small paragraphs at the end of a page that begin with a number.

    `usual` is the size of most text, in points. The number becomes the note's marker; the raised numbers that point
    to the notes of the page leave its text.
    """
    notes = _notes([b for b in blocks if b.kind != "furniture"], usual)
    if not notes:
        return
    numbers = set()
    for block in notes:
        block.kind = "footnote"
        if not block.marker and (found := _BEGINS.match(block.text)):
            block.marker, block.text = found.group(1), block.text[found.end() :]
        numbers.add(block.marker)
    for block in blocks:
        if block.kind == "text":
            block.text = _RAISED.sub(lambda m: "" if m.group().translate(_PLAIN) in numbers else m.group(), block.text)


def _notes(blocks: list[Block], usual: float) -> list[Block]:
    """The paragraphs at the end that are small, from the first of them that begins with a number."""
    small: list[Block] = []
    for block in reversed(blocks):
        if block.kind != "text" or block.size is None or block.size > _SMALL * usual or block.align == "right":
            break
        small.insert(0, block)
    while small and not (small[0].marker.isdigit() or _BEGINS.match(small[0].text)):
        small.pop(0)
    return small if len(small) < len(blocks) else []
