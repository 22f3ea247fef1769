"""What only the whole paper tells: its own body, its short forms, names it says in several ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from pipeline import vocabulary
from pipeline.model import MentionLabel, Outline
from pipeline.tagging.found import LIST, OWN, PATTERN, SHORT, Found
from pipeline.tagging.gazetteer import Gazetteer, Meaning
from pipeline.tagging.shapes import NAMED, SHAPES, alternatives
from pipeline.text import fold, plain, signs

_ORGANISATIONS = vocabulary.load("organisations")
_PLACES = vocabulary.load("places")
_AREAS = frozenset(_PLACES["councils"])
_DEPARTMENTS: list[str] = _ORGANISATIONS["departments"]

# Capitals nobody explains, beside words that show what they are.
_CAPITALS = r"(?P<name>[A-Z][A-Za-z]*[A-Z][A-Za-z]{0,8}(?<!ing)|[A-Z]{3,8})"
_THREE_CAPITALS = re.compile(r"[A-Z](?<![\w&.-].)(?:[A-Z]{2,7}|[a-z]{0,3}[A-Z][a-z]{0,3}[A-Z][A-Za-z]{0,4})(?!\w)")
# 'KCC', 'EHDC', 'WPC': in papers of parishes and the like the councils beside them.
_COUNCIL = re.compile(r"(?<![\w&./-])[A-Z]{1,3}(?:CC|DC|BC|TC|PC|MBC)(?![\w/]|\s\d)")
_SMALL_WORDS = re.compile(r"\b[a-z]{3,8}\b")
_ADVERB = r"(?:\s(?:also|now|then|already|therefore|jointly|both))?"
_ACTS = re.compile(rf"(?<![\w&.-]){_CAPITALS}(?:'s)?{_ADVERB}\s(?:{alternatives(_ORGANISATIONS['acting'])})\b")
_BESIDE = re.compile(
    rf"\b(?:{alternatives(_ORGANISATIONS['beside'])})\s(?:the\s)?{_CAPITALS}\b(?=\s(?:and|to|on|in|for)\b|[.,;)]|$)"
)
_SERVES = re.compile(rf"(?<![\w&.-]){_CAPITALS}\s(?:{alternatives(_ORGANISATIONS['serving'])})\b")

_TELLING = 300  # passages that tell whose paper it is
_NAME_IN_ROLE = re.compile(r"[A-Z][\w'&.-]*(?:\s(?:(?:of|for|and|the)\s)*[A-Z&][\w'&.-]*){0,6}$")
_SPOKEN_FOR = re.compile(r"^(?:representing|representative (?:of|from)|on behalf of|for|from)\s(?:the\s)?", re.I)
_OF_PEOPLE = frozenset(vocabulary.load("roles")["titles"]) | {"MP", "MSP", "MS", "Secretariat"}
_TWO_SURNAMES = re.compile(r"[A-Z]\w+ and [A-Z]\w+")
_AS_BODY_BEFORE = re.compile(rf"\b(?:{alternatives(_PLACES['as_body'])})\s(?:[A-Z][\w'-]+(?:,\s|\s(?:and|&)\s))*$")
_PLACE_BEFORE = re.compile(rf"\b(?:{alternatives(_PLACES['in_place'])})\s(?:the\s)?(?:[A-Z]\w+\s(?:and|&)\s)?$", re.I)
_PLACE_AFTER = re.compile(rf"[\w'-]|\s(?:[A-Z]|{alternatives(_PLACES['after_place'])})")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w']*\s$")


class Own:
    """Names that hold in one paper only: its body, its council, its short forms, capitals that act, areas that act."""

    def __init__(self, outline: Outline, short: dict[str, str], texts: list[str], lists: Gazetteer) -> None:
        self.meaning = _short_forms(short, lists)
        strangers = {*_ORGANISATIONS["no_bodies"], *(person.initials for person in outline.people), *short}

        def known(name: str) -> bool:
            return name in strangers or name in lists.meanings

        for label, name in _capitals(texts, known):
            self.meaning.setdefault(name, (label, name))
        said = f"{outline.council or ''} {outline.body or ''}"
        local = any(word in said.lower() for word in _PLACES["local_bodies"])
        for name in {name for text in texts for name in _COUNCIL.findall(text)} if local else ():
            if not known(name):
                self.meaning.setdefault(name, ("organisation", name))
        for name in _represented(outline):
            if fold(name) not in lists.folded and name not in _ORGANISATIONS["no_bodies"]:
                self.meaning.setdefault(name, ("organisation", name))
        forms = alternatives(self.meaning)
        self.pattern = re.compile(rf"(?<![\w&])(?P<form>{forms})s?(?!\w)") if self.meaning else None
        self.said = signs([*self.meaning, *(f"{form}s" for form in self.meaning)])
        self.bodies = list(_own_bodies(outline))
        self.home = {area for area in _AREAS if area in said}
        self.of_no_area = not outline.council and not self.home and not local
        self.texts = texts

    def find(self, text: str, words: frozenset[str], found: list[Found]) -> Iterator[Found]:
        """The paper's own names in `text` (its `words`), in which the components found `found`."""
        if self.pattern and not words.isdisjoint(self.said):
            for match in self.pattern.finditer(text):
                label, name = self.meaning[match["form"]]
                yield Found(match.start(), match.end(), label, name, SHORT)
        low = text.lower()
        for needle, pattern, name in self.bodies:
            for match in pattern.finditer(text) if needle in low else ():
                yield Found(match.start(), match.end(), "organisation", name, OWN)
        for item in found:
            if self._is_council(item, text) or self._is_part_of_a_body(item):
                yield item._replace(label="organisation", source=OWN)

    def _is_part_of_a_body(self, item: Found) -> bool:
        """'Tidal Data Team', 'Tidal Delivery Unit' in papers of central government."""
        of_staff = item.label == "service" and item.name.lower().endswith((" team", " unit"))
        return self.of_no_area and of_staff and item.source == PATTERN and self._central

    @cached_property
    def _central(self) -> bool:
        """Whether the paper is of central government: it names departments no less often than residents, pupils …"""
        paper = "\n".join(self.texts[:_TELLING])
        departments = sum(map(paper.count, _DEPARTMENTS))
        return bool(departments) and departments >= sum(map(paper.lower().count, _PLACES["local_matters"]))

    def _is_council(self, place: Found, text: str) -> bool:
        """Whether an area means its council: 'with Kent and Bexley'; in papers of no one area all but 'in Kent'."""
        if (
            place.label != "place"
            or place.name not in _AREAS
            or place.name in self.home
            or _PLACE_AFTER.match(text, place.end)
        ):
            return False
        before = text[max(0, place.start - 40) : place.start]
        if self.of_no_area and not _PLACE_BEFORE.search(before) and not _NAME_BEFORE.search(before):
            return True
        return bool(_AS_BODY_BEFORE.search(before))


def _short_forms(short: dict[str, str], lists: Gazetteer) -> dict[str, Meaning]:
    """Short form -> label and normal name: by the lists, by the shape of what it stands for, or by itself."""
    found: dict[str, Meaning] = {}
    for form, long in short.items():
        meaning = lists.folded.get(fold(long))
        if meaning is None and (label := SHAPES.label_of(long)):
            meaning = (label, long)
        if meaning and meaning[0] == "service" and _begins_with_a_body(long, lists):
            meaning = ("organisation", long)
        meaning = meaning or lists.meanings.get(form)
        if meaning and meaning[0] in NAMED and not SHAPES.says_nothing(long, meaning[0]):
            found[form] = meaning
    return found


def _begins_with_a_body(name: str, lists: Gazetteer) -> bool:
    """'Home Office Data Team' is of the Home Office, no service to people."""
    words = fold(name).split()
    starts = (lists.folded.get(" ".join(words[:count])) for count in range(1, len(words) - 1))
    return any(start is not None and start[0] == "organisation" for start in starts)


def _capitals(texts: list[str], known: Callable[[str], bool]) -> Iterator[tuple[MentionLabel, str]]:
    """Unknown capitals that are a service, do something ('MCH launched') or are worked with ('with KMPT')."""
    unknown = [
        (text, names)
        for text in texts
        if not text.isupper()
        and (names := {n for n in _THREE_CAPITALS.findall(text) if not known(n) and not known(n.rstrip("s"))})
    ]
    small = {word for text in texts for word in _SMALL_WORDS.findall(text)} if unknown else set()
    patterns: list[tuple[MentionLabel, re.Pattern[str]]] = [
        ("service", _SERVES),
        ("organisation", _ACTS),
        ("organisation", _BESIDE),
    ]
    for label, pattern in patterns:
        for text, names in unknown:
            yield from (
                (label, m["name"])
                for m in pattern.finditer(text)
                if m["name"] in names and m["name"].lower() not in small
            )


def _represented(outline: Outline) -> Iterator[str]:
    """The bodies that people are listed for: a role that is a name and no office."""
    for person in outline.people:
        role = plain(person.role).strip()
        words = role.lower().replace(",", " ").split()
        if (
            person.capacity == "portfolio_holder"
            or role.lower() in SHAPES.kinds_of_member
            or not SHAPES.office_words.isdisjoint(words)
        ):
            continue
        role = _SPOKEN_FOR.sub("", role)
        of_people = not _OF_PEOPLE.isdisjoint(role.split()) or _TWO_SURNAMES.fullmatch(role)
        if _NAME_IN_ROLE.match(role) and len(role) > 2 and not of_people:
            yield role


def _own_bodies(outline: Outline) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """The paper's body and its council under their full names, and 'the Board', 'the Council' for them.

    Before each pattern stands what a text in small letters holds where it matches.
    """
    if outline.body:
        governed = SHAPES.of_a_school.match(plain(outline.body))
        body = governed["body"] if governed else outline.body
        words = plain(body).lower().split()
        nouns = _ORGANISATIONS["own_body"]
        ends = [" ".join(words[-count:]) for count in (3, 2, 1) if len(words) > count]
        yield from _called(body, [end for end in ends if any(end.endswith(noun) for noun in nouns)])
    if outline.council:
        yield from _called(outline.council, _ORGANISATIONS["own_council"])


def _called(name: str, nouns: list[str]) -> Iterator[tuple[str, re.Pattern[str], str]]:
    parts = plain(name).split()
    words = r"\s+".join(map(re.escape, parts))
    yield max(parts, key=len).lower(), re.compile(rf"(?<!\w){words}(?!\w)", re.I), name
    if nouns:
        capitals = "|".join(r"\s".join(re.escape(word.capitalize()) for word in noun.split()) for noun in nouns)
        # Begins with a plain set of characters, which lets a search skip quickly.
        the = re.compile(rf"[Tt](?<!\w.)he\s(?:{capitals})\b(?!\s[A-Z][a-z]|'s\s[A-Z]\w+\s(?:Board|Group|Panel))")
        yield "the", the, name


def normal_names(found: Iterable[Found], outline: Outline) -> dict[tuple[str, str], str]:
    """(label, name) -> the normal name. Case, 'and' and 'the' do not matter; see `_whole` for what else is one."""
    counts: dict[MentionLabel, Counter[str]] = defaultdict(Counter)
    own = {name for name in (outline.council, outline.body) if name}
    sure = set(own)
    for item in found:
        if item.label in NAMED:
            counts[item.label][item.name] += 1
            if item.source in {LIST, OWN, SHORT}:
                sure.add(item.name)
    normal: dict[tuple[str, str], str] = {}
    for label, names in counts.items():
        by_key: dict[str, str] = {}
        for name in sorted(names, key=lambda n: (n not in sure, not n[:1].isupper(), -names[n], n)):
            by_key.setdefault(_key(name), name)
        for name in names:
            whole = _whole(_key(name), by_key, label)
            named = by_key[_key(name)]
            keep = named in own or (named in sure and label not in {"organisation", "service"})
            normal[label, name] = named if keep else by_key[whole]
    return normal


_PREFIX = 2  # words by which a name may be longer and still be the same body's


def _key(name: str) -> str:
    words = fold(name).removeprefix("the ").split()
    return " ".join(w for w in words if w not in {"and", "s"})


def _whole(key: str, by_key: dict[str, str], label: MentionLabel) -> str:
    """The key of the one other name of the paper that `key` is short for, else `key`.

    A law without its year is the one with it, 'the 1984 Act' that of the year; a service that begins with its area is
    the one without; any other name of two words or more is the one longer name that ends with it.
    """
    if " " not in key:
        return key
    if label == "legislation":
        year, _, act = key.partition(" ")
        longer = [
            other
            for other in by_key
            if (other.startswith(f"{key} ") and other[len(key) + 1 :].isdigit())
            or (act == "act" and other.endswith(f" act {year}"))
        ]
    elif label == "service":
        area, _, rest = key.partition(" ")
        return rest if area in SHAPES.areas | {"council"} and rest in by_key else key
    else:
        longer = [
            other for other in by_key if other.endswith(f" {key}") and len(other.split()) <= len(key.split()) + _PREFIX
        ]
    return longer[0] if len(longer) == 1 else key
