"""What the vocabulary says about the shape of names, ready for the rules of `names` and `laws`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from pipeline import vocabulary
from pipeline.model import MentionLabel
from pipeline.text import signs

#: In which order a head word is looked up: 'Transport Strategy' before 'Transport'.
ORDER: list[tuple[MentionLabel, str]] = [
    ("legislation", "legislation"),
    ("programme", "programmes"),
    ("service", "services"),
    ("organisation", "organisations"),
    ("role", "roles"),
    ("place", "places"),
]

#: The labels whose names are merged and resolved.
NAMED: tuple[MentionLabel, ...] = ("organisation", "service", "programme", "legislation")

#: Heads of laws that may be written small after capitals: 'Short Piers regulations'.
LAWS = ("regulations", "bill", "act", "byelaws")

_OF_PEOPLE = ("Children's", "People's", "Women's", "Men's", "Persons'")
_SMALL_WORD = re.compile(r"\s([a-z&-]+)")


def _lower(words: list[Any] | None) -> frozenset[str]:
    return frozenset(str(word).lower() for word in words or ())


def alternatives(words: Iterable[Any]) -> str:
    """A regular expression for any of `words`, the longest first; one blank between their parts."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(map(str, words), key=len, reverse=True))


class Shapes:
    """Head words and their labels, openers, and words inside names. Made anew when the vocabulary changes."""

    def __init__(self) -> None:
        lists = {label: vocabulary.load(file) for label, file in ORDER}
        edges = vocabulary.load("names")
        organisations, programmes = lists["organisation"], lists["programme"]
        self.inside = _lower(edges["inside"])
        self.before_of = _lower(edges["before_of"])
        self.offices = frozenset(edges["offices"])
        self.followers = _lower(edges["followers"])
        self.no_tails = tuple(edges["no_tails"])
        self.kept = _lower(edges["kept"])
        self.before_of_body = _lower(edges["before_of_body"])
        self.attached = tuple(f"-{word}" for word in edges["attached"])
        months = [name for names in vocabulary.load("dates")["months"] for name in names]
        self.openers = (_lower(edges["openers"]) | _lower(months)) - self.before_of
        self.stops = STOP_WORDS | self.openers | self.inside | _lower(programmes["not_in_small_names"])
        self.nations = _lower(vocabulary.load("places")["names"])
        self.areas = _lower(vocabulary.load("places")["councils"])
        self.generic = {label: _lower(words["generic"]) for label, words in lists.items()}
        self.label: dict[str, MentionLabel] = {}
        self.small: dict[str, MentionLabel] = {}
        for label, words in lists.items():
            for word in words["heads"]:
                self.label.setdefault(str(word).lower(), label)
            for word in words.get("lower_heads", ()):
                self.small.setdefault(str(word), label)
        self.role_heads = _lower(lists["role"]["open_heads"])
        self.kinds_of_member = _lower(lists["role"]["kinds_of_member"])
        self.office_words = frozenset(word for head in lists["role"]["heads"] for word in str(head).lower().split())
        self.open_heads = _lower(organisations["open_heads"]) | self.role_heads
        self.first_heads: dict[str, MentionLabel] = {
            str(word): label for label in NAMED for word in lists[label].get("first_heads", ())
        }
        self.of_a_school = re.compile(
            rf"(?P<school>.*\b(?:school|academy|college))\s(?P<body>{alternatives(organisations['governing'])})$", re.I
        )
        self.the_heads = _lower(organisations["the_heads"])
        self.topic_heads = _lower(organisations["topic_heads"])
        self.acronyms = frozenset(
            form
            for words in lists.values()
            for name, forms in words.get("names", {}).items()
            for form in [str(name), *map(str, forms or ())]
            if form.isupper() and form.isalpha()
        )
        self.topic_programmes = _lower(programmes["topic_heads"])
        self.weak_heads = _lower(programmes["weak_heads"])
        self.small_openers = _lower(programmes["lower_openers"])
        small_names = [*programmes["small_names"], *organisations["small_names"]]
        self.small_names, self.says_small_name = alternatives(small_names), signs(small_names)
        self.small_bodies = _lower(organisations["small_names"])
        self.body_stops = self.stops | _lower(organisations["not_in_small_names"])
        self.web_endings = frozenset(lists["service"]["web"])
        self.quoted = alternatives(programmes["quoted_heads"])
        inner = alternatives([*organisations["inner"], *programmes["lower_openers"]])
        self.small_tail = re.compile(rf"(?:\s(?:{inner})){{0,3}}\s(?P<head>{alternatives(self.small)})\b(?!-|'s\b)")
        self.close_heads = _lower(organisations["close_heads"])
        self.small_first = {
            word.split()[0].rstrip("'")
            for word in [*map(str, organisations["inner"]), *programmes["lower_openers"], *self.small, *LAWS]
        }
        # The same names come again and again.
        self.label_of = lru_cache(maxsize=1 << 14)(self._label_of)
        self.says_nothing = lru_cache(maxsize=1 << 14)(self._says_nothing)
        self._role_words = {word for head in self.role_heads for word in head.split()}
        self._role = re.compile(rf"^(?:[\w'-]+\s){{0,2}}(?:{alternatives(self.role_heads)})(?:,|\s(?:of|for))\s", re.I)
        self._role_first = re.compile(rf"^(?:{alternatives(self.role_heads)})\s", re.I)

    def tail(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The head in small letters after the capitals from `start` to `end`: 'LWT Operational group'."""
        after = _SMALL_WORD.match(text, end)
        if not after or after[1] not in self.small_first:
            return None
        found = self.small_tail.match(text, end)
        if text.endswith("'", start, end) and not text.endswith("s'", start, end):
            return None  # 'By Tide' accreditation: a quotation ends here
        owned = text.endswith("'s", start, end)
        if found and found["head"].lower() in self.close_heads:
            close = found.start("head") == end + 1 and (owned or text.startswith("St ", start))
            return found if close else None
        return None if owned and not text.endswith(_OF_PEOPLE, start, end) else found  # 'the Board's review'

    def _label_of(self, name: str) -> MentionLabel | None:
        """What a name is by its shape: an office, by its last words, or by a head that stands before 'of'."""
        words = name.lower().split()
        if not self._role_words.isdisjoint(word.rstrip(",") for word in words[:4]) and (
            self._role.match(name) or (len(words) > 2 and self._role_first.match(name))
        ):
            return "role"
        if (
            len(words) > 3
            and words[-2] == "for"
            and words[-1] in self.nations
            and self.label.get(words[-3]) == "programme"
        ):
            return "programme"  # 'Tidal Framework for Wales'
        if len(words) > 2 and words[-2] in {"with", "and", "to", "by"}:
            return None  # 'GB with UK'
        for count in (3, 1):  # 'Code of Practice for Piers', 'Friends of Quay Park', 'Strategy for Tidal Growth'
            goes_on = words[count : count + 1] in (["of"], ["for"], ["on"]) and words[-1] != "practice"
            if goes_on and (label := self.first_heads.get(" ".join(words[:count]))):
                return label
        for count in (3, 2, 1):
            if len(words) >= count and (label := self.label.get(" ".join(words[-count:]))):
                return "organisation" if label == "service" and self._of_something(words) else label
        for place, word in enumerate(words[:5]):
            if words[place + 1 : place + 2] and words[place + 1] in {"of", "for", "on"}:
                if words[place + 1] == "on" and place and word in self.topic_programmes:
                    return "programme"
                opened = self.open_heads if words[place + 1] != "on" else self.topic_heads
                if word in opened or " ".join(words[max(0, place - 1) : place + 1]) in opened:
                    return "organisation"
        return None

    def _of_something(self, words: list[str]) -> bool:
        """'Quay Association of Tidal Services': a body before 'of', whatever the last word is."""
        return any(word in self.open_heads and after == "of" for word, after in pairwise(words[:5]))

    def has_head(self, name: str) -> bool:
        """Whether the last words of a name are a head word."""
        words = name.lower().split()
        return words[-1] in self.small or any(" ".join(words[-count:]) in self.label for count in (1, 2, 3))

    def _says_nothing(self, words: str, label: MentionLabel) -> bool:
        """'Working Group', 'Action Plans', 'Team': no name."""
        low = " ".join(words.lower().split())
        if len(low.split()) == 1 and label != "role":
            return True
        if low.endswith(self.no_tails):
            return True
        return low in self.generic[label] or low.removesuffix("s") in self.generic[label]


SHAPES = Shapes()


@lru_cache(maxsize=1 << 14)
def tidy(words: str) -> str:
    """The normal form of a name as written: one blank between words, a capital on each that is no small word."""
    parts = words.strip(" ,'\"").split()
    return " ".join(
        w if (n and w.lower() in SHAPES.inside) or not w[0].islower() else w[0].upper() + w[1:]
        for n, w in enumerate(parts)
    )
