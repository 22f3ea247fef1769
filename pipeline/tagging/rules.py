"""The spaCy pipeline: blank English and our components, made once a process."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import dates, vocabulary
from pipeline.errors import UsageError
from pipeline.model import MentionLabel
from pipeline.tagging import amounts, names
from pipeline.tagging.found import DATE, FOUND, MODEL, PAPER, TEXT, WORDS, Found
from pipeline.tagging.gazetteer import Gazetteer
from pipeline.tagging.shapes import tidy

#: What the labels of trained models mean here.
MODEL_LABELS: dict[str, MentionLabel] = {
    "ORG": "organisation", "NORP": "organisation", "PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place",
    "FAC": "place", "LAW": "legislation",
}  # fmt: skip


@Language.factory("papers_lists")  # type: ignore[untyped-decorator]
def _lists(nlp: Language, name: str) -> Gazetteer:
    return Gazetteer(nlp)


@Language.component("papers_names")  # type: ignore[untyped-decorator]
def _names(doc: Doc) -> Doc:
    doc.user_data[FOUND].extend(names.find(doc.user_data[TEXT], doc.user_data[WORDS], doc.user_data[FOUND]))
    return doc


@Language.component("papers_amounts")  # type: ignore[untyped-decorator]
def _amounts(doc: Doc) -> Doc:
    doc.user_data[FOUND].extend(amounts.find(doc.user_data[TEXT]))
    return doc


@Language.component("papers_dates")  # type: ignore[untyped-decorator]
def _dates(doc: Doc) -> Doc:
    anchor: date | None = doc.user_data[PAPER].anchor
    for found in dates.find(doc.user_data[TEXT], anchor):
        value: dict[str, str | float] | None = (
            {"start": found.value.start, "end": found.value.end} if found.value else None
        )
        name = _interval(found.value.start, found.value.end) if found.value else found.text
        doc.user_data[FOUND].append(Found(found.start, found.end, "date", name, DATE, value))
    return doc


@Language.component("papers_people")  # type: ignore[untyped-decorator]
def _people(doc: Doc) -> Doc:
    doc.user_data[FOUND].extend(doc.user_data[PAPER].roll.find(doc.user_data[TEXT], doc.user_data[WORDS]))
    return doc


#: The components in order; each adds to `doc.user_data[FOUND]` and may look at what is there.
COMPONENTS = ["papers_lists", "papers_dates", "papers_people", "papers_names", "papers_amounts"]


@cache
def pipeline(digest: str) -> Language:
    """The pipeline for the vocabulary with this digest."""
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def lists() -> Gazetteer:
    """The names of the vocabulary in force."""
    component: Gazetteer = pipeline(vocabulary.digest()).get_pipe("papers_lists")
    return component


def blank_doc(nlp: Language, text: str, words: frozenset[str], paper: Any) -> Doc:
    """The tokens of `text` (plain; its `words`), ready for the components."""
    doc = nlp.make_doc(text)
    doc.user_data = {TEXT: text, WORDS: words, PAPER: paper, FOUND: []}
    return doc


def run(texts: list[str], words: list[frozenset[str]], paper: Any) -> list[list[Found]]:
    """What the components find in each of `texts` (their `words` beside them); `paper` tells of the whole."""
    nlp = pipeline(vocabulary.digest())
    components = [component for _, component in nlp.pipeline]
    found = []
    for text, said in zip(texts, words, strict=True):
        doc = blank_doc(nlp, text, said, paper)
        for component in components:  # `nlp.pipe` gains where a component works on batches; none of ours does
            component(doc)
        found.append(doc.user_data[FOUND])
    return found


@cache
def model(name: str) -> Language:
    """The trained spaCy model `name`, a package or a folder. Raises UsageError when there is none."""
    try:
        return spacy.load(name)
    except OSError as error:
        raise UsageError(
            f"There is no spaCy model '{name}'.", hint=f"Install it: python -m spacy download {name}"
        ) from error


def guessed(texts: list[str], name: str) -> list[list[Found]]:
    """What the trained model `name` finds in each of `texts`, with our labels."""
    return [
        [
            Found(ent.start_char, ent.end_char, MODEL_LABELS[ent.label_], tidy(ent.text), MODEL)
            for ent in doc.ents
            if ent.label_ in MODEL_LABELS
        ]
        for doc in model(name).pipe(texts, batch_size=64)
    ]


def _interval(start: str, end: str) -> str:
    return start if start == end else f"{start}/{end}"
