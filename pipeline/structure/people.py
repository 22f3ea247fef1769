"""Who wrote a paper, who was there and who sent apologies: from labels, lists, tables and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import cast

from pipeline import dates, vocabulary
from pipeline.model import Capacity, Person
from pipeline.structure.rows import Grid
from pipeline.structure.items import Item
from pipeline.structure.names import Named, has_post, initials_of, is_plain, listed, single, split_role
from pipeline.text import collapse, fold

_LABEL = re.compile(r"([^:\n]{2,70}?)\s*(?::[-–—]?|\s[-–—](?=\s))\s*(.*)$", re.S)
_APOLOGY = re.compile(
    r"(?:apolog(?:y|ies)(?: for (?:absence|non-attendance))?(?:,? (?:had|have|has|were|was|also|been|to the meeting))*,? (?:received|given|accepted|sent|noted|tendered|recorded)?"
    r"(?: and \w+)? ?(?:from|by|on behalf of|for)\s+)([^.;]*(?:\b(?:Cllrs?|Dr|Mr|Mrs|Ms|Prof|Rev|[A-Z])\.[^.;]*)*)", re.I)  # fmt: skip
_SENT = re.compile(
    r"((?:[A-Z][\w.'’-]*\s+){1,8})(?:had |also )?(?:sent|gave|submitted|tendered) (?:her|his|their)?\s*apologies"
)
_TOOK_CHAIR = re.compile(
    r"((?:[A-Z][\w.'’-]*,?\s+){1,5})(?:\([^)]*\)\s*)?(?:was )?in the chair|chaired by\s+((?:[A-Z][\w.'’-]*\s*){1,5})|((?:[A-Z][\w.'’-]*\s+){1,5})took the chair",
    re.I,
)
_CODE = re.compile(r"(?:p|a|s|x|✓|✔|√|y|n|yes|no|l|ap|apols?|apologies|present|absent|-|n/a|✗|o)\.?$", re.I)
_ABSENT = frozenset({"a", "s", "n", "no", "ap", "apol", "apols", "apologies", "absent", "✗"})
_SINGLE: frozenset[Capacity] = frozenset({"report_from", "author", "portfolio_holder", "contact", "chair"})


def find(items: list[Item], title_items: list[Item], meeting: str | None = None) -> list[Person]:
    """Everybody the paper lists, each once for each capacity, in the order it lists them.

    `title_items` are the lines of the masthead; labels of attendance are believed there and in sections about it.
    `meeting` is the ISO date of the meeting, for attendance kept over several.
    """
    out = _Register()
    _from_lists(title_items, out)
    _from_tables(title_items, out, meeting)
    _from_sections(items, out)
    _from_sentences(items, out)
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
            return
        if capacity == "chair":
            if any(c == "chair" for _, c in self._found):
                return
            key = self._as_listed(key)
            if known := self._found.pop((key, "present"), None):
                self._found[key, "chair"] = Person(known.name, known.role, "chair", known.initials)
                return
        self._found.setdefault((key, capacity), Person(named.name, named.role, capacity, named.initials))

    def _as_listed(self, key: str) -> str:
        """The full name of somebody present whom `key` ends or abbreviates: 'cllr r lester' for 'lester'."""
        *before, last = key.split()
        alike = [name for name, capacity in self._found if capacity == "present" and name.split()[-1] == last]
        if len(alike) > 1 and before:
            alike = [name for name in alike if name.split()[-2][:1] == before[-1][:1]]
        return alike[0] if len(alike) == 1 else key

    def people(self, text: str) -> list[Person]:
        """All of them, with the initials by which the paper calls them where only one can be meant."""
        tokens = set(re.findall(r"\b[A-Z](?:[a-z]?[A-Z]){1,4}[a-z]?\b", text))
        claims: dict[str, set[str]] = {}
        for person in self._found.values():
            for mark in initials_of(person.name) & tokens:
                claims.setdefault(mark, set()).add(person.name)
        for person in self._found.values():
            own = [m for m in initials_of(person.name) if claims.get(m) == {person.name}]
            person.initials = person.initials or max(own, key=lambda m: (len(m), m), default="")
        return list(self._found.values())


def label_of(text: str) -> tuple[Capacity | None, str, str]:
    """(capacity, label, rest) of a line such as 'Present: Ann Lee'; capacity None when it starts with no known label."""
    text = text.strip(" *")
    if capacity := _labels().get(fold(re.sub(r"\([^)]*\)", " ", text))):
        return capacity, text, ""
    if (found := _LABEL.match(text)) and (capacity := _labels().get(fold(re.sub(r"\([^)]*\)", " ", found[1])))):
        return capacity, found[1], found[2].strip(" *")
    opening = re.match(r"(present|in attendance|apologies(?: for absence)?|members present)\s+(?=[A-Z])", text, re.I)
    if (
        opening
        and (capacity := _labels().get(fold(opening[1])))
        and (":" not in text or text.isupper())
        and listed(text[opening.end() :])
    ):
        return capacity, opening[1], text[opening.end() :]
    return None, "", text


@cache
def _labels() -> dict[str, Capacity]:
    words = vocabulary.load("masthead")["people_labels"]
    return {fold(label): cast(Capacity, capacity) for capacity, labels in words.items() for label in labels}


def _from_lists(items: list[Item], out: _Register) -> None:
    """Labels, and what follows on the line or on the lines under it."""
    capacity: Capacity | None = None
    for item in items:
        if item.kind != "text":
            continue
        for segment in _segments(item.text):
            own, _, rest = label_of(segment)
            if own:
                capacity = own
            elif not _is_entry(segment):
                capacity = None
            if capacity:
                _add_line(rest, capacity, out)
                if own in _SINGLE and rest:
                    capacity = None
        if item.aside and (own := label_of(item.aside)[0]):
            _add_line(label_of(item.aside)[2], own, out)


def _segments(text: str) -> list[str]:
    """A line cut before each label of attendance inside it: 'Present: … Apologies: …'."""
    return re.split(
        r"(?<=[\w.)])\s+(?=(?:Apologies|In attendance|Also present|Present|Absent)\b[^:,;]{0,24}:)", text, flags=re.I
    )


def _add_line(text: str, capacity: Capacity, out: _Register) -> None:
    if capacity in _SINGLE:
        out.add(single(text), capacity)
        return
    for named in entries(text):
        out.add(named, capacity)


def entries(text: str) -> list[Named]:
    """The people on a line: one with a post after a comma, or a list of several."""
    head, _, rest = text.partition(",")
    if (
        rest
        and ";" not in text
        and "\n" not in text
        and not re.search(r"[,)]\s*[^,]*,", rest)
        and not is_plain(rest.split(",")[0].strip(" ."))
    ):
        if (one := single(text)) and "(" not in head and not re.search(r"\band\b|&", head) and len(listed(text)) <= 1:
            return [one]
    several = listed(text)
    if len(several) == 1 and (one := single(text)) and len(one.role) > len(several[0].role):
        one.chair, one.initials = several[0].chair or one.chair, several[0].initials or one.initials
        one.name = several[0].name
        return [one]
    return several


def _is_entry(text: str) -> bool:
    """Whether a line can stand in a list of people."""
    if len(text.split()) > 60:
        return False
    found = listed(text)
    words = len(re.sub(r"\([^)]*\)", "", text).split())
    return (
        bool(found)
        and words <= 14 * len(found)
        and not re.search(r"\b(?:was|were|is|are|has|have|had|will|agreed|noted)\b", text)
    )


def _from_tables(items: list[Item], out: _Register, meeting: str | None) -> None:
    for item in items:
        if item.grid is not None and not _from_matrix(item.grid, out, meeting):
            _from_columns(item.grid, out)


def _from_columns(grid: Grid, out: _Register) -> None:
    """A table read down its columns, or across where the first cell of a row is the label."""
    rows = grid.lines()
    across = [
        row
        for row in rows
        if row
        and label_of(row[0])[0]
        and not label_of(row[0])[2]
        and any(row[1:])
        and not any(label_of(c)[0] for c in row[1:])
    ]
    if (across and len(across) >= len(rows) / 3) or (across and len(rows) <= 2):
        capacity: Capacity | None = None
        for row in rows:
            own = label_of(row[0])[0]
            capacity = own or (capacity if not row[0] else None)
            if capacity:
                for line in "\n".join(row[1:]).splitlines():
                    _add_line(line, capacity, out)
        return
    alone = {n: label_of(cells[0])[0] for n, row in enumerate(rows) if len(cells := [c for c in row if c]) == 1}
    for column in zip(*rows, strict=False):
        capacity = None
        for n, cell in enumerate(column):
            capacity = alone.get(n) or capacity
            for line in _entry_lines(cell):
                own, _, rest = label_of(line)
                capacity = own or capacity
                if capacity and rest:
                    _add_line(rest, capacity, out)


def _entry_lines(cell: str) -> list[str]:
    """The entries of a cell: its lines, or all of it where the lines under a name are that person's post."""
    first, _, rest = cell.partition("\n")
    if rest and not label_of(first)[0] and split_role(first)[0] and has_post(re.sub(r"\([^)]*\)", " ", rest)):
        return [f"{first.rstrip(', ')} ({re.sub(r'[()]', ',', collapse(rest))})"]
    return cell.splitlines()


def is_matrix(grid: Grid) -> bool:
    """Whether a table holds names against meetings, with a code in each cell."""
    coded, named = _matrix(grid)
    return bool(coded and named)


def _matrix(grid: Grid) -> tuple[list[int], list[int]]:
    """The columns of codes and those of names."""
    rows = grid.texts()
    coded, named = [], []
    for i in range(grid.width):
        cells = [row[i].strip() for row in rows if row[i].strip()]
        if len(cells) > 1 and sum(bool(_CODE.match(cell)) for cell in cells) >= 0.75 * len(cells):
            coded.append(i)
        elif sum(is_plain(_proper(cell)) for cell in cells) >= max(2, len(rows) * 0.4):
            named.append(i)
    return coded, named


def _from_matrix(grid: Grid, out: _Register, meeting: str | None) -> bool:
    """A table of names against meetings: the column of this one, else the first."""
    coded, named = _matrix(grid)
    if not coded or not named:
        return False
    column = next((i for i in coded if meeting and _heads_day(grid, i, meeting)), coded[0])
    for row in grid.texts():
        name = _proper(row[named[0]])
        code = fold(row[column])
        if is_plain(name) and code and len(code) < 10:
            posts = [collapse(row[i]) for i in range(named[0] + 1, grid.width) if row[i] and i not in coded]
            role = next((post for post in posts if not any(map(str.isdigit, post))), "")
            out.add(Named(split_role(name)[0], role), "apologies" if code in _ABSENT else "present")
    return True


def _heads_day(grid: Grid, column: int, meeting: str) -> bool:
    """Whether a column is headed with the day of the meeting."""
    cells = [grid.columns[column], *(row[column] for row in grid.texts()[:3])]
    return any(d.value and d.value.start == d.value.end == meeting for cell in cells for d in dates.find(cell))


def _proper(name: str) -> str:
    """A name in capitals with only its first letters left as such."""
    name = collapse(name)
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name) if name.isupper() else name


def _of_heading(heading: str) -> Capacity | None:
    """The capacity of those listed under a heading; of 'Attendance and apologies' the first."""
    heading = re.sub(r"\([^)]*\)", " ", heading)
    if found := _labels().get(fold(heading)):
        return found
    pieces = [_labels().get(fold(piece)) for piece in re.split(r"\band\b|&|/|,", heading)]
    return pieces[0] if len(pieces) > 1 and all(pieces) else None


def _from_sections(items: list[Item], out: _Register) -> None:
    """Lists under a heading of attendance or apologies, and the contact block under its heading."""
    capacity: Capacity | None = None
    for item in items:
        if item.heading or item.part:
            capacity = _of_heading(item.text)
            if capacity == "contact" or (capacity and capacity not in _SINGLE):
                continue
            capacity = None
        elif capacity and item.kind == "table" and item.grid:
            _from_columns(item.grid, out)
        elif capacity and item.kind == "text":
            own, _, rest = label_of(item.text)
            if capacity == "contact":
                out.add(single(rest), capacity)
                capacity = None
            elif _APOLOGY.search(item.text):
                continue
            elif own or _is_entry(item.text):
                capacity = own if own and own not in _SINGLE else capacity
                _add_line(rest, own or capacity, out)
            elif item.words > 14:
                capacity = None


def _from_sentences(items: Iterable[Item], out: _Register) -> None:
    for item in items:
        if item.kind != "text" or ("apolog" not in item.text.lower() and "chair" not in item.text.lower()):
            continue
        for found in _APOLOGY.finditer(item.text):
            for named in listed(_until_verb(found[1])):
                out.add(named, "apologies")
        for found in _SENT.finditer(item.text):
            for named in listed(found[1]):
                out.add(named, "apologies")
        if took := _TOOK_CHAIR.search(item.text):
            for named in listed(collapse(took[1] or took[2] or took[3]))[-1:]:
                out.add(named, "chair")


def _until_verb(text: str) -> str:
    return re.split(r"\b(?:who|which|were|was|had|have|has|due|because|as|and (?:these|it|the))\b", text)[0]
