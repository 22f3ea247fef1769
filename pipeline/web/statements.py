"""The address of a statement: its words on the page they stand on, what is known of it, how to cite it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from pipeline import export
from pipeline.errors import PapersError
from pipeline.export.citations import in_words
from pipeline.export.filling import cited
from pipeline.web.app import site
from pipeline.web.errors import NotFoundError
from pipeline.web.papers import hits_of
from pipeline.web.pictures import statement_marks
from pipeline.web.security import LOCAL

router = APIRouter(include_in_schema=False)
MEDIA = {
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
}
TALL = 842.0  # points of a page, where it is not known


@router.get("/statement/{statement}")
def statement(request: Request, statement: str) -> Response:
    """A statement with its evidence."""
    here = site(request)
    traced = here.tracing.peek()
    if traced and (known := traced.paper_of(statement)):
        here.library.remember(statement, known)  # and need not be looked for in every paper
    paper, found = here.library.statement(statement)
    passage = next((one for one in paper.passages if one.id == found.passage), None)
    section = next((one for one in paper.sections if one.id == found.section), None)
    marks, why_not = statement_marks(paper, found), here.pictures.why_not(paper)
    page, pages = (passage.page if passage else None), paper.source.pages
    top = round(1000 * passage.box[1] / TALL) if passage and passage.box else -1
    drawn_by_office = paper.source.media_type != "application/pdf"
    if not why_not and drawn_by_office:
        try:  # only when it is laid out is it known which page it is on
            drawn = here.pictures.get(paper, 0, marks)
            page, pages, top = drawn.page, drawn.pages, drawn.top
        except PapersError as error:
            why_not = str(error)
    if page is None and not why_not:
        why_not = "The page it stands on is not known: its text is shown instead."
    hits = hits_of(here, paper, request, "places")
    local = request.url.hostname in LOCAL  # an address that leads whoever reads the citation to his own machine
    address = "" if local else str(request.url.replace(query="", path=f"/statement/{found.id}"))
    return here.page(
        "statement.html",
        paper=paper,
        name=paper.source.path.rsplit("/", 1)[-1],
        statement=found,
        passage=passage,
        section=section,
        page=page,
        pages=pages,
        top=top,
        no_picture=why_not,
        by_office=drawn_by_office,
        thread=traced.thread(found.id) if traced else None,
        hits=hits,
        around=hits.around(found.passage) if hits.order else ("", ""),
        place={one.id: one.page for one in paper.passages},
        citation=in_words(paper, found, page, address),
    )


@router.get("/statement/{statement}/cite")
def cite(request: Request, statement: str, format: str = "ris") -> Response:
    """The paper that a statement stands in, for a reference manager; `format` is ris, bibtex or csl."""
    here = site(request)
    if format not in export.CITATIONS:
        raise NotFoundError("There is no such form of citation.", f"There are {', '.join(export.CITATIONS)}.")
    paper, _ = here.library.statement(statement)
    content = b"".join(export.CITATIONS[format]([cited(paper)]))
    name = f"{paper.id}{export.FORMATS[format]}"
    return Response(
        content, media_type=MEDIA[format], headers={"content-disposition": f'attachment; filename="{name}"'}
    )
