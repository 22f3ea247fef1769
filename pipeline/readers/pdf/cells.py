"""The text of a table's cell."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Box, Cell
from pipeline.readers.pdf import broken, lines, paragraphs
from pipeline.readers.pdf.shapes import Word


def cell(box: Box | None, words: list[Word], turned: Sequence[Word] = (), colspan: int = 1, rowspan: int = 1) -> Cell:
    """A cell with `words` in it; its paragraphs and list items are lines of its text."""
    if not words and not turned:
        return Cell("", box=rounded(box), colspan=colspan, rowspan=rowspan)
    found = [lines.line(row) for row in lines.rows(lines.segments(words))]
    right = max((line.box[2] for line in found), default=0.0)
    if box is not None and found:
        right = max(right, box[2] - 0.8 * found[0].size)
    texts, tops = [], []
    for paragraph in paragraphs.paragraphs(found, right):
        text = broken.joined(paragraph.lines)
        marker = paragraph.lines[0].marker
        texts.append(f"{marker} {text}" if marker else text)
        tops.append(round(paragraph.lines[0].box[1], 1))
    if turned:
        texts.append(lines.text_of_turned(turned))
    letters = sum(len(line.text) for line in found)
    bold = sum(len(line.text) * line.bold for line in found)
    return Cell(
        text="\n".join(texts),
        tops=tops,
        box=rounded(box or paragraphs.around(found)),
        bold=round(bold / letters, 2) if letters else float(all(w.bold for w in turned)),
        colspan=colspan,
        rowspan=rowspan,
    )


def rounded(box: Box | None) -> Box | None:
    """A box to a tenth of a point, if there is one."""
    return None if box is None else paragraphs.rounded(box)
