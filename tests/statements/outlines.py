"""Outlines written as text, so that a test case can be read at a glance.

## 4 Risks {risks}            a section: number, heading and kinds
A paragraph. || SQ            a paragraph, with what stands at its right edge
4.1 A paragraph               a numbered paragraph
- An item                     a list item; two blanks of indent a level
(a) An item                   a list item with a number
| Task = task | Who = owner | the head of a table: heads and roles
| Write it | SQ |             a row; ' / ' parts the lines of a cell
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.model import CELL_SEPARATOR, Outline, Passage, Person, Section, Table

_HEADING = re.compile(r"## (?:(?P<number>[\d.]+) )?(?P<heading>[^{]*?)\s*(?:\{(?P<kinds>[^}]*)\})?$")
_ITEM = re.compile(r"(?P<indent> *)(?:- |(?P<number>\(?[a-z0-9]{1,3}[.)]) )(?P<text>.*)")
_NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)+) (?P<text>.*)")


def outline(text: str, paper: str = "report", date: str | None = "2015-11-03", people: tuple[str, ...] = ()) -> Outline:
    """The outline of a paper of the type `paper` and the meeting date `date`."""
    made = Outline(paper_type=paper, meeting_date=date, people=[Person(name, "", "present") for name in people])  # type: ignore[arg-type]
    made.sections.append(Section("s0", 0, "", "", "", 1, ["other"]))
    table: Table | None = None
    for line in text.splitlines():
        if not line.strip():
            table = None
        elif match := _HEADING.match(line):
            kinds: list[Any] = [kind.strip() for kind in (match["kinds"] or "other").split(",")]
            name = f"s{len(made.sections)}"
            made.sections.append(Section(name, 0, "", match["number"] or "", match["heading"], 1, kinds))
            _add(made, "heading", match["number"] or "", match["heading"])
        elif line.startswith("|"):
            cells = [cell.strip().replace(" / ", "\n") for cell in line.strip().strip("|").split("|")]
            if table is None:
                table = _table(made, cells)
            else:
                table.rows.append(cells)
                _add(made, "table_row", "", CELL_SEPARATOR.join(cells), table=table.id, row=len(table.rows) - 1)
        else:
            _text(made, line)
    return made


def _table(made: Outline, cells: list[str]) -> Table:
    heads = [cell.partition(" = ") for cell in cells]
    roles: list[Any] = [role for _, _, role in heads]
    table = Table(f"t{len(made.tables)}", made.sections[-1].id, 1, [head for head, _, _ in heads], [], roles)
    made.tables.append(table)
    return table


def _text(made: Outline, line: str) -> None:
    line, _, aside = line.partition(" || ")
    if item := _ITEM.match(line):
        level = len(item["indent"]) // 2
        _add(made, "list_item", item["number"] or "", item["text"], level=level, aside=aside)
    elif numbered := _NUMBERED.match(line):
        _add(made, "paragraph", numbered["number"], numbered["text"], aside=aside)
    else:
        _add(made, "paragraph", "", line, aside=aside)


def _add(made: Outline, kind: Any, number: str, text: str, **more: Any) -> None:
    name = f"p{len(made.passages)}"
    made.passages.append(Passage(name, made.sections[-1].id, kind, number, text, 1, **more))
