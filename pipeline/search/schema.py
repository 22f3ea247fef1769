"""The kinds of Whoosh fields that the index is made of.

TEXT with a `WordAnalyzer` holds text, ranked and with positions; `NamesField` holds names, indexed as they are and
counted; `NumberField` a number; STORED holds what is only shown. `BatchWriter` writes these and no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import STORED, TEXT, FieldType, Schema
from whoosh.formats import Existence

from pipeline.search import words
from pipeline.search.columns import Names, Numbers
from pipeline.search.fields import TEXT_FIELDS, VALUE_FIELDS


class WordAnalyzer(Analyzer):  # type: ignore[misc]
    """`words` as a Whoosh analyzer."""

    def words(self, text: str) -> list[str]:
        """The words of `text`, in order: the quick way."""
        return words.words(text)

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **kwargs: Any) -> Iterator[Any]:
        """The words as Whoosh's tokens."""
        token = Token(positions, chars, boost=1.0, **kwargs)
        for place, (word, start, end) in enumerate(words.spans(value), kwargs.get("start_pos", 0)):
            token.text, token.boost, token.stopped = word, 1.0, False
            if positions:
                token.pos = place
            if chars:
                token.startchar, token.endchar = start, end
            yield token


class NamesField(FieldType):  # type: ignore[misc]
    """Any number of names a document, given as a list."""

    scorable, stored, unique, vector = False, False, False, None

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.column_type = Names()

    def to_column_value(self, value: list[str]) -> list[str]:
        """Names are kept as they are."""
        return value

    def from_column_value(self, value: list[str]) -> list[str]:
        """Names are given as they are."""
        return value


class NumberField(FieldType):  # type: ignore[misc]
    """One whole number a document, kept beside it and not searched for."""

    indexed, scorable, stored, unique, vector = False, False, False, False, None

    def __init__(self) -> None:
        self.format = None
        self.analyzer = None
        self.column_type = Numbers()

    def to_column_value(self, value: int) -> int:
        """Numbers are kept as they are."""
        return value

    def from_column_value(self, value: int) -> int:
        """Numbers are given as they are."""
        return value


def schema() -> Schema:
    """The fields of the papers' index: those of `fields.FIELDS` and the ones it needs for itself."""
    made = Schema()
    for name in TEXT_FIELDS:
        made.add(name, TEXT(analyzer=WordAnalyzer(), stored=name == "text"))
    for name in (*VALUE_FIELDS, "record", "opens", "abbreviation", "version", "draft", "twin"):
        made.add(name, NamesField())
    made.add("repeat", NumberField())
    made.add("shown", STORED())
    return made
