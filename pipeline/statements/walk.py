"""A section as it is walked through, and what its kind makes of what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model import Passage, Section, SectionKind, StatementKind
from pipeline.statements import cues
from pipeline.statements.draft import Around, Draft
from pipeline.statements.flow import Unit
from pipeline.text import sentences

#: The kind of statement that a section's kind makes of its items.
DECIDES: dict[SectionKind, StatementKind] = {
    "aims": "aim",
    "milestones": "milestone",
    "outcomes": "outcome",
    "risks": "risk",
    "priorities": "priority",
    "actions": "action",
    "recommendations": "recommendation",
    "decisions": "decision",
}
#: What minutes record in sections of their own; other kinds of section hold discussion there.
RECORDED: set[StatementKind] = {"action", "decision", "recommendation"}
#: Kinds that a list in minutes may be headed, though its items are what was said.
DISCUSSED: set[StatementKind] = {"aim", "milestone", "outcome"}
#: Kinds of section that report what was done and what came of it.
PROGRESS: set[StatementKind] = {"milestone", "outcome"}
#: Kinds of section that hold no statement.
SILENT: set[SectionKind] = {"reasons", "contact", "background_papers", "appendices"}
#: Kinds of which a running paragraph is one only when its sentences say so.
SAID: set[StatementKind] = {"aim", "priority", "recommendation"}


def kind_of(section: Section | None, passages: Sequence[Passage], around: Around) -> StatementKind | None:
    """What the section makes of its items, if anything."""
    if section is None:
        return None
    if not section.heading and any(passage.number for passage in passages):
        return None  # the kind of the part, which does not hold for each of its clauses
    marks = cues.lists().marks
    if around.minutes and marks["meeting_outcomes"].match(section.heading):
        return "decision"
    if section.kinds[:1] == ["background"] and not {"aims", "recommendations"}.isdisjoint(section.kinds):
        return None  # 'Current position and proposals' is told in sentences
    if section.kinds[:1] == ["decisions"] and not around.minutes and marks["responds"].match(section.heading):
        return None  # what surrounds the table of a cabinet's answers
    return next((DECIDES[kind] for kind in section.kinds if kind in DECIDES), None)


@dataclass
class Walk:
    """A section as it is walked through; `kind` is what it makes of its items, if anything."""

    around: Around
    section: Section | None
    kind: StatementKind | None
    units: list[Unit]
    drafts: list[Draft] = field(default_factory=list)

    @cached_property
    def listed(self) -> bool:
        """Whether the section holds a list."""
        return any(unit.passage.kind == "list_item" for unit in self.units)

    @cached_property
    def outlined(self) -> bool:
        """Whether its list is the outline of a text still to be written: 'How we will ...', 'Examples of ...'."""
        marks = cues.lists().marks
        return any(
            unit.passage.kind == "list_item" and marks["outline"].match(unit.passage.text) for unit in self.units
        )

    @cached_property
    def itemised(self) -> bool:
        """Whether its paragraphs are lines of a list that lost its bullets: three or more, short, a sentence each."""
        texts = [unit.passage.text for unit in self.units if not unit.items]
        if self.listed or len(texts) < 3 or any(len(text) > 220 for text in texts):
            return False
        return all(len(list(sentences(text))) < 2 for text in texts)

    @cached_property
    def listed_to(self) -> int | None:
        """The place of its last item, where it has two or more."""
        items = [unit.at for unit in self.units if unit.passage.kind == "list_item" or unit.passage.number]
        return items[-1] if len(items) > 1 else None

    @cached_property
    def strand(self) -> bool:
        """Whether its heading is one of several priorities or aims, which is named there: 'Priority 2: Living well'."""
        return self.section is not None and cues.lists().marks["strand"].match(self.section.heading) is not None

    @cached_property
    def roams(self) -> bool:
        """Whether it reports under a heading that names no milestones or outcomes: 'Performance', 'Schools'."""
        heading = self.section.heading if self.section else ""
        return self.kind in PROGRESS and cues.lists().marks["names_progress"].search(heading) is None

    @cached_property
    def levels_to_do(self) -> set[int]:
        """The levels at which its list is one of things to do."""
        told: dict[int, list[bool]] = {}
        for unit in self.units:
            if unit.passage.kind == "list_item":
                told.setdefault(unit.passage.level, []).append(cues.is_to_do(unit.passage.text))
        return {level for level, each in told.items() if len(each) > 1 and sum(each) * 3 >= len(each) * 2}

    @cached_property
    def planned(self) -> bool:
        """Whether its list is a plan and no agenda: three items or more, none of which tells what was said of it."""
        items = [unit.passage for unit in self.units if unit.passage.kind == "list_item"]
        marks = cues.lists().marks
        told = any(
            item.aside or marks["finite"].search(item.text) or marks["put_to_body"].match(item.text) for item in items
        )
        return len(items) > 2 and not told

    def runs(self, passage: Passage) -> bool:
        """Whether `passage` is running text: no item, no number, no line of a list that lost its bullets."""
        return passage.kind == "paragraph" and not passage.number and not self.itemised
