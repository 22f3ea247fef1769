"""Sentences decide: statements of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Passage
from pipeline.statements import cues, due, owners
from pipeline.statements.draft import Around, Draft
from pipeline.text import sentences

_AHEAD = re.compile(
    r"\b(?:will|shall|would|to be|to|due|scheduled|planned|planning|plans?|aims?|aiming|intend\w*|going to|until|deadline)\b",
    re.I,
)
_CLOSE = re.compile(r"\b(?:month|day|part|week|relative|range|season|quarter)\b")
_SUBJECT = re.compile(
    r"(?P<who>(?:The |A |An )?[A-Za-z][^,.;:]{1,60}?) (?:will|shall|would|is|are|has|have) (?:\w+ly |also |now )*"
    r"(?!be\b|been\b|take place|remain|continue|meet\b)(?:[a-z]+)"
)


def read(passage: Passage, around: Around, number: str = "", until: int | None = None) -> Iterator[Draft]:
    """The statements among the sentences of `passage`, up to the offset `until`."""
    for start, end in sentences(passage.text[:until]):
        draft = sentence(passage, start, end, around)
        if draft:
            draft.number = number or passage.number
            yield draft


def sentence(passage: Passage, start: int, end: int, around: Around) -> Draft | None:
    """The statement that one sentence makes, if any."""
    text = passage.text[start:end]
    told = _task(passage, start, end, around)
    if told:
        return told
    cue = cues.classify(text, around.minutes)
    if cue is None or cue.kind is None:
        return None
    draft = Draft(cue.kind, passage, start, end, cue.certainty)
    if cue.kind in {"commitment", "milestone", "priority", "action"}:
        complete(draft, around)
        if cue.kind == "commitment" and draft.due and draft.due.start and _near(draft):
            draft.kind = "milestone"
    return draft


def complete(draft: Draft, around: Around) -> None:
    """Add the deadline and the owner that the words of `draft` state."""
    text = draft.text
    draft.due = draft.due or due.in_sentence(text, around.anchor, ahead=_AHEAD.search(text) is not None)
    if not draft.owners:
        draft.owners = owners.of_task(text)
    if (
        not draft.owners
        and draft.due
        and (match := _SUBJECT.match(text))
        and owners.is_agent(match["who"], around.names)
    ):
        draft.owners = owners.of_cell(match["who"]) if " and its " not in match["who"] else [match["who"]]


def _near(draft: Draft) -> bool:
    """Whether the deadline is a day or a few months, not a year: a step with a date."""
    assert draft.due and draft.due.start and draft.due.end
    return draft.due.start[:4] == draft.due.end[:4] and draft.due.start[5:] + draft.due.end[5:] != "01-0112-31"


def _task(passage: Passage, start: int, end: int, around: Around) -> Draft | None:
    """'Clerk to write to the owner': a task, when the one it is given to is surely somebody."""
    text = passage.text[start:end]
    for opening in (0, *(m.end() for m in re.finditer(r"[;:]\s+|\s[-–]\s", text))):
        match = owners.task(text[opening:])
        if match and not owners.is_passive(match) and owners.is_agent(match["who"], around.names):
            draft = Draft("action", passage, start + opening, end, 0.75)
            complete(draft, around)
            return draft
    return None
