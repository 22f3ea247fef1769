"""DOCX to blocks: the body walked in document order, with numbering, tables, notes, text boxes and headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.errors import ReadError
from pipeline.model import Block, Problem, Reading
from pipeline.readers.docxnumbering import Numbering
from pipeline.readers.docxpackage import Package, R, W, tree_of
from pipeline.readers.docxruns import MC, Found, Runs, page_named
from pipeline.readers.docxstyles import Look, Style, Styles, paragraph_look
from pipeline.readers.docxtables import framed, table
from pipeline.readers.runs import blocks, with_bullet
from pipeline.readers.tabbed import tabled

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MACROS = "application/vnd.ms-word.document.macroEnabled.12"

_P, _PROPERTIES = f"{W}p", f"{W}pPr"
_MAX_DEEP = 30  # tables, text boxes and content controls inside one another
_TICK = re.compile("[☐☑☒✓✔✗]")
_INNER_ROWS = 2  # a table inside a cell with more is read as a table
_LINE = 12.0  # points that an empty paragraph is taken to be high
#: Elements at the level of paragraphs whose children are read as if they stood there themselves.
_INTO = {f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")}


def read(content: bytes, name: str) -> Reading:
    """The Word document `content`. Pages are counted where the file says where they begin, else unknown.

    Raises DamagedError, EncryptedError or TooLargeError.
    """
    package = Package(content)
    document = _Document(package)
    body = list(tabled(document.blocks(package.body)))
    made = [*document.framing("header"), *body, *document.framing("footer")]
    if not any(block.text or block.kind == "table" for block in body):
        document.problems.append(Problem("no_text", _without_text(package)))
    macros = "macroEnabled" in package.main.content_type
    return Reading(
        "docx", _MACROS if macros else MEDIA_TYPE, made, pages=document.page or None, problems=document.problems
    )


def _stands_alone(block: Block) -> bool:
    """Whether a table inside a cell is one to itself, with a head and rows, and no boxes to tick."""
    ticked = any(cell and _TICK.search(cell.text) for row in block.rows for cell in row)
    return block.kind == "table" and len(block.rows) > _INNER_ROWS and len(block.rows[0]) > 1 and not ticked


def _by_id(root: Any, kind: str) -> dict[str, Any]:
    """The notes of a part by their ids."""
    return {} if root is None else {note.get(f"{W}id") or "": note for note in root.iter(f"{W}{kind}")}


def _without_text(package: Package) -> str:
    pictures = sum(1 for _ in package.related("image"))
    if not pictures:
        return "the document holds no text"
    return f"the document holds {pictures} pictures and no text; save it as PDF to have them read by OCR"


class _Document:
    """One pass over a document. Numbering, notes, fields and pages carry on from paragraph to paragraph."""

    def __init__(self, package: Package, deep: int = 0) -> None:
        self.package = package
        self.styles = Styles(package.tree("styles"))
        self.numbering = Numbering(package.tree("numbering"))
        self.runs = Runs(self.styles, self._mark, self._counts)
        self.problems: list[Problem] = []
        self.deep = deep
        self.marks: dict[tuple[str, str], str] = {}
        self.notes = {kind: _by_id(package.tree(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self.pending: list[tuple[str, str]] = []  # notes to be written out after the block that names them
        self.carried: Found | None = None  # a paragraph whose end was deleted goes on in the next
        self.white = 0.0
        self.in_cell = False
        self.inner: list[Block] = []  # tables inside the cells of the one that is read, which stand behind it
        self.rendered = next(package.body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        marked = any(page_named(mark) for mark in package.body.iter(f"{W}bookmarkStart"))
        self.counting = not marked  # pages by their breaks; where they are named there is nothing to count
        self.page = 1 if marked or self.rendered or self._one_page() else 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks in `parent`: a body, a cell, a text box, a header or a note."""
        self.deep += 1
        for child in parent if self.deep < _MAX_DEEP else ():
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child)
            elif tag == f"{W}tbl":
                yield from self._table(child)
            elif tag in _INTO:
                yield from self.blocks(child)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    yield from self.blocks(content)
            elif tag == f"{MC}AlternateContent":
                choice = child.find(f"{MC}Choice")
                yield from self.blocks(choice if choice is not None else child.find(f"{MC}Fallback"))
            elif tag == f"{W}bookmarkStart":
                self._turn(0, page_named(child))
            elif tag == f"{W}altChunk":
                yield from self._foreign(child.get(f"{R}id") or "")
        self.deep -= 1

    def framing(self, kind: str) -> Iterator[Block]:
        """What stands in the headers or footers, each text once, as furniture without page."""
        seen = set()
        for _, part in self.package.related(kind):
            root = tree_of(part)
            for block in self.blocks(root if root is not None else ()):
                text = block.text or " ".join(c.text for row in block.rows for c in row if c)
                if text and text not in seen:
                    seen.add(text)
                    yield msgspec.structs.replace(block, kind="furniture", text=text, rows=[], page=None)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        properties = element.find(_PROPERTIES)
        own = paragraph_look(properties) if properties is not None else {}
        style = self.styles.style(own.get("style"))
        found = self.runs.read(element, style)
        if self.carried:
            found.runs[:0] = self.carried.runs
            self.carried = None
        if own.get("joins_next") and element.getnext() is not None and element.getnext().tag == _P:
            self.carried = found
            return
        look = {**style.paragraph, **own}
        self._turn(found.breaks_before + bool(not self.rendered and look.get("breaks_page")), found.page_before)
        made = [with_bullet(b) for b in blocks(found.runs, self._like(own, style, look))] if self._holds(found) else []
        self.white = 0.0 if made else self.white + _LINE
        self.pending += found.notes
        yield from made
        self._turn(found.breaks, found.page_after)
        for box in found.boxes:
            yield from self.blocks(box)
        if self.deep == 1:
            yield from self._notes()
        if found.embedded:
            self.problems.append(
                Problem("embedded_document", "a document embedded in this one was not read", self.page or None)
            )

    def _turn(self, pages: int, named: int) -> None:
        """Go on by so many pages, or to the one that is named."""
        if self.page:
            self.page = named or self.page + pages * self.counting

    def _holds(self, found: Found) -> bool:
        """Whether a paragraph is worth a block: it has text, or a number in a table's cell."""
        return self.in_cell or any(run.text.strip() for run in found.runs)

    def _like(self, own: Look, style: Style, look: Look) -> Block:
        """A block with all that the paragraph's properties say."""
        number, level = look.get("number") or (None, None)
        if "number" in own and number is None:  # a level of its own in the list of its style
            number = (style.paragraph.get("number") or (None, None))[0]
        marker = self.numbering.next(number, level, own.get("style")) if number not in {None, "0"} else None
        left = look.get("left")
        if marker and "left" not in own and ("number" in own or left is None):
            left = marker.left
        return Block(
            marker=marker.text if marker else "",
            level=marker.level if marker else 0,
            page=self.page or None,
            outline=look.get("outline", 0),
            style=style.name,
            indent=left,
            align=look.get("align", ""),
            gap=round(self.white + look.get("before", 0.0), 1),
        )

    def _table(self, element: Any) -> Iterator[Block]:
        if places := framed(element):
            for place in places:
                yield from self.blocks(place)
        else:
            page = self.page or None
            block = table(element, self._cell)
            inner, self.inner = (self.inner, []) if not self.in_cell else ([], self.inner)
            if any(cell and cell.text for row in block.rows for cell in row):
                block.page = page
                yield block
            yield from inner
        self.white = 0.0
        if self.deep == 1:
            yield from self._notes()

    def _cell(self, place: Any) -> list[Block]:
        outer, self.in_cell = self.in_cell, True
        made = list(self.blocks(place))
        self.in_cell = outer
        self.inner += [block for block in made if _stands_alone(block)]
        return [block for block in made if not _stands_alone(block)]

    def _notes(self) -> Iterator[Block]:
        """The notes named since the last call."""
        pending, self.pending = self.pending, []
        for kind, name in pending:
            text = " ".join(block.text for block in self.blocks(self.notes[kind][name]) if block.text)
            if text:
                yield Block("footnote", text, marker=self._mark(kind, name), page=self.page or None)

    def _mark(self, kind: str, name: str) -> str:
        """The mark of a note: its number in the order in which notes are named; '' when there is no such note."""
        if name not in self.notes[kind]:
            return ""
        return self.marks.setdefault((kind, name), str(len(self.marks) + 1))

    def _foreign(self, name: str) -> Iterator[Block]:
        """A piece in another format that Word would take in when it opens the document."""
        part = self.package.part(name)
        kind = part.content_type if part is not None else "missing"
        try:
            if "html" in kind:
                from pipeline.readers import html
                from pipeline.readers.decode import decode

                yield from html.parse(decode(part.blob)[0])
                return
            if "wordprocessingml" in kind and self.deep < 3:
                inner = Package(part.blob)
                yield from _Document(inner, self.deep).blocks(inner.body)
                return
        except ReadError:
            pass
        self.problems.append(Problem("embedded_document", f"a piece of the document ({kind}) was not read"))

    def _counts(self, element: Any) -> bool:
        """Whether the break `element` begins a page that is not counted already."""
        rendered: bool = element.tag == f"{W}lastRenderedPageBreak"
        return rendered == self.rendered

    def _one_page(self) -> bool:
        """Whether hard page breaks alone account for the number of pages that the program that saved it counted."""
        breaks = sum(e.get(f"{W}type") == "page" for e in self.package.body.iter(f"{W}br"))
        return self.package.pages is not None and self.package.pages == breaks + 1
