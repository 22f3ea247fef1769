"""Who is to do something: from a cell, from a label, from the words 'SQ to update the panel'."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.statements.cues import is_nothing, is_standing, is_to_do, lists
from pipeline.text import collapse, fold, plain, sentences

_AND = re.compile(r"\s+(?:and|&)\s+")
_INITIALS = re.compile(r"[A-Z](?:\.?[A-Z][a-z]?){0,3}[A-Z]?\.?|[A-Z][a-z]?[A-Z]{1,3}")
_PERSON = re.compile(r"(?:(?:[A-Z]\.\s?)+|[B-HJ-Z]\s)[A-Z][\w'’-]+")  # 'O. Williams', 'S Orme'
_FULL_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z]\.?)? [A-Z][\w'’-]+")
_TASK = re.compile(
    r"(?P<who>[A-Z0-9](?:[^.;:!?]|(?<=\b[A-Z])\.|(?<=\b[MD][rs])\.|(?<=\bMrs)\.|(?<=\bCllr)\.|(?<=\bCllrs)\.){0,90}?)"
    r"(?:,?\s+|(?<=\)))(?:(?:also|then|now|each|both)\s+)?(?P<to>is to|are to|to)\s+"
    r"(?P<verb>(?:(?:also|then|now|each|all|please|(?!reply|apply|supply|rely|comply|multiply)\w+ly)\s+)?[a-z][a-z-]+)"
)
_INITIAL = re.compile(r"A [A-Z]\w+$")  # 'A Moss' is somebody
_LIST = re.compile(r"(?:[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}, )+$")
_NAMES = re.compile(r"[A-Z][\w.'’-]*(?: (?:and )?[A-Z][\w.'’-]*)*")
_LINKS = frozenset({"the", "of", "and", "for", "with", "in", "from"})
_ASIDE = re.compile(r"\s+(?:with|in|on behalf of)\s+")
_A_THING = re.compile(r"\s(?:an?|this|that|these|those|any|all)\s")  # 'Form a sub-group to look into it'
_OR_ANOTHER = re.compile(r"\s*\(or [^()]*\)")
_TO_NAME = re.compile(r"\bto\s+(?=[A-Z])")
_REMARK = re.compile(r"\s*\([^()]*\bto\b[^()]*\)$")  # 'AK (the auditor to advise)'
_KEPT = re.compile(r"\s*\((?:[cb]/f|carried forward)\)", re.I)  # 'AK (c/f)': from the meeting before, or to the next
_THE = re.compile(r"[Tt]he (?=\w)")
_NAME_FIRST = re.compile(r"(?:^[A-Z][\w.'/&-]*|(?<=\w)\s[A-Z][\w.'-]*)(?=\s+[A-Z])")
_POST_OF = re.compile(r"(?:[A-Z][\w-]* ){0,2}(?:Directors?|Heads?|Managers?|Ministers?|Secretary|Members?) (?:of|for) ")
_THING_OF = re.compile(r"(?:[Tt]he |[Aa]n? )?(?:[\w'’-]+ )*?(?P<thing>[a-z][\w'’-]*) of ")
_POSSESSIVE = re.compile(r"(?:its|their|his|her|other)\b", re.I)


def of_cell(cell: str) -> list[str]:
    """The names in a cell of owners, as written: 'AMcN, in discussion with members' gives two."""
    names: list[str] = []
    if (is_nothing(cell) and fold(cell) not in lists().agents) or is_standing(cell):
        return names
    for piece in lists().joiners.split(_KEPT.sub("", cell)):
        for name in _divided(_REMARK.sub("", collapse(piece or ""))):
            article = lists().articles.match(name)
            if article and not _INITIAL.match(name):
                name = name[article.end() :]
            name = name.strip(" .:-–")
            if names and name.startswith("(") and name.endswith(")"):
                names[-1] = f"{names[-1]} {name}"  # on a line of its own below
                continue
            if name.count("(") != name.count(")"):
                name = name.strip("()")
            if fold(name) and name not in names:
                names.append(name)
    return names


def of_task(text: str) -> list[str]:
    """Whom the task's own words name: 'Chris and Jo Lee to write' gives 'Chris' and 'Jo Lee'."""
    names: list[str] = []
    for start, end in sentences(text):
        match = task(text[start:end])
        if match is None or is_passive(match):
            continue
        who = _ASIDE.split(_OR_ANOTHER.sub("", match["who"]))[0]
        if not _is_somebody(who):
            continue
        who = _TO_NAME.split(who)[-1]  # 'Comments to Ann Lee to work into the draft'
        names += [name for name in _as_written(who) if name not in names]
    return names


def _as_written(who: str) -> list[str]:
    """The names in the words before a task, an article before the first of them kept."""
    names = of_cell(who)
    if names and (article := _THE.match(who)) and not names[0].startswith(article[0]):
        names[0] = article[0] + names[0]
    return names


def bare(name: str) -> str:
    """A name without the article before it: who is told to do something is written as in a column of owners."""
    return name[4:] if name[:4].lower() == "the " else name


def of_passive(text: str, people: Collection[str] = ()) -> list[str]:
    """By whom it is to be done: 'Keys to be cut by KRB on the 15th', 'returns made by each school'."""
    done = lists().done_by.search(plain(text))
    return _as_written(done["who"]) if done and is_agent(done["who"], people) else []


def of_lead(text: str) -> list[str]:
    """The lead named in brackets beside a task: '(Lead officer: KRB)', '(Owner: Ann Lee)'."""
    led = lists().led_by.search(plain(text))
    return of_cell(led["who"]) if led else []


def of_subject(text: str, people: Collection[str] = ()) -> list[str]:
    """Who does it in an active sentence, as it stands: 'The commissioner will report', 'Ann said she would look'."""
    for subject in lists().subjects:
        match = subject.match(text)
        if match is None:
            continue
        others = _listed_before(text[: match.start("who")], people)
        if is_agent(match["who"], people) or (others and _NAMES.fullmatch(match["who"])):
            return [*others, *_divided(match["who"])]
    return []


def _listed_before(text: str, people: Collection[str]) -> list[str]:
    """The names at the end of `text` that a list begins with: 'Cllrs Hay, ' before 'Poole and Moss agreed to help'."""
    listed = _LIST.search(text)
    names = of_cell(listed[0]) if listed else []
    titled = bool(names) and lists().titles.match(names[0]) is not None
    return names if titled or all(_is_agent(name, people) for name in names) else []


def beside(aside: str, people: Collection[str] = (), text: str = "") -> list[str]:
    """The names at the right edge of a passage; none when what stands there is no name.

    Somebody nobody knows counts beside one who is known, and when the passage's own `text` names him.
    """
    found = of_cell(aside)
    strange = [name for name in found if not _is_agent(name, people)]
    if strange and all(_FULL_NAME.fullmatch(name) and (len(strange) < len(found) or name in text) for name in strange):
        return found
    parts = aside.split()
    for at in range(len(parts) - 1, 0, -1):  # 'Ann Lee Clerk', 'Clerk Cllr. B. Moss': two lines run together
        last = " ".join(parts[at:])
        first = beside(" ".join(parts[:at]), people) if _stands_alone(last, people) else []
        if len(first) > 1 or (first and _stands_alone(first[0], people)):
            return [*first, *(name for name in of_cell(last) if name not in first)]
    return of_cell(aside) if is_agent(aside, people) else []


def _stands_alone(name: str, people: Collection[str]) -> bool:
    if lists().titles.fullmatch(f"{name} "):
        return False
    return fold(name) in lists().agents or fold(name) in people or lists().titles.match(name) is not None


def task(text: str) -> re.Match[str] | None:
    """'<who> to <verb> ...' at the start of `text`, when it reads as a task given to somebody."""
    match = _TASK.match(text)
    if match is None or len(match["who"].split()) > 9 or _says_something(match["who"]):
        return None
    if _A_THING.search(_OR_ANOTHER.sub("", match["who"])):
        return None
    return None if lists().not_a_verb.match(match["verb"].split()[-1]) else match


def before_task(text: str, people: Collection[str] = ()) -> list[str]:
    """The initials or the name that stand before a task in a list of them: 'KRB Write to the owner'."""
    for match in _NAME_FIRST.finditer(text):
        who, rest = text[: match.end()].strip(), text[match.end() :].lstrip()
        if rest[:1].isupper() and is_to_do(rest) and (_INITIALS.fullmatch(who) or fold(who) in people):
            return of_cell(who)
    return []


def is_passive(match: re.Match[str]) -> bool:
    """Whether a task found by `task` is something to be done by others: 'Members to be kept informed'."""
    return lists().passive.search(match.string[match.start("to") :]) is not None


def is_named(who: str, people: Collection[str] = ()) -> bool:
    """Whether `who` is an agent and nothing else: each small word in it is of an agent's name, none a verb."""
    small = {word for word in re.findall(r"\w[\w-]*", who) if word[0].islower()}
    return small <= lists().agents | _LINKS and is_agent(who, people)


def is_agent(who: str, people: Collection[str] = ()) -> bool:
    """Whether `who` is surely somebody: initials, a name with its title, a post, a body, one of `people`."""
    names = of_cell(who)
    return bool(names) and all(_is_agent(name, people) for name in names)


def is_person(name: str, people: Collection[str] = ()) -> bool:
    """Whether a name is one person's: with a title, one of `people` (who have initials too), an officer by the post."""
    bare = lists().articles.sub("", name, count=1)
    known = bare in people or fold(bare) in people
    titled = lists().titles.match(bare) or _PERSON.fullmatch(bare)
    return known or titled is not None or fold(bare).split()[-1:] == ["officer"]


def _is_agent(name: str, people: Collection[str]) -> bool:
    title = lists().titles.match(name)
    words = fold(name[title.end() :] if title else name).split()
    if not words or len(words) > 7 or _says_something(name):
        return False
    small = {word for word in re.findall(r"\w[\w-]*", name) if word[0].islower()}
    if title and not small <= lists().agents | _LINKS:
        return False  # 'Cllr Lee took the chair'
    if (of := _THING_OF.match(name)) and of["thing"] not in lists().agents:
        return False  # 'the terms of Board members'
    if title or _INITIALS.fullmatch(name) or _PERSON.fullmatch(name) or name in people or fold(name) in people:
        return True
    if words[-1] in lists().agents or words[0] in lists().agents:
        return True
    return any(set(words) <= set(person.split()) for person in people)


def _is_somebody(who: str) -> bool:
    """Whether what stands before 'to <verb>' can be a name: 'Schools', not 'Publicity' or 'Agree core messages'."""
    words = re.findall(r"\w[\w-]*", who)
    if any(word[0].islower() and word.endswith("ed") for word in words):
        return False  # 'Guidance produced for schools to use'
    if fold(who) in lists().agents or (is_agent(who) and not lists().things.fullmatch(who)):
        team = lists().of_teams.fullmatch(who)
        return team is not None or words[0].lower() not in lists().to_do or words[0].lower() in lists().agents
    small = {word for word in words if word[0].islower()}
    if words[0].lower() in lists().to_do or not small <= lists().agents | _LINKS | {"to"}:
        return False
    return lists().things.fullmatch(who) is None


def _says_something(name: str) -> bool:
    """Whether what should be a name holds a verb; 'Will' before another name is none."""
    return lists().not_in_a_name.search(re.sub(r"\bWill(?= [A-Z])", "", plain(name))) is not None


def _divided(piece: str) -> list[str]:
    """`piece` at its 'and', unless that joins the words of one name: 'Children and Adult Services'."""
    parts = _AND.split(piece)
    if len(parts) < 2:
        return [piece] if piece else []
    first, last = parts[0], parts[-1]
    if _POST_OF.match(first) and not is_agent(last):
        return [piece]  # 'Directors of Roads and Parks'
    unit = lists().units.search(last)
    if (unit and "&" in piece) or any(_POSSESSIVE.match(part) for part in parts[1:]):
        return [piece]
    first_is_whole = len(first.split()) > 1 or _INITIALS.fullmatch(first) or fold(first) in lists().agents
    return [piece] if unit and not first_is_whole else [part for part in parts if part]
