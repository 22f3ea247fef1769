"""Which board, committee or panel a paper belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache
from typing import Any

from pipeline import dates, vocabulary
from pipeline.structure.casing import title_case
from pipeline.text import collapse, fold, plain

_JOINS = frozenset({"of", "and", "&", "/", "the", "y", "yr", "for"})
_NAME_WORD = re.compile(r"(?:\d+(?:st|nd|rd|th)$|\(?[A-Z])")
_ASKED = re.compile(
    r"(?:[A-Z][\w'’-]{1,30} |and |of |for ){1,12}(?=(?:is|are|was) (?:asked|invited|requested|recommended) to\b)"
)
_CODE = re.compile(r"([A-Z]{2,6})\s?\(?\d")
_PARISH = re.compile(r"\b((?:[A-Z][a-z'’]+ ){0,2}[A-Z][a-z'’]+(?:-[A-Za-z'’]+)*) Parish\b(?! Council)(?=\s+[a-z])")
_OF_PARISH = re.compile(r"\bParish (?:Council|Clerk)\b")
_WEEKDAY = re.compile(r"[\s,–—-]+(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.I)
_GOVERNS = re.compile(r"\bgovern(?:ors|ing (?:body|board))$", re.I)
# A body that the text says to meet: 'the last meeting of the Ferry Users Panel', 'The Quay Board has met twice'.
_MEETING_OF = re.compile(r"\b(?:last|previous|next|first|second|this|a|the|its) meeting of (?:the )?(?=[A-Z])")
_HAS_MET = re.compile(r"[Tt]he ((?:[A-Z][\w'’-]* |and |of |for ){2,10})(?:has |have |had )?(?:also )?met\b")
# What stands before a body's name though it holds another's: 'Annual Parish Council Meeting of Lea Parish Council'.
_OPENED = frozenset({("meeting", "of"), ("minutes", "of"), ("proceedings", "of"), ("meetings", "of")})
# Words that make a line with a body in it more than its name.
_TELLS = re.compile(
    r"\b(?:agenda|minutes?|notes?|meetings?|reports?|reviews?|updates?|plan|strategy|terms|members?|chair|minister|\w+day"
    r"|governors|directors|trustees|election|appointment|constitution|\d+)\b",
    re.I,
)
#: A body's name has at most this many words.
LONGEST = 14


def of_paper(
    labelled: list[str], lines: list[str], aside: list[str], acronyms: Container[str], text: str
) -> str | None:
    """The body whose paper this is, in title case; None when nothing names one.

    What stands behind a label comes first, one word ('Cabinet') before a name; then a line that is a body's name,
    then a name inside the lines of the masthead; a committee before the council or trust it belongs to. Where
    all these are silent, what stands `aside` is asked, in that order: running headers, the file's name.
    """
    labelled, lines = [*map(undated, labelled)], [*map(undated, lines)]
    whole = [line for line in lines if is_body(line)]
    generic = [_with_place(value, whole) for value in labelled if _is_whole(value)]
    stated = [name for value in labelled for name in named_in(value)]
    inside = [name for line in lines for name in named_in(line)]
    found = [*generic, *stated, *whole, *inside] or (
        _aside(aside) or _asked(text) or _met(text) or _often(text) or _coded(aside[-1:], text) or _parish(text)
    )
    small = [f for f in found if not is_council(f)]
    meets = [f for f in small if fold(f).split()[-1] not in _words()["parents"]]
    meets = [f for f in meets if not fold(f).endswith(tuple(_words()["parent_boards"])) or _is_whole(f)] or meets
    choice = next(iter(meets or small or found), None)
    return _as_written(title_case(_with_remit(choice, [*labelled, *lines]), acronyms), text) if choice else None


def in_full(label: str, said: str) -> str:
    """What stands behind 'Committee:', with that word where it is only what the committee is for: 'Parks and Trees'."""
    bare = fold(label) == "committee" and said and not (_is_whole(said) or named_in(undated(said)))
    return f"{undated(said)} Committee" if bare else said


def undated(line: str) -> str:
    """A line without the day that stands behind a body's name: 'Housing, Parks and Trees Committee: 4 May 2021'."""
    found = dates.find(line)
    before = line[: found[0].start].rstrip(" \t,;:–—-(") if found else ""
    return _WEEKDAY.sub("", before) or line


def _with_remit(name: str, lines: list[str]) -> str:
    """The name with what it is concerned with in brackets behind it: 'Scrutiny Board (Homes and Streets)'."""
    behind = re.compile(rf"{re.escape(name)}\s+(\((?:[A-Z][\w'’-]+|[,/&]|and|of|the|\s)+\))\s*$", re.I)
    found = next(filter(None, map(behind.search, lines)), None)
    longest = max(re.findall(r"[\w'’]+", found[1]), key=len) if found else ""
    return f"{name} {found[1]}" if found and (len(longest) > 5 or not longest.isupper()) else name


def _with_place(generic: str, whole: list[str]) -> str:
    """A board of governors as the head of the paper names it with its school: 'Hill School Board of Governors'."""
    if not _GOVERNS.search(generic):
        return generic
    return next((line for line in whole if not _is_whole(line) and _GOVERNS.search(line)), generic)


def _aside(lines: list[str]) -> list[str]:
    return [name for line in lines for name in named_in(re.sub(r"[_-]+", " ", line))][:1]


def _as_written(name: str, text: str) -> str:
    """`name` as the running text writes it, where that differs by capitals alone: 'Stoke-on-Trent Council'."""
    found = re.search(re.escape(plain(name)), plain(text), re.I)
    while found:
        written = text[found.start() : found.end()]
        if not written.isupper() and written[:1].isupper() and sum(w[:1].isupper() for w in written.split()) > 1:
            return collapse(written)
        found = re.compile(re.escape(plain(name)), re.I).search(plain(text), found.end())
    return name


def _asked(text: str) -> list[str]:
    """The body that a report asks something of: 'The Ferry Panel is invited to note …'.

    Where the sentence only says 'the Panel', the body named in full that ends so; none when there are several.
    """
    for found in _ASKED.finditer(text):
        called = fold(found[0]).removeprefix("the ")
        full = Counter(name for line in text.splitlines() for name in named_in(line) if fold(name).endswith(called))
        if len(full) == 1 or (len(full) > 1 and len(called.split()) > 1):
            return [full.most_common(1)[0][0]]
    return []


def _met(text: str) -> list[str]:
    """The one body that the text says to have met, or to be about to."""
    after = [
        name for found in _MEETING_OF.finditer(text) for name in named_in(text[found.end() : found.end() + 90])[:1]
    ]
    named = set(after) | {name for found in _HAS_MET.finditer(text) for name in named_in(found[1].strip())[:1]}
    return list(named) if len(named) == 1 else []


def _often(text: str) -> list[str]:
    """The body that the text names much more often than any other."""
    counts = Counter(name for line in text.splitlines() for name in named_in(line)).most_common(2)
    if not counts or counts[0][1] < 3 or (len(counts) > 1 and counts[1][1] * 2 > counts[0][1]):
        return []
    return [counts[0][0]]


def _coded(names: list[str], text: str) -> list[str]:
    """The body with whose initials the file's name begins: 'PHB(4)2 …' of a paper that names a Port Health Board."""
    for code in filter(None, map(_CODE.match, names)):
        told = Counter(name for line in text.splitlines() for name in named_in(line))
        alike = [name for name, _ in told.most_common() if "".join(re.findall(r"\b[A-Z]", name)) == code[1]]
        if alike:
            return alike[:1]
    return []


def _parish(text: str) -> list[str]:
    """The council of the one parish that a paper names, where it speaks of its clerk or council: 'Upper Lea Parish'."""
    if not _OF_PARISH.search(text):
        return []
    names = {found[1] for found in _PARISH.finditer(text) if fold(found[1]) not in {"the", "our", "this", "a"}}
    return [f"{names.pop()} Parish Council"] if len(names) == 1 else []


def is_body(line: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    line = collapse(line).strip(" .:")
    if _is_whole(line):
        return True
    found = named_in(line)
    return bool(found) and fold(found[0]) == fold(re.sub(r"^the\s+", "", line, flags=re.I))


def _is_whole(line: str) -> bool:
    """Whether a line is one of the words that name a body alone: 'Cabinet'."""
    return fold(line) in _wholes()


@cache
def _wholes() -> frozenset[str]:
    return frozenset(map(fold, _words()["whole_bodies"]))


def named_in(line: str) -> list[str]:
    """The names of bodies in a line, in order: runs of capitalised words that end in the word for a body."""
    words = line.split()
    if not any(map(_is_noun, words)) and "body" not in line.lower():
        return []
    sides = re.split(r"\s+/\s+", line)  # in two languages
    if len(sides) > 1 and all(len(side.split()) > 1 for side in sides):
        return [name for side in sides for name in named_in(side)]
    pieces = [piece.strip() for piece in line.split(",")]
    if len(pieces) > 1 and any(
        _is_whole(piece) or (len(piece.split()) > 1 and _is_noun(piece.split()[-1])) for piece in pieces[:-1]
    ):
        return [name for piece in pieces for name in ([piece] if _is_whole(piece) else named_in(piece))]
    if "," in line and len(words) <= LONGEST and _is_noun(words[-1]) and all(map(_is_name_word, words)):
        return [name for name in [_before().sub("", " ".join(words)).strip(" .,:;")] if len(name.split()) > 1]
    if named := _named_after(words):
        return [named]
    placed = _is_noun(words[-1]) and any(map(_is_of_place, words[1:-2]))
    if placed and len(words) <= LONGEST and all(_is_name_word(word) or _is_of_place(word) for word in words):
        return [_before().sub("", " ".join(words)).strip(" .,:;")]
    return [name for run in _runs(words) if (name := _ending_in_noun(run))]


def _runs(words: list[str]) -> Iterator[list[str]]:
    """The runs of capitalised words in `words`, small joining words between them; punctuation ends a run."""
    run: list[str] = []
    for word in words:
        if _NAME_WORD.match(word) or (run and word.lower() in _JOINS and word.lower() != "for"):
            run.append(word)
        else:
            yield run
            run = []
        if run and word[-1] in ".,;:)" and len(word) > 3:
            yield run
            run = []
    yield run


def _ending_in_noun(run: list[str]) -> str:
    """The part of a run that ends in its last word for a body; '' when it has none or too little before it."""
    last = max((i for i, word in enumerate(run) if _is_noun(word) or _is_governing_body(run, i)), default=0)
    if [fold(word) for word in run[last + 1 : last + 3]] in (
        ["of", "governors"],
        ["of", "directors"],
        ["of", "trustees"],
    ):
        last += 2
    if fold(" ".join(run[last + 1 : last + 2])) in _words()["no_body_before"]:
        return ""
    start = next((i + 1 for i in range(last - 1, 0, -1) if run[i].lower() == "the" and run[i - 1].lower() == "and"), 0)
    start = next((i for i in range(last - 1, 1, -1) if (fold(run[i - 2]), run[i - 1].lower()) in _OPENED), start)
    name = _before().sub("", " ".join(run[max(start, last - LONGEST) : last + 1]).strip(" .,:;"))
    name = re.sub(r"^(?:(?:and|of|the|&)\s+)+", "", name)
    return name if len(name.split()) > 1 or fold(name) in _words()["alone_in_a_line"] else ""


def _is_noun(word: str) -> bool:
    return word[:1].isupper() and fold(word) in _nouns()


def _is_governing_body(run: list[str], index: int) -> bool:
    return index > 0 and fold(run[index]) == "body" and fold(run[index - 1]) == "governing"


def _is_name_word(word: str) -> bool:
    return bool(_NAME_WORD.match(word)) or word.lower() in _JOINS


def _named_after(words: list[str]) -> str:
    """A whole line that names a body for what it is about or where: 'Select Committee on Coastal Erosion'; else ''."""
    opened = [i for i in range(2, len(words)) if (fold(words[i - 2]), words[i - 1].lower()) in _OPENED]
    words = words[opened[-1] :] if opened else words
    words = words[1:] if words and words[0] in {"the", "The"} else words
    small = [word.lower() for word in words]
    for at, word in enumerate(words[:-1]):
        nouns = _words()["named_after"].get(small[at + 1], ())
        tail = words[at + 2 :]
        if not (small[at].strip() in nouns and word[:1].isupper() and tail and len(words) <= LONGEST):
            continue
        whole = all(map(_is_name_word, [*words[: at + 1], *tail])) and not any(map(_is_noun, tail))
        return " ".join(words).strip(" .") if whole and not _TELLS.search(" ".join(words)) else ""
    return ""


def _is_of_place(word: str) -> bool:
    """Whether a small word joins the names of places: 'Upper Holm with Netherlea Parish Council'."""
    return word.lower() in _words()["within_places"]


@cache
def _before() -> re.Pattern[str]:
    """Words that stand before a body's name with a capital and are no part of it."""
    return re.compile(rf"^(?:(?:{'|'.join(_words()['before_bodies'])})\s+)+", re.I)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(map(fold, _words()["bodies"]))


def is_council(name: str) -> bool:
    """Whether a name is that of a place's council."""
    words = fold(name)
    return (
        words.endswith(" council") and words not in _wholes() and not words.startswith(tuple(_words()["no_councils"]))
    )


def _words() -> Any:
    return vocabulary.load("masthead")
