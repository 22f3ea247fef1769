"""Papers for tests, written as short texts."""

from __future__ import annotations

from pipeline import structure
from pipeline.model import Block, Cell, Outline, Passage, Reading, Section


def blocks(text: str) -> list[Block]:
    """One block a line. '**' before a line: bold; '__': underlined; '>>': at the right edge; '===': a new page.

    Lines that begin with '|' are the rows of a table, cells between bars; '//' in a cell is a new paragraph of it.
    A cell that begins with '**' is bold.
    """
    out: list[Block] = []
    page = 1
    for line in text.strip().splitlines():
        line = line.strip()
        if line == "===":
            page += 1
        elif line.startswith("|"):
            row: list[Cell | None] = [cell(part, page) for part in line.strip("|").split("|")]
            if out and out[-1].rows and out[-1].page == page:
                out[-1].rows.append(row)
            else:
                out.append(Block(kind="table", page=page, rows=[row]))
        elif line:
            out.append(one(line, page))
    return out


def cell(text: str, page: int = 1) -> Cell:
    text = text.strip()
    bold = text.startswith("**")
    return Cell(text.removeprefix("**").replace("//", "\n"), page=page, bold=float(bold))


def one(line: str, page: int = 1) -> Block:
    block = Block(page=page, size=11.0)
    while line[:2] in {"**", "__", ">>"}:
        mark, line = line[:2], line[2:]
        if mark == "**":
            block.bold = 1.0
        elif mark == "__":
            block.underline = 1.0
        else:
            block.align = "right"
    block.text = line.strip()
    return block


def reading(found: list[Block]) -> Reading:
    return Reading("test", "text/plain", found)


def outline(text: str, name: str = "paper.txt") -> Outline:
    return structure.outline(reading(blocks(text)), name)


def headings(found: Outline) -> list[tuple[str, str]]:
    """(number, heading) of every section that has one."""
    return [(s.number, s.heading) for s in found.sections if s.heading]


def kinds(found: Outline) -> dict[str, list[str]]:
    return {s.heading: list(s.kinds) for s in found.sections if s.heading}


def section(found: Outline, heading: str) -> Section:
    return next(s for s in found.sections if s.heading == heading)


def passages(found: Outline, heading: str) -> list[Passage]:
    """What stands under a heading, itself left out."""
    wanted = section(found, heading).id
    return [p for p in found.passages if p.section == wanted and p.kind != "heading"]


def people(found: Outline) -> list[tuple[str, str, str]]:
    return [(p.name, p.role, p.capacity) for p in found.people]
