"""Short forms and what they stand for, in one paper.

`find` gives what the paper defines: with brackets or 'or' ('Common Assessment Framework (CAF)', 'CAF (Common
Assessment Framework)'), in a list ('CAF = Common Assessment Framework;'), with brackets that share their first words
with the definition before ('National Access Nodes (NAN), Register (NAR)'), or in a footnote. `infer` adds capitals
nowhere defined whose letters begin the words of just one name in the paper, and well-known short forms
(`vocabulary/abbreviations.yaml`) whose meaning the paper names; `introduced` tells which of these a reader learns as he
reads on, because the name comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from pipeline import vocabulary
from pipeline.tagging.shapes import NAMED, SHAPES
from pipeline.text import fold, plain

_SHORT = r"(?:[a-z]-?)?[A-Z0-9][A-Za-z0-9&/.-]{0,10}[A-Za-z0-9]"
_BRACKET = re.compile(r"\(\s*(?:the\s+|hereafter\s+|or\s+|['\"])*(?P<inner>[^()]{2,120}?)['\"]?\s*[);,]")
_SHORT_ONLY = re.compile(rf"{_SHORT}$")
_LONG_IN_BRACKETS = re.compile(rf"(?<![\w-])(?P<short>{_SHORT})\s*$")
_SAYS_OR = re.compile(r", or |known as|abbreviated|hereafter")
_OR = re.compile(rf"(?:,\s*or|\bknown as|\babbreviated (?:to|as)|\bhereafter)\s+(?:the\s+)?['\"]?(?P<short>{_SHORT})\b")
_LISTED = re.compile(
    rf"(?:^|[;.|]\s+|\n)(?P<short>{_SHORT})\s*(?:=|:|\s-|\s\|)\s+(?P<long>[A-Za-z][^=:;.|()\n]{{4,90}})(?=[;.|]|\n|$)"
)
_SAYS_LISTED = re.compile(r"[=:|-](?:(?<=[=:])|(?<=\s.)\s)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_HYPHENED = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|&")
_WORD_ENDS = re.compile(r"[\w'-]*\w|")
_CAPITALS = re.compile(
    r"[A-Z](?<![\w&./-].)(?:\.(?:[A-Z]\.){1,5}(?!\w)|&[A-Z]\b|[A-Za-z]*[A-Z](?:[A-Z]|(?=s?\b))(?![\w&]))"
)
_CAPITAL_RUN = re.compile(r"[A-Z](?<!\w.)[\w'-]*(?:,?\s(?:(?:of|and|the|for|in|on|to|with|a|&)\s){0,2}[A-Z][\w'-]*)+")
_SMALL = frozenset({"and", "of", "the", "for", "in", "on", "to", "with", "a", "an", "by", "at", "&", "or"})
_TAILS = frozenset(
    {"framework", "programme", "team", "service", "services", "board", "act", "group", "scheme", "system", "strategy"}
)
_STOPPED = re.compile(r"[.;:!?]\s*$")
_BREAK = re.compile(r"[;:!?()\[\]|]|\.\s")
_NEAR, _UNDER_HEADING = 4, 15  # passages from a name to the short form that stands for it
_ROMAN = re.compile(r"[IVX]+$")
_NOUN = re.compile(r"\s([A-Z][a-z]{2,})")
_GOES_ON = re.compile(r"[\w&-]\Z")


def find(texts: Iterable[str], footnotes: Iterable[str] = ()) -> dict[str, str]:
    """The short forms a paper defines and what they stand for, as written; the first definition of each."""
    known: dict[str, str] = {}
    flat = [plain(text) for text in texts]
    for text in flat:
        for short, long in _defined(text):
            known.setdefault(*_singular(short, long))
    for note in map(plain, footnotes):
        if len(note.split()) <= 10 and (short := _noted(note, flat)):
            known.setdefault(short, note.strip(" ."))
    return known


def infer(texts: list[str], known: dict[str, str], own: Iterable[str] = ()) -> dict[str, str]:
    """Short forms used and not defined, where one name of the paper has their letters.

    Two letters need the name of a body or the like; of several, the end of one of the paper's `own` bodies.
    """
    common = frozenset(vocabulary.load("organisations")["no_abbreviations"])
    shorts = {m.group() for text in texts if not text.isupper() for m in _CAPITALS.finditer(text)}
    wanted = {
        short: letters
        for short in sorted(shorts)
        if 2 <= len(letters := re.sub(r"\W", "", short).lower()) <= 6 and not _ROMAN.match(short)
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


def introduced(inferred: dict[str, str], running: list[tuple[str, bool]], own: Iterable[str] = ()) -> dict[str, str]:
    """Those of `inferred` that a reader of the `running` texts (no tables) learns: the name stands close before.

    With each text stands whether it is a heading, which holds for more of what follows. That 'the LPP' is the paper's
    `own` panel tells nobody anything.
    """
    of_own = " | ".join(fold(name) for name in own)
    return {
        short: long
        for short, long in inferred.items()
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
        words = list(_WORD.finditer(run))
        spelled = [_initials_of(words), _initials_of([w for w in words if w.group().lower() not in _SMALL])]
        for short, letters in wanted.items():
            for initials, places in spelled:
                if (first := initials.find(letters)) >= 0:
                    end = _WORD_ENDS.match(run, places[first + len(letters) - 1][1])
                    phrase = run[places[first][0] : end.end() if end else None].removesuffix("'s")
                    if phrase.rsplit(" ", 1)[-1].lower() not in _SMALL and not ("," in phrase and len(letters) < 4):
                        phrases[short][phrase] += 1
                    break
    return phrases


def _noted(note: str, texts: list[str]) -> str:
    """The capitals, somewhere in the paper, that a footnote spells out."""
    shorts = {m.group() for text in texts for m in _CAPITALS.finditer(text) if len(m.group()) >= 3}
    words = note.strip(" .")
    fitting = [short for short in sorted(shorts) if match(short, words) == words]
    return fitting[0] if len(fitting) == 1 else ""


def _defined(text: str) -> Iterator[tuple[str, str]]:
    """Definitions in one passage: with brackets, in a list, or with 'or' and 'known as'."""
    if "(" in text:
        last = ""
        for bracket in _BRACKET.finditer(text):
            inner, before = bracket["inner"].strip(), text[max(0, bracket.start() - 160) : bracket.start()]
            if _is_short(inner):
                long = match(inner, before) or _continued(inner, before, last)
                if long:
                    last = long
                    yield inner, long
            elif (head := _LONG_IN_BRACKETS.search(before)) and _is_short(head["short"]):
                long = match(head["short"], inner)
                if len(long) >= 0.8 * len(inner):
                    yield head["short"], inner
    for entry in _LISTED.finditer(text) if _SAYS_LISTED.search(text) else ():
        if _is_short(entry["short"]) and match(entry["short"], entry["long"]) == entry["long"].strip():
            yield entry["short"], entry["long"].strip()
    if not _SAYS_OR.search(text):
        return
    for other in _OR.finditer(text):
        if _is_short(other["short"]) and (long := match(other["short"], text[: other.start()].rstrip(" ,"))):
            yield other["short"], long


def _is_short(text: str) -> bool:
    """'CAF', 'DfE', 'EHCPs', 'A&E': two capitals at least, hardly any small letters, no plain word or number."""
    capitals = sum(c.isupper() for c in text)
    small = sum(c.islower() for c in text.removesuffix("s"))
    return bool(_SHORT_ONLY.match(text)) and capitals >= 2 and small <= capitals and not _ROMAN.match(text)


def match(short: str, before: str) -> str:
    """The words at the end of `before` that `short` stands for, or ''.

    Best the letters begin the words one by one; then every letter is found in order and the first begins a word.
    """
    letters = [c.lower() for c in short.removesuffix("s") if c.isalnum()]
    if len(letters) < 2:
        return ""
    return _matched(letters, before, _WORD) or ("-" in before and _matched(letters, before, _HYPHENED)) or ""


def _matched(letters: list[str], before: str, word: re.Pattern[str]) -> str:
    words = list(word.finditer(before))[-(len(letters) * 2 + 3) :]
    if not words:
        return ""
    if words and _STOPPED.search(before, words[-1].end()):
        return ""
    for skip in (0, 1):
        if skip and (len(words) < 2 or words[-1].group().lower() not in _TAILS):
            break
        usable = words[: len(words) - skip]
        first = _initials(letters, [w.group().lower() for w in usable])
        if first is not None and _unbroken(before[usable[first].start() : usable[-1].end()]):
            return before[usable[first].start() : usable[-1].end()]
    start = _letters(letters, words)
    if start is None or not _unbroken(before[start : words[-1].end()]):
        return ""
    return before[start : words[-1].end()]


def _unbroken(text: str) -> bool:
    return not _BREAK.search(text) and len(text.split()) >= 2


def _initials(letters: list[str], words: list[str]) -> int | None:
    """Where to begin in `words` so that their first letters are `letters`, small words skipped at will."""

    def fits(word: int, letter: int) -> int | None:
        if letter < 0:
            return word + 1
        if word < 0:
            return None
        if words[word][0] == letters[letter] or (words[word] == "&" and letters[letter] == "a"):
            found = fits(word - 1, letter - 1)
            if found is not None:
                return found
        return fits(word - 1, letter) if words[word] in _SMALL else None

    if words[-1] in _SMALL:
        return None
    return fits(len(words) - 1, len(letters) - 1)


def _letters(letters: list[str], words: list[re.Match[str]]) -> int | None:
    """Schwartz and Hearst (2003): match the letters from the end; the first begins a word, the last word helps."""
    text = words[0].string[: words[-1].end()].lower()
    floor, place, used_last = words[0].start(), len(text), False
    for number in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= floor and not (
            text[place] == letters[number] and (number > 0 or place == 0 or not text[place - 1].isalnum())
        ):
            place -= 1
        if place < floor:
            return None
        used_last = used_last or place >= words[-1].start()
    spanned = [w for w in words if w.start() >= place]
    big = [w for w in spanned if w.group().lower() not in _SMALL]
    return place if used_last and 2 <= len(big) <= len(letters) + 1 else None


def _continued(short: str, before: str, last: str) -> str:
    """'… Access Nodes (NAN), Register (NAR)': the first words of the definition before, then the words here."""
    here = [w.group() for w in _WORD.finditer(before[before.rfind(")") + 1 :]) if w.group().lower() not in _SMALL]
    stem = last.split()
    letters = [c.lower() for c in short if c.isalnum()]
    if not stem or not here or len(here) > 4:
        return ""
    for count in range(len(stem) - 1, 0, -1):
        words = stem[:count] + here
        if _initials(letters, [w.lower() for w in words]) == 0:
            return " ".join(words)
    return ""


def _singular(short: str, long: str) -> tuple[str, str]:
    """'EHCPs', 'Education, Health and Care Plans' -> 'EHCP', '… Plan'; an owner's 's' goes as well."""
    long = long.removesuffix("'s")
    if short.endswith("s") and short[:-1].isupper() and long.endswith("s") and not long.endswith("ss"):
        return short[:-1], long[:-3] + "y" if long.endswith("ies") else long[:-1]
    return short, long


def _initials_of(words: list[re.Match[str]]) -> tuple[str, list[tuple[int, int]]]:
    """The first letters of `words`, and where the words stand."""
    return "".join(w.group()[0] for w in words).lower(), [w.span() for w in words]


def _one_phrase(found: Counter[str]) -> str:
    """The phrase, when all that was found is the same but for case; preferably as written in mixed case."""
    if len({fold(phrase).rstrip("s") for phrase in found}) != 1:
        return ""
    return max(found, key=lambda phrase: (phrase[0].isupper() and not phrase.isupper(), found[phrase]))
