"""Papers to sightings: every statement of a paper with what linking needs to know of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

import msgspec

from pipeline import dates, roles
from pipeline.model import Due, Interval, Paper, Passage, Section, Statement, Table
from pipeline.text import fold, sentences
from pipeline.trace import standing, topics
from pipeline.trace.content import content, names_in, words_of
from pipeline.trace.named import meetings_in
from pipeline.trace.records import TASKS, Form, Note, Sighting, Standing

_NUMBER = re.compile(r"\b[A-Za-z]{0,4}[ .]?\d{1,4}(?:[./-]\d{1,4}){0,3}[a-z]?\b")
_RUNNING = frozenset(("paragraph", "list_item", "numbered"))
_MONTH_OF_NAME = re.compile(r"(?<!\d)(20\d\d)[-_. ](0[1-9]|1[0-2])(?![-_. ]?\d)")
_APART = re.compile(r"[_.]|(?<!\d)-|-(?!\d)")
_AIMED = re.compile(r"\b(?:to|until|by|before|from|since|for|after|end|ending|next) (?:\w+ )?$", re.I)
_OPENING = 6  # passages at its head that may bear a paper's date
_LEAD_LEAST = 3  # words of a sentence that tells something, at least and at most
_LONGEST = 45
_PLAIN = 0.6  # how sure a sentence in passing is to be news
_WILL = re.compile(r"\b(?:will|would|to be|expected|now due)\b", re.I)
_LEADING = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?)[.:)]?\s")  # before the words of a row
_RAISED = re.compile(r"\braised (?:at the meeting )?(?:(?:at|on|in|of) )?(?:the )?(.{3,24})", re.I)
_PREFIX = re.compile(r"^(?:action|item|no|number|point|ref)\b[. :]*", re.I)


def sightings(paper: Paper) -> Iterator[Sighting]:
    """The statements of `paper`, in its order."""
    around = _Around(paper)
    for place, statement in enumerate(paper.statements):
        yield around.sighting(place, statement)


def tidings(paper: Paper) -> Iterator[Sighting]:
    """The sentences of running text that are no statements and tell how something goes, in the paper's order.

    They are given as milestones of their passage.
    """
    around = _Around(paper)
    if not paper.meeting_date:
        return
    taken = {passage for statement in paper.statements for passage in statement.more}
    for passage in paper.passages:
        if passage.kind not in _RUNNING or passage.id in taken:
            continue
        for start, end in sentences(passage.text):
            text = passage.text[start:end]
            free = all(end <= first or last <= start for first, last in around.stated[passage.id])
            if free and _LEAD_LEAST <= len(text.split()) <= _LONGEST and standing.of_tidings(text):
                yield around.tiding(passage, start, end)


def note(paper: Paper) -> Note:
    """What threads need to know of `paper` itself."""
    around = _Around(paper)
    name = PurePosixPath(paper.source.path).name
    named, by = (None, "") if paper.meeting_date else _named_day(paper)
    return Note(
        paper=paper.id, document=name, path=paper.source.path, form=around.form,
        copy_paths=paper.source.copies, date=paper.meeting_date,
        body=paper.body or "", council=paper.council or "", title=paper.title or "", paper_type=paper.paper_type,
        media_type=paper.source.media_type, sha256=paper.source.sha256, meetings=sorted(around.meetings()),
        named=named.start if named else "", by=by,
        abbreviations=paper.abbreviations, offices=list(roles.listings(paper)),
    )  # fmt: skip


def _named_day(paper: Paper) -> tuple[Interval | None, str]:
    """The day or month that the title, the name or the first lines of a paper without a date give, and the words."""
    stem = _MONTH_OF_NAME.sub(r"\1-\2-01", PurePosixPath(paper.source.path).stem)
    lines = [passage.text for passage in paper.passages if passage.kind != "table_row"][:_OPENING]
    found = [
        one
        for text in (paper.title or "", _APART.sub(" ", stem), *lines)
        for one in dates.find(text)
        if one.precision in ("day", "month") and one.value and not _AIMED.search(text[: one.start])
    ]
    best = min(found, key=lambda one: one.precision != "day", default=None)
    return (best.value, best.text) if best else (None, "")


class _Around:
    """What a paper says around its statements."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.passages = {passage.id: passage for passage in paper.passages}
        self.sections = {section.id: section for section in paper.sections}
        self.tables = {table.id: table for table in paper.tables}
        self.anchor = _day(paper.meeting_date)
        self.stated: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)  # passage -> its statements' places
        self.set: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)  # ... and of those that set something
        for statement in paper.statements:
            self.stated[statement.passage].append((statement.start, statement.end))
            if statement.kind in TASKS:
                self.set[statement.passage].append((statement.start, statement.end))
        self.people = {person.initials: person.name for person in paper.people if person.initials}
        self.form = self._form()

    def sighting(self, place: int, statement: Statement) -> Sighting:
        paper, passage = self.paper, self.passages.get(statement.passage)
        section = self.sections.get(statement.section)
        row = self._row(passage)
        origin, since, number = self._origin(statement, row)
        listed = self._listed(section, passage)
        said, cell = standing.of_status(self._status(statement, passage))
        if not said:
            said = standing.of_text(statement.text)
        if not said and statement.kind == "outcome":  # something achieved, by what it is
            said, cell = "closed", statement.text
        plain = section is not None and set(section.kinds) <= {"other"} and not standing.of_heading(section.heading)
        arising = self._arising(section)
        topic = topics.topic(passage.text) if passage and self.form == "minutes" and passage.kind in _RUNNING else ""
        heading = section.heading if section and plain else ""
        names = [self.people.get(owner, owner) for owner in statement.owners]
        parts = paper.parts[section.part] if section and section.part < len(paper.parts) else None
        return Sighting(
            statement=statement.id, paper=paper.id, kind=statement.kind, text=statement.text, place=place,
            document=PurePosixPath(paper.source.path).name, path=paper.source.path,
            copies=[PurePosixPath(path).name for path in paper.source.copies],
            words=self._whole_row(statement, passage, row) or words_of(statement.text, topic),
            context=self._context(statement, passage), named=names_in(statement.text), form=self.form,
            date=paper.meeting_date, page=passage.page if passage else None, box=passage.box if passage else None,
            passage=statement.passage, section=statement.section, media_type=paper.source.media_type,
            body=paper.body or "", council=paper.council or "", title=paper.title or "",
            number=number, origin=origin, since=since, owners=statement.owners,
            names=names if names != statement.owners else [], due=statement.due, deadline=row.get("due", ""),
            status=statement.status,
            standing=said or listed, said=cell, listed=listed, heading=heading, topic=topic,
            subject=row.get("subject", ""), part=parts.title if parts and parts.kind != "main" else "",
            impact=statement.impact, baseline=statement.baseline or row.get("baseline", ""), sure=statement.certainty,
            arising=arising,
        )  # fmt: skip

    def tiding(self, passage: Passage, start: int, end: int) -> Sighting:
        """A sentence of `passage` that is no statement."""
        text = passage.text[start:end]
        name = f"{self.paper.id}-{passage.id}-{start}"
        made = self.sighting(0, Statement(name, "milestone", passage.id, start, end, passage.section, text, _PLAIN))
        said = standing.of_tidings(text)
        said = "" if said == "moving" else said  # that something was done about it says little of how it stands
        return msgspec.structs.replace(
            made, standing=said, said=text if said else "", listed="", plain=True, due=self._put_back(text)
        )

    def _put_back(self, text: str) -> Due | None:
        """The day by which a sentence says that something will, or would, be done: 'would go in on 31 January'."""
        verb = _WILL.search(text)
        found = [f for f in dates.find(text, self.anchor) if f.value and verb and f.start > verb.end()]
        return Due(found[-1].text, found[-1].value.start, found[-1].value.end) if found and found[-1].value else None

    def _whole_row(self, statement: Statement, passage: Passage | None, row: dict[str, str]) -> list[str]:
        """The words of a table row that holds a task and, beside it, what that involves: the two are one thing.

        None when the row holds anything else.
        """
        cells = [row.get("task", ""), row.get("detail", "")]
        if passage is None or not all(cells) or len(self.stated[passage.id]) != 2:
            return []
        return content(" ".join(cells)) if any(fold(statement.text) == fold(cell) for cell in cells) else []

    def _context(self, statement: Statement, passage: Passage | None) -> list[str]:
        """The words of what leads up to something that is to be done, in the minutes that set it."""
        if self.form != "minutes" or statement.kind not in TASKS or passage is None or passage.kind not in _RUNNING:
            return []
        return content(topics.before(passage.text, statement.start, self.set[passage.id]))

    def meetings(self) -> set[str]:
        """The days that the paper names as days of a meeting of its body: the next one, the last one."""
        body = self.paper.body or ""
        return set().union(*(meetings_in(passage.text, body, self.anchor) for passage in self.paper.passages))

    def _form(self) -> Form:
        if self.paper.paper_type == "minutes":
            return "minutes"
        tasks = [s for s in self.paper.statements if s.kind in TASKS]
        listed = [s for s in tasks if (p := self.passages.get(s.passage)) and self._follows(p)]
        return "log" if len(listed) >= 2 and len(listed) * 2 >= len(tasks) else "report"

    def _follows(self, passage: Passage) -> bool:
        """Whether it is a row of a table that follows things up: one that says who, when or how it stands."""
        table = self.tables.get(passage.table)
        return table is not None and bool({"owner", "due", "status", "origin"} & {*table.roles})

    def _row(self, passage: Passage | None) -> dict[str, str]:
        """The cells of the table row that `passage` is, by the role of their column."""
        table = self.tables.get(passage.table) if passage and passage.table else None
        if table is None or passage is None or not 0 <= passage.row < len(table.rows):
            return {}
        cells: dict[str, str] = {}
        for role, cell in zip(table.roles, table.rows[passage.row], strict=False):
            if role and cell.strip():
                cells.setdefault(role, cell)
        return cells

    def _status(self, statement: Statement, passage: Passage | None) -> dict[str, str]:
        """The cells that say how it stands; 'Ongoing' in the column of deadlines says when, if anything."""
        table = self.tables.get(passage.table) if passage else None
        when = (
            {head for head, role in zip(table.columns, table.roles, strict=False) if role == "due"} if table else set()
        )
        kept = {head: cell for head, cell in statement.status.items() if head not in when}
        return kept or statement.status

    def _origin(self, statement: Statement, row: dict[str, str]) -> tuple[str | None, str, str]:
        """The day the row says the thing was raised or, when it says no more, the first of the month; its number."""
        cell, number = row.get("origin", ""), statement.number or row.get("number", "")
        if not number and (leading := _LEADING.match(statement.text)):
            number = leading[1]
        if not cell:
            cell = next((match[1] for said in statement.status.values() if (match := _RAISED.search(said))), "")
        told = [f for f in dates.find(cell, self.anchor) if f.value] if cell else []
        found = [f for f in told if f.value and f.value.start == f.value.end]
        if not found:
            month = next((f.value.start for f in told if f.value and f.precision == "month"), "")
            return None, month, _bare(number)
        value = found[0].value
        if not number:
            rest = cell[: found[0].start] + " " + cell[found[0].end :]
            match = _NUMBER.search(rest)
            number = match[0] if match else ""
        return (value.start if value else None), "", _bare(number)

    def _arising(self, section: Section | None) -> bool:
        """Whether a heading over it says that these minutes come back to what the last meeting set."""
        while section and self.form == "minutes":
            if standing.comes_back(section.heading):
                return True
            section = self.sections.get(section.parent)
        return False

    def _listed(self, section: Section | None, passage: Passage | None) -> Standing:
        """How the nearest heading that says how things stand says it: the table's, then those of the sections."""
        table = self.tables.get(passage.table) if passage else None
        if table and (said := _heads(table)):
            return said
        while section:
            if said := standing.of_heading(section.heading):
                return said
            section = self.sections.get(section.parent)
        return ""


def _heads(table: Table) -> Standing:
    heads = [head for head, role in zip(table.columns, table.roles, strict=False) if role in ("task", "")]
    return next((said for head in heads if (said := standing.of_heading(head))), "")


def _bare(number: str) -> str:
    """'Action A1.' as 'a1'."""
    return _PREFIX.sub("", number.strip()).strip(" .:()").casefold()


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def commonest(values: list[str]) -> str:
    """The value that occurs most, the first of them on a tie; '' when there is none."""
    counted = Counter(filter(None, values))
    return counted.most_common(1)[0][0] if counted else ""
