"""Bodies, programmes and systems that took the place of one another, with the sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePosixPath

import msgspec

from pipeline import vocabulary
from pipeline.model import Paper
from pipeline.text import collapse, fold, plain, sentences
from pipeline.trace.records import Proof

#: 'From April the Trust' is 'the Trust'.
_OPENING = re.compile(r"^(?:From|Since|In|On|After|Before|When|Until|By|At|As|With|For|Following) .*?\bthe (?=[A-Z])")
_INITIALS = re.compile(r"\s*\(([A-Z][A-Za-z&]{1,9})\)")


class Succession(msgspec.Struct):
    """`later` took the place of `former`, as `evidence` says, in order of time."""

    former: str
    later: str
    evidence: list[Proof]


def find(paper: Paper) -> Iterator[tuple[str, str, Proof]]:
    """(former, later, proof) for each sentence of `paper` that says that one thing took the place of another."""
    signs = _signs(id(vocabulary.load("successions")))
    people = {fold(person.name) for person in paper.people}
    for passage in paper.passages:
        flat = plain(passage.text)
        if passage.kind == "heading" or not signs.search(flat):
            continue
        for start, end in sentences(flat):
            pair = pair_in(flat[start:end], paper.body or "")
            if pair and not {*map(fold, pair)} & people:
                text = collapse(passage.text[start:end])
                name = PurePosixPath(paper.source.path).name
                yield *pair, Proof(text, name, paper.id, passage.id, paper.meeting_date, passage.page)


def pair_in(sentence: str, body: str = "") -> tuple[str, str] | None:
    """The (former, later) names of a sentence that says that one took the place of the other.

    'The Panel' is `body`, when that is a panel.
    """
    sentence = _INITIALS.sub("", collapse(plain(sentence)))
    for pattern in _patterns(id(vocabulary.load("successions"))):
        for match in pattern.finditer(sentence):
            former, later = _name(match["former"], body), _name(match["later"], body)
            if former and later and fold(former) != fold(later):
                return former, later
    return None


def collect(found: Iterable[tuple[str, str, Proof]]) -> list[Succession]:
    """The successions, each with every sentence that tells of it, by the name of the former.

    A body that is known by a longer name elsewhere stays apart: what the papers wrote is what is shown.
    """
    made: dict[tuple[str, str], Succession] = {}
    for former, later, proof in found:
        entry = made.setdefault((fold(former), fold(later)), Succession(former, later, []))
        if all(fold(proof.text) != fold(other.text) or proof.date != other.date for other in entry.evidence):
            entry.evidence.append(proof)
    for (former, later), entry in list(made.items()):
        if (later, former) in made and len(made[later, former].evidence) >= len(entry.evidence):
            continue  # both ways round: kept, a person has to see it
        entry.evidence.sort(key=lambda proof: (proof.date or "", proof.document))
    return sorted(made.values(), key=lambda s: (fold(s.former), fold(s.later)))


def _name(text: str, body: str) -> str:
    """A name without what does not belong to it; '' when nothing is left that names something."""
    lists = vocabulary.load("successions")
    words = _OPENING.sub("", collapse(text)).strip(" ,.;:'\"()").split()
    while words and words[0].casefold() in {
        "the",
        "a",
        "an",
        "our",
        "its",
        "new",
        "and",
        "of",
        "for",
        "in",
        "on",
        "to",
    }:
        words.pop(0)
    for at in range(len(words) - 1, 0, -1):
        if (
            words[at] == "the" and words[at - 1] not in lists["inside"]
        ):  # 'April the Trust', but not 'Friends of the Earth'
            words = words[at + 1 :]
            break
    while words and words[-1] in lists["inside"]:
        words.pop()
    if not words or words[0].casefold() in lists["titles"] or all(w.casefold() in lists["no_names"] for w in words):
        return ""
    if len(words) == 1 and words[0].casefold() in lists["own"]:
        return body if fold(body).endswith(words[0].casefold()) and len(body.split()) > 1 else ""
    if not any(word[0].isupper() for word in words) or (len(words) == 1 and len(words[0]) < 3):
        return ""
    return " ".join(words).strip(" ,.;:'\"")


@cache
def _patterns(source: int) -> tuple[re.Pattern[str], ...]:
    lists = vocabulary.load("successions")
    inside, behind, aux = (
        "|".join(re.escape(word) for word in sorted(lists[name], key=len, reverse=True))
        for name in ("inside", "behind", "aux")
    )
    word = r"[A-Z][\w&'/.-]*(?<![.])"
    name = rf"{word}(?: (?:(?:{inside}) )*(?:{word}|\d{{4}}(?:[-/]\d{{2,4}})?)){{0,9}}(?: (?:{behind})(?![\w-]))?"
    between = r"(?:, [^,;.]{3,60},)?"
    made = []
    for pattern in lists["patterns"]:
        for which in ("former", "later"):
            pattern = pattern.replace(f"{{{which}}}", f"(?P<{which}>{name}){between}", 1)
        made.append(re.compile(pattern.replace("{aux}", f"(?:,? (?:{aux}))+")))
    return tuple(made)


@cache
def _signs(source: int) -> re.Pattern[str]:
    """What a passage must hold to be looked at: a quick look before the patterns."""
    return re.compile(
        r"former|previous|once (?:known|called|the)|replac|supersed|succe[es]|re-?named|rebrand|re-brand|relaunch|known as"
        r"|becam|becom|merg|absorb|subsum|incorporat|folded|integrat|transfer|passed to|took|tak(?:e|en|es|ing) |predecessor"
        r"|now (?:called|the|known)|in place of|instead of|to be called|formed from|out of|forerunner|changed? its name",
        re.I,
    )
