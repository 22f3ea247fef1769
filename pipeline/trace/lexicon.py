"""How rare each word is, in all papers and in those of one body, and which words an abbreviation stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log2

import msgspec

from pipeline.trace.content import SHORT, content, of_doing
from pipeline.trace.records import Sighting
from pipeline.trace.weights import CROWD, DOING_MOST, NAME_WORDS


class Lexicon(msgspec.Struct):
    """Counts of differing texts that hold a word: of all, and by body; and the words that abbreviations stand for."""

    texts: int = 0
    holding: dict[str, int] = {}
    body_texts: dict[str, int] = {}
    body_holding: dict[str, dict[str, int]] = {}
    short: dict[str, list[str]] = {}  # abbreviation -> its words

    @classmethod
    def of(
        cls, sightings: Sequence[Sighting], families: Sequence[str], abbreviations: Iterable[tuple[str, str]]
    ) -> Lexicon:
        """Count `sightings`, of the bodies `families`; a text that comes again counts once."""
        made = cls(short=_expansions(abbreviations))
        seen: set[tuple[str, ...]] = set()
        seen_in: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        everywhere: Counter[str] = Counter()
        inside: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sighting, family in zip(sightings, families, strict=True):
            text = tuple(made.words(sighting))
            if text not in seen:
                seen.add(text)
                everywhere.update(set(text))
            if text not in seen_in[family]:
                seen_in[family].add(text)
                inside[family].update(set(text))
        made.texts, made.holding = len(seen), dict(everywhere)
        made.body_texts = {family: len(texts) for family, texts in seen_in.items()}
        # In a small body a word's count says little beyond what the whole corpus says.
        made.body_holding = {f: {w: n for w, n in count.items() if n > 1} for f, count in inside.items()}
        return made

    def words(self, sighting: Sighting) -> list[str]:
        """The words of a sighting, abbreviations put in full."""
        if self.short.keys().isdisjoint(sighting.words):
            return sighting.words
        return [full for word in sighting.words for full in self.short.get(word, (word,))]

    def weights(self, sighting: Sighting, family: str) -> dict[str, float]:
        """The bits that each word of a sighting is worth; the words of a name are not so many finds, but one."""
        made: dict[str, float] = {}
        named = {word: min(1.0, NAME_WORDS / len(name)) for name in sighting.named for word in name}
        for word in sighting.words:
            full = self.short.get(word)
            share = named.get(word, 1.0) if full is None else min(1.0, NAME_WORDS / len(full))
            for one in full or (word,):
                made[one] = max(made.get(one, 0.0), share * self.weight(one, family))
        return made

    def weight(self, word: str, family: str) -> float:
        """The bits that sharing `word` is worth in the papers of the body `family`."""
        everywhere = log2(max(self.texts, CROWD) / self.holding.get(word, 1))
        count = self.body_holding.get(family, {}).get(word, 1)
        bits = max(0.0, min(everywhere, log2(max(self.body_texts.get(family, 0), CROWD) / count)))
        return min(bits, DOING_MOST) if of_doing(word) else bits


def _expansions(abbreviations: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Abbreviation -> its words, without abbreviations that stand for two things."""
    meant: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for short, long in abbreviations:
        words, name = content(long), content(short.upper() + " a small word")
        if len(words) > 1 and name and name[0].startswith(SHORT) and short.isalnum():
            meant[name[0]].add(tuple(words))
    return {short: list(next(iter(phrases))) for short, phrases in meant.items() if len(phrases) == 1}
