"""Who wrote a paper, who was there and who sent apologies: from labels, lists, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, takewhile

from pipeline.model import Capacity, Person
from pipeline.structure import attendance
from pipeline.structure.items import Item
from pipeline.structure.labels import SINGLE, of_heading, people_label
from pipeline.structure.listing import abreast, entries, is_a_line_each, is_chair, listed, single
from pipeline.structure.names import is_organisation, is_plain
from pipeline.structure.register import Register
from pipeline.text import collapse

#: Within this many items the head of a paper is over, its attendance and agenda included.
BELOW_HEAD = 30

#: The signatures of minutes are in their last items.
FOOT = 8

_TO_ABSENCE = r"apolog(?:y|ies)(?: for (?:absence|non-attendance))?"
_WERE = r"(?:,? (?:had|have|has|were|was|also|been|to the meeting))*"
_GIVEN = r",? (?:received|given|accepted|sent|noted|tendered|recorded|submitted|reported)?(?: and (?:\w+ ){0,3}\w+)?"
_SHORT = "".join(rf"|(?<=\b{title})\." for title in ("Cllr", "Cllrs", "Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "[A-Z]"))
_WHOM = rf"(?:[^.;]{_SHORT})*"
_APOLOGY = re.compile(rf"{_TO_ABSENCE}{_WERE}{_GIVEN} ?(?:from|by|on behalf of|for)\s+({_WHOM})", re.I)
_FROM = re.compile(
    r"\b(?:received|accepted|given|sent|noted|tendered|apologised|approved)\b(?:\s[a-z]+){0,5}? (?:from|by|for)\b:?\s+",
    re.I,
)
_SENT = re.compile(
    r"((?:(?:[A-Z][\w.'’-]{0,30}|councillor)\s+){1,8})(?:had |also )?(?:sent|gave|submitted|tendered) "
    r"(?:her|his|their)?\s*apologies"
)
_NAME = r"(?:[A-Z][\w.'’-]{0,30},?\s+){1,5}"
_WHO_CHAIRED = r"(?:(?:[A-Z][a-z]{1,4}\.|[A-Z]\.|[A-Z][\w'’-]{0,30})\s*){1,5}"
_SENTENCE_BEFORE = re.compile(r".*[a-z]{2}(?<!\bCllr)(?<!\bCllrs)(?<!\bMrs)(?<!\bRev)(?<!\bProf)\.\s+")
_NO_TITLE = "".join(rf"(?<!\b{title})" for title in ("Cllr", "Cllrs", "Dr", "Mr", "Mrs", "Ms", "Prof", "Rev"))
_SENTENCE_AFTER = re.compile(rf"(?<=[a-z)]{{2}}){_NO_TITLE}\.\s+(?=[A-Z])")
_TOOK_CHAIR = re.compile(
    rf"({_NAME})(?:\([^)]*\)\s*)?(?:was )?in the chair"
    rf"|({_NAME})(?:was\s+|,\s*)?(?:standing in|acting|sitting) as\s+(?:the\s+)?(?:acting\s+|interim\s+)?chair\b"
    rf"|({_NAME})as\s+(?:the\s+)?(?:acting\s+|interim\s+)?chair,? (?:welcomed|opened)\b"
    rf"|({_NAME})(?:,\s*)?(?:was\s+)?chair(?:ed|ing)\s+(?:the|this)\s+meeting"
    rf"|(?:^|\b(?:was|is|be)\s+)chaired by\s+({_WHO_CHAIRED})|({_NAME})took the chair"
    rf"|({_NAME})(?:was|be|is)\s+(?:\w+ly\s+)?(?:re-?)?elected\s+(?:as\s+)?(?:the\s+)?chair(?:man|person|woman)?\b",
    re.I,
)
_CHAIR_CALLED = re.compile(r"\b[Tt]he (?:[Cc]hair(?:man|person|woman)?) \(([^()]{4,60})\)")
_CONTACT_ASKED = re.compile(
    r"\b(?:for|if you (?:have|need|want|would like)) (?:more|further|any|additional) [\w ]{4,40},? "
    r"(?:please )?contact:? (.+)",
    re.I,
)
_LABEL_INSIDE = re.compile(
    r"(?<=[\w.)])(?<!also)\s+(?=(?:Apologies|In attendance|Also present|Present|Absent)\b[^:,;]{0,24}(?::|\s[-–—]\s))",
    re.I,
)
_VERB = re.compile(r"\b(?:was|were|is|are|has|have|had|will|agreed|noted)\b")


def find(items: list[Item], title_items: list[Item], meeting: str | None = None) -> list[Person]:
    """Everybody the paper lists, each once for each capacity, in the order it lists them.

    `title_items` are the lines of the masthead; labels of attendance are believed there and in sections about it.
    `meeting` is the ISO date of the meeting, for attendance kept over several.
    """
    out = Register()
    _from_head(title_items, out, meeting)
    for item in items[:BELOW_HEAD]:
        if item.grid and not item.masthead and attendance.tells_chair(item.grid):
            out.add_all(attendance.read(item.grid, meeting))
    _from_sections(items, out, meeting)
    if not out.attended():
        _from_membership(items, out)
    _from_labels(items, out)
    if not out.came():
        _from_lists(items, out)
    _from_sentences(items, out)
    _from_foot(items, out)
    out.preside()
    return out.people(" ".join(item.text for item in items))


def _from_head(items: list[Item], out: Register, meeting: str | None) -> None:
    """Labels, and what follows on the line, on the lines under it or in the table under it."""
    capacity: Capacity | None = None
    lone = _alone(items)
    for item in items:
        if item.grid is not None:
            out.add_all(attendance.read(item.grid, meeting, capacity))
            continue
        for segment in _segments(item.text):
            own, _, rest = people_label(segment)
            if own:
                capacity = own
            elif capacity and out.describe(segment):
                continue
            elif not _is_entry(segment):
                capacity = None
            if capacity and id(item) in lone:
                out.add(single(segment), capacity)
            elif capacity:
                _add_line(rest, capacity, out)
                if own in SINGLE and rest:
                    capacity = None
        if item.aside and (own := people_label(item.aside)[0]):
            _add_line(people_label(item.aside)[2], own, out)


def _alone(items: Iterable[Item]) -> set[int]:
    """The lines, by `id`, that hold a person each, in runs of such lines: a comma there parts a name from a post."""
    found: set[int] = set()
    for told, run in groupby(items, lambda i: i.kind == "text" and not i.heading and people_label(i.text)[0] is None):
        lines = list(run)
        if told and is_a_line_each([item.text for item in lines]):
            found.update(map(id, lines))
    return found


def _segments(text: str) -> list[str]:
    """A line cut before each label of attendance inside it: 'Present: … Apologies: …'."""
    return _LABEL_INSIDE.split(text)


def _add_line(text: str, capacity: Capacity, out: Register) -> None:
    if capacity in SINGLE:
        for named in abreast(text):
            out.add(named, capacity)
        return
    for named in entries(text):
        out.add(named, capacity)


def _is_entry(text: str) -> bool:
    """Whether a line can stand in a list of people."""
    if len(text.split()) > 60:
        return False
    found = listed(text)
    words = len(re.sub(r"\([^)]*\)", "", text).split())
    return bool(found) and words <= 14 * len(found) and not _VERB.search(text)


def _from_sections(items: list[Item], out: Register, meeting: str | None) -> None:
    """Lists under a heading of attendance or apologies, and the contact block under its heading."""
    capacity: Capacity | None = None
    lone: set[int] = set()
    for at, item in enumerate(items):
        if item.heading or item.part:
            capacity = of_heading(item.text)
            if capacity == "contact" or (capacity and capacity not in SINGLE):
                lone = _alone(takewhile(lambda i: not (i.heading or i.part), items[at + 1 :]))
                continue
            capacity = None
        elif capacity and item.kind == "table" and item.grid:
            out.add_all(attendance.read(item.grid, meeting, capacity))
            if attendance.is_matrix(item.grid):
                capacity = None  # a list below it is of those who left
        elif capacity and item.kind == "text":
            if capacity == "contact":
                out.add(single(people_label(item.text)[2]), capacity)
                capacity = None
            elif id(item) in lone:
                out.add(single(item.text), capacity)
            elif capacity == "apologies" and (told := _FROM.search(item.text)):
                for named in listed(_until_verb(_SENTENCE_AFTER.split(item.text[told.end() :])[0])):
                    out.add(named, capacity)
            elif not _APOLOGY.search(item.text):
                capacity = _add_segments(item, capacity, out)


def _from_membership(items: Iterable[Item], out: Register) -> None:
    """Who chairs a body, from the table of its members: 'Port Trust | Ann Lee, Director | Chair'."""
    for item in items:
        for row in item.grid.texts() if item.grid else ():
            if any(map(is_chair, row)):
                for named in filter(None, (single(cell) for cell in row if not is_chair(cell) and _is_member(cell))):
                    out.add(named, "chair")


def _is_member(cell: str) -> bool:
    """Whether a cell names a person, and is no organisation or post alone."""
    name = re.split(r"[,(\n]", cell)[0]
    return len(cell.split()) <= 14 and is_plain(name) and not is_organisation(name)


def _from_labels(items: Iterable[Item], out: Register) -> None:
    """Who wrote the paper or answers for it, on a line with a label or in a sentence below the head."""
    for item in items:
        if item.kind != "text" or item.masthead or item.words > 40:
            continue
        capacity, _, rest = people_label(item.text)
        if capacity in {"contact", "author"} and rest:
            _add_line(rest, capacity, out)
        elif asked := _CONTACT_ASKED.search(item.text):
            for piece in re.split(r"\s(?:or|and)\s(?=[A-Z])", asked[1]):
                out.add(single(piece), "contact")


def _from_lists(items: list[Item], out: Register) -> None:
    """Who was there, where a web page or an agenda stands above the minutes: 'Present: Ann Lee, Tom Low'."""
    if not any(_is_list_of(item, "present") for item in items):
        return
    for item in items:
        if _is_list_of(item, "present") or _is_list_of(item, "apologies"):
            _add_segments(item, "present", out)


def _is_list_of(item: Item, capacity: Capacity) -> bool:
    """Whether a line is a label of attendance with people behind it."""
    if item.kind != "text" or item.heading or ":" not in item.text:
        return False
    own, _, rest = people_label(item.text)
    return own == capacity and bool(listed(rest))


def _from_foot(items: list[Item], out: Register) -> None:
    """Who signed the minutes as their chair, if listed as present: 'Chairman: A B Lee' at the foot."""
    for item in items[-FOOT:]:
        capacity, _, rest = people_label(item.text) if item.kind == "text" and ":" in item.text else (None, "", "")
        if capacity == "chair" and (named := single(rest)):
            out.promote(named.name)


def _add_segments(item: Item, capacity: Capacity, out: Register) -> Capacity | None:
    """Add the people of a line under a heading of attendance; gives the capacity of those on the next line."""
    here: Capacity | None = capacity
    for segment in _segments(item.text):
        own, _, rest = people_label(segment)
        if own or _is_entry(segment):
            here = own if own and own not in SINGLE else here
            _add_line(rest, own or here or capacity, out)
        elif item.words > 14:
            here = None
    return here


def _from_sentences(items: Iterable[Item], out: Register) -> None:
    for item in items:
        text = item.text.lower() if item.kind == "text" else ""
        for found in _APOLOGY.finditer(item.text) if "apolog" in text else ():
            for named in listed(_until_verb(found[1])):
                out.add(named, "apologies")
        for found in _SENT.finditer(item.text) if "apologies" in text else ():
            for named in listed(_SENTENCE_BEFORE.sub("", found[1])):
                out.add(named, "apologies")
        if "chair" not in text or not out.attended():
            continue  # a report that tells who chaired some group
        if took := _TOOK_CHAIR.search(item.text):
            for named in listed(collapse(next(filter(None, took.groups()))))[-1:]:
                out.add(named, "chair")
        if called := _CHAIR_CALLED.search(item.text):
            out.promote(collapse(called[1]))


def _until_verb(text: str) -> str:
    text = re.sub(r"\band (?:from|on behalf of) ", "and ", text)
    return re.split(r"\b(?:(?:for )?whom?|which|were|was|had|have|has|due|because|as|and (?:these|it|the))\b", text)[0]
