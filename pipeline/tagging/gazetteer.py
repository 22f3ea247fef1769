"""The names of the vocabulary, found with spaCy's PhraseMatcher, whose cost does not grow with the lists.

A form of several words is matched in any case; a single word where it begins with a capital; one with capitals
inside (NHS, DfE) as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline import vocabulary
from pipeline.model import MentionLabel
from pipeline.tagging.found import FOUND, LIST, TEXT, Found
from pipeline.text import fold, plain

LISTS: list[tuple[MentionLabel, str]] = [
    ("organisation", "organisations"),
    ("service", "services"),
    ("legislation", "legislation"),
    ("programme", "programmes"),
    ("place", "places"),
]
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
            for form in dict.fromkeys([str(name), *map(str, forms or ())]):
                yield plain(form), label, str(name)
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
        areas = sorted(vocabulary.load("places")["councils"], key=len, reverse=True)
        self.area = re.compile(rf"\b(?:NHS\s)?(?P<area>{'|'.join(map(re.escape, areas))})\s$")
        self.any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.as_written = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.by_key: dict[int, Meaning] = {}
        for number, (form, label, name) in enumerate(entries()):
            self.meanings.setdefault(form, (label, name))
            self.folded.setdefault(fold(form), (label, name))
            self.by_key[nlp.vocab.strings.add(str(number))] = (label, name)
            (self.as_written if is_acronym(form) else self.any_case).add(str(number), [nlp.make_doc(form)])

    def _opens(self, doc: Doc, place: int) -> bool:
        """Whether the single word at `place` may be there only because a sentence begins."""
        return doc[place].text in self.common and (place == 0 or not doc[place - 1].text[-1].isalnum())

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of the lists in `doc`."""
        for key, start, end in self.any_case(doc):
            first, last = doc[start], doc[end - 1]
            if end - start == 1 and (not first.text[0].isupper() or self._opens(doc, start)):
                continue
            label, name = self.by_key[key]
            doc.user_data[FOUND].append(Found(first.idx, last.idx + len(last), label, name, LIST))
        for key, start, end in self.as_written(doc):
            label, name = self.by_key[key]
            doc.user_data[FOUND].append(Found(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), label, name, LIST))
        doc.user_data[FOUND].extend(
            [of_area for item in doc.user_data[FOUND] if (of_area := self._of_area(doc.user_data[TEXT], item))]
        )
        return doc

    def _of_area(self, text: str, item: Found) -> Found | None:
        """'Kent Police', 'NHS Medway CCG': the body of that kind for an area."""
        if item.label != "organisation" or not (area := self.area.search(text, max(0, item.start - 40), item.start)):
            return None
        return Found(area.start(), item.end, "organisation", f"{area['area']} {item.name}", LIST)
