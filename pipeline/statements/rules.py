"""The rules for passages of text, one visible list; the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.model import Passage, Section, StatementKind
from pipeline.statements import applications, content, cues, due, narrative, owners, points
from pipeline.statements.draft import Around, Draft
from pipeline.statements.flow import Unit, last_sentence, units
from pipeline.statements.walk import DISCUSSED, RECORDED, SAID, SILENT, Walk, kind_of
from pipeline.text import fold, plain, sentences

Rule = Callable[[Unit, Walk], list[Draft] | None]


def read(passages: Sequence[Passage], section: Section | None, around: Around) -> list[Draft]:
    """The statements of a section's passages, without its tables."""
    if section and not (SILENT if around.minutes else SILENT | {"policy_framework"}).isdisjoint(section.kinds):
        return []
    walk = Walk(around, section, kind_of(section, passages, around), units(passages))
    for unit in walk.units:
        for rule in RULES if not unit.taken else []:
            found = rule(unit, walk)
            if found is not None:
                walk.drafts += found
                break
    return list(_settled(walk.drafts))


def _settled(drafts: list[Draft]) -> Iterator[Draft]:
    """The drafts, items written in one line apart; what was only moved goes when what was decided on it follows."""
    decisions = [draft for draft in drafts if draft.kind == "decision"]
    for draft in drafts:
        moved = draft.kind == "decision" and cues.lists().marks["only_moved"].match(plain(draft.text)) is not None
        if not moved or draft is decisions[-1]:
            yield from narrative.each(draft)


def nothing(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'None', 'Not applicable at this stage', a question, a line of a list of contents."""
    text, marks = unit.passage.text, cues.lists().marks
    asked = text.rstrip().endswith("?") and last_sentence(text) == text.strip()
    listed = marks["contents"].fullmatch(text) and (unit.passage.kind == "paragraph" or "..." in text)
    form = marks["form_line"].match(plain(text)) or not any(map(str.isalpha, text))
    return [] if asked or listed or form or cues.is_nothing(text) else None


def line_of_action(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'Due: March 2011' and 'Owner: SQ' on a line of their own belong to the action above."""
    text = unit.passage.text
    when, who = points.line("due_line", text), points.line("owner_line", text)
    if (when is None and who is None) or not walk.drafts:
        return None
    if who is not None:
        walk.drafts[-1].owners = owners.of_cell(who)
    elif when is not None and cues.is_standing(when):
        walk.drafts[-1].status = {text[: -len(when)].strip(" :-–"): when}
    elif when is not None:
        walk.drafts[-1].due = due.of_cell(when, walk.around.anchor)
    return []


def labelled(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'ACTION 3: SQ to update the panel', 'RESOLVED: that ...', 'Actions for the clerk:' before a list."""
    found = cues.label(unit.passage.text)
    if found is None and walk.around.minutes and not unit.items:
        concluded = cues.lists().marks["concluded"].match(plain(unit.passage.text))
        return points.labelled(unit.passage, "decision", concluded, walk.around) if concluded else None
    if found is None:
        return None
    kind, match = found
    rest = unit.passage.text[match.end() :]
    if not fold(rest):
        unit.cue, unit.owners = cues.Says(kind, match.re), points.named_in(match)
        return []
    if cues.is_nothing(rest):
        return []
    if kind in {"aim", "priority"} and walk.around.minutes:
        return content.headed(unit, kind, match.end(), walk)
    if kind == "action" and cues.lists().marks["asks_the_body"].search(plain(rest)):
        kind = "recommendation"
    if kind == "action" and owners.task(rest) is None and owners.is_named(rest, walk.around.names):
        return content.give_before(owners.of_cell(rest), unit, walk)
    return None if unit.items else points.labelled(unit.passage, kind, match, walk.around)


def decided_at_end(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'To approve the accounts. Agreed.', 'Rear extension at 4 High Street. No objection.': the item was decided so."""
    passage = unit.passage
    if not walk.around.minutes or unit.items or walk.kind == "action" or owners.task(passage.aside):
        return None
    start, end = points.decided(passage.text)
    if end == 0:
        return None
    return [
        *narrative.read(passage, walk.around, until=start),
        Draft("decision", passage, start, end, 0.75, passage.number),
    ]


def owner_at_end(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'... to be repaired. (Action: JS)'; in minutes, a name after the last sentence: '... is blocked. Clerk'."""
    passage = unit.passage
    if match := points.owner_at_end(passage):
        return points.beside(passage, match["who"], match.start(), walk.around)
    if walk.around.minutes and (start := points.run_in(passage, walk.around)) is not None:
        return points.beside(passage, passage.text[start:], start, walk.around) or list(
            narrative.read(passage, walk.around, until=start)
        )
    return None


def beside(unit: Unit, walk: Walk) -> list[Draft] | None:
    """A name, or 'Noted', at the right edge."""
    passage = unit.passage
    if not passage.aside or unit.items or (walk.kind == "recommendation" and not walk.around.minutes):
        return None  # beside what a report recommends stands whom it is for
    return points.beside(passage, passage.aside, len(passage.text), walk.around)


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
        return [*drafts, content.with_names(Draft(kind, passage, cut, len(passage.text), 0.6, passage.number), walk)]
    if kind is None or unit.aside or not unit.items or (kind == "decision" and walk.kind == "priority"):
        return drafts
    whole = Draft(kind, passage, cut, len(passage.text), 0.6, passage.number)
    if _spelt_out(unit, kind, last, labelled=label is not None, announced=unit.cue is not None or walk.kind is None):
        whole.more = [item.passage for item in unit.items]
        for item in unit.items:
            item.taken = True
        return [*drafts, whole]
    clause = cues.lists().marks["list_follows"].search(plain(last))
    if not unit.cue and said and said.kind in {"commitment", "aim"} and clause and "including" in clause[0]:
        unit.cue = cues.Says(kind, said.when)
        whole.end = cut + clause.start()
        return [*drafts, whole]
    return drafts


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
    if walk.around.minutes and kind in DISCUSSED and cues.lists().marks["sentence"].search(passage.text):
        told = list(narrative.read(passage, walk.around))
        if told:
            return told
    said_so = walk.around.minutes and kind in DISCUSSED  # a list of what was said, under a head of aims
    draft = Draft(
        kind, passage, 0, content.body_end(passage), 0.5 if said_so else 0.9, passage.number or above.passage.number
    )
    if kind in {"action", "priority"}:
        draft.owners = list(above.owners)
        narrative.complete(draft, walk.around)
    return [draft]


def kinded(unit: Unit, walk: Walk) -> list[Draft] | None:
    """The section decides: each item and numbered paragraph is one of its kind, a paragraph when it reads as one."""
    passage, kind = unit.passage, walk.kind
    prose = passage.kind == "paragraph" and not passage.number
    if kind is None or (prose and walk.section and not walk.section.heading):
        return None
    running = walk.runs(passage)
    marks, text = cues.lists().marks, plain(passage.text)
    if (running and marks["fragment"].match(text)) or (prose and content.signs_off(unit, walk)):
        return []
    said = marks["sentence"].search(text) and not (kind == "priority" and cues.is_to_do(text))
    if walk.around.minutes and kind not in RECORDED and (running or said):
        return None
    if walk.around.minutes and kind == "recommendation" and marks["told"].search(text):
        return None
    if walk.outlined and content.only_names(passage):
        return []
    if kind == "action":
        return content.as_actions(passage, walk)
    match = owners.task(passage.text)
    named = match and not owners.is_passive(match) and owners.is_named(match["who"], walk.around.names)
    if named and (kind == "decision" or walk.around.minutes):
        return points.tasks(passage, 0, len(passage.text), passage.number, walk.around)
    if kind == "risk" and passage.kind == "paragraph" and marks["on_risks"].search(text):
        return []
    if running and (walk.listed or (kind in SAID and marks["sentence"].search(text))):
        return content.by_sentences(passage, walk)
    spans = [span for span in sentences(passage.text) if span[1] - span[0] > 20]
    if walk.roams and passage.kind == "paragraph" and (running or "." in passage.number.strip(".")):
        return content.each_sentence(passage, list(sentences(passage.text)), walk)
    if len(spans) > 2 and (running or (kind in DISCUSSED and _tells_several(passage, spans))):
        return content.each_sentence(passage, spans, walk)
    certainty = 0.9 if passage.kind == "list_item" and not walk.around.minutes else 0.75
    return [content.complete(Draft(kind, passage, 0, content.body_end(passage), certainty, passage.number), walk)]


def _tells_several(passage: Passage, spans: list[tuple[int, int]]) -> bool:
    """Whether a numbered paragraph is several statements: more than one of its sentences says what it is."""
    found = (cues.classify(passage.text[start:end], minutes=False) for start, end in spans)
    return passage.kind == "paragraph" and sum(cue is not None and cue.kind is not None for cue in found) > 1


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


def errand(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'Arrange a visit for June.' on a line of its own between what was said: somebody's task."""
    text = unit.passage.text
    if not walk.around.minutes or unit.passage.kind != "paragraph" or not 3 < len(text.split()) < 25:
        return None
    spoken = cues.lists().marks["sentence"].search(plain(text)) or text.startswith("To ") or not text.endswith(".")
    if spoken or len(list(sentences(text))) > 1 or not cues.is_to_do(text) or ":" in text:
        return None
    return [content.complete(Draft("action", unit.passage, 0, len(text), 0.6, unit.passage.number), walk)]


def whole_item(unit: Unit, walk: Walk) -> list[Draft] | None:
    """An item of a report's list is one statement, of the kind that the only one of its sentences to say so gives."""
    passage = unit.passage
    if passage.kind != "list_item" or unit.items:
        return None
    drafts = list(narrative.read(passage, walk.around))
    if len(drafts) != 1 or drafts[0].start > 0:
        return None
    drafts[0].end = content.body_end(passage)
    return drafts


def running_text(unit: Unit, walk: Walk) -> list[Draft] | None:
    """Sentences decide."""
    return content.by_sentences(unit.passage, walk)


RULES: list[Rule] = [
    nothing, line_of_action, labelled, applications.read, decided_at_end, owner_at_end, beside, task_of_parts, lead_in,
    led, kinded, to_do, errand, whole_item, content.under_label, running_text,
]  # fmt: skip
