"""Tables: joined over page breaks, their heads found, title rows and continued cells told from rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.model import Block, Box, Cell
from pipeline.structure import columns
from pipeline.structure.items import Item, ends_sentence, read, starts_lower
from pipeline.text import collapse, fold

_LEADER = re.compile(r"(?:\.\s?){4,}")


@dataclass(slots=True)
class Row:
    """A row; paragraphs and list items inside a cell are lines."""

    cells: list[str]
    page: int | None = None
    box: Box | None = None
    bold: float = 0.0
    full: bool = False  # one cell spans the whole width
    merged: list[int] = field(default_factory=list)  # columns whose text stands in a merged cell further up

    @property
    def filled(self) -> list[int]:
        """The columns whose cell holds something."""
        return [i for i, cell in enumerate(self.cells) if cell]


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


def tidy(items: list[Item]) -> list[Item]:
    """`items` with each table block as the tables, headings and paragraphs a reader sees in it."""
    out: list[Item] = []
    for item in items:
        if item.kind != "table":
            out.append(item)
            continue
        rows, heads = _rows(item.block)
        before = out[-1] if out else None
        if before and before.grid and (joined := _goes_on(before.grid, rows, heads)) is not None:
            _append(before.grid, joined)
            before.end_page = item.page
        elif rows:
            out.append(replace(item, grid=_grid(rows, heads)))
    return [piece for item in out for piece in (_pieces(item) if item.grid else [item])]


# ------------------------------------------------------------------------------------ from a block


def _rows(block: Block) -> tuple[list[Row], int]:
    """The rows of a table block without its empty rows and columns, and how many of them the format calls its head."""
    width = max(map(len, block.rows), default=0)
    rows, heads = [], 0
    above: dict[int, tuple[Cell, int]] = {}  # column -> merged cell that reaches down, rows left
    for index, cells in enumerate(block.rows):
        row = _row(cells, width, above, block)
        if row.filled:
            rows.append(row)
            heads += index < block.header_rows
    used = [i for i in range(width) if any(row.cells[i] for row in rows)]
    for row in rows:
        row.cells = [row.cells[i] for i in used]
        row.merged = [used.index(i) for i in row.merged if i in used]
        row.full = row.full or (len(used) > 1 and row.full)
    return rows, heads


def _row(cells: list[Cell | None], width: int, above: dict[int, tuple[Cell, int]], block: Block) -> Row:
    present = [cell for cell in cells if cell is not None]
    row = Row(
        [_lines(cell.text) if cell else "" for cell in cells] + [""] * (width - len(cells)),
        page=next((cell.page for cell in present if cell.page), block.page),
        box=_around([cell.box for cell in present if cell.box]),
        bold=_bold(present),
        full=width > 1 and any(cell.colspan >= width and cell.text.strip() for cell in present),
    )
    for column, (cell, left) in list(above.items()):
        if left and column < len(cells) and cells[column] is None:
            row.cells[column] = _lines(cell.text)
            row.merged.append(column)
            above[column] = (cell, left - 1)
        else:
            del above[column]
    for column, own in enumerate(cells):
        if own is not None and own.rowspan > 1 and own.text.strip():
            above[column] = (own, own.rowspan - 1)
    return row


def _bold(cells: list[Cell]) -> float:
    filled = [cell for cell in cells if cell.text.strip()]
    return min((cell.bold for cell in filled), default=0.0)


def _lines(text: str) -> str:
    return "\n".join(filter(None, (collapse(line) for line in text.splitlines())))


def _around(boxes: list[Box]) -> Box | None:
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


# ----------------------------------------------------------------------------------------- the head


def _grid(rows: list[Row], stated: int) -> Grid:
    width = len(rows[0].cells)
    lead = 0
    while lead < len(rows) and lead < 3 and _is_title(rows, lead):
        lead += 1
    heads = max(stated - lead, 0) if lead < stated else 0
    if not heads and lead < len(rows) and is_head(rows[lead], rows[lead + 1 :]):
        heads = 1
    names = [""] * width
    for row in rows[lead : lead + heads]:
        names = [
            collapse(f"{name} {cell}") if cell != name else name for name, cell in zip(names, row.cells, strict=True)
        ]
    return Grid(names, rows[:lead] + rows[lead + heads :])


def is_head(row: Row, below: list[Row]) -> bool:
    """Whether `row` names the columns: short cells, and either known heads or bold above rows that are not."""
    cells = [row.cells[i] for i in row.filled]
    if (
        len(cells) < 2
        or not below
        or any(len(c.split()) > 12 or (ends_sentence(c) and len(c.split()) > 4) for c in cells)
    ):
        return False
    known = sum(bool(columns.by_head(cell)) for cell in cells)
    if known >= max(2, len(cells) / 2) and all(len(c.split()) <= 9 for c in cells):
        return True
    plain = [r for r in below if r.filled]
    return row.bold > 0.8 and sum(r.bold < 0.5 for r in plain) >= 0.6 * len(plain)


# ------------------------------------------------------------------------------------ over the page


def _goes_on(grid: Grid, rows: list[Row], heads: int) -> list[Row] | None:
    """The rows by which a table goes on after a break, without its repeated head; None when it is another table."""
    if not rows or len(rows[0].cells) != grid.width or grid.width < 2:
        return None
    if same_heads(rows[0].cells, grid.columns):
        return rows[max(1, heads) :]
    if _title_among_heads(rows[0], grid.columns):
        return rows
    if heads or is_head(rows[0], rows[1:]) or (rows[0].bold > 0.8 and len(rows[0].filled) > 1):
        return None
    return rows


def same_heads(cells: list[str], heads: list[str]) -> bool:
    """Whether a row repeats the heads of the table."""
    return any(heads) and [fold(c) for c in cells] == [fold(h) for h in heads]


def _append(grid: Grid, rows: list[Row]) -> None:
    """Add `rows` to the table; cells of the first that go on mid-sentence join the row above."""
    if rows and grid.rows and not _is_title(rows, 0):
        above, first = grid.rows[-1], rows[0]
        running = [i for i in first.filled if _runs_on(_last_in_column(grid, i), first.cells[i])]
        rest = [i for i in first.filled if i not in running]
        if running:
            starts_row = any(len(first.cells[i].split()) > 1 and not _may_run_on(above.cells[i]) for i in rest)
            for i in running if starts_row else first.filled:
                target = above if above.cells[i] or not starts_row else _holder(grid, i) or above
                target.cells[i] = collapse_lines(target.cells[i], first.cells[i])
                first.cells[i] = ""
    grid.rows.extend(row for row in rows if row.filled)


def _holder(grid: Grid, column: int) -> Row | None:
    return next((row for row in reversed(grid.rows) if row.cells[column]), None)


def _last_in_column(grid: Grid, column: int) -> str:
    holder = _holder(grid, column)
    return holder.cells[column] if holder else ""


def _runs_on(above: str, below: str) -> bool:
    return bool(above) and _may_run_on(above) and starts_lower(below)


def _may_run_on(text: str) -> bool:
    return bool(text) and not ends_sentence(text) and not text.endswith((":", ";"))


def collapse_lines(above: str, below: str) -> str:
    """Two halves of a cell as one: the last paragraph of the one goes on in the first of the other."""
    if not above:
        return below
    if not starts_lower(below) and not _may_run_on(above):
        return f"{above}\n{below}"
    return f"{above} {below}"


# -------------------------------------------------------------------------------------- what it is


def _pieces(item: Item) -> list[Item]:
    """What a reader sees in a table: tables under their titles, or paragraphs where it only lays out the page."""
    grid = item.grid
    assert grid is not None
    if grid.width == 1:
        return [_text(item, line, row) for row in grid.rows for line in row.cells[0].splitlines()]
    if _is_contents(grid):
        return [replace(_text(item, " ".join(row.cells), row), contents=True) for row in grid.rows]
    if _is_panes(grid):
        return [piece for row in grid.rows for i in row.filled for piece in _pane(item, row, i)]
    return _under_titles(item, grid)


def _text(item: Item, text: str, row: Row, bold: float | None = None) -> Item:
    block = Block(text=text, page=row.page, box=row.box, bold=row.bold if bold is None else bold, size=item.block.size)
    return read(block)


def _title(item: Item, text: str, row: Row) -> Item:
    block = Block(text=collapse(text), page=row.page, box=row.box, bold=1.0, style="table title", size=item.block.size)
    return Item(block.text, block, page=row.page, end_page=row.page, box=row.box)


def _is_contents(grid: Grid) -> bool:
    """Whether it is a list of contents: titles or leaders, and page numbers at the right."""
    numbered = [row.cells[-1].isdigit() or bool(_LEADER.search(" ".join(row.cells))) for row in grid.rows]
    return (
        not any(grid.columns)
        and len(numbered) > 2
        and all(numbered)
        and any(_LEADER.search(c) for r in grid.rows for c in r.cells)
    )


def _is_panes(grid: Grid) -> bool:
    """Whether its cells are panes, each a title line and a list under it, as in an analysis of strengths and threats."""
    cells = [cell for row in grid.rows for cell in row.cells if cell]
    if any(grid.columns) or grid.width > 3 or len(cells) < 2:
        return False
    titled = [
        len(lines := cell.splitlines()) > 2 and len(lines[0].split()) <= 6 and not ends_sentence(lines[0])
        for cell in cells
    ]
    return all(titled)


def _pane(item: Item, row: Row, column: int) -> list[Item]:
    first, *rest = row.cells[column].splitlines()
    pieces = [_text(item, line, row, 0.0) for line in rest]
    for piece in pieces:
        piece.bullet = not piece.number
    return [_title(item, first, row), *pieces]


def _under_titles(item: Item, grid: Grid) -> list[Item]:
    """The table cut at its title rows and repeated heads, each title as a heading before its rows."""
    out: list[Item] = []
    heads, current = list(grid.columns), Grid(list(grid.columns), [])

    def close() -> None:
        if current.rows:
            finished = Grid(current.columns, _finish(current.rows))
            first = finished.rows[0]
            out.append(replace(item, grid=finished, page=first.page, box=first.box))

    for index, row in enumerate(grid.rows):
        if same_heads(row.cells, heads):
            continue
        if title := _title_among_heads(row, heads):
            close()
            heads = list(row.cells)
            current = Grid(heads, [])
            out.append(_title(item, title, row))
        elif _is_title(grid.rows, index):
            close()
            current = Grid(heads, [])
            out.append(_title(item, row.cells[row.filled[0]], row))
        else:
            current.rows.append(row)
    close()
    return out


def _title_among_heads(row: Row, heads: list[str]) -> str:
    """The cell of a repeated head that differs and titles the rows below: 'Completed actions' where 'Action' stood."""
    if not any(heads):
        return ""
    different = [i for i, (cell, head) in enumerate(zip(row.cells, heads, strict=True)) if fold(cell) != fold(head)]
    if len(different) == 1 and len(heads) > 2 and len(row.cells[different[0]].split()) in range(1, 7):
        return row.cells[different[0]]
    return ""


def _is_title(rows: list[Row], index: int) -> bool:
    """Whether a row is a title over those that follow: one short cell, alone in its row or as wide as the table."""
    row = rows[index]
    width = len(row.cells)
    if width < 2 or (row.filled != [0] and not (row.full and len(set(filter(None, row.cells))) == 1)):
        return False
    text = row.cells[row.filled[0]]
    if (
        len(text.split()) > 16
        or "\n" in text
        or ends_sentence(text)
        or starts_lower(text)
        or (text.endswith((":", ",")) and not row.full)
    ):
        return False
    following = next((r for r in rows[index + 1 :] if r.filled != [0]), None)
    if following is None or index + 1 == len(rows):
        return False
    return row.full or (width > 2 and bool(rows[index + 1].cells[0]))


# -------------------------------------------------------------------------------------- its rows


def _finish(rows: list[Row]) -> list[Row]:
    """Rows as a reader takes them: lone lines joined to the row they continue, rows that hold several cut apart."""
    joined: list[Row] = []
    for row in rows:
        if joined and len(row.filled) == 1 and _runs_on(joined[-1].cells[row.filled[0]], row.cells[row.filled[0]]):
            joined[-1].cells[row.filled[0]] += " " + row.cells[row.filled[0]]
        else:
            joined.append(row)
    return [piece for row in joined for piece in _abreast(row)]


def _abreast(row: Row) -> list[Row]:
    """The rows inside a row: where several cells have the same number of paragraphs, these belong together in pairs."""
    split = [cell.splitlines() for cell in row.cells]
    counts = {len(lines) for lines in split if len(lines) > 1}
    several = [i for i, lines in enumerate(split) if len(lines) > 1]
    if (
        len(counts) != 1
        or len(several) < 2
        or any(starts_lower(line) for i in several for line in split[i][1:] if len(line.split()) < 3)
    ):
        return [row]
    (count,) = counts
    return [
        replace(
            row,
            cells=[
                (lines[n] if i in several else lines[0] if n == 0 and lines else "") for i, lines in enumerate(split)
            ],
        )
        for n in range(count)
    ]
