"""Passages made up for measuring search: words as unevenly spread as in English, phrases, and fields to count by.

The same number of passages is always the same corpus. Words are made of syllables, but for the few hundred that
committees use most, so that queries read like queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt


def _split(words: str) -> list[str]:
    return words.split()


_COMMON = _split("""
the of and to in a for that is on be with as by this it are was from at which have an or will has been not
their would were they all any other more these its there where also than such into should our through who each between
during within council committee report budget service services members public community policy plan housing care social
adult children strategy review funding development transport chief officer financial year programme project risk
performance resources staff health education schools support local partners government action delivery capital revenue
savings cost income recommendations note agreed decision equality climate environment waste recycling roads parking
cycling bus rail regeneration economy skills culture leisure libraries parks allotments homeless tenants repairs rented
licensing alcohol taxi premises inspection safety audit scrutiny governance procurement contract property nursery
inclusion teachers pupils young families carers foster adoption protection recovery mental wellbeing older disability
residential assessment joint ward consultation survey complaints information digital pensions borrowing investment tax
grant voluntary monitoring quarter annual progress update targets outcomes priorities framework guidance section duty
best value low emission zone medium term""")
_PHRASES = [
    phrase.split()
    for phrase in (
        "medium term financial strategy",
        "adult social care",
        "best value duty",
        "low emission zone",
        "mental health",
        "capital investment programme",
        "audit plan for the year",
        "temporary housing for homeless families",
    )
]
_WORDS = 40_000
_COMMITTEES = [
    f"{name} Committee"
    for name in _split(
        "Finance Housing Planning Education Audit Licensing Transport Culture Economy Health Children Adults Digital "
        "Property Pensions Scrutiny Wellbeing Regeneration Climate Safety Equalities Parks Waste Highways Standards"
    )
]
_KINDS = [
    "action",
    "risk",
    "decision",
    "recommendation",
    "priority",
    "aim",
    "outcome",
    "milestone",
    "commitment",
    "none",
]
_FIRST_DAY = date(2005, 1, 1)
_DAYS = 20 * 365

#: The fields that are counted for every query.
FACETS = ("committee", "year", "kind", "owner", "service")


class Passage(msgspec.Struct):
    """One passage; `service` has none to four values, the other fields one."""

    id: int
    text: str
    heading: str
    committee: str
    year: str
    kind: str
    owner: str
    service: list[str]
    date: str


class Query(msgspec.Struct, frozen=True):
    """Words of the field `text`: all of them, any of them, side by side, or the beginning of words; with filters."""

    op: str  # all, any, phrase, prefix
    words: tuple[str, ...]
    committee: str = ""
    dates: tuple[str, str] = ("", "")

    @property
    def kind(self) -> str:
        """For the table: what sort of query it is."""
        if self.committee:
            return "filtered"
        return {"all": "one word" if len(self.words) == 1 else "all words", "any": "any word"}.get(self.op, self.op)


def words() -> list[str]:
    """The corpus's words, the commonest first."""
    syllables = [a + b for a, b in product("bcdfglmnprstvw", "aeiou")]
    made = ("".join(parts) for size in (2, 3) for parts in product(syllables, repeat=size))
    rng = np.random.default_rng(11)
    rare = np.array(list(made), dtype=object)
    known = set(_COMMON)
    return [*_COMMON, *(w for w in rng.permutation(rare).tolist() if w not in known)][:_WORDS]


def queries() -> list[Query]:
    """The queries, of every sort and from rare words to the commonest."""
    rare = [word for word in words() if word not in set(_COMMON)]
    found = [
        Query("all", (word,)) for word in ("council", "committee", "housing", "budget", "report", "be", "allotments")
    ]
    found += [Query("all", (rare[place],)) for place in (50, 400, 2_000, 6_000, 12_000, 20_000, 30_000)]
    pairs = ("housing repairs", "council homeless", "budget risk", "climate transport", f"licensing {rare[300]}")
    found += [Query("all", tuple(pair.split())) for pair in pairs]
    several = (
        "allotments parks libraries",
        "taxi licensing alcohol",
        "foster adoption carers",
        "committee report council",
    )
    found += [Query("any", tuple(words.split())) for words in several]
    phrases = ("adult social care", "best value duty", "medium term financial strategy", "low emission zone")
    found += [Query("phrase", tuple(phrase.split())) for phrase in phrases]
    found += [Query("prefix", (start,)) for start in ("regener", "transp", "comm")]
    found += [
        Query("all", ("housing",), "Housing Committee", ("2015-01-01", "2019-12-31")),
        Query("all", ("budget",), "Finance Committee", ("2018-04-01", "2022-03-31")),
        Query("any", ("climate", "transport"), "Transport Committee", ("2010-01-01", "2024-12-31")),
        Query("phrase", ("adult", "social", "care"), "Health Committee", ("2012-01-01", "2022-12-31")),
    ]
    return found


def passages(count: int) -> Iterator[Passage]:
    """So many passages of 60 to 140 words."""
    rng = np.random.default_rng(count)
    vocabulary = np.array(words(), dtype=object)
    likely = 1 / (np.arange(1, len(vocabulary) + 1) + 2.7) ** 1.07
    likely /= likely.sum()
    owners, services = [f"Owner {n:02}" for n in range(40)], [f"Service {n:03}" for n in range(200)]
    for start in range(0, count, 10_000):
        size = min(10_000, count - start)
        lengths = rng.integers(60, 141, size)
        drawn = np.split(vocabulary[rng.choice(len(vocabulary), lengths.sum(), p=likely)], np.cumsum(lengths)[:-1])
        headings = vocabulary[rng.choice(len(vocabulary), (size, 5), p=likely)]
        days = rng.integers(0, _DAYS, size)
        committee, kind = (_spread(rng, names, size, 0.5) for names in (_COMMITTEES, _KINDS))
        owner, service = _spread(rng, owners, size, 0.8), _spread(rng, services, size * 4, 0.8)
        how_many, inserted = rng.choice(5, size, p=[0.2, 0.35, 0.25, 0.15, 0.05]), rng.integers(0, 3, size)
        for i in range(size):
            text = drawn[i].tolist()
            for _ in range(inserted[i]):
                at = int(rng.integers(0, len(text)))
                text[at:at] = _PHRASES[int(rng.integers(0, len(_PHRASES)))]
            day = (_FIRST_DAY + timedelta(int(days[i]))).isoformat()
            services_of = sorted(set(service[4 * i : 4 * i + int(how_many[i])]))
            yield Passage(
                id=start + i,
                text=_sentences(text),
                heading=" ".join(headings[i]).capitalize(),
                committee=committee[i],
                year=day[:4],
                kind=kind[i],
                owner=owner[i],
                service=services_of,
                date=day,
            )


def _spread(rng: np.random.Generator, names: list[str], size: int, slope: float) -> list[str]:
    """Names drawn unevenly, the first the most often."""
    likely: npt.NDArray[Any] = 1 / np.arange(1, len(names) + 1) ** slope
    chosen: list[str] = np.array(names, dtype=object)[rng.choice(len(names), size, p=likely / likely.sum())].tolist()
    return chosen


def _sentences(words: list[str]) -> str:
    return " ".join(f"{' '.join(words[at : at + 16]).capitalize()}." for at in range(0, len(words), 16))
