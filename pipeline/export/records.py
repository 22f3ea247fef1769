"""What is exported. Filled in by whoever calls; nothing here knows where it comes from."""

from __future__ import annotations

import msgspec

from pipeline.model import Box, Due


class Paper(msgspec.Struct):
    """A paper that something exported stands in."""

    id: str
    path: str
    document: str
    sha256: str
    size: int
    media_type: str
    pages: int | None
    council: str | None
    body: str | None
    meeting_date: str | None
    title: str | None
    paper_type: str
    copies: list[str] = []


class Finding(msgspec.Struct):
    """A statement, or a passage that states nothing: then `statement` and `kind` are ''."""

    paper: Paper
    statement: str
    kind: str
    text: str
    page: int | None
    section: str  # number and heading
    number: str = ""
    owners: list[str] = []
    due: Due | None = None
    status: dict[str, str] = {}
    impact: str = ""
    baseline: str = ""
    certainty: float | None = None
    passage: str = ""
    thread: str = ""  # the thread it is in, its state and when it was last seen
    state: str = ""
    last_seen: str | None = None


class Row(msgspec.Struct):
    """One sight of a thread. `box` is where it stands on its page, in points from the top left."""

    document: str
    paper: str
    statement: str
    date: str | None
    page: int | None
    text: str
    owners: list[str]
    due: Due | None
    status: dict[str, str]
    role: str
    certainty: float
    why: str
    copies: list[str] = []
    box: Box | None = None
    passage: str = ""


class Slip(msgspec.Struct):
    """A change of due date."""

    date: str | None
    before: str
    after: str
    days: int | None
    document: str
    page: int | None


class Remark(msgspec.Struct):
    """Something that does not fit together, or was not found."""

    code: str
    message: str
    date: str | None = None
    document: str = ""
    page: int | None = None


class Thread(msgspec.Struct):
    """One thing followed through papers, rows in order of time."""

    id: str
    title: str
    state: str
    kind: str
    body: str
    slips: list[Slip]
    rows: list[Row]
    first_seen: str | None = None
    last_seen: str | None = None
    overdue: bool = False
    silence: Silence | None = None
    contradictions: list[Remark] = []


class Silence(msgspec.Struct):
    """Where a thing was last seen, and what was read after that without it."""

    message: str


class Unread(msgspec.Struct):
    """A paper that could not be read, or one with a problem."""

    path: str
    message: str


class Pack(msgspec.Struct):
    """What an evidence pack holds: the question, what was asked, and what answers it."""

    question: str
    made: str  # ISO date and time
    corpus: str  # for a person: how many papers of which bodies and years
    threads: list[Thread]
    papers: dict[str, Paper]  # of the rows, by id
    not_found: list[str]  # what was looked for and is not there
    unread: list[Unread]
    filters: list[str] = []  # what narrowed the search, for a person
    files: dict[str, str] = {}  # paper id -> where its file is now, for pictures of it
    left_out: int = 0  # threads beyond those in the pack
    program: str = ""
