"""The words dates are made of, from the vocabulary, and patterns over lists of words."""

from __future__ import annotations

import re
from typing import Any

from pipeline import vocabulary

WORDS: dict[str, Any] = vocabulary.load("dates")


def alternatives(words: list[str]) -> str:
    """A regular expression for any of `words`, longest first; a blank stands for any blanks."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


def trie(words: list[str]) -> str:
    """A regular expression for the beginnings of `words` in any case, one letter after the other: fails fast."""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1].lower(), []).append(word[1:].lower())
    if "" in branches:
        return ""
    parts = [f"[{re.escape(c)}{re.escape(c.upper())}]{trie(rest)}" for c, rest in sorted(branches.items())]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


MONTHS = {name.lower(): number for number, names in enumerate(WORDS["months"], 1) for name in names}
NUMBERS: dict[str, int] = {**WORDS["numbers"], **WORDS["ordinals"]}
