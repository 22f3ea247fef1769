"""Tables that only lay out the page, turned back into headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.model import Block
from pipeline.structure import columns
from pipeline.structure.items import Item, ends_sentence, read, split_marker
from pipeline.structure.rows import Grid, Row
from pipeline.text import collapse, fold

#: A column of minutes or notes has this many words in a cell on average.
PROSE = 18
#: A note may stand so many points above the paragraph beside it.
BESIDE = 4.0

_LEADER = re.compile(r"(?:\.\s?){4,}")
_SENTENCE_BREAK = re.compile(r"[.?]\s+(?=[A-Z])")
_REFERENCE = re.compile(r"(?:[A-Z]{1,6}\s?)?\d{1,4}[a-z]?(?:[./]\d{1,4}){0,3}[.)]?$")


def text(item: Item, line: str, row: Row, bold: float | None = None) -> Item:
    """A paragraph out of a cell of the table `item`."""
    weight = row.bold if bold is None else bold
    return read(Block(text=line, page=row.page, box=row.box, bold=weight, size=item.block.size))


def title(item: Item, line: str, row: Row, number: str = "") -> Item:
    """A heading out of a cell of the table `item`."""
    block = Block(text=collapse(line), page=row.page, box=row.box, bold=1.0, style="table title", size=item.block.size)
    return Item(block.text, block, number=number, page=row.page, end_page=row.page, box=row.box)


def as_text(item: Item, grid: Grid) -> list[Item]:
    """The headings and paragraphs that a table only lays out; empty when it is a table indeed."""
    return next((found for layout in LAYOUTS if (found := layout(item, grid))), [])


def _one_column(item: Item, grid: Grid) -> list[Item]:
    if grid.width != 1:
        return []
    return [text(item, line, row) for row in grid.rows for line in row.cells[0].splitlines()]


def _contents(item: Item, grid: Grid) -> list[Item]:
    """A list of contents: titles, leaders, and page numbers at the right."""
    led = [row.cells[-1].isdigit() or bool(_LEADER.search(" ".join(row.cells))) for row in grid.rows]
    if (
        any(grid.columns)
        or len(led) < 3
        or not all(led)
        or not any(_LEADER.search(c) for r in grid.rows for c in r.cells)
    ):
        return []
    return [replace(text(item, " ".join(row.cells), row), contents=True) for row in grid.rows]


def _panes(item: Item, grid: Grid) -> list[Item]:
    """Panes, each a title line with a list under it, as in an analysis of strengths and threats."""
    cells = [cell.splitlines() for row in grid.rows for cell in row.cells if cell]
    if any(grid.columns) or grid.width > 3 or len(cells) < 2:
        return []
    if not all(len(lines) > 2 and len(lines[0].split()) <= 6 and not ends_sentence(lines[0]) for lines in cells):
        return []
    out: list[Item] = []
    for row in grid.rows:
        for column in row.filled:
            first, *rest = row.cells[column].splitlines()
            listed = [text(item, line, row, 0.0) for line in rest]
            for piece in listed:
                piece.bullet = not piece.number
            out += [title(item, first, row), *listed]
    return out


def _minutes(item: Item, grid: Grid) -> list[Item]:
    """Minutes in a table: number, item, what was said, and who is to act at the right."""
    found = _minute_columns(grid)
    if found is None:
        return []
    number, heading, prose, action = found
    out: list[Item] = []
    laid: tuple[list[Item], list[float]] = [], []  # the last paragraphs, and where they stand
    for row in grid.rows:
        mark, head = row.cells[number], row.cells[heading] if heading is not None else ""
        body, places = row.cells[prose].splitlines(), row.places(prose)
        if head and not mark and not body:
            body, head = head.splitlines(), ""
        if mark and not head and body and _is_short(body[0]):
            head, body = body[0], body[1:]
        if head:
            head, rest = _cut(head)
            laid = [], []
            out.append(title(item, head, row, split_marker(f"{mark} X")[0] or mark.strip(" .)")))
            body = [rest, *body] if rest else body
        elif mark and body:
            body[0] = f"{mark} {body[0]}"
        paragraphs = [text(item, line, row, 0.0) for line in body]
        if paragraphs:
            laid = paragraphs, places[-len(body) :] if len(body) <= len(places) else []
        elif not laid[0]:
            laid = out[-1:], []
        if action is not None and row.cells[action]:
            _put_asides(row.cells[action].splitlines(), *laid, row.places(action))
        out += paragraphs
    return out


def _minute_columns(grid: Grid) -> tuple[int, int | None, int, int | None] | None:
    """The columns of number, heading, prose and action of minutes in a table; None when it is none."""
    roles = [columns.by_head(head) for head in grid.columns]
    if (
        grid.width not in range(2, 6)
        or len(grid.rows) < 3
        or {"due", "status", "baseline", "likelihood", "control"} & set(roles)
    ):
        return None
    first = [row.cells[0] for row in grid.rows if row.cells[0]]
    if len(first) < len(grid.rows) / 3 or sum(bool(_REFERENCE.match(cell)) for cell in first) < 0.7 * len(first):
        return None
    words = [_mean_words(grid, i) for i in range(grid.width)]
    prose = max(range(1, grid.width), key=lambda i: words[i])
    if words[prose] < PROSE:
        return None
    heading = 1 if prose == 2 and words[1] < PROSE else None
    action = prose + 1 if prose + 1 < grid.width else None
    return (0, heading, prose, action) if prose <= 2 and (action is None or words[action] < PROSE / 2) else None


def _mean_words(grid: Grid, column: int) -> float:
    cells = [len(row.cells[column].split()) for row in grid.rows if row.cells[column]]
    return sum(cells) / len(cells) if cells else 0.0


def _is_short(line: str) -> bool:
    return len(line.split()) <= 10 and not ends_sentence(line) and not line.endswith((":", ",", ";"))


def _cut(head: str) -> tuple[str, str]:
    """The heading proper of an item, and what explains it: its first line or sentence when it is long."""
    first, _, rest = head.partition("\n")
    found = _SENTENCE_BREAK.search(first)
    if found and found.start() > 3 and len(first.split()) > 8:
        return first[: found.start()], collapse(f"{first[found.end() :]} {rest}")
    return first, collapse(rest)


def _put_asides(
    notes: Sequence[str], paragraphs: Sequence[Item], places: Sequence[float], tops: Sequence[float]
) -> None:
    """Each note of an action column beside the paragraph it stands at, when `tops` and `places` say where they stand.

    Where they do not, beside the paragraph that names whom the note names, else beside the last.
    """
    if tops and places:
        for note, top in zip(notes, tops, strict=True):
            at = max((i for i, place in enumerate(places) if place <= top + BESIDE), default=0)
            paragraphs[at].aside = collapse(f"{paragraphs[at].aside} {note}")
        return
    for note in notes:
        names = [word for word in fold(note).split() if len(word) > 3]
        beside = next((p for p in paragraphs if not p.aside and any(n in fold(p.text).split() for n in names)), None)
        target = beside or (paragraphs[-1] if paragraphs else None)
        if target is not None:
            target.aside = collapse(f"{target.aside} {note}")


#: What a table may lay out, tried in this order.
LAYOUTS: Sequence[Callable[[Item, Grid], list[Item]]] = (_one_column, _contents, _panes, _minutes)
