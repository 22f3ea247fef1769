"""The rules for passages of text, one visible list; the first that answers decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import Passage, Section, SectionKind, StatementKind
from pipeline.statements import cues, due, narrative, owners, points
from pipeline.statements.draft import Around, Draft
from pipeline.statements.flow import Unit, last_sentence, units
from pipeline.text import fold, sentences

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
_FRAGMENT = re.compile(r"(?:but|and|or|with|however)\b", re.I)
_REFERENCE = re.compile(
    r"https?://|www\.|\b(?:is|are|can be found|available) (?:available )?(?:at|from|on|here)\b", re.I
)
_CLAUSE_END = re.compile(r"[,;]?\s*(?:including|as follows|namely|such as)?\s*:?[\s\-–—]*$", re.I)
_HAZARD = re.compile(
    r"\b(?:risks?|threats?|could|may|might|fail\w*|loss|delay\w*|uncertain\w*|pressures?|impact|reduc\w+|increas\w+|unable|lack)\b",
    re.I,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will)\b", re.I)


@dataclass(slots=True)
class Walk:
    """A section as it is walked through."""

    around: Around
    section: Section | None
    kind: StatementKind | None
    units: list[Unit]
    drafts: list[Draft] = field(default_factory=list)

    def listed(self) -> bool:
        """Whether the section holds a list."""
        return any(u.passage.kind == "list_item" for u in self.units)


Rule = Callable[[Unit, Walk], list[Draft] | None]


def read(passages: Sequence[Passage], section: Section | None, around: Around) -> Iterator[Draft]:
    """The statements of a section's passages, without its tables."""
    kind = next((DECIDES[k] for k in (section.kinds if section else []) if k in DECIDES), None)
    walk = Walk(around, section, kind, units(passages))
    for unit in walk.units:
        if unit.taken:
            continue
        for rule in RULES:
            found = rule(unit, walk)
            if found is not None:
                walk.drafts += found
                break
    return iter(walk.drafts)


def nothing(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'None', 'Not applicable at this stage'."""
    return [] if cues.is_nothing(unit.passage.text) else None


def due_line(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'Due: March 2011' and 'Owner: SQ' on a line of their own belong to the action above."""
    text = unit.passage.text
    when, who = points.due_line(text), points.owner_line(text)
    if (when is None and who is None) or not walk.drafts:
        return None
    if when is not None:
        if cues.is_standing(when):
            walk.drafts[-1].status = {text.split(":")[0].strip(): when}
        else:
            walk.drafts[-1].due = due.of_cell(when, walk.around.anchor)
    elif who:
        walk.drafts[-1].owners = owners.of_cell(who)
    return []


def labelled(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'ACTION 3: SQ to update the panel', 'RESOLVED: that ...', 'Actions for the clerk:' before a list."""
    found = points.label(unit.passage)
    if found is None:
        return None
    kind, match = found
    rest = unit.passage.text[match.end() :]
    if not fold(rest):
        unit.cue = cues.LeadCue(kind, True, match.re)
        unit.owners = owners.of_cell(match.groupdict().get("who") or match.groupdict().get("whom") or "")
        return []
    if kind == "action" and owners.task(rest) is None and owners.is_agent(rest, walk.around.names):
        _give(walk, unit, owners.of_cell(rest))
        return []
    if unit.items:
        return None
    return points.labelled(unit.passage, kind, match, walk.around)


def trailing_owner(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'... to be repaired. (Action: JS)'."""
    match = points.trailing_owner(unit.passage)
    return points.beside(unit.passage, match["who"], match.start(), walk.around) if match else None


def beside(unit: Unit, walk: Walk) -> list[Draft] | None:
    """A name, or 'Noted', at the right edge."""
    passage = unit.passage
    if not passage.aside or unit.items:
        return None
    return points.beside(passage, passage.aside, len(passage.text), walk.around)


def lead_in(unit: Unit, walk: Walk) -> list[Draft] | None:
    """A lead-in is no statement; the sentences before it may be, and a fact that its items only spell out is."""
    if not unit.items:
        return None
    passage = unit.passage
    last = last_sentence(passage.text)
    cut = passage.text.rfind(last)
    drafts = list(narrative.read(passage, walk.around, until=cut))
    if unit.cue or unit.aside:
        return drafts
    cue = cues.classify(last, walk.around.minutes)
    clause = cut + len(_CLAUSE_END.sub("", last))
    if cue and cue.kind in {"milestone", "outcome"} and not any(_FINITE.search(i.passage.text) for i in unit.items):
        kind = walk.kind or cue.kind
        joined = [item.passage for item in unit.items]
        for item in unit.items:
            item.taken = True
        return [*drafts, Draft(kind, passage, cut, len(passage.text), 0.6, passage.number, more=joined)]
    if last.rstrip(" :").lower().endswith("including") and cue and cue.kind in {"commitment", "aim"}:
        kind = walk.kind or cue.kind
        unit.cue = cues.LeadCue(kind, True, cue.when)
        return [*drafts, Draft(kind, passage, cut, clause, 0.6, passage.number)]
    return drafts


def led(unit: Unit, walk: Walk) -> list[Draft] | None:
    """An item under a lead-in that says what its items are."""
    above = unit.led()
    if above is None:
        return None
    if above.aside:
        return list(narrative.read(unit.passage, walk.around)) if len(unit.passage.text) > 200 else []
    kind: StatementKind | None = "action" if above.cue is None else above.cue.kind
    if above.cue and not above.cue.strong:
        kind = walk.kind or kind
    assert kind
    passage = unit.passage
    if kind == "action" and len(_FINITE.findall(passage.text)) > 1 and not above.owners:
        return None
    draft = Draft(kind, passage, 0, _body_end(passage), 0.85, passage.number or above.passage.number)
    if kind in {"action", "priority"}:
        narrative.complete(draft, walk.around)
        draft.owners = draft.owners or list(above.owners)
    return [draft]


def kinded(unit: Unit, walk: Walk) -> list[Draft] | None:
    """The section decides: each item, numbered paragraph or short paragraph is one of its kind."""
    passage, kind = unit.passage, walk.kind
    if kind is None:
        return None
    plain_paragraph = passage.kind == "paragraph" and not passage.number
    if plain_paragraph and _FRAGMENT.match(passage.text):
        return []
    count = sum(1 for _ in sentences(passage.text))
    if (
        kind == "risk"
        and passage.kind == "paragraph"
        and (count > 1 or plain_paragraph)
        and not _HAZARD.search(passage.text)
    ):
        return []
    if walk.around.minutes and passage.kind == "paragraph" and kind not in {"action", "decision", "recommendation"}:
        return None
    if plain_paragraph and walk.listed():
        return _among_lists(passage, kind, walk)
    if plain_paragraph and count > 2:
        return [
            _complete(Draft(kind, passage, start, end, 0.6), walk)
            for start, end in sentences(passage.text)
            if end - start > 20
        ]
    certainty = 0.9 if passage.kind == "list_item" else 0.75
    if kind == "action":
        drafts = points.tasks(passage, 0, len(passage.text), passage.number, walk.around)
        return [_complete(draft, walk) for draft in drafts]
    return [_complete(Draft(kind, passage, 0, _body_end(passage), certainty, passage.number), walk)]


def running_text(unit: Unit, walk: Walk) -> list[Draft] | None:
    """Sentences decide."""
    return list(narrative.read(unit.passage, walk.around))


RULES: list[Rule] = [nothing, due_line, labelled, trailing_owner, beside, lead_in, led, kinded, running_text]


def _among_lists(passage: Passage, kind: StatementKind, walk: Walk) -> list[Draft]:
    """A paragraph between the lists of a section: its sentences decide, its progress is the section's."""
    drafts = list(narrative.read(passage, walk.around))
    for draft in drafts:
        if draft.kind in {"milestone", "outcome"} and kind in {"milestone", "outcome"}:
            draft.kind = kind
    return drafts


def _complete(draft: Draft, walk: Walk) -> Draft:
    """Owner and deadline from the words, or the deadline from the section's heading."""
    if draft.kind not in {"action", "milestone", "priority"}:
        return draft
    narrative.complete(draft, walk.around)
    if draft.kind == "action" and draft.due is None and walk.section:
        heading = due.of_cell(walk.section.heading, walk.around.anchor)
        if heading and heading.start:
            draft.due = due.in_sentence(walk.section.heading, walk.around.anchor, ahead=True)
    return draft


def _body_end(passage: Passage) -> int:
    """Where the statement of a whole passage ends: before closing sentences that only say where to look."""
    spans = list(sentences(passage.text))
    while len(spans) > 1 and _REFERENCE.search(passage.text, *spans[-1]):
        spans.pop()
    return spans[-1][1] if spans else len(passage.text)


def _give(walk: Walk, unit: Unit, named: list[str]) -> None:
    """'Action: Clerk' on a line of its own: what was said last is an action of the clerk's."""
    index = walk.units.index(unit)
    if index == 0:
        return
    before = walk.units[index - 1].passage
    mine = [draft for draft in walk.drafts if draft.passage is before]
    if mine:
        mine[-1].owners = named
        mine[-1].kind = "action" if mine[-1].kind != "decision" else "decision"
    else:
        *_, (start, end) = [(0, len(before.text)), *sentences(before.text)]
        walk.drafts.append(Draft("action", before, start, end, 0.6, before.number, owners=named))
