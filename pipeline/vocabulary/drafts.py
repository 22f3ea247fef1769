"""Whether a paper says of itself that it is not final yet."""

from __future__ import annotations

import re

from pipeline import vocabulary

_WORD = re.compile(r"[^\W\d_]+")


def is_draft(*names: str | None) -> bool:
    """Whether the paper's title, or the name of its file, has a word such as 'draft' or 'unconfirmed'."""
    words = set(vocabulary.load("search")["drafts"])
    return any(word in words for name in names for word in _WORD.findall((name or "").casefold()))
