"""What is in the corpus, what is missing, what failed; and how to search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from pipeline.search import Request as Search
from pipeline.search.fields import FIELDS
from pipeline.store import Entry
from pipeline.text import bodies_in_one, fold, fold_body
from pipeline.web import charts
from pipeline.web.app import Site, site
from pipeline.web.asked import LONGEST_VALUE, VIEWS
from pipeline.web.errors import BusyError, NotFoundError, TooMuchError
from pipeline.web.threads import audited

if TYPE_CHECKING:
    from pipeline.trace import Gap

router = APIRouter(include_in_schema=False)
BODIES = 24  # in the grid
SERVICES = 200
PROBLEMS = 200
DECIDED, PROMISED = "Decisions and recommendations", "Promises: actions, commitments, aims"


class Coverage(msgspec.Struct):
    """What there is of one body."""

    body: str
    papers: int
    meetings: int  # days
    first: str | None
    last: str | None
    gaps: list[Gap]


@router.get("/overview")
def overview(request: Request) -> Response:
    """The corpus as a whole."""
    here, service = site(request), _service(request)
    entries = here.library.entries()
    read = _read(here)
    try:
        gaps, items = here.tracing.get().gaps(), audited(here)
        waiting = ""
    except BusyError as error:
        gaps, items, waiting = [], [], str(error)
    services = here.library.kept("services", lambda: _facet(here, "service"))[:SERVICES]
    services = sorted(services, key=lambda pair: fold(pair[0]))
    return here.page(
        "overview.html",
        read=read,
        statements=sum(entry.statements for entry in read),
        pages=sum(entry.pages or 0 for entry in read),
        failed=[entry for entry in entries if entry.outcome == "failed"],
        troubled=[entry for entry in read if entry.problems][:PROBLEMS],
        troubles=sum(bool(entry.problems) for entry in read),
        copies=sum(bool(entry.copies) for entry in read),
        bodies=here.library.bodies(),
        grid=_grid(read),
        kinds=_kinds(here),
        coverage=_coverage(read, gaps),
        gaps=gaps,
        items=items[:8],
        asked_about=len(items),
        waiting=waiting,
        service=service,
        services=services,
        years=_years(here, service) if service else {},
        DECIDED=DECIDED,
        PROMISED=PROMISED,
    )


@router.get("/chart/{name}.svg")
def chart(request: Request, name: str) -> Response:
    """A chart of the overview."""
    here, service = site(request), _service(request)
    makers: dict[str, Callable[[], str]] = {
        "papers": lambda: charts.grid(_grid(_read(here)), "Papers a year", ""),
        "kinds": lambda: charts.bars(_kinds(here), "Passages that hold one"),
        "service": lambda: charts.years(_years(here, service), "Passages"),
    }
    if name not in makers:
        raise NotFoundError("There is no such chart.")
    with here.costly():
        drawn = here.library.kept(f"chart {name} {service}", makers[name])
    return Response(
        drawn,
        media_type="image/svg+xml",
        headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"},
    )


@router.get("/help")
def help_(request: Request) -> Response:
    """How to search."""
    return site(request).page("help.html", fields=list(FIELDS.values()))


def _service(request: Request) -> str:
    service = request.query_params.get("service", "").strip()
    if len(service) > LONGEST_VALUE:
        raise TooMuchError("The name of the service is too long.")
    return service


def _facet(here: Site, field: str, **filters: list[str]) -> list[tuple[str, int]]:
    return here.library.search(Search(filters=filters, facets=[field], limit=1)).facets[field]


def _kinds(here: Site) -> dict[str, int]:
    return here.library.kept("kinds", lambda: dict(_facet(here, "kind")))


def _years(here: Site, service: str) -> dict[str, dict[int, int]]:
    """How many decisions and promises of a service there are a year."""
    views = {DECIDED: VIEWS["decisions"][1], PROMISED: ("action", "commitment", "aim", "priority")}
    return {
        name: {int(year): number for year, number in sorted(_facet(here, "year", service=[service], kind=list(kinds)))}
        for name, kinds in views.items()
    }


def _read(here: Site) -> list[Entry]:
    """What was read, a body by one name though papers write it with '&' and with 'and'."""
    read = [entry for entry in here.library.entries() if entry.outcome == "read"]
    named = bodies_in_one(entry.body for entry in read if entry.body)
    return [msgspec.structs.replace(entry, body=named[entry.body]) if entry.body else entry for entry in read]


def _grid(read: Sequence[Entry]) -> list[tuple[str, str, int]]:
    """(year, body, papers) for the bodies with most papers, the others together; years without papers are 0."""
    of = Counter(entry.body or "No body named" for entry in read)
    known = sorted((body for body, _ in of.most_common(BODIES)), key=fold)
    counted: Counter[tuple[str, str]] = Counter()
    for entry in read:
        body = entry.body or "No body named"
        counted[
            (entry.meeting_date or "No date")[: 7 if not entry.meeting_date else 4], body if body in known else "Others"
        ] += 1
    years = sorted({year for year, _ in counted if year.isdigit()})
    span = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)] if years else []
    span += ["No date"] if any(year == "No date" for year, _ in counted) else []
    rows = known + (["Others"] if len(of) > BODIES else [])
    return [(year, body, counted[year, body]) for body in rows for year in span]


def _coverage(read: Sequence[Entry], gaps: Sequence[Gap]) -> list[Coverage]:
    papers: defaultdict[str, list[Entry]] = defaultdict(list)
    missing: defaultdict[str, list[Gap]] = defaultdict(list)
    for entry in read:
        papers[entry.body or ""].append(entry)
    named = {fold_body(body): body for body in papers}
    for gap in gaps:
        missing[named.get(fold_body(gap.body), gap.body)].append(gap)
    found = []
    for body in sorted({*papers, *missing}, key=fold):
        days = sorted({entry.meeting_date for entry in papers[body] if entry.meeting_date})
        found.append(
            Coverage(
                body, len(papers[body]), len(days), days[0] if days else None, days[-1] if days else None, missing[body]
            )
        )
    return found
