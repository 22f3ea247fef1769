"""One paper's finds to mentions: its own body, short forms, names said in several ways, names said again in small letters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pipeline import vocabulary
from pipeline.model import MentionLabel, Outline
from pipeline.tagging.shapes import SHAPES
from pipeline.tagging.found import LIST, OWN, REPEAT, SHORT, Found
from pipeline.tagging.gazetteer import folded, is_acronym, meanings
from pipeline.text import fold, plain

NAMED: tuple[MentionLabel, ...] = ("organisation", "service", "programme", "legislation")
_ORGANISATIONS = vocabulary.load("organisations")


def _any(key: str) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(_ORGANISATIONS[key], key=len, reverse=True))


_CAPITALS = r"(?P<name>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,8}|[A-Z]{3,8})"
_ACTS = re.compile(rf"(?<![\w&.-]){_CAPITALS}(?:'s)?\s(?:(?:also|now|then|already|therefore|jointly|both)\s)?(?:{_any('acting')})\b")
_WITH = re.compile(rf"\b(?:{_any('beside')})\s(?:the\s)?{_CAPITALS}\b(?=\s(?:and|to|on|in|for)\b|[.,;)]|$)")
_SERVES = re.compile(rf"(?<![\w&.-]){_CAPITALS}\s(?:{_any('serving')})\b")
_HELD = re.compile(r"^[A-Z][\w'&.-]*(?:\s(?:(?:of|for|and|the)\s)*[A-Z&][\w'&.-]*){0,6}$")
_AREAS = frozenset(vocabulary.load("places")["councils"])
_IN_PLACE = "|".join(vocabulary.load("places")["in_place"])
_AS_BODY = "|".join(vocabulary.load("places")["as_body"])
_AS_BODY_BEFORE = re.compile(rf"\b(?:{_AS_BODY})\s(?:[A-Z][\w'-]+(?:,\s|\s(?:and|&)\s))*$")
_PLACE_AFTER = re.compile(r"[\w'-]|\s(?:[A-Z]|area|residents|town|village|road)")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w']*\s$")
_PLACE_BEFORE = re.compile(rf"\b(?:{_IN_PLACE})\s(?:the\s)?(?:[A-Z]\w+\s(?:and|&)\s)?$", re.I)


class Own:
    """Patterns that hold in one paper only: its body, its council, its short forms and capitals that act."""

    def __init__(self, outline: Outline, short: dict[str, str], texts: list[str]) -> None:
        self.texts = texts
        self.meaning: dict[str, tuple[MentionLabel, str]] = {}
        listed, by_fold = meanings(), folded()
        for form, long in short.items():
            found = by_fold.get(fold(long)) or ((label, long) if (label := SHAPES.label_of(long)) else listed.get(form))
            if found and found[0] in NAMED:
                self.meaning[form] = (found[0], found[1])
        people = {person.initials for person in outline.people}
        skip = frozenset(_ORGANISATIONS["no_bodies"]) | people
        for label, name in _acting(texts):
            if name not in listed and name not in skip and name not in short:
                self.meaning.setdefault(name, (label, name))
        for name in _represented(outline):
            if name not in self.meaning and fold(name) not in by_fold:
                self.meaning[name] = ("organisation", name)
        self.national = not outline.council and not any(
            re.search(rf"\b{re.escape(area)}\b", outline.body or "") for area in _AREAS
        ) and not re.search(r"\b(?:parish|town|community|school|governing|governors)\b", outline.body or "", re.I)
        self.home = {area for area in _AREAS if area in f"{outline.council} {outline.body}"}
        self.bodies = list(_own_bodies(outline))
        self.pattern = self._pattern()

    def _pattern(self) -> re.Pattern[str] | None:
        if not self.meaning:
            return None
        forms = "|".join(re.escape(form) for form in sorted(self.meaning, key=len, reverse=True))
        return re.compile(rf"(?<![\w&])(?P<form>{forms})(?P<plural>s?)(?!\w)")

    def find(self, text: str, found: list[Found]) -> Iterator[Found]:
        """Short forms, acting capitals and the paper's own body in `text`."""
        if self.pattern:
            for match in self.pattern.finditer(text):
                label, name = self.meaning[match["form"]]
                yield Found(match.start(), match.end(), label, name, SHORT)
        yield from self._areas(text, [item for item in found if item.label == "place" and item.source == LIST])
        for pattern, name in self.bodies:
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), "organisation", name, OWN)


    def _areas(self, text: str, places: list[Found]) -> Iterator[Found]:
        """The councils meant by the names of their areas: 'with Kent and Bexley'; in papers of no one area any that is no 'in Kent'."""
        for place in places:
            before = text[max(0, place.start - 40) : place.start]
            if place.name in self.home or place.name not in _AREAS or _PLACE_AFTER.match(text, place.end):
                continue
            alone = self.national and not _PLACE_BEFORE.search(before) and not _NAME_BEFORE.search(before)
            if alone or _AS_BODY_BEFORE.search(before):
                yield place._replace(label="organisation", source=OWN)


def _acting(texts: list[str]) -> Iterator[tuple[MentionLabel, str]]:
    """Capitals that do something or are worked with, so stand for a body ('MCH launched', 'with KMPT'), or for a service."""
    for label, pattern in (("service", _SERVES), ("organisation", _ACTS), ("organisation", _WITH)):
        for text in texts:
            if not text.isupper():
                for match in pattern.finditer(text):
                    if sum(c.isupper() for c in match["name"]) >= 3:
                        yield label, match["name"]


def _represented(outline: Outline) -> Iterator[str]:
    """The bodies that people are listed for: a role that is a name and no office."""
    for person in outline.people:
        role = plain(person.role).strip()
        words = role.lower().replace(",", " ").split()
        offices = SHAPES.office_words
        if _HELD.match(role) and not any(word in offices for word in words) and len(role) > 2:
            yield role


def _own_bodies(outline: Outline) -> Iterator[tuple[re.Pattern[str], str]]:
    """The paper's body and its council under their full names, and 'the Board', 'the Council' for them."""
    for full, nouns in ((outline.body, _ORGANISATIONS["own_body"]), (outline.council, _ORGANISATIONS["own_council"])):
        if not full:
            continue
        flat = plain(full)
        words = r"\s+".join(map(re.escape, flat.split()))
        yield re.compile(rf"(?<!\w){words}(?!\w)", re.I), full
        last = next((noun for noun in nouns if flat.lower().endswith(noun)), "")
        said = [last] if last else []
        if full == outline.council:
            said = list(nouns)
        if said:
            capital = "|".join(rf"{noun[0].upper()}{re.escape(noun[1:])}" for noun in said)
            yield re.compile(rf"\b[Tt]he\s(?:{capital})\b(?!\s[A-Z]|'s\s[A-Z]\w+\s(?:Board|Group|Panel))"), full


def repeats(found: list[list[Found]], texts: list[str]) -> list[list[Found]]:
    """Names seen in capitals, found again however they are written: 'Improvement Plan', 'the improvement plan'."""
    known: dict[str, tuple[MentionLabel, str]] = {}
    for item in (item for items in found for item in items):
        words = item.name.split()
        if item.label in NAMED and item.source != LIST and len(words) >= 2 and not is_acronym(item.name):
            known.setdefault(fold(item.name), (item.label, item.name))
    if not known:
        return [[] for _ in texts]
    forms = sorted(known, key=len, reverse=True)
    shapes = "|".join(r"[\W_]{1,3}".join(map(re.escape, form.split())) for form in forms)
    pattern = re.compile(rf"(?<!\w)(?:{shapes})(?!\w)", re.I)
    again = []
    for text in texts:
        hits = []
        for match in pattern.finditer(text):
            meaning = known.get(fold(match.group()))
            if meaning:
                hits.append(Found(match.start(), match.end(), meaning[0], meaning[1], REPEAT))
        again.append(hits)
    return again


def merged(found: Iterable[Found], council: str | None, body: str | None) -> dict[tuple[str, str], str]:
    """(label, name) -> the normal name: case and 'the' do not matter, and a name that ends just one longer name is that one."""
    counts: dict[MentionLabel, Counter[str]] = defaultdict(Counter)
    listed: set[str] = {name for name in (council, body) if name}
    for item in found:
        if item.label in NAMED:
            counts[item.label][item.name] += 1
            if item.source in {LIST, OWN, SHORT}:
                listed.add(item.name)
    normal: dict[tuple[str, str], str] = {}
    for label, names_ in counts.items():
        best = _by_fold(names_, listed)
        for name in names_:
            normal[label, name] = best[_key(name)]
        for name in names_:
            normal[label, name] = _longer(normal[label, name], set(best.values()), label, listed)
    return normal


def _key(name: str) -> str:
    words = fold(name).removeprefix("the ").split()
    return " ".join(w for w in words if w not in {"and", "s"})


def _by_fold(counts: Counter[str], listed: set[str]) -> dict[str, str]:
    best: dict[str, str] = {}
    for name, _ in sorted(counts.items(), key=lambda pair: (pair[0] not in listed, not pair[0][:1].isupper(), -pair[1], pair[0])):
        best.setdefault(_key(name), name)
    return best


def _longer(name: str, all_names: set[str], label: MentionLabel, listed: set[str]) -> str:
    """The one name of the paper that ends (a law: begins) with `name`, else `name` itself."""
    if name in listed and label != "organisation" or len(name.split()) < 2:
        return name
    key = _key(name)
    if label == "service" and " " in key and key.split()[0] in SHAPES.areas | {"council"}:
        shorter = [n for n in all_names if _key(n) == key.split(" ", 1)[1]]
        return shorter[0] if shorter else name
    if label == "legislation":
        longer = [n for n in all_names if n != name and _key(n).startswith(f"{key} ") and _key(n)[len(key) + 1 :].isdigit()]
    else:
        longer = [n for n in all_names if n != name and _key(n).endswith(f" {key}")]
    return longer[0] if len(longer) == 1 else name
