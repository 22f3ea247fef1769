"""The first page and the page of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from pipeline.errors import QueryError, UsageError
from pipeline.search import Hit, Results
from pipeline.store import Entry
from pipeline.web import facets, wording
from pipeline.web.app import Site, site
from pipeline.web.asked import A_PAGE, FILTERS, PAPERS_A_PAGE, VIEWS, Asked
from pipeline.web.paging import MOST_PAGES

if TYPE_CHECKING:
    from pipeline.trace import Row, Traced

router = APIRouter(include_in_schema=False)


class Shown(msgspec.Struct):
    """A passage in the list of results."""

    hit: Hit
    text: Markup
    row: Row | None  # of its thread, which knows owner and due date
    state: str  # of the thread it is in, '' when there is none
    last_seen: str | None  # the date of the last paper it is in
    thread: str  # its address
    address: str
    also: list[str]  # other files that say the same


class Group(msgspec.Struct):
    """The passages of one paper in the list of results."""

    hit: Hit  # the first, which knows the paper
    entry: Entry | None
    copies: list[str]  # files that hold the same paper
    shown: list[Shown]
    more: int  # passages of the paper that are not shown
    all_of_it: str  # the address that shows them


@router.get("/")
def first(request: Request) -> Response:
    """The empty page: where to begin."""
    here = site(request)
    entries = here.library.entries()
    years = sorted({entry.meeting_date[:4] for entry in entries if entry.meeting_date})
    return here.page(
        "first.html", asked=Asked(), views=VIEWS, years=years, bodies=len(here.library.bodies()),
        papers=sum(entry.outcome == "read" for entry in entries),
        failed=sum(entry.outcome == "failed" for entry in entries),
    )  # fmt: skip


@router.get("/search")
def search(request: Request) -> Response:
    """What a search found."""
    here, params = site(request), request.query_params.multi_items()
    try:
        asked = Asked.of(params)
        with here.turn:
            return _found(here, asked)
    except UsageError as error:  # what is right of the search stays in the form
        asked = Asked.of(pair for pair in params if pair[0] not in ("from", "to", "page"))
        caret = _caret(error) if isinstance(error, QueryError) else None
        return here.page("query_error.html", 400, error=error, caret=caret, asked=asked, views=VIEWS)


def _found(here: Site, asked: Asked) -> Response:
    papers_only = {"group": True, "sort": "date", "limit": PAPERS_A_PAGE} if asked.of_papers else {}
    results = here.library.search(asked.request(facets=[*facets.ALL, "paper"], **papers_only))
    papers = dict(results.facets.pop("paper"))
    wanted, a_page = (len(papers), PAPERS_A_PAGE) if asked.of_papers else (results.total, A_PAGE)
    pages = min(-(-wanted // a_page), MOST_PAGES)
    narrowed = asked.request()
    beyond = (
        here.library.search(narrowed.unnarrowed()).total if asked.q and not results.total and narrowed.narrowed else 0
    )
    return here.page(
        "results.html",
        asked=asked,
        views=VIEWS,
        filters=FILTERS,
        results=results,
        groups=_groups(here, asked, results, papers),
        papers=len(papers),
        beyond=beyond,
        pages=pages,
        chips=[(FILTERS.get(name, name), _value(here, name, value), url) for name, value, url in asked.chips()],
        facets=facets.shown(here.library, asked, results),
        years=facets.years(here.library, asked, results),
    )


def _groups(here: Site, asked: Asked, results: Results, papers: dict[str, int]) -> list[Group]:
    """The hits, those of a paper together where its first one stands."""
    traced = here.tracing.peek()
    words = asked.url("", page=asked.page).removeprefix("?")  # other pages mark them, and lead back here
    together: dict[str, list[Shown]] = {}
    for hit in results.hits:
        together.setdefault(hit.paper, []).append(_shown(here, traced, words, hit))
    found = []
    for paper, shown in together.items():
        entry = here.library.entry(paper)
        copies = [path.rsplit("/", 1)[-1] for path in entry.copies] if entry else []
        for one in shown:
            one.also = [name for name in one.hit.copies if name not in copies]
        address = f"/paper/{paper}?{words}".rstrip("?")
        found.append(Group(shown[0].hit, entry, copies, shown, papers.get(paper, 0) - len(shown), address))
    return found


def _shown(here: Site, traced: Traced | None, words: str, hit: Hit) -> Shown:
    thread = row = None
    if hit.statement:
        here.library.remember(hit.statement, hit.paper)
        # A thread holds whatever has an owner or a due date, and is much smaller than the paper.
        thread = traced.thread(hit.statement) if traced else None
        row = next((one for one in thread.rows if one.statement == hit.statement), None) if thread else None
    place = f"/paper/{hit.paper}/page/{hit.page}" if hit.page else f"/paper/{hit.paper}"
    address = f"/statement/{hit.statement}?{words}" if hit.statement else f"{place}?at={hit.passage}&{words}"
    return Shown(
        hit, wording.marked(hit.text, hit.highlights, hit.sentence), row, thread.state if thread else "",
        thread.last_seen if thread else None, f"/thread/{thread.id}?{words}".rstrip("?") if thread else "",
        address.rstrip("?&"), [],
    )  # fmt: skip


def _value(here: Site, name: str, value: str) -> str:
    if name == "paper":
        entry = here.library.entry(value)
        return (entry.title or entry.path) if entry else value
    return wording.day(value) if name in ("from", "to") and len(value) == 10 else wording.named(value)


def _caret(error: QueryError) -> tuple[str, str, str]:
    """The query before the fault, the character at fault and the rest."""
    at = error.position
    return error.query[:at], error.query[at : at + 1] or " ", error.query[at + 1 :]
