"""One name: told from titles before it, honours behind it, and from posts and organisations."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from pipeline import vocabulary
from pipeline.text import fold

_NAME_WORD = re.compile(r"(?:[A-Z](?:[a-z'’.\-]|[A-ZÀ-Þ])*[\w'’.\-À-ÿ]*|[A-Z]\.?)$")
_ACTING = re.compile(r"(?:T|A|Temp|Acting)/")
# The short name of an organisation: 'DfT', 'MoJ'.
_MIXED = re.compile(r"[A-Z][a-z][A-Z]{1,3}")
#: A name has at most this many words.
LONGEST = 5


def split_role(text: str, lone: bool = False) -> tuple[str, str]:
    """(name, post) of an entry such as 'Dr Ann Lee', 'Ann Lee Director of Housing'; name '' when it holds none.

    `lone` allows a surname alone, as after 'Councillors'.
    """
    words = text.split()
    while words and words[0][:1].islower() and fold(words[0]) not in particles():
        words = words[1:]
    posts: list[str] = []
    while len(words) > 2 and fold(_ACTING.sub("", words[0])) in _listed("posts_before_names"):
        posts.append(words.pop(0))
    start = title_length(words)
    name: list[str] = []
    for index, word in enumerate(words[start:], start):
        clean = word.strip(",")
        if fold(clean) in _listed("honours") and name:
            name.append(clean)
            continue
        if clean == "of" and name and any(fold(title) in _listed("peers") for title in words[:start]):
            name.append(clean)  # 'Lord Amory of Sedge'
            continue
        if not (_NAME_WORD.match(clean) or (name and clean.lower() in particles())):
            break
        if name and not text.isupper() and ((len(clean) > 2 and clean.isupper()) or _MIXED.fullmatch(clean)):
            break
        if fold(clean) in _listed("role_words") or _may_end(name, word, words[index:]):
            break
        name.append(clean)
        if word.endswith(","):
            break
        if len(name) > LONGEST - 1:
            return "", ""
    solid = [part for part in name if len(part.strip(".")) > 1]
    rest = " ".join(words[start + len(name) :]).strip(" ,-–—")
    if not solid or (len(name) < 2 and not start and (rest or not lone)):
        return "", ""
    return " ".join([*words[:start], *name]), rest or " ".join(posts)


def _may_end(name: list[str], word: str, rest: list[str]) -> bool:
    """Whether `name` is whole and the capitalised words from `word` on begin an organisation."""
    if len(name) < 2 or name[-1].lower() in particles() or word.endswith(","):
        return False
    if not any(len(part.strip(".")) > 1 for part in name):
        return False
    return len(rest) > 1 and any(fold(w) in _listed("role_words") for w in rest[1:4])


def has_post(text: str) -> bool:
    """Whether a word in `text` is part of a post or organisation."""
    return any(fold(word) in _listed("role_words") for word in re.findall(r"[^\W\d_]{3,}", text))


def is_plain(text: str) -> bool:
    """Whether `text` is a name and nothing else."""
    name, role = split_role(text)
    return bool(name) and not role


def is_organisation(text: str) -> bool:
    """Whether what reads like a name ends as the names of organisations do."""
    words = text.split()
    ends = [words[-1], *(before for before, word in pairwise(words) if word == "of")] if words else []
    return any(fold(word) in _listed("organisations") or fold(word) in _listed("bodies") for word in ends)


def title_length(words: list[str]) -> int:
    """How many words at the start are titles: 2 for 'Rt Hon', 'Councillor Mrs'."""
    count = 0
    titles = _listed("titles")
    while count < len(words) - 1:
        two, one = fold(" ".join(words[count : count + 2])), fold(words[count])
        if two in titles and count + 2 < len(words):
            count += 2
        elif one in titles:
            count += 1
        else:
            break
    return count


def office(name: str) -> tuple[str, str, str]:
    """(post before, name, post behind): the title of a member, 'Cllr' before a full name or 'MP' behind it, is a post.

    A surname alone keeps its title, and so does everybody his 'Mr' or 'Dr'.
    """
    words = name.split()
    before = 0
    for count in (2, 1):
        if fold(" ".join(words[:count])) in _listed("offices") and len(words) > count + 1:
            before = count
            break
    behind = len(words)
    while behind - before > 2 and fold(words[behind - 1]) in _listed("offices_behind"):
        behind -= 1
    return " ".join(words[:before]), " ".join(words[before:behind]), " ".join(words[behind:])


def initials_of(name: str) -> set[str]:
    """The initials a paper may use for `name`: 'AMcN' and 'AM' for Ann McNally."""
    words = [w for w in name.split()[title_length(name.split()) :] if w[:1].isupper()]
    if len(words) < 2:
        return set()
    plain = "".join(w[0] for w in words)
    last = words[-1]
    inner = re.match(r"(Ma?c|O['’]|De|Fitz)([A-Z])", last)
    shaped = {plain[:-1] + (inner[1].strip("'’") + inner[2])} if inner else set()
    doubled = {plain[:-1] + "".join(part[0] for part in last.split("-") if part)} if "-" in last else set()
    return {plain, words[0][0] + last[0]} | shaped | doubled


def particles() -> frozenset[str]:
    """The small words inside names: 'de', 'von'."""
    return _listed("name_particles")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, words()[name]))


def words() -> Any:
    """The vocabulary of mastheads."""
    return vocabulary.load("masthead")
