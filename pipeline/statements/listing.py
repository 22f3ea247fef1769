"""Rules for lists: what introduces one, the items below it, and lists of things to do that nothing introduces."""

from __future__ import annotations

from pipeline.model import StatementKind
from pipeline.statements import applications, content, cues, narrative, owners, points
from pipeline.statements.draft import Draft
from pipeline.statements.flow import Unit, last_sentence
from pipeline.statements.walk import DISCUSSED, Walk
from pipeline.text import plain


def task_of_parts(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'Work with schools to widen access, including:' in a list of things to do is one of them, as its items are."""
    passage, marks = unit.passage, cues.lists().marks
    kind = walk.kind if walk.kind in {"priority", "action", "aim", "recommendation"} else None
    if kind is None or unit.aside or unit.owners or passage.kind != "list_item" or not unit.items:
        return None
    clause = marks["list_follows"].search(passage.text)
    end = clause.start() if clause else len(passage.text)
    whole = cues.is_to_do(passage.text) and len(passage.text[:end].split()) > 3
    if not whole or marks["unended"].search(passage.text[:end]):
        return None
    if any(len(item.passage.text.split()) < 4 for item in unit.items):
        return None
    unit.cue = cues.Says(kind, marks["list_follows"])
    return [content.complete(Draft(kind, passage, 0, end, 0.7, passage.number), walk)]


def lead_in(unit: Unit, walk: Walk) -> list[Draft] | None:
    """A lead-in is no statement; the sentences before it may be, and a fact that its items only spell out is."""
    passage = unit.passage
    if not unit.items and not passage.text.rstrip().endswith(":"):
        return None
    label, last = cues.label(passage.text), last_sentence(passage.text)
    cut = label[1].end() if label else passage.text.rfind(last)
    drafts = [] if label else list(narrative.read(passage, walk.around, until=cut))
    said = cues.classify(last, walk.around.minutes)
    kind = label[0] if label else walk.kind or (said.kind if said else None)
    if kind == "decision" and unit.items and not unit.aside and applications.is_each_decided(last):
        listed = any(applications.names(item.passage.text) for item in unit.items)
        return drafts if listed else drafts + content.each_decided(unit)
    if kind == "decision" and unit.items and not unit.aside and _are_voted(unit):
        return drafts + content.each_decided(unit)
    if said and said.kind in {"outcome", "milestone"} and cues.lists().marks["announces"].search(plain(last)):
        return [*drafts, Draft(said.kind, passage, cut, len(passage.text), 0.5, passage.number)]
    opens = label or passage.text.startswith("To ") or cues.lists().marks["unended"].search(last.rstrip(" :-"))
    if unit.cue is None and not opens and (planned := to_do(unit, walk)):
        return planned
    if unit.cue and not label:
        kind = said.kind if said and said.kind == unit.cue.kind else None
    if not unit.items and kind == "decision" and said and said.kind == kind:
        if applications.follow(unit, walk):
            return drafts
        return [
            *drafts,
            content.with_names(Draft(kind, passage, cut, len(passage.text), 0.6, passage.number), unit, walk),
        ]
    if kind is None or unit.aside or not unit.items or (kind == "decision" and walk.kind == "priority"):
        return drafts
    whole = Draft(kind, passage, cut, len(passage.text), 0.6, passage.number)
    if _spelt_out(unit, kind, last, labelled=label is not None, announced=unit.cue is not None or walk.kind is None):
        return [*drafts, _with_items(whole, unit)]
    clause = cues.lists().marks["list_follows"].search(plain(last))
    if not unit.cue and said and said.kind in {"commitment", "aim"} and clause and "including" in clause[0]:
        unit.cue = cues.Says(kind, clause.re)
        whole.end = cut + clause.start()
        return [*drafts, whole]
    return drafts


def _are_voted(unit: Unit) -> bool:
    """Whether each item ends with what became of it: 'No change to the fee - agreed'."""
    return all(points.decided(item.passage.text)[1] for item in unit.items)


def _with_items(draft: Draft, unit: Unit) -> Draft:
    """`draft` with the items of `unit` joined to it; they are no statements of their own then."""
    draft.more = [item.passage for item in unit.items]
    for item in unit.items:
        item.taken = True
    return draft


def _spelt_out(unit: Unit, kind: StatementKind, last: str, *, labelled: bool, announced: bool) -> bool:
    """Whether the items only spell out what the lead-in states, and make no sense without it."""
    marks, texts = cues.lists().marks, [plain(item.passage.text) for item in unit.items]
    if unit.lines or any(marks["whole_item"].search(text) for text in texts):
        return False
    if kind in {"milestone", "outcome"}:
        return marks["fact"].search(plain(last)) is not None
    if any(map(cues.is_to_do, texts)):
        return False
    if kind == "commitment":
        return unit.cue is None and "including" not in last
    if kind == "recommendation":
        return all(len(text.split()) < 6 for text in texts)
    return labelled or (kind == "decision" and announced)


def with_subject(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'(a) endorsed the plan' under 'The Board': an item of minutes is read with the subject that stands above it."""
    above, passage = unit.under, unit.passage
    if above is None or unit.items or not walk.around.minutes:
        return None
    subject = plain(above.passage.text).rstrip(" :,-")
    if cues.lists().marks["bare_subject"].fullmatch(subject) is None:
        return None
    said = cues.classify(f"{subject} {passage.text}", minutes=True)
    if said is None or said.kind is None:
        return None
    whole = Draft(said.kind, passage, 0, content.body_end(passage), said.certainty, passage.number)
    return [content.complete(whole, walk)]


def led(unit: Unit, walk: Walk) -> list[Draft] | None:
    """An item under a lead-in that says what its items are."""
    above, passage = unit.led(), unit.passage
    if above is None:
        return None
    if above.aside:
        return list(narrative.read(passage, walk.around)) if len(passage.text) > 200 else []
    said = above.cue or cues.Says("action", cues.lists().asides)
    kind = said.kind if said.strong else walk.kind or said.kind
    if kind == "decision" and (walk.kind == "priority" or (walk.kind == "aim" and not walk.around.minutes)):
        kind = walk.kind  # 'Priorities. The following were agreed in May:'
    label = cues.label(above.passage.text) if cues.is_bare_label(above.passage.text) else None
    if label and kind == "action" and walk.around.minutes and not above.owners and owners.task(passage.text):
        number = passage.number or points.number_in(label[1])
        return points.tasks(passage, 0, content.body_end(passage), number, walk.around)
    given = label and cues.lists().marks["task_decided"].search(plain(passage.text))
    if kind == "action" and not (above.owners or given) and len(cues.lists().marks["finite"].findall(passage.text)) > 1:
        return None
    whole = cues.lists().marks["sentence"].search(passage.text) is not None
    if walk.around.minutes and whole and kind in DISCUSSED | {"commitment"}:
        told = list(narrative.read(passage, walk.around))
        if told or kind == "commitment":
            return told
    said_so = walk.around.minutes and kind in DISCUSSED  # a list of what was said, under a head of aims
    draft = Draft(
        kind, passage, 0, content.body_end(passage), 0.5 if said_so else 0.9, passage.number or above.passage.number
    )
    if kind in {"action", "priority"}:
        draft.owners = list(above.owners)
        narrative.complete(draft, walk.around)
    return [draft]


def to_do(unit: Unit, walk: Walk) -> list[Draft] | None:
    """A list of things to do that nothing announces: aims, the actions of a plan, the priorities of another report."""
    passage = unit.passage
    if passage.kind != "list_item" or not cues.is_to_do(passage.text) or (walk.around.minutes and not walk.planned):
        return None
    if walk.section and not {"options", "membership", "contact", "background_papers", "appendices"}.isdisjoint(
        walk.section.kinds
    ):
        return None
    if passage.level not in walk.levels_to_do:
        return None
    kind: StatementKind = "action" if walk.around.plan else "priority"
    kind = "aim" if passage.text.startswith("To ") else kind
    return [content.complete(Draft(kind, passage, 0, content.body_end(passage), 0.45, passage.number), walk)]
