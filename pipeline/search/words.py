"""Text to words: the one way in which papers and queries are cut up.

A word is a run of letters and digits, in lower case and without accents. A possessive loses its ending ("council's" is
'council'), other apostrophes fall out ("don't" is 'dont'), and so do the commas of a number ('10,000' is '10000').
Money and per cent signs are words of their own. Everything else parts words: 's.17' is 's' and '17', 'TB(7)1.ii' is
'tb', '7', '1' and 'ii', '2016/17' is '2016' and '17'; a query for one of these looks for its words side by side, and so
finds it as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_MARKS = "\u0300-\u036f"
_WORD = re.compile(rf"[£€$%]|\d{{1,3}}(?:,\d{{3}})+(?![^\W_])|[^\W_](?:[^\W_]|['’{_MARKS}](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"['’]s$")

# The quick way for text that is ASCII but for common punctuation: the same words, found without matching each one.
_POUND = "\1"  # stands in for the one other sign that is common
_PLAIN = str.maketrans({"’": "'", _POUND: " ", "£": _POUND} | dict.fromkeys("‘“”–—‐‑•·…\xa0", " "))
_INSIDE = re.compile(r"(?<=[a-z0-9])'s(?!'?[a-z0-9])|(?<=[a-z0-9])'(?=[a-z0-9])")
_THOUSANDS = re.compile(r"(?<![a-z0-9])\d{1,3}(?:,\d{3})+(?![a-z0-9])")
_PARTS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()} | {c: f" {c} " for c in "$%"})
_PARTS_WITH_POUND = {**_PARTS, ord(_POUND): f" {_POUND} "}


def words(text: str) -> list[str]:
    """The words of `text`, in order."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not plain.isascii():
        return [_normal(word) for word in _WORD.findall(text)]
    plain = plain.lower()
    if "'" in plain:
        plain = _INSIDE.sub("", plain)
    if "," in plain:
        plain = _THOUSANDS.sub(lambda number: number.group().replace(",", ""), plain)
    if plain is text or "£" not in text:
        return plain.translate(_PARTS).split()
    return ["£" if word == _POUND else word for word in plain.translate(_PARTS_WITH_POUND).split()]


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of `text` with the offsets between which it stands; the words are those of `words(text)`."""
    for found in _WORD.finditer(text):
        yield _normal(found.group()), found.start(), found.end()


@lru_cache(maxsize=200_000)
def _normal(word: str) -> str:
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    return word if word in "£€$%" else "".join(filter(str.isalnum, word.lower()))
