"""What the server refuses, each with the status it answers with."""

from __future__ import annotations

from pipeline.errors import IndexUnusableError, PapersError, StoreError, UsageError


class NotFoundError(PapersError):
    """There is nothing at this address."""

    code = "not_found"


class RefusedError(PapersError):
    """The server will not do this for whoever asks: a wrong token, a form from elsewhere, a foreign host name."""

    code = "refused"


class TooMuchError(PapersError):
    """It would cost too much: too long, too many, too expensive."""

    code = "too_much"


class BusyError(PapersError):
    """Others are doing the same just now."""

    code = "busy"


#: Error -> status; the first that fits counts.
STATUS: tuple[tuple[type[PapersError], int], ...] = (
    (NotFoundError, 404),
    (RefusedError, 403),
    (TooMuchError, 413),
    (BusyError, 503),
    (UsageError, 400),
    (IndexUnusableError, 503),
    (StoreError, 503),
    (PapersError, 500),
)


def status(error: PapersError) -> int:
    """The status that `error` is answered with."""
    return next(code for kind, code in STATUS if isinstance(error, kind))
