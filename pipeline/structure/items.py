"""The working record of this stage: a block on its way to being a heading, passage or table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from pipeline.model import Block, Box, PartKind
from pipeline.text import collapse

if TYPE_CHECKING:
    from pipeline.structure.rows import Grid

BULLETS = "•·▪◦○●■□▫*►▶✓➢➤❖–-\uf0b7\uf0a7\uf0d8\uf0fc\u2043\u2219"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_BULLET = re.compile(rf"(?:[{re.escape(BULLETS)}]|o(?=\s+[A-Za-z]))(?:\s+|(?<=[•·▪◦●\uf0b7]))")
_REFERENCE = re.compile(
    r"""(?i:items?|minute|agenda\ item)\s+(?:(?i:no)\.?\s*)?(\d{1,3}(?:\.\d{1,2})*[a-z]?)\s*(?:[.:)–-]\s*|\s(?=[A-Z]))
        |([A-Z][A-Za-z]{0,5}/\d{2,4}(?:/\d{1,4}){1,2}|[A-Z]{1,6}\s?\d{1,3}[a-z]?/\d{2,4}(?:/\d{1,4})?)(?:[.:]?\s+|(?=[A-Z][a-z]))
        |(\d{1,4}[a-z]?/\d{2,4}(?:\.\d{1,2}|[a-z])?|\d\d/\d{1,4})[.:)]?\s+(?=["'“‘]?[A-Z][a-zA-Z’']*\b|\d{1,3}(?:ST|ND|RD|TH)\b)""",
    re.X,
)
_DECIMAL = re.compile(
    r"""\(?(\d{1,4}(?:\.\d{1,3}){0,14}(?:[ivxl]{1,5}|[a-zA-Z])?(?=[.):])(?!:\d)
        |\d{1,3}(?:\.\d{1,3}){1,4}(?:[A-Z](?=\s))?)(?!\.?\d|[a-z])[.):]*\s*(?![\d%])""",
    re.X,
)
_PLAIN = re.compile(rf"(\d{{1,2}}|\d{{3}}(?=\s+[A-Z]{{3}}))\s+(?=[A-Z][A-Za-z'’]*\b)(?!(?i:{_MONTH})\b)")
_BEFORE_TAB = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3}){0,4})[ .)]*\t\s*(?=\S)")
_LETTER = re.compile(
    r"\(?([ivxl]{1,5}|[a-zA-Z]|[a-z]{2}|[A-Z]{1,2}\d{1,2}[a-z]?(?=[.)]\s+[A-Za-z]))[.)]\)?\s+|\(([ivxl]{1,5}|[a-zA-Z])\)\s*"
)
#: A text that ends so goes on.
RUNS_ON = re.compile(
    r"(?:,|\b(?:Mrs?|Ms|Dr|Cllrs?|and|or|of|the|to|for|with|in|on|by|at|from|a|an|that|which|is|are|be))$"
)
#: And so does a list item, which may end in 'to' or 'for'.
ITEM_RUNS_ON = re.compile(r"(?:,|\b(?:Mrs?|Ms|Dr|Cllrs?|and|or|of|the|a|an))$")
_SENTENCE_END = re.compile(r"[.!?][)\]'\"’”]*$")
_ROMAN = re.compile(r"[ivxl]+$")


@dataclass(slots=True)
class Item:
    """A paragraph, list item, heading, footnote or table; `kind` says which.

    `number` is what a reader would call it by ('3.2', 'a', 'ii'); `bullet` is true of items marked by a sign alone.
    """

    text: str
    block: Block
    kind: str = "text"  # text, footnote, table
    number: str = ""
    bullet: bool = False
    level: int = 0
    aside: str = ""
    page: int | None = None
    box: Box | None = None
    grid: Grid | None = None
    end_page: int | None = None  # where a joined paragraph ends

    heading: int = 0  # level of the heading this is, 0 when it is none
    masthead: bool = False
    contents: bool = False  # a line of a table of contents
    part: tuple[str, PartKind] | None = None  # title and kind of the part that starts here
    leads: list[Item] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many levels the number has: 2 for '3.2', 0 without a decimal number."""
        return self.number.count(".") + 1 if self.number[:1].isdigit() else 0

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())

    @property
    def marked(self) -> bool:
        """Whether a bullet or number stands before it."""
        return self.bullet or bool(self.number)


def read(block: Block) -> Item:
    """The item of a text or footnote block: its marker split off, its blanks folded."""
    text = collapse(block.text)
    item = Item(text, block, block.kind, level=block.level, page=block.page, end_page=block.page, box=block.box)
    if block.kind == "footnote":
        item.number = block.marker.strip("[]().*† ")
    elif block.marker:
        item.number, item.bullet = _known_marker(block.marker)
    elif found := _BEFORE_TAB.match(block.text):
        item.number, item.text = found[1], collapse(block.text[found.end() :])
        item.block = _without_marker(block, text, item.text)
    else:
        item.number, item.bullet, rest = split_marker(text)
        item.text = rest.strip()
        item.block = _without_marker(block, text, item.text)
    return item


def _without_marker(block: Block, text: str, rest: str) -> Block:
    """`block` with the shares of bold and underlined letters as they are without its marker."""
    marked = len(text.replace(" ", "")) - len(rest.replace(" ", ""))
    if not marked or not rest or not 0.4 < max(block.bold, block.underline, block.italic) < 1.0:
        return block
    whole = 1 + marked / len(rest.replace(" ", ""))
    shares = {name: min(1.0, getattr(block, name) * whole) for name in ("bold", "underline", "italic")}
    return msgspec.structs.replace(block, **shares)


def split_marker(text: str) -> tuple[str, bool, str]:
    """The number at the start of `text` ('' when there is none), whether a bullet stands there, and what follows."""
    if found := _BULLET.match(text):
        return "", True, text[found.end() :]
    if found := _REFERENCE.match(text):
        return (found[1] or found[2] or found[3]), False, text[found.end() :]
    if (found := _DECIMAL.match(text)) and not _is_quantity(text, found.end()):
        return found[1], False, text[found.end() :]
    if found := _PLAIN.match(text):
        return found[1], False, text[found.end() :]
    if (found := _LETTER.match(text)) and not _is_initial(text, found):
        return (found[1] or found[2]), False, text[found.end() :]
    return "", False, text


def _is_quantity(text: str, end: int) -> bool:
    """Whether the number that ends at `end` belongs to the words: '7.30 pm', '10.00', '08.02.11', '3.5 million'."""
    head, rest = text[:end].strip(" .):("), text[end:]
    if re.match(r"(?:am|pm|a\.m|p\.m|per cent|million|billion|hours|hrs|noon)\b|[-–/%]", rest, re.I):
        return True
    dotted = [int(n) for n in head.split(".") if n.isdigit()]
    if len(dotted) == 2 and dotted[0] < 24 and head.endswith(".00"):
        return True  # the time of an item of an agenda
    if (
        len(dotted) == 3
        and dotted[0] <= 31
        and dotted[1] <= 12
        and len(head.split(".")[2]) in {2, 4}
        and not rest[:1].isalpha()
    ):
        return True
    if len(dotted) == 1 and re.match(rf"{_MONTH}\b\s*(?:\d|$)", rest, re.I):
        return True
    return len(dotted) == 1 and dotted[0] > 1900 and "." not in text[:end].strip(" ")


def _is_initial(text: str, found: re.Match[str]) -> bool:
    """Whether the letter is somebody's initial, 'J. Smith', and no marker; also 'I.' at the start of prose."""
    mark = found[1] or found[2]
    return found[0].strip().endswith(".") and mark.isupper() and len(mark) == 1 and not found[0].startswith("(")


def _known_marker(marker: str) -> tuple[str, bool]:
    marker = marker.strip()
    if not any(c.isalnum() for c in marker) or marker == "o":
        return "", True
    number, _, rest = split_marker(marker + " X")
    return (number, False) if number and rest == "X" else (marker.strip(" .():"), False)


def marker_style(item: Item) -> str:
    """What kind of marker an item has, so that items of one list can be told from those of another."""
    number = item.number
    if item.bullet:
        return "bullet"
    if not number:
        return ""
    if number[0].isdigit():
        return f"decimal{item.depth}"
    if "/" in number:
        return "reference"
    if _ROMAN.match(number) and (len(number) > 1 or number in "ivx"):
        return "roman"
    return "upper" if number.isupper() else "letter"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends with a full stop, question or exclamation mark."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def capitals(text: str) -> float:
    """The share of the letters of `text` that are capitals."""
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, text)) / letters if letters else 0.0


def starts_lower(text: str) -> bool:
    """Whether the first letter of `text` is small; quotes and brackets before it do not count."""
    first = text.lstrip("'\"‘“([ ")[:1]
    return first.isalpha() and first.islower()
