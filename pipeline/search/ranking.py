"""What counts how much in the order of results."""

from __future__ import annotations

import msgspec
import numpy as np

from pipeline.search.arrays import Array
from pipeline.search.snapshot import Snapshot


class Weights(msgspec.Struct, frozen=True):
    """What counts how much."""

    fields: dict[str, float]  # the fields that are searched when a query names none; the first is the text itself
    k1: float = 1.2
    b: float = 0.75
    forms: float = 0.0  # worth of another form of a word; 0 looks for the word as written alone
    needed: float = 0.5  # share of a bag that a document must hold; a rare word is a greater share than a common one
    together: float = 0.0  # how much of its score a document loses by the share of a bag that it does not hold
    pairs: float = 0.0  # worth of neighbouring words of a bag that stand close together
    section: float = 0.0  # worth of a bag's words that stand elsewhere in the section
    paper: float = 0.0  # worth of a bag's words that stand elsewhere in the paper


#: How a search is ranked.
RANKING = Weights(
    fields={"text": 1.0, "heading": 0.6, "title": 0.2},
    k1=1.4,
    b=0.4,
    forms=0.7,
    needed=0.45,
    together=1.0,
    pairs=0.4,
    section=0.3,
    paper=0.5,
)
#: How a search for words as they are written is ranked.
AS_WRITTEN = Weights(fields=RANKING.fields)
# A passage with a statement is worth more than one without, one of the kind that the query names more again; likewise
# one of the body or of the year that it names.
_STATES_SOMETHING = 1.5
_NAMED = {"kind": 1.3, "body": 1.2, "year": 1.2}
# One of the kind that the command is for comes before the others, unless it fits the query much worse.
_PREFERRED_KIND = 2.0


def worth(snapshot: Snapshot, docs: Array, named: dict[str, set[str]], preferred: set[str]) -> Array:
    """What the score of each document is multiplied with: `named` are the values the query names, by field."""
    factors = np.where(snapshot.column("kind").counts > 0, np.float32(_STATES_SOMETHING), np.float32(1))[docs]
    wanted = [(field, names, _NAMED[field]) for field, names in named.items()]
    for field, names, factor in (*wanted, ("kind", preferred, _PREFERRED_KIND)):
        column = snapshot.column(field)
        marked = np.array([name in names for name in column.names], bool)
        if marked.any():
            factors[column.having(marked, docs)] *= np.float32(factor)
    found: Array = factors
    return found
