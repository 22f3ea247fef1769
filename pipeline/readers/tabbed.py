"""Tables in a word processor's text whose cells are set apart by tabs, a row a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Block, Cell
from pipeline.readers.stacked import is_head

#: A table has so many columns, under heads of which so many are known, and so many rows below them.
_COLUMNS, _KNOWN, _ROWS = 3, 2, 2


def tabled(blocks: Iterable[Block]) -> Iterator[Block]:
    """`blocks` with each row of known heads and the rows of as many cells below it as a table."""
    run: list[Block] = []
    for block in blocks:
        if run and _cells(block) == _cells(run[0]):
            run.append(block)
            continue
        yield from _table(run)
        run = [block] if _heads(block) else []
        if not run:
            yield block
    yield from _table(run)


def _cells(block: Block) -> int:
    return block.text.count("\t") + 1 if block.kind == "text" and not block.marker else 0


def _heads(block: Block) -> bool:
    """Whether a block is a row of heads, most of which are known."""
    if _cells(block) < _COLUMNS:
        return False
    return sum(is_head(cell) for cell in block.text.split("\t")) >= max(_KNOWN, _cells(block) / 2)


def _table(run: list[Block]) -> list[Block]:
    if len(run) <= _ROWS:
        return run
    rows: list[list[Cell | None]] = []
    for block in run:
        rows.append([Cell(cell.strip(), page=block.page, bold=block.bold) for cell in block.text.split("\t")])
    return [Block("table", page=run[0].page, rows=rows, header_rows=1)]
