"""Everything that can go wrong and a person can do something about.

One root, `PapersError`. Each class knows the exit code of the command that meets it; each instance says what
happened and, in `hint`, what to do. Errors that concern one paper are `ReadError`s and never stop a run.
"""

from __future__ import annotations

import errno
import os


class PapersError(Exception):
    """The root. `str(error)` is one sentence for a person; `hint` says what to do next."""

    exit_code = 1
    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(PapersError):
    """The command was asked for something that makes no sense: a folder that does not exist, a bad option."""

    exit_code = 2
    code = "usage"


class QueryError(UsageError):
    """A query that does not parse. `position` is where in `query` the fault begins, counted from 0."""

    code = "query"

    def __init__(self, message: str, query: str, position: int, hint: str = "") -> None:
        super().__init__(message, hint)
        self.query = query
        self.position = position

    def caret(self) -> str:
        """The query with a caret under the fault, two lines."""
        return f"{self.query}\n{' ' * self.position}^"


def refused(error: OSError) -> PapersError:
    """What the system said no to, and what to do about it."""
    name = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    hints = {
        errno.ENOSPC: "Make room on the disk and run the command again; what was finished is kept.",
        errno.EDQUOT: "Make room on the disk and run the command again; what was finished is kept.",
        errno.EROFS: "Nothing can be written there. Copy the home to where it can, or name another one with --home.",
        errno.EACCES: "You lack the right to it. Ask its owner, or name another home with --home.",
        errno.EPERM: "You lack the right to it. Ask its owner, or name another home with --home.",
        errno.EMFILE: "Too many files are open. Close other programs, or raise the limit with: ulimit -n 4096",
    }
    return PapersError(f"{name}{error.strerror or error}", hints.get(error.errno or 0, ""))


class StoreError(PapersError):
    """`extracted/` or its catalogue could not be read or written."""

    code = "store"


class IndexUnusableError(PapersError):
    """The index is missing, damaged or made by another version; it can be rebuilt from `extracted/`."""

    code = "index"


class MissingProgramError(PapersError):
    """An outside program is needed and not installed."""

    code = "missing_program"


class ReadError(PapersError):
    """One paper could not be read. `code` names the reason for programs."""

    code = "unreadable"


class NotADocumentError(ReadError):
    code = "not_a_document"


class EmptyFileError(ReadError):
    code = "empty"


class EncryptedError(ReadError):
    code = "encrypted"


class DamagedError(ReadError):
    code = "damaged"


class TooLargeError(ReadError):
    """It passes a limit of size, pages, time or memory."""

    code = "too_large"


class NeedsProgramError(ReadError):
    """Its format needs an outside program that is not installed."""

    code = "needs_program"
