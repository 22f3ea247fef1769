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
_WORD = re.compile(rf"[£€$%]|\d{{1,3}}(?:,\d{{3}})+(?!\d)|[^\W_](?:[^\W_{_MARKS}]|['’{_MARKS}](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"['’]s$")
_INSIDE = re.compile(rf"[,'’{_MARKS}]")


def words(text: str) -> list[str]:
    """The words of `text`, in order."""
    if text.isascii():
        return [word if word.isalnum() or word in "£$%" else _normal(word) for word in _WORD.findall(text.lower())]
    return [_normal(word) for word in _WORD.findall(text)]


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word of `text` with the offsets between which it stands; the words are those of `words(text)`."""
    for found in _WORD.finditer(text):
        yield _normal(found.group()), found.start(), found.end()


@lru_cache(maxsize=200_000)
def _normal(word: str) -> str:
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    return _INSIDE.sub("", _POSSESSIVE.sub("", word.lower())) or word.lower()
