"""Tables of a DOCX file as grids of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.model import Block, Cell
from pipeline.readers.docxpackage import W
from pipeline.readers.docxstyles import on
from pipeline.readers.runs import cell

_WIDEST = 200  # columns
_INTO = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}


def table(element: Any, blocks_in: Callable[[Any], list[Block]]) -> Block:
    """The `w:tbl` `element` as one block; `blocks_in` reads what a cell holds."""
    rows: list[list[Cell | None]] = []
    above: dict[int, Cell] = {}  # column -> the cell that a vertical merge there began with
    head = 0
    for row in _parts(element, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        if properties is not None and head == len(rows) and _is_head(properties):
            head += 1
        rows.append(_row(row, properties, above, blocks_in))
    width = max(map(len, rows), default=0)
    for made in rows:
        made += [Cell("") for _ in range(width - len(made))]
    return Block("table", rows=rows, header_rows=head)


def framed(element: Any) -> list[Any]:
    """The cells of a table of one column, which only draws a frame around text; none when there are more columns."""
    rows = [list(_parts(row, f"{W}tc")) for row in _parts(element, f"{W}tr")]
    return [place for row in rows for place in row] if all(len(row) <= 1 for row in rows) else []


def _row(
    row: Any, properties: Any, above: dict[int, Cell], blocks_in: Callable[[Any], list[Block]]
) -> list[Cell | None]:
    made: list[Cell | None] = [Cell("") for _ in range(_skipped(properties, "gridBefore"))]
    for place in _parts(row, f"{W}tc"):
        look = place.find(f"{W}tcPr")
        span, merge = (look.find(f"{W}gridSpan"), look.find(f"{W}vMerge")) if look is not None else (None, None)
        wide = max(1, min(_integer(span), _WIDEST - len(made))) if span is not None else 1
        column = len(made)
        if column >= _WIDEST:
            break
        if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
            above[column].rowspan += 1
            made += [None] * wide
            continue
        found = cell(blocks_in(place), colspan=wide)
        if merge is not None:
            above[column] = found
        else:
            above.pop(column, None)
        made += [found, *[None] * (wide - 1)]
    return made


def _parts(parent: Any, tag: str) -> Iterator[Any]:
    """The children of `parent` with `tag`, in content controls and tracked insertions too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _INTO:
            yield from _parts(child, tag)


def _is_head(properties: Any) -> bool:
    found = properties.find(f"{W}tblHeader")
    return found is not None and on(found)


def _skipped(properties: Any, name: str) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return min(_integer(found), _WIDEST - 1) if found is not None else 0


def _integer(element: Any) -> int:
    text = element.get(f"{W}val") or ""
    return int(text) if text.isdecimal() and len(text) < 6 else 0
