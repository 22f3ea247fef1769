"""What stands in a paragraph of a DOCX file, as a reader of the page sees it.

Tracked changes count as accepted: what was inserted or moved here is in, what was deleted or moved away is out. Field
codes are out and their results in; hidden text and prompts for text never typed are out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pipeline.readers.docxpackage import R, W
from pipeline.readers.docxstyles import Look, Style, Styles, run_look
from pipeline.readers.runs import Run

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

PAGE_MARK = re.compile(r"papers_page_(\d{1,6})")
_BOOKMARK = f"{W}bookmarkStart"
_R, _T, _PROPERTIES = f"{W}r", f"{W}t", f"{W}rPr"
_INTO = {
    f"{W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "ruby", "rubyBase")
}
_NEVER = {f"{W}{name}" for name in ("rPr", "instrText", "delText", "commentReference")}
#: Signs of the symbol fonts that papers use, by code; other private ones become a bullet.
_SIGNS = {0xF0FC: "✓", 0xF0FB: "✗", 0xF0FE: "☑", 0xF0A8: "☐", 0xF06F: "☐", 0xF078: "☒", 0xF0E0: "→", 0xF0F0: "⇒"}


@dataclass
class Found:
    """What was met in the paragraph besides its text."""

    runs: list[Run] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind ('footnote', 'endnote') and id
    boxes: list[Any] = field(default_factory=list)  # w:txbxContent of text boxes anchored here
    breaks: int = 0  # page breaks after its first letter
    breaks_before: int = 0
    page_before: int = 0  # the page that a mark before the first letter names, 0 when none does
    page_after: int = 0  # likewise behind the first letter
    embedded: int = 0


class Runs:
    """Reads paragraph after paragraph; fields may run over several."""

    def __init__(self, styles: Styles, note: Callable[[str, str], str], counts_break: Callable[[Any], bool]) -> None:
        self.styles = styles
        self.note = note  # gives the mark of a note from its kind and id
        self.counts_break = counts_break
        self.fields: list[bool] = []  # of each open field, whether its result has begun
        self.simple: dict[str, Look] = {}

    def read(self, paragraph: Any, style: Style) -> Found:
        """The content of the `w:p` element `paragraph`, whose style is `style`."""
        found = Found()
        self._children(paragraph, style, found)
        return found

    def _children(self, parent: Any, style: Style, found: Found) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self._run(child, style, found)
            elif tag in _INTO:
                self._children(child, style, found)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                    self._children(content, style, found)
            elif tag == _BOOKMARK:
                if (page := page_named(child)) and any(run.text.strip() for run in found.runs):
                    found.page_after = page
                elif page:
                    found.page_before = page
            elif tag == f"{MC}AlternateContent":
                self._children(_choice(child), style, found)
            elif tag == f"{M}r":
                self._add(found, "".join(t.text or "" for t in child.iter(f"{M}t")), Run(""))
            elif isinstance(tag, str) and tag.startswith(M):
                self._children(child, style, found)

    def _run(self, run: Any, style: Style, found: Found) -> None:
        properties = run.find(_PROPERTIES)
        look = style.run if properties is None else self._look(properties, style)
        if look.get("hidden"):
            return
        like = Run(
            "", look.get("bold", False), look.get("italic", False), look.get("underline", False), look.get("size")
        )
        for child in run:
            tag = child.tag
            if tag == _T:
                text = child.text or ""
                self._add(found, text.upper() if look.get("caps") else text, like)
            elif tag in _NEVER:
                continue
            elif written := _WRITTEN.get(tag):
                self._add(found, written, like)
            else:
                self._special(child, tag, like, style, found)

    def _special(self, child: Any, tag: str, like: Run, style: Style, found: Found) -> None:
        if tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType"))
        elif tag in {f"{W}br", f"{W}lastRenderedPageBreak"}:
            self._break(child, like, found)
        elif tag == f"{W}sym":
            self._add(found, _sign(child.get(f"{W}char")), like)
        elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            kind, name = tag[len(W) :].removesuffix("Reference"), child.get(f"{W}id") or ""
            if self._shown() and (mark := self.note(kind, name)):
                found.notes.append((kind, name))
                if child.get(f"{W}customMarkFollows") is None:
                    self._add(found, f"[{mark}]", like)
        elif tag == f"{MC}AlternateContent":
            for inner in _choice(child):
                self._special(inner, inner.tag, like, style, found)
        elif tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
            found.boxes += _outermost_boxes(child)
            found.embedded += tag == f"{W}object" and any(R + "id" in e.attrib for e in child.iter("{*}OLEObject"))

    def _look(self, properties: Any, style: Style) -> Look:
        """The look of a run that states `properties` itself."""
        own = run_look(properties)
        if not own:
            return style.run
        look = dict(style.run)
        if name := own.get("style"):
            if name not in self.simple:
                self.simple[name] = self.styles.character(name)
            for key, value in self.simple[name].items():
                # Bold on bold is plain: a character style turns what the paragraph's style says.
                look[key] = look.get(key, False) != value if isinstance(value, bool) and key != "underline" else value
        look.update(own)
        return look

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _break(self, child: Any, like: Run, found: Found) -> None:
        if child.tag == f"{W}br" and child.get(f"{W}type") != "page":
            self._add(found, "\n", like)
        elif self.counts_break(child):
            if any(run.text.strip() for run in found.runs):
                found.breaks += 1
            else:
                found.breaks_before += 1

    def _shown(self) -> bool:
        return all(self.fields)

    def _add(self, found: Found, text: str, like: Run) -> None:
        if text and (not self.fields or self._shown()):
            found.runs.append(like._replace(text=text))


_WRITTEN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def page_named(bookmark: Any) -> int:
    """The page that begins at `bookmark`, as our conversions mark it; 0 when it is another bookmark."""
    marked = PAGE_MARK.fullmatch(bookmark.get(f"{W}name") or "")
    return int(marked[1]) if marked else 0


def _choice(alternate: Any) -> Any:
    """The one of the alternatives that is read: the first, or the last resort when the first holds no text."""
    choice, fallback = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
    for one in (choice, fallback):
        if one is not None and next(one.iter(f"{W}t"), None) is not None:
            return one
    return choice if choice is not None else fallback if fallback is not None else []


def _outermost_boxes(drawing: Any) -> list[Any]:
    """The text boxes in a drawing, each once though it may be there for new and for old versions of Word."""
    boxes, stack = [], [drawing]
    while stack:
        element = stack.pop()
        if element.tag == f"{W}txbxContent":
            boxes.append(element)
        elif element.tag == f"{MC}AlternateContent":
            stack += reversed(list(_choice(element)))
        else:
            stack += reversed(list(element))
    return boxes


def _sign(code: str | None) -> str:
    try:
        value = int(code or "", 16)
    except ValueError:
        return ""
    if 0x20 <= value < 0x7F:
        value += 0xF000
    if value in _SIGNS:
        return _SIGNS[value]
    return "•" if 0xE000 <= value <= 0xF8FF else chr(value) if 0x20 <= value <= 0xFFFF else ""
