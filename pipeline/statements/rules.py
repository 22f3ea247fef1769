"""The rules for passages of text, one visible list; the first that answers decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.model import Passage, Section
from pipeline.statements import applications, content, cues, due, listing, narrative, owners, points
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
    if kind in {"priority", "aim"} and passage.kind == "paragraph" and walk.strand and content.reports(passage):
        return content.by_sentences(passage, walk)
    if running and (walk.listed or (kind in SAID and marks["sentence"].search(text))):
        return content.by_sentences(passage, walk)
    spans = [span for span in sentences(passage.text) if span[1] - span[0] > 20]
    if walk.roams and passage.kind == "paragraph" and (running or "." in passage.number.strip(".")):
        return content.each_sentence(passage, list(sentences(passage.text)), walk)
    if running and len(spans) == 2 and kind in {"risk", "outcome"} and content.each_says(passage, spans):
        return content.each_sentence(passage, spans, walk)
    if len(spans) > 2 and (running or (kind in DISCUSSED and _tells_several(passage, spans))):
        return content.each_sentence(passage, spans, walk)
    certainty = 0.9 if passage.kind == "list_item" and not walk.around.minutes else 0.75
    return [content.complete(Draft(kind, passage, 0, content.body_end(passage), certainty, passage.number), walk)]


def _tells_several(passage: Passage, spans: list[tuple[int, int]]) -> bool:
    """Whether a numbered paragraph is several statements: more than one of its sentences says what it is."""
    found = (cues.classify(passage.text[start:end], minutes=False) for start, end in spans)
    return passage.kind == "paragraph" and sum(cue is not None and cue.kind is not None for cue in found) > 1


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
    if walk.around.minutes and _is_told_in_sentences(passage.text):
        return None
    drafts = list(narrative.read(passage, walk.around))
    if len(drafts) != 1 or drafts[0].start > 0:
        return None
    drafts[0].end = content.body_end(passage)
    return drafts


def _is_told_in_sentences(text: str) -> bool:
    """Whether an item of minutes is told in sentences, and is more than a label and a sentence after it."""
    spans = list(sentences(text))
    labelled = cues.lists().marks["sentence"].search(plain(text[: spans[0][1]])) is None
    return len(spans) > (2 if labelled else 1)


def running_text(unit: Unit, walk: Walk) -> list[Draft] | None:
    """Sentences decide."""
    return content.by_sentences(unit.passage, walk)


RULES: list[Rule] = [
    nothing, line_of_action, labelled, applications.read, decided_at_end, owner_at_end, beside,
    listing.task_of_parts, listing.lead_in, listing.with_subject, listing.led, kinded, listing.to_do, errand,
    whole_item, content.under_label, running_text,
]  # fmt: skip
