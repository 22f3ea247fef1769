"""Capitals to title case, as a clerk writes a title."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cache

from pipeline import vocabulary
from pipeline.structure.items import capitals
from pipeline.text import collapse

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def title_case(text: str, acronyms: Container[str] = ()) -> str:
    """`text` with its words capitalised and the small words between them lower.

    A text all in capitals is lowered first, but for the `acronyms`; in a mixed text a word that has a capital of
    its own keeps it.
    """
    text = collapse(text).strip(" .:;,-–")
    shouting = capitals(text) > 0.8
    words = list(_WORD.finditer(text))
    out, last = [], 0
    for index, found in enumerate(words):
        before = text[last : found.start()]
        if before[-1:].isdigit() and len(found[0]) == 2:
            out += [before, found[0].lower()]
            last = found.end()
            continue
        out += [
            before,
            _cased(
                found[0],
                shouting,
                index == 0 or index == len(words) - 1 or bool(re.search(r"[:–—]|\s-\s|\($", before)),
                acronyms,
            ),
        ]
        last = found.end()
    return "".join([*out, text[last:]])


def _cased(word: str, shouting: bool, outer: bool, acronyms: Container[str]) -> str:
    if word.lower() in _small() and not outer:
        return word.lower()
    loud = word.isupper() and len(word) > 4
    if word in acronyms if shouting or loud else any(c.isupper() for c in word):
        return word
    return word[:1].upper() + word[1:].lower()


@cache
def _small() -> frozenset[str]:
    return frozenset(vocabulary.load("masthead")["small_words"])


def acronyms(texts: Iterable[str]) -> set[str]:
    """The words that running text writes in capitals."""
    return {word for text in texts if capitals(text) < 0.5 for word in re.findall(r"\b[A-Z]{2,6}\b", text)}
