"""Explicit marks in the text: action points, 'RESOLVED:', 'Recommendation 3:', owners at the right edge."""

from __future__ import annotations

import re

from pipeline.model import Passage, StatementKind
from pipeline.statements import cues, due, narrative, owners
from pipeline.statements.draft import Around, Draft
from pipeline.text import fold, sentences

#: A label before a statement, and what it makes of it.
LABELS: list[tuple[StatementKind, re.Pattern[str]]] = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "action",
            r"\W{0,3}(?i:actions?(?:\s+(?:points?|items?|required|agreed|arising))?|AP(?=[\s\d:]))\s*"
            r"(?P<number>(?:no\.?\s*)?[#(\[]?\d+(?:[./]\d+)*[a-z]?[)\]]?)?\s*"
            r"(?:\(?(?:for|by|on|–|-)?\s*(?P<who>[A-Z][^:().]{1,48}?)\)?)?\s*(?P<mark>[:–—]|\s-)\s*(?:for (?P<whom>[A-Z][^.]{1,40}):?$)?",
        ),
        ("action", r"\W{0,3}(?:ACTION|AP)\s*(?P<number>\d+(?:[./]\d+)*[a-z]?)[.)\s]+(?=[A-Z])"),
        (
            "decision",
            r"\W{0,3}(?:(?i:it was\s+)?(?:RESOLVED|AGREED|DECIDED)|(?i:decisions?|resolutions?|resolved|agreed))\s*"
            r"(?P<number>(?:(?i:no\.?)\s*)?\d+(?:[./]\d+)*[a-z]?)?\s*[:–—]\s*",
        ),
        (
            "recommendation",
            r"\W{0,3}(?i:recommendations?|recommended|recommend)\s*(?P<number>(?:(?i:no\.?)\s*)?\d+(?:[./]\d+)*[a-z]?)?\s*[:–—]\s*",
        ),
        ("risk", r"\W{0,3}(?i:risks?|key risks?)\s*(?P<number>\d+(?:[./]\d+)*[a-z]?)?\s*[:–—]\s*"),
        ("aim", r"\W{0,3}(?i:aims?|objectives?|purpose)\s*(?P<number>\d+(?:[./]\d+)*[a-z]?)?\s*[:–—]\s*"),
        ("priority", r"\W{0,3}(?i:(?:key )?priority|priorities)\s*(?P<number>\d+(?:[./]\d+)*[a-z]?)\s*[:–—]\s*"),
    )
]
_DUE = re.compile(r"\W{0,3}(?i:due(?: date| by)?|deadline|by when|timescale|target date|completion date)\s*[:–—]\s*")
_OWNER = re.compile(
    r"\W{0,3}(?i:owners?|lead(?: officer)?|responsible|by whom|assigned to|action(?:ed)? by)\s*[:–—]\s*"
)
_DUE_WITHIN = re.compile(
    r"[\s.;(\[]*\b(?i:due(?: date| by)?|deadline|by when|timescale)\s*[:–—]\s*(?P<when>[^:]{3,60})$"
)
_ACTION_WITHIN = re.compile(
    r"[\s.;]*[(\[]?\s*\b(?:ACTIONS?|Actions?|AP)\b\s*(?:\d+\s*)?(?:by|for|on|[:–—-])*\s*(?P<who>[A-Z][^:;()\[\]]{0,60})\s*[)\]]?\s*\.?\s*$"
)
_DECIDED = {
    "noted",
    "agreed",
    "approved",
    "resolved",
    "accepted",
    "adopted",
    "carried",
    "endorsed",
    "granted",
    "deferred",
}


def label(passage: Passage) -> tuple[StatementKind, re.Match[str]] | None:
    """The label at the start of the passage, and the kind it names."""
    for kind, pattern in LABELS:
        if match := pattern.match(passage.text):
            return kind, match
    return None


def labelled(passage: Passage, kind: StatementKind, match: re.Match[str], around: Around) -> list[Draft]:
    """The statements after a label: actions one for each task, others whole."""
    groups = match.groupdict()
    number = re.sub(r"(?i:no\.?)|[^\w./]", "", groups.get("number") or "") or passage.number
    end, when = len(passage.text), None
    if kind == "action" and (tail := _DUE_WITHIN.search(passage.text, match.end())):
        end, when = tail.start(), tail["when"]
    drafts = tasks(passage, match.end(), end, number, around) if kind == "action" else []
    if kind != "action" and fold(passage.text[match.end() : end]):
        drafts = [Draft(kind, passage, match.end(), end, 0.9, number)]
    named = owners.of_cell(groups.get("who") or groups.get("whom") or "")
    for draft in drafts:
        draft.owners = named or draft.owners
        draft.due = due.of_cell(when, around.anchor) if when else draft.due
    return drafts


def tasks(passage: Passage, start: int, end: int, number: str, around: Around) -> list[Draft]:
    """The tasks of an action point: a sentence of its own for each '<who> to <verb>', others join the one before."""
    drafts: list[Draft] = []
    for first, last in sentences(passage.text[start:end]):
        text = passage.text[start + first : start + last]
        if drafts and owners.task(text) is None:
            drafts[-1].end = start + last
        elif not cues.is_nothing(text):
            drafts.append(Draft("action", passage, start + first, start + last, 0.9, number))
    for draft in drafts:
        narrative.complete(draft, around)
    return drafts


def trailing_owner(passage: Passage) -> re.Match[str] | None:
    """'... (Action: JS)' at the end of the passage."""
    match = _ACTION_WITHIN.search(passage.text)
    return match if match and match.start() > 0 and owners.is_agent(match["who"]) else None


def due_line(text: str) -> str | None:
    """What stands after 'Due:' when the passage is such a line."""
    match = _DUE.match(text)
    return text[match.end() :] if match else None


def owner_line(text: str) -> str | None:
    """What stands after 'Owner:' when the passage is such a line."""
    match = _OWNER.match(text)
    return text[match.end() :] if match and len(text) < 100 else None


def beside(passage: Passage, aside: str, until: int, around: Around) -> list[Draft] | None:
    """The statements of a passage with somebody's name, or 'Noted', at its right edge; None when that says nothing."""
    if fold(aside) in _DECIDED or fold(aside).split(" ")[0] in _DECIDED:
        drafts = list(narrative.read(passage, around, until=until))
        if any(draft.kind == "decision" for draft in drafts):
            return drafts
        return [Draft("decision", passage, 0, until, 0.6, passage.number)]
    if not owners.is_agent(aside, around.names):
        return None
    named = owners.of_cell(aside)
    drafts = list(narrative.read(passage, around, until=until))
    given = [d for d in drafts if d.kind in {"action", "commitment", "milestone", "decision", "recommendation"}]
    if not given:
        *_, (start, end) = [(0, until), *sentences(passage.text[:until])]
        given = [Draft("action", passage, start, end, 0.6, passage.number)]
        drafts += given
    tasks_given = [d for d in given if d.kind == "action"] or [d for d in given if d.kind != "decision"] or given
    for draft in tasks_given[-1:]:
        draft.owners = named
        draft.kind = "action" if draft.kind != "decision" or _names(draft.text, named) else "decision"
        draft.certainty = max(draft.certainty, 0.7)
    return drafts


def _names(text: str, names: list[str]) -> bool:
    words = set(fold(text).split())
    return any(set(fold(name).split()[-1:]) <= words for name in names)
