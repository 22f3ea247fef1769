"""Short forms across a corpus: what each stands for, where that was said, and where papers disagree.

Made from papers that were read before; imports no tagger, so search and trace may use it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.model import Paper
from pipeline.text import fold


@dataclass(slots=True)
class Definition:
    """One paper's word for what a short form means."""

    paper: str  # its id
    document: str  # its path in the corpus
    body: str | None
    date: str | None  # ISO, of the meeting
    page: int | None  # where the short form and its meaning first stand together
    passage: str | None


@dataclass(slots=True)
class Meaning:
    """What a short form stands for, as most papers write it, and the papers that say so, oldest first."""

    text: str
    definitions: list[Definition] = field(default_factory=list)

    @property
    def bodies(self) -> list[str]:
        """The bodies whose papers use this meaning."""
        return sorted({d.body for d in self.definitions if d.body})

    @property
    def first(self) -> str | None:
        """The date of the oldest dated definition."""
        return min((d.date for d in self.definitions if d.date), default=None)

    @property
    def last(self) -> str | None:
        """The date of the newest dated definition."""
        return max((d.date for d in self.definitions if d.date), default=None)


@dataclass(slots=True)
class Entry:
    """A short form with its meanings, the one most often defined first."""

    short: str
    meanings: list[Meaning]

    @property
    def conflict(self) -> bool:
        """Whether papers give it more than one meaning."""
        return len(self.meanings) > 1


def build(papers: Iterable[Paper]) -> list[Entry]:
    """The glossary of `papers`, by short form. Meanings that differ in case, punctuation or a plural are one."""
    found: dict[str, dict[str, list[tuple[str, Definition]]]] = defaultdict(lambda: defaultdict(list))
    for paper in papers:
        for short, meaning in paper.abbreviations.items():
            found[short][_key(meaning)].append((meaning, _definition(paper, short, meaning)))
    return [Entry(short, _meanings(found[short])) for short in sorted(found, key=lambda s: (s.casefold(), s))]


def conflicts(entries: Iterable[Entry]) -> list[Entry]:
    """The short forms with more than one meaning."""
    return [entry for entry in entries if entry.conflict]


def meaning(entries: Iterable[Entry], short: str, body: str | None = None, date: str | None = None) -> str | None:
    """What `short` stands for in a paper of `body` and `date` (ISO); None when that cannot be told.

    The body's own meaning comes first, then the one in use nearest to the date; a tie tells nothing.
    """
    entry = next((e for e in entries if e.short == short), None)
    if entry is None:
        return None
    of_body = [m for m in entry.meanings if body and body in m.bodies]
    choices = of_body or entry.meanings
    if len(choices) == 1:
        return choices[0].text
    if date is None:
        return None
    distances = sorted((_distance(m, date), m.text) for m in choices)
    return distances[0][1] if distances[0][0] < distances[1][0] else None


def _key(meaning: str) -> str:
    """'Arms Length Bodies', 'arm's-length body' -> the same letters."""
    words = [w.replace("'", "") for w in fold(meaning).split()]
    return "".join(_singular(w) for w in words if w not in {"and", "the"})


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word.removesuffix("s")


def _definition(paper: Paper, short: str, meaning: str) -> Definition:
    wanted = fold(meaning)
    place = next((p for p in paper.passages if short in p.text and wanted in fold(p.text)), None)
    place = place or next((p for p in paper.passages if short in p.text), None)
    return Definition(
        paper=paper.id,
        document=paper.source.path,
        body=paper.body,
        date=paper.meeting_date,
        page=place.page if place else None,
        passage=place.id if place else None,
    )


def _meanings(by_key: dict[str, list[tuple[str, Definition]]]) -> list[Meaning]:
    meanings = []
    for said in by_key.values():
        spellings = [text for text, _ in said]
        best = max(
            dict.fromkeys(spellings), key=lambda text: (not text.isupper(), text[:1].isupper(), spellings.count(text))
        )
        definitions = sorted((d for _, d in said), key=lambda d: (d.date or "9999", d.document))
        meanings.append(Meaning(best, definitions))
    return sorted(meanings, key=lambda m: (-len(m.definitions), m.text))


def _distance(meaning: Meaning, date: str) -> int:
    """Days, roughly, from `date` to the nearest definition; 0 within the time of use."""
    first, last = meaning.first, meaning.last
    if first is None or last is None:
        return 1_000_000
    if first <= date <= last:
        return 0
    return abs(_days(date) - _days(first if date < first else last))


def _days(date: str) -> int:
    year, month, day = map(int, date.split("-"))
    return year * 372 + month * 31 + day
