"""Pages to blocks: paragraphs, footnotes, levels of lists, broken words mended."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import groupby

from pipeline.model import Block, Box, Cell
from pipeline.readers.pdf import broken, flow, footnotes, paragraphs
from pipeline.readers.pdf.cells import rounded
from pipeline.readers.pdf.shapes import Grid, Line, Page

#: Indents this close, in points, are one level of a list.
_LEVEL = 6.0
#: Text at odd angles in letters this big is stamped over the page: 'DRAFT'.
_STAMP = 24.0

_WORD = re.compile(r"[^\W\d_]+")


def made(pages: list[Page]) -> list[Block]:
    """The blocks of `pages`, in reading order."""
    body = [item for page in pages for item in page.items if isinstance(item, Line) and not item.furniture]
    sizes: Counter[float] = Counter()
    for line in body:
        sizes[round(line.size, 1)] += len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    margin = flow.margin([line.box[0] for line in body if not line.aside])
    found = []
    for page in pages:
        blocks = _of_page(page, margin)
        footnotes.mark(blocks, usual)
        for block in blocks:
            block.page = page.number
            if page.turned_by:
                _turn_back(block, page)
        found += blocks
    _set_levels(found)
    _mend(found)
    return found


def _of_page(page: Page, margin: float) -> list[Block]:
    found: list[Block] = []
    areas = _areas(page, margin)
    foot: float | None = None  # where the table or furniture above ends
    for column, run in groupby(page.items, key=_column):
        if column is None:
            for item in run:
                found.append(_as_it_is(item))
                foot = item.box[3]
        else:
            found += _text([item for item in run if isinstance(item, Line)], areas[column], foot)
            foot = None
    return found + [_turned(line) for line in page.turned]


def _column(item: Line | Grid) -> int | None:
    """The column of a line of text; None of what is no text."""
    return item.column if isinstance(item, Line) and not item.furniture else None


def _areas(page: Page, margin: float) -> dict[int, tuple[float, float]]:
    """Where the text of each column of a page begins and ends."""
    by_column: dict[int, list[Line]] = defaultdict(list)
    for item in page.items:
        if isinstance(item, Line) and not item.furniture:
            by_column[item.column].append(item)
    areas = {}
    for column, lines in by_column.items():
        narrow = bool(page.columns) or column < 0
        left, right = flow.text_area([x for x in lines if not x.aside] or lines, None if narrow else page.width)
        areas[column] = (left if narrow or not margin else min(left, margin), right)
    return areas


def _text(lines: list[Line], area: tuple[float, float], foot: float | None) -> list[Block]:
    left, right = area
    found: list[Block] = []
    for paragraph in paragraphs.paragraphs(lines, right):
        block = paragraphs.block(paragraph, left, right)
        if not found and foot is not None:
            block.gap = round(max(0.0, lines[0].box[1] - foot), 1)
        found.append(block)
        found += paragraphs.asides(paragraph.asides, left)
    return found


def _as_it_is(item: Line | Grid) -> Block:
    if isinstance(item, Grid):
        return Block("furniture" if item.furniture else "table", box=rounded(item.box), rows=item.rows)
    return Block("furniture", item.text, box=rounded(item.box), size=round(item.size, 1))


def _turned(line: Line) -> Block:
    stamp = line.size > _STAMP
    return Block("furniture" if stamp else "text", line.text, box=rounded(line.box), size=round(line.size, 1))


def _set_levels(blocks: list[Block]) -> None:
    """How deep list items are, told by the indents of those around them."""
    indents: list[float] = []
    for block in blocks:
        if block.kind != "text" or block.align == "right":
            continue
        indent = block.indent or 0.0
        if not block.marker:
            if indents and indent < indents[0] + _LEVEL:
                indents = []
            continue
        while indents and indents[-1] > indent + _LEVEL:
            indents.pop()
        if not indents or indent > indents[-1] + _LEVEL:
            indents.append(indent)
        block.level = len(indents) - 1


def _mend(blocks: list[Block]) -> None:
    cells = [cell for block in blocks for row in block.rows for cell in row if cell is not None]
    holders: list[Block | Cell] = [*blocks, *cells]
    if not any(broken.BREAK in holder.text or broken.SPLIT in holder.text for holder in holders):
        return
    known = {word.casefold() for holder in holders for word in _WORD.findall(holder.text)}
    for holder in holders:
        holder.text = broken.whole(holder.text, known)


def _turn_back(block: Block, page: Page) -> None:
    """Boxes of a page that was turned to be read, on the page as it is shown."""
    if block.box:
        block.box = _turned_back(block.box, page)
    for row in block.rows:
        for cell in row:
            if cell is not None and cell.box:
                cell.box = _turned_back(cell.box, page)


def _turned_back(box: Box, page: Page) -> Box:
    x0, top, x1, bottom = box
    wide, high = page.width, page.height  # as read
    if page.turned_by == 1:
        return top, wide - x1, bottom, wide - x0
    if page.turned_by == 2:
        return wide - x1, high - bottom, wide - x0, high - top
    return high - bottom, x0, high - top, x1
