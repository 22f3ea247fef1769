"""What a passage gives in its section: its sentences, its tasks, or the whole of it."""

from __future__ import annotations

from pipeline.model import Passage, StatementKind
from pipeline.statements import conclusions, cues, due, narrative, owners, points
from pipeline.statements.draft import Draft
from pipeline.statements.flow import Unit
from pipeline.statements.walk import PROGRESS, Walk
from pipeline.text import plain, sentences

#: A line of fewer words may be a name in a list that has no bullets.
NAME_WORDS = 6
#: What a sentence in a section that reports progress may be beside that.
SURE: set[StatementKind] = {"risk", "outcome"}


def by_sentences(passage: Passage, walk: Walk) -> list[Draft]:
    """What the sentences of a paragraph say; progress and advice are called what the section calls them."""
    drafts = list(narrative.read(passage, walk.around, told=walk.kind not in {"milestone", "outcome"}))
    for draft in drafts:
        if {draft.kind, walk.kind} <= {"milestone", "outcome"} and walk.kind:
            draft.kind = walk.kind
        advised = walk.kind == "recommendation" and cues.lists().marks["advice"].search(plain(draft.text))
        draft.kind = "recommendation" if draft.kind == "aim" and advised else draft.kind
    if walk.kind == "recommendation":
        found = {draft.start for draft in drafts}
        for start, end in sentences(passage.text):
            if start not in found and cues.lists().marks["advice"].search(plain(passage.text[start:end])):
                drafts.append(Draft("recommendation", passage, start, end, 0.6, passage.number))
    return drafts


def each_sentence(passage: Passage, spans: list[tuple[int, int]], walk: Walk) -> list[Draft]:
    """Each sentence of running text as one statement of the section's kind, or of another that it surely is of.

    Under a heading such as 'Performance' the sentences decide, but what came of progress is progress there; what is
    none of anything is progress in a report of it.
    """
    drafts: list[Draft] = []
    for start, end in spans:
        cue = cues.classify(passage.text[start:end], minutes=False)
        kind = walk.kind
        if walk.roams and (cue is not None or kind == "outcome"):
            told = narrative.sentence(passage, start, end, walk.around)
            if told and kind == "milestone" and told.kind == "outcome":
                told.kind = kind
            drafts += [told] if told else []
            continue
        if cue is not None and kind in PROGRESS:
            kind = cue.kind if cue.kind is None or (cue.kind in SURE and cue.kind != kind) else kind
        if kind:
            drafts.append(complete(Draft(kind, passage, start, end, 0.6), walk))
    return drafts


def reports(passage: Passage) -> bool:
    """Whether a sentence of a paragraph tells of progress, what came of it or what threatens it."""
    found = (cues.classify(passage.text[start:end], minutes=False) for start, end in sentences(passage.text))
    return any(cue is not None and cue.kind in {*PROGRESS, "risk"} for cue in found)


def each_says(passage: Passage, spans: list[tuple[int, int]]) -> bool:
    """Whether each of the sentences is a statement by itself."""
    found = (cues.classify(passage.text[start:end], minutes=False) for start, end in spans)
    return all(cue is not None and cue.kind is not None for cue in found)


def signs_off(unit: Unit, walk: Walk) -> bool:
    """Whether a line after the last item of a list is who wrote the paper, when and where, or what is enclosed."""
    text = unit.passage.text
    if len(text.split()) > 10 or text.rstrip()[-1:] in ".;:" or cues.lists().marks["sentence"].search(plain(text)):
        return False
    return walk.listed_to is not None and walk.listed_to < unit.at


def as_actions(passage: Passage, walk: Walk) -> list[Draft] | None:
    """An item of a section on actions: one for each task it gives; discussion and asides are none."""
    marks, text = cues.lists().marks, plain(passage.text)
    several = passage.kind == "paragraph" and len(list(sentences(passage.text))) > 1
    prose = passage.kind == "paragraph" and (not passage.number or several)
    inherited = walk.around.minutes and walk.section and not marks["task_head"].search(walk.section.heading)
    if before := owners.before_task(text, walk.around.names):
        return [complete(Draft("action", passage, 0, len(passage.text), 0.75, passage.number, owners=before), walk)]
    if marks["told"].search(text) or (prose and marks["sentence"].search(text)):
        return None
    if (prose or inherited) and not points.is_task(text):
        return None
    if marks["next_meeting"].search(text[:30]) and not points.is_task(text):
        return []
    if len(text.split()) < 2:
        return []  # a signature, a heading in a list
    drafts = points.tasks(passage, 0, len(passage.text), passage.number, walk.around)
    return [complete(draft, walk) for draft in drafts]


def under_label(unit: Unit, walk: Walk) -> list[Draft] | None:
    """'Staff training - all staff have been trained.', an item of minutes: one statement, its label with it."""
    passage, marks = unit.passage, cues.lists().marks
    if not walk.around.minutes or passage.kind != "list_item" or passage.aside or unit.items:
        return None
    label = marks["item_label"].match(plain(passage.text))
    if label is None or marks["sentence"].search(label["label"]):
        return None
    drafts, rest = list(narrative.read(passage, walk.around)), plain(passage.text[label.end() :])
    kinds = {draft.kind for draft in drafts}
    if len(drafts) > 1 and not kinds <= {"outcome", "milestone"}:
        return None
    kind: StatementKind = drafts[0].kind if drafts else "outcome"
    if "priorit" in label["label"].lower():
        kind = "priority"
    elif not drafts and not marks["reports_done"].search(rest):
        return None
    elif kind == "outcome" and marks["goes_on_still"].search(rest):
        kind = "milestone"
    whole = Draft(kind, passage, 0, len(passage.text), 0.5, passage.number)
    if drafts:
        whole.owners, whole.due = drafts[0].owners, drafts[0].due
    return [whole]


def only_names(passage: Passage) -> bool:
    """Whether an item of an outline names what is to be written about and states nothing itself."""
    text, marks = plain(passage.text), cues.lists().marks
    if marks["outline"].match(text):
        return True
    return not (cues.is_to_do(text) or marks["doing"].match(text) or marks["sentence"].search(text))


def each_decided(unit: Unit) -> list[Draft]:
    """The items under 'The following payments were approved:', each a decision."""
    drafts: list[Draft] = []
    for item in unit.items:
        item.taken = True
        if not cues.is_nothing(item.passage.text):
            drafts.append(Draft("decision", item.passage, 0, len(item.passage.text), 0.75, item.passage.number))
    return drafts


def headed(unit: Unit, kind: StatementKind, start: int, walk: Walk) -> list[Draft] | None:
    """'Priority 2: To raise standards in maths. Ann Lee reported ...': what the label names, and what was said of it.

    The intents of a priority, and those after one, are priorities themselves.
    """
    above = unit.led()
    under = above is not None and above.cue is not None and above.cue.kind == "priority"
    if kind == "aim" and (under or any(draft.kind == "priority" for draft in walk.drafts)):
        kind = "priority"
    named = conclusions.headed(unit.passage, kind, start)
    if named is None:
        return None
    passage = unit.passage
    said = points.beside(passage, passage.aside, len(passage.text), walk.around) if passage.aside else None
    if said is None:
        said = list(narrative.read(passage, walk.around))
    return [named, *(draft for draft in said if draft.start >= named.end)]


def with_names(lead: Draft, above: Unit, walk: Walk) -> Draft:
    """'The following were elected:' with the names that stand in lines of their own below it."""
    for unit in walk.units[above.at + 1 :]:
        name, marks = unit.passage.text, cues.lists().marks
        words = name.split("(")[0].split()
        if not 0 < len(words) < NAME_WORDS or not name[0].isupper() or name.rstrip()[-1] in ".:" or unit.passage.number:
            break
        if marks["sentence"].search(plain(name)):
            break
        lead.more.append(unit.passage)
        unit.taken = True
    return lead


def complete(draft: Draft, walk: Walk) -> Draft:
    """Owner and deadline from the words, or the deadline from the section's heading."""
    if draft.kind not in {"action", "milestone", "priority"}:
        return draft
    narrative.complete(draft, walk.around)
    if draft.kind == "action" and draft.due is None and walk.section:
        draft.due = due.in_sentence(walk.section.heading, walk.around.anchor, ahead=True)
    return draft


def body_end(passage: Passage) -> int:
    """Where the statement of a whole passage ends: before closing sentences that only say where to look."""
    spans = list(sentences(passage.text))
    while len(spans) > 1 and cues.lists().marks["reference"].search(plain(passage.text), *spans[-1]):
        spans.pop()
    return spans[-1][1] if spans else len(passage.text)


def give_before(named: list[str], unit: Unit, walk: Walk) -> list[Draft]:
    """'Action: Clerk' on a line of its own: what was said last before it is the clerk's to do."""
    index = unit.at
    if index == 0:
        return []
    before = walk.units[index - 1].passage
    mine = [draft for draft in walk.drafts if draft.passage is before]
    if mine:
        if asked := points.asked_for(mine[-1], named):
            return [asked]
        points.assign(mine[-1], named)
        return []
    start, end = points.outstanding(before.text)
    return [Draft("action", before, start, end, 0.6, before.number, owners=named)]
