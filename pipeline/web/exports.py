"""What a list shows, in the forms other programs and committees read; the evidence pack."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from pipeline import __version__, export
from pipeline.errors import UsageError
from pipeline.export import Finding, Pack
from pipeline.export import Paper as Cited
from pipeline.export.records import Unread
from pipeline.model import Paper
from pipeline.web.app import Site, site
from pipeline.web.asked import FILTERS, Asked
from pipeline.web.citing import cited, findings
from pipeline.web.errors import NotFoundError, TooMuchError
from pipeline.web.threads import asked_for, matching
from pipeline.web.wording import count, named

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
def search_results(request: Request, format: str = "csv") -> Response:
    """What a search finds: statements, and passages that state nothing, or the threads they are in as a pack."""
    here, asked = site(request), Asked.of(request.query_params.multi_items())
    _known(format, export.FORMATS)
    with here.costly():
        if format in ("docx", "html"):
            return _pack(here, _threads_of(here, asked), asked.q, _narrowed(here, asked), format)
        papers = _found(here, asked)
        if format in export.CITATIONS:
            return _whole(
                b"".join(export.CITATIONS[format](cited(here.library.paper(paper)) for paper in papers)), format
            )
        told = _findings(here, asked, papers)
        if format in export.TABLES:
            return _whole(b"".join(export.TABLES[format](told)), format)
        from pipeline.export import sqlite

        traced = here.tracing.get()
        threads = (_as(thread, export.Thread) for thread in traced.threads())
        return _file(
            lambda path: sqlite.write(path, told, threads, map(cited, here.library.store().papers())), "sqlite"
        )


@router.get("/threads/export")
def thread_list(request: Request, format: str = "csv") -> Response:
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
            return _pack(here, list(found), asked.q, narrowed, format)
        papers: defaultdict[str, list[str]] = defaultdict(list)
        for thread in found:
            for row in thread.rows:
                papers[row.paper].append(row.statement)
        return _whole(b"".join(export.TABLES[format](_mentions(here, papers))), format)


@router.get("/thread/{statement}/pack")
def one_thread(request: Request, statement: str, format: str = "docx") -> Response:
    """One thread as a pack, or as it is in JSON."""
    here = site(request)
    _known(format, ("docx", "html", "json"))
    thread = here.tracing.thread(statement)
    if thread is None:
        raise NotFoundError("There is no such thread.")
    if format == "json":
        return Response(msgspec.json.format(msgspec.json.encode(thread), indent=1), media_type="application/json",
                        headers={"content-disposition": f'attachment; filename="thread-{thread.id}.json"'})  # fmt: skip
    with here.costly():
        return _pack(here, [thread], thread.title, [], format)


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
        yield from findings(here.library.paper(paper), passages, kinds, traced.thread)


def _mentions(here: Site, papers: dict[str, list[str]]) -> Iterator[Finding]:
    traced = here.tracing.get()
    for paper, statements in papers.items():
        record, wanted = here.library.paper(paper), set(statements)
        places = [one.passage for one in record.statements if one.id in wanted]
        yield from (one for one in findings(record, places, (), traced.thread) if one.statement in wanted)


def _threads_of(here: Site, asked: Asked) -> list[Thread]:
    """The threads of the best passages that a search finds."""
    traced = here.tracing.get()
    hits = here.library.search(asked.request(limit=A_TIME, page=1, sort="relevance")).hits
    held = [traced.thread(hit.statement or "") or traced.thread_at(hit.paper, hit.passage) for hit in hits]
    return list({thread.id: thread for thread in held if thread}.values())


def _narrowed(here: Site, asked: Asked) -> list[str]:
    return [f"{FILTERS.get(name, name)}: {named(value)}" for name, value, _ in asked.chips()]


# ------------------------------------------------------------------------------------------------------ the pack


def _pack(here: Site, found: Sequence[Thread], question: str, narrowed: list[str], form: str) -> Response:
    from pipeline.export import docx, html

    threads = [_as(thread, export.Thread) for thread in found[:IN_A_PACK]]
    papers: dict[str, Cited] = {}
    files: dict[str, str] = {}
    for paper in sorted({row.paper for thread in threads for row in thread.rows}):
        record = here.library.paper(paper)
        papers[paper] = cited(record)
        _place(threads, record)
        try:
            files[paper] = str(here.library.file(paper))
        except NotFoundError:
            files[paper] = ""  # the pack says that it is gone
    bodies = {paper.body for paper in papers.values() if paper.body}
    gaps = [f"{gap.body}: {gap.what} ({gap.why})" for gap in here.tracing.get().gaps() if gap.body in bodies]
    silent = [f"{thread.title}: {thread.silence.message}" for thread in threads if thread.silence]
    pack = Pack(
        question=question or "everything",
        made=datetime.now(UTC).isoformat(timespec="minutes"),
        corpus=_corpus(here),
        threads=threads,
        papers=papers,
        not_found=([] if threads else ["No thread answers the question."]) + silent + gaps,
        unread=_unread(here),
        filters=narrowed,
        files=files,
        left_out=max(0, len(found) - IN_A_PACK),
        program=f"committee-papers {__version__}",
    )
    if form == "docx":
        return _file(lambda path: docx.write(path, pack), "docx", "evidence")
    return _file(lambda path: export.save(path, html.lines(pack)), "html", "evidence")


def _place(threads: Iterable[export.Thread], paper: Paper) -> None:
    """Say of the mentions in `paper` where on their page they stand."""
    boxes = {passage.id: passage.box for passage in paper.passages}
    places = {statement.id: boxes.get(statement.passage) for statement in paper.statements}
    for thread in threads:
        for row in thread.rows:
            if row.paper == paper.id:
                row.box = places.get(row.statement)


def _corpus(here: Site) -> str:
    read = [entry for entry in here.library.entries() if entry.outcome == "read"]
    years = sorted(entry.meeting_date[:4] for entry in read if entry.meeting_date)
    span = f", {years[0]} to {years[-1]}" if years else ""
    return f"{count(len(read), 'paper')} of {count(len(here.library.bodies()), 'body', 'bodies')}{span}"


def _unread(here: Site) -> list[Unread]:
    found = []
    for entry in here.library.entries():
        if entry.outcome == "failed":
            found.append(Unread(entry.path, f"could not be read: {entry.message}"))
        found += [Unread(entry.path, problem.message) for problem in entry.problems]
    return found


# ------------------------------------------------------------------------------------------------------- answers


def _known(form: str, forms: Iterable[str]) -> None:
    if form not in forms:
        raise UsageError(f"“{form[:20]}” is no form of export.", f"There are {', '.join(forms)}.")


def _attached(form: str, name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}{export.FORMATS[form]}"'}


def _whole(content: bytes, form: str) -> Response:
    return Response(content, media_type=MEDIA[form], headers=_attached(form, "papers"))


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


def _as(record: object, kind: type[T]) -> T:
    """A record as another that has some of its fields."""
    return msgspec.convert(msgspec.to_builtins(record), kind)
