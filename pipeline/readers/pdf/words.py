"""The characters of a page made into words: split at blanks, gaps and changes of style, cleaned of what is no text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.readers.pdf import unmapped
from pipeline.readers.pdf.pdfium import Characters, Floats, PageReader, Style
from pipeline.readers.pdf.shapes import Word

Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

#: A gap this wide, in sizes, ends a word even when the file has no blank there.
_GAP = 0.22
_NO_ROOM = 0.05
#: Letters whose height or foot differs this much, in heights, are of two styles: a superscript, another line.
_STEP = 0.12
#: A word drawn again within this, in points, is the same one.
_DOUBLE = 1.5
#: A page with this share of its letters sideways is turned to be read.
_MOSTLY = 0.6
#: How far a word reaches above and below the line it stands on, in sizes.
_ABOVE, _BELOW = 0.78, 0.22

# What a code stands for when it is not itself: ligatures, dashes, and what Word writes for bullets, boxes and ticks
# in the fonts Symbol and Wingdings, whose letters have no Unicode code of their own.
_LETTERS = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
        "\u0002": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-",
        "\u2028": "", "\u2029": "", "\u2060": "", "\u200d": "",
        "\uf02d": "-", "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf06e": "•", "\uf06c": "•",
        "\uf0fc": "✓", "\uf0fb": "✗", "\uf0fe": "☑", "\uf0fd": "☒", "\uf0a8": "☐", "\uf06f": "☐", "\uf072": "☐",
        "\uf0e0": "→", "\uf0e8": "→", "\uf0f0": "→", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥", "\uf0a3": "≤",
    }
)  # fmt: skip
# Fonts of bullets and signs, whose letters are no letters.
_PICTURE_FONT = re.compile("symbol|wingding|webding|dingbat", re.IGNORECASE)
_ODD = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u2010\u2011\u2028\u2029\u2060\u200d\ue000-\uf8ff\ufb00-\ufb06\ufff0-\uffff]"
)
_LOST = re.compile("[\u0000-\u001f\u007f-\u009f\ue000-\uf8ff\ufff0-\uffff]")

_IS_BLANK = np.zeros(0x10000, bool)
_IS_BLANK[[0, 9, 10, 13, 32, 160, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF]] = True


@dataclass(slots=True)
class Text:
    """The words of a page in the order of the file, and how much of its text could not be told."""

    words: list[Word]
    turned: list[Word]  # in coordinates of their own: x along the line, y across it
    letters: int = 0
    lost: int = 0  # letters that the file does not map to any text
    guessed: int = 0  # letters told by their place in the font


@dataclass(slots=True)
class _Stream:
    """The characters of a page, which are blank, and their boxes."""

    text: str
    blank: Flags
    boxes: Floats


def read(page: PageReader) -> Text:
    """The words of `page`."""
    found = Text([], [])
    characters = page.characters()
    if not len(characters.codes):
        return found
    codes, found.guessed = unmapped.told(characters)
    blank = _IS_BLANK[np.minimum(codes, 0xFFFF)]
    text = characters.text if codes is characters.codes else codes.astype("<u4").tobytes().decode("utf-32-le")
    stream = _Stream(text, blank, characters.loose())
    starts, ends, glued = _split(stream)
    if not len(starts):
        return found
    firsts = starts.tolist()
    styles = characters.styles(firsts)
    # Hidden words are left out, unless most are: then they are the text layer of a scan, and all we have.
    show_hidden = sum(not s.visible for s in styles) * 2 > len(styles)
    left = np.flatnonzero([s.visible or show_hidden for s in styles])
    turned = [i for i in left.tolist() if styles[i].angle or page.turn % 2]
    upright = left if not turned else np.setdiff1d(left, turned)
    pieces = _upright(stream, starts, ends, glued, styles, characters.origins(firsts), upright.tolist())
    if turned:
        spans = [(int(starts[i]), int(ends[i]), styles[i]) for i in turned]
        for angle, group in _by_angle(spans).items():
            words = _turned(stream, characters, group, angle)
            if angle:
                found.turned += words
            else:
                pieces += words
    found.words = _without_doubles([w for w in _joined(pieces) if _on_page(w, page)])
    for word in [*found.words, *found.turned]:
        _clean(word, found)
    found.words = [w for w in found.words if w.text]
    found.turned = [w for w in found.turned if w.text]
    return found


def sideways(text: Text) -> int:
    """By how many quarter turns clockwise most of the page's text reads from left to right; 0 as it is."""
    letters: dict[int, int] = defaultdict(int)
    for word in [*text.words, *text.turned]:
        letters[word.angle] += len(word.text)
    most = max(letters, key=lambda angle: letters[angle], default=0)
    return most // 90 if most in (90, 180, 270) and letters[most] > _MOSTLY * sum(letters.values()) else 0


def _split(stream: _Stream) -> tuple[Indices, Indices, Flags]:
    """Where each piece of text starts and ends in the stream, and whether it is glued to the one before.

    A word may come in several pieces; `_joined` puts those of one style together again.
    """
    x0, top, x1, bottom = stream.boxes.T
    blank, height = stream.blank, np.maximum(bottom - top, 0.1)
    gap = x0[1:] - x1[:-1]
    higher = np.maximum(height[1:], height[:-1])
    ligature = (x0[1:] == x0[:-1]) & (x1[1:] == x1[:-1])  # letters of one sign share its box
    apart = (gap > _GAP * higher) | ((gap < -0.6 * higher) & ~ligature)
    step = (np.abs(np.diff(bottom)) > _STEP * higher) | (np.abs(np.diff(height)) > _STEP * higher)
    away = apart | (np.abs(np.diff(top + bottom)) > 1.4 * higher)  # twice the distance of their middles
    begins = np.concatenate(([True], blank[:-1] | apart | step)) & ~blank
    stops = np.concatenate((begins[1:] | blank[1:], [True])) & ~blank
    starts = np.flatnonzero(begins)
    glued = np.concatenate(([False], ~blank[:-1] & ~away))[starts]
    ends = np.flatnonzero(stops) + 1
    # A blank that takes no room is a slip of kerning, not the end of a word.
    room = np.abs(x0[starts[1:]] - x1[ends[:-1] - 1]) / height[starts[1:]]
    level = np.abs(bottom[starts[1:]] - bottom[ends[:-1] - 1]) < _STEP * height[starts[1:]]
    glued[1:] |= (room < _NO_ROOM) & level
    return starts, ends, glued


def _upright(
    stream: _Stream,
    starts: Indices,
    ends: Indices,
    glued: Flags,
    styles: list[Style],
    origins: Floats,
    which: list[int],
) -> list[Word]:
    first, last = stream.boxes[starts], stream.boxes[ends - 1]
    columns = zip(
        starts.tolist(), ends.tolist(), glued.tolist(), first[:, 0].tolist(), last[:, 2].tolist(),
        (first[:, 3] - first[:, 1]).tolist(), origins[:, 1].tolist(), strict=True,
    )  # fmt: skip
    rows = list(columns)
    words = []
    for i in which:
        start, end, joined, x0, x1, height, base = rows[i]
        size, bold, italic, _, _, font = styles[i]
        if not 0.4 * height < size < 3 * height:  # a font that gives its size in units of its own
            size = height
        top, bottom = base - _ABOVE * size, base + _BELOW * size
        text = stream.text[start:end]
        if len(text) == 1 and text < "ÿ" and _PICTURE_FONT.search(font):
            text = chr(0xF000 + ord(text))
        words.append(Word(text, x0, top, x1, bottom, base, size, bold, italic, glued=joined))
    return words


def _by_angle(spans: list[tuple[int, int, Style]]) -> dict[int, list[tuple[int, int, Style]]]:
    groups: dict[int, list[tuple[int, int, Style]]] = defaultdict(list)
    for span in spans:
        groups[span[2].angle].append(span)
    return groups


def _turned(stream: _Stream, characters: Characters, spans: list[tuple[int, int, Style]], angle: int) -> list[Word]:
    """The words of text at one angle, in coordinates that are turned until it reads from left to right."""
    positions = [i for start, end, _ in spans for i in range(start, end)]
    of_style = [style for start, end, style in spans for _ in range(start, end)]
    u0, u1, across = _along(characters.tight(positions), characters.origins(positions), angle)
    words: list[Word] = []
    last = -2
    for k, (position, style) in enumerate(zip(positions, of_style, strict=True)):
        letter, size = stream.text[position], style.size or 10.0
        word = words[-1] if words else None
        beside = (
            word is not None
            and abs(word.base - across[k]) < 0.2 * size
            and -0.6 * size < u0[k] - word.x1 < 0.4 * size
            and last == position - 1
        )
        if word is not None and beside and (word.bold, word.size) == (style.bold, size):
            word.text += letter
            word.x1 = max(word.x1, u1[k])
        else:
            top, bottom = across[k] - _ABOVE * size, across[k] + _BELOW * size
            words.append(
                Word(
                    letter, u0[k], top, u1[k], bottom, across[k], size,
                    style.bold, style.italic, glued=beside, angle=angle,
                )
            )  # fmt: skip
        last = position
    return words


def _along(boxes: Floats, origins: Floats, angle: int) -> tuple[list[float], list[float], list[float]]:
    """Where letters begin and end along their line, and where that line lies across."""
    c, s = cos(radians(angle)), sin(radians(angle))
    across = s * origins[:, 0] + c * origins[:, 1]
    if angle % 90:  # the box says little about how far the letter reaches along its line
        start = c * origins[:, 0] - s * origins[:, 1]
        return start.tolist(), (start + (boxes[:, 2] - boxes[:, 0]) * 0.7).tolist(), across.tolist()
    one = c * boxes[:, 0] - s * boxes[:, 1]
    two = c * boxes[:, 2] - s * boxes[:, 3]
    return np.minimum(one, two).tolist(), np.maximum(one, two).tolist(), across.tolist()


def _joined(pieces: list[Word]) -> list[Word]:
    """Pieces of one word put together where their style is the same after all."""
    words: list[Word] = []
    for piece in pieces:
        if piece.glued and words:
            word = words[-1]
            same_line = abs(word.base - piece.base) < 0.05 * piece.size and abs(word.size - piece.size) < 0.3
            if same_line and word.bold == piece.bold and word.italic == piece.italic:
                word.text += piece.text
                word.x1 = max(word.x1, piece.x1)
                continue
        words.append(piece)
    return words


def _without_doubles(words: list[Word]) -> list[Word]:
    """The words without those drawn a second time on the same spot, as when a layer of the page is there twice."""
    if len(words) < 2:
        return words
    x0 = np.array([w.x0 for w in words])
    base = np.array([w.base for w in words])
    order = np.lexsort((x0, np.round(base)))
    close = (np.abs(np.diff(x0[order])) < _DOUBLE) & (np.abs(np.diff(base[order])) < _DOUBLE)
    doubles = set()
    for k in np.flatnonzero(close).tolist():
        first, second = sorted((int(order[k]), int(order[k + 1])))
        if words[first].text == words[second].text:
            doubles.add(second)
    return [w for i, w in enumerate(words) if i not in doubles] if doubles else words


def _on_page(word: Word, page: PageReader) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return 0 <= x <= page.width and 0 <= y <= page.height and word.size >= 1


def _clean(word: Word, count: Text) -> None:
    count.letters += len(word.text)
    if _ODD.search(word.text):
        text = word.text.translate(_LETTERS)
        if len(text) == 1 and "\ue000" <= text <= "\uf8ff":  # a sign that stands alone is mostly a bullet
            text = "•"
        word.text = _LOST.sub("", text)
        count.lost += len(text) - len(word.text)


def with_pictured_bullets(words: list[Word], spots: list[Box]) -> list[Word]:
    """The words, with a bullet for each small picture that stands just before the first of a line."""
    bullets = []
    for x0, top, x1, bottom in spots:
        beside = [w for w in words if top < (w.top + w.bottom) / 2 < bottom and x0 - 4 * w.size < w.x1]
        first = min(beside, key=lambda w: w.x0, default=None)
        if first is not None and -1 < first.x0 - x1 < 4 * first.size:
            bullets.append(Word("•", x0, first.top, x1, first.bottom, first.base, first.size))
    return words + bullets
