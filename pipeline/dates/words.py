"""The words dates are made of, from the vocabulary, and patterns over lists of words."""

from __future__ import annotations

import re
from typing import Any

from pipeline import vocabulary

WORDS: dict[str, Any] = vocabulary.load("dates")


def alternatives(words: list[str]) -> str:
    """A regular expression for any of `words`, longest first; a blank stands for any blanks."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


MONTHS = {name.lower(): number for number, names in enumerate(WORDS["months"], 1) for name in names}
NUMBERS: dict[str, int] = {**WORDS["numbers"], **WORDS["ordinals"]}
