"""Names of people in lists: told from posts and organisations, with what stands in brackets after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline import vocabulary
from pipeline.text import collapse, fold

_PARTICLES = frozenset(
    {"de", "von", "van", "der", "den", "le", "la", "du", "ap", "al", "bin", "di", "da", "del", "ab", "ferch"}
)
_NAME_WORD = re.compile(r"(?:[A-Z](?:[a-z'’.\-]|[A-ZÀ-Þ])*[\w'’.\-À-ÿ]*|[A-Z]\.?)$")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")
_BEFORE_TITLE = re.compile(
    r"(?<=[a-z)])(?<!ounty)(?<!istrict)(?<!orough)(?<!arish)(?<!own)(?<!ity)(?<!ommunity)(?<!ember)(?<!eader)(?<!hair)(?<!and)(?<!ayor)(?<!the)\s+(?=(?:Cllrs?|Councillors?)\b)"
)
_CHAIRS = re.compile(
    r"(?i:\bin the chair\b)|\s*[-–—]\s+(?:the )?[Cc]hair\w*$|^[Cc]hair(?:man|person|woman)?,\s*(?=\S+$)"
)
_WORD_CHAIR = re.compile(r"[\s,–-]*\b(?:in the )?chair(?:man|person|woman|ing)?\b[\s,–-]*$", re.I)
_REACHED = re.compile(r"\b(?:tel\b|telephone|e-?mail|ext\b|phone|mobile)|\S{1,80}@\S+|\(?\b0\d{2,}|\+44", re.I)
_ALL = re.compile(r"\s*[-–—]?\s*\(?\b(?:all|both)\b\s+(?:from\s+|of\s+)?(?:the\s+)?([A-Z][\w&/ .'’-]*)\)?\.?$")
_INITIALS = re.compile(r"[A-Z](?:[a-z]?[A-Z]){1,4}[a-z]?$")


@dataclass(slots=True)
class Named:
    """A person as a list gives them."""

    name: str
    role: str = ""
    initials: str = ""
    chair: bool = False
    away: bool = False


def listed(text: str, one_a_line: bool = False) -> list[Named]:
    """The people in a list: commas, semicolons, 'and' or lines between them, posts in brackets or after the name.

    A post that is no name belongs to the name before it; one before the first name to that name. 'all CLG' at the
    end is the organisation of those who have none since the last semicolon.
    """
    runs = [run for run in re.split(r";|\n", text) if run.strip()]
    alone = one_a_line or len(runs) > 1
    return [person for run in runs for person in _run(run, alone)]


def _run(text: str, single: bool) -> list[Named]:
    shared = ""
    if found := _ALL.search(text):
        shared, text = found[1].strip(" )."), text[: found.start()]
    text = _BEFORE_TITLE.sub(", ", text)
    text = re.sub(r"(?<=\))\s+(?=[A-Z])|\s[-–—]\s*(?:Ex[- ]?[Oo]fficio|[A-Z][a-z]+ [A-Z]?[a-z]+)\s*:", ", ", text)
    out: list[Named] = []
    title, pending = "", ""
    plural = bool(_plural().match(text))
    for piece in _split(text, plural):
        brackets = [collapse(b) for b in _BRACKETS.findall(piece)]
        bare = collapse(_BRACKETS.sub(" ", piece)).strip(" .,:-–—*")
        title, bare, inherited = _titled(bare, title)
        name, role = split_role(bare, lone=inherited)
        if name and out and not plural and (_is_organisation(bare) or (single and not brackets)):
            name = ""
        if not name:
            if out:
                _describe(out[-1], [note for note in brackets if fold(note) in _chairs()])
            if out and bare and not out[-1].role and (single or not is_plain(bare) or _is_organisation(bare)):
                _describe(out[-1], [bare])
            elif not out:
                pending = bare
            continue
        person = Named(f"{title} {name}" if inherited else name, "", "")
        _describe(person, [*brackets, role, pending if not out else ""])
        pending = ""
        out.append(person)
    for person in out:
        if shared and (not person.role or fold(person.role) in {"minutes", "secretary", "secretariat"}):
            person.role = person.role or shared
    return out


def _describe(person: Named, notes: list[str]) -> None:
    for note in filter(None, notes):
        words = fold(note)
        if words in _chairs() or _CHAIRS.search(note):
            person.chair = True
            note = _CHAIRS.sub("", note) if words not in _chairs() else _WORD_CHAIR.sub("", note).strip()
        elif words in {"apologies", "absent"}:
            person.away = True
            note = ""
        elif _INITIALS.match(note) and note in initials_of(person.name):
            person.initials = note
            note = ""
        if note and not person.role:
            person.role = note


def is_chair(words: str) -> bool:
    """Whether what stands behind a name says that its bearer chairs the meeting."""
    return fold(words) in _chairs()


@cache
def _chairs() -> frozenset[str]:
    return frozenset(map(fold, _masthead()["chairs"]))


def _split(text: str, plural: bool = False) -> list[str]:
    """`text` at its commas and 'and's that stand outside brackets; at every 'and' after 'Councillors'."""
    out, depth, start = [], 0, 0
    for found in re.finditer(r"[(\[]|[)\]]|,|\s+(?:and|&|a)\s+(?=[A-Z])", text):
        mark = found[0]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and (mark == "," or plural or _between_names(text[start : found.start()], text[found.end() :])):
            out.append(text[start : found.start()])
            start = found.end()
    return [piece for piece in [*out, text[start:]] if piece.strip(" .")]


def _between_names(before: str, after: str) -> bool:
    """Whether an 'and' stands between two people and not inside a post: 'Head of Leisure and Culture'."""
    head = collapse(_BRACKETS.sub(" ", before)).strip(" .")
    tail = re.split(r"[,;(]| and ", after)[0].strip(" .")
    return bool(split_role(_titled(tail, "")[1])[0]) and (
        is_plain(_titled(head, "")[1]) or bool(split_role(head)[0]) or ")" in before
    )


@cache
def _plural() -> re.Pattern[str]:
    return re.compile(rf"(?:the\s+)?(?:{'|'.join(_masthead()['plural_titles'])})\b", re.I)


def _titled(text: str, before: str) -> tuple[str, str, bool]:
    """The title in force, `text` without a plural one, and whether the title is to be put before the name.

    'Councillors A, B and C' gives its title to B and C too, until another title or a post comes.
    """
    plurals = _masthead()["plural_titles"]
    for plural, singular in plurals.items():
        if found := re.match(rf"(?:the\s+)?{plural}\b\.?:?\s*", text, re.I):
            shown = text[found.start() : found.end()].strip(" .:")
            return (
                (singular.upper() if shown.isupper() and len(shown) > 6 and not text.isupper() else singular),
                text[found.end() :],
                True,
            )
    if _title_length(text.split()):
        return "", text, False
    return before, text, bool(before)


def single(text: str) -> Named | None:
    """The one person of a line such as 'Ann Lee, Director of Housing, 01234 567890': all else is their post."""
    bare = collapse(_REACHED.split(collapse(text))[0])
    brackets = [collapse(b) for b in _BRACKETS.findall(bare)]
    name, role = split_role(collapse(_BRACKETS.sub(" ", bare)))
    if not name:
        return None
    person = Named(name)
    _describe(person, [*brackets, role.strip(" ,-–—:")])
    return person


def split_role(text: str, lone: bool = False) -> tuple[str, str]:
    """(name, post) of an entry such as 'Dr Ann Lee', 'Ann Lee Director of Housing'; name '' when it holds none.

    `lone` allows a surname alone, as after 'Councillors'.
    """
    words = text.split()
    while words and words[0][:1].islower() and fold(words[0]) not in _PARTICLES:
        words = words[1:]
    posts: list[str] = []
    while len(words) > 2 and fold(words[0]) in _posts():
        posts.append(words.pop(0))
    start = _title_length(words)
    name: list[str] = []
    for index, word in enumerate(words[start:], start):
        clean = word.strip(",")
        if fold(clean) in _honours() and name:
            name.append(clean)
            continue
        if not (_NAME_WORD.match(clean) or (name and clean.lower() in _PARTICLES)):
            break
        if len(clean) > 2 and clean.isupper() and not text.isupper() and name:
            break
        if fold(clean) in _role_words() or (
            len(name) >= 2
            and name[-1].lower() not in _PARTICLES
            and not word.endswith(",")
            and any(len(n.strip(".")) > 1 for n in name)
            and _starts_post(words[index:])
        ):
            break
        name.append(clean)
        if word.endswith(","):
            break
        if len(name) > 4:
            return "", ""
    solid = [part for part in name if len(part.strip(".")) > 1]
    rest = " ".join(words[start + len(name) :]).strip(" ,-–—")
    if not solid or (len(name) < 2 and not start and (rest or not lone)):
        return "", ""
    return " ".join([*words[:start], *name]), rest or " ".join(posts)


def _starts_post(words: list[str]) -> bool:
    """Whether a further capitalised word begins an organisation: something only an organisation has stands after it."""
    return len(words) > 1 and any(fold(w) in _role_words() for w in words[1:4])


def has_post(text: str) -> bool:
    """Whether a word in `text` is part of a post or organisation."""
    return any(fold(word) in _role_words() for word in re.findall(r"[^\W\d_]{3,}", text))


def is_plain(text: str) -> bool:
    """Whether `text` is a name and nothing else."""
    name, role = split_role(text)
    return bool(name) and not role


def _title_length(words: list[str]) -> int:
    """How many words at the start are titles: 2 for 'Rt Hon', 'Councillor Mrs'."""
    count = 0
    while count < len(words) - 1:
        two, one = fold(" ".join(words[count : count + 2])), fold(words[count])
        if two in _titles() and count + 2 < len(words):
            count += 2
        elif one in _titles():
            count += 1
        else:
            break
    return count


def initials_of(name: str) -> set[str]:
    """The initials a paper may use for `name`: 'AMcN' and 'AM' for Ann McNally."""
    words = [w for w in name.split()[_title_length(name.split()) :] if w[:1].isupper()]
    if len(words) < 2:
        return set()
    plain = "".join(w[0] for w in words)
    last = words[-1]
    inner = re.match(r"(Ma?c|O['’]|De|Fitz)([A-Z])", last)
    shaped = {plain[:-1] + (inner[1].strip("'’") + inner[2])} if inner else set()
    doubled = {plain[:-1] + "".join(part[0] for part in last.split("-") if part)} if "-" in last else set()
    return {plain, words[0][0] + last[0]} | shaped | doubled


@cache
def _masthead() -> Any:
    return vocabulary.load("masthead")


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(fold, _masthead()["titles"]))


@cache
def _honours() -> frozenset[str]:
    return frozenset(map(fold, _masthead()["honours"]))


def _is_organisation(text: str) -> bool:
    """Whether what reads like a name ends as the names of organisations do."""
    return fold(text.split()[-1]) in _organisations() if text.split() else False


@cache
def _organisations() -> frozenset[str]:
    return frozenset(map(fold, [*_masthead()["organisations"], *_masthead()["bodies"]]))


@cache
def _posts() -> frozenset[str]:
    return frozenset(map(fold, _masthead()["posts_before_names"]))


@cache
def _role_words() -> frozenset[str]:
    return frozenset(fold(word) for word in _masthead()["role_words"])


def entries(text: str) -> list[Named]:
    """The people on a line: one with a post after a comma, or a list of several."""
    head, _, rest = text.partition(",")
    follows = rest.split(",")[0].strip(" .")
    if rest and not re.search(r"[;\n]", text) and not re.search(r"[,)]\s*[^,]*,", rest) and not is_plain(follows):
        one = single(text)
        if one and "(" not in head and not re.search(r"\band\b|&", head) and len(listed(text)) <= 1:
            return [one]
    several = listed(text)
    if len(several) == 1 and (one := single(text)) and len(one.role) > len(several[0].role):
        one.chair, one.initials = several[0].chair or one.chair, several[0].initials or one.initials
        one.name = several[0].name
        return [one]
    return several
