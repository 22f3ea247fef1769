"""Annotated papers: what a careful reader says a paper contains, and the sets of papers that have such an answer.

`annotated/README.md` says how an answer is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline.model import Capacity, PaperType, PartKind, SectionKind, StatementKind

HERE = Path(__file__).parent / "annotated"
SHARED = Path(__file__).resolve().parents[2] / "shared"


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """What all parts of an answer have in common: a name that is none of theirs is a mistake."""


class Person(Record):
    """Somebody the masthead or the attendance names."""

    name: str
    capacity: Capacity
    role: str | None = None


class Metadata(Record):
    """What the head of the paper says of it; None where it says nothing."""

    council: str | None = None
    body: str | None = None
    meeting_date: str | None = None
    title: str | None = None
    paper_type: PaperType | None = None
    people: list[Person] = []
    background_papers: list[str] = []
    appendices: list[str] = []


class Part(Record):
    """The paper itself, a report of a group in it, or an appendix; `starts` is its first line."""

    title: str
    kind: PartKind
    starts: str = ""


class Section(Record):
    """A heading; `part` counts from 0."""

    part: int
    heading: str
    kinds: list[SectionKind]
    number: str = ""


class Action(Record):
    """Who is to do it, by when, and what the columns of a plan say of it."""

    owners: list[str] = []
    due: str = ""
    due_start: str | None = None
    due_end: str | None = None
    impact: str | None = ""
    baseline: str | None = ""
    status: dict[str, str] | None = {}


class Statement(Record):
    """A statement in the words of the paper; `part` and `section` count from 0."""

    id: str
    part: int
    section: int
    kind: StatementKind
    text: str
    number: str = ""
    action: Action | None = None


class Date(Record):
    """A date's words and the closed interval of days they cover, ISO."""

    text: str
    start: str
    end: str


class Entity(Record):
    """A name and the forms in which the paper uses it."""

    name: str
    forms: list[str] = []


class Answer(Record):
    """What a careful reader says the paper in the file `document` contains."""

    document: str
    metadata: Metadata
    parts: list[Part]
    sections: list[Section]
    statements: list[Statement]
    dates: list[Date]
    abbreviations: dict[str, str]
    entities: dict[str, list[Entity]]
    questions: list[dict[str, Any]] = []  # for benchmarks of search


class Annotated(NamedTuple):
    """A set of answers (a folder of JSON files) and the folder in which, at any depth, their papers are."""

    name: str
    answers: Path
    papers: Path
    held_back: bool = False  # what is missed in it is not looked at

    def each(self) -> Iterator[tuple[Answer, Path]]:
        """Each answer and the file of its paper. Raises msgspec.ValidationError, and LookupError for a lost paper."""
        files = {path.name: path for path in sorted(self.papers.rglob("*"), reverse=True)}
        for path in sorted(self.answers.glob("*.json")):
            answer = msgspec.json.decode(path.read_bytes(), type=Answer)
            if answer.document not in files:
                raise LookupError(f"{path}: there is no paper {answer.document!r} in {self.papers}")
            yield answer, files[answer.document]


#: The sets that come with the project.
HELD_BACK = Annotated("held_back", HERE / "held_back" / "answers", HERE / "held_back" / "papers", held_back=True)
TRIED = Annotated("tried", HERE / "tried" / "answers", HERE / "tried" / "papers")


def real(shared: Path = SHARED) -> Annotated:
    """The set of real papers in the folder `shared` beside the project, which may not be there."""
    return Annotated("real", shared / "evaluate" / "gold", shared / "papers")
