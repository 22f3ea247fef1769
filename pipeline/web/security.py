"""Who may ask, and what the browser is told: host names, the token, headers, forms that are ours."""

from __future__ import annotations

import hmac
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.errors import RefusedError, TooMuchError

COOKIE = "papers_token"
LONGEST_ADDRESS = 8_000  # bytes of path and parameters
LONGEST_FORM = 30_000
LOCAL = ("127.0.0.1", "localhost", "[::1]", "::1")
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "private, no-cache",
}


class Guard:
    """The outermost layer: refuses who may not ask, and puts HEADERS on every answer.

    Without a token only this machine's own names are taken as host, so that no page elsewhere can reach the server
    through a name of its own that leads to 127.0.0.1.
    """

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        self._app, self._token = app, token
        self._cookie = hmac.new((token or "").encode(), b"cookie", sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        query: bytes = scope["query_string"]
        if len(scope.get("raw_path") or b"") + len(query) > LONGEST_ADDRESS:
            return _plain("The address is too long.", 414)
        if self._token is None:
            host = Headers(scope=scope).get("host", "").casefold()
            name = host if host.endswith("]") else host.rsplit(":", 1)[0]
            return None if name in LOCAL else _plain("This server answers to 127.0.0.1 and localhost alone.", 400)
        return self._without_token(scope, query)

    def _without_token(self, scope: Scope, query: bytes) -> Response | None:
        headers = Headers(scope=scope)
        bearer = headers.get("authorization", "")
        if bearer.startswith("Bearer ") and same(bearer.removeprefix("Bearer ").strip(), self._token or ""):
            return None
        pairs = parse_qsl(query.decode("latin-1"))
        if any(name == "token" and same(value, self._token or "") for name, value in pairs):
            rest = urlencode([pair for pair in pairs if pair[0] != "token"])
            path = "/" + scope["path"].lstrip("/")  # '//host' would lead elsewhere
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, self._cookie, httponly=True, samesite="strict", secure=scope["scheme"] == "https")
            return answer
        if same(_cookies(headers).get(COOKIE, ""), self._cookie):
            return None
        words = "A token is needed. Open the address that papers serve printed, or ask whoever runs the server for it."
        return _plain(words, 401, {"www-authenticate": "Bearer"})


class Forms:
    """Knows the forms that this process gave out."""

    def __init__(self) -> None:
        self.token = token_urlsafe(24)

    async def read(self, request: Request) -> dict[str, str]:
        """The fields of a form that was sent. Raises RefusedError when it is none of ours, TooMuchError."""
        content = bytearray()
        async for piece in request.stream():
            content += piece
            if len(content) > LONGEST_FORM:
                raise TooMuchError("What was sent is too long.", "Shorten it.")
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise RefusedError("This is no form.")
        fields = dict(parse_qsl(content.decode("utf-8", "replace"), max_num_fields=50, keep_blank_values=True))
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise RefusedError("The form was sent from another site.")
        if not same(fields.get("csrf", ""), self.token):
            raise RefusedError("The form is out of date.", "Go back, load the page again and send it once more.")
        return fields


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, told in a time that says nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _plain(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(text + "\n", status, headers, "text/plain")
