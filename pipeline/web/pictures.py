"""Pictures of pages on request: who may have one, the worker that draws, and the last ones drawn."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline import tools
from pipeline.errors import MissingProgramError, PapersError
from pipeline.model import Paper, Passage, Statement
from pipeline.web.drawing import Drawn, Job, Mark, draw, limit
from pipeline.web.errors import BusyError, NotFoundError
from pipeline.web.library import Library

if TYPE_CHECKING:
    import pebble

log = logging.getLogger("papers.web")
KEPT = 64  # pictures in memory
WAITING = 24  # more wait in vain
SECONDS, CONVERTING = 20.0, 80.0
PDF = "application/pdf"
OFFICE = ("docx", "office")  # readers of what LibreOffice can lay out


class Pictures:
    """Draws pages of the papers of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._pool: pebble.ProcessPool | None = None
        self._drawn: OrderedDict[tuple[str, Job], Drawn] = OrderedDict()
        self._waiting = 0

    def why_not(self, paper: Paper) -> str:
        """Why there are no pictures of a paper; '' when there are."""
        if paper.source.media_type != PDF and paper.source.reader not in OFFICE:
            return "This kind of file has no pages: its text is shown instead."
        try:
            job = self._job(paper, 1, ())
        except NotFoundError as error:
            return str(error)
        if not job.pdf and not Path(job.kept).exists() and tools.find("soffice") is None:
            return (
                "Pages of Word files are drawn by LibreOffice, which is not installed here: the text is shown instead."
            )
        return ""

    def get(self, paper: Paper, page: int, marks: Sequence[Mark]) -> Drawn:
        """A page with marks; page 0 is the one that the first mark is on.

        Raises NotFoundError when there is no such page or file, BusyError, and PapersError when it cannot be drawn.
        """
        job = self._job(paper, page, marks)
        key = (paper.id, job)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = self._draw(job)
        with self._lock:
            self._drawn[key] = drawn
            self._drawn[(paper.id, replace(job, page=drawn.page))] = drawn  # so it will be asked for next
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()
                self._pool = None

    def _job(self, paper: Paper, page: int, marks: Sequence[Mark]) -> Job:
        path = self._library.file(paper.id)
        if paper.source.media_type == PDF:
            return Job(str(path), "", "", page, tuple(marks))
        kept = self._library.store().converted / f"{paper.source.sha256}-{_office()}-pages.pdf"
        return Job("", str(path), str(kept), page, tuple(marks))

    def _draw(self, job: Job) -> Drawn:
        with self._lock:
            if self._waiting >= WAITING:
                raise BusyError("Many pages are being drawn just now.", "Load the page again in a moment.")
            self._waiting += 1
            pool = self._workers()
        ready = job.pdf or Path(job.kept).exists()
        try:
            found: Drawn = pool.schedule(draw, (job,), timeout=SECONDS if ready else CONVERTING).result()
            return found
        except ValueError as error:
            raise NotFoundError("There is no such page.", "Pages are counted from 1.") from error
        except TimeoutError as error:
            raise PapersError("Drawing the page took too long.", "The original can be downloaded.") from error
        except Exception as error:  # whatever pdfium, LibreOffice or a dying worker raise
            log.warning("page %s of %s was not drawn: %r", job.page, job.pdf or job.source, error)
            raise PapersError(
                "The page cannot be drawn.", "Its text is shown; the original can be downloaded."
            ) from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _workers(self) -> pebble.ProcessPool:
        if self._pool is None:
            import pebble

            context = multiprocessing.get_context("spawn")
            self._pool = pebble.ProcessPool(1, max_tasks=300, initializer=limit, context=context)
        return self._pool


def marks_of(passages: Sequence[Passage]) -> list[Mark]:
    """What to mark of passages."""
    return [Mark(passage.text, passage.page, passage.box) for passage in passages]


def statement_marks(paper: Paper, statement: Statement) -> list[Mark]:
    """What to mark of a statement: its own words of the passage, and the passages it goes on in."""
    passages = {passage.id: passage for passage in paper.passages}
    marks = []
    for name in (statement.passage, *statement.more):
        if (passage := passages.get(name)) is None:
            continue
        part = passage.text[statement.start : statement.end] if name == statement.passage and not passage.table else ""
        marks.append(Mark(part or passage.text, passage.page, passage.box))
    return marks


def _office() -> str:
    """What tells this LibreOffice from another, '' where there is none."""
    from pipeline.tools import office

    with suppress(MissingProgramError):
        return office.version()
    return ""
