"""Letters that a file shows and does not name: their numbers in the font are all there is.

A producer that leaves out a font's table of codes mostly leaves its glyphs in their usual order, the one of the
common office fonts: control characters and capitals where small letters should be give it away.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from pipeline.readers.pdf.pdfium import Characters

#: Glyph number -> letter in the usual order. (The first three are no letters; Mac OS Roman gives the rest.)
_USUAL = {g: bytes([g + (29 if g < 98 else 30 if g < 172 else 31)]).decode("mac_roman") for g in range(3, 225)}
_USUAL_CODES = np.array([ord(_USUAL.get(i, "\ufffd")) for i in range(256)], np.uint32)

_CONTROLS = np.zeros(32, bool)
_CONTROLS[[*range(3, 9), 11, 12, *range(14, 32)]] = True
_ORDINARY = re.compile(r"[\w .,;:'’‘“”()/&£%@+-]")


def told(characters: Characters) -> tuple[NDArray[np.uint32], int]:
    """The codes of the page's characters, those without a name told by their glyph number; and how many those are.

    The codes come back as they were, the very same array, when all have names or the guess makes no words.
    """
    codes = characters.codes
    low = codes < 32
    if not low.any() or not _CONTROLS[codes[low]].any():
        return codes, 0
    nameless = np.array(characters.unmapped(list(range(len(codes)))), bool) & (codes < 256)
    guess = np.where(nameless, _USUAL_CODES[np.minimum(codes, 255)], codes)
    text = "".join(map(chr, guess[nameless].tolist()))
    if not _makes_words(text):
        return codes, 0
    return guess, int(nameless.sum())


def _makes_words(text: str) -> bool:
    letters = [x for x in text.casefold() if x.isalpha()]
    if not letters or len(_ORDINARY.findall(text)) < 0.9 * len(text):
        return False
    return 0.2 < sum(x in "aeiouy" for x in letters) / len(letters) < 0.65
