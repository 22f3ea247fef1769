"""Bodies, programmes and systems that took the place of one another, with the sentences that say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath

import msgspec

from pipeline import vocabulary
from pipeline.model import Paper
from pipeline.text import collapse, fold, plain, sentences
from pipeline.trace.records import Carried, Note, Proof, Said, Sighting

#: 'From April the Trust' is 'the Trust'.
_OPENING = re.compile(r"^(?:From|Since|In|On|After|Before|When|Until|By|At|As|With|For|Following) .*?\bthe (?=[A-Z])")
#: What comes before a name that only goes with what the sentence is about: 'the costs of the Trust were replaced by'.
_BEHIND = re.compile(r"[a-z] (?:of|for|in|with|by|at|to|from|within) (?:the |its |our )?$")
_GREETING = re.compile(r"^(?:Welcome|Thanks|Congratulations|Farewell|Goodbye|Tribute) to ")
CARRIED = 3  # actions that must go on with another body for it to be taken for the successor
#: The lists of patterns, in the order in which they are tried.
_LISTS = ("patterns", "people")
_INITIALS = re.compile(r"\s*\(([A-Z][A-Za-z&]{1,9})\)")


class Succession(msgspec.Struct):
    """`later` took the place of `former`, as `evidence` says, in order of time.

    `said` is False when no sentence says so and it is only seen from what went on: `shown_by` tells what.
    """

    kind: str  # body, programme, system, role or '' when the names do not tell
    former: str
    later: str
    evidence: list[Proof]
    role: str = ""
    said: bool = True
    shown_by: str = ""


def find(paper: Paper) -> Iterator[Said]:
    """What the sentences of `paper` say of one thing taking the place of another."""
    signs = _signs(id(vocabulary.load("successions")))
    people = {fold(person.name): person.role for person in paper.people}
    for passage in paper.passages:
        flat = plain(passage.text)
        if passage.kind == "heading" or not signs.search(flat):
            continue
        for start, end in sentences(flat):
            found = said_in(flat[start:end], paper.body or "", people)
            if found and (found[2] or not any(_ends(fold(name), people) for name in found[:2])):
                name = PurePosixPath(paper.source.path).name
                text = collapse(passage.text[start:end])
                proof = Proof(text, name, paper.id, passage.id, paper.meeting_date, passage.page)
                yield Said(found[0], found[1], proof, found[2])


def _ends(name: str, people: Collection[str]) -> bool:
    """Whether a name is one of these people's, perhaps with the body that he or she is of before it."""
    return any(name == person or (" " in person and name.endswith(" " + person)) for person in people)


def said_in(sentence: str, body: str = "", people: Mapping[str, str] | None = None) -> tuple[str, str, str] | None:
    """(former, later, role) of a sentence that says that one took the place of the other; role is '' but for posts.

    'The Panel' is `body`, when that is a panel; `people` are the folded names of those the paper lists -> their roles:
    where one of them came as another left, the role is his.
    """
    sentence = _INITIALS.sub("", collapse(plain(sentence)))
    source = id(vocabulary.load("successions"))
    for pattern, of_people in ((p, which == "people") for which in _LISTS for p in _patterns(which, source)):
        for match in pattern.finditer(sentence):
            role = match.groupdict().get("role") or _post(match, people or {})
            if of_people and not role:
                continue
            first = match.start() in (match.start("former"), match.start("later"))
            if first and _BEHIND.search(sentence[: match.start()]):
                continue
            former, later = (_name(match[which], body, bool(role)) for which in ("former", "later"))
            if of_people:  # 'on his predecessor's retirement'
                former = former.removesuffix("'s").removesuffix("'")
            whole = former and later and not any(name.endswith(("'s", "s'")) for name in (former, later))
            if whole and fold(former) != fold(later):
                return former, later, role
    return None


def _post(match: re.Match[str], people: Mapping[str, str]) -> str:
    """The post of the one that came, or else of the one that left, by the paper's list of people.

    '' where one only came into the room as the other left it.
    """
    lists = vocabulary.load("successions")
    if re.search(lists["of_a_meeting"], match.string, re.I):
        return ""
    held = (people.get(fold(match[which]), "") for which in ("later", "former"))
    return next((role for role in held if role and fold(role) not in lists["titles"]), "")


def collect(found: Iterable[Said]) -> list[Succession]:
    """The successions, each with every sentence that tells of it, by the name of the former."""
    made: dict[tuple[str, str], Succession] = {}
    for said in found:
        key = (fold(said.former), fold(said.later))
        kind = "role" if said.role else _kind(said.former) or _kind(said.later)
        entry = made.setdefault(key, Succession(kind, said.former, said.later, [], said.role))
        if all(fold(said.proof.text) != fold(other.text) for other in entry.evidence):
            entry.evidence.append(said.proof)
    for entry in made.values():
        entry.evidence.sort(key=lambda proof: (proof.date or "", proof.document))
    return sorted(made.values(), key=lambda s: (fold(s.former), fold(s.later)))


def carried(rows: Sequence[Sighting]) -> list[Carried]:
    """The actions among `rows`, which are of one thing, that are next seen in a paper of another body."""
    actions = [row for row in rows if row.kind == "action" and row.body and row.date]
    return [
        Carried(before.body, row.body, Proof(row.text, row.document, row.paper, row.passage, row.date, row.page))
        for before, row in pairwise(actions) if before.body != row.body
    ]  # fmt: skip


def inferred(carried: Iterable[Carried], notes: Iterable[Note], said: Iterable[Succession]) -> list[Succession]:
    """Bodies whose actions go on with another body once their own papers have ended, though no sentence says so."""
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for note in notes:
        if note.body and note.date:
            first[note.body] = min(first.get(note.body, note.date), note.date)
            last[note.body] = max(last.get(note.body, note.date), note.date)
    known = {frozenset((fold(one.former), fold(one.later))) for one in said}
    proofs: defaultdict[tuple[str, str], list[Proof]] = defaultdict(list)
    for one in carried:
        if one.former in last and one.later in first and last[one.former] < first[one.later]:
            proofs[one.former, one.later].append(one.proof)
    found = []
    for (former, later), own in sorted(proofs.items()):
        if len(own) < CARRIED or frozenset((fold(former), fold(later))) in known:
            continue
        shown = f"{len(own)} actions of the one go on with the other; the papers of the one end on {last[former]}"
        shown += f", those of the other begin on {first[later]}"
        own.sort(key=lambda proof: (proof.date or "", proof.document, proof.text))
        found.append(Succession("body", former, later, own[:CARRIED], said=False, shown_by=shown))
    return found


def _kind(name: str) -> str:
    last = fold(name).split()[-1]
    return next((sort for sort, words in vocabulary.load("successions")["sorts"].items() if last in words), "")


def _name(text: str, body: str, person: bool = False) -> str:
    """A name without what does not belong to it; '' when nothing is left that names something."""
    lists = vocabulary.load("successions")
    words = _GREETING.sub("", _OPENING.sub("", collapse(text))).strip(" ,.;:'\"()").split()
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
    titled = bool(words) and words[0].casefold() in lists["titles"]
    if not words or (titled and not person) or all(w.casefold() in lists["no_names"] for w in words):
        return ""
    if len(words) == 1 and words[0].casefold() in lists["own"]:
        return body if fold(body).endswith(words[0].casefold()) and len(body.split()) > 1 else ""
    if not any(word[0].isupper() for word in words) or (len(words) == 1 and len(words[0]) < 3):
        return ""
    return " ".join(words).strip(" ,.;:'\"")


@cache
def _patterns(which: str, source: int) -> tuple[re.Pattern[str], ...]:
    lists = vocabulary.load("successions")
    inside, behind, aux = (
        "|".join(re.escape(word) for word in sorted(lists[name], key=len, reverse=True))
        for name in ("inside", "behind", "aux")
    )
    word = r"[A-Z][\w&'/.-]*(?<![.])"
    name = rf"{word}(?: (?:(?:{inside}) )*(?:{word}|\d{{4}}(?:[-/]\d{{2,4}})?)){{0,9}}(?: (?:{behind})(?![\w-]))?"
    between = r"(?:, [^,;.]{3,60},)?"
    made = []
    for pattern in lists[which]:
        for one in ("former", "later"):
            pattern = pattern.replace("{role}", f"(?P<role>{name})")
            pattern = pattern.replace(f"{{{one}}}", f"(?P<{one}>{name}){between}", 1)
        made.append(re.compile(pattern.replace("{aux}", f"(?:,? (?:{aux}))+")))
    return tuple(made)


@cache
def _signs(source: int) -> re.Pattern[str]:
    """What a passage must hold to be looked at: a quick look before the patterns."""
    return re.compile(
        r"former|previous|once (?:known|called|the)|replac|supersed|succe[es]|re-?named|rebrand|re-brand|relaunch"
        r"|known as|becam|becom|merg|absorb|subsum|incorporat|folded|integrat|transfer|passed to|took"
        r"|tak(?:e|en|es|ing) |predecessor|now (?:called|the|known)|in place of|instead of|to be called|formed from"
        r"|out of|forerunner|changed? its name|retire|resign|left|leav|stepp|stood down|stands? down"
        r"|moved on|depart|go(?:es|ne|ing)",
        re.I,
    )
