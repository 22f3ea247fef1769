"""Hold what the program found in papers against what careful readers say they contain.

Everything is compared without case, punctuation and runs of blanks, and summed over all papers of a set.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.answers import Answer, Entity, Section
from benchmarks.answers import Statement as Expected
from pipeline.model import SCHEMA_VERSION, Mention, Paper, Source, Statement

#: The share of words (Dice) from which two texts, or two headings, are the same.
SAME, SAME_HEADING = 0.8, 0.85
#: The certainty from which a statement should be right nine times in ten.
CERTAIN = 0.9

#: What is found in a paper that could not be read.
NOTHING = Paper(SCHEMA_VERSION, "", Source("", "", 0, "", None, ""), None, None, None, None, "other")

Pairs = list[tuple[int, int]]

_WORD = re.compile(r"[a-z0-9%£]+")


class Figure(NamedTuple):
    """How well one thing is found: shares from 0 to 1, and how many the reader and the program have."""

    f1: float
    precision: float
    recall: float
    gold: int
    found: int


class Tally:
    """Counts of what the reader has, what the program found, and what both have."""

    def __init__(self) -> None:
        self.hit = self.gold = self.found = 0

    def add(self, hit: int, gold: int, found: int) -> None:
        """Count further ones."""
        self.hit, self.gold, self.found = self.hit + hit, self.gold + gold, self.found + found

    def figure(self) -> Figure:
        """The shares; 0 where there is nothing to share."""
        precision = self.hit / self.found if self.found else 0.0
        recall = self.hit / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if self.hit else 0.0
        return Figure(f1, precision, recall, self.gold, self.found)


class Miss(NamedTuple):
    """Something that counts against a figure."""

    figure: str
    document: str
    what: str


class Score:
    """The figures of a set of papers, and what is missed in it."""

    def __init__(self) -> None:
        self.papers = 0
        self.misses: list[Miss] = []
        self.certain = Tally()  # of the statements that are certain, those that are right
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self._document = ""

    def add(self, answer: Answer, paper: Paper | None) -> None:
        """Count a paper; one that could not be read (None) holds nothing of what it should."""
        self.papers += 1
        self._document = answer.document
        self._metadata(answer, paper)
        paper = paper or NOTHING
        people = [(fold(p.name), p.capacity) for p in answer.metadata.people]
        self._same("people", people, [(fold(p.name), p.capacity) for p in paper.people])
        self._sections([s for s in answer.sections if s.heading], paper)
        pairs = pair([s.text for s in answer.statements], [s.text for s in paper.statements])
        self._statements(answer.statements, paper.statements, pairs)
        partner = dict(pairs)
        for i, statement in enumerate(answer.statements):
            self._action(statement, paper.statements[partner[i]] if i in partner else None)
        self._dates(answer, [m for m in paper.mentions if m.label == "date"])
        self._same("abbreviations", _folded(answer.abbreviations.items()), _folded(paper.abbreviations.items()))
        for label, entities in answer.entities.items():
            self._entities(label, entities, [m for m in paper.mentions if m.label == label])

    def figures(self) -> dict[str, Figure]:
        """Every figure by its name, in alphabetical order."""
        return {name: self._tallies[name].figure() for name in sorted(self._tallies)}

    def _metadata(self, answer: Answer, paper: Paper | None) -> None:
        for field in ("council", "body", "meeting_date", "title", "paper_type"):
            wanted, found = getattr(answer.metadata, field), getattr(paper, field, None)
            if wanted:
                right = fold(found) == fold(wanted)
                self._tallies["metadata"].add(right, 1, 1)
                self._check(f"metadata.{field}", right, f"{wanted!r}, found {found!r}")

    def _sections(self, wanted: Sequence[Section], paper: Paper) -> None:
        found = [s for s in paper.sections if s.heading]
        pairs = pair([s.heading for s in wanted], [s.heading for s in found], SAME_HEADING)
        kinds = [(i, j) for i, j in pairs if set(wanted[i].kinds) == set(found[j].kinds)]
        self._tallies["sections.headings"].add(len(pairs), len(wanted), len(found))
        self._tallies["sections.kinds"].add(len(kinds), len(wanted), len(found))
        for i in _rest(wanted, (i for i, _ in pairs)):
            self._miss("sections.headings", f"missed: {wanted[i].heading!r}")
        for j in _rest(found, (j for _, j in pairs)):
            self._miss("sections.headings", f"no heading: {found[j].heading!r}")
        for i, j in sorted(set(pairs) - set(kinds)):
            self._miss("sections.kinds", f"{wanted[i].heading!r}: {wanted[i].kinds}, found {found[j].kinds}")

    def _statements(self, wanted: Sequence[Expected], found: Sequence[Statement], pairs: Pairs) -> None:
        typed = [(i, j) for i, j in pairs if wanted[i].kind == found[j].kind]
        self._tallies["statements.detected"].add(len(pairs), len(wanted), len(found))
        self._tallies["statements.typed"].add(len(typed), len(wanted), len(found))
        certain = {j for j, statement in enumerate(found) if statement.certainty >= CERTAIN}
        self.certain.add(len(certain & {j for _, j in typed}), len(certain), len(certain))
        right = Counter(wanted[i].kind for i, _ in typed)
        theirs, ours = Counter(s.kind for s in wanted), Counter(s.kind for s in found)
        for kind in theirs | ours:
            self._tallies[f"statements.{kind}"].add(right[kind], theirs[kind], ours[kind])
        for i in _rest(wanted, (i for i, _ in pairs)):
            self._miss("statements.detected", f"missed {wanted[i].kind}: {wanted[i].text[:90]!r}")
        for j in _rest(found, (j for _, j in pairs)):
            self._miss("statements.detected", f"no statement, found {found[j].kind}: {found[j].text[:90]!r}")
        for i, j in sorted(set(pairs) - set(typed)):
            self._miss("statements.typed", f"{wanted[i].kind}, found {found[j].kind}: {wanted[i].text[:90]!r}")

    def _action(self, statement: Expected, found: Statement | None) -> None:
        """Count owners, due date and columns where the reader gives any, found or not."""
        wanted = statement.action
        if wanted is None:
            return
        self._same("actions.owners", map(fold, wanted.owners), map(fold, found.owners if found else []))
        if wanted.due_start:
            due = (found.due.start, found.due.end) if found and found.due else (None, None)
            right = due == (wanted.due_start, wanted.due_end)
            self._check("actions.due", right, f"{wanted.due!r} {wanted.due_start}/{wanted.due_end}, found {due}")
        if status := dict(_folded((wanted.status or {}).items())):
            have = dict(_folded(found.status.items())) if found else {}
            hit = sum(have.get(column) == cell for column, cell in status.items())
            self._tallies["actions.status"].add(hit, len(status), max(len(have), 1))
        for field in ("impact", "baseline"):
            if text := getattr(wanted, field):
                right = dice(_bag(text), _bag(getattr(found, field, ""))) >= SAME
                self._check(f"actions.{field}", right, f"missed: {text[:90]!r}")

    def _dates(self, answer: Answer, found: Sequence[Mention]) -> None:
        """Count the words of dates, and the words with their interval, each once a paper."""
        spans = {(fold(m.text), (m.value or {}).get("start"), (m.value or {}).get("end")) for m in found}
        self._same("dates.text", {fold(d.text) for d in answer.dates}, {text for text, *_ in spans})
        self._same("dates.normalised", {(fold(d.text), d.start, d.end) for d in answer.dates}, spans)

    def _entities(self, label: str, entities: Sequence[Entity], mentions: Sequence[Mention]) -> None:
        """Count the reader's names that are mentioned in any form, and the names mentioned that are the reader's."""
        forms = [{fold(form) for form in (entity.name, *entity.forms)} for entity in entities]
        names: defaultdict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            names[fold(mention.name or mention.text)] |= {fold(mention.name), fold(mention.text)}
        seen, known = set().union(*names.values()), set().union(*forms)
        recall, precision = f"entities.{label}.recall", f"entities.{label}.precision"
        self._tallies[recall].add(0, 0, 0)  # a figure even where neither has a name
        self._tallies[precision].add(0, 0, 0)
        for entity, each in zip(entities, forms, strict=True):
            self._check(recall, bool(each & seen), f"missed: {entity.name!r}")
        for name, texts in names.items():
            self._check(precision, bool(texts & known), f"not the reader's: {name!r}")

    def _same(self, figure: str, wanted: Iterable[Hashable], found: Iterable[Hashable]) -> None:
        """Count what is in both; something that is there twice counts twice."""
        theirs, ours = Counter(wanted), Counter(found)
        self._tallies[figure].add((theirs & ours).total(), theirs.total(), ours.total())
        for item in (theirs - ours).elements():
            self._miss(figure, f"missed: {item}")
        for item in (ours - theirs).elements():
            self._miss(figure, f"not the reader's: {item}")

    def _check(self, figure: str, right: bool, what: str) -> None:
        self._tallies[figure].add(right, 1, 1)
        if not right:
            self._miss(figure, what)

    def _miss(self, figure: str, what: str) -> None:
        self.misses.append(Miss(figure, self._document, what))


def fold(text: str | None) -> str:
    """The words of `text`, lower case, one blank between them: what is left of it when texts are compared."""
    return " ".join(_WORD.findall((text or "").lower()))


def dice(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def pair(gold: Sequence[str], found: Sequence[str], same: float = SAME) -> Pairs:
    """Indices (of `gold`, of `found`) of texts that share `same` of their words; the likest first, each text once."""
    theirs, ours = [_bag(text) for text in gold], [_bag(text) for text in found]
    alike = [(-dice(a, b), i, j) for i, a in enumerate(theirs) for j, b in enumerate(ours) if _comparable(a, b, same)]
    left, right = set(range(len(gold))), set(range(len(found)))
    pairs = []
    for likeness, i, j in sorted(alike):
        if -likeness >= same and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return pairs


def _comparable(one: Counter[str], other: Counter[str], same: float) -> bool:
    """Whether texts of these lengths can share `same` of their words, which is quicker to tell than whether they do."""
    short, long = sorted((one.total(), other.total()))
    return short > 0 and 2 * short >= same * (short + long)


def _bag(text: str | None) -> Counter[str]:
    return Counter(fold(text).split())


def _folded(items: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs that have a second half, both halves folded."""
    return ((fold(key), fold(value)) for key, value in items if value)


def _rest(items: Sequence[object], used: Iterable[int]) -> list[int]:
    """The indices of `items` that are not among the used ones."""
    return sorted(set(range(len(items))) - set(used))
