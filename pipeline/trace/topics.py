"""What a passage of minutes is about, by its own words: 'The bus shelter. …', 'Bus shelter: …', 'With regard to …,'.

Minutes put many matters under one heading, such as 'Matters arising', and open each with a few words that name it. What
is set there often names the matter no further: 'The Clerk to chase the third.'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline import vocabulary
from pipeline.text import plain, sentences

LONGEST = 5  # words that a sentence or label may have to name a matter
_CONTEXT = 45  # words before a statement that count as what it is about
_LABEL = re.compile(r"^([A-Z][^:;.,|]{2,60}?)(?: ?: | -+ )(?=\S)")
_WHOLE = re.compile(r"[.:]$")


def topic(text: str) -> str:
    """The words by which the passage `text` names what it is about; '' when it opens with none."""
    flat = plain(text)
    if match := _about(_source()).match(flat):
        return match[1].strip()
    first = next(sentences(flat), None)
    label = _LABEL.match(flat)
    found = label[1] if label else flat[slice(*first)] if first and first[1] < len(flat) else ""
    if not 0 < len(found.split()) <= LONGEST or _no_topic(_source()).search(found):
        return ""
    return _WHOLE.sub("", found)


def before(text: str, start: int, stated: Sequence[tuple[int, int]]) -> str:
    """What leads up to the statement at `start` in a passage, from the end of the one of `stated` before it."""
    last = max((end for _, end in stated if end <= start), default=0)
    return " ".join(text[last:start].split()[-_CONTEXT:])


@cache
def _about(source: int) -> re.Pattern[str]:
    return re.compile(rf"(?:{vocabulary.load('trace')['about']}) (?:the )?([^,.;:]{{3,60}}),", re.I)


@cache
def _no_topic(source: int) -> re.Pattern[str]:
    return re.compile(vocabulary.load("trace")["no_topic"], re.I)


def _source() -> int:
    return id(vocabulary.load("trace"))
