"""Short forms that a paper uses and nowhere defines, and what they seem to stand for.

`infer` gives capitals whose letters begin the words of just one name in the paper, and well-known short forms
(`vocabulary/abbreviations.yaml`) whose meaning the paper names; `introduced` tells which of these a reader learns as he
reads on, because the name comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from pipeline import vocabulary
from pipeline.tagging.abbreviations import CAPITALS, ROMAN, SMALL, WORD
from pipeline.tagging.shapes import NAMED, SHAPES
from pipeline.text import fold

_CAPITAL_RUN = re.compile(r"[A-Z](?<!\w.)[\w'-]*(?:,?\s(?:(?:of|and|the|for|in|on|to|with|a|&)\s){0,2}[A-Z][\w'-]*)+")
_WORD_ENDS = re.compile(r"[\w'-]*\w|")
_NOUN = re.compile(r"\s([A-Z][a-z]{2,})")
_GOES_ON = re.compile(r"[\w&-]\Z")
_NEAR, _UNDER_HEADING = 4, 15  # passages from a name to the short form that stands for it


def infer(texts: list[str], known: dict[str, str], own: Iterable[str] = ()) -> dict[str, str]:
    """Short forms used and not defined, where one name of the paper has their letters.

    Two letters need the name of a body or the like; of several, the end of one of the paper's `own` bodies.
    """
    common = frozenset(vocabulary.load("organisations")["no_abbreviations"])
    shorts = {m.group() for text in texts if not text.isupper() for m in CAPITALS.finditer(text)}
    wanted = {
        short: letters
        for short in sorted(shorts)
        if 2 <= len(letters := re.sub(r"\W", "", short).lower()) <= 6 and not ROMAN.match(short)
        and short not in known and short not in common and f"{short}s" not in known
    }  # fmt: skip
    found: dict[str, str] = {}
    for short, spelled in _phrases(texts, wanted).items() if wanted else ():
        if len(short) == 2:
            spelled = _of_two_words(short, spelled, texts, own)
        long = _one_phrase(spelled) or _well_known(short, texts)
        if long and not any(long.lower() in other.lower() for other in known.values()):
            found[short] = long
    return found


def of_a_person(short: str, long: str, texts: list[str]) -> bool:
    """Whether two letters seem to stand for a name such as 'Ann Example': no word of it is an ordinary one here."""
    if len(short) != 2 or len(words := long.split()) != 2 or not long.istitle() or SHAPES.label_of(long):
        return False
    small = re.compile(rf"\b(?:{'|'.join(re.escape(word.lower()) for word in words)})")
    return not any(small.search(text) for text in texts)


def introduced(guesses: dict[str, str], running: list[tuple[str, bool]], own: Iterable[str] = ()) -> dict[str, str]:
    """Those of `guesses` that a reader of the `running` texts (no tables) learns: the name stands close before.

    With each text stands whether it is a heading, which holds for more of what follows. That 'the LPP' is the paper's
    `own` panel tells nobody anything.
    """
    of_own = " | ".join(fold(name) for name in own)
    return {
        short: long
        for short, long in guesses.items()
        if fold(long) not in of_own and _stands_close_before(short, long, running)
    }


def _stands_close_before(short: str, long: str, running: list[tuple[str, bool]]) -> bool:
    """Whether `long` stands in the text where `short` comes first, before it, or not far above."""
    form = re.compile(rf"(?<![\w&./-]){re.escape(short)}(?:'?s)?(?![\w&])")
    uses = ((place, use) for place, (text, _) in enumerate(running) if short in text and (use := form.search(text)))
    if not (first := next(uses, None)):
        return False
    place, use = first
    name = long.lower()
    if name in running[place][0][: use.start()].lower():
        return True
    above = enumerate(reversed(running[max(0, place - _UNDER_HEADING) : place]), 1)
    return any((heading or steps <= _NEAR) and name in text.lower() for steps, (text, heading) in above)


def _well_known(short: str, texts: list[str]) -> str:
    """What a short form of the vocabulary stands for, as the paper writes it, or ''."""
    for long in vocabulary.load("abbreviations")["meanings"].get(short, ()):
        if found := next(filter(None, map(_meaning(long).search, texts)), None):
            return found[1]
    return ""


@cache
def _meaning(long: str) -> re.Pattern[str]:
    """A pattern for what a short form of the vocabulary stands for, with or without hyphens and apostrophes."""
    return re.compile(rf"(?<![\w-])({long.replace(' ', '[ -]')})(?:s|'s)?(?!\w)".replace("'", "'?"), re.I)


def _of_two_words(short: str, spelled: Counter[str], texts: list[str], own: Iterable[str]) -> Counter[str]:
    """Of the phrases that two letters fit those that name a body, or stand before the same noun as the letters."""
    fitting = Counter(
        {
            phrase: count
            for phrase, count in spelled.items()
            if len(phrase.split()) == 2
            and (SHAPES.label_of(phrase.removesuffix("s")) in NAMED or _same_noun(short, phrase, texts))
        }
    )
    ends = {" ".join(fold(name).split()[-2:]) for name in own}
    of_own = Counter({phrase: count for phrase, count in fitting.items() if fold(phrase) in ends})
    return of_own or fitting


def _same_noun(short: str, long: str, texts: list[str]) -> bool:
    """'BM Committee' beside 'Business Management Committee'."""
    return not _nouns_after(short, texts).isdisjoint(_nouns_after(long, texts))


def _nouns_after(words: str, texts: list[str]) -> set[str]:
    return {
        noun[1]
        for text in texts
        if words in text
        for before, after in pairwise(text.split(words))
        if (noun := _NOUN.match(after)) and not _GOES_ON.search(before)
    }


def _phrases(texts: list[str], wanted: dict[str, str]) -> dict[str, Counter[str]]:
    """For each short form of `wanted` the names in `texts` whose words, small ones or not, begin with its letters."""
    phrases: dict[str, Counter[str]] = {short: Counter() for short in wanted}
    for run in {run.group() for text in texts for run in _CAPITAL_RUN.finditer(text)}:
        words = list(WORD.finditer(run))
        spelled = [_initials_of(words), _initials_of([w for w in words if w.group().lower() not in SMALL])]
        for short, letters in wanted.items():
            for initials, places in spelled:
                if (first := initials.find(letters)) >= 0:
                    end = _WORD_ENDS.match(run, places[first + len(letters) - 1][1])
                    phrase = run[places[first][0] : end.end() if end else None].removesuffix("'s")
                    if phrase.rsplit(" ", 1)[-1].lower() not in SMALL and not ("," in phrase and len(letters) < 4):
                        phrases[short][phrase] += 1
                    break
    return phrases


def _initials_of(words: list[re.Match[str]]) -> tuple[str, list[tuple[int, int]]]:
    """The first letters of `words`, and where the words stand."""
    return "".join(w.group()[0] for w in words).lower(), [w.span() for w in words]


def _one_phrase(found: Counter[str]) -> str:
    """The phrase, when all that was found is the same but for case; preferably as written in mixed case."""
    if len({fold(phrase).rstrip("s") for phrase in found}) != 1:
        return ""
    return max(found, key=lambda phrase: (phrase[0].isupper() and not phrase.isupper(), found[phrase]))
