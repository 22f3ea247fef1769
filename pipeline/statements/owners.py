"""Who is to do something: from a cell, from a label, from the words 'SQ to update the panel'."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.statements.cues import is_nothing, is_standing, lists
from pipeline.text import collapse, fold, plain

_SPLIT = re.compile(
    r"\s*(?:[;/\n+]|,?\s+(?:in (?:discussion|consultation|conjunction|liaison|partnership|collaboration) with"
    r"|working with|together with|along with|supported by|assisted by|via|with|plus)\b|,(?:\s*(?:and|with)\b)?)\s*",
    re.I,
)
_AND = re.compile(r"\s+(?:and|&)\s+")
_TITLES = re.compile(
    r"^(?:(?:cllrs?|councillors?|mr|mrs|ms|miss|dr|prof(?:essor)?|rev|sir|lord|lady|dame)\.?\s+)+", re.I
)
_ARTICLE = re.compile(r"^(?:the|a|an|our|action|actions|by|for|owner|lead|from)\s*:?\s+(?=\S)", re.I)
_INITIALS = re.compile(r"[A-Z](?:\.?[A-Z][a-z]?){0,3}[A-Z]?\.?|[A-Z][a-z]?[A-Z]{1,3}")
_NAME = re.compile(r"(?:[A-Z][\w'’.-]*\s+){0,3}[A-Z][\w'’.-]*")
_UNIT = re.compile(
    r"\b(?:services?|teams?|departments?|committees?|board|group|panel|council|office|unit|agencies|partnership|officers?"
    r"|directorate|division|skills|development|learning|planning|resources|safeguarding|wellbeing)$",
    re.I,
)
#: '<who> to <verb>': who is short and states nothing itself.
_TASK = re.compile(
    r"(?P<who>[A-Z0-9][^.;:!?]{0,90}?),?\s+(?P<to>is to|are to|to)\s+(?P<verb>(?:(?:also|then|now|each|all|please|\w+ly)\s+)?[a-z][a-z-]+)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|shall|can|could|may|might|must|do|does|did|be|been|agreed|noted"
    r"|reported|asked|advised|informed|needs?|needed|wish(?:es|ed)?|due|able|likely|plans?|planned|continue[sd]?|how|what"
    r"|whether|which|who|that|subject|relating|regarding|as|in order|welcome[ds]?|access|response|according|up|thanks?"
    r"|invited|requested|required|suggested|proposed|said|felt|wanted|tried|want|seeks?|aims?|went|going|it|this|there)\b",
    re.I,
)
_NO_VERB = re.compile(
    r"(?:the|an?|our|this|that|all|these|those|its|their|his|her|your|my|any|each|every|some|both|which|whom|what|date|help|"
    r"local|new|other|further|more|be|non|one|two|three|members?|residents|schools?|school|council|councils|families|"
    r"children|people|and|or|of|for|in|on|at|by|from|\w+ing|\w+tion|\w+ment|\w+ness|\w+ity)$",
    re.I,
)
_PASSIVE = re.compile(
    r"to be (?:\w+ed|\w+en|kept|sent|made|done|put|held|set|sought|brought|met|paid|bought|built|read)\b"
)


def of_cell(cell: str) -> list[str]:
    """The names in a cell of owners, as written: 'AMcN, in discussion with members' gives two."""
    names: list[str] = []
    if is_nothing(cell) or is_standing(cell):
        return names
    for piece in _SPLIT.split(cell):
        for name in _divided(collapse(piece or "")):
            name = _ARTICLE.sub("", name).strip(" .:-–()[]")
            if fold(name) and name not in names:
                names.append(name)
    return names


def of_task(text: str) -> list[str]:
    """Who the task's own words name: 'Chris and Jos Creese to write' gives 'Chris' and 'Jos Creese'."""
    names: list[str] = []
    for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", text):
        match = task(sentence)
        if match is None or is_passive(match):
            continue
        who = re.split(r"\s+(?:with|in|on behalf of)\s+", match["who"])[0]
        if re.search(r"\bto\s+[A-Z]", who):  # 'Comments to Ann Lee to work into the draft'
            who = re.split(r"\bto\s+(?=[A-Z])", who)[-1]
        names += [name for name in of_cell(who) if name not in names]
    return names


def task(text: str) -> re.Match[str] | None:
    """'<who> to <verb> ...' at the start of `text`, when it reads as a task given to somebody."""
    match = _TASK.match(text)
    if match is None or len(match["who"].split()) > 9 or _FINITE.search(plain(match["who"])):
        return None
    verb = match["verb"].split()[-1]
    if verb == "be":
        return match
    return None if _NO_VERB.match(verb) else match


def is_passive(match: re.Match[str]) -> bool:
    """Whether a task found by `task` is something to be done by others: 'Members to be kept informed'."""
    return _PASSIVE.match(match.string, match.start("to")) is not None


def is_agent(who: str, people: Collection[str] = ()) -> bool:
    """Whether `who` is surely somebody: initials, a name, a post, a body, somebody of `people`."""
    names = of_cell(who)
    return bool(names) and all(_is_agent(name, people) for name in names)


def _is_agent(name: str, people: Collection[str]) -> bool:
    bare = _TITLES.sub("", name)
    words = fold(bare).split() or fold(name).split()
    if not words or len(words) > 7:
        return False
    if _INITIALS.fullmatch(name) or name in people or fold(name) in people or bare != name:
        return True
    if words[-1] in lists().agents or words[0] in lists().agents:
        return True
    return any(person and set(words) <= set(fold(person).split()) for person in people)


def _divided(piece: str) -> list[str]:
    """`piece` at its 'and', unless that joins the words of one name: 'Children and Adult Services'."""
    parts = _AND.split(piece)
    if len(parts) < 2:
        return [piece] if piece else []
    if "&" in piece and _UNIT.search(parts[-1]):
        return [piece]
    if any(re.match(r"(?:its|their|his|her|other)\b", part) for part in parts[1:]):
        return [piece]
    first, last = parts[0], parts[-1]
    one_name = _UNIT.search(last) and len(first.split()) == 1 and not _INITIALS.fullmatch(first) and first.istitle()
    return [piece] if one_name and fold(first) not in lists().agents else [part for part in parts if part]
