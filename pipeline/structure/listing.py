"""People in lists: each with the post that stands in brackets, behind a comma or before the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.structure.names import (
    has_post,
    initials_of,
    is_organisation,
    is_plain,
    office,
    split_role,
    title_length,
    words,
)
from pipeline.text import collapse, fold

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")
#: A label inside a list: '…, Ex Officio: Ann Lee', '… – Housing: Tom Low'.
_LABEL_INSIDE = re.compile(r"(?:\s[-–—]|[,;.])\s*[A-Z][\w-]+(?: [A-Z]?[\w-]+){0,2}\s*:\s+(?=[A-Z])")
# A post before its name: 'Town Clerk: Mrs F Fox'.
_POST_BEFORE = re.compile(r"([A-Z][\w'’-]+(?: [A-Za-z][\w'’-]+){0,4})\s*:\s+(?=[A-Z])")
_BEFORE_CAPITAL = re.compile(r"(?<=\))\s+(?=[A-Z])")
_CHAIRS = re.compile(
    r"(?i:\bin the chair\b)|\s*[-–—]\s+(?:the )?[Cc]hair\w*$|^[Cc]hair(?:man|person|woman)?,\s*(?=\S+$)"
)
_WORD_CHAIR = re.compile(r"[\s,–-]*\b(?:in the )?chair(?:man|person|woman|ing)?\b[\s,–-]*$", re.I)
_REACHED = re.compile(r"\b(?:tel\b|telephone|e-?mail|ext\b|phone|mobile)|\S{1,80}@\S+|\(?\b0\d{2,}|\+44", re.I)
# Between two who share a label: 'Ann Lee, Head of Parks and Tom Low, Head of Roads'.
_ABREAST = re.compile(r";\s+|\s+(?:and|&)\s+(?=[A-Z][\w'’-]+ [A-Z][\w'’-]+, [A-Z])")
_CALLED_BEFORE = re.compile(r"^(?:the |all )?[^,:–—]{3,80}?\s(?:[-–—]\s?|:\s)(?=[A-Z])")
_ALL = re.compile(r"\s*[-–—]?\s*\(?\b(?:all|both)\b\s+(?:from\s+|of\s+)?(?:the\s+)?([A-Z][\w&/ .'’-]*)\)?\.?$")
# Whom somebody stands in for was not there: 'Joe Ray, substituting for Kim Wu'.
_INSTEAD_OF = re.compile(
    r",?\s+(?:(?:substitut|deputis|deputiz|stand)ing(?: in)? for|in place of|instead of)\s+[^,;()]*"
)
_INITIALS = re.compile(r"[A-Z](?:[a-z]?[A-Z]){1,4}[a-z]?$")


@dataclass(slots=True)
class Named:
    """A person as a list gives them."""

    name: str
    role: str = ""
    initials: str = ""
    chair: bool = False
    away: bool = False
    joint: bool = False  # shares a label with the one before


def entries(text: str) -> list[Named]:
    """The people on a line: one with a post after a comma, or a list of several."""
    head, _, rest = text.partition(",")
    follows = rest.split(",")[0].strip(" .")
    posted = not is_plain(follows) or is_organisation(_BRACKETS.sub("", follows)) or _has_office_alone(head, rest)
    if rest and not re.search(r"[;\n]", text) and not re.search(r"[,)]\s*[^,]*,", rest) and posted:
        one = single(text)
        alone = _has_office_alone(head, rest) or len(listed(text)) <= 1 or is_organisation(_BRACKETS.sub("", follows))
        if one and "(" not in head and not re.search(r"\band\b|&", head) and alone:
            return [one]
    several = listed(text)
    if len(several) == 1 and (one := single(text)) and len(one.role) > len(several[0].role):
        one.chair, one.initials = several[0].chair or one.chair, several[0].initials or one.initials
        one.name = several[0].name
        return [one]
    return several


def _has_office_alone(head: str, rest: str) -> bool:
    """Whether one who is a member by title stands before the comma, and none behind it: 'Cllr Ann Lee, Leisure'."""
    return bool(office(head)[0]) and "," not in rest and " and " not in rest and not title_length(rest.split())


def listed(text: str, one_a_line: bool = False) -> list[Named]:
    """The people in a list: commas, semicolons, 'and' or lines between them, posts in brackets or after the name.

    A post that is no name belongs to the name before it; one before the first name to that name. 'all CLG' at the
    end is the organisation of those who have none since the last semicolon.
    """
    runs = [run.strip() for run in re.split(r";|\n", text) if run.strip()]
    alone = one_a_line or len(runs) > 1
    return [person for run in runs for person in _run(run, alone)]


def single(text: str) -> Named | None:
    """The one person of a line such as 'Ann Lee, Director of Housing, 01234 567890': all else is their post."""
    bare = collapse(_REACHED.split(collapse(text))[0]).removeprefix("Name: ")
    brackets = [collapse(b) for b in _BRACKETS.findall(bare)]
    name, role = split_role(collapse(_BRACKETS.sub(" ", bare)))
    if not name:
        return _in_brackets(collapse(_BRACKETS.sub(" ", bare)), brackets)
    before, name, behind = office(name)
    person = Named(f"{before} {name}".strip())
    _describe(person, [*brackets, role.strip(" ,-–—:"), behind])
    return person


def _in_brackets(post: str, brackets: list[str]) -> Named | None:
    """Whoever stands in brackets behind a post: 'the Clerk (Mrs S Low)', 'Director of Parks (Ann Lee)'."""
    post = re.sub(
        r"^(?:the|our|your)\s+|\s+and\s+(?:\d|one|two|three|four|five|several).*", "", post.strip(" ,.-–—:"), flags=re.I
    )
    name = brackets[0] if brackets else ""
    if not (post and has_post(post) and is_plain(name)) or has_post(name) or is_organisation(name):
        return None
    return Named(name, post)


def abreast(text: str) -> list[Named]:
    """The people who share a label: 'Ann Lee/Tom Low', 'Ann Lee, Tom Low and Kim Wu', two with their posts.

    What they are called before goes: 'the members of the Board - Ann Lee and Tom Low'.
    """
    people = [named for piece in _abreast(text) if (named := single(piece))]
    for named in people[1:]:
        named.joint = True
    return people


def _abreast(text: str) -> list[str]:
    bare = _CALLED_BEFORE.sub("", text)
    names = [piece.strip(" .") for piece in re.split(r"\s*/\s*|[,;]\s+|\s+(?:and|&)\s+", bare)]
    return names if len(names) > 1 and all(map(_is_whole_name, names)) else _ABREAST.split(text)


def _is_whole_name(text: str) -> bool:
    return is_plain(text) and len(text.split()) > 1 and not (has_post(text) or is_organisation(text))


def _run(text: str, alone: bool) -> list[Named]:
    shared = ""
    if found := _ALL.search(text):
        shared, text = found[1].strip(" )."), text[: found.start()]
    text = _INSTEAD_OF.sub("", text)
    text = _BEFORE_CAPITAL.sub(", ", _LABEL_INSIDE.sub(", ", _before_title().sub(", ", text)))
    out: list[Named] = []
    title, pending = "", ""
    if (labelled := _POST_BEFORE.match(text)) and has_post(labelled[1]) and not _plural().match(text):
        pending, text = labelled[1], text[labelled.end() :]
    plural = bool(_plural().match(text))
    for piece, closes in _split(text, plural):
        brackets = [collapse(b) for b in _BRACKETS.findall(piece)]
        bare = collapse(_BRACKETS.sub(" ", piece)).strip(" .,:-–—*")
        title, bare, inherited = _titled(bare, title)
        name, role = split_role(bare, lone=inherited)
        if name and out and not plural and (is_organisation(bare) or (alone and not brackets)):
            name = ""
        if not name and (held := _in_brackets(bare, brackets)):
            out.append(held)
            continue
        if not name:
            if out and inherited and not bare:  # 'Ann Lee and Tom Low, Councillors'
                for person in out:
                    person.role = person.role or title
                title = ""
            elif out:
                _describe(out[-1], [note for note in brackets if fold(note) in _listed("chairs")])
            if out and bare and not out[-1].role and (alone or not is_plain(bare) or is_organisation(bare)):
                _describe(out[-1], [bare])
            elif not out:
                pending = bare
            continue
        person, post = _person(name, title if inherited else "", plural)
        _describe(person, [*brackets, role, pending if not out else "", post])
        pending = ""
        title = "" if closes and not plural else title
        out.append(person)
    for person in out:
        if shared and (not person.role or fold(person.role) in {"minutes", "secretary", "secretariat"}):
            person.role = person.role or shared
    return out


def _person(name: str, title: str, plural: bool) -> tuple[Named, str]:
    """The person of an entry and the post that stood before the name.

    What 'Councillors' shares out is each one's post, of those with a surname alone too; who is listed with them as
    'County Councillor' has that one.
    """
    if title and office(f"{title} {name} {name}")[0]:
        _, bare, behind = office(name)
        return Named(bare), f"{title} {behind}".strip()
    before, bare, behind = office(f"{title} {name}" if title else name)
    if title or plural:
        return Named(bare), f"{before} {behind}".strip()
    return Named(f"{before} {bare}".strip()), behind


def _describe(person: Named, notes: list[str]) -> None:
    for note in filter(None, notes):
        folded = fold(note)
        if folded in _listed("chairs") or _CHAIRS.search(note):
            person.chair = True
            note = _CHAIRS.sub("", note) if folded not in _listed("chairs") else _WORD_CHAIR.sub("", note).strip()
        elif folded in _listed("aways"):
            person.away = True
            note = ""
        elif _INITIALS.match(note) and note in initials_of(person.name):
            person.initials = note
            note = ""
        if note and not person.role and folded not in _listed("no_posts"):
            person.role = note


def is_chair(note: str) -> bool:
    """Whether what stands behind a name says that its bearer chairs the meeting."""
    return fold(note) in _listed("chairs")


def is_presiding(post: str) -> bool:
    """Whether a post is that of somebody who chairs and is none of the members: 'Independent Chair'."""
    return fold(post) in _listed("presiding")


def is_a_line_each(lines: Sequence[str]) -> bool:
    """Whether lines of a list are a person each, a name before the first comma and what they are behind it."""
    heads = [_BRACKETS.sub("", line).partition(",") for line in lines]
    named = [_is_whole_name(head.strip()) for head, comma, _ in heads if comma]
    posted = [has_post(rest) for _, comma, rest in heads if comma]
    return len(lines) > 2 and sum(named) >= 0.7 * len(lines) and sum(posted) * 2 >= len(lines)


def is_deputy(post: str) -> bool:
    """Whether a post is that of the deputy of the chair."""
    return fold(post) in _listed("deputy_chairs")


def _split(text: str, plural: bool = False) -> list[tuple[str, bool]]:
    """`text` at its commas and 'and's that stand outside brackets; at every 'and' after 'Councillors'.

    With each piece, whether an 'and' before it says that it is the last of those that a 'Councillors' began.
    """
    out, depth, start, last, shared = [], 0, 0, False, plural
    for found in re.finditer(r"[(\[]|[)\]]|,|\s+(?:and|&|a)\s+(?=[A-Z])", text):
        mark = found[0]
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            shared = shared or bool(_plural().match(text[start:].lstrip()))
            if mark != "," and not shared and not _between_names(text[start : found.start()], text[found.end() :]):
                continue
            out.append((text[start : found.start()], last))
            start, last = found.end(), mark != ","
            shared = plural or (shared and not last)
    return [(piece, closes) for piece, closes in [*out, (text[start:], last)] if piece.strip(" .")]


def _between_names(before: str, after: str) -> bool:
    """Whether an 'and' stands between two people and not inside a post: 'Head of Leisure and Culture'."""
    head = collapse(_BRACKETS.sub(" ", before)).strip(" .")
    tail = re.split(r"[,;(]| and ", after)[0].strip(" .")
    return bool(split_role(_titled(tail, "")[1])[0]) and (
        is_plain(_titled(head, "")[1]) or bool(split_role(head)[0]) or ")" in before
    )


def _titled(text: str, before: str) -> tuple[str, str, bool]:
    """The title in force, `text` without a plural one, and whether the title is to be put before the name.

    'Councillors A, B and C' gives its title to B and C too, until another title or a post comes.
    """
    for plural, singular in words()["plural_titles"].items() if _plural().match(text) else ():
        if found := re.match(rf"(?:the\s+)?{plural}\b\.?:?\s*", text, re.I):
            shown = text[found.start() : found.end()].strip(" .:")
            loud = shown.isupper() and len(shown) > 6 and not text.isupper()
            return (singular.upper() if loud else singular), text[found.end() :], True
    if title_length(text.split()):
        return "", text, False
    return before, text, bool(before)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(map(fold, words()[name]))


@cache
def _plural() -> re.Pattern[str]:
    return re.compile(rf"(?:the\s+)?(?:{'|'.join(words()['plural_titles'])})\b", re.I)


@cache
def _before_title() -> re.Pattern[str]:
    """The place before a councillor's title where nothing parts him from the one before."""
    kinds = "".join(rf"(?<!\b{kind})" for kind in words()["before_councillor"])
    return re.compile(rf"(?<=[a-z)]){kinds}\s+(?=(?:Cllrs?|Councillors?)\b)", re.I)
