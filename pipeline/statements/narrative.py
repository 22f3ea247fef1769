"""Sentences decide: statements of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.model import Due, Passage
from pipeline.statements import cues, due, owners
from pipeline.statements.draft import Around, Draft
from pipeline.text import plain, sentences

_CLAUSE = re.compile(r"[;:]\s+|\s[-–]\s|\b[a-z][\w'’-]*,\s+(?=[A-Z])")  # no comma of a list of names


def read(passage: Passage, around: Around, until: int | None = None, told: bool = True) -> Iterator[Draft]:
    """The statements among the sentences of `passage`, up to the offset `until`.

    Not `told`: minutes report progress here as a report would, rather than tell what was said.
    """
    drafts: list[Draft] = []
    before = 0
    for start, end in sentences(passage.text[:until]):
        draft = sentence(passage, start, end, around, told)
        if draft and _goes_back(draft):
            draft.start = before  # 'This was agreed' says nothing without the sentence before
            drafts = [earlier for earlier in drafts if earlier.start < before]
        if draft:
            draft.number = passage.number
            drafts.append(draft)
        before = start
    if around.minutes and passage.kind == "list_item" and drafts and _is_heading(drafts[0]):
        drafts = drafts[1:]
    yield from drafts


def _goes_back(draft: Draft) -> bool:
    """Whether it only says that what was said before was agreed, or done."""
    mark = {"decision": "so_agreed", "outcome": "so_done"}.get(draft.kind)
    return mark is not None and cues.lists().marks[mark].fullmatch(draft.text) is not None


def _is_heading(draft: Draft) -> bool:
    """Whether what was taken for progress is the item of the agenda, 'Review how far the plan has come. It was ...'."""
    words, opens = draft.passage.text, draft.start == 0 and draft.end < len(draft.passage.text)
    told = cues.lists().marks["verbless"].match(words) is not None  # 'Work over the summer has been ...'
    return opens and not told and draft.kind in {"outcome", "milestone"} and cues.is_to_do(words[: draft.end])


def sentence(passage: Passage, start: int, end: int, around: Around, told: bool = True) -> Draft | None:
    """The statement that one sentence makes, if any."""
    task = _task(passage, start, end, around)
    if task:
        return task
    if note := cues.lists().marks["note_after"].match(plain(passage.text), start, end) if around.minutes else None:
        return _noted(passage, note.end(), end, around)
    text = passage.text[start:end]
    cue = cues.classify(text, around.minutes)
    if cue is None and not told:
        cue = cues.classify(text, minutes=False)
    if cue is None and around.minutes and (speaker := cues.lists().marks["speaker"].match(plain(text))):
        cue = cues.classify(f"He {text[speaker.end() :]}", around.minutes)
    if cue is None or cue.kind is None:
        return None
    draft = Draft(cue.kind, passage, start + _label_end(text, start > 0, around), end, cue.certainty)
    if cue.kind in {"commitment", "milestone", "priority", "action"}:
        complete(draft, around, dated=cue.dated)
        if cue.kind == "commitment" and _is_step(draft.due) and not _is_own(draft, around):
            draft.kind = "milestone"
    return draft


def _label_end(text: str, follows: bool, around: Around) -> int:
    """Where a sentence begins after what it is labelled with.

    'RESOLVED: to ...' when it `follows` another; in minutes the topic, 'Ash Lane: The hedge has been cut.'
    """
    label = cues.label(text) if follows else None
    if label:
        return label[1].end()
    topic = cues.lists().marks["topic"].match(plain(text)) if around.minutes else None
    return topic.end() if topic else 0


def _noted(passage: Passage, start: int, end: int, around: Around) -> Draft | None:
    """What a note after the meeting says; what it tells as past was done."""
    end -= len(passage.text[start:end]) - len(passage.text[start:end].rstrip("]*)"))
    said = sentence(passage, start, end, around) if start < end else None
    told = cues.lists().marks["told"].search(passage.text[start:end])
    return said or (Draft("outcome", passage, start, end, 0.5) if told else None)


def complete(draft: Draft, around: Around, *, dated: bool = False) -> None:
    """Add the deadline and the owner that the words of `draft` state; when `dated`, any date is the deadline."""
    text = draft.text
    draft.due = draft.due or (due.of_step(text, around.anchor) if dated else due.in_sentence(text, around.anchor))
    draft.owners = draft.owners or owners.of_task(text)
    before = cues.lists().marks["owner_before"].match(plain(text)) if draft.kind == "action" else None
    if before and not draft.owners and owners.is_agent(before["who"], around.names):
        draft.owners = owners.of_cell(before["who"])
    if not draft.owners and (draft.due or draft.kind in {"action", "commitment"}):
        draft.owners = owners.of_subject(text, around.names)
    if not draft.owners and draft.kind == "action":
        draft.owners = owners.of_passive(text, around.names)


def _is_own(draft: Draft, around: Around) -> bool:
    """Whether it is somebody's own word, or in minutes the word given for a person of the meeting: a promise."""
    text, marks = plain(draft.text), cues.lists().marks
    if marks["own_word"].search(text) or marks["span"].search(text):
        return True
    return around.minutes and bool(draft.owners) and all(owners.is_person(name, around.names) for name in draft.owners)


def each(draft: Draft) -> list[Draft]:
    """The items of a decision that are written in one line: '(i) that ...; and (ii) that ...'."""
    if draft.kind not in {"decision", "recommendation"} or draft.more or draft.words:
        return [draft]
    text, resolved = plain(draft.passage.text[draft.start : draft.end]), cues.lists().marks["that_follows"]
    marks = list(cues.lists().marks["inline_item"].finditer(text))
    bounds = [(mark.start(), mark.end()) for mark in marks] or _clauses(text)
    if resolved.match(text):
        bounds.insert(0, (0, 0))  # the number of the first item is the passage's own
    stops = [*(start for start, _ in bounds[1:]), len(text)]
    spans = [(end, stop) for (_, end), stop in zip(bounds, stops, strict=False)]
    items = [text[start:stop] for start, stop in spans]
    if len(items) < 2 or not all(resolved.match(item) or cues.is_to_do(item) for item in items):
        return [draft]
    return [replace(draft, start=draft.start + start, end=draft.start + stop) for start, stop in spans]


def _clauses(text: str) -> list[tuple[int, int]]:
    """Where the further clauses of 'That ...; that ...; and that ...' begin, when there are three or more in all."""
    marks = list(cues.lists().marks["resolved_clause"].finditer(text))
    return [(mark.start(), mark.end()) for mark in marks] if len(marks) > 1 else []


def _is_step(when: Due | None) -> bool:
    """Whether what is due then has a day or a few months to it, not a year: it is a step with a date."""
    if when is None or when.start is None or when.end is None:
        return False
    return when.start[:4] == when.end[:4] and (when.start[5:], when.end[5:]) != ("01-01", "12-31")


def _task(passage: Passage, start: int, end: int, around: Around) -> Draft | None:
    """'Clerk to write to the owner': a task, when the one it is given to is surely somebody."""
    text = passage.text[start:end]
    for opening in (0, *(match.end() for match in _CLAUSE.finditer(text))):
        match = owners.task(text[opening:])
        if match and match["to"] != "to" and not around.minutes:
            return None  # a report says what is on its way, and gives nobody a task
        if match and not owners.is_passive(match) and owners.is_named(match["who"], around.names):
            draft = Draft("action", passage, start + opening, end, 0.75)
            complete(draft, around)
            if opening and _needs_before(text[:opening], text[opening + match.end() :]):
                draft.start = start
            return draft
    return None


def _needs_before(before: str, rest: str) -> bool:
    """Whether a task makes no sense without the clause before it: a fault told there, '; Clerk to follow up'."""
    marks = cues.lists().marks
    if before.rstrip().endswith(",") or marks["no_object"].fullmatch(rest):
        return True
    return marks["told_of"].match(plain(before)) is not None
