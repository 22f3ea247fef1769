"""The cue lists of the vocabulary, compiled: what a sentence or a lead-in says."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.model import StatementKind
from pipeline.text import fold, plain
from pipeline.vocabulary import load


class Cue(NamedTuple):
    """A rule of `cues.yaml` for sentences; `kind` is None for those that are known to state nothing."""

    name: str
    kind: StatementKind | None
    when: re.Pattern[str]
    unless: re.Pattern[str] | None
    papers: str  # 'minutes', 'reports' or '' for both
    certainty: float

    def fits(self, text: str, minutes: bool) -> bool:
        """Whether the rule fits `text`, which has plain quotes."""
        if self.papers and (self.papers == "minutes") != minutes:
            return False
        return self.when.search(text) is not None and not (self.unless and self.unless.search(text))


class LeadCue(NamedTuple):
    """What the items after a lead-in are; `strong` when it outweighs the section."""

    kind: StatementKind
    strong: bool
    when: re.Pattern[str]


class Lists:
    """The vocabulary's lists, compiled."""

    def __init__(self, cues: Any) -> None:
        self.source = cues
        self._words: dict[str, str] = cues["words"]
        self.sentences = tuple(self._cue(entry) for entry in cues["sentences"])
        self.leads = tuple(
            LeadCue(entry["kind"], bool(entry["strong"]), self._compile(entry["when"])) for entry in cues["lead_ins"]
        )
        self.asides = self._compile("|".join(cues["asides"]))
        self.nothing = self._compile("|".join(f"(?:{pattern})" for pattern in load("nothing")["whole"]))
        self.standing = self._compile("|".join(f"(?:{pattern})" for pattern in load("statuses")["instead_of_due"]))
        self.agents: frozenset[str] = frozenset(load("agents")["nouns"])

    def _cue(self, entry: dict[str, Any]) -> Cue:
        case = bool(entry.get("case"))
        return Cue(
            name=entry["name"],
            kind=entry["kind"] or None,
            when=self._compile(entry["when"], case),
            unless=self._compile(entry["unless"], case) if entry.get("unless") else None,
            papers=entry.get("in", ""),
            certainty=float(entry["certainty"]),
        )

    def _compile(self, pattern: str, case: bool = False) -> re.Pattern[str]:
        while match := re.search(r"\{([a-z_]+)\}", pattern):
            pattern = pattern.replace(match[0], self._words[match[1]])
        return re.compile(pattern, 0 if case else re.IGNORECASE)


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
    return next((cue for cue in lists().sentences if cue.fits(text, minutes)), None)


def lead(sentence: str) -> LeadCue | None:
    """What a lead-in says of its items."""
    text = plain(sentence).rstrip(" :;-,.")
    return next((cue for cue in lists().leads if cue.when.search(text)), None)


def is_nothing(text: str) -> bool:
    """Whether `text` states nothing: 'None', 'Not applicable at this stage'."""
    return lists().nothing.fullmatch(fold(text)) is not None


def is_standing(cell: str) -> bool:
    """Whether a cell of a deadline column says how things stand: 'Ongoing'."""
    return lists().standing.fullmatch(fold(cell)) is not None
