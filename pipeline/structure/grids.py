"""Tables: joined over page breaks, their heads found, title rows and continued cells told from rows."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure import heads, layouts
from pipeline.structure.items import RUNS_ON, Item, ends_sentence, starts_lower
from pipeline.structure.labels import people_label
from pipeline.structure.rows import Grid, Row, is_title, narrowed, read, take
from pipeline.text import fold


def tidy(items: list[Item]) -> list[Item]:
    """`items` with each table block as the tables, headings and paragraphs a reader sees in it."""
    out: list[Item] = []
    for item in items:
        if item.kind != "table":
            out.append(item)
            continue
        rows, stated = read(item.block)
        before = out[-1] if out else None
        if before and before.grid and (joined := _goes_on(before, item, rows, stated)) is not None:
            _append(before.grid, joined)
            before.end_page = item.page
        elif rows:
            captions, grid = heads.parted(rows, stated)
            made = layouts.title if captions and heads.is_caption(rows) else layouts.text
            out += [made(item, " ".join(row.cells[i] for i in row.filled), row) for row in captions]
            out.append(replace(item, grid=grid))
    return [piece for item in out for piece in (_pieces(item) if item.grid else [item])]


def _pieces(item: Item) -> list[Item]:
    """What a reader sees in a table: tables under their titles, or text where it only lays out the page."""
    assert item.grid is not None
    narrowed(item.grid)
    return layouts.as_text(item, item.grid) or _under_titles(item, item.grid)


# ------------------------------------------------------------------------------------ over the page


def _goes_on(before: Item, item: Item, rows: list[Row], stated: int) -> list[Row] | None:
    """The rows by which a table goes on after a break, without its repeated head; None when it is another table."""
    grid = before.grid
    if grid is None or not rows or grid.width < 2 or not _same_width(grid, rows):
        return None
    if heads.same(rows[0].cells, grid.columns):
        return rows[max(1, stated) :]
    head = heads.count(rows, stated)
    if heads.same(heads.names(rows[:head]), grid.columns):
        return rows[head:]
    if _title_among_heads(rows[0], grid.columns):
        return rows
    if item.page is not None and before.end_page == item.page:
        return None
    if head or (rows[0].bold > 0.8 and len(rows[0].filled) > 1):
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
        row.spans = [[places[i] for i in span] for span in row.spans]
        row.tops = {places[i]: tops for i, tops in row.tops.items()}


def _append(grid: Grid, rows: list[Row]) -> None:
    """Add `rows` to the table; cells of the first that go on mid-sentence join the row above."""
    if rows and grid.rows and not is_title(rows, 0):
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
    names, current = list(grid.columns), Grid(list(grid.columns), [])
    listed = any(people_label(cell)[0] in {"present", "apologies"} for line in grid.lines()[:2] for cell in line)

    def close() -> None:
        if current.rows:
            finished = Grid(current.columns, _finish(current.rows))
            first = finished.rows[0]
            out.append(replace(item, grid=finished, page=first.page, box=first.box))

    for index, row in enumerate(grid.rows):
        if heads.same(row.cells, names):
            continue
        title = _title_among_heads(row, names)
        if not listed and (title or is_title(grid.rows, index)):
            close()
            names = list(row.cells) if title else names
            current = Grid(names, [])
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
