"""Lines put together into paragraphs and list items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from pipeline import vocabulary
from pipeline.model import Block, Box
from pipeline.readers.pdf import broken
from pipeline.readers.pdf.shapes import Line

#: White above a line beyond what its neighbours have, in sizes, that makes it a new paragraph.
_MORE_WHITE = 0.35
#: How far a line may begin from where the one above does and still be of one paragraph, in sizes.
_INDENT = 0.6
#: From line to line where nothing else is known, in sizes.
_SINGLE = 1.25
#: From line to line of a note at the right edge, in sizes.
_NOTE = 1.6
#: A heading that fills its line has at most so many words.
_HEADING = 8
#: How far a first line may be indented, in sizes.
_FIRST_LINE = 4

_NUMBERED = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,14}(?:[ivxl]{1,6}|[a-z])?|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})[.)]+"
    r"|\d{1,3}(?:\.\d{1,3}){1,14}[A-Za-z]?)"
    r"(?=\s|\(|[A-Z])"
)
# A word that begins lines of a list: 'FGB07/1920', 'E/37069', 'Priority 3.', '12/04'.
_REFERENCE = re.compile(r"(?:[A-Z][a-z]+ )?(?=\S*\d)[\w/.()-]+(?=[\s:]|$)")
_NUMBER, _CAPITALS = re.compile(r"\d+"), re.compile("[A-Z]+")
_ENDED = re.compile(r"[.:;?!][\"'’”)\]]*$")
_TITLED = re.compile(r"\b(?:Cllrs?|Mrs?|Ms|Dr|Prof|Rev)\.$")  # a name follows, and 'K.' is no number


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph, and what stands beside them at the right edge."""

    lines: list[Line]
    white: float | None = None  # points of white above
    asides: list[Line] = field(default_factory=list)


def paragraphs(lines: Sequence[Line], right: float) -> list[Paragraph]:
    """The paragraphs of `lines`, which are in reading order, in one column that ends at `right`."""
    found: list[Paragraph] = []
    last: Line | None = None
    usual = _usual_pitch(lines, right)
    for line in lines:
        if line.aside and found and last is not None:
            found[-1].asides.append(line)
            continue
        white = None if last is None else line.base - last.base - line.size
        if last is not None and found and _goes_on(found[-1], last, line, right, usual):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], white))
        last = line
    return found


def _goes_on(open_: Paragraph, last: Line, line: Line, right: float, usual: float) -> bool:
    """Whether `line` continues the paragraph that `last` ends so far."""
    first, size = open_.lines[0], max(last.size, line.size)
    pitch = line.base - last.base
    if line.marker or line.column != last.column or not 0.3 * size < pitch:
        return False
    if abs(line.size - last.size) > 0.12 * size:
        return False
    if pitch > (_pitch(open_) or usual * size) + _MORE_WHITE * size:
        return False
    if _other_style(last, line) and (_ends_short(last, line, right) or abs(line.size - last.size) > 0.02 * size):
        return False
    if len(open_.lines) == 1 and _heads(last, line):
        return False
    if _label(line.text) and _label(line.text) == _label(first.text):
        return False
    titled = _TITLED.search(last.text) is not None
    numbered = not titled and _NUMBERED.match(line.text) is not None
    start = line.box[0]
    if numbered and (
        start < first.text_x0 - _INDENT * size or _ends_short(last, line, right) or _ENDED.search(last.text)
    ):
        return False
    if len(open_.lines) == 1:
        if not _may_be_second(first, start, size) and (
            not _full(last, right) or (_ENDED.search(last.text) and not titled)
        ):
            return False
    elif abs(start - last.box[0]) > _INDENT * size and not _full(last, right):
        return False
    if start > last.text_x0 + 1.2 * size:  # a first-line indent
        return False
    if _ends_short(last, line, right) and not broken.is_broken(last, line):
        return _cut(last, line) and not _ends_very_short(last, right)
    return True


def _label(text: str) -> str:
    """What a reference in front looks like ('Priority 3' and 'Priority 12' alike); '' when there is none."""
    found = _REFERENCE.match(text)
    if found is None or not any(x.isalpha() or x in "/.()" for x in found.group()):
        return ""
    return _CAPITALS.sub("A", _NUMBER.sub("9", found.group()))


def _may_be_second(first: Line, start: float, size: float) -> bool:
    """Whether a paragraph's second line may begin at `start`: below its text, or left of an indented first line."""
    if abs(start - first.text_x0) < _INDENT * size:
        return True
    return not first.marker and first.box[0] - _FIRST_LINE * size < start < first.box[0] + 0.2 * size


def _other_style(last: Line, line: Line) -> bool:
    """Whether one is all bold and the other is mostly not."""
    return (line.bold > 0.95) != (last.bold > 0.95) and min(line.bold, last.bold) < 0.5


def _heads(first: Line, line: Line) -> bool:
    """Whether a paragraph's first line is a heading that fills it: bold, whole, and not so what follows."""
    if first.bold < 0.95 or line.bold > 0.05 or not line.text[:1].isupper() or not first.text[-1].isalnum():
        return False
    words = first.text.split()
    return len(words) <= _HEADING and words[-1] not in vocabulary.load("unfinished")


def _pitch(open_: Paragraph) -> float:
    """From line to line of a paragraph, in points; 0 while it has one line."""
    lines = open_.lines
    return (lines[-1].base - lines[0].base) / (len(lines) - 1) if len(lines) > 1 else 0.0


def _usual_pitch(lines: Sequence[Line], right: float) -> float:
    """From a full line to the next one, in sizes: what a line within a paragraph has, by and large."""
    found = sorted(
        (b.base - a.base) / b.size
        for a, b in pairwise(lines)
        if _full(a, right) and not b.marker and abs(a.size - b.size) < 0.5 and 0.8 < (b.base - a.base) / b.size < 2.6
    )
    return found[len(found) // 4] if len(found) > 2 else _SINGLE


def _ends_short(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of `line` had found room at the end of `last`, had it belonged there."""
    return last.box[2] + 0.35 * line.size + line.first_width < right - 0.5 * line.size


def _ends_very_short(last: Line, right: float) -> bool:
    return last.box[2] - last.box[0] < 0.55 * (right - last.box[0])


def _full(last: Line, right: float) -> bool:
    return last.box[2] > right - 4 * last.size


def _cut(last: Line, line: Line) -> bool:
    """Whether a sentence runs from one to the other."""
    return not _ENDED.search(last.text) and line.text[:1].islower()


def block(paragraph: Paragraph, left: float, right: float) -> Block:
    """The block of a paragraph in a text area from `left` to `right`."""
    lines = paragraph.lines
    letters = [max(1, len(line.text)) for line in lines]
    total = sum(letters)
    text = broken.joined(lines)
    return Block(
        text=text,
        box=rounded(around(lines)),
        marker=lines[0].marker,
        bold=_share(sum(n * line.bold for n, line in zip(letters, lines, strict=True)), total),
        italic=_share(sum(n * line.italic for n, line in zip(letters, lines, strict=True)), total),
        underline=_share(sum(n * line.underline for n, line in zip(letters, lines, strict=True)), total),
        lead=_lead(lines),
        size=round(max(lines, key=lambda line: len(line.text)).size, 1),
        indent=round(max(0.0, lines[0].box[0] - left), 1),
        align=_align(lines, left, right),
        gap=None if paragraph.white is None else round(max(0.0, paragraph.white), 1),
    )


def asides(lines: Sequence[Line], left: float) -> list[Block]:
    """The blocks of what stands at the right edge: one a line, unless it goes on in the next."""
    notes: list[list[Line]] = []
    for line in lines:
        if notes and _note_goes_on(notes[-1][-1], line):
            notes[-1].append(line)
        else:
            notes.append([line])
    return [_aside(note, left) for note in notes]


def _note_goes_on(last: Line, line: Line) -> bool:
    near = line.base - last.base < _NOTE * line.size and abs(line.box[0] - last.box[0]) < _INDENT * line.size
    return near and (line.text[:1].islower() or last.text.rpartition(" ")[2] in vocabulary.load("unfinished"))


def _aside(lines: Sequence[Line], left: float) -> Block:
    first = lines[0]
    return Block(
        text=broken.joined(lines),
        box=rounded(around(lines)),
        bold=_share(first.bold, 1),
        italic=_share(first.italic, 1),
        underline=_share(first.underline, 1),
        size=round(first.size, 1),
        indent=round(max(0.0, first.box[0] - left), 1),
        align="right",
    )


def around(lines: Sequence[Line]) -> Box:
    """The box around `lines`."""
    boxes = [line.box for line in lines]
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def rounded(box: Box) -> Box:
    """A box to a tenth of a point; floats throughout, so that it is written as it is read again."""
    left, top, right, bottom = (round(float(edge), 1) for edge in box)
    return left, top, right, bottom


def _share(part: float, total: int) -> float:
    return round(min(1.0, part / total), 2)


def _lead(lines: Sequence[Line]) -> int:
    """How many characters at the start are bold or underlined while the rest is not."""
    count, rest = 0, list(lines)
    while rest and rest[0].lead == len(rest[0].text):
        count += len(rest.pop(0).text) + 1
    if not rest:
        return 0
    count += rest[0].lead
    plain = sum(len(line.text) for line in rest) - rest[0].lead
    shown = sum(len(line.text) * max(line.bold, line.underline) for line in rest) - rest[0].lead
    return count if shown < 0.5 * plain else 0


def _align(lines: Sequence[Line], left: float, right: float) -> Literal["", "center", "right"]:
    if lines[0].aside:  # with no paragraph above it
        return "right"
    width = right - left
    if width <= 0 or lines[0].marker:
        return ""
    for line in lines:
        x0, _, x1, _ = line.box
        off = abs((x0 - left) - (right - x1))
        if off > 0.06 * width or x0 - left < 0.08 * width:
            return ""
    return "center"
