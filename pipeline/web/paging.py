"""A long list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

A_PAGE = 40
MOST_PAGES = 1000


def number(asked: str | None, most: int = MOST_PAGES) -> int:
    """The page, from 1 to `most`, that an address asks for; 1 where it asks for none or for something else."""
    digits = asked or ""
    plain = digits.isascii() and digits.isdigit() and len(digits) < 10
    return min(max(1, int(digits)), most) if plain else 1


def cut(found: Sequence[object], page: int) -> dict[str, Any]:
    """What a template shows of a list: `found` on this page, the `total`, this `page`, how many `pages`."""
    return {
        "found": found[(page - 1) * A_PAGE : page * A_PAGE],
        "total": len(found),
        "page": page,
        "pages": -(-len(found) // A_PAGE),
    }
