"""Named figures over time: 'the number of looked after children was 312 at the end of September 2010'.

`find` takes them from a paper, sentence by sentence; `collect` puts those of one name together, in order of time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import msgspec

from pipeline import dates, vocabulary
from pipeline.dates import DateFound
from pipeline.model import Paper, Passage
from pipeline.text import collapse, plain, sentences
from pipeline.trace.content import content
from pipeline.trace.records import Figure, Proof

LONGEST = 12  # words a name may have
_DATED = 34  # characters between a figure and the date that it is of


class Measure(msgspec.Struct):
    """A named figure over time. `disagree` are pairs of places in `figures` that give two values for one day."""

    name: str
    unit: str
    figures: list[Figure]
    disagree: list[tuple[int, int]]


class _Sentence:
    """A sentence with its figures and dates found; `taken` grows as patterns use the figures."""

    def __init__(self, text: str, anchor: date | None) -> None:
        self.text = text
        self.dates = dates.find(text, anchor)
        rules = _rules(id(vocabulary.load("measures")))
        spans = [(found.start, found.end) for found in self.dates]
        self.figures = [m for m in rules.figure.finditer(text) if not _inside(m, spans) and rules.counts(text, m)]

    def when(self, figure: re.Match[str]) -> DateFound | None:
        """The date that a figure is of: the one right behind it, or the one the sentence begins with."""
        stop = next((m.start() for m in self.figures if m.start() > figure.start()), len(self.text))
        for found in self.dates:
            between = self.text[figure.end() : found.start]
            if figure.end() <= found.start < stop and (len(between) <= _DATED or _PREPOSITION.search(between)):
                return found if found.value and not re.search(r"[;:]", between) else None
        first = self.dates[0] if self.dates else None
        return first if first and first.value and first.start < 12 and first.end <= figure.start() else None


def find(paper: Paper) -> Iterator[Figure]:
    """The figures of `paper` that have a name, in order."""
    anchor = _day(paper.meeting_date)
    rules = _rules(id(vocabulary.load("measures")))
    for passage in paper.passages:
        if passage.kind == "heading" or not rules.worth.search(passage.text):
            continue
        last = ""  # the name that 'it' stands for
        flat = plain(passage.text)
        for start, end in sentences(flat):
            if not rules.worth.search(flat, start, end):
                continue
            sentence = _Sentence(flat[start:end], anchor)
            for match, name in _named(sentence, last, rules):
                last = name
                yield _figure(paper, passage, sentence, match, name, passage.text[start:end])


def collect(figures: Iterable[Figure], query: str = "", expand: dict[str, list[str]] | None = None) -> list[Measure]:
    """The measures whose name holds the words of `query`, those with most values first; without, all that have two.

    `expand` puts abbreviations in full: their root -> the roots of their words.
    """
    full = expand or {}

    def key(text: str) -> frozenset[str]:
        return frozenset(root for word in content(text) for root in full.get(word, [word])) - _WEAK

    wanted = key(query)
    groups: defaultdict[tuple[frozenset[str], str], list[Figure]] = defaultdict(list)
    for figure in figures:
        words = key(figure.name)
        if words and wanted <= words:
            groups[words, figure.unit].append(figure)
    made = [_measure(group) for group in _joined(groups)]
    kept = [measure for measure in made if query or _followed(measure)]
    return sorted(kept, key=lambda measure: (-len(measure.figures), measure.name))


def _followed(measure: Measure) -> bool:
    """Whether it is surely one thing counted again: named by more than one word, on two days, in two papers.

    'Six key areas' and, years later, 'three key areas' are none: it must be a number, share or sum of something, or
    said of two days.
    """
    named = any(len(frozenset(content(figure.name)) - _WEAK) > 1 for figure in measure.figures)
    days, papers = {f.at for f in measure.figures}, {f.proof.document for f in measure.figures}
    counted = any(f.unit or frozenset(content(f.name)) & _WEAK for f in measure.figures)
    dated = len({f.at for f in measure.figures if f.stated}) > 1
    return named and (counted or dated) and len(days) > 1 and len(papers) > 1


def _joined(groups: dict[tuple[frozenset[str], str], list[Figure]]) -> list[list[Figure]]:
    """Groups of nearly the same name and the same unit put together."""
    made: list[tuple[frozenset[str], str, list[Figure]]] = []
    for (words, unit), figures in sorted(groups.items(), key=lambda item: (-len(item[1]), sorted(item[0][0]))):
        for other, other_unit, held in made:
            shared = words & other
            whole = len(shared) > 2 and len(shared) == min(len(words), len(other))
            if unit == other_unit and (whole or len(shared) * 4 >= len(words | other) * 3):
                held += figures
                break
        else:
            made.append((words, unit, list(figures)))
    return [figures for _, _, figures in made]


def _measure(figures: list[Figure]) -> Measure:
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in sorted(figures, key=lambda f: (f.at or "", f.proof.date or "", f.proof.document)):
        seen.setdefault((figure.at, figure.value, figure.proof.document), figure)
    ordered = list(seen.values())
    disagree = [
        (i, j)
        for i, one in enumerate(ordered)
        for j, other in enumerate(ordered[i + 1 :], i + 1)
        if one.at == other.at and one.stated and other.stated and one.value != other.value
        and one.proof.document != other.proof.document
    ]  # fmt: skip
    return Measure(min((f.name for f in ordered), key=len), ordered[0].unit, ordered, disagree)


# ------------------------------------------------------------------------------------------------- patterns


def _named(sentence: _Sentence, last: str, rules: _Rules) -> Iterator[tuple[re.Match[str], str]]:
    """The figures of a sentence that have a name, with it; `last` is the name given before, for 'it was 126'."""
    name = ""
    for at, match in enumerate(sentence.figures):
        before = sentence.text[sentence.figures[at - 1].end() if at else 0 : match.start()]
        found = next((found for pattern in PATTERNS if (found := pattern(sentence.text, before, match, rules))), "")
        if not found and rules.further.search(before):
            found = name or (last if not at else "")
        if found:
            name = found
            yield match, found


def _subject(text: str, before: str, figure: re.Match[str], rules: _Rules) -> str:
    """'the number of X (now) stood at 312'."""
    match = rules.subject.search(before)
    return _trimmed(match["name"]) if match else ""


def _label(text: str, before: str, figure: re.Match[str], rules: _Rules) -> str:
    """'Looked after children: 312'."""
    match = re.match(r"\W*([A-Z][^:.;|]{2,80}): ?$", before)
    return _trimmed(match[1]) if match and len(match[1].split()) <= LONGEST else ""


def _share(text: str, before: str, figure: re.Match[str], rules: _Rules) -> str:
    """'24 per cent of X live far from home'."""
    if not figure["cent"]:
        return ""
    rest = re.match(r" of (?:the |our |all |them |those )*([^,.;:()|]{4,90})", text[figure.end() :])
    if rest is None:
        rest = re.match(
            r" ((?:live|lived|are|were|have|had|said|attend|attended)\b[^,.;:()|]{4,80})", text[figure.end() :]
        )
    return _trimmed(rest[1]) if rest else ""


def _counted(text: str, before: str, figure: re.Match[str], rules: _Rules) -> str:
    """'348 looked after children'."""
    if figure["cent"] or figure["money"]:
        return ""
    words: list[str] = []
    for word in re.findall(r"\s*([^\s]+)", text[figure.end() : figure.end() + 120]):
        bare = word.strip(",.;:()'\"")
        if bare.casefold() in rules.ends or not re.fullmatch(r"[A-Za-z][\w'&/-]*", bare) or len(words) == 8:
            break
        words.append(bare)
        if bare != word:
            break
    name = " ".join(words)
    # 'looked after children' is a name though it holds 'after'
    held = re.match(r"\s*looked[- ]after (?:children|child|young people)(?: and young people)?", text[figure.end() :])
    name = held[0].strip() if held else name
    return (
        name
        if len(content(name)) >= 1 and (name.endswith("s") or held or "people" in name or "children" in name)
        else ""
    )


#: How a figure gets its name; the first that gives one wins.
PATTERNS: tuple[Callable[[str, str, re.Match[str], Any], str], ...] = (_subject, _label, _share, _counted)


class _Rules:
    """The lists of the vocabulary, compiled."""

    def __init__(self, lists: Any) -> None:
        small = "|".join(sorted(lists["small"], key=len, reverse=True))
        spelt = rf"(?:(?:{small})(?:-(?:{small}))?)"
        scales = "|".join(sorted(lists["scales"], key=len, reverse=True))
        self.figure = re.compile(
            r"(?<![\w.,/£€(-])(?P<money>[£€])?"
            rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b{spelt}\b)"
            rf"(?: ?(?P<scale>{scales})\b)?(?P<cent> ?%| per ?cent\b)?(?![\w/]|\.\d|-\d)",
            re.I,
        )
        self.worth = re.compile(rf"\d|\b(?:{spelt})\b", re.I)
        heads, verbs = ("|".join(map(re.escape, lists[name])) for name in ("heads", "verbs"))
        self.subject = re.compile(
            rf"\b(?P<name>(?:{heads}) (?:of|for) [^,.;:|]{{3,90}}?)(?: \([A-Z]\w+\))?(?:,? (?:{verbs}))+ ?$", re.I
        )
        self.further = re.compile(
            rf"(?:^|[\s,;(])(?:{'|'.join(lists['further'])})(?: (?:about|some|only|just))? ?$|; ?$", re.I
        )
        self.ends = frozenset(lists["ends"])
        self.small, self.scales = lists["small"], lists["scales"]
        self._before = re.compile(rf"\b(?:{'|'.join(lists['not_before'])})\.? ?\(?$", re.I)
        self._behind = re.compile(rf"^ ?(?:{'|'.join(lists['not_behind'])})\b", re.I)

    def counts(self, text: str, match: re.Match[str]) -> bool:
        """Whether a number counts something, and is no reference, time or list number."""
        if self._before.search(text, 0, match.start()) or (
            not match.start() and text[match.end() : match.end() + 1] in ".)"
        ):
            return False
        return bool(match["money"] or match["cent"]) or not self._behind.match(text[match.end() :])

    def value(self, match: re.Match[str]) -> float:
        """The number that a figure is."""
        words = match["number"].casefold()
        number = (
            float(words.replace(",", "")) if words[0].isdigit() else float(sum(self.small[w] for w in words.split("-")))
        )
        return round(number * float(self.scales.get((match["scale"] or "").casefold(), 1)), 6)


_WEAK = frozenset(content("number total figure current overall average percentage proportion share rate"))
_PREPOSITION = re.compile(
    r"^[^.;:]{0,80}\b(?:at|on|in|by|at the end of|as at|as of|end|to) (?:the )?(?:end of )?$", re.I
)


@cache
def _rules(source: int) -> _Rules:
    return _Rules(vocabulary.load("measures"))


def _figure(
    paper: Paper, passage: Passage, sentence: _Sentence, match: re.Match[str], name: str, written: str
) -> Figure:
    rules = _rules(id(vocabulary.load("measures")))
    when = sentence.when(match)
    at = when.value.end if when and when.value else paper.meeting_date
    unit = match["money"] or ("%" if match["cent"] else "")
    text, document = collapse(written), PurePosixPath(paper.source.path).name
    proof = Proof(text, document, paper.id, passage.id, paper.meeting_date, passage.page)
    return Figure(name, rules.value(match), unit, at, when is not None, proof)


def _trimmed(name: str) -> str:
    words = collapse(name).split()
    return " ".join(words[: LONGEST + 2])


def _inside(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
