"""Sample papers as Markdown, and as text in the dialect that web archives make of Word papers: '- 1.1 ' before a
numbered paragraph, '·' for a bullet, tables as tab-separated lines with `<p>` and `<li>` in their cells."""

from __future__ import annotations

from tests.sample.markup import Block, Inline, Row, Table
from tests.sample.story import Told


def markdown(paper: Told) -> bytes:
    front = ["---", "layout: minutes", f'title: "{paper.title}"', f"date: {paper.date}", "---", ""]
    return "\n".join([*front, *(_markdown(b) for b in paper.blocks)]).replace("\n\n\n", "\n\n").encode()


def _markdown(block: Block) -> str:
    words = _marked(block.inline) + (f" *({block.aside})*" if block.aside else "")
    match block.kind:
        case "heading":
            return f"\n{'#' * (block.level + 1)} {block.marker + ' ' if block.marker else ''}{block.inline.text}\n"
        case "item":
            # Markdown numbers its lists itself: '1.' throughout is as good as 1., 2., 3.
            return f"{'    ' * (block.level - 1)}{block.marker or '*'} {words}"
        case "numbered":
            return f"\n{block.marker} {words}\n"
        case "table":
            assert block.table is not None
            rows = [[" <br> ".join(_marked(p) for p in cell) for cell in row.cells] for row in block.table.rows]
            rows.insert(1, ["---"] * len(rows[0]))
            return "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
        case "break":
            return "\n---\n"
    return f"\n{words}\n"


def _marked(inline: Inline) -> str:
    return "".join(f"**{r.text}**" if r.bold else r.text for r in inline.runs if r.change != "deleted").strip()


def dialect(paper: Told) -> bytes:
    return "\n".join(_dialect(b) for b in paper.blocks).replace("\n\n\n", "\n\n").lstrip("\n").encode()


def _dialect(block: Block) -> str:
    words = block.inline.text
    match block.kind:
        case "heading":
            return f"\n{block.marker + ' ' if block.marker else ''}{words}\n"
        case "numbered":
            return f"- {block.marker} {words}"
        case "item":
            return f"{' ' * (block.level - 1)}{block.marker or '·'} {words}"
        case "table":
            assert block.table is not None
            return "\n" + "\n".join(_tabbed(block.table)) + "\n"
        case "break":
            return "\n"
    return f"\n{words}\n"


def _tabbed(table: Table) -> list[str]:
    """One line a row; a cell with several paragraphs has them in tags, a cell merged with the one above is empty."""
    return ["\t".join(_cell(cell) for cell in _padded(row, len(table.rows[0].cells))) for row in table.rows]


def _padded(row: Row, columns: int) -> list[list[Inline]]:
    return row.cells + [[]] * (columns - len(row.cells))


def _cell(cell: list[Inline]) -> str:
    if len(cell) < 2:
        return cell[0].text if cell else ""
    if all(p.text.startswith("- ") for p in cell):
        return "<ul>" + "".join(f"<li>{p.text[2:]}</li>" for p in cell) + "</ul>"
    return " ".join(f"<p>{p.text}</p>" for p in cell)
