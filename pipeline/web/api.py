"""The same data for programs: JSON, described by OpenAPI at /api/openapi.json and on the page /api."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from pipeline.export.filling import cited
from pipeline.model import Paper, Problem, Statement
from pipeline.search import Results
from pipeline.search.fields import VALUE_FIELDS
from pipeline.web.app import site
from pipeline.web.asked import FILTERS, LONGEST_QUERY, Asked
from pipeline.web.errors import NotFoundError
from pipeline.web.threads import Asked as AskedThreads
from pipeline.web.threads import Brief, audited, matching

router = APIRouter(prefix="/api", tags=["data"])
MOST = 100  # of a list at once
ERRORS = {
    400: "What is asked makes no sense; a query's fault has its position.",
    404: "There is no such thing.",
    413: "It would cost too much.",
    422: "A parameter is not as described.",
    503: "It is not ready, or others ask for too much.",
}

Id = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="16 hexadecimal digits")]
Words = Annotated[str, Query(alias="q", max_length=LONGEST_QUERY, description="A search, as in the page's box.")]
Page = Annotated[int, Query(ge=1, le=1000)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Values = Annotated[list[str], Query(max_length=20, description="May be given again; any of the values.")]
Day = Annotated[str, Query(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$", description="2015, 2015-11 or 2015-11-03")]
Facets = Annotated[list[str], Query(max_length=12, description=f"Fields to count by: {', '.join(VALUE_FIELDS)}")]
State = Literal["", "completed", "open", "silent", "superseded", "cancelled"]


class Fault(msgspec.Struct, omit_defaults=True):
    """What went wrong: a code for programs, a sentence for people, what to do, and where in a query the fault is."""

    error: str
    message: str
    hint: str = ""
    position: int | None = None


class PaperEntry(msgspec.Struct):
    """A paper in a list. Of one that failed, `code`, `message` and `hint` say why."""

    id: str
    path: str
    outcome: str
    code: str
    message: str
    hint: str
    body: str | None
    meeting_date: str | None
    paper_type: str | None
    title: str | None
    pages: int | None
    passages: int
    statements: int
    copies: list[str]
    problems: list[Problem]


class PaperList(msgspec.Struct):
    """A page of the papers."""

    total: int
    papers: list[PaperEntry]


class ThreadList(msgspec.Struct):
    """A page of the threads, shortly."""

    total: int
    threads: list[Brief]


class StatementFound(msgspec.Struct):
    """A statement with where it stands."""

    statement: Statement
    page: int | None
    paper: str
    document: str
    path: str
    title: str | None
    body: str | None
    date: str | None
    address: str  # of its page, stable over re-reading
    thread: str | None


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _answers(name: str, many: bool = False) -> dict[int | str, dict[str, Any]]:
    """The answers of an address for its description."""

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    one = {"$ref": f"#/components/schemas/{name}"}
    fault = content({"$ref": "#/components/schemas/Fault"})
    good = {"description": "The answer.", **content({"type": "array", "items": one} if many else one)}
    return {200: good, **{code: {"description": words, **fault} for code, words in ERRORS.items()}}


@router.get("/search", responses=_answers("Results"), summary="Search the passages of all papers")
def search(
    request: Request, q: Words = "", body: Values = [], kind: Values = [], section: Values = [],  # noqa: B006
    council: Values = [], service: Values = [], organisation: Values = [], legislation: Values = [],  # noqa: B006
    programme: Values = [], owner: Values = [], person: Values = [], type: Values = [], status: Values = [],  # noqa: B006
    year: Values = [], paper: Values = [], date_from: Annotated[Day, Query(alias="from")] = "",  # noqa: B006
    date_to: Annotated[Day, Query(alias="to")] = "", facet: Facets = [],  # noqa: B006
    sort: Literal["relevance", "date"] = "relevance", exact: bool = False, group: bool = False, page: Page = 1,
    limit: Limit = 10,
) -> Response:  # fmt: skip
    """Ranked passages with highlights, counts of facets, and what else was searched for, as `papers search --json`."""
    given = request.query_params.multi_items()
    pairs = [(name, value) for name, value in given if name in FILTERS or name in ("q", "from", "to", "sort")]
    asked = Asked.of(pairs)
    return _json(site(request).library.search(
        asked.request(facets=facet, facet_limit=MOST, page=page, limit=limit, exact=exact, group=group)
    ))  # fmt: skip


@router.get("/papers", responses=_answers("PaperList"), summary="The papers that were read, and those that failed")
def papers(
    request: Request, body: str = "", year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "", type: str = "",
    outcome: Literal["", "read", "failed"] = "", page: Page = 1, limit: Limit = 50,
) -> Response:  # fmt: skip
    """Papers by path, without their text."""
    found = [
        entry for entry in site(request).library.entries()
        if (not body or entry.body == body) and (not year or (entry.meeting_date or "").startswith(year))
        and (not type or entry.paper_type == type) and (not outcome or entry.outcome == outcome)
    ]  # fmt: skip
    shown = found[(page - 1) * limit : page * limit]
    return _json(PaperList(len(found), [msgspec.convert(entry, PaperEntry, from_attributes=True) for entry in shown]))


@router.get("/papers/{paper}", responses=_answers("Paper"), summary="One paper: everything that was read from it")
def paper(request: Request, paper: Id) -> Response:
    """The paper as `extracted/` holds it."""
    return _json(site(request).library.paper(paper))


@router.get(
    "/statements/{statement}", responses=_answers("StatementFound"), summary="One statement and where it stands"
)
def statement(request: Request, statement: Id) -> Response:
    """A statement by its id, which stays the same when the papers are read again."""
    here = site(request)
    record, found = here.library.statement(statement)
    place = next((passage for passage in record.passages if passage.id == found.passage), None)
    known, traced = cited(record), here.tracing.peek()
    thread = traced.thread(statement) if traced else None
    return _json(StatementFound(
        found, place.page if place else None, known.id, known.document, known.path, known.title, known.body,
        known.meeting_date, f"/statement/{found.id}", thread.id if thread else None,
    ))  # fmt: skip


@router.get("/threads", responses=_answers("ThreadList"), summary="What is followed through the papers")
def threads(
    request: Request, q: Words = "", state: State = "", kind: str = "", body: str = "", owner: str = "",
    overdue: bool = False, moved: bool = False, page: Page = 1, limit: Limit = 50,
) -> Response:  # fmt: skip
    """Threads shortly, those with most mentions first; with `q`, those that the search finds."""
    found = matching(site(request), AskedThreads(q.strip(), state, kind, body, owner, overdue, moved))
    return _json(ThreadList(len(found), found[(page - 1) * limit : page * limit]))


@router.get(
    "/threads/{statement}", responses=_answers("Thread"), summary="One thread, by the id of any of its statements"
)
def thread(request: Request, statement: Id) -> Response:
    """Every mention with date, page, owner, due date, status, and why it is held to belong there."""
    found = site(request).tracing.thread(statement)
    if found is None:
        raise NotFoundError("No thread holds this statement.")
    return _json(found)


@router.get("/audit", responses=_answers("Item", many=True), summary="What an auditor would ask about first")
def audit(request: Request) -> Response:
    """Contradicted, overdue, silent and never reported on, the gravest first."""
    return _json(audited(site(request)))


@router.get(
    "/resolutions", responses=_answers("Resolution", many=True), summary="What was recommended beside what was resolved"
)
def resolutions(request: Request) -> Response:
    """Every recommendation of a report with what the minutes say became of it."""
    return _json(site(request).tracing.get().resolutions())


@router.get("/successions", responses=_answers("Succession", many=True), summary="What took the place of what")
def successions(request: Request) -> Response:
    """Bodies, programmes, systems and posts that followed one another, with the sentences that say so."""
    return _json(site(request).tracing.get().successions())


@router.get("/measures", responses=_answers("Measure", many=True), summary="Named figures over time")
def measures(request: Request, q: Words = "") -> Response:
    """Figures whose name holds the words of `q`; without it, those that were given more than once."""
    here = site(request)
    with here.costly():
        return _json(here.tracing.get().measures(q))


@router.get("/gaps", responses=_answers("Gap", many=True), summary="Meetings whose papers are missing")
def gaps(request: Request) -> Response:
    """As far as dates, numbers and other papers show it."""
    return _json(site(request).tracing.get().gaps())


# ---------------------------------------------------------------------------------------------- the description


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """The description of the addresses."""
    return _json(described(request))


@router.get("", include_in_schema=False)
def reference(request: Request) -> Response:
    """The description for people."""
    return site(request).page("api.html", described=described(request))


def described(request: Request) -> dict[str, Any]:
    """The OpenAPI description: the addresses by FastAPI, the records by msgspec."""
    app = request.app
    if app.openapi_schema is None:
        from fastapi.openapi.utils import get_openapi

        from pipeline.trace import Gap, Item, Measure, Resolution, Succession, Thread

        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        records = (
            Results,
            Paper,
            PaperList,
            StatementFound,
            ThreadList,
            Thread,
            Item,
            Resolution,
            Succession,
            Measure,
            Gap,
            Fault,
        )
        _, schemas = msgspec.json.schema_components(records, ref_template="#/components/schemas/{name}")
        held = made.setdefault("components", {})
        held["schemas"] = held.get("schemas", {}) | schemas
        app.openapi_schema = made
    found: dict[str, Any] = app.openapi_schema
    return found
