"""What every search engine does for the rest of the program, and the records that go in and out.

The unit of search is the passage: a paragraph, list item or table row, with its statements' kinds and its
section's and paper's fields beside it. An engine holds passages by the paper they stand in and knows, for every
paper, the stamp of what it indexed, so that index and store can be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from pipeline import model
from pipeline.model import Paper

Sort = Literal["relevance", "date"]
Show = Literal["all", "marks", "places"]
FacetSort = Literal["count", "name"]


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One search. Field names are those of `fields.FIELDS`; several values of one field mean any of them."""

    query: str = ""  # in the grammar of docs/search.md; '' finds every passage
    filters: dict[str, list[str]] = {}
    exclude: dict[str, list[str]] = {}
    date_from: str | None = None  # ISO dates, both ends included; papers without a date are left out
    date_to: str | None = None
    facets: list[str] = []  # the fields to count
    facet_limit: int | None = None  # most values a facet lists; None for all
    facet_sort: FacetSort = "count"  # the commonest first, or by name
    facet_find: str = ""  # only values that have, for each of these words, a word that begins so
    prefer: list[str] = []  # the kinds of statement that come first
    sort: Sort = "relevance"
    limit: int = 10  # hits a page; 0 when only the counts are wanted
    page: int = 1  # counted from 1
    near: int | None = None  # the plain words and phrases stand near each other: at most so many others among them
    exact: bool = False  # words as written: no other forms, synonyms or abbreviations
    group: bool = False  # hits of one paper stand together, papers in the order of their best hit
    show: Show = "all"  # of a hit: 'marks' leaves out its sentence, copies and reasons, 'places' its highlights too
    repeats: bool = False  # show a passage again for every paper that says the same, not once with their names

    @property
    def narrowed(self) -> bool:
        """Whether anything but the query keeps passages out."""
        return bool(self.filters or self.exclude or self.date_from or self.date_to)

    def unnarrowed(self) -> Request:
        """The same query over everything, for the number of matches alone."""
        return Request(query=self.query, near=self.near, exact=self.exact, limit=0)


class Hit(msgspec.Struct, kw_only=True):
    """One passage found. `highlights` are [start, end] offsets in `text`, in order and not overlapping."""

    document: str  # name of the paper's file
    copies: list[str]  # names of the files that hold the same: copies of the paper, and papers with this very passage
    paper: str
    title: str | None
    body: str | None
    date: str | None
    page: int | None
    section: str  # number and heading
    kind: str | None  # of its statement, the one that fits the query best when it has several
    statement: str | None
    passage: str
    text: str
    highlights: list[tuple[int, int]]
    score: float
    sentence: tuple[int, int]  # where in `text` the sentence with most of the query's words stands
    why: list[str]  # the words of the passage, its heading and its paper's title that the query found


class Results(msgspec.Struct, kw_only=True):
    """What a search found; `total` and `facets` count every match, the hits are one page of them.

    `expanded` says which words were searched for as well: {words of the query: [other words]}. `suggestions` are
    queries that may have been meant, when little was found. `unheld` are words of the query that no passage holds.
    """

    total: int
    query: str
    expanded: dict[str, list[str]]
    facets: dict[str, list[tuple[str, int]]]
    hits: list[Hit]
    suggestions: list[str] = []
    unheld: list[str] = []


class Engine(Protocol):
    """Holds the passages of papers and answers for them. Not shared between processes, but between threads."""

    def replace(self, papers: Iterable[Paper], remove: Iterable[str] = ()) -> None:
        """Let `papers` take the place of what is held under their ids and the ids `remove` leave, in one commit.

        Of several papers with one id the first counts, and a paper that is also to be removed is held.
        Either all of it is there afterwards or, when anything goes wrong or the process dies, nothing.
        """
        ...

    def search(self, request: Request) -> Results:
        """Answer `request`. Raises QueryError when the query does not parse, UsageError for an unknown field."""
        ...

    def papers(self) -> dict[str, str]:
        """The id of every paper held, and the stamp of what was indexed."""
        ...

    def close(self) -> None:
        """Let go of files. The engine answers no more."""
        ...


def stamp(paper: Paper) -> str:
    """A digest of everything in `paper`: equal stamps mean that the index holds this very paper."""
    return model.stamp(model.encode(paper))
