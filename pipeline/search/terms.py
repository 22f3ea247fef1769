"""The terms and postings of a segment: written one by one or as arrays, read as Whoosh wants them or as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.formats import Existence, Frequency, Positions
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.reading import TermInfo, TermNotFound

from pipeline.search import arrays
from pipeline.search.documents import LENGTHS
from pipeline.search.postings import Postings, Run, invert
from pipeline.search.segments import FIELDS_EXT, ArraySegment, load, save

FORMATS = (Existence, Frequency, Positions)


class FieldsWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects postings; on `close` writes them. Takes them one by one, as Whoosh gives them, or as arrays."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._content: dict[str, Any] = {}
        self._terms: list[bytes] = []
        self._codes, self._docs, self._positions = array("I"), array("I"), array("I")
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin the postings of a field."""
        if type(fieldobj.format) not in FORMATS:
            raise ValueError(f"The field {fieldname} has a format that this codec does not keep: {fieldobj.format}")
        self._name, self._format = fieldname, fieldobj.format
        self._terms = []
        self._codes, self._docs, self._positions = array("I"), array("I"), array("I")

    def start_term(self, btext: bytes) -> None:
        """Begin the postings of a term of the field."""
        self._terms.append(btext)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """One posting of the term."""
        count = int(weight)
        if count != weight:
            raise ValueError("This codec keeps no boosts: a weight must be a whole number.")
        if isinstance(self._format, Positions):
            positions = self._format.decode_positions(vbytes)
            if len(positions) != count:
                raise ValueError("This codec keeps no boosts: a weight must be the number of positions.")
            self._positions.extend(positions)
        self._codes.extend([len(self._terms) - 1] * count)
        self._docs.extend([docnum] * count)

    def finish_term(self) -> None:
        """End the postings of a term."""

    def finish_field(self) -> None:
        """End the postings of a field."""
        codes, docs = np.array(self._codes, np.uint32), np.array(self._docs, np.uint32)
        positions = np.array(self._positions, np.uint32) if isinstance(self._format, Positions) else None
        self.add_runs(self._name, [Run(self._terms, codes, docs, positions)])

    def add_runs(self, fieldname: str, runs: list[Run]) -> None:
        """All postings of a field at once."""
        self._content.update({f"{fieldname}/{name}": values for name, values in invert(runs).items()})

    def close(self) -> None:
        """Write the file."""
        save(self._storage, self._segment, FIELDS_EXT, self._content, {})
        self.is_closed = True


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Reads `.fields`: Whoosh's interface, and `postings` for the arrays."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        source = load(storage, segment, FIELDS_EXT)
        names = sorted({name.rsplit("/", 1)[0] for name in source})
        self.postings = {name: Postings(source, name) for name in names}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self.postings and self.postings[name].find(text) is not None

    def indexed_field_names(self) -> list[str]:  # noqa: D102
        return list(self.postings)

    def terms(self) -> Iterator[tuple[str, bytes]]:  # noqa: D102
        return ((name, term) for name, postings in self.postings.items() for term in postings.all_terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:  # noqa: D102
        for name, postings in self.postings.items():
            if name >= fieldname:
                start = postings.place(prefix) if name == fieldname else 0
                yield from ((name, postings.term(place)) for place in range(start, len(postings)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:  # noqa: D102
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:  # noqa: D102
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:  # noqa: D102
        if fieldname not in self.postings:
            return base.EmptyCursor()
        return Cursor(self.postings[fieldname], lambda text: self.term_info(fieldname, text), fieldobj)

    def _place(self, fieldname: str, text: bytes) -> int:
        place = self.postings[fieldname].find(text) if fieldname in self.postings else None
        if place is None:
            raise KeyError((fieldname, text))
        return place

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What Whoosh wants to know of a term. The lengths are bounds, not exact: 1 and the longest there can be."""
        try:
            place = self._place(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from error
        term = range(place, place + 1)
        docs, weights = self.postings[fieldname].docs(term), self.postings[fieldname].weights(term)
        heaviest = float(weights.max())
        return TermInfo(float(weights.sum()), len(docs), 1, int(LENGTHS[-1]), heaviest, int(docs[0]), int(docs[-1]))

    def frequency(self, fieldname: str, text: bytes) -> float:  # noqa: D102
        place = self._place(fieldname, text)
        return float(self.postings[fieldname].weights(range(place, place + 1)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:  # noqa: D102
        place = self._place(fieldname, text)
        return len(self.postings[fieldname].docs(range(place, place + 1)))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """A Whoosh matcher over the postings of a term, so that every kind of Whoosh query works."""
        info = self.term_info(fieldname, text)
        place = self._place(fieldname, text)
        postings, term = self.postings[fieldname], range(place, place + 1)
        docs, weights = postings.docs(term).tolist(), postings.weights(term).tolist()
        if not docs:
            return NullMatcher()
        if isinstance(format_, Positions):
            positions, ends = postings.positions(place).tolist(), arrays.offsets(postings.weights(term)).tolist()
            values = [format_.encode(positions[start:end]) for start, end in pairwise(ends)]
        else:
            values = [_value(format_, weight) for weight in weights]
        return ListMatcher(
            docs, [float(w) for w in weights], values, format_, scorer, term=(fieldname, text), terminfo=info
        )


def _value(format_: Any, weight: int) -> bytes:
    return weight.to_bytes(4, "big") if isinstance(format_, Frequency) else b""


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field."""

    def __init__(self, postings: Postings, info: Callable[[bytes], TermInfo], fieldobj: Any) -> None:
        self._postings, self._info, self._field = postings, info, fieldobj
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to `term`, or to the one after where it would stand."""
        self._place = self._postings.place(term if isinstance(term, bytes) else self._field.to_bytes(term))
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        """The present term, None behind the last."""
        return self._field.from_bytes(self._postings.term(self._place)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """What is known of the present term."""
        return self._info(self._postings.term(self._place)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a present term."""
        return self._place < len(self._postings)
