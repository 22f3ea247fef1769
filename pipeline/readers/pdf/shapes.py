"""What the steps of the PDF reader hand to each other.

Coordinates are points from the top left corner of the page as it is shown (crop box and rotation applied).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin

from pipeline.model import Box, Cell


@dataclass(slots=True)
class Word:
    """Letters with no blank between them, all in one style; `base` is the line they stand on."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: bool = False  # superscript
    glued: bool = False  # follows the word before it with no blank
    angle: int = 0  # degrees, anticlockwise; 0 reads from left to right


#: Words that stand close together on one line; and the segments of one line, from left to right.
Segment = list[Word]
Row = list[Segment]


@dataclass(slots=True)
class Line:
    """Words of one line and one column, as far as paragraphs are told by them."""

    text: str
    box: Box
    base: float
    size: float
    bold: float
    italic: float
    underline: float
    first_width: float  # of its first word, points
    lead: int  # characters at its start that are bold or underlined
    marker: str = ""  # the bullet that was taken from the front of `text`
    text_x0: float = 0.0  # where the text begins, after a bullet or number that stands apart
    aside: bool = False  # stands apart at the right edge
    column: int = 0  # the column of the page's text it is in; below 0 in a narrow one: of headings, a panel
    furniture: bool = False


@dataclass(slots=True)
class Grid:
    """A table: where it is and its cells."""

    box: Box
    rows: list[list[Cell | None]]
    marks: list[float] = field(default_factory=list)  # where its columns begin and end
    furniture: bool = False


@dataclass(slots=True)
class Page:
    """One page after its words were put into lines and tables, in reading order."""

    number: int
    width: float
    height: float
    items: list[Line | Grid] = field(default_factory=list)
    columns: list[float] = field(default_factory=list)  # where those of its text begin, beside the first
    side: float | None = None  # where text begins that has headings in a column of their own
    turned: list[Line] = field(default_factory=list)  # text at an angle
    turned_by: int = 0  # quarter turns clockwise by which it was turned to be read; sizes are as read


def box_on_page(word: Word) -> Box:
    """The box of a word, or of a line, that is kept in turned coordinates, on the page."""
    c, s = cos(radians(word.angle)), sin(radians(word.angle))
    corners = [(c * u + s * v, c * v - s * u) for u in (word.x0, word.x1) for v in (word.top, word.bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
