"""Names in capitals that a corpus uses often and no list knows, for a person to put into his own vocabulary."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

import yaml

from pipeline import vocabulary
from pipeline.model import MentionLabel, Paper
from pipeline.tagging import rules
from pipeline.tagging.gazetteer import LISTS
from pipeline.tagging.names import small_capitals
from pipeline.tagging.shapes import SHAPES
from pipeline.text import fold, plain

_RUN = re.compile(r"[A-Z][\w'&-]*(?:\s(?:(?:of|for|and|the|in)\s)?[A-Z][\w'&-]*)*")
_CONTEXT = 40  # characters each side
_EXAMPLES = 3


@dataclass(slots=True)
class Suggestion:
    """A name no list knows: how often and in how many papers it stands, its likely label, and where it was seen."""

    name: str
    count: int
    papers: int
    label: MentionLabel | None
    contexts: list[str]


def suggest(papers: Iterable[Paper], least: int = 3, limit: int = 100) -> list[Suggestion]:
    """The names in capitals that stand at least `least` times in `papers` and in no list, most frequent first.

    The label is the one the name was tagged with by its shape, else what its last word says, else None. People and
    dates are left out, and words that also stand in small letters.
    """
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    seen_in: dict[str, set[str]] = defaultdict(set)
    contexts: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, MentionLabel] = {}
    small: set[str] = set()
    known = rules.lists().folded
    days = {day.lower() for day in vocabulary.load("dates")["weekdays"]}
    for paper in papers:
        others = _others(paper) | days
        labels.update({fold(m.text): m.label for m in paper.mentions if m.label not in {"date", "money", "measure"}})
        for passage in paper.passages:
            if passage.kind == "heading":
                continue
            flat = plain(passage.text)
            small.update(re.findall(r"(?<![\w.])[a-z][a-z'-]+", flat))
            for name, start in _names(flat, others, known):
                key = fold(name)
                counts[key] += 1
                spelled[key][name] += 1
                seen_in[key].add(paper.id)
                if len(contexts[key]) < _EXAMPLES:
                    contexts[key].append(_around(passage.text, start, start + len(name)))
    frequent = [
        key
        for key, count in counts.most_common()
        if count >= least and key not in known and not _says_nothing(key, small)
    ]
    return [
        Suggestion(
            name := spelled[key].most_common(1)[0][0],
            counts[key],
            len(seen_in[key]),
            labels.get(key) or SHAPES.label_of(name),
            contexts[key],
        )
        for key in frequent[:limit]
    ]


def _says_nothing(key: str, small: set[str]) -> bool:
    """'Community Council', and words that also stand in small letters."""
    return (" " not in key and key in small) or any(key in generic for generic in SHAPES.generic.values())


def ready_to_paste(suggestions: Iterable[Suggestion]) -> str:
    """YAML in the shape of the lists, each name under its likely file; the unsure ones last, as comments."""
    files = dict(LISTS)
    by_file: dict[str, list[Suggestion]] = defaultdict(list)
    for suggestion in suggestions:
        by_file[files.get(suggestion.label, "") if suggestion.label else ""].append(suggestion)
    blocks = []
    for file in sorted(by_file, key=lambda f: (not f, f)):
        names = yaml.safe_dump({s.name: [] for s in by_file[file]}, allow_unicode=True, sort_keys=False).splitlines()
        head = (
            f"# {file}.yaml\nnames:" if file else "# Unsure: move what you want to keep under one of the names above."
        )
        blocks.append("\n".join([head, *(f"  {line}" if file else f"#  {line}" for line in names)]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _others(paper: Paper) -> set[str]:
    """What is no name to suggest: the people of a paper, its dates and its own body, folded."""
    names = {fold(m.text) for m in paper.mentions if m.label in {"person", "date", "role", "money", "measure"}}
    names |= {fold(name).split()[-1] for m in paper.mentions if m.label == "person" and (name := m.name) and fold(name)}
    names |= {fold(form) for person in paper.people for form in (person.name, person.initials) if form}
    return names | {fold(name) for name in (paper.body, paper.council) if name}


def _names(flat: str, others: set[str], known: Container[str]) -> Iterable[tuple[str, int]]:
    """Runs of capitals in `flat` without the openers before them and cut beside known names, and where they start."""
    text = small_capitals(flat)
    for words, start in _runs(text, known):
        while (first := words.split(" ", 1)[0]).lower() in SHAPES.openers | SHAPES.inside:
            if " " not in words:
                words = ""
                break
            words, start = words[len(first) + 1 :], start + len(first) + 1
        alone = " " not in words
        opens_sentence = not text[:start].strip() or text[:start].rstrip()[-1:] in ".!?:|\n-•·"
        if len(words) < 3 or fold(words) in others or (alone and opens_sentence and not words.isupper()):
            continue
        yield words, start


def _runs(text: str, known: Container[str]) -> Iterable[tuple[str, int]]:
    for run in _RUN.finditer(text):
        parts = run.group().split(" and ")
        if len(parts) == 1 or not any(fold(part) in known for part in parts):
            yield run.group(), run.start()
            continue
        start = run.start()
        for part in parts:
            yield part, start
            start += len(part) + len(" and ")


def _around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    return " ".join(f"{'…' * (first > 0)}{text[first:last]}{'…' * (last < len(text))}".split())
