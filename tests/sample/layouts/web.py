"""Sample papers as pages of a parish's web site: menus around the text, numbered lists, owners in emphasis."""

from __future__ import annotations

from html import escape
from itertools import groupby

from tests.sample.markup import Block, Inline, Table
from tests.sample.story import Told

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ font-family: Verdana, sans-serif }} em {{ float: right }}</style>
</head>
<body>
<nav><ul>
<li><a href="/">Home</a></li><li><a href="/minutes">Minutes</a></li><li><a href="/contact">Contact the Clerk</a></li>
</ul></nav>
<main class="minutes">
{main}
</main>
<footer><p>{footer}</p></footer>
</body>
</html>
"""


def draw(paper: Told) -> bytes:
    main = "\n".join(_group(kind, list(blocks)) for kind, blocks in groupby(paper.blocks, key=_grouped))
    title = f"{paper.body}: {paper.title}"
    return PAGE.format(title=escape(title), main=main, footer=escape(paper.look.get("footer", ""))).encode()


def _grouped(block: Block) -> str:
    """Blocks of the same group stand in one list."""
    return f"item {block.level} {bool(block.marker)}" if block.kind == "item" else str(id(block))


def _group(kind: str, blocks: list[Block]) -> str:
    if not kind.startswith("item"):
        return _block(blocks[0])
    if blocks[0].marker:
        # The numerals are the list's own, as its style has them, and not text.
        style = "lower-roman" if blocks[0].marker.strip("().") in {"i", "ii", "iii"} else "decimal"
        opened, closed = f'<ol style="list-style-type: {style}">', "</ol>"
    else:
        opened, closed = "<ul>", "</ul>"
    return "\n".join([opened, *(f"<li>{_words(b.inline)}{_aside(b)}</li>" for b in blocks), closed])


def _block(block: Block) -> str:
    match block.kind:
        case "heading":
            number = f"{escape(block.marker)} " if block.marker else ""
            return f"<h{block.level + 2}>{number}{_words(block.inline)}</h{block.level + 2}>"
        case "centred":
            return f'<p class="masthead" style="text-align:center">{_words(block.inline)}</p>'
        case "right":
            return f'<p style="text-align:right">{_words(block.inline)}</p>'
        case "table":
            assert block.table is not None
            return _table(block.table)
        case "break":
            return "<hr>"
        case "part":
            return f"<h2>{_words(block.inline)}</h2>"
    number = f"{escape(block.marker)} " if block.marker else ""
    return f"<p>{number}{_words(block.inline)}{_aside(block)}</p>"


def _aside(block: Block) -> str:
    return f" <em>{escape(block.aside)}</em>" if block.aside else ""


def _words(inline: Inline) -> str:
    kept = (run for run in inline.runs if run.change != "deleted" and not run.note)
    return "".join(f"<b>{escape(r.text)}</b>" if r.bold else escape(r.text) for r in kept).strip()


def _table(table: Table) -> str:
    lines = ["<table border=1>"]
    for row in table.rows:
        name = "th" if row is table.head else "td"
        wide = f' colspan="{max(len(r.cells) for r in table.rows)}"' if row.title else ""
        cells = ("<br>".join(_words(p) for p in cell) for cell in row.cells)
        lines.append("<tr>" + "".join(f"<{name}{wide}>{c}</{name}>" for c in cells) + "</tr>")
    return "\n".join([*lines, "</table>"])
