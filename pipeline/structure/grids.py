"""Tables: joined over page breaks, their heads found, title rows and continued cells told from rows."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.structure import columns, layouts
from pipeline.structure.items import RUNS_ON, Item, ends_sentence, starts_lower
from pipeline.structure.labels import people_label
from pipeline.structure.rows import Grid, Row, narrowed, read, take
from pipeline.text import collapse, fold

_NUMBER = re.compile(r"[A-Z]{0,4}\d{1,4}[a-z]?(?:[./]\d{1,4}[a-z]?)*[.)]?")
#: A head stands in the first rows; what is above it is the table's caption.
HEAD_WITHIN = 3


def tidy(items: list[Item]) -> list[Item]:
    """`items` with each table block as the tables, headings and paragraphs a reader sees in it."""
    out: list[Item] = []
    for item in items:
        if item.kind != "table":
            out.append(item)
            continue
        rows, heads = read(item.block)
        before = out[-1] if out else None
        if before and before.grid and (joined := _goes_on(before, item, rows, heads)) is not None:
            _append(before.grid, joined)
            before.end_page = item.page
        elif rows:
            captions, grid = _headed(rows, heads)
            made = layouts.title if captions and _is_caption(rows) else layouts.text
            out += [made(item, " ".join(row.cells[i] for i in row.filled), row) for row in captions]
            out.append(replace(item, grid=grid))
    return [piece for item in out for piece in (_pieces(item) if item.grid else [item])]


def _pieces(item: Item) -> list[Item]:
    """What a reader sees in a table: tables under their titles, or text where it only lays out the page."""
    assert item.grid is not None
    narrowed(item.grid)
    return layouts.as_text(item, item.grid) or _under_titles(item, item.grid)


# ----------------------------------------------------------------------------------------- the head


def _headed(rows: list[Row], stated: int) -> tuple[list[Row], Grid]:
    """The captions above a table's head, and the table with its heads found."""
    width = len(rows[0].cells)
    named = next((i for i, row in enumerate(rows[:HEAD_WITHIN]) if _known(row) >= 2 and is_head(row, rows[i + 1 :])), 0)
    captions = [row for row in rows[:named] if len(row.filled) <= 2]
    if not named and _is_caption(rows):
        captions, named = rows[:1], 1
    if len(captions) < named or any(_is_title(rows, i) for i in range(named)):
        captions = []
    rows = rows[len(captions) :]
    lead = 0
    while lead < min(len(rows), HEAD_WITHIN) and _is_title(rows, lead):
        lead += 1
    heads = max(stated - len(captions) - lead, 0)
    if not heads and lead < len(rows) and is_head(rows[lead], rows[lead + 1 :]):
        heads = 1
    names = [""] * width
    for row in rows[lead : lead + heads]:
        names = [collapse(f"{n} {cell}") if cell != n else n for n, cell in zip(names, row.cells, strict=True)]
    return captions, Grid(names, rows[:lead] + rows[lead + heads :])


def _is_caption(rows: list[Row]) -> bool:
    """Whether the first row is what a wide table is called: a few words of its own, and not in the first column."""
    if len(rows) < 3 or len(rows[0].cells) < 4 or len(rows[0].filled) != 1 or rows[0].filled == [0]:
        return False
    text = rows[0].cells[rows[0].filled[0]]
    return len(text.split()) <= 6 and not ends_sentence(text) and len(rows[1].filled) > 2


def is_head(row: Row, below: list[Row]) -> bool:
    """Whether `row` names the columns: short cells, and either known heads or bold above rows that are not."""
    cells = [row.cells[i] for i in row.filled]
    if (
        len(cells) < 2
        or not below
        or any(len(c.split()) > 12 or (ends_sentence(c) and len(c.split()) > 4) for c in cells)
    ):
        return False
    if _known(row) >= max(2, len(cells) / 2) and all(len(c.split()) <= 9 for c in cells):
        return True
    if _names_months(row, below):
        return True
    plain = [r for r in below if r.filled]
    return row.bold > 0.8 and sum(r.bold < 0.5 for r in plain) >= 0.6 * len(plain)


def _names_months(row: Row, below: list[Row]) -> bool:
    """Whether all but the first cells of `row` are dates, and those below them are none: a plan laid out by time."""
    dated = [i for i in row.filled if columns.is_date(row.cells[i])]
    if len(dated) < max(2, len(row.filled) - 2):
        return False
    return not any(columns.is_date(other.cells[i]) for other in below for i in dated)


def _known(row: Row) -> int:
    return sum(bool(columns.by_head(row.cells[i])) for i in row.filled)


# ------------------------------------------------------------------------------------ over the page


def _goes_on(before: Item, item: Item, rows: list[Row], heads: int) -> list[Row] | None:
    """The rows by which a table goes on after a break, without its repeated head; None when it is another table."""
    grid = before.grid
    if grid is None or not rows or grid.width < 2 or not _same_width(grid, rows):
        return None
    if same_heads(rows[0].cells, grid.columns):
        return rows[max(1, heads) :]
    if _title_among_heads(rows[0], grid.columns):
        return rows
    if item.page is not None and before.end_page == item.page:
        return None
    if heads or is_head(rows[0], rows[1:]) or (rows[0].bold > 0.8 and len(rows[0].filled) > 1):
        return None
    return rows


def _same_width(grid: Grid, rows: list[Row]) -> bool:
    """Whether the rows have the table's columns, if need be without those that hold nothing in either."""
    if len(rows[0].cells) == grid.width:
        return True
    other = Grid([""] * len(rows[0].cells), rows)
    body = [row for row in grid.rows if len(row.filled) > 1]
    filled = [i for i in range(grid.width) if grid.columns[i] or any(row.cells[i] for row in body)]
    if len(filled) == other.width > 2:
        _spread(rows, filled, grid.width)
        return True
    used = sum(bool(grid.columns[i] or any(row.cells[i] for row in grid.rows)) for i in range(grid.width))
    if used < 2 or used != sum(any(row.cells[i] for row in rows) for i in range(other.width)):
        return False
    narrowed(grid)
    narrowed(other)
    return True


def _spread(rows: list[Row], places: list[int], width: int) -> None:
    """Put the cells of `rows` into those columns of a table that its rows fill, a merged cell having hidden others."""
    for row in rows:
        cells = dict(zip(places, row.cells, strict=True))
        row.cells = [cells.get(i, "") for i in range(width)]
        row.merged = [places[i] for i in row.merged]
        row.tops = {places[i]: tops for i, tops in row.tops.items()}


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
            starts_row = len(rest) > 1 or any(above.cells[i] for i in rest)
            for i in running if starts_row else first.filled:
                target = above if above.cells[i] or not starts_row else _holder(grid, i) or above
                take(target, first, i, _one(target.cells[i], first.cells[i]))
                first.cells[i] = ""
    grid.rows.extend(row for row in rows if row.filled)


def _holder(grid: Grid, column: int) -> Row | None:
    return next((row for row in reversed(grid.rows) if row.cells[column]), None)


def _last_in_column(grid: Grid, column: int) -> str:
    holder = _holder(grid, column)
    return holder.cells[column] if holder else ""


def _runs_on(above: str, below: str) -> bool:
    return _may_run_on(above) and (starts_lower(below) or bool(RUNS_ON.search(above)))


def _may_run_on(text: str) -> bool:
    return bool(text) and not ends_sentence(text) and not text.endswith((":", ";"))


def _one(above: str, below: str) -> str:
    """Two halves of a cell as one: the last paragraph of the one goes on in the first of the other."""
    if not above:
        return below
    return f"{above} {below}" if starts_lower(below) or _may_run_on(above) else f"{above}\n{below}"


# ----------------------------------------------------------------------------------- title rows


def _under_titles(item: Item, grid: Grid) -> list[Item]:
    """The table cut at its title rows and repeated heads, each title as a heading before its rows."""
    out: list[Item] = []
    heads, current = list(grid.columns), Grid(list(grid.columns), [])
    listed = any(people_label(cell)[0] in {"present", "apologies"} for line in grid.lines()[:2] for cell in line)

    def close() -> None:
        if current.rows:
            finished = Grid(current.columns, _finish(current.rows))
            first = finished.rows[0]
            out.append(replace(item, grid=finished, page=first.page, box=first.box))

    for index, row in enumerate(grid.rows):
        if same_heads(row.cells, heads):
            continue
        title = _title_among_heads(row, heads)
        if not listed and (title or _is_title(grid.rows, index)):
            close()
            heads = list(row.cells) if title else heads
            current = Grid(heads, [])
            out.append(layouts.title(item, title or row.cells[row.filled[0]], row))
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
    """The rows inside a row: where several cells have the same number of paragraphs, these belong together."""
    split = [cell.splitlines() for cell in row.cells]
    several = [i for i, lines in enumerate(split) if len(lines) > 1]
    counts = {len(split[i]) for i in several}
    if len(counts) != 1 or len(several) < 2:
        return [row]
    if any(starts_lower(line) for i in several for line in split[i][1:]):
        return [row]  # lines that only go on: the cell is narrow
    (count,) = counts

    def cell(column: int, n: int) -> str:
        lines = split[column]
        return lines[n] if column in several else lines[0] if n == 0 and lines else ""

    return [replace(row, cells=[cell(i, n) for i in range(len(split))]) for n in range(count)]
