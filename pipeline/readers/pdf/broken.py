"""Words broken at the end of a line, and lines joined so that they can be mended when the whole paper is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.pdf.shapes import Line

#: Stands where a word was broken at the end of a line, until `whole` knows how it is written elsewhere.
BREAK = "\u00ad"
#: Stands where one may have been broken without a hyphen, the column being narrow.
SPLIT = "\u200b"
#: Such a word has at least so many letters before the break.
_LONG = 6

_MENDED = re.compile(rf"(\w*)([{BREAK}{SPLIT}])(\w*)")


def is_broken(last: Line, line: Line) -> bool:
    """Whether a word runs from one to the other."""
    return last.text.endswith("-") and last.text[-2:-1].isalpha() and line.text[:1].islower()


def joined(lines: Sequence[Line]) -> str:
    """The text of a paragraph's lines; `BREAK` or `SPLIT` stands where a word is broken, or may be."""
    out = lines[0].text
    for last, line in pairwise(lines):
        if is_broken(last, line):
            out = out[:-1] + BREAK + line.text
        elif out.endswith(("-", "/")) and out[-2:-1].strip() and line.text[:1].isalnum():
            out += line.text
        elif line.text[:1].islower() and len(last.text) >= _LONG and last.text.isalpha():
            out += SPLIT + line.text
        else:
            out += " " + line.text
    return out


def whole(text: str, known: set[str]) -> str:
    """`text` with its broken words mended.

    The hyphen goes when the word is `known` without it, else it stays; a word that has a line to itself and the one
    below it are one when that is `known`, or when the rest is a single letter.
    """

    def mend(found: re.Match[str]) -> str:
        one, at, two = found.groups()
        if (one + two).casefold() in known or (at == SPLIT and len(two) == 1 and two != "a"):
            return one + two
        return f"{one}-{two}" if at == BREAK else f"{one} {two}"

    return _MENDED.sub(mend, text) if BREAK in text or SPLIT in text else text
