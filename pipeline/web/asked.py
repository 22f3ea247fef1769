"""What an address asks for: a search, its filters, its page. The address is the search, so it can be kept or sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from urllib.parse import urlencode

import msgspec

from pipeline import dates
from pipeline.errors import UsageError
from pipeline.search import Request
from pipeline.search.views import FIRST, KINDS
from pipeline.web.errors import TooMuchError
from pipeline.web.paging import MOST_PAGES

#: Fields that can be filtered by -> what the page calls them.
FILTERS = {
    "body": "Board or committee", "year": "Year", "kind": "Kind of statement", "type": "Type of paper",
    "section": "Section", "service": "Service", "organisation": "Organisation", "programme": "Programme or plan",
    "legislation": "Legislation", "owner": "Owner", "status": "Status", "council": "Council", "person": "Person",
    "paper": "Paper",
}  # fmt: skip
#: What one may look for -> its words and the kinds of statements it looks through.
VIEWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("Everything", ()),
    "decisions": ("Decisions", KINDS["decisions"]),
    "commitments": ("Promises", KINDS["commitments"]),
    "actions": ("Actions", KINDS["actions"]),
    "risks": ("Risks", KINDS["risks"]),
}
A_PAGE = 20  # passages
PAPERS_A_PAGE = 15  # where nothing is searched for by words
LONGEST_QUERY = 600  # characters
LONGEST_VALUE = 200
LONGEST_DATE = 40
MOST_VALUES = 40
#: Filters by what a paper is, not by what it says.
_OF_PAPERS = {"body", "council", "year", "type"}
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")

Pairs = Iterable[tuple[str, str]]


class Asked(msgspec.Struct, frozen=True):
    """A search as the address has it. `filters` are (field, value) pairs, in order, each once."""

    q: str = ""
    view: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    date_from: str = ""
    date_to: str = ""
    sort: Literal["relevance", "date"] = "relevance"
    exact: bool = False
    page: int = 1

    @classmethod
    def of(cls, params: Pairs) -> Asked:
        """What the parameters of an address ask for. Raises UsageError, TooMuchError; unknown names are passed over."""
        found: dict[str, str] = {}
        filters: dict[tuple[str, str], None] = {}
        for name, value in params:
            if name in FILTERS and value.strip():
                filters[name, _short(value, LONGEST_VALUE, f"A value for {FILTERS[name].lower()}")] = None
            elif name in ("q", "view", "from", "to", "sort", "exact", "page"):
                found[name] = value
        if len(filters) > MOST_VALUES:
            raise TooMuchError(
                f"A search can have {MOST_VALUES} filters; this one has {len(filters)}.", "Take some away."
            )
        return cls(
            q=_short(found.get("q", ""), LONGEST_QUERY, "The search"),
            view=found.get("view", "") if found.get("view") in VIEWS else "",
            filters=tuple(filters),
            date_from=_date(found.get("from", ""), "from"),
            date_to=_date(found.get("to", ""), "to"),
            sort="date" if found.get("sort") == "date" else "relevance",
            exact=found.get("exact") == "1",
            page=_number(found.get("page") or "1"),
        )

    @property
    def anything(self) -> bool:
        """Whether something is asked for at all."""
        return bool(self.q.strip() or self.view or self.filters or self.date_from or self.date_to)

    @property
    def of_papers(self) -> bool:
        """Whether papers are asked for, the newest first, and not what fits some words best."""
        return not self.q.strip() and not self.values("paper")

    @property
    def of_whole_papers(self) -> bool:
        """Whether papers are asked for and nothing that stands in them."""
        return self.of_papers and not self.view and all(name in _OF_PAPERS for name, _ in self.filters)

    def values(self, field: str) -> list[str]:
        """What `field` is narrowed to."""
        return [value for name, value in self.filters if name == field]

    def request(self, **more: object) -> Request:
        """The search for the engine; `more` are further fields of a Request."""
        filters: dict[str, list[str]] = {}
        for name, value in self.filters:
            filters.setdefault(name, []).append(value)
        if kinds := VIEWS[self.view][1]:
            chosen = [kind for kind in filters.get("kind", ()) if kind in kinds]
            filters["kind"] = chosen or list(kinds)
        asked = Request(
            query=self.q, filters=filters, date_from=self.date_from or None, date_to=self.date_to or None,
            sort=self.sort, exact=self.exact, page=self.page, limit=A_PAGE, prefer=list(FIRST.get(self.view, ())),
        )  # fmt: skip
        return msgspec.structs.replace(asked, **more)

    # ----------------------------------------------------------------------------------- addresses

    def pairs(self, **changes: object) -> list[tuple[str, str]]:
        """The parameters of the address, those that are at their default left out; the page begins anew."""
        other = msgspec.structs.replace(self, **{"page": 1, **changes})
        named = [("q", other.q), ("view", other.view), *other.filters, ("from", other.date_from), ("to", other.date_to)]
        named += [("sort", "date" if other.sort == "date" else ""), ("exact", "1" if other.exact else "")]
        named.append(("page", str(other.page) if other.page > 1 else ""))
        return [(name, value) for name, value in named if value]

    def url(self, path: str = "/search", **changes: object) -> str:
        """The address of this search with `changes`."""
        pairs = urlencode(self.pairs(**changes))
        return f"{path}?{pairs}" if pairs else path

    def toggled(self, field: str, value: str) -> str:
        """The address of the search with a filter more, or less when it is there."""
        pair = (field, value)
        return self.url(
            filters=tuple(p for p in self.filters if p != pair) if pair in self.filters else (*self.filters, pair)
        )

    def only(self, field: str, value: str) -> str:
        """The address of the search with one value more."""
        return self.url(filters=tuple(dict.fromkeys((*self.filters, (field, value)))))

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """(field, value, address without it) for everything that narrows the search."""
        for field, value in self.filters:
            yield field, value, self.toggled(field, value)
        if self.date_from:
            yield "from", self.date_from, self.url(date_from="")
        if self.date_to:
            yield "to", self.date_to, self.url(date_to="")


def _short(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise TooMuchError(f"{what} is longer than {most} characters.", "Use fewer words.")
    return text.strip() if what != "The search" else text


def _date(text: str, name: str) -> str:
    """'2015', '2015-11' and '2015-11-03' as they are, '3/11/2015' and 'November 2015' as the day they begin or end.

    Raises UsageError.
    """
    text = text.strip()
    found = _DATE.fullmatch(text)
    if not text or (found and 1 <= int(found["month"] or 1) <= 12 and 1 <= int(found["day"] or 1) <= 31):
        return text
    written = dates.find(text) if not found and len(text) <= LONGEST_DATE else []
    if len(written) == 1 and written[0].text == text and (days := written[0].value):
        return days.start if name == "from" else days.end
    raise UsageError(
        f"“{text[:40]}” is not a date to search {name}.", "Write a date such as 2015, November 2015 or 3/11/2015."
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 6:
        raise UsageError(f"“{text[:40]}” is not the number of a page.", "Pages are counted from 1.")
    if int(text) > MOST_PAGES:
        raise TooMuchError(
            f"A search shows {MOST_PAGES:,} pages and no more.", "Narrow it with filters or further words."
        )
    return max(1, int(text))
