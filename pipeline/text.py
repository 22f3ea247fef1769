"""Small operations on text that more than one stage needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

#: Texts with fewer characters are remembered.
SHORT = 80

_BLANKS = re.compile(r"\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})
_ODD = re.compile(f"[{''.join(map(chr, _QUOTES))}]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# A full stop after these ends no sentence.
_SHORT = re.compile(
    r"(?:(?<!['’])\b(?:Mr|Mrs|Ms|Dr|Cllr|Cllrs|Prof|Rev|Sir|St|No|Nos|para|paras|pp?|s|ss|cf|e\.g|i\.e|eg|ie|etc|approx|dept|Ltd|Co"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ref|Fig|Hon|vs?|[Pp]rop|[Ss]ec|Messrs|Capt|Maj|Col|Sgt|Insp|Supt|Ald|adj|incl|Tel|Ext)|\b[A-Z])\.$"
)
# ... but a sentence may end there where no name can follow: 'to the C.C.C. It was agreed', 'scheme B. NS to report'.
_BEGINS = re.compile(
    r"\s+(?:(?:A|All|An|As|At|For|He|If|In|It|Members|No|On|She|That|The|There|These|They|This|To|We|When|With)\s|[A-Z]{2,}\s)"
)
_CAPITAL_END = re.compile(
    r"(?:\b[A-Z]\.){2,}$|[a-z]\s[A-Z]\.$|\b(?:etc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_STOP = re.compile(
    r"[.!?]+[)\]'\"’”]*(?=\s+[\"'‘“(\[]?[A-Z0-9£•·])|(?<=[a-z])(?=\s+It was (?:\w+ )?(?:AGREED|RESOLVED|DECIDED)\b)|(?:https?://|www\.)\S{0,200}[\w/](?=\s+[A-Z])|\n+"
)


def collapse(text: str) -> str:
    """`text` with every run of blanks and line breaks folded to one blank, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def plain(text: str) -> str:
    """`text` with curly quotes and the many dashes made plain; as long as before, so offsets hold."""
    if text.isascii() or not _ODD.search(text):  # the first costs nothing: a string knows it of itself
        return text
    return text.translate(_QUOTES)


def lower(text: str) -> str:
    """`text` in small letters and as long as before, so offsets hold; as it stands where a letter of it grows."""
    low = text.lower()
    return low if len(low) == len(text) else text


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands anywhere in `text`: what to ask before a pattern that costs more."""
    return any(map(text.__contains__, words))


class _Blanks(dict[int, str]):
    """Blanks for all that is no letter and no figure, filled in as the signs come up."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if chr(code).isalnum() else " "
        return self[code]


_BLANKS_FOR = _Blanks()


def words(text: str) -> list[str]:
    """The words and figures of `text` in small letters, in order; three times as quick as a pattern."""
    return lower(text).translate(_BLANKS_FOR).split()


def signs(phrases: Iterable[str]) -> frozenset[str]:
    """One word of each of `phrases`, its longest: a text that has none of these among its words holds no phrase."""
    return frozenset(max(parts, key=len) for phrase in phrases if (parts := words(phrase)))


def paged(page: int | None) -> str:
    """', p. 3' to stand behind the name of a document; '' where there are no pages."""
    return f", p. {page}" if page else ""


def fold(text: str) -> str:
    """What is left when case, punctuation and blanks do not matter: lower-case words and one blank between them."""
    return _fold_short(text) if len(text) < SHORT else _fold(text)


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(plain(text).casefold()))


def fold_body(name: str) -> str:
    """A body's name as `fold` leaves it, the same with '&' as with 'and', and with 'The' before it as without."""
    return " ".join(word for word in fold(name).removeprefix("the ").split() if word != "and")


def bodies_in_one(names: Iterable[str]) -> dict[str, str]:
    """Each name of a body -> the commonest of those that `fold_body` holds to be the same."""
    counted = Counter(names)
    commonest: dict[str, str] = {}
    for name, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        commonest.setdefault(fold_body(name), name)
    return {name: commonest[fold_body(name)] for name in counted}


#: Words, names and headings are asked about again and again; prose is not, and would fill the memory.
_fold_short = lru_cache(maxsize=16_384)(_fold)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) offsets of the sentences of `text`, blanks at their ends left out.

    A line break ends a sentence; the full stop of an abbreviation, an initial or a number does not.
    """
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start()] == "." and _is_short(text, max(start, stop.start() - 12), stop.start() + 1):
            continue
        yield from _trimmed(text, start, stop.end())
        start = stop.end()
    yield from _trimmed(text, start, len(text))


def _is_short(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to an abbreviation or initial and ends no sentence."""
    if not _SHORT.search(text, start, end):
        return False
    return not (_CAPITAL_END.search(text, start, end) and _BEGINS.match(text, end))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
