"""Whether two owners, as two papers write them, may be one."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline import vocabulary

INITIALS = (2, 3)  # letters of a name that is one word may be those


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> bool | None:
    """Whether two names may be of one: 'housing team' and 'port housing team', 'lb' and 'laura beech' or 'mrs beech'.

    None where that cannot be told: 'lb' and 'clerk'.
    """
    first, second = _untitled(one), _untitled(other)
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    if len(first) > 1 and len(second) > 1:
        return first[-1] == second[-1] and first[-2][0] == second[-2][0]
    if len(first) == len(second):
        short, name = (one, other) if len(one) in INITIALS else (other, one)
        return _surname(short, name) if len(short) in INITIALS else False
    (short,), long = sorted((first, second), key=len)
    return short == "".join(word[0] for word in long)


def _surname(initials: str, name: str) -> bool | None:
    """Whether `initials` may be those of a person of whom only title and surname stand there."""
    title, _, surname = name.rpartition(" ")
    return initials[-1] == surname[0] if title else None


def _untitled(name: str) -> list[str]:
    """The words of a name without the title before it."""
    words = name.split()
    return words[1:] if len(words) > 1 and words[0] in _titles(id(vocabulary.load("successions"))) else words


@cache
def _titles(source: int) -> frozenset[str]:
    return frozenset(vocabulary.load("successions")["titles"])
