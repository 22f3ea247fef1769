"""Words put into segments (words that stand close together on one line) and segments into rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.shapes import Line, Row, Segment, Word, box_on_page

#: Words further apart than this, in sizes, may be in two columns.
_APART = 0.9
#: In a justified line blanks are all as wide: a gap is a column's only when it is this many times the usual one.
_JUSTIFIED = 1.7
#: Words on one line stand on it within this, in sizes.
_LEVEL = 0.2

#: Letters this much smaller than those beside them may be a superscript.
_RAISED_SIZE = 0.8

#: So many letters with white between them are one word set wide.
_WIDE_LETTERS = 6

_BULLETS = "•●○◦▪▫■□◆◇➢➤►▶‣⁃∙·*"
_BULLET = re.compile(rf"[{re.escape(_BULLETS)}]|[-–—o§Øü]")
#: A number or letter that counts paragraphs, with nothing else: '3.', '2.4.1', '(a)', 'iv)', 'B.'.
NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})(?:[.):]\)?|(?<=\d))")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def segments(words: list[Word]) -> list[Segment]:
    """Words in the order of the file, cut where the line or the column changes; each from left to right."""
    found: list[Segment] = []
    lead: Word | None = None  # the word of the open segment that is as big as most
    for word in words:
        if lead is not None and _follows(found[-1][-1], word, lead):
            found[-1].append(word)
            if word.size > lead.size * 1.15:
                lead = word
        else:
            found.append([word])
            lead = word
    return found


def _follows(last: Word, word: Word, lead: Word) -> bool:
    size = max(lead.size, word.size)
    gap = word.x0 - last.x1
    if not -0.5 * size < gap < _APART * size:
        return False
    rise = lead.base - word.base
    if abs(rise) <= _LEVEL * size * 0.5 or (word.glued and abs(rise) < 0.6 * size):
        return True
    # A superscript or subscript, or the word after one that began the line.
    small = min(word.size, lead.size) < 0.85 * size
    return abs(rise) < 0.6 * size if small else abs(rise) <= _LEVEL * size


def rows(parts: Iterable[Segment]) -> list[Row]:
    """Segments grouped by the line they stand on, from top to bottom, each row from left to right.

    Segments of a row that stand close together are joined, in whatever order the file holds them.
    """
    ordered = sorted(parts, key=_base)
    found: list[Row] = []
    base = -1e9
    for part in ordered:
        level = abs(_base(part) - base) <= _LEVEL * max([w.size for w in part])
        if level and not any(_over(part, other) for other in found[-1]):
            found[-1].append(part)
        else:
            found.append([part])
            base = _base(part)
    return [_close_joined(row) for row in _with_raised(found)]


def _over(part: Segment, other: Segment) -> bool:
    """Whether one is written over the other, as a shadow is; a patch of two words in a gap is not."""
    shared = min(part[-1].x1, other[-1].x1) - max(part[0].x0, other[0].x0)
    return min(len(part), len(other)) > 2 and shared > 0.5 * min(part[-1].x1 - part[0].x0, other[-1].x1 - other[0].x0)


def _base(part: Segment) -> float:
    if len(part) == 1:
        return part[0].base
    size = max([word.size for word in part])
    return next(word.base for word in part if word.size == size)


def _with_raised(found: list[Row]) -> list[Row]:
    """The rows, one of superscripts alone joined to the row it hangs over."""
    sizes = [max([w.size for part in row for w in part]) for row in found]
    kept: list[Row] = []
    for i, row in enumerate(found):
        below = found[i + 1] if i + 1 < len(found) and sizes[i] < _RAISED_SIZE * sizes[i + 1] else None
        above = kept[-1] if kept and sizes[i] < _RAISED_SIZE * sizes[i - 1] else None
        home = next((other for other in (below, above) if other is not None and _hangs_over(row, other)), None)
        if home is None:
            kept.append(row)
        else:
            home += row
    return kept


def _hangs_over(row: Row, home: Row) -> bool:
    size = max(w.size for part in home for w in part)
    if abs(_base(home[0]) - _base(row[0])) > 0.55 * size:
        return False
    words = [w for part in home for w in part]
    return all(any(-0.3 * size < part[0].x0 - w.x1 < 0.3 * size for w in words) for part in row)


def _close_joined(row: Row) -> Row:
    if len(row) == 1:
        return row
    row = sorted(row, key=lambda part: part[0].x0)
    gaps = [b.x0 - a.x1 for part in row for a, b in pairwise(part) if not b.glued]
    usual = median(gaps) if len(gaps) > 1 else 0.0
    joined = [row[0]]
    for part in row[1:]:
        last = joined[-1][-1]
        gap, size = part[0].x0 - last.x1, max(last.size, part[0].size)
        inside = part[0].x0 < last.x1 - 0.5 * size  # a word of the other order: a superscript, a patch
        if inside and part[-1].x1 < last.x1:
            joined[-1] = sorted([*joined[-1], *part], key=lambda w: w.x0)
        elif gap < max(_APART * size, _JUSTIFIED * usual):
            joined[-1] = joined[-1] + part
        else:
            joined.append(part)
    return joined


def line(parts: Row) -> Line:
    """One line of the segments `parts` of a row; a bullet in front becomes its marker."""
    words = _unspaced([word for part in parts for word in part])
    lead = _lead_word(words)
    size, base = lead.size, lead.base
    for word in words:
        word.raised = word.size < 0.85 * size and base - word.base > 0.15 * size
    marker, first = "", 0
    if len(words) > 1 and words[0].raised and words[0].text.isdigit():  # the number of a footnote
        marker, first = words[0].text, 1
    elif len(words) > 1 and _is_bullet(words[0], words[1]):
        marker, first = _shown(words[0].text), 1
    body = words[first:]
    text_x0 = body[0].x0
    if len(body) > 1 and NUMBER.fullmatch(body[0].text):
        text_x0 = body[1].x0
    elif len(parts) > 1 and first == 0 and len(parts[0]) <= 4:
        text_x0 = parts[1][0].x0  # a label, and what it labels
    counts = [len(w.text) for w in body]
    letters = sum(counts)
    top, bottom = min([w.top for w in words]), max([w.bottom for w in words])
    return Line(
        text=text(body),
        box=(words[0].x0, top, max([w.x1 for w in words]), bottom),
        base=lead.base,
        size=lead.size,
        bold=sum([n for n, w in zip(counts, body, strict=True) if w.bold]) / letters,
        italic=sum([n for n, w in zip(counts, body, strict=True) if w.italic]) / letters,
        underline=sum([n for n, w in zip(counts, body, strict=True) if w.underlined]) / letters,
        first_width=body[0].x1 - body[0].x0,
        lead=_lead(body),
        marker=marker,
        text_x0=text_x0,
    )


def _unspaced(words: list[Word]) -> list[Word]:
    """The words, or when they are letters set wide apart for looks, the words those make."""
    single = sum(len(word.text) == 1 for word in words)
    if single < _WIDE_LETTERS or single < 0.7 * len(words):
        return words
    gaps = [b.x0 - a.x1 for a, b in pairwise(words)]
    usual = median(gaps)
    if usual > 1.2 * words[0].size:  # too far apart: figures of a table
        return words
    joined = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        if gap > 1.5 * usual:
            joined.append(word)
        else:
            last = joined[-1]
            joined[-1] = replace(last, text=last.text + word.text, x1=max(last.x1, word.x1))
    return joined


def _lead_word(words: list[Word]) -> Word:
    """The word whose size and level are the line's: the biggest, but a single letter says little."""
    best, most = words[0], 0.0
    for word in words:
        weight = word.size * min(len(word.text), 4)
        if weight > most:
            best, most = word, weight
    return best


def is_marker(text: str) -> bool:
    """Whether `text` is a bullet or list number and nothing else."""
    return NUMBER.fullmatch(text) is not None or _BULLET.fullmatch(text) is not None


def _lead(words: list[Word]) -> int:
    begin = 1 if len(words) > 1 and NUMBER.fullmatch(words[0].text) else 0  # a number's style says nothing
    for i, word in enumerate(words[begin:], begin):
        if not (word.bold or word.underlined):
            return len(text(words[:i])) if i > begin or words[0].bold or words[0].underlined else 0
    return len(text(words))


def _is_bullet(word: Word, after: Word) -> bool:
    if after.glued or not _BULLET.fullmatch(word.text):
        return False
    return word.text in _BULLETS or after.x0 - word.x1 > 0.6 * after.size


def _shown(bullet: str) -> str:
    return bullet if bullet in "-–—" else "•"


def text(words: list[Word]) -> str:
    """The words with blanks between them, as they are read."""
    pieces: list[str] = []
    for i, word in enumerate(words):
        raised_number = word.raised and word.text.isdigit() and i > 0
        if i and not word.glued and not (word.raised and word.x0 - words[i - 1].x1 < 0.2 * words[i - 1].size):
            pieces.append(" ")
        pieces.append(word.text.translate(_RAISED) if raised_number else word.text)
    return "".join(pieces)


def turned(words: Sequence[Word]) -> list[Line]:
    """Words at an angle, which are in coordinates of their own, as lines; those of one paragraph are joined."""
    ordered = sorted(words, key=lambda w: (w.angle, round(w.base / max(1.0, 0.5 * w.size)), w.x0))
    groups: list[list[Word]] = []
    for word in ordered:
        last = groups[-1][-1] if groups else None
        if last is not None and _beside_or_below(last, word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_turned_line(group) for group in groups]


def _beside_or_below(last: Word, word: Word) -> bool:
    if word.angle != last.angle or abs(word.size - last.size) > 0.2 * last.size:
        return False
    down = word.base - last.base
    if abs(down) < 0.5 * word.size:
        return word.x0 - last.x1 < 1.5 * word.size
    return 0 < down < 1.6 * word.size and word.x0 < last.x1


def _turned_line(words: list[Word]) -> Line:
    found = line([words])
    boxes = [box_on_page(word) for word in words]
    found.box = (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip
    return found


def text_of_turned(words: Sequence[Word]) -> str:
    """Words at an angle as they are read."""
    return "\n".join(found.text for found in turned(words))
