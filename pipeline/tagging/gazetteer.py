"""The names of the vocabulary, found with spaCy's PhraseMatcher, whose cost does not grow with the lists.

A form of several words is matched in any case; a single word where it begins with a capital; one with capitals
inside (NHS, DfE) as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline import vocabulary
from pipeline.errors import UsageError
from pipeline.model import MentionLabel
from pipeline.tagging.found import FOUND, LIST, TEXT, Found
from pipeline.tagging.shapes import SHAPES
from pipeline.text import fold, plain

LISTS: list[tuple[MentionLabel, str]] = [
    ("organisation", "organisations"),
    ("service", "services"),
    ("legislation", "legislation"),
    ("programme", "programmes"),
    ("place", "places"),
]
_YEAR_AFTER = re.compile(r"\s(?:19|20)\d\d(?:[-/](?:20)?\d\d)?\b(?!\s?[-/])")
_BRANCH_AFTER = re.compile(
    r"\s(?P<place>[A-Z][a-z]+(?:-[a-z]+-[A-Z][a-z]+)?(?:\s(?:and\s|upon\s)?[A-Z][a-z]+)?)\b(?!')"
)
_REACH = 40  # characters before or after a name in which its area stands
_BRANCH_BEFORE = re.compile(r"(?:^|[\s(])(?P<place>[A-Z][a-z]{3,}(?:-[a-z]+-[A-Z][a-z]+)?)\s$")
_TIER_BEFORE = re.compile(r"\b(?:[Tt]ier\s[1-4]|0(?:-|\sto\s)(?:5|11|18|19|25))\s$")
Meaning = tuple[MentionLabel, str]
_ACRONYM = re.compile(r"^(?=\S*[A-Z]\S*[A-Z0-9])[A-Za-z0-9&/.'-]+$|^[A-Z]{2,}\S*$")

#: A form that ends in one of these is found in the plural as well.
_COUNTED = frozenset(
    {"team", "service", "centre", "hub", "plan", "programme", "strategy group", "board", "panel", "group", "forum"}
)


def entries() -> Iterator[tuple[str, MentionLabel, str]]:
    """(form, label, normal name) of every form of every list, the normal names among them."""
    for label, file in LISTS:
        words = vocabulary.load(file)
        for name, forms in words["names"].items():
            if not isinstance(forms, list | None):
                raise UsageError(
                    f"{file}.yaml: after '{name}:' stands {forms!r} and no list of forms",
                    hint=f"Write {name}: [] for none.",
                )
            for form in dict.fromkeys([str(name), *map(str, forms or ())]):
                yield plain(form), label, str(name)
                if form.isupper() and len(form) > 2 and form.isalpha():
                    yield f"{form}s", label, str(name)
                if form.rsplit(" ", 1)[-1].lower() in _COUNTED and " " in form:
                    yield plain(form) + "s", label, str(name)
    for area in vocabulary.load("places")["councils"]:
        yield area, "place", area


def is_acronym(form: str) -> bool:
    """Whether a form is matched as written: 'NHS', 'DfE', 'A&E', not 'Ofsted'."""
    return bool(_ACRONYM.match(form))


class Gazetteer:
    """The component: adds what it finds in a passage to its finds."""

    def __init__(self, nlp: Language) -> None:
        self.meanings: dict[str, Meaning] = {}  # by form, as written; where two lists hold a form, the first list's
        self.folded: dict[str, Meaning] = {}  # the same by the folded form
        self.common = frozenset(vocabulary.load("organisations")["common_words"])
        self.small = frozenset(vocabulary.load("organisations")["small_words"])
        self.branched = frozenset(vocabulary.load("organisations")["branched"])
        self.areas = frozenset(vocabulary.load("places")["councils"])
        self.any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.as_written = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.by_key: dict[int, Meaning] = {}
        self.titles: set[int] = set()  # programmes written large: a work programme in small letters is any body's
        for number, (form, label, name) in enumerate(entries()):
            self.meanings.setdefault(form, (label, name))
            self.folded.setdefault(fold(form), (label, name))
            key = nlp.vocab.strings.add(str(number))
            self.by_key[key] = (label, name)
            if label == "programme" and form[:1].isupper():
                self.titles.add(key)
            (self.as_written if is_acronym(form) else self.any_case).add(str(number), [nlp.make_doc(form)])

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of the lists in `doc`."""
        matches = [
            match for match in self.any_case(doc) if match[2] - match[1] > 1 or not self._common(doc, match[1])
        ] + self.as_written(doc)
        text = doc.user_data[TEXT]
        for key, start, end in matches:
            label, name = self.by_key[key]
            first = doc[start]
            last = doc[end - 1] if end - start > 1 else first
            if key in self.titles and not text[first.idx].isupper():
                continue
            item = Found(first.idx, last.idx + len(last), label, name, LIST)
            doc.user_data[FOUND].append(self._extended(text, item))
        return doc

    def _common(self, doc: Doc, place: int) -> bool:
        """Whether the single word at `place` is written small, or stands large only because a sentence begins."""
        word = doc[place].text
        if not word[0].isupper():
            after = doc[place + 1].text if place + 1 < len(doc) else ""
            return word not in self.small or (after.islower() and after not in STOP_WORDS)  # 'police station'
        if word not in self.common:
            return False
        after = doc[place + 1].text if place + 1 < len(doc) else ""
        opens = place == 0 or not doc[place - 1].text[-1].isalnum()
        return opens or (after[:1].isupper() and word not in self.branched)  # 'the Crisis Café'

    def _extended(self, text: str, item: Found) -> Found:
        """'Keeping Children Safe in Education 2021', 'Tier 2 CAMHS', 'NHS Kent CCG': with year, tier and area."""
        if item.label in {"legislation", "programme"} and (year := _YEAR_AFTER.match(text, item.end)):
            return item._replace(end=year.end())
        if item.label == "service" and (tier := _TIER_BEFORE.search(text, max(0, item.start - _REACH), item.start)):
            return item._replace(start=tier.start(), name=f"{tier.group()}{item.name}")
        if item.label != "organisation":
            return item
        blank = text.rfind(" ", 0, max(0, item.start - 1))
        if text[blank + 1].isupper() and text[item.start - 1 : item.start] == " ":
            before = text[max(0, item.start - _REACH) : item.start - 1]
            if area := self._area(before.split(" "), from_end=True):
                start = item.start - len(area) - 1
                start -= 4 if text[:start].endswith("NHS ") else 0
                return item._replace(start=start, name=f"{area} {item.name}")
        if text[item.end : item.end + 1] == " " and text[item.end + 1 : item.end + 2].isupper():
            after = text[item.end + 1 : item.end + _REACH]
            if area := self._area(after.split(" "), from_end=False):
                return item._replace(end=item.end + 1 + len(area), name=f"{item.name} {area}")
        if item.name in self.branched and (branch := _BRANCH_AFTER.match(text, item.end)):
            words = branch["place"].split()
            if words[0].lower() not in SHAPES.label and words[-1].lower() not in SHAPES.label:
                return item._replace(end=branch.end(), name=f"{item.name} {branch['place']}")
        branched = item.name in self.branched
        placed = _BRANCH_BEFORE.search(text, max(0, item.start - _REACH), item.start) if branched else None
        if placed and placed["place"].lower() not in SHAPES.stops:  # 'Westbrook Citizens Advice'
            return item._replace(start=placed.start("place"), name=f"{placed['place']} {item.name}")
        return item

    def _area(self, words: list[str], from_end: bool) -> str:
        """The council area, '' for none, that the last (or first) of `words` are."""
        for count in range(min(5, len(words)), 0, -1):
            area = " ".join(words[-count:] if from_end else words[:count])
            if area.rstrip(".,;:)") in self.areas:
                return area.rstrip(".,;:)") if not from_end else (area if area in self.areas else "")
        return ""
