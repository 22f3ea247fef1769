"""Who wrote a paper, who was there and who sent apologies: from labels, lists, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Capacity, Person
from pipeline.structure import attendance
from pipeline.structure.items import Item
from pipeline.structure.labels import SINGLE, of_heading, people_label
from pipeline.structure.listing import Named, entries, is_chair, is_deputy, listed, single
from pipeline.structure.names import initials_of, is_organisation, is_plain, office, title_length
from pipeline.text import collapse, fold

#: Within this many items the head of a paper is over, its attendance and agenda included.
BELOW_HEAD = 30

_TO_ABSENCE = r"apolog(?:y|ies)(?: for (?:absence|non-attendance))?"
_WERE = r"(?:,? (?:had|have|has|were|was|also|been|to the meeting))*"
_GIVEN = r",? (?:received|given|accepted|sent|noted|tendered|recorded|submitted|reported)?(?: and (?:\w+ ){0,3}\w+)?"
_SHORT = "".join(rf"|(?<=\b{title})\." for title in ("Cllr", "Cllrs", "Dr", "Mr", "Mrs", "Ms", "Prof", "Rev", "[A-Z]"))
_WHOM = rf"(?:[^.;]{_SHORT})*"
_APOLOGY = re.compile(rf"{_TO_ABSENCE}{_WERE}{_GIVEN} ?(?:from|by|on behalf of|for)\s+({_WHOM})", re.I)
_SENT = re.compile(
    r"((?:(?:[A-Z][\w.'’-]{0,30}|councillor)\s+){1,8})(?:had |also )?(?:sent|gave|submitted|tendered) "
    r"(?:her|his|their)?\s*apologies"
)
_NAME = r"(?:[A-Z][\w.'’-]{0,30},?\s+){1,5}"
_SENTENCE_BEFORE = re.compile(r".*[a-z]{2}(?<!\bCllr)(?<!\bCllrs)(?<!\bMrs)(?<!\bRev)(?<!\bProf)\.\s+")
_TOOK_CHAIR = re.compile(
    rf"({_NAME})(?:\([^)]*\)\s*)?(?:was )?in the chair"
    rf"|({_NAME})(?:was\s+|,\s*)?(?:standing in|acting|sitting) as\s+(?:the\s+)?(?:acting\s+|interim\s+)?chair\b"
    rf"|({_NAME})as\s+(?:the\s+)?(?:acting\s+|interim\s+)?chair,? (?:welcomed|opened)\b"
    rf"|({_NAME})(?:,\s*)?(?:was\s+)?chair(?:ed|ing)\s+(?:the|this)\s+meeting"
    rf"|chaired by\s+((?:[A-Z][\w.'’-]{{0,30}}\s*){{1,5}})|({_NAME})took the chair"
    rf"|({_NAME})(?:was|be|is)\s+(?:\w+ly\s+)?(?:re-?)?elected\s+(?:as\s+)?(?:the\s+)?chair(?:man|person|woman)?\b",
    re.I,
)
_CHAIR_CALLED = re.compile(r"\b[Tt]he (?:[Cc]hair(?:man|person|woman)?) \(([^()]{4,60})\)")
# Between two who share a label: 'Ann Lee, Head of Parks and Tom Low, Head of Roads'.
_ABREAST = re.compile(r";\s+|\s+(?:and|&)\s+(?=[A-Z][\w'’-]+ [A-Z][\w'’-]+, [A-Z])")
_CONTACT_ASKED = re.compile(
    r"\b(?:for|if you (?:have|need|want|would like)) (?:more|further|any|additional) [\w ]{4,40},? "
    r"(?:please )?contact:? (.+)",
    re.I,
)
_LABEL_INSIDE = re.compile(
    r"(?<=[\w.)])\s+(?=(?:Apologies|In attendance|Also present|Present|Absent)\b[^:,;]{0,24}:)", re.I
)
_VERB = re.compile(r"\b(?:was|were|is|are|has|have|had|will|agreed|noted)\b")


def find(items: list[Item], title_items: list[Item], meeting: str | None = None) -> list[Person]:
    """Everybody the paper lists, each once for each capacity, in the order it lists them.

    `title_items` are the lines of the masthead; labels of attendance are believed there and in sections about it.
    `meeting` is the ISO date of the meeting, for attendance kept over several.
    """
    out = _Register()
    _from_head(title_items, out, meeting)
    for item in items[:BELOW_HEAD]:
        if item.grid and not item.masthead and attendance.tells_chair(item.grid):
            out.add_all(attendance.read(item.grid, meeting))
    _from_sections(items, out, meeting)
    if not out.attended():
        _from_membership(items, out)
    _from_labels(items, out)
    _from_sentences(items, out)
    out.preside()
    return out.people(" ".join(item.text for item in items))


class _Register:
    """The people so far: a second mention adds what the first did not say."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Capacity], Person] = {}

    def add(self, named: Named | None, capacity: Capacity) -> None:
        if named is None:
            return
        if named.away:
            capacity = "apologies"
        elif named.chair and capacity == "present":
            capacity = "chair"
        key = fold(named.name)
        if capacity == "present" and any((key, other) in self._found for other in ("chair", "apologies")):
            if chair := self._found.get((key, "chair")):
                chair.role = chair.role or named.role
            return
        if capacity == "apologies" and _is_surname(named.name) and self._listed_as(key, capacity) != key:
            return
        if capacity == "chair":
            if any(c == "chair" for _, c in self._found):
                return
            self._found.pop((key, "apologies"), None)  # who chaired was there
            key = self._listed_as(key, "present")
            if known := self._found.pop((key, "present"), None):
                self._found[key, "chair"] = Person(known.name, known.role, "chair", known.initials)
                return
        self._found.setdefault((key, capacity), Person(named.name, named.role, capacity, named.initials))

    def add_all(self, found: Iterable[tuple[Named | None, Capacity]]) -> None:
        for named, capacity in found:
            self.add(named, capacity)

    def _listed_as(self, key: str, capacity: Capacity) -> str:
        """The full name of somebody in that capacity whom `key` ends or abbreviates: 'cllr r lester' for 'lester'."""
        *before, last = key.split()
        alike = [name for name, other in self._found if other == capacity and name.split()[-1] == last]
        same = [name for name in alike if name.split()[-2:] == key.split()[-2:] and before]
        if len(alike) > 1 and before:
            alike = same or [name for name in alike if name.split()[-2][:1] == before[-1][:1]]
        return alike[0] if len(alike) == 1 else key

    def attended(self) -> bool:
        """Whether anybody is known to have been at a meeting."""
        return any(capacity in {"present", "apologies", "chair"} for _, capacity in self._found)

    def promote(self, called: str) -> None:
        """Let the one present whom a sentence calls the chair, by name or by post, be it when nobody is."""
        if any(capacity == "chair" for _, capacity in self._found):
            return
        wanted = fold(called)
        alike = [k for k, p in self._found.items() if k[1] == "present" and wanted in {fold(p.name), fold(p.role)}]
        if len(alike) == 1:
            person = self._found.pop(alike[0])
            self._found[alike[0][0], "chair"] = Person(person.name, person.role, "chair", person.initials)

    def preside(self) -> None:
        """Let the one deputy present be the chair of a meeting for which the paper names none."""
        if any(capacity == "chair" for _, capacity in self._found):
            return
        deputies = [key for key, person in self._found.items() if key[1] == "present" and is_deputy(person.role)]
        if len(deputies) == 1:
            person = self._found.pop(deputies[0])
            self._found[deputies[0][0], "chair"] = Person(person.name, person.role, "chair", person.initials)

    def people(self, text: str) -> list[Person]:
        """All of them, with the initials by which the paper calls them where only one can be meant."""
        self._part()
        self._strip_offices()
        tokens = set(re.findall(r"\b[A-Z](?:[a-z]?[A-Z]){1,4}[a-z]?\b", text))
        claims: dict[str, set[str]] = {}
        for person in self._found.values():
            for mark in initials_of(person.name) & tokens:
                claims.setdefault(mark, set()).add(person.name)
        for person in self._found.values():
            own = [m for m in initials_of(person.name) if claims.get(m) == {person.name}]
            person.initials = person.initials or max(own, key=lambda m: (len(m), m), default="")
        return list(self._found.values())

    def _part(self) -> None:
        """Give back the second of two names that a lost comma made one: 'Ann Lee Tom Low' where Ann Lee is listed."""
        names = {person.name for person in self._found.values()}
        for person in self._found.values():
            words = person.name.split()
            if len(words) > 3 and " ".join(words[:2]) in names:
                person.name = " ".join(words[2:])

    def _strip_offices(self) -> None:
        """Where a list calls its members 'Councillors', the title of those who are absent is their post as well."""
        if not any(office(f"{person.role} A B")[0] == person.role for person in self._found.values() if person.role):
            return
        for person in self._found.values():
            if person.capacity == "apologies" and (before := office(f"{person.name} X")[0]):
                person.name = person.name[len(before) :].strip()
                person.role = person.role or before


def _is_surname(name: str) -> bool:
    """Whether a name is a title and a surname: 'Councillor Low'."""
    words = name.split()
    return title_length(words) == len(words) - 1 > 0


def _from_head(items: list[Item], out: _Register, meeting: str | None) -> None:
    """Labels, and what follows on the line, on the lines under it or in the table under it."""
    capacity: Capacity | None = None
    for item in items:
        if item.grid is not None:
            out.add_all(attendance.read(item.grid, meeting, capacity))
            continue
        for segment in _segments(item.text):
            own, _, rest = people_label(segment)
            if own:
                capacity = own
            elif not _is_entry(segment):
                capacity = None
            if capacity:
                _add_line(rest, capacity, out)
                if own in SINGLE and rest:
                    capacity = None
        if item.aside and (own := people_label(item.aside)[0]):
            _add_line(people_label(item.aside)[2], own, out)


def _segments(text: str) -> list[str]:
    """A line cut before each label of attendance inside it: 'Present: … Apologies: …'."""
    return _LABEL_INSIDE.split(text)


def _add_line(text: str, capacity: Capacity, out: _Register) -> None:
    if capacity in SINGLE:
        for piece in _ABREAST.split(text):
            out.add(single(piece), capacity)
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


def _from_sections(items: list[Item], out: _Register, meeting: str | None) -> None:
    """Lists under a heading of attendance or apologies, and the contact block under its heading."""
    capacity: Capacity | None = None
    for item in items:
        if item.heading or item.part:
            capacity = of_heading(item.text)
            if capacity == "contact" or (capacity and capacity not in SINGLE):
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
            elif not _APOLOGY.search(item.text):
                capacity = _add_segments(item, capacity, out)


def _from_membership(items: Iterable[Item], out: _Register) -> None:
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


def _from_labels(items: Iterable[Item], out: _Register) -> None:
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


def _add_segments(item: Item, capacity: Capacity, out: _Register) -> Capacity | None:
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


def _from_sentences(items: Iterable[Item], out: _Register) -> None:
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
