"""The passages of a section as a tree: which lead-in an item stands under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.model import Passage
from pipeline.statements import cues, points
from pipeline.text import plain, sentences

_COLON = re.compile(r"(?::[\s\-–—]*|\w\s[-–—]\s*)$")
_LAST_NEXT = re.compile(r"[;,]\s+(?:and|or)\s*$")
#: Words and characters of a line that may be an item though it has no bullet.
ITEM_WORDS, ITEM_LENGTH = 4, 120


@dataclass(slots=True)
class Unit:
    """A passage, the lead-in it stands under and the items that stand under it."""

    passage: Passage
    at: int  # its place among the passages of the section
    under: Unit | None = None
    items: list[Unit] = field(default_factory=list)
    cue: cues.Says | None = None  # what its items are, when it is a lead-in that says so
    aside: bool = False  # its items are no statements
    owners: list[str] = field(default_factory=list)  # of all its items: 'Actions for the Clerk:'
    taken: bool = False  # its text was joined to the lead-in's
    lines: int = 0  # how many lines after it are items that lost their bullets

    def led(self) -> Unit | None:
        """The nearest lead-in above that says what its items are, or that they are nothing."""
        above = self.under
        while above and above.cue is None and not above.aside and not above.owners:
            above = above.under
        return above


def units(passages: Sequence[Passage]) -> list[Unit]:
    """The passages in order, each under its lead-in."""
    found: list[Unit] = []
    open_leads: list[Unit] = []
    for index, passage in enumerate(passages):
        while open_leads and not _belongs(passage, open_leads[-1]):
            open_leads.pop()
        unit = Unit(passage, index, under=open_leads[-1] if open_leads else None)
        if unit.under:
            unit.under.items.append(unit)
        found.append(unit)
        following = passages[index + 1 : index + 60]  # no list is longer
        if following and (_opens(passage, following[0]) or _names_list(passage, following)):
            last = announcing(passage.text)
            label = _label(passage)
            unit.aside = label is None and cues.is_aside(last)
            unit.cue = None if unit.aside else label or cues.lead(last)
            unit.lines = _bare_lines(following)
            open_leads.append(unit)
    return found


def last_sentence(text: str) -> str:
    """The last sentence of `text`."""
    *_, (start, end) = [(0, 0), *sentences(text)]
    return text[start:end]


def _label(passage: Passage) -> cues.Says | None:
    found = cues.label(passage.text)
    return cues.Says(found[0], found[1].re) if found else None


def announcing(text: str) -> str:
    """What a lead-in says of its list: its last sentence, with the one before when that is a mere 'They are:'."""
    spans = [(0, 0), *sentences(text)]
    start, end = spans[-1]
    if len(spans) > 2 and cues.lists().marks["pointer"].fullmatch(plain(text[start:end])):
        start = spans[-2][0]
    return text[start:end]


def _opens(passage: Passage, following: Passage) -> bool:
    """Whether `passage` leads in what follows."""
    if _COLON.search(passage.text) or cues.is_bare_label(passage.text):
        return True
    if following.kind != "list_item" and not following.number and not following.text[:1].islower():
        return False
    if following.kind == "list_item" and cues.lists().marks["bare_subject"].fullmatch(plain(passage.text)):
        return True
    if following.kind == "list_item" and cues.lists().marks["announces"].search(plain(last_sentence(passage.text))):
        return True
    if _style(following.number)[0] == "digits" and following.number.strip("()[]. ") not in {"1", "1.1"}:
        return False
    return cues.lists().marks["goes_on"].search(plain(passage.text)) is not None


def _names_list(passage: Passage, following: Sequence[Passage]) -> bool:
    """Whether 'The following were elected.' stands before lines that tell who."""
    return last_sentence(passage.text).lower().startswith("the following") and _bare_lines(following) > 0


def _bare_lines(passages: Sequence[Passage]) -> int:
    """How many of the passages after a lead-in are short lines of like make, two at least: a list without bullets."""
    count = 0
    for passage in passages:
        text, words = passage.text.rstrip(), len(passage.text.split())
        if passage.kind != "paragraph" or passage.number or passage.aside:
            break
        if words < ITEM_WORDS or len(text) > ITEM_LENGTH:
            break
        if _COLON.search(text) or cues.label(text) or cues.lists().marks["sentence"].search(plain(text)):
            break
        count += 1
    return count if count > 1 else 0


def _belongs(passage: Passage, lead: Unit) -> bool:
    """Whether `passage` is an item under `lead`, given what already is."""
    head = lead.passage
    if _is_closed(lead, passage):
        return False
    if passage.kind == "list_item":
        if head.kind == "list_item":
            if passage.level != head.level:
                return passage.level > head.level
            return _deeper(passage.number, head.number)
        return not head.number or not passage.number or _deeper(passage.number, head.number)
    if passage.number:
        return _deeper(passage.number, head.number) if head.number else not lead.items or _same_row(lead, passage)
    if passage.text[:1].islower() or len(lead.items) < lead.lines:
        return True
    if cues.is_bare_label(head.text) and (not lead.items or points.is_task(passage.text)):
        return True
    if not lead.items:
        return False
    before = lead.items[-1].passage
    return not before.number and before.text.rstrip()[-1:] in ";,"


def _is_closed(lead: Unit, passage: Passage) -> bool:
    """Whether the list under `lead` has come to its end: its last item but one ends in '; and', the last in a stop."""
    mine = [unit.passage for unit in lead.items if unit.passage.level == passage.level]
    return len(mine) > 1 and mine[-1].text.rstrip()[-1:] == "." and _LAST_NEXT.search(mine[-2].text) is not None


def _same_row(lead: Unit, passage: Passage) -> bool:
    return _style(lead.items[-1].passage.number) == _style(passage.number)


def _deeper(number: str, than: str) -> bool:
    """Whether `number` can stand under `than`: another style of number, or more parts ('2.8.1' under '2.8')."""
    style, other = _style(number), _style(than)
    if style[0] == other[0] == "digits":
        return style[1] > other[1]
    return style != other


def _style(number: str) -> tuple[str, int]:
    bare = number.strip("().[] ")
    if not bare:
        return "", 0
    if bare[0].isdigit():
        return "digits", len([part for part in re.split(r"[./]", bare) if part])
    if re.fullmatch(r"[ivxl]+", bare, re.I) and bare not in {"l"}:
        return "roman", 1
    return "letter", 1
