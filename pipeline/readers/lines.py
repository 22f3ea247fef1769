"""Lines of plain text: which belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline import vocabulary

_NARROWEST, _WIDEST = 50, 140  # characters; lines are not wrapped for reading at another width
_MOSTLY, _LESS = 0.75, 0.65  # less where as many lines as _OFTEN begin inside a sentence
_OFTEN = 0.5
_INSIDE = 0.3  # of wrapped lines begin with a small letter at least; names and headings do not
_ENOUGH = 6  # pairs of lines, fewer say nothing about the file
_ENDS = re.compile(r"[.;:!?][\"'’”)\]]*$")
_FRONT_MATTER_MAX = 50_000
_FRONT_MATTER_ENDS = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.M)
_SAYS = re.compile(r"^\w[\w -]{0,60}:", re.M)
_ADDRESS = re.compile(r"\s*(?:https?://|www\.|\S+@)")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_END = 20  # characters in which the end of a sentence, or its last small word, shows
_LONG = 40  # characters; shorter paragraphs may be headings, which end without a full stop


def front_matter(text: str) -> tuple[str, str] | None:
    """The front matter of `text`, which says something in YAML between two lines of dashes, and the text after it."""
    text = text.lstrip("\ufeff \t\n")
    if not text.startswith("---\n"):
        return None
    end = _FRONT_MATTER_ENDS.search(text, 4, _FRONT_MATTER_MAX)
    if not end or not _SAYS.search(text, 4, end.start()):
        return None
    return text[4 : end.start()], text[end.end() :]


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which `lines` were wrapped by hand or by a program, None when each is a paragraph of its own.

    A line was wrapped when the first word of the next would not have fitted. Lines count by their length, so that
    a list of names among wrapped paragraphs does not hide them.
    """
    pairs = [(a.rstrip(), _words(b)[0]) for a, b in pairwise(lines) if _words(a) and _words(b)]
    inside = sum(word[0].islower() for _, word in pairs)
    if len(pairs) < _ENOUGH or inside < _INSIDE * len(pairs):
        return None
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    for mostly in (_MOSTLY, _LESS) if inside >= _OFTEN * len(pairs) else (_MOSTLY,):
        for share in (0.98, 0.95, 0.9, 0.85):  # addresses of web pages stand out over the edge
            width = lengths[int(share * (len(lengths) - 1))]
            full = sum(len(line) for line, word in pairs if len(line) + 1 + len(word) > width)
            if _NARROWEST <= width <= _WIDEST and full >= mostly * sum(len(line) for line, _ in pairs):
                return width
    return None


def _words(line: str) -> list[str]:
    return line.lstrip("> ").split(maxsplit=1)  # '>' begins the lines of a quotation


def wrapped(line: str, following: str, width: int | None) -> bool:
    """Whether the next line, `following`, goes on with the paragraph of `line`, both without blank line between."""
    if width and len(line.rstrip()) + 1 + len((following.split(maxsplit=1) or [""])[0]) > width:
        return True
    if _ADDRESS.match(following):
        return False
    last = _LAST_WORD.search(line.rstrip()[-_END:])
    if last and len(line) > _LONG and last[1] in vocabulary.load("unfinished"):
        return True
    return following.lstrip()[:1].islower() and not _ENDS.search(line.rstrip()[-_END:])


def interrupted(before: str, after: str) -> bool:
    """Whether the paragraph `before` goes on in `after` though a blank line, as at a page break, stands between."""
    before = before.rstrip()
    if len(before) < _LONG or _ENDS.search(before[-_END:]) or _ADDRESS.match(after):
        return False
    last = _LAST_WORD.search(before[-_END:])
    return after[:1].islower() or bool(last and last[1] in vocabulary.load("unfinished"))
