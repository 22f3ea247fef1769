"""HTML to blocks, in whatever charset and state of repair it is."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.errors import DamagedError, EmptyFileError, TooLargeError
from pipeline.model import Block, Reading
from pipeline.readers import htmltables
from pipeline.readers.decode import decode
from pipeline.readers.numbers import formatted
from pipeline.readers.runs import Run, blocks, with_bullet

MAX_CHARACTERS = 50_000_000
_MAX_TABLES_DEEP = 8

_LEFT_OUT = {
    "script", "style", "template", "noscript", "head", "svg", "math", "button", "select", "input", "textarea", "iframe",
    "object", "video", "audio", "canvas", "map", "del", "s", "strike",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3", "h4", "h5", "h6",
    "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "table", "caption", "figure", "figcaption",
    "address", "form", "fieldset", "legend", "center", "body", "tr", "td", "th", "thead", "tbody", "tfoot",
    "details", "summary",
}  # fmt: skip
_BOLD = {"b", "strong", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"}
_ITALIC = {"i", "em", "cite"}
_UNDERLINE = {"u", "ins"}
_FURNITURE = {"nav", "header", "footer", "aside"}
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search"}
_LEFTOVERS = re.compile(r"<\?.*?(?:\?>|\Z)|<%.*?(?:%>|\Z)", re.S)  # of PHP and ASP, and XML declarations
_BLANKS = re.compile(r"\s+")
_POINTS = {"pt": 1.0, "px": 0.75}


def read(content: bytes, name: str) -> Reading:
    """The HTML file `content`; also a page saved with its pictures (MHTML). Raises ReadError."""
    media_type = "text/html"
    if content.lstrip()[:40].startswith((b"MIME-Version:", b"From: <Saved by")):
        content, media_type = _page_of(content), "multipart/related"
    text, problems = decode(content)
    made = parse(text)
    if not made:
        raise EmptyFileError("the page holds no text", hint="If its text comes from a script, save the page as PDF.")
    return Reading("html", media_type, made, problems=problems)


def parse(text: str) -> list[Block]:
    """The blocks of the HTML document or fragment `text`, its title first unless the page repeats it."""
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"the page has {len(text):,} characters and the limit is {MAX_CHARACTERS:,}")
    text = _LEFTOVERS.sub("", text).replace("\0", "")
    if not text.strip():
        return []
    # Unclosed tags nest hundreds deep in real pages; past two thousand the parser drops text.
    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DamagedError("the page holds nothing that can be read as HTML", hint="Save it again.") from error
    if any("depth" in fault.message for fault in parser.error_log):
        raise DamagedError("the page is nested too deeply to be a paper", hint="Save it as PDF.")
    made = [with_bullet(block) for block in Walk().blocks(root)]
    title = " ".join((root.findtext(".//head/title") or "").split())
    if title and made and not any(block.text == title for block in made[:5]):
        made.insert(0, Block(text=title, style="title"))
    return made


def _page_of(content: bytes) -> bytes:
    """The HTML of a page saved as MHTML."""
    message = email.message_from_bytes(content.lstrip(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(page, bytes):
                return page.decode(charset, "replace").encode() if charset in {"utf-16", "unicode"} else page
    raise DamagedError("the saved page holds no HTML", hint="Save it again as PDF or HTML.")


_PLAIN = Run("")


@dataclass(frozen=True)
class Format:
    """What an element hands down to the text in it."""

    run: Run = _PLAIN
    outline: int = 0
    align: str = ""
    kind: str = "text"
    style: str = ""


@dataclass
class Items:
    """A list whose items are being read."""

    glyph: str  # number format, or the bullet itself
    number: int = 0


@dataclass
class Walk:
    """One pass over a tree in document order; each block-level edge ends the paragraph before it."""

    deep: int = 0
    lists: list[Items] = field(default_factory=list)
    marker: str = ""
    runs: list[Run] = field(default_factory=list)

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        """The blocks in `root`, an element that is no table itself."""
        formats = [Format()]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                edge = tag in _BLOCKS and element is not root
                if edge:
                    yield from self._paragraph(formats[-1])
                formats.append(self._format(element, tag, formats[-1]))
                if tag == "table" and element is not root:
                    walk.skip_subtree()
                    yield from self._table(element, formats[-1])
                elif tag in _LEFT_OUT or _hidden(element):
                    walk.skip_subtree()
                else:
                    self._enter(element, tag, formats[-1])
            else:
                if tag in _BLOCKS:
                    yield from self._paragraph(formats[-1])
                self._leave(tag)
                formats.pop()
                if element.tail and element is not root:
                    self.runs.append(formats[-1].run._replace(text=_flowing(element.tail)))
        yield from self._paragraph(formats[-1])

    def _enter(self, element: HtmlElement, tag: str, now: Format) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append(_list(element))
        elif tag == "li":
            items = self.lists[-1] if self.lists else Items("•")
            items.number = _integer(element.get("value"), items.number + 1)
            self.marker = formatted(items.number, items.glyph)
        elif tag == "br":
            self.runs.append(now.run._replace(text="\n"))
        if element.text:
            text = element.text if tag == "pre" else _flowing(element.text)
            if tag == "sup" and text.strip().isdigit():
                text = f"[{text.strip()}]"
            self.runs.append(now.run._replace(text=text))

    def _leave(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "li":
            self.marker = ""

    def _paragraph(self, now: Format) -> Iterator[Block]:
        """The runs gathered since the last edge, as blocks in the format of the element they stand in."""
        runs, self.runs = self.runs, []
        if not any(run.text.strip() for run in runs):
            return
        like = Block(marker=self.marker, level=max(0, len(self.lists) - 1), outline=now.outline, style=now.style)
        like.align = now.align if now.align in {"left", "center", "right"} else ""  # type: ignore[assignment]
        like.kind = now.kind  # type: ignore[assignment]
        self.marker = ""
        yield from blocks(runs, like)

    def _table(self, element: HtmlElement, now: Format) -> Iterator[Block]:
        """A table as one block; one that only lays out the page, as the blocks in its cells."""
        if self.deep >= _MAX_TABLES_DEEP:
            yield from blocks([Run(_flowing(" ".join(element.itertext())))], Block())
            return
        caption = element.find("caption")
        if caption is not None:
            yield from Walk(self.deep + 1).blocks(caption)
        if htmltables.lays_out(element):
            for place in htmltables.cells(element):
                yield from Walk(self.deep + 1).blocks(place)
        else:
            block = htmltables.table(element, lambda place: Walk(self.deep + 1).blocks(place))
            block.kind = "furniture" if now.kind == "furniture" else "table"
            if any(cell and cell.text for row in block.rows for cell in row):
                yield block

    def _format(self, element: HtmlElement, tag: str, outer: Format) -> Format:
        """The format of the text right in `element`."""
        run, outline, align, kind = outer.run, outer.outline, outer.align, outer.kind
        style = (element.get("style") or "").lower() if "style" in element.attrib else ""
        if tag in _BOLD or "font-weight:bold" in style.replace(" ", "") or "font-weight:7" in style.replace(" ", ""):
            run = run._replace(bold=True)
        if tag in _ITALIC or "italic" in style:
            run = run._replace(italic=True)
        if tag in _UNDERLINE or ("underline" in style and tag != "a"):
            run = run._replace(underline=True)
        if found := re.search(r"font-size:\s*([\d.]+)(pt|px)", style):
            run = run._replace(size=round(float(found[1]) * _POINTS[found[2]], 1))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            outline = int(tag[1])
        if found := re.search(r"text-align:\s*(left|center|right)", style):
            align = found[1]
        elif tag in _BLOCKS:
            align = "center" if tag == "center" else (element.get("align") or align).lower()
        if _is_furniture(element, tag):
            kind = "furniture"
        name = element.get("class") or "" if tag in _BLOCKS else outer.style
        return Format(run, outline, align, kind, name if tag in {"p", "li"} else "")


def _list(element: HtmlElement) -> Items:
    """The numbering that `ul` or `ol` asks for, by its type, its style, or a class that says it."""
    if element.tag == "ul":
        return Items("•")
    said = f"{element.get('type') or ''} {element.get('style') or ''} {element.get('class') or ''}"
    glyph = "decimal"
    if re.search(r"^I |upper-roman", said):
        glyph = "upperRoman"
    elif re.search(r"^i |roman", said):
        glyph = "lowerRoman"
    elif re.search(r"^A |upper-(alpha|latin)", said):
        glyph = "upperLetter"
    elif re.search(r"^a |alpha|lower-latin", said):
        glyph = "lowerLetter"
    return Items(glyph, _integer(element.get("start"), 1) - 1)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise


def _is_furniture(element: HtmlElement, tag: str) -> bool:
    """Whether it frames the page; a header inside the article, or with the page's heading in it, does not."""
    if (element.get("role") or "") in _FURNITURE_ROLES or tag == "nav":
        return True
    if tag not in _FURNITURE:
        return False
    inside = any(outer.tag in {"main", "article"} for outer in element.iterancestors())
    return not inside and not (tag == "header" and element.find(".//h1") is not None and element.find(".//nav") is None)


def _hidden(element: HtmlElement) -> bool:
    return "hidden" in element.attrib or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _flowing(text: str) -> str:
    """Text in which a line break is a blank; two tabs or more are kept, for they set something apart."""
    return _BLANKS.sub(lambda blanks: " " if "\n" in blanks[0] else blanks[0], text)
