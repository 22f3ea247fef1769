"""Items to the parts, sections, passages and tables of an outline."""

from __future__ import annotations

import re

from pipeline.model import CELL_SEPARATOR, Outline, Part, Passage, PassageKind, Section, Table
from pipeline.structure import columns, sorting
from pipeline.structure.items import Item, marker_style
from pipeline.text import collapse


def build(items: list[Item], out: Outline) -> None:
    """Add the parts, sections, passages and tables that `items` make up to `out`."""
    builder = _Builder(out)
    for item in items:
        builder.add(item)
    sorting.sort(out)
    _attach_footnotes(out)


class _Builder:
    def __init__(self, out: Outline) -> None:
        self.out = out
        self.open: list[Section] = []
        self.lists: list[str] = []  # marker styles of the lists that are open, the outermost first

    def add(self, item: Item) -> None:
        if item.part is not None or not self.out.parts:
            self._part(item)
        if item.heading:
            self._heading(item)
        elif item.grid is not None:
            self._table(item)
        else:
            self._text(item)

    def _part(self, item: Item) -> None:
        if item.part is None:
            self.out.parts.append(Part(self.out.title or "", "main", item.page))
        else:
            self.out.parts.append(Part(item.part[0], item.part[1], item.page))
        self.open, self.lists = [], []

    def _section(self, item: Item) -> Section:
        """The section open now; one without a heading when the part has none yet."""
        if not self.open:
            self._push("", "", 1, item)
        return self.open[-1]

    def _push(self, number: str, heading: str, level: int, item: Item) -> Section:
        while self.open and (self.open[-1].level >= level or not self.open[-1].heading):
            self.open.pop()
        parent = self.open[-1].id if self.open else ""
        section = Section(
            f"s{len(self.out.sections) + 1}", len(self.out.parts) - 1, parent, number, heading, level, [], item.page
        )
        self.out.sections.append(section)
        self.open.append(section)
        return section

    def _heading(self, item: Item) -> None:
        section = self._push(item.number, item.text.rstrip(" :"), item.heading, item)
        self.lists = []
        self._passage(section, "heading", item.number, item)

    def _passage(self, section: Section, kind: PassageKind, number: str, item: Item, level: int = 0) -> Passage:
        passage = Passage(
            f"p{len(self.out.passages) + 1}",
            section.id,
            kind,
            number,
            item.text,
            item.page,
            item.box,
            level,
            aside=item.aside,
        )
        self.out.passages.append(passage)
        return passage

    def _text(self, item: Item) -> None:
        section = self._section(item)
        if item.kind == "footnote":
            self._passage(section, "footnote", item.number, item)
            return
        style = marker_style(item)
        if not style:
            self.lists = []
            self._passage(section, "paragraph", "", item)
        elif (style.startswith("decimal") and (item.depth > 1 or item.words > 25)) or style == "reference":
            self.lists = [style]
            self._passage(section, "paragraph", item.number, item)
        else:
            self._passage(section, "list_item", item.number, item, self._nesting(item, style))

    def _nesting(self, item: Item, style: str) -> int:
        """How deep in lists an item stands: as the format says, else by the order in which the marker styles came."""
        if style in self.lists:
            del self.lists[self.lists.index(style) + 1 :]
        else:
            self.lists.append(style)
        lists = [s for s in self.lists if not s.startswith("decimal") or s == style]
        return max(item.level, len(lists) - 1)

    def _table(self, item: Item) -> None:
        grid = item.grid
        assert grid is not None
        section = self._section(item)
        self.lists = []
        roles = columns.roles(grid.columns, grid.texts())
        for row in grid.rows:
            for index in row.merged:
                if roles[index] in {"task", "detail", "number"}:
                    row.cells[index] = ""
        table = Table(
            f"t{len(self.out.tables) + 1}",
            section.id,
            item.page,
            [collapse(c) for c in grid.columns],
            grid.texts(),
            roles,
        )
        self.out.tables.append(table)
        for index, row in enumerate(grid.rows):
            text = CELL_SEPARATOR.join(row.cells)
            self.out.passages.append(
                Passage(
                    f"p{len(self.out.passages) + 1}",
                    section.id,
                    "table_row",
                    "",
                    text,
                    row.page,
                    row.box,
                    table=table.id,
                    row=index,
                )
            )


# ----------------------------------------------------------------------------------- footnotes


def _attach_footnotes(out: Outline) -> None:
    """Move each footnote right behind the passage that refers to it, where one on its page or before does."""
    notes = [p for p in out.passages if p.kind == "footnote" and p.number]
    for note in notes:
        mark = re.compile(rf"(?<=[\w.,;:!?)'\"’”]){re.escape(note.number)}(?!\w)|\[{re.escape(note.number)}\]")
        place = out.passages.index(note)
        candidates = [
            p
            for p in out.passages[max(0, place - 40) : place]
            if p.kind != "footnote" and (p.page == note.page or note.page is None)
        ]
        target = next((p for p in reversed(candidates) if mark.search(p.text)), None)
        if target is not None:
            out.passages.remove(note)
            out.passages.insert(out.passages.index(target) + 1, note)
            note.section = target.section
