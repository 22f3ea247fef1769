"""The application: routes, the guard before them, and a page for everything that goes wrong."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from pipeline import __version__
from pipeline.errors import PapersError, QueryError, UsageError
from pipeline.home import Home
from pipeline.web import wording
from pipeline.web.errors import BusyError, NotFoundError, status
from pipeline.web.library import Library
from pipeline.web.pictures import Pictures
from pipeline.web.security import HEADERS, Forms, Guard
from pipeline.web.tracing import Tracing

HERE = Path(__file__).parent
AT_A_TIME = 3  # exports and charts being made
TURNS = 1  # pages of results and papers being made; two at once are no quicker in one process, and less fair
log = logging.getLogger("papers.web")


class Site:
    """What every page has at hand."""

    def __init__(self, home: Home) -> None:
        self.library = Library(home)
        self.tracing = Tracing(self.library)
        self.pictures = Pictures(self.library)
        self.forms = Forms()
        self._costly = threading.BoundedSemaphore(AT_A_TIME)
        #: Work for the processor takes turns, first come first served: many threads at once would only get in each
        #: other's way, and the unlucky ones wait longest.
        self.turn = threading.Semaphore(TURNS)
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            finalize=wording.visible,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.filters |= {
            "day": wording.day, "named": wording.named, "first_up": wording.first_up, "shortened": wording.shortened,
            "times": wording.times, "dated": wording.dated,
        }  # fmt: skip
        self._templates.globals |= {
            "count": wording.count, "STATES": wording.STATES, "FINDINGS": wording.FINDINGS, "csrf": self.forms.token,
            "place": wording.place, "version": __version__, "zip": zip,
        }  # fmt: skip

    def page(self, template: str, status_code: int = 200, **values: Any) -> HTMLResponse:
        """A page made from a template."""
        return HTMLResponse(self.template(template).render(values), status_code)

    def template(self, name: str) -> jinja2.Template:
        """A template by the name of its file."""
        return self._templates.get_template(name)

    @contextmanager
    def costly(self) -> Iterator[None]:
        """Around work that may take long; raises BusyError when too much of it is under way."""
        if not self._costly.acquire(timeout=10):
            raise BusyError("Others are asking for much just now.", "Try again in a minute.")
        try:
            yield
        finally:
            self._costly.release()


def site(request: Request) -> Site:
    """The site that a request is to."""
    found: Site = request.app.state.site
    return found


def create_app(home: Home, token: str | None = None) -> FastAPI:
    """The application for `home`. With a `token` it answers who has it; without, this machine's own names alone."""
    from pipeline.web import answers, api, exports, overview, papers, searching, statements, threads

    here = Site(home)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        here.pictures.close()

    app = FastAPI(
        lifespan=lifespan,
        title="Committee papers", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        description="What councils, boards and panels decided, promised and reported: the same data as on the pages.",
    )  # fmt: skip
    app.state.site = here
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for module in (searching, papers, statements, threads, answers, overview, exports, api):
        app.include_router(module.router)
    for kind in (PapersError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _answer)
    app.add_middleware(Guard, token=token)
    return app


def _answer(request: Request, error: Exception) -> Response:
    """The page, or the JSON, that says what went wrong."""
    if isinstance(error, HTTPException):
        code, error = error.status_code, _of_http(error)
    elif isinstance(error, RequestValidationError):
        code, error = 422, UsageError(_invalid(error))
    elif isinstance(error, PapersError):
        code = status(error)
    else:
        log.error("a page failed", exc_info=error)
        code, error = 500, PapersError("This page failed.", "It is a fault of the program; please report the address.")
    if request.url.path.startswith("/api"):
        said: dict[str, object] = {"error": error.code, "message": str(error), "hint": error.hint}
        if isinstance(error, QueryError):
            said["position"] = error.position
        return Response(msgspec.json.encode(said), code, media_type="application/json")
    page = site(request).page("error.html", code, error=error, code=code, again=_again(request) if code == 503 else "")
    for name, value in HEADERS.items():  # an answer to a fault does not pass the guard
        page.headers.setdefault(name, value)
    return page


def _again(request: Request) -> str:
    """The address of what was asked for, to be asked for once more."""
    return f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" else ""


def _of_http(error: HTTPException) -> PapersError:
    if error.status_code == 404:
        return NotFoundError("There is no such page.", "Check the address, or search for what you want.")
    return PapersError(str(error.detail))


def _invalid(error: RequestValidationError) -> str:
    return "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors())
