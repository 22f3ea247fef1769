"""A statement in the making, and what every rule may ask of the paper around it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from pipeline import dates
from pipeline.model import Due, Interval, Outline, Passage, Statement, StatementKind
from pipeline.statements import cues, owners
from pipeline.text import collapse, fold

#: A bullet or number that is still in the text.
_MARKER = re.compile(r"\s*(?:[•·▪◦*–-]|\[[ xX✓✔]?\]|[\d.]{0,12}[a-z]{0,5}\)|\d{1,3}(?:\.\d{1,3})*\.)\s+")
_AT_NEXT = re.compile(r"\bnext (?:(?:full|board|panel|committee|council|governors'?) )*(?:meeting|fgb)\b", re.I)
#: What joins an item to the next.
_TAIL = re.compile(r"(?:\s*[;,:]+)?(?:(?<=[;,])\s*(?:and|or))?\s*$")


@dataclass(slots=True)
class Draft:
    """What a rule found: a stretch of `passage`'s text, its kind, and how sure the rule is."""

    kind: StatementKind
    passage: Passage
    start: int
    end: int
    certainty: float
    number: str = ""
    owners: list[str] = field(default_factory=list)
    due: Due | None = None
    impact: str = ""
    baseline: str = ""
    status: dict[str, str] = field(default_factory=dict)
    more: list[Passage] = field(default_factory=list)
    words: str = ""  # what it says, when that stands beside the passage and not in it

    @property
    def text(self) -> str:
        """The words, blanks folded, with those of the further passages joined on."""
        if self.words:
            return collapse(self.words)
        return collapse(" ".join([self.passage.text[self.start : self.end], *(p.text for p in self.more)]))


class Around:
    """The paper around a passage: its sections, tables, its own date and whether it is minutes or a plan."""

    def __init__(self, outline: Outline) -> None:
        self.sections = {section.id: section for section in outline.sections}
        self.tables = {table.id: table for table in outline.tables}
        self.minutes = outline.paper_type == "minutes"
        self.plan = outline.paper_type == "action_plan"
        self.anchor = _date(outline.meeting_date) or _first_day(outline)
        self.next_meeting = _next_meeting(outline, self.anchor)
        self.names = {fold(p.name) for p in outline.people} | {p.initials for p in outline.people if p.initials}


def _first_day(outline: Outline) -> date | None:
    """The first day that the opening lines of a paper without a date of its own name: 'Agreed 4 May 2015'."""
    for passage in outline.passages[:10]:
        for found in dates.find(passage.text):
            if found.value and found.value.start == found.value.end:
                return _date(found.value.start)
    return None


def _next_meeting(outline: Outline, anchor: date | None) -> Interval | None:
    """The day of the meeting after this one, where the paper tells it: under a heading or in a sentence of its own."""
    if anchor is None:
        return None
    telling = cues.lists().marks["next_meeting"]
    headed = {section.id for section in outline.sections if telling.search(section.heading)}
    for passage in outline.passages:
        if passage.kind == "table_row" or len(passage.text) > 300:
            continue
        fixed = cues.lists().marks["meeting_fixed"].search(passage.text)
        if passage.section not in headed and not telling.search(passage.text[:40]) and not fixed:
            continue
        for found in dates.find(passage.text[fixed.end() if fixed else 0 :], anchor):
            day = found.value
            if day and day.start == day.end and day.start > anchor.isoformat():
                return Interval(day.start, day.end)
    return None


def _date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def finish(drafts: list[Draft], paper: str, next_meeting: Interval | None = None) -> list[Statement]:
    """The drafts as statements of the paper `paper`, each with its id; what is due at the next meeting, on its day."""
    seen: Counter[str] = Counter()
    found = []
    for draft in drafts:
        if draft.start == 0 and not draft.words and (marker := _MARKER.match(draft.passage.text)):
            draft.start = marker.end()
        if not draft.more and not draft.words and (tail := _TAIL.search(draft.passage.text, draft.start, draft.end)):
            draft.end = tail.start()
        if draft.due and draft.due.start is None and next_meeting and _AT_NEXT.search(draft.due.text):
            draft.due = Due(draft.due.text, next_meeting.start, next_meeting.end)
        text = draft.text
        folded = fold(text)
        if not folded:
            continue
        seen[folded] += 1
        found.append(
            Statement(
                id=identity(paper, folded, seen[folded]),
                kind=draft.kind,
                passage=draft.passage.id,
                start=draft.start,
                end=draft.end,
                section=draft.passage.section,
                text=text,
                certainty=draft.certainty,
                number=draft.number,
                owners=[owners.bare(name) for name in draft.owners] if draft.kind == "action" else draft.owners,
                due=draft.due,
                impact=draft.impact,
                baseline=draft.baseline,
                status=draft.status,
                more=[passage.id for passage in draft.more],
            )
        )
    return found


def identity(paper: str, folded: str, occurrence: int) -> str:
    """A statement's id: 16 hex digits from the paper, the folded text and which of its occurrences it is.

    Neither kind nor section nor place is in it, so that better rules break no link to the statement.
    """
    return sha256("\0".join((paper, folded, str(occurrence))).encode()).hexdigest()[:16]
