"""Where a name begins, past opener, owner and what leads to it, with a 'The' of its own; where a school's name ends."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.model import MentionLabel
from pipeline.tagging.shapes import SHAPES

_WORD = re.compile(r"[^\s,]+")
_OWNED = re.compile(r"\b(?P<owner>[\w&-]+)'s?\s(?=[A-Z])")
_LAST_GLUE = re.compile(  # no 'Children with Tidal Needs Group'
    r".*(?:\s(?:at(?!\sHome)|by|to|on|from)|(?<![Cc]hildren)(?<![Pp]eople)(?<![Aa]dults)(?<![Pp]upils)\swith)\s(?:the\s)?(?=[A-Z])"
)
_LAST_SIDE = re.compile(r".*(?:,|\sand)\s(?:the\s)?(?=[A-Z])")
_BEFORE_OF = re.compile(r"(?P<word>[\w'&-]+)\sof\s(?:the\s)?(?=[A-Z])")
_THE_OF_A_NAME = re.compile(r"(?:[a-z,] |\| ?|[0-9][.)] ?)The $")


@lru_cache(maxsize=1 << 14)
def opening(run: str) -> int:
    """The length of the words of `run` that only open the sentence or the item: 'The', 'Draft', 'Agreed', 'March'."""
    words = [(m.start(), m.group()) for m in _WORD.finditer(run)]
    for (start, word), (_, following) in pairwise(words):
        if f"{word} {following}".lower() in SHAPES.kept:
            return start
        if word.isupper() and len(word) > 1 and word not in SHAPES.offices:
            return start
        low = word.lower().rstrip(":'")
        owner = low.endswith("'s") and (low[:-2] in SHAPES.areas or low[:-2] in SHAPES.label)
        dropped = (
            low in SHAPES.openers
            or word in SHAPES.offices
            or low in SHAPES.inside
            or owner
            or low.replace("-", "").isdigit()
            or low.endswith(SHAPES.attached)
            or (low in SHAPES.before_of and following.lower() in SHAPES.inside)
        )
        if not dropped:
            return start
    return words[-1][0] if words else 0


def owner(text: str, start: int, end: int, bodies: dict[int, int]) -> tuple[int, int]:
    """Where an owner ends (0 for none) and what it owns begins: 'the Standards Board's Technical Panel'."""
    if text.find("'", start, end) < 0:
        return 0, start
    stops, owner, rest = set(bodies.values()), 0, start
    for owned in _OWNED.finditer(text, start, end):
        word = owned["owner"].lower()
        body = owned.end("owner") in stops or SHAPES.label.get(word) == "organisation"
        if body or word in SHAPES.areas or word == "government":
            owner, rest = owned.end("owner"), owned.end()
    return owner, rest


@lru_cache(maxsize=1 << 14)
def own_start(words: str, label: MentionLabel) -> int:
    """Where in `words` the name begins, past what only leads to it: 'Held at Quay Institute', 'Visit of Quay Board'."""
    if label not in {"organisation", "service", "place", "role"} or not SHAPES.has_head(words):
        return 0
    start = 0
    if label != "role" and (glue := _LAST_GLUE.match(words)) and " " in words[glue.end() :]:
        start = glue.end()
    if label in {"role", "place"} and (side := _LAST_SIDE.match(words, start)):
        start = side.end() if SHAPES.label_of(words[side.end() :]) == label else start
    if label != "role":
        for opened in _BEFORE_OF.finditer(words, start):
            word = opened["word"].lower()
            known = word == "c" or word in SHAPES.open_heads or word in SHAPES.before_of_body
            if not known and " " in words[opened.end() :]:
                start = opened.end()
    return start


def keeps_the(text: str, start: int, stop: int) -> bool:
    """Whether a 'The' before the name is part of it: 'pupils of The Quay School', or all of a list's item."""
    item = text.startswith("The ") and start == len("The ") and stop >= len(text.rstrip(" .;,"))
    return item or bool(_THE_OF_A_NAME.search(text, 0, start))


@lru_cache(maxsize=1 << 14)
def of_a_school(run: str) -> int:
    """The length of the school's name in 'Quay School Governing Body', 0 where there is no such two."""
    governed = SHAPES.of_a_school.match(run)
    return governed.end("school") if governed else 0
