"""Three answers over all papers: recommended beside resolved, figures over time, what took the place of what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from pipeline.text import fold
from pipeline.web import paging
from pipeline.web.app import Site, site
from pipeline.web.asked import LONGEST_QUERY
from pipeline.web.errors import TooMuchError
from pipeline.web.wording import place

if TYPE_CHECKING:
    from pipeline.trace import Measure, Resolution, Traced

router = APIRouter(include_in_schema=False)
FIGURES = 100  # measures on a page; further ones are found by their name


class Value(msgspec.Struct):
    """A figure as the page shows it; `unlike` are the values that other papers give for the same day."""

    value: str
    at: str | None
    stated: bool
    unlike: list[str]
    text: str
    document: str
    number: int | None  # of the page
    address: str


@router.get("/resolutions")
def resolutions(request: Request) -> Response:
    """What reports recommended beside what the minutes say was resolved."""
    from pipeline.trace.resolved import Outcome

    here, params = site(request), request.query_params
    outcome, body = params.get("outcome", ""), params.get("body", "")
    every = _resolutions(here)
    found = [
        one for one in every
        if (not outcome or one.outcome == outcome) and (not body or one.recommendation.body == body)
    ]  # fmt: skip
    counted = Counter(one.outcome for one in every)
    return here.page(
        "resolutions.html",
        **paging.cut(found, paging.number(params.get("page"))),
        outcome=outcome,
        outcomes=[(name, counted[name]) for name in get_args(Outcome) if name in counted],
        body=body,
        bodies=sorted({one.recommendation.body for one in every if one.recommendation.body}, key=fold),
    )


@router.get("/measures")
def measures(request: Request) -> Response:
    """Named figures over time."""
    here, query = site(request), request.query_params.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise TooMuchError(f"The name is longer than {LONGEST_QUERY} characters.", "Use fewer words.")
    with here.costly():
        found = here.tracing.get().measures(query)
    shown = [(one.name, _values(one)) for one in found[:FIGURES]]
    return here.page("measures.html", q=query, found=shown, total=len(found))


@router.get("/successions")
def successions(request: Request) -> Response:
    """Bodies, programmes, systems and posts that followed one another."""
    here = site(request)
    return here.page("successions.html", found=here.tracing.kept("successions", lambda traced: traced.successions()))


def _resolutions(here: Site) -> list[Resolution]:
    """Those that minutes answer first, and the newest first among them."""

    def make(traced: Traced) -> list[Resolution]:
        newest = sorted(traced.resolutions(), key=lambda one: one.recommendation.date or "", reverse=True)
        return sorted(newest, key=lambda one: one.decision is None)

    return here.tracing.kept("resolutions", make)


def _values(measure: Measure) -> list[Value]:
    made = []
    for at, figure in enumerate(measure.figures):
        others = [b if a == at else a for a, b in measure.disagree if at in (a, b)]
        proof = figure.proof
        made.append(
            Value(
                figure.written,
                figure.at,
                figure.stated,
                [measure.figures[other].written for other in others],
                proof.text,
                proof.document,
                proof.page,
                place(proof.paper, proof.passage, proof.page),
            )
        )
    return made
