"""One paper: its text with what it states, its pages as pictures, its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import FileResponse, Response

from pipeline.errors import QueryError
from pipeline.model import Paper, Passage, Section, Statement, Table
from pipeline.search.engine import Show
from pipeline.web import paging, wording
from pipeline.web.app import Site, site
from pipeline.web.asked import Asked
from pipeline.web.errors import NotFoundError
from pipeline.web.pictures import marks_of, statement_marks

router = APIRouter(include_in_schema=False)
CHUNK = 900  # passages a page of a long paper's text
MOST_HITS = 300


class Hits(msgspec.Struct):
    """What a search finds in one paper: its passages in reading order, with the places of its words."""

    asked: Asked
    order: list[str]
    marks: dict[str, list[tuple[int, int]]]

    def around(self, at: str) -> tuple[str, str]:
        """The passages found before and behind `at`, '' where there is none."""
        if at not in self.marks:
            return "", self.order[0] if self.order else ""
        place = self.order.index(at)
        return self.order[place - 1] if place else "", self.order[place + 1] if place + 1 < len(self.order) else ""

    @property
    def words(self) -> str:
        """The search as parameters of an address, with which a page can lead back to it."""
        return self.asked.url("", page=self.asked.page).removeprefix("?")

    @property
    def any(self) -> bool:
        """Whether a search led here."""
        return not self.asked.of_whole_papers


class Piece(msgspec.Struct):
    """A passage as it is shown, or the rows of a table that stand behind one another."""

    passage: Passage
    text: Markup
    statements: list[Statement]
    here: bool
    new_page: bool


class Rows(msgspec.Struct):
    """Rows of a table."""

    table: Table
    pieces: list[Piece]
    cells: list[list[Markup]]
    new_page: bool


class Shown(msgspec.Struct):
    """A section with what stands in it."""

    section: Section
    part: str  # the title of the part that begins with it, '' otherwise
    content: list[Piece | Rows]


@router.get("/paper/{paper}")
def paper(request: Request, paper: str) -> Response:
    """The text of a paper."""
    here = site(request)
    with here.turn:
        return _text(here, here.library.paper(paper), request)


def _text(here: Site, record: Paper, request: Request) -> Response:
    at = request.query_params.get("at", "")
    hits = hits_of(here, record, request)
    chunks = -(-len(record.passages) // CHUNK)
    chunk = _chunk(record, request, at, chunks)
    passages = record.passages[chunk * CHUNK : (chunk + 1) * CHUNK]
    before, behind = hits.around(at)
    places = {passage.section: place // CHUNK for place, passage in reversed(list(enumerate(record.passages)))}
    return here.page(
        "paper.html",
        paper=record,
        name=record.source.path.rsplit("/", 1)[-1],
        sections=list(_sections(record, passages, hits, at)),
        outline=_outline(record, places),
        hits=hits,
        at=at,
        before=before,
        behind=behind,
        chunk=chunk,
        chunks=chunks,
        no_pictures=here.pictures.why_not(record),
        kinds=_counted(record),
    )


@router.get("/paper/{paper}/page/{number}")
def page(request: Request, paper: str, number: int) -> Response:
    """A page of a paper: its picture, with a passage marked, and its text."""
    here = site(request)
    record, at = here.library.paper(paper), request.query_params.get("at", "")
    pages = max([record.source.pages or 1, *(passage.page or 1 for passage in record.passages)])
    if not 1 <= number <= pages:
        raise NotFoundError(f"This paper has no page {number}.", f"It has {wording.count(pages, 'page')}.")
    hits = hits_of(here, record, request)
    before, behind = hits.around(at)
    place = {passage.id: passage.page for passage in record.passages}
    statements = _by_passage(record)
    return here.page(
        "page.html",
        paper=record,
        name=record.source.path.rsplit("/", 1)[-1],
        number=number,
        pages=pages,
        at=at if place.get(at) == number else "",
        passages=[
            Piece(p, wording.marked(p.text, hits.marks.get(p.id, ())), statements[p.id], p.id == at, False)
            for p in record.passages if p.page == number
        ],
        hits=hits,
        before=before,
        behind=behind,
        place=place,
        why_not=here.pictures.why_not(record),
        by_office=record.source.media_type != "application/pdf",
    )  # fmt: skip


@router.get("/paper/{paper}/picture/{number}")
def picture(request: Request, paper: str, number: int) -> Response:
    """A page as a picture; number 0 is the page that what is marked stands on."""
    here = site(request)
    record, params = here.library.paper(paper), request.query_params
    if params.get("statement"):
        found = next((one for one in record.statements if one.id == params["statement"]), None)
        marks = statement_marks(record, found) if found else []
    else:
        marks = marks_of([passage for passage in record.passages if passage.id == params.get("at")])
    drawn = here.pictures.get(record, number, marks)
    return Response(drawn.png, media_type="image/png", headers={"cache-control": "private, max-age=3600"})


@router.get("/paper/{paper}/original")
def original(request: Request, paper: str) -> Response:
    """The file itself, to be saved and not opened by the browser."""
    here = site(request)
    path = here.library.file(here.library.paper(paper).id)
    name = "".join(char for char in path.name if char.isprintable() and char not in '/\\"') or "paper"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def hits_of(here: Site, paper: Paper, request: Request, show: Show = "marks") -> Hits:
    """What the search in an address finds in a paper; a fault in it finds nothing."""
    asked = Asked.of(request.query_params.multi_items())
    if asked.of_whole_papers:
        return Hits(asked, [], {})
    others = tuple(pair for pair in asked.filters if pair[0] != "paper")
    wanted = msgspec.structs.replace(asked, filters=(*others, ("paper", paper.id)), page=1)
    try:
        found = here.library.search(wanted.request(limit=MOST_HITS, repeats=True, show=show)).hits
    except QueryError:
        return Hits(asked, [], {})
    marks = {hit.passage: hit.highlights for hit in found}
    return Hits(asked, [passage.id for passage in paper.passages if passage.id in marks], marks)


def _chunk(paper: Paper, request: Request, at: str, chunks: int) -> int:
    place = next((place for place, passage in enumerate(paper.passages) if passage.id == at), None) if at else None
    if place is not None:
        return place // CHUNK
    return paging.number(request.query_params.get("part"), max(chunks, 1)) - 1


def _by_passage(paper: Paper) -> defaultdict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in paper.statements:
        found[statement.passage].append(statement)
    return found


def _sections(paper: Paper, passages: Sequence[Passage], hits: Hits, at: str) -> Iterator[Shown]:
    """The sections with their passages; rows of one table behind one another are together."""
    statements, tables = _by_passage(paper), {table.id: table for table in paper.tables}
    sections = {section.id: section for section in paper.sections}
    shown: Shown | None = None
    part, page = -1, passages[0].page if passages else None
    for passage in passages:
        section = sections[passage.section]
        if shown is None or shown.section.id != section.id:
            if shown is not None:
                yield shown
            title = paper.parts[section.part].title if section.part != part and section.part < len(paper.parts) else ""
            shown, part = Shown(section, title, []), section.part
        if passage.kind == "heading" and passage.text.strip() == section.heading.strip():
            continue
        new_page = passage.page is not None and passage.page != page
        page = passage.page or page
        text = wording.marked(passage.text, hits.marks.get(passage.id, ()))
        piece = Piece(passage, text, statements[passage.id], passage.id == at, new_page)
        _add(shown.content, piece, tables.get(passage.table), hits.marks.get(passage.id, ()))
    if shown is not None:
        yield shown


def _add(content: list[Piece | Rows], piece: Piece, table: Table | None, marks: Sequence[tuple[int, int]]) -> None:
    if table is None or not 0 <= piece.passage.row < len(table.rows):
        content.append(piece)
        return
    last = content[-1] if content else None
    if not isinstance(last, Rows) or last.table.id != table.id:
        last = Rows(table, [], [], piece.new_page)
        content.append(last)
    last.pieces.append(piece)
    last.cells.append(_cells(table.rows[piece.passage.row], piece.passage.text, marks))


def _cells(cells: Sequence[str], text: str, marks: Sequence[tuple[int, int]]) -> list[Markup]:
    """The cells of a row with what was found marked; the passage `text`, where it was found, is these one by one."""
    shown, at = [], 0
    for cell in cells:
        start = text.find(cell, at)
        if start < 0:
            shown.append(wording.marked(cell, ()))
            continue
        at = start + len(cell)
        own = [(max(a, start) - start, min(b, at) - start) for a, b in marks if a < at and b > start]
        shown.append(wording.marked(cell, own))
    return shown


def _outline(paper: Paper, places: dict[str, int]) -> list[tuple[Section, str, int]]:
    """(section, title of the part it begins, the page of the text it is on) for every section with a heading."""
    found, part = [], -1
    for section in paper.sections:
        if not section.heading and not section.number:
            continue
        begins = section.part != part and len(paper.parts) > 1 and section.part < len(paper.parts)
        found.append((section, paper.parts[section.part].title if begins else "", places.get(section.id, 0)))
        part = section.part
    return found


def _counted(paper: Paper) -> list[tuple[str, int]]:
    """How many statements of each kind, the most first."""
    counted: defaultdict[str, int] = defaultdict(int)
    for statement in paper.statements:
        counted[statement.kind] += 1
    return sorted(counted.items(), key=lambda item: -item[1])
