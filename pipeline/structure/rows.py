"""The rows of a table block as a reader takes them: merged cells spread, split rows made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.model import Block, Box, Cell
from pipeline.structure.items import ends_sentence, starts_lower
from pipeline.text import collapse

_NUMBER = re.compile(r"[A-Z]{0,4}\d{1,4}[a-z]?(?:[./]\d{1,4}[a-z]?)*[.)]?")
#: More points than any page is high: what stands on a later page stands lower.
PAGE = 100_000.0


@dataclass(slots=True)
class Row:
    """A row; paragraphs and list items inside a cell are lines."""

    cells: list[str]
    page: int | None = None
    box: Box | None = None
    bold: float = 0.0  # of its least bold cell
    full: bool = False  # one cell spans the whole width
    merged: list[int] = field(default_factory=list)  # columns whose text stands in a merged cell further up
    spans: list[list[int]] = field(default_factory=list)  # the columns each wide cell covers
    tops: dict[int, list[float]] = field(default_factory=dict)  # column -> where its lines stand, later pages lower

    @property
    def filled(self) -> list[int]:
        """The columns whose cell holds something."""
        return [i for i, cell in enumerate(self.cells) if cell]

    def places(self, column: int) -> list[float]:
        """Where each line of a cell stands, in points down the paper; empty when that is not known of all of them."""
        found = self.tops.get(column, [])
        return found if len(found) == len(self.cells[column].splitlines()) else []

    @property
    def own(self) -> list[int]:
        """The columns that hold something of this row alone."""
        return [i for i in self.filled if i not in self.merged]


@dataclass(slots=True)
class Grid:
    """A table on its way: `columns` are its heads, all '' when it has none."""

    columns: list[str]
    rows: list[Row]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    def texts(self) -> list[list[str]]:
        """The cells of its rows."""
        return [row.cells for row in self.rows]

    def lines(self) -> list[list[str]]:
        """The cells of its rows, the heads among them where it has any."""
        return [self.columns, *self.texts()] if any(self.columns) else self.texts()


def read(block: Block) -> tuple[list[Row], int]:
    """The rows of a table block without the empty ones, and how many of them the format calls its head."""
    width = max(map(len, block.rows), default=0)
    rows: list[Row] = []
    heads = 0
    above: dict[int, tuple[Cell, int]] = {}  # column -> merged cell that reaches down, rows left
    for index, cells in enumerate(block.rows):
        row = _row(cells, width, above, block)
        if row.own:
            heads += index < block.header_rows
            if rows and _is_rest(rows[-1], row):
                _give(rows[-1], row)
            else:
                rows.append(row)
    _join_split_columns(block.rows, rows)
    return rows, heads


def _row(cells: list[Cell | None], width: int, above: dict[int, tuple[Cell, int]], block: Block) -> Row:
    present = [cell for cell in cells if cell is not None]
    row = Row(
        [_lines(cell.text) if cell else "" for cell in cells] + [""] * (width - len(cells)),
        page=next((cell.page for cell in present if cell.page), block.page),
        box=_around([cell.box for cell in present if cell.box]),
        bold=min((cell.bold for cell in present if cell.text.strip()), default=0.0),
        full=width > 1 and any(cell.colspan >= width and cell.text.strip() for cell in present),
    )
    row.spans = [
        list(range(column, min(column + cell.colspan, width)))
        for column, cell in enumerate(cells)
        if cell and 1 < cell.colspan < width
    ]
    row.tops = {
        column: [(row.page or 0) * PAGE + top for top in cell.tops]
        for column, cell in enumerate(cells)
        if cell and cell.tops
    }
    for column, (cell, left) in list(above.items()):
        if left and column < len(cells) and cells[column] is None:
            row.cells[column] = _lines(cell.text)
            row.merged.append(column)
            above[column] = (cell, left - 1)
        else:
            del above[column]
    for column, own in enumerate(cells):
        if own is not None and own.rowspan > 1:
            above[column] = (own, own.rowspan - 1)
    return row


def _lines(text: str) -> str:
    return "\n".join(filter(None, (collapse(line) for line in text.splitlines())))


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _is_rest(above: Row, row: Row) -> bool:
    """Whether a row is the rest of the one above: every cell but one is merged with it."""
    return len(row.cells) > 2 and len(row.own) == 1 and len(row.merged) == len(row.cells) - 1


def _give(above: Row, row: Row) -> None:
    (column,) = row.own
    take(above, row, column, joined(above.cells[column], row.cells[column]))


def take(above: Row, row: Row, column: int, whole: str) -> None:
    """Let the cell of `above` be `whole`: what it held and what that of `row` below it did."""
    count = len(above.cells[column].splitlines())
    added = row.places(column)[-(len(whole.splitlines()) - count) :] if len(whole.splitlines()) > count else []
    above.tops[column] = [*above.places(column), *added]
    above.cells[column] = whole


def joined(above: str, below: str) -> str:
    """Two halves of a cell as one: a small letter goes on in the last paragraph, a capital begins another."""
    if not above or not below:
        return above or below
    return f"{above} {below}" if starts_lower(below) else f"{above}\n{below}"


def _join_split_columns(cells: list[list[Cell | None]], rows: list[Row]) -> None:
    """Join the columns under one head that spans them when no row fills more than one of them."""
    if not cells or not rows:
        return
    for column, head in enumerate(cells[0]):
        if head is None or not 1 < head.colspan < len(rows[0].cells) or not head.text.strip():
            continue
        span = range(column, min(column + head.colspan, len(rows[0].cells)))
        if all(sum(bool(row.cells[i]) for i in span) <= 1 for row in rows):
            for row in rows:
                row.cells[column] = next((row.cells[i] for i in span if row.cells[i]), "")
                for i in list(span)[1:]:
                    row.cells[i] = ""


def narrowed(grid: Grid) -> None:
    """Drop the columns of `grid` that hold nothing."""
    used = [i for i in range(grid.width) if grid.columns[i] or any(row.cells[i] for row in grid.rows)]
    if len(used) == grid.width:
        return
    grid.columns = [grid.columns[i] for i in used]
    for row in grid.rows:
        row.cells = [row.cells[i] for i in used]
        row.merged = [used.index(i) for i in row.merged if i in used]
        row.spans = [[used.index(i) for i in span if i in used] for span in row.spans if span[0] in used]
        row.tops = {used.index(i): tops for i, tops in row.tops.items() if i in used}


def is_title(rows: list[Row], index: int) -> bool:
    """Whether a row is a title over those that follow: one short cell, alone in its row or as wide as the table."""
    row = rows[index]
    if len(row.cells) < 2 or index + 1 == len(rows):
        return False
    behind_number = row.filled == [1] and len(row.cells) > 3 and bool(_NUMBER.fullmatch(rows[index + 1].cells[0]))
    if row.filled != [0] and not behind_number and not (row.full and len({row.cells[i] for i in row.filled}) == 1):
        return False
    text = row.cells[row.filled[0]]
    if len(text.split()) > 16 or "\n" in text or ends_sentence(text) or starts_lower(text) or text.endswith(","):
        return False
    if text.endswith(":") and not row.full:
        return False
    if all(other.filled == [0] for other in rows[index + 1 :]):
        return False
    return row.full or (len(row.cells) > 2 and bool(rows[index + 1].cells[0]))
