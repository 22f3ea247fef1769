"""The lists of the vocabulary that statements need, compiled: what a sentence, a lead-in or a mark says."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.model import SectionKind, StatementKind
from pipeline.statements.letters import needed
from pipeline.text import fold, plain
from pipeline.vocabulary import load


class Cue(NamedTuple):
    """A rule for sentences; `kind` is None for those that are known to state nothing."""

    name: str
    kind: StatementKind | None
    when: tuple[tuple[frozenset[str], re.Pattern[str]], ...]  # each with the letters that it cannot fit without
    unless: re.Pattern[str] | None
    papers: str  # 'minutes', 'reports' or '' for both
    certainty: float
    dated: bool  # whichever date stands in the sentence is when it is due

    def fits(self, text: str, letters: frozenset[str], minutes: bool) -> bool:
        """Whether the rule fits `text`, which has plain quotes and holds those `letters` of all that rules need."""
        if self.papers and (self.papers == "minutes") != minutes:
            return False
        for needs, when in self.when:
            if not needs.isdisjoint(letters) and when.search(text):
                return not (self.unless and self.unless.search(text))
        return False


class Says(NamedTuple):
    """A pattern and the kind of statement it speaks of; `strong` when it outweighs the section."""

    kind: StatementKind
    when: re.Pattern[str]
    strong: bool = True


class Lists:
    """The lists, compiled. Patterns expect plain quotes and dashes (`text.plain`)."""

    def __init__(self, cues: Any) -> None:
        self.source = cues
        marks, owners = load("marks"), load("owners")
        self._words: dict[str, str] = cues["words"]
        self.sentences = tuple(self._cue(entry) for entry in cues["sentences"])
        self.letters = frozenset().union(*(needs for cue in self.sentences for needs, _ in cue.when))
        self.leads = tuple(self._says(entry) for entry in cues["lead_ins"])
        self.asides = self._compile(cues["asides"])
        self.labels = tuple(self._says(entry, case=True) for entry in marks["labels"])
        self.heads = tuple(self._says(entry) for entry in marks["heads"])
        self.rows: dict[SectionKind, re.Pattern[str]] = {
            kind: self._compile(labels) for kind, labels in marks["rows"].items()
        }
        self.marks = {name: self._compile(pattern) for name, pattern in marks["patterns"].items()}
        self.deadlines = {name: self._compile(pattern) for name, pattern in marks["deadlines"].items()}
        self.to_do: frozenset[str] = frozenset(marks["to_do"])
        self.nothing = self._compile(load("nothing")["whole"])
        self.standing = self._compile(load("standing")["instead_of_due"])
        self.agents: frozenset[str] = frozenset(owners["agents"])
        self.titles = self._compile(rf"(?:(?:{'|'.join(owners['titles'])})\.?\s+)+")
        self.articles = self._compile(rf"(?:{'|'.join(owners['articles'])})\s*:?\s+(?=\S)")
        self.joiners = self._compile(
            rf"\s*(?:[;/\n+]|,?\s+(?:{'|'.join(owners['joiners'])})\b|,(?:\s*(?:and|with)\b)?)\s*"
        )
        self.units = self._compile(rf"\b(?:{'|'.join(owners['units'])})$")
        self.not_in_a_name = self._compile(rf"\b(?:{'|'.join(owners['not_in_a_name'])})\b")
        self.not_a_verb = self._compile(rf"(?:{'|'.join(owners['not_a_verb'])})$")
        self.subjects = tuple(self._compile(pattern) for pattern in owners["subjects"])
        self.things = self._compile(owners["things"])
        self.of_teams = self._compile(owners["of_teams"])
        self.outlets = self._compile(owners["outlets"])
        self.passive = self._compile(owners["passive"])
        self.done_by = self._compile(owners["done_by"])
        self.led_by = self._compile(owners["led_by"])

    def _cue(self, entry: dict[str, Any]) -> Cue:
        case = bool(entry.get("case"))
        whens = [self._compile(pattern, case) for pattern in entry["when"]]
        return Cue(
            name=entry["name"],
            kind=entry["kind"] or None,
            when=tuple((needed(when.pattern), when) for when in whens),
            unless=self._compile(entry["unless"], case) if entry.get("unless") else None,
            papers=entry.get("in", ""),
            certainty=float(entry["certainty"]),
            dated=bool(entry.get("dated")),
        )

    def _says(self, entry: dict[str, Any], case: bool = False) -> Says:
        return Says(entry["kind"], self._compile(entry["when"], case), bool(entry.get("strong", True)))

    def _compile(self, patterns: str | list[str], case: bool = False) -> re.Pattern[str]:
        """One pattern of those given, the words in braces put in."""
        whole = patterns if isinstance(patterns, str) else "|".join(f"(?:{pattern})" for pattern in patterns)
        while match := re.search(r"\{([a-z_]+)\}", whole):
            whole = whole.replace(match[0], self._words[match[1]])
        return re.compile(whole, 0 if case else re.IGNORECASE)


_lists: Lists | None = None


def lists() -> Lists:
    """The lists in force, compiled once for as long as the vocabulary stays the same."""
    global _lists
    cues = load("cues")
    if _lists is None or _lists.source is not cues:
        _lists = Lists(cues)
    return _lists


def classify(sentence: str, minutes: bool) -> Cue | None:
    """The first rule that fits a sentence of narrative."""
    text = plain(sentence)
    small, known = text.lower(), lists()
    letters = frozenset(letters for letters in known.letters if letters in small)
    return next((cue for cue in known.sentences if cue.fits(text, letters, minutes)), None)


def lead(sentence: str) -> Says | None:
    """What a lead-in says of its items."""
    text = plain(sentence).rstrip(" :;-,.")
    return next((cue for cue in lists().leads if cue.when.search(text)), None)


def is_aside(sentence: str) -> bool:
    """Whether a lead-in says that its items are no statements."""
    return lists().asides.search(plain(sentence).rstrip(" :;-,.")) is not None


def label(text: str) -> tuple[StatementKind, re.Match[str]] | None:
    """The label at the start of a passage, 'ACTION 3:', and the kind it names."""
    flat = plain(text)
    for mark in lists().labels:
        if match := mark.when.match(flat):
            return mark.kind, match
    return None


def is_bare_label(text: str) -> bool:
    """Whether `text` is a label and no more: 'Actions for the clerk:'."""
    found = label(text)
    return found is not None and not fold(text[found[1].end() :])


def is_nothing(text: str) -> bool:
    """Whether `text` states nothing: 'None', 'Not applicable at this stage', an address on the web."""
    if lists().marks["address"].fullmatch(text):
        return True
    return lists().nothing.fullmatch(fold(text)) is not None


def is_standing(cell: str) -> bool:
    """Whether a cell of a deadline column says how things stand: 'Ongoing'."""
    return lists().standing.fullmatch(fold(cell)) is not None


def is_to_do(text: str) -> bool:
    """Whether an item of a list tells somebody to do something: 'Work with partners', 'To further develop ...'."""
    words = fold(text).split()
    if words[:1] == ["to"]:
        return len(words) > 2
    return bool(words) and (
        words[0] in lists().to_do or (words[0][-2:] == "ly" and words[1:2] != [] and words[1] in lists().to_do)
    )
