"""What became of things: the list of threads, one thread, what people say of its links, what to ask about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from pipeline.errors import UsageError
from pipeline.search import Request as Search
from pipeline.text import fold
from pipeline.web import paging
from pipeline.web.app import Site, site
from pipeline.web.asked import LONGEST_QUERY
from pipeline.web.asked import Asked as Sought
from pipeline.web.errors import NotFoundError, TooMuchError
from pipeline.web.timeline import ROLES, timeline
from pipeline.web.wording import STATES

if TYPE_CHECKING:
    from pipeline.trace import Item, Judgement, Thread, Traced

router = APIRouter(include_in_schema=False)
HITS = 300  # passages of a search whose threads are listed
_WHY = re.compile(r"(?P<words>.+) \((?P<bits>[+-][\d.]+)\)$")
_STATEMENT = re.compile(r"[0-9a-f]{16}")


class Brief(msgspec.Struct):
    """A thread in a list."""

    id: str
    title: str
    state: str
    kind: str
    body: str
    first_seen: str | None
    last_seen: str | None
    overdue: bool
    moved: int
    mentions: int
    owners: list[str]
    message: str
    folded: str


class Asked(msgspec.Struct):
    """What the list is narrowed to."""

    q: str = ""
    state: str = ""
    kind: str = ""
    body: str = ""
    owner: str = ""
    overdue: bool = False
    moved: bool = False
    page: int = 1

    def url(self, path: str = "/threads", **changes: object) -> str:
        """The address of the list with `changes`."""
        other = msgspec.structs.replace(self, **{"page": 1, **changes})
        pairs = [(name, "1" if value is True else str(value)) for name, value in msgspec.structs.asdict(other).items()]
        named = [pair for pair in pairs if pair[1] not in ("", "False") and pair != ("page", "1")]
        return f"{path}?{urlencode(named)}".rstrip("?")


@router.get("/threads")
def threads(request: Request) -> Response:
    """Every thread, narrowed."""
    here, asked = site(request), asked_for(request)
    return here.page(
        "threads.html",
        asked=asked,
        **paging.cut(matching(here, asked), asked.page),
        kinds=sorted({brief.kind for brief in briefs(here)}),
        bodies=sorted({brief.body for brief in briefs(here) if brief.body}, key=fold),
    )


@router.get("/audit")
def audit(request: Request) -> Response:
    """What an auditor would ask about first."""
    here, params, asked = site(request), request.query_params, asked_for(request)
    wanted = set(_about(here, asked.q)) if asked.q else None
    about = [
        item for item in audited(here)
        if (wanted is None or item.thread in wanted) and (not asked.body or asked.body == item.body)
    ]  # fmt: skip
    finding = params.get("finding", "")
    counted = Counter(name for item in about for name in item.findings)
    return here.page(
        "audit.html",
        **paging.cut([item for item in about if not finding or finding in item.findings], asked.page),
        asked=asked,
        finding=finding,
        counted=counted,
        bodies=sorted({item.body for item in audited(here) if item.body}, key=fold),
    )


@router.get("/thread/{statement}")
def thread(request: Request, statement: str) -> Response:
    """One thread."""
    here, said = site(request), request.query_params.get("said") == "1"
    sought = Sought.of(request.query_params.multi_items())
    traced = here.tracing.get(newest=said)
    found = traced.thread(statement)
    if found is None:
        here.library.statement(statement)  # where there is no such statement either, this says so
        raise NotFoundError(
            "This statement is not followed through other papers.",
            "It is in a copy of another paper, or sets nothing to be done.",
        )
    bodies = {entry.body for row in found.rows if (entry := here.library.entry(row.paper))} | {found.body}
    return here.page(
        "thread.html",
        thread=found,
        words=sought.url("", page=sought.page).removeprefix("?"),
        said=said,
        drawn=timeline(found, [gap for gap in traced.gaps() if gap.body in bodies]),
        roles=ROLES,
        whys=[_why(row.why) for row in found.rows],
        others=[_other(found, at) for at in range(len(found.rows))],
        judged=_judged(here, found),
    )


@router.post("/judgements")
async def judgements(request: Request) -> Response:
    """Take down what a person says of two statements."""
    here = site(request)
    form = await here.forms.read(request)
    return await run_in_threadpool(_judge, here, form)


def _judge(here: Site, form: dict[str, str]) -> Response:
    from pipeline.trace import judge

    traced = here.tracing.get()
    sides = []
    for name in ("one", "other"):
        found = _STATEMENT.findall(form.get(name, "").rsplit("/", 1)[-1])
        sighting = traced.sighting(found[0]) if found else None
        if sighting is None:
            raise UsageError(
                "That is no statement that is followed.",
                "Paste the address of its page, or the last 16 letters and digits of it.",
            )
        sides.append(sighting)
    if form.get("same") not in ("yes", "no"):
        raise UsageError("It is not said whether they are the same.")
    judge(
        here.library.home.folder,
        sides[0],
        sides[1],
        form["same"] == "yes",
        form.get("who", "")[:200],
        form.get("note", "")[:2000],
    )
    return RedirectResponse(f"/thread/{sides[0].statement}?said=1", 303)


# ------------------------------------------------------------------------------------------------------- lists


def briefs(here: Site) -> list[Brief]:
    """Every thread, shortly; the longest followed first."""

    def make(traced: Traced) -> list[Brief]:
        found = [_brief(one) for one in traced.threads()]
        return sorted(found, key=lambda one: (-min(one.mentions, 6), -one.moved, -int((one.last_seen or "0")[:4])))

    return here.tracing.kept("briefs", make)


def audited(here: Site) -> list[Item]:
    """The auditor's list."""
    from pipeline.trace import audit as find

    return here.tracing.kept("audit", lambda traced: find(traced.threads()))


def matching(here: Site, asked: Asked) -> list[Brief]:
    """The threads that are asked for; those that a search finds in its order."""
    known = briefs(here)
    if asked.q:
        by_id = {one.id: one for one in known}
        known = [by_id[one] for one in _about(here, asked.q) if one in by_id]
    return [
        one for one in known
        if (not asked.state or one.state == asked.state) and (not asked.kind or one.kind == asked.kind)
        and (not asked.body or one.body == asked.body) and (one.overdue or not asked.overdue)
        and (one.moved or not asked.moved)
        and (not asked.owner or any(asked.owner.casefold() in owner.casefold() for owner in one.owners))
    ]  # fmt: skip


def _about(here: Site, query: str) -> list[str]:
    """The ids of the threads that a search finds, in its order."""
    traced = here.tracing.get()
    hits = here.library.search(Search(query=query, limit=HITS)).hits
    held = (traced.thread(hit.statement or "") or traced.thread_at(hit.paper, hit.passage) for hit in hits)
    return list(dict.fromkeys(one.id for one in held if one))


def asked_for(request: Request) -> Asked:
    """What the address of the list asks for. Raises TooMuchError."""
    params = request.query_params
    if any(len(value) > LONGEST_QUERY for value in params.values()):
        raise TooMuchError(f"The search is longer than {LONGEST_QUERY} characters.", "Use fewer words.")
    return Asked(
        q=params.get("q", "").strip(), state=params.get("state", "") if params.get("state") in STATES else "",
        kind=params.get("kind", ""), body=params.get("body", ""), owner=params.get("owner", "").strip(),
        overdue=params.get("overdue") == "1", moved=params.get("moved") == "1",
        page=paging.number(params.get("page")),
    )  # fmt: skip


def _brief(one: Thread) -> Brief:
    owners = list(dict.fromkeys(owner for row in one.rows for owner in row.owners))
    return Brief(
        one.id, one.title, one.state, one.kind, one.body, one.first_seen, one.last_seen, one.overdue, len(one.slips),
        len(one.rows), owners, one.silence.message if one.silence else "", fold(one.title),
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------- one thread


def _why(why: str) -> tuple[str, list[str], list[str]]:
    """What joins a mention to another, taken apart: the other paper, what speaks for it, what against."""
    name, behind, reasons = why.partition(": ")
    if not behind or not name.startswith("with "):
        return why, [], []
    speaks: tuple[list[str], list[str]] = ([], [])
    for reason in reasons.split("; "):
        found = _WHY.fullmatch(reason)
        speaks[bool(found and found["bits"].startswith("-"))].append(found["words"] if found else reason)
    return name.removeprefix("with "), *speaks


def _other(one: Thread, at: int) -> str:
    """The mention that the one at `at` is most likely held against: the one it was joined to, or the one before."""
    name = _why(one.rows[at].why)[0]
    earlier = [row.statement for row in one.rows[:at] if row.document == name]
    return (earlier or [row.statement for row in one.rows[max(0, at - 1) : at]] or [""])[-1]


def _judged(here: Site, one: Thread) -> Sequence[Judgement]:
    from pipeline.trace.judgements import read

    own = {row.statement for row in one.rows}
    said, _ = read(here.library.home.folder)
    return [made for made in said if {made.one.statement, made.other.statement} & own]
