"""What a list shows, in the forms other programs and committees read; the evidence pack."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from pipeline import __version__, export
from pipeline.errors import UsageError
from pipeline.export import Finding, filling
from pipeline.web.app import Site, site
from pipeline.web.asked import FILTERS, LONGEST_QUERY, Asked
from pipeline.web.errors import NotFoundError, TooMuchError
from pipeline.web.threads import asked_for, matching
from pipeline.web.wording import named

if TYPE_CHECKING:
    from pipeline.trace import Thread

router = APIRouter(include_in_schema=False)
MOST = 10_000  # passages of an export
A_TIME = 1000
IN_A_PACK = 25  # threads
T = TypeVar("T")
MEDIA = {
    "csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "sqlite": "application/vnd.sqlite3",
    "ris": "application/x-research-info-systems", "bibtex": "application/x-bibtex", "html": "text/html; charset=utf-8",
    "csl": "application/vnd.citationstyles.csl+json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
Write = Callable[[Path], object]


@router.get("/export")
def search_results(request: Request, format: str = "csv", contacts: bool = True) -> Response:
    """What a search finds: statements, and passages that state nothing, or the threads they are in as a pack.

    With `contacts=no`, here and below, personal contact details are left out.
    """
    here, asked = site(request), Asked.of(request.query_params.multi_items())
    _known(format, export.FORMATS)
    with here.costly():
        if format in ("docx", "html"):
            return _pack(here, _threads_of(here, asked), asked.q, _narrowed(here, asked), format, contacts)
        papers = _found(here, asked)
        if format in export.CITATIONS:
            return _whole(
                b"".join(export.CITATIONS[format](filling.cited(here.library.paper(paper)) for paper in papers)), format
            )
        told = _shown(_findings(here, asked, papers), contacts)
        if format in export.TABLES:
            return _whole(b"".join(export.TABLES[format](told)), format)
        from pipeline.export import sqlite
        from pipeline.trace import flat

        traced = here.tracing.get()
        threads = _shown((filling.as_(thread, export.Thread) for thread in traced.threads()), contacts)
        lists = {name: (kind, _shown(rows, contacts)) for name, (kind, rows) in flat.lists(traced).items()}
        papers_of = map(filling.cited, here.library.store().papers())
        return _file(lambda path: sqlite.write(path, told, threads, papers_of, lists), "sqlite")


@router.get("/export/{name}.csv")
def whole_list(request: Request, name: str, q: str = "", contacts: bool = True) -> Response:
    """All of a list for a spreadsheet: audit, resolutions, successions, gaps, or the measures whose name holds `q`."""
    from pipeline.export.tables import csv_records
    from pipeline.trace import flat

    here = site(request)
    with here.costly():
        found = flat.lists(here.tracing.get(), q[:LONGEST_QUERY])
        if name not in found:
            raise NotFoundError(f"There is no list “{name[:20]}”.", f"There are {', '.join(found)}.")
        kind, rows = found[name]
        return _whole(b"".join(csv_records(kind, _shown(rows, contacts))), "csv", name)


@router.get("/threads/export")
def thread_list(request: Request, format: str = "csv", contacts: bool = True) -> Response:
    """The threads of a list: their mentions as a table, or a pack."""
    here, asked = site(request), asked_for(request)
    _known(format, ("csv", "jsonl", "docx", "html"))
    with here.costly():
        traced = here.tracing.get()
        found = (thread for brief in matching(here, asked) if (thread := traced.thread(brief.id)))
        if format in ("docx", "html"):
            narrowed = [
                f"{name}: {value}"
                for name, value in msgspec.structs.asdict(asked).items()
                if value and name not in ("q", "page")
            ]
            return _pack(here, list(found), asked.q, narrowed, format, contacts)
        papers: defaultdict[str, list[str]] = defaultdict(list)
        for thread in found:
            for row in thread.rows:
                papers[row.paper].append(row.statement)
        return _whole(b"".join(export.TABLES[format](_shown(_mentions(here, papers), contacts))), format)


@router.get("/thread/{statement}/pack")
def one_thread(request: Request, statement: str, format: str = "docx", contacts: bool = True) -> Response:
    """One thread as a pack, or as it is in JSON."""
    here = site(request)
    _known(format, ("docx", "html", "json"))
    thread = here.tracing.thread(statement)
    if thread is None:
        raise NotFoundError("There is no such thread.")
    if format == "json":
        thread = thread if contacts else export.cleaned(thread)
        return Response(msgspec.json.format(msgspec.json.encode(thread), indent=1), media_type="application/json",
                        headers={"content-disposition": f'attachment; filename="thread-{thread.id}.json"'})  # fmt: skip
    with here.costly():
        return _pack(here, [thread], thread.title, [], format, contacts)


# ---------------------------------------------------------------------------------------------- what is exported


def _found(here: Site, asked: Asked) -> dict[str, list[str]]:
    """The passages that a search finds, by paper. Raises TooMuchError when they are more than MOST."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    total = page = 1
    while (page - 1) * A_TIME < min(total, MOST):
        results = here.library.search(asked.request(limit=A_TIME, page=page, repeats=True, sort="date"))
        total = results.total
        if total > MOST:
            raise TooMuchError(
                f"The search finds {total:,} passages; {MOST:,} can be exported from here.",
                "Narrow it, or use papers export on the command line.",
            )
        for hit in results.hits:
            found[hit.paper].append(hit.passage)
        page += 1
    return found


def _findings(here: Site, asked: Asked, papers: dict[str, list[str]]) -> Iterator[Finding]:
    traced = here.tracing.get()
    kinds = asked.request().filters.get("kind", ())
    for paper, passages in papers.items():
        yield from filling.findings(here.library.paper(paper), passages, kinds, traced.thread)


def _mentions(here: Site, papers: dict[str, list[str]]) -> Iterator[Finding]:
    traced = here.tracing.get()
    for paper, statements in papers.items():
        record, wanted = here.library.paper(paper), set(statements)
        places = [one.passage for one in record.statements if one.id in wanted]
        yield from (one for one in filling.findings(record, places, (), traced.thread) if one.statement in wanted)


def _shown(records: Iterable[T], contacts: bool) -> Iterable[T]:
    return records if contacts else map(export.cleaned, records)


def _threads_of(here: Site, asked: Asked) -> list[Thread]:
    """The threads of the best passages that a search finds."""
    traced = here.tracing.get()
    hits = here.library.search(asked.request(limit=A_TIME, page=1, sort="relevance")).hits
    held = [traced.thread(hit.statement or "") or traced.thread_at(hit.paper, hit.passage) for hit in hits]
    return list({thread.id: thread for thread in held if thread}.values())


def _narrowed(here: Site, asked: Asked) -> list[str]:
    return [f"{FILTERS.get(name, name)}: {named(value)}" for name, value, _ in asked.chips()]


# ------------------------------------------------------------------------------------------------------ the pack


def _pack(here: Site, found: Sequence[Thread], question: str, narrowed: list[str], form: str,
          contacts: bool) -> Response:  # fmt: skip
    from pipeline.export import docx, html

    records, files = [], {}
    for paper in sorted({row.paper for thread in found[:IN_A_PACK] for row in thread.rows}):
        records.append(here.library.paper(paper))
        try:
            files[paper] = str(here.library.file(paper))
        except NotFoundError:
            files[paper] = ""  # the pack says that it is gone
    pack = filling.pack(
        question, narrowed, found, IN_A_PACK, records, files, here.tracing.get().gaps(), here.library.entries(),
        f"committee-papers {__version__}",
    )  # fmt: skip
    if not contacts:
        pack = export.cleaned(pack)
    if form == "docx":
        return _file(lambda path: docx.write(path, pack), "docx", "evidence")
    return _file(lambda path: export.save(path, html.lines(pack)), "html", "evidence")


# ------------------------------------------------------------------------------------------------------- answers


def _known(form: str, forms: Iterable[str]) -> None:
    if form not in forms:
        raise UsageError(f"“{form[:20]}” is no form of export.", f"There are {', '.join(forms)}.")


def _attached(form: str, name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}{export.FORMATS[form]}"'}


def _whole(content: bytes, form: str, name: str = "papers") -> Response:
    return Response(content, media_type=MEDIA[form], headers=_attached(form, name))


def _file(write: Write, form: str, name: str = "papers") -> Response:
    """A file written to a folder that goes when it was sent."""
    folder = tempfile.TemporaryDirectory(prefix="papers-export-")
    try:
        path = Path(folder.name, f"made{export.FORMATS[form]}")
        write(path)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path, media_type=MEDIA[form], headers=_attached(form, name), background=BackgroundTask(folder.cleanup)
    )
