"""People: those the paper lists, in every form it names them by, and others with a title before their name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline import vocabulary
from pipeline.model import Person
from pipeline.tagging.found import OWN, PERSON, Found
from pipeline.tagging.shapes import SHAPES
from pipeline.text import plain, signs

_TITLES = "|".join(re.escape(t) for t in sorted(vocabulary.load("roles")["titles"], key=len, reverse=True))
_WORD = r"(?:[A-Z][a-z]+(?:['-][A-Z][a-z]+)*|Mc[A-Z][a-z]+|O'[A-Z][a-z]+)"
_NAME = rf"(?:[A-Z]\.?\s?){{0,3}}(?:{_WORD}(?:\s(?:[A-Z]\.\s?)?(?!(?:and|the)\b))?){{1,3}}"
_SHORT_TITLES = "|".join(t for t in vocabulary.load("roles")["titles"] if len(t) <= 4)
_TITLED = re.compile(rf"(?<!\w)(?:(?:{_TITLES})\s|(?:{_SHORT_TITLES})\.\s)+(?P<name>{_NAME})")
_SAYS_TITLE = signs(vocabulary.load("roles")["titles"])
_STRIP = re.compile(rf"^(?:(?:{_TITLES})\.?\s)+")
_TITLES_BEFORE = re.compile(rf"(?<![\w.])(?:(?:{_TITLES})\.?\s)+$")
_REACH = 60  # characters before a name in which its titles stand


class Roll:
    """The people of one paper, by every form in its `texts` (plain) that names just one of them."""

    def __init__(self, people: list[Person], texts: list[str]) -> None:
        forms: dict[str, set[str]] = defaultdict(set)
        for person in people:
            name = _STRIP.sub("", plain(person.name)).strip()
            for form in _forms(name, person.initials):
                forms[form].add(person.name)
        paper = "\n".join(texts)  # most people stand in it under one or two of their forms
        self.names = {form: names.copy().pop() for form, names in forms.items() if len(names) == 1 and form in paper}
        surnames: dict[str, set[str]] = defaultdict(set)
        for person in people:
            surnames[plain(person.name).split()[-1]].add(person.name)
        self.surnames = {surname: names.copy().pop() for surname, names in surnames.items() if len(names) == 1}
        self.holders = _holders(people)
        ordered = sorted(self.names, key=len, reverse=True)
        self.said = signs(self.names)
        self.pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, ordered))})(?!\w)")

    def find(self, text: str, words: frozenset[str]) -> Iterator[Found]:
        """The people named in `text` (plain; its `words`)."""
        titled = not words.isdisjoint(_SAYS_TITLE)
        if not words.isdisjoint(self.said):
            for match in self.pattern.finditer(text):
                titles = titled and _TITLES_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
                start = titles.start() if titles else match.start()
                yield Found(start, match.end(), "person", self.names[match.group()], OWN)
        for match in _TITLED.finditer(text) if titled else ():
            name = match["name"].strip()
            if name.split()[0].lower() in SHAPES.openers:
                continue
            listed = self.surnames.get(name) or self.names.get(name)
            end = match.start("name") + len(match["name"].rstrip())
            yield Found(match.start(), end, "person", listed or name, PERSON)


def _forms(name: str, initials: str) -> Iterator[str]:
    """'Ann McNicholl': the name, 'A McNicholl', 'A. McNicholl', 'McNicholl' after a title only, and the initials."""
    parts = name.split()
    if len(parts) < 2:
        return
    yield name
    for dot in ("", "."):
        yield f"{parts[0][0]}{dot} {parts[-1]}"
    if len(initials) >= 2:
        yield initials


def _holders(people: list[Person]) -> dict[str, str]:
    """Offices that just one person of the paper holds, in lower case."""
    by_role: dict[str, set[str]] = defaultdict(set)
    for person in people:
        if person.role:
            by_role[plain(person.role).lower()].add(person.name)
        if person.capacity == "chair":
            for word in ("chair", "chairman", "chairperson"):
                by_role[word].add(person.name)
    return {role: names.copy().pop() for role, names in by_role.items() if len(names) == 1}
