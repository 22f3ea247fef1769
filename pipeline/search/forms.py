"""The other forms of a word: 'assess', 'assessed' and 'assessments' belong together.

A light stemmer: endings of number and tense go, and the commonest endings that make a noun of a verb (-ment, -ion) may
go, so that a word can have several roots. Two words are forms of each other when they share one. Irregular words and
those that only look derived ('statement', 'department') are listed in `vocabulary/search.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline import vocabulary

_VOWEL = re.compile(r"[aeiouy]")
# (ending, instead, letters the word must have)
_PLURAL = (
    (re.compile(r"ies$"), "y", 5),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=[xz])es$"), "", 4),
    (re.compile(r"(?<![sui])s$"), "", 4),
)
_TENSE = re.compile(r"(?:ed|ing)$")
_DOUBLED = re.compile(r"([bdfgklmnprstz])\1$")
_SHORT = re.compile(
    r"^[^aeiou]*[aeiouy][^aeiouwxy]$"
)  # one syllable: 'hop' doubles its p in 'hopping', so 'hoping' had an e
# (ending, letters that must be left)
_DERIVED = ((re.compile(r"ment$"), 5), (re.compile(r"ation$"), 6), (re.compile(r"(?<=[ts])ion$"), 6))


@lru_cache(maxsize=100_000)
def roots(word: str) -> frozenset[str]:
    """The roots of `word`, which is in lower case: at least one, for the most part just one."""
    _, kept = _lists()
    one = singular(word)
    if not one.isalpha():
        return frozenset((one,))
    found = {_bare(_present(one))}
    if one not in kept:
        for ending, least in _DERIVED:
            root = ending.sub("", one)
            if root != one and len(root) >= least:
                found.add(_bare(root))
    return frozenset(found)


def singular(word: str) -> str:
    """The word in the singular, and in the base form when it is irregular."""
    irregular, _ = _lists()
    if word in irregular or not word.endswith("s") or not word.isalpha():
        return irregular.get(word, word)
    for ending, instead, least in _PLURAL:
        if len(word) >= least and ending.search(word):
            word = ending.sub(instead, word)
            break
    return irregular.get(word, word)


def stem_prefix(word: str) -> str:
    """What every regular form of `word` begins with: where to look for them in a sorted list of words."""
    shortest = min(roots(word), key=len)
    return shortest[: max(2, len(shortest) - 1)]


def irregular_forms(word: str) -> list[str]:
    """The forms of `word` that begin otherwise: 'people' for 'person'."""
    irregular, _ = _lists()
    base = irregular.get(word, word)
    return [form for form in (base, *(one for one, of in irregular.items() if of == base)) if form != word]


def _present(word: str) -> str:
    root = _TENSE.sub("", word)
    if root == word or not _VOWEL.search(root):
        return word
    return root + "e" if _SHORT.search(root) else root if len(root) > 2 else word


def _bare(word: str) -> str:
    """Without the last e, y or doubled consonant that endings swallow or bring."""
    word = _DOUBLED.sub(r"\1", word)
    if len(word) > 4 and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


@cache
def _lists() -> tuple[dict[str, str], frozenset[str]]:
    lists = vocabulary.load("search")
    return {form: base for base, forms in lists["irregular"].items() for form in forms}, frozenset(lists["not_derived"])
