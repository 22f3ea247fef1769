"""What following statements through papers works on and gives out.

A `Sighting` is one statement in one paper; a `Link` says that two of them are about one thing, and why; a `Thread` is
all that was seen of one action, commitment, risk or recommendation, in order of time.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model import Box, Due, StatementKind
from pipeline.roles import Listing

#: How a thing stands: '' when the paper does not say.
Standing = Literal["", "not_started", "moving", "late", "paused", "closed", "cancelled", "superseded"]
#: What sort of paper a sighting is in, which decides what its absence means.
Form = Literal["log", "minutes", "report"]
State = Literal["completed", "open", "silent", "superseded", "cancelled"]
Role = Literal["raised", "carried", "progress", "completed", "reopened", "recommended", "resolved", "repeated"]

FINISHED: frozenset[Standing] = frozenset(("closed", "cancelled", "superseded"))
#: Kinds that set something to be done or watched, kinds that tell how it went, and those that settle it.
TASKS: frozenset[StatementKind] = frozenset(("action", "commitment", "risk", "priority", "aim", "recommendation"))
TIDINGS: frozenset[StatementKind] = frozenset(("milestone", "outcome"))


class Sighting(msgspec.Struct, omit_defaults=True, gc=False):
    """One statement as it stands in one paper. `date` is the paper's, `origin` the day it says it was raised."""

    statement: str
    paper: str
    kind: StatementKind
    text: str
    document: str  # file name
    path: str
    place: int  # order in the paper, from 0
    words: list[str]  # roots of the words that say something, in order
    context: list[str] = []  # those of what leads up to it, where minutes set it
    named: list[list[str]] = []  # those of its words that make up a name, name by name
    form: Form = "report"
    copies: list[str] = []  # file names
    date: str | None = None
    guessed: str = ""  # what the date rests on, when the paper bears none
    page: int | None = None
    box: Box | None = None
    passage: str = ""
    media_type: str = ""
    body: str = ""
    council: str = ""
    title: str = ""
    number: str = ""
    origin: str | None = None
    since: str = ""  # the first day of the month in which it was raised, where that is all that is said
    owners: list[str] = []
    names: list[str] = []  # of the owners, initials put in full where the paper says whose they are
    due: Due | None = None
    deadline: str = ""  # the cell of its table that says when, be it a date or 'Ongoing'
    status: dict[str, str] = {}
    standing: Standing = ""
    section: str = ""  # the id of the section it stands in
    said: str = ""  # the words that `standing` was read from
    listed: Standing = ""  # how the heading it stands under says it stands
    heading: str = ""
    topic: str = ""  # the words that its passage of minutes opens with to name the matter
    subject: str = ""  # what a column beside it says it is about
    part: str = ""
    impact: str = ""
    baseline: str = ""
    sure: float = 1.0  # how sure it is that this is a statement of this kind
    arising: bool = False  # a heading over it says that it comes back to what the last meeting set
    plain: bool = False  # a sentence of a passage that is no statement


class Note(msgspec.Struct, omit_defaults=True):
    """What threads need to know of a paper itself. `meetings` are days its text names as those of meetings."""

    paper: str
    document: str
    path: str
    form: Form
    copy_paths: list[str] = []
    date: str | None = None
    body: str = ""
    council: str = ""
    title: str = ""
    paper_type: str = ""
    media_type: str = ""
    sha256: str = ""
    meetings: list[str] = []
    named: str = ""  # of a paper without a date: the day that its title, its name or its first lines give, or the first
    by: str = ""  # of the month; and the words that do
    guessed: bool = False  # whether `date` is taken from them
    abbreviations: dict[str, str] = {}
    offices: list[Listing] = []

    @property
    def copies(self) -> list[str]:
        """The file names of its copies."""
        return [path.rsplit("/", 1)[-1] for path in self.copy_paths]


class Proof(msgspec.Struct, frozen=True):
    """A sentence that says so, and where it stands."""

    text: str
    document: str
    paper: str
    passage: str
    date: str | None
    page: int | None


class Said(msgspec.Struct, frozen=True):
    """A sentence that says that `later` took the place of `former`; `role` when these are people and it is a post."""

    former: str
    later: str
    proof: Proof
    role: str = ""


class Figure(msgspec.Struct, frozen=True):
    """A figure as a paper gives it: what is counted, the value, and when it stood so."""

    name: str  # as written: 'number of looked after children'
    value: float
    unit: str  # '', '%', '£', 'days'
    at: str | None  # the last day of the time it is of, ISO; the paper's date when it does not say
    stated: bool  # whether the paper says when
    proof: Proof

    @property
    def written(self) -> str:
        """The value with its unit: '£1,200', '12%'."""
        number = f"{self.value:,.10g}"
        return f"{self.unit}{number}" if self.unit in ("£", "€") else f"{number}{self.unit}"


class Gathered(msgspec.Struct):
    """All that following needs of one paper."""

    note: Note
    sightings: list[Sighting]
    tidings: list[Sighting] = []  # sentences that are no statements and tell how something goes
    successions: list[Said] = []
    figures: list[Figure] = []

    @property
    def stated(self) -> int:
        """How many statements it holds."""
        return len(self.sightings)


class Brief(msgspec.Struct, omit_defaults=True):
    """What following needs of a paper without its statements, of which it has `stated`."""

    note: Note
    stated: int
    said: list[Said] = []  # what it says of successions

    @classmethod
    def of(cls, one: Gathered) -> Brief:
        """That of what a paper gave."""
        return cls(one.note, one.stated, one.successions)


class Carried(msgspec.Struct, frozen=True):
    """An action of the body `former` that is next seen in a paper of `later`."""

    former: str
    later: str
    proof: Proof


class Counts(msgspec.Struct):
    """What is counted over all papers of one family of bodies; the words of a key are in order, a blank between."""

    owners: dict[str, int]
    papers: int
    under: dict[str, int]  # in how many papers something stands under a heading, by its words
    said: dict[str, int]  # in how many minutes the very same words stand, where these are several


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One thing that speaks for (bits above 0) or against two statements being about one thing."""

    feature: str
    bits: float
    words: str  # for a person: "both raised on 2011-02-08"


class Link(msgspec.Struct, frozen=True, gc=False):
    """Two sightings, by their statements' ids, the earlier first, held to be one thing."""

    earlier: str
    later: str
    bits: float  # log2 of the odds that they are
    evidence: tuple[Evidence, ...] = ()
    judged: str = ""  # who said so, when a person did

    @property
    def certainty(self) -> float:
        """The odds as a share of 1."""
        return round(1 / (1 + 2 ** -max(min(self.bits, 30.0), -30.0)), 3)

    @property
    def why(self) -> str:
        """What spoke for it and against it, the weightiest first."""
        if self.judged:
            return f"{self.judged} said so"
        parts = sorted((e for e in self.evidence if e.words), key=lambda e: -abs(e.bits))
        return "; ".join(f"{e.words} ({e.bits:+.1f})" for e in parts)


class Row(msgspec.Struct):
    """A sighting as a thread shows it. `role` is what it is to the thread, `why` what joins it to the rows before."""

    document: str
    copies: list[str]
    paper: str
    statement: str
    date: str | None
    page: int | None
    text: str
    owners: list[str]
    due: Due | None
    status: dict[str, str]
    role: Role
    certainty: float
    why: str
    passage: str = ""
    plain: bool = False  # a sentence that is no statement: `statement` names nothing else


class Slip(msgspec.Struct, frozen=True):
    """A change of due date: `date` is that of the paper it shows in, `days` how far it moved (None when not known)."""

    date: str | None
    before: str
    after: str
    days: int | None
    document: str
    page: int | None


class Change(msgspec.Struct, frozen=True):
    """A change of owner or status: `date` is that of the paper it shows in."""

    date: str | None
    before: str
    after: str
    document: str
    page: int | None


class Contradiction(msgspec.Struct, frozen=True):
    """Papers that disagree with themselves or with each other; `code` is for programs."""

    code: Literal[
        "past_deadline", "reopened", "listed_otherwise", "two_deadlines", "raised_later", "baseline_changed",
        "baseline_not_reported", "figures_disagree", "interval_missed",
    ]  # fmt: skip
    message: str
    date: str | None
    document: str
    page: int | None


class Silence(msgspec.Struct, frozen=True):
    """Where a thing was last seen, and what was read after that without it."""

    last_seen: str | None
    papers: list[str]  # the later papers of its kind that were read and say nothing of it: file names
    missing: list[str]  # meetings after that whose papers are not in the corpus, as far as can be told
    message: str
    until: str  # the date of the last of `papers`


class Thread(msgspec.Struct):
    """One thing followed through papers, rows in order of time."""

    id: str
    title: str
    state: State
    slips: list[Slip]
    rows: list[Row]
    kind: StatementKind
    body: str
    first_seen: str | None
    last_seen: str | None
    overdue: bool  # not known to be finished, and its due date is past by the date of its body's last paper
    silence: Silence | None
    contradictions: list[Contradiction]
    owners: list[Change]
    statuses: list[Change]
