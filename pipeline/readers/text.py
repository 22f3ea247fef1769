"""Plain text to blocks, with the dialects that exports of papers are written in.

Paragraphs stand between blank lines or on a line each, or are wrapped at a width; bullets are typed; numbers stand in
the text, behind a dash ('- 1.1 The Board'), or alone on the line above; tables have tabs between their cells, and the
cells perhaps HTML in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.errors import EmptyFileError, TooLargeError
from pipeline.model import Block, Cell, Reading
from pipeline.readers import aligned, hanging, stacked
from pipeline.readers.decode import decode
from pipeline.readers.lines import interrupted, wrap_width, wrapped
from pipeline.readers.runs import BULLET, Run, blocks, cell

MAX_CHARACTERS = 20_000_000

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\(?[a-z][.)]|\(?[ivx]{1,5}[.)])"
_DASHED = re.compile(rf"-\s+({_NUMBER})\s+(?=\S)")
_COLUMN = r"(?:[A-Z]{1,2}\d{1,3}(?:\.\d{1,2})?|[ivx]{1,5})\s{2,}(?=[^\W\d_])"  # 'R1  That ...', 'ii   agree ...'
_REFERRED = re.compile(_COLUMN)
_ALONE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
_LISTED = re.compile(rf"{_NUMBER}\s+\S|{_COLUMN}")
_OPENS_ITEM = re.compile(rf"\s*(?:(?:{_NUMBER}|[-*•·▪–])\s+(?=\S)|{_COLUMN})")
_FOOTNOTE = re.compile(r"([\ufffd¹²³]|\[\d{1,3}\])\s*(?=[^\W\d_])")
_RULE = re.compile(r"[-=_*~–—\s]{3,}")
_EMPTY_ITEM = re.compile(r"[-*•·▪–]\s*")
_DELIMITER = re.compile(r":?-{2,}:?")
_EMPHASIS = re.compile(r"\*\*(?=\S)(.{1,500}?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.{1,500}?)(?<=\S)__(?!\w)")
_PAGE = re.compile(r"\b(?:page|tudalen)\s+\d{1,4}(?:\s+(?:of|o)\s+\d{1,4})?\s*$|^\s*page\s+\d{1,4}\b", re.I)
_AMOUNT = re.compile(r"£\s?[\d,.]+(?:[km]|bn)?\s+(?:[a-z]|\(|\+|&|inc)")
_FULL = 0.65  # of the width: a line under a marker that is shorter may be a heading
_DIGITS = re.compile(r"\d+")
_FOOT = 160  # characters
_TAG = re.compile(r"</?(?:p|br|ul|ol|li|div|span|b|i|em|strong|u)\b[^<>]{0,200}>", re.I)
_ITEM_IN_LIST = re.compile(r"(?<=[;:.])\s+- |[•·▪]\s+")


def read(content: bytes, name: str) -> Reading:
    """The text file `content`; a form feed in it begins a page. Raises EmptyFileError or TooLargeError."""
    text, problems = decode(content)
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"the text has {len(text):,} characters and the limit is {MAX_CHARACTERS:,}")
    made = list(_Lines(text).blocks())
    if not made:
        raise EmptyFileError("the file holds no text", hint="Fetch it again; the download may have failed.")
    pages = text.rstrip("\f\n ").count("\f") + 1 if "\f" in text else None
    return Reading("text", "text/plain", made, pages=pages, problems=problems)


class _Lines:
    """The lines of a text, read from top to bottom."""

    def __init__(self, text: str) -> None:
        self.page = 1 if "\f" in text else None
        self.lines = text.replace("\f", "\n\f\n").split("\n")
        self.width = wrap_width([line for line in self.lines if "\t" not in line])
        self.text = text
        self.at = 0
        self.pending: list[Block] = []  # what stood at the right edge of the last paragraph
        self.furniture = self._furniture()

    def _furniture(self) -> set[int]:
        """The lines that are the foot or head of a page: alike but for their numbers, and with the page's in them."""
        found: dict[str, list[int]] = {}
        for index, line in enumerate(self.lines):
            if len(line) < _FOOT and _PAGE.search(line):
                found.setdefault(_DIGITS.sub("#", line.strip()), []).append(index)
        return {index for places in found.values() if len(places) > 1 for index in places}

    def blocks(self) -> Iterator[Block]:
        """Tables and paragraphs; a paragraph that a page break cut is one again."""
        last: Block | None = None
        apart = False  # whether something stands between the last block and the next
        while self.at < len(self.lines) or self.pending:
            block = self._next()
            if block is None:
                apart = True
                continue
            if block.kind == "furniture":
                yield block
                apart = True
                continue
            apart, was_apart = False, apart
            if last and was_apart and self._interrupted(last, block):
                last.text = " ".join(filter(None, (last.text, block.marker, block.text)))
                continue
            if last:
                yield last
            last = block
        if last:
            yield last

    def _interrupted(self, last: Block, block: Block) -> bool:
        """Whether `block` is the rest of `last`; a dash before a small letter is then no bullet."""
        dash = block.marker in {"–", "—"} and block.text[:1].islower() and not last.marker
        plain = last.kind == block.kind == "text" and (dash or not block.marker) and block.align != "right"
        return plain and not _LISTED.match(block.text) and interrupted(last.text, block.text)

    def _next(self) -> Block | None:
        if self.pending:
            return self.pending.pop(0)
        line = self.lines[self.at]
        if line == "\f":
            self.page = (self.page or 1) + 1
        stripped = line.strip()
        if self.at in self.furniture:
            self.at += 1
            return Block("furniture", stripped, page=self.page)
        if not stripped or _RULE.fullmatch(stripped) or _EMPTY_ITEM.fullmatch(stripped):
            self.at += 1
            return None
        return self._table() or self._hanging() or self._aligned() or self._stacked() or self._paragraph()

    def _hanging(self) -> Block | None:
        """The people at the line we stand at, a label hanging to the left of them."""
        if "  " not in self.lines[self.at].strip() or not (found := hanging.labelled(self.lines, self.at)):
            return None
        self.at, label, entries = found
        return Block("table", page=self.page, rows=[[Cell(label), Cell("\n".join(entries))]])

    def _aligned(self) -> Block | None:
        """The table that begins at the line we stand at, its cells set apart by blanks."""
        if "   " not in self.lines[self.at].strip() or not (found := aligned.table(self.lines, self.at)):
            return None
        self.at = found[0]
        return self._grid(found[1])

    def _stacked(self) -> Block | None:
        """The table that begins at the line we stand at, a cell a paragraph."""
        if not stacked.may_begin(self.lines[self.at]):
            return None
        places = [i for i in range(self.at, len(self.lines)) if self.lines[i].strip() and self.lines[i] != "\f"]
        alone = [i for i, after in zip(places, [*places[1:], len(self.lines) + 1], strict=True) if after > i + 1]
        if alone != places[: len(alone)]:  # some cell has several lines: those before it may be a table
            alone = next(places[:n] for n, (i, j) in enumerate(zip(places, alone, strict=False)) if i != j)
        if not (found := stacked.table([self.lines[i].strip() for i in alone])):
            return None
        self.at = alone[found[0] - 1] + 1
        return self._grid(found[1])

    def _grid(self, rows: list[list[str]]) -> Block:
        return Block("table", page=self.page, rows=[[cell([Block(text=text)]) for text in row] for row in rows])

    def _paragraph(self) -> Block | None:
        """The paragraph, list item or footnote that begins at the line we stand at."""
        line = self.lines[self.at].rstrip()
        self.at += 1
        text, like = line.strip(), Block(page=self.page)
        if _ALONE.fullmatch(text) and self._following().strip():
            like.marker, text = text, self._following().strip()
            self.at += 1
        elif found := _DASHED.match(text):
            like.marker, text = found[1], text[found.end() :]
        elif found := BULLET.match(text):
            like.marker, text = found[1], text[found.end() :]
            like.level = max(0, len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())) // 2
        elif line[0] == " " and (found := _REFERRED.match(text)):
            like.marker, text = found[0].rstrip(), text[found.end() :]
        elif (found := _FOOTNOTE.match(text)) and (found[1] == "\ufffd" or self.text.count(found[1]) > 1):
            like.kind, like.marker, text = "footnote", found[1].strip("[]\ufffd"), text[found.end() :]
        hung, first = _text_column(line), self.at
        while self._goes_on(self.lines[self.at - 1]) or self._hangs(hung, self.at == first):
            text = f"{text} {self._following().strip()}"
            self.at += 1
        if _RULE.fullmatch(self._following().strip()) and len(text) < 100:
            like.underline = 1.0
        self.pending = blocks(_runs(text), like)
        return self.pending.pop(0) if self.pending else None

    def _following(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""

    def _goes_on(self, line: str) -> bool:
        following = self._following()
        text = following.strip()
        if not text or text == "\f" or "\t" in following.strip() or _RULE.fullmatch(text):
            return False
        if BULLET.match(text) or _DASHED.match(text) or _ALONE.fullmatch(text) or _EMPTY_ITEM.fullmatch(text):
            return False
        if _LISTED.match(text) and not (self.width and len(line) > 0.8 * self.width and text[:1].isdigit()):
            return False
        if self.width and len(line) > _FULL * self.width and _AMOUNT.match(text) and line.rstrip()[-1:].isalpha():
            return True
        return wrapped(line, following, self.width)

    def _hangs(self, column: int, first: bool) -> bool:
        """Whether the next line is set in to where the text of the item above begins, and goes on with it."""
        line, following = (text.expandtabs(4).rstrip() for text in (self.lines[self.at - 1], self._following()))
        text = following.strip()
        if not column or not self.width or not text or len(following) - len(text) != column:
            return False
        if BULLET.match(text) or _DASHED.match(text) or _LISTED.match(text) or "   " in text:
            return False
        return not first or (len(line) > _FULL * self.width and not line[column:].isupper())

    def _table(self) -> Block | None:
        """The table of tabs or upright strokes at the line we stand at, if one begins; a blank line is a page break."""
        rows: list[list[str]] = []
        at = end = self.at
        while at < len(self.lines):
            line = self.lines[at]
            if row := _split(line):
                if rows and len(row) != len(rows[0]):
                    break
                rows.append(row)
                end = at + 1
            elif line.strip() or not rows or at > end:
                break
            at += 1
        # Two columns are as often a name and its value, or a list of contents.
        if not rows or (len(rows[0]) < 3 and not any(_TAG.search(text) for row in rows for text in row)):
            return None
        if len(rows) < 2 and "\t" not in self.lines[self.at]:
            return None
        self.at = end
        head = 1 if len(rows) > 1 and _is_delimiter(rows[1]) else 0
        grid: list[list[Cell | None]] = [[cell(_cell(t)) for t in row] for row in rows if not _is_delimiter(row)]
        return Block("table", page=self.page, rows=grid, header_rows=head) if grid else None


def _text_column(line: str) -> int:
    """Where the text of a list item begins behind its marker; 0 for other lines."""
    opening = _OPENS_ITEM.match(line.expandtabs(4))
    return opening.end() if opening else 0


def _split(line: str) -> list[str]:
    """The cells of a line that tabs part, or upright strokes; none when neither does."""
    if "\t" in line.strip(" "):
        return [part.strip() for part in line.strip(" ").split("\t")]
    if line.count("|") > 1:
        return [part.strip() for part in line.strip().removeprefix("|").removesuffix("|").split("|")]
    return []


def _is_delimiter(row: list[str]) -> bool:
    return any(row) and all(_DELIMITER.fullmatch(text) for text in row if text)


def _cell(text: str) -> Iterator[Block]:
    """The paragraphs and list items in a cell, which tags or nothing at all keep apart."""
    if "<" not in text:
        yield from blocks(_runs(text), Block())
        return
    in_list = "<ul" in text or "<ol" in text
    for piece in _TAG.split(text):
        for item in _ITEM_IN_LIST.split(piece) if in_list else [piece]:
            stripped = item.strip()
            found = BULLET.match(stripped)
            yield from blocks(_runs(stripped[found.end() :] if found else stripped), Block())


def _runs(text: str) -> list[Run]:
    """`text` with what stands between double asterisks bold."""
    if "**" not in text and "__" not in text:
        return [Run(text)]
    runs, at = [], 0
    for found in _EMPHASIS.finditer(text):
        runs += [Run(text[at : found.start()]), Run(found[1] or found[2], bold=True)]
        at = found.end()
    return [*runs, Run(text[at:])]
