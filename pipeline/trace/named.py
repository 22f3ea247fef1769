"""The days that a paper names as those of its body's meetings: the next, the last, the one whose minutes are agreed."""

from __future__ import annotations

import re
from datetime import date

from pipeline import dates, vocabulary
from pipeline.text import fold

_CUE = re.compile(
    r"\b(?:(?:next|last|previous|following|special|its|their) meeting\b|date of (?:the )?next\b"
    r"|(?:minutes|record|notes)(?: of decisions)? (?:of|for|from)\b)",
    re.I,
)
_OTHERS = re.compile(r"\W*(?:meeting )?(?:with|between)\b", re.I)
_NAME_BEFORE = re.compile(r"((?:[A-Z][\w&'’]+[ ,]+)+)$")
_FAR = 90
_READ = 600  # characters of a passage that are looked through


def meetings_in(text: str, body: str, anchor: date | None = None) -> set[str]:
    """The days, as ISO dates, that `text` names as those of meetings of `body`.

    'The minutes of the Panel meeting held on 4 March were agreed' names one; 'the minutes of the Trustees' meeting',
    'our next meeting with the developer' and a month alone name none. `anchor` is the paper's own date.
    """
    days: set[str] = set()
    own = {*fold(body).split()}
    for cue in _CUE.finditer(text[:_READ]):
        rest = text[cue.end() : cue.end() + _FAR]
        found = next(iter(dates.find(rest, anchor)), None)
        if found is None or found.value is None or found.precision != "day":
            continue
        lists = vocabulary.load("trace")["meetings"]
        between = rest[: found.start]
        weekdays = (fold(day) for day in vocabulary.load("dates")["weekdays"])
        if "|" in between or {*fold(between).split()} - own.union(lists["words"], weekdays):
            continue
        if _OTHERS.match(rest, found.end):
            continue
        name = _NAME_BEFORE.search(text[: cue.start()])
        before = {*fold(name[1]).split()} - {"the"} if name else set()
        if before.isdisjoint(lists["groups"]) or before <= own:
            days.add(found.value.start)
    return days
