"""Blocks written as lines, for expectations that a person can read."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Block, Cell


def lines(blocks: Iterable[Block]) -> list[str]:
    """One line a block: '# ' a level of heading, blanks a level of list, marker, text; '> ' right-aligned."""
    return [line(block) for block in blocks]


def line(block: Block) -> str:
    """`block` as one line; a table as '[a | b / c | d]', '^' where a merged cell covers the place."""
    if block.kind == "table":
        return f"[{' / '.join(' | '.join(map(written, row)) for row in block.rows)}]"
    before = {"footnote": "note ", "furniture": "furniture "}.get(block.kind, "")
    before += "#" * block.outline + (" " if block.outline else "") + "  " * block.level
    before += "> " if block.align == "right" else ""
    return before + " ".join(filter(None, (block.marker, block.text)))


def written(cell: Cell | None) -> str:
    """A cell's text, its lines joined by semicolons."""
    return "^" if cell is None else cell.text.replace("\n", "; ")
