"""A query cut into tokens: words, quotes, brackets, fields, operators."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline import text
from pipeline.errors import QueryError

OPERATORS = {"AND", "OR", "NOT", "NEAR"}
#: How many other words may be among those of a NEAR, and of a "..."~, that gives no number.
NEAR, APART = 10, 1

# A bracket that opens within a word and closes within it belongs to it: TB(7)1.ii, s.17(1)(b).
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    |(?P<open>\()|(?P<close>\))
    |(?P<quote>"(?P<quoted>[^"]*)(?P<shut>")?(?P<between>~\d*)?)
    |(?P<minus>-(?=[^\s-]))
    |(?P<field>[A-Za-z_]+):(?=[^\s)]|$)(?!//)
    |(?P<word>(?:[^\s()"]|(?<=[^\s(])\([^\s()"]*\))+)""",
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR(?:/(\d+))?")


class Token(NamedTuple):
    """A piece of the query: what it is, its text, where it begins."""

    kind: str
    text: str
    at: int
    between: int | None = None  # how many other words may be among these


def cut(query: str) -> list[Token]:
    """The tokens of `query`. Raises QueryError, which knows where the fault is."""
    plain = text.plain(query)
    found, at = [], 0
    while at < len(plain):
        piece = _TOKEN.match(plain, at)
        if piece is None:  # an opening bracket's partner is missing within a word: 'a(b'
            raise QueryError("This character has no place here.", query, at)
        kind = next(k for k in ("blank", "open", "close", "quote", "minus", "field", "word") if piece[k] is not None)
        if kind == "quote":
            if piece["shut"] is None:
                raise QueryError("This quotation mark is never closed.", query, at)
            between = None if piece["between"] is None else int(piece["between"][1:] or APART)
            found.append(Token("quote", piece["quoted"], at, between))
        elif kind == "word" and (near := _NEAR.fullmatch(piece["word"])):
            found.append(Token("NEAR", piece["word"], at, int(near[1] or NEAR)))
        elif kind == "word" and piece["word"] in OPERATORS:
            found.append(Token(piece["word"], piece["word"], at))
        elif kind != "blank":
            found.append(Token(kind, piece[kind], at))
        at = piece.end()
    return found
