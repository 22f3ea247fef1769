"""Items to the parts, sections, passages and tables of an outline."""

from __future__ import annotations

import re

from pipeline.model import CELL_SEPARATOR, Outline, Part, Passage, PassageKind, Section, SectionKind, Table
from pipeline.structure import columns, kinds, labels
from pipeline.structure.items import Item, ends_sentence, marker_style
from pipeline.structure.listing import entries
from pipeline.text import collapse


def build(items: list[Item], out: Outline) -> None:
    """Add the parts, sections, passages and tables that `items` make up to `out`."""
    builder = _Builder(out)
    for item in items:
        builder.add(item)
    _sort_sections(out, items)
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


# -------------------------------------------------------------------------------------- kinds


def _sort_sections(out: Outline, items: list[Item]) -> None:
    """Give every section its kinds: what its heading names, its tables, what leads into it, what it stands in."""
    by_id = {section.id: section for section in out.sections}
    texts: dict[str, list[str]] = {}
    for passage in out.passages:
        if passage.kind in {"paragraph", "list_item"}:
            texts.setdefault(passage.section, []).append(passage.text)
    with_tasks = {t.section for t in out.tables if "task" in t.roles and {"owner", "due", "status"} & set(t.roles)}
    if out.paper_type == "minutes":
        with_tasks -= {section for section, found in texts.items() if found}  # an item of business, its actions below
    planned = {t.section for t in out.tables} - set(texts) if out.paper_type == "action_plan" else set()
    with_risks = {t.section for t in out.tables if "risk" in t.roles and {"likelihood", "control"} & set(t.roles)}
    for index, section in enumerate(out.sections):
        own = _of_heading(section, out)
        section.kinds = (
            own if own and section.id not in with_tasks
            else _of_tables(section, with_tasks, own)
            or (["risks"] if section.id in with_risks else [])
            or (["actions"] if section.id in planned else [])
            or _of_part(section, out)
            or _of_people(section, texts.get(section.id, []))
            or _of_leads(texts.get(section.id, []))
            or _of_lead_before(out.sections, index, texts)
            or _of_parent(section, by_id.get(section.parent), out)
            or _of_number(section, out)
            or ["other"]
        )  # fmt: skip
    _named_before(out.sections, texts)


def _of_heading(section: Section, out: Outline) -> list[SectionKind]:
    """What the heading names; a document looked at in minutes names nothing, a report's purpose sums it up."""
    if out.paper_type == "minutes" and kinds.is_document(section.heading):
        return []
    own = kinds.of_heading(section.heading)
    if out.paper_type == "terms_of_reference" and labels.of_heading(section.heading) == "chair":
        return ["membership"]
    if out.paper_type == "minutes" and own == ["risks"] and not kinds.has_known(section.heading):
        return []  # an item about a risk says what was done about it
    if out.paper_type == "minutes" and kinds.is_beside(section.heading, own):
        return []  # 'Regatta – reflections and next steps' is about the regatta
    if own == ["aims"] and kinds.is_purpose(section.heading):
        main = out.parts[section.part].kind == "main" and out.paper_type in {"report", "other"}
        return ["summary"] if main else own
    return own


def _of_tables(section: Section, with_tasks: set[str], own: list[SectionKind]) -> list[SectionKind]:
    if section.id not in with_tasks:
        return own
    return (
        own if own and own[0] in {"milestones", "priorities", "recommendations", "risks", "decisions"} else ["actions"]
    )


def _of_part(section: Section, out: Outline) -> list[SectionKind]:
    """A section without a heading is about what its part, or the paper, is: an action log, terms of reference."""
    if section.heading:
        return []
    part = out.parts[section.part]
    if part.kind != "main":
        return kinds.of_heading(part.title)
    if out.paper_type == "action_plan":
        return ["actions"]
    return ["aims"] if out.paper_type == "terms_of_reference" else []


def _of_people(section: Section, texts: list[str]) -> list[SectionKind]:
    """A list of those who sent apologies, under a heading of its own; told in a sentence it is an item of business."""
    listed = texts and not section.number and not ends_sentence(texts[0]) and entries(texts[0])
    return ["membership"] if listed and labels.of_heading(section.heading) in {"present", "apologies"} else []


def _of_leads(texts: list[str]) -> list[SectionKind]:
    """'We recommend:' at the head of a section's first list."""
    found = next((kind for text in texts[:2] if (kind := kinds.of_lead(text)) == "recommendations"), None)
    return [found] if found else []


def _of_number(section: Section, out: Outline) -> list[SectionKind]:
    """'Priority 2: Living well', outside minutes, in which somebody only spoke to it."""
    found = kinds.of_division(section.heading) if out.paper_type != "minutes" else None
    return [found] if found else []


def _of_lead_before(sections: list[Section], index: int, texts: dict[str, list[str]]) -> list[SectionKind]:
    """What the last lines before a run of sub-headings say they are: 'The key priorities for the year include:'."""
    section = sections[index]
    if not section.heading or index == 0:
        return []
    before = sections[index - 1]
    if (
        before.level == section.level
        and before.part == section.part
        and before.number.count(".") == section.number.count(".") > 1
    ):
        siblings = before.number.rsplit(".", 1)[0] == section.number.rsplit(".", 1)[0]
        return list(before.kinds) if siblings and before.kinds != ["other"] else []
    last = texts.get(before.id, [""])[-1]
    found = kinds.of_lead(last) if section.level > before.level or section.parent == before.id else None
    return [found] if found else []


def _of_parent(section: Section, parent: Section | None, out: Outline) -> list[SectionKind]:
    """What a sub-heading takes over; nothing from a heading that comes again, as 'Actions' under each item.

    Nor does a numbered item of business belong to the list of actions that stands before it.
    """
    if parent is None or sum(s.heading == parent.heading and s.part == parent.part for s in out.sections) > 1:
        return []
    if out.paper_type == "minutes" and section.number and not parent.number:
        return []
    return [kind for kind in parent.kinds if kind in kinds.inherited()]


def _named_before(sections: list[Section], texts: dict[str, list[str]]) -> None:
    """Two or more headings that the paragraph before them names: 'Two options: a prize or a hack day'."""
    for index, section in enumerate(sections):
        following = [s for s in sections[index + 1 : index + 7] if s.part == section.part and s.kinds == ["other"]]
        for count in range(len(following), 1, -1):
            run = following[:count]
            found = next(
                (k for t in texts.get(section.id, [])[-2:] if (k := kinds.named_in(t, [s.heading for s in run]))), None
            )
            if found:
                for named in run:
                    named.kinds = [found]
                break


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
