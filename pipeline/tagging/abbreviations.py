"""Short forms and what they stand for, where a paper defines them.

With brackets or 'or' ('Common Assessment Framework (CAF)', 'CAF (Common Assessment Framework)'), in a list ('CAF =
Common Assessment Framework;'), with brackets that share their first words with the definition before ('National Access
Nodes (NAN), Register (NAR)'), or in a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.text import holds, plain

_SHORT = r"(?:[a-z]-?)?[A-Z0-9][A-Za-z0-9&/.-]{0,10}[A-Za-z0-9]"
_BRACKET = re.compile(r"\(\s*(?:the\s+|hereafter\s+|or\s+|['\"])*(?P<inner>[^()]{2,120}?)['\"]?\s*[);,]")
_SHORT_ONLY = re.compile(rf"{_SHORT}$")
_LONG_IN_BRACKETS = re.compile(rf"(?<![\w-])(?P<short>{_SHORT})\s*$")
_SAYS_OR = (", or ", "known as", "abbreviated", "hereafter")
_OR = re.compile(rf"(?:,\s*or|\bknown as|\babbreviated (?:to|as)|\bhereafter)\s+(?:the\s+)?['\"]?(?P<short>{_SHORT})\b")
_LISTED = re.compile(
    rf"(?:^|[;.|]\s+|\n)(?P<short>{_SHORT})\s*(?:=|:|\s-|\s\|)\s+(?P<long>[A-Za-z][^=:;.|()\n]{{4,90}})(?=[;.|]|\n|$)"
)
_SAYS_LISTED = re.compile(r"[=:|-](?:(?<=[=:])|(?<=\s.)\s)")
#: These four are `inferred`'s as well.
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
CAPITALS = re.compile(
    r"[A-Z](?<![\w&./-].)(?:\.(?:[A-Z]\.){1,5}(?!\w)|&[A-Z]\b|[A-Za-z]*[A-Z](?:[A-Z]|(?=s?\b))(?![\w&]))"
)
SMALL = frozenset({"and", "of", "the", "for", "in", "on", "to", "with", "a", "an", "by", "at", "&", "or"})
ROMAN = re.compile(r"[IVX]+$")
_HYPHENED = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|&")
_TAILS = frozenset(
    {"framework", "programme", "team", "service", "services", "board", "act", "group", "scheme", "system", "strategy"}
)
_STOPPED = re.compile(r"[.;:!?]\s*$")
_BREAK = re.compile(r"[;:!?()\[\]|]|\.\s")


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


def _noted(note: str, texts: list[str]) -> str:
    """The capitals, somewhere in the paper, that a footnote spells out."""
    shorts = {m.group() for text in texts for m in CAPITALS.finditer(text) if len(m.group()) >= 3}
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
    for entry in _LISTED.finditer(text) if holds(text, "=:|-") and _SAYS_LISTED.search(text) else ():
        if _is_short(entry["short"]) and match(entry["short"], entry["long"]) == entry["long"].strip():
            yield entry["short"], entry["long"].strip()
    if not holds(text, _SAYS_OR):
        return
    for other in _OR.finditer(text):
        if _is_short(other["short"]) and (long := match(other["short"], text[: other.start()].rstrip(" ,"))):
            yield other["short"], long


def _is_short(text: str) -> bool:
    """'CAF', 'DfE', 'EHCPs', 'A&E': two capitals at least, hardly any small letters, no plain word or number."""
    capitals = sum(c.isupper() for c in text)
    small = sum(c.islower() for c in text.removesuffix("s"))
    return bool(_SHORT_ONLY.match(text)) and capitals >= 2 and small <= capitals and not ROMAN.match(text)


def match(short: str, before: str) -> str:
    """The words at the end of `before` that `short` stands for, or ''.

    Best the letters begin the words one by one; then every letter is found in order and the first begins a word.
    """
    letters = [c.lower() for c in short.removesuffix("s") if c.isalnum()]
    if len(letters) < 2:
        return ""
    return _matched(letters, before, WORD) or ("-" in before and _matched(letters, before, _HYPHENED)) or ""


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
        small = words[word] in SMALL  # 'OPCC' begins with 'Office', not with the 'of' behind it
        if small and (found := fits(word - 1, letter)) is not None:
            return found
        if words[word][0] == letters[letter] or (words[word] == "&" and letters[letter] == "a"):
            return fits(word - 1, letter - 1)
        return None

    if words[-1] in SMALL:
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
    big = [w for w in spanned if w.group().lower() not in SMALL]
    return place if used_last and 2 <= len(big) <= len(letters) + 1 else None


def _continued(short: str, before: str, last: str) -> str:
    """'… Access Nodes (NAN), Register (NAR)': the first words of the definition before, then the words here."""
    here = [w.group() for w in WORD.finditer(before[before.rfind(")") + 1 :]) if w.group().lower() not in SMALL]
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
