"""Tables of HTML as grids of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lxml.html import HtmlElement

from pipeline.model import Block, Cell
from pipeline.readers.runs import cell

_WIDEST, _MOST_ROWS = 200, 20_000
_LONG_CELL = 1500  # characters; a cell with more in it, beside headings, is a column of the page's layout


def rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The `tr` of `table`, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def cells(table: HtmlElement) -> Iterator[HtmlElement]:
    """The `td` and `th` of `table`, row by row."""
    for row in rows(table):
        yield from (place for place in row if place.tag in {"td", "th"})


def lays_out(table: HtmlElement) -> bool:
    """Whether `table` arranges the page instead of holding data."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if table.find(".//th") is not None:
        return False
    places = list(cells(table))
    if len(places) <= 1 or all(len([c for c in row if c.tag in {"td", "th"}]) <= 1 for row in rows(table)):
        return True
    nested = table.find(".//table") is not None
    headings = any(table.find(f".//h{n}") is not None for n in range(1, 7))
    return nested or (headings and any(len("".join(place.itertext())) > _LONG_CELL for place in places))


def table(element: HtmlElement, blocks_in: Callable[[HtmlElement], Iterable[Block]]) -> Block:
    """The table `element` as one block; `blocks_in` reads what a cell holds."""
    grid: dict[tuple[int, int], Cell | None] = {}
    head, width, height = 0, 0, 0
    for r, row in enumerate(rows(element)):
        if r >= _MOST_ROWS:
            break
        places = [place for place in row if place.tag in {"td", "th"}]
        in_head = row.getparent().tag == "thead" or (bool(places) and all(place.tag == "th" for place in places))
        head += in_head and head == r
        column = 0
        for place in places:
            while (r, column) in grid:
                column += 1
            wide = min(_span(place.get("colspan")), _WIDEST - min(column, _WIDEST - 1))
            high = min(_span(place.get("rowspan")), 1000)
            made = cell(blocks_in(place), colspan=wide, rowspan=high)
            grid.update({(y, x): None for y in range(r, r + high) for x in range(column, column + wide)})
            grid[r, column] = made
            column += wide
        width, height = max(width, column), r + 1
    made_rows: list[list[Cell | None]] = []
    for r in range(height):
        made_rows.append([grid.get((r, c), Cell("") if (r, c) not in grid else None) for c in range(width)])
        for found in filter(None, made_rows[-1]):
            found.rowspan = min(found.rowspan, height - r)
    return Block("table", rows=made_rows, header_rows=min(head, height))


def _span(text: str | None) -> int:
    return max(1, min(int(text), 1000)) if text and text.strip().isdecimal() else 1
