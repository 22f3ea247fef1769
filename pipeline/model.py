"""The records that flow through the program, and the JSON of one paper.

Readers turn bytes into a `Reading` of `Block`s; structure turns a `Reading` into an `Outline`;
statements and tagging add to it; the result is a `Paper`, saved as `extracted/<id>.json`. Stages never
import each other: they meet here, and this module imports nothing of ours.

Pages count from 1. Boxes are (x0, top, x1, bottom) in points from the top left corner of the page.
Offsets count characters of a passage's `text`. Dates are ISO 8601; an interval is closed at both ends.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

import msgspec

SCHEMA_VERSION = 1

#: Stands between the cells of a table row in the row's passage.
CELL_SEPARATOR = " | "

Box = tuple[float, float, float, float]

PaperType = Literal["report", "minutes", "agenda", "action_plan", "strategy", "terms_of_reference", "other"]
Capacity = Literal["report_from", "author", "portfolio_holder", "contact", "chair", "present", "apologies"]
PartKind = Literal["main", "group_report", "appendix"]
SectionKind = Literal[
    "summary", "policy_framework", "background", "aims", "milestones", "outcomes", "risks",
    "priorities", "actions", "recommendations", "decisions", "reasons", "options", "advice",
    "engagement", "consultation", "financial", "legal", "equality", "contact",
    "background_papers", "appendices", "membership", "meetings", "other",
]  # fmt: skip
PassageKind = Literal["paragraph", "list_item", "table_row", "heading", "footnote"]
StatementKind = Literal[
    "aim", "milestone", "outcome", "risk", "priority",
    "action", "recommendation", "decision", "commitment",
]  # fmt: skip
MentionLabel = Literal[
    "date", "service", "organisation", "legislation", "programme",
    "person", "role", "money", "measure", "place",
]  # fmt: skip
#: What a table's column holds; "" when its head says nothing we know.
ColumnRole = Literal[
    "", "number", "task", "detail", "owner", "due", "impact", "baseline", "measure", "status",
    "risk", "likelihood", "control", "origin", "subject",
]  # fmt: skip


# ---------------------------------------------------------------------------------------- reading


class Problem(msgspec.Struct, frozen=True):
    """Something about a paper that a person should know; `code` is for programs."""

    code: str
    message: str
    page: int | None = None


class Cell(msgspec.Struct):
    """One cell of a table; its paragraphs and list items are lines of `text`."""

    text: str
    page: int | None = None
    box: Box | None = None
    tops: list[float] = []  # points from the top of the page, one a line of `text`, where the format knows
    bold: float = 0.0  # share of its letters, 0 to 1
    colspan: int = 1
    rowspan: int = 1


class Block(msgspec.Struct):
    """One paragraph, list item, footnote or table as it stands in the file, in reading order.

    A reader says what the format shows (fonts, places, styles) and decides nothing about meaning.
    What it does not know stays at the default.
    """

    kind: Literal["text", "table", "footnote", "furniture"] = "text"
    text: str = ""
    page: int | None = None
    box: Box | None = None
    marker: str = ""  # bullet or number that the format holds apart from the text: '3.2', '(a)', '•'
    level: int = 0  # depth of a list item, 0 the outermost
    outline: int = 0  # level of a heading as the format states it (h2, 'Heading 2'); 0 when it does not
    style: str = ""  # name of the paragraph style
    bold: float = 0.0  # share of the letters, 0 to 1; likewise italic and underline
    italic: float = 0.0
    underline: float = 0.0
    lead: int = 0  # characters at the start that are bold or underlined while the rest is not
    size: float | None = None  # points, of most letters
    indent: float | None = None  # points from the left edge of the text area
    align: Literal["", "left", "center", "right"] = ""  # 'right': stands apart at the right edge
    gap: float | None = None  # points of white above it on its page
    rows: list[list[Cell | None]] = []  # a grid; None where a merged cell covers the place
    header_rows: int = 0  # rows the format itself marks as the head


class Reading(msgspec.Struct):
    """A file as a reader saw it."""

    reader: str
    media_type: str
    blocks: list[Block]
    pages: int | None = None
    ocr_pages: list[int] = []
    problems: list[Problem] = []


# -------------------------------------------------------------------------------------- the paper


class Interval(msgspec.Struct, frozen=True):
    """A closed interval of days, both ends ISO dates."""

    start: str
    end: str


class Source(msgspec.Struct):
    path: str  # relative to the corpus root, '/' between folders
    sha256: str
    size: int  # bytes
    media_type: str
    pages: int | None
    reader: str
    ocr_pages: list[int] = []
    copies: list[str] = []  # other paths with the same bytes or the same text


class Person(msgspec.Struct):
    name: str
    role: str
    capacity: Capacity
    initials: str = ""


class Part(msgspec.Struct):
    title: str
    kind: PartKind
    page: int | None = None


class Section(msgspec.Struct):
    id: str
    part: int  # index into `parts`
    parent: str  # id of the section it stands in, or ''
    number: str
    heading: str  # '' for the text before a part's first heading
    level: int  # 1 the outermost
    kinds: list[SectionKind]
    page: int | None = None


class Passage(msgspec.Struct):
    id: str
    section: str
    kind: PassageKind
    number: str
    text: str
    page: int | None = None
    box: Box | None = None
    level: int = 0  # nesting of a list item, 0 the outermost
    table: str = ""  # of a table row: the table's id and the row's index in its `rows`
    row: int = 0
    aside: str = ""  # what stands beside it at the right edge: 'SQ', 'Clerk', 'Noted'


class Table(msgspec.Struct):
    id: str
    section: str
    page: int | None
    columns: list[str]
    rows: list[list[str]]
    roles: list[ColumnRole] = []  # one a column


class Due(msgspec.Struct):
    """When something is due: the words, and the days they cover when that is known."""

    text: str
    start: str | None = None
    end: str | None = None


class Statement(msgspec.Struct, omit_defaults=True):
    id: str
    kind: StatementKind
    passage: str
    start: int
    end: int
    section: str
    text: str
    certainty: float  # 0 to 1; of those at 0.9 and more about nine in ten are right (docs/accuracy.md)
    number: str = ""
    owners: list[str] = []
    due: Due | None = None
    impact: str = ""
    baseline: str = ""
    status: dict[str, str] = {}  # column head -> cell
    more: list[str] = []  # further passages, when it is joined from several


class Mention(msgspec.Struct, omit_defaults=True):
    label: MentionLabel
    text: str
    name: str  # the normal form
    passage: str
    start: int
    end: int
    value: dict[str, str | float] | None = None  # a date's start and end; money's amount; a measure's value and unit


class Outline(msgspec.Struct):
    """What structure found: everything of a `Paper` but its statements and tags."""

    council: str | None = None
    body: str | None = None
    meeting_date: str | None = None
    title: str | None = None
    paper_type: PaperType = "other"
    people: list[Person] = []
    background_papers: list[str] = []
    appendices: list[str] = []
    parts: list[Part] = []
    sections: list[Section] = []
    passages: list[Passage] = []
    tables: list[Table] = []
    problems: list[Problem] = []


class Tags(msgspec.Struct):
    """What tagging found."""

    abbreviations: dict[str, str] = {}
    mentions: list[Mention] = []


class Paper(msgspec.Struct):
    """One paper, as `extracted/<id>.json` holds it; `id` is the first 16 hex digits of its SHA-256."""

    schema_version: int
    id: str
    source: Source
    council: str | None
    body: str | None
    meeting_date: str | None
    title: str | None
    paper_type: PaperType
    people: list[Person] = []
    background_papers: list[str] = []
    appendices: list[str] = []
    abbreviations: dict[str, str] = {}
    parts: list[Part] = []
    sections: list[Section] = []
    passages: list[Passage] = []
    tables: list[Table] = []
    statements: list[Statement] = []
    mentions: list[Mention] = []
    problems: list[Problem] = []


# ------------------------------------------------------------------------------------------- JSON

_decoder = msgspec.json.Decoder(Paper)


def encode(paper: Paper) -> bytes:
    """The JSON of a paper, UTF-8, keys in the order of the records, indented for people."""
    return msgspec.json.format(msgspec.json.encode(paper), indent=1) + b"\n"


def decode(content: bytes) -> Paper:
    """The paper in `content`, validated. Raises msgspec.ValidationError or msgspec.DecodeError."""
    return _decoder.decode(content)


def stamp(content: bytes) -> str:
    """A short digest of an encoded paper, by which store and index tell whether they hold the same one."""
    return sha256(content).hexdigest()[:16]


def schema() -> bytes:
    """The JSON Schema of a paper, made from the records; shipped as `paper.schema.json`."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Paper)}
    return msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n"
