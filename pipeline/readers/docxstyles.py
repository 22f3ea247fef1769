"""Styles of a DOCX file, with what they inherit: how a paragraph and its runs look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.readers.docxpackage import W

TWIPS = 20  # to the point
_DEEP = 20  # styles based on styles; a chain that is longer runs in a circle
_DELETED = f"{W}del"
_OFF = {"0", "false", "off", "none"}
_HEADING = re.compile(r"heading (\d)", re.I)
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_TOGGLES = {f"{W}b": "bold", f"{W}i": "italic", f"{W}caps": "caps", f"{W}vanish": "hidden"}

Look = dict[str, Any]  # property -> value, of the properties that are stated
"""Of runs: bold, italic, underline, caps, hidden (bool), size (points). Of paragraphs: left, before (points), align,
outline (1 to 9, 0 none), number (numId, level or None), breaks_page, joins_next (bool)."""


class Style(NamedTuple):
    """A style with everything it inherits."""

    name: str
    paragraph: Look
    run: Look


def on(element: Any) -> bool:
    """Whether a switch such as `w:b` is on."""
    return element.get(f"{W}val", "1").lower() not in _OFF


def run_look(properties: Any) -> Look:
    """What a `w:rPr` states."""
    look: Look = {}
    for child in properties:
        tag = child.tag
        if tag in _TOGGLES:
            look[_TOGGLES[tag]] = on(child)
        elif tag == f"{W}u":
            look["underline"] = on(child)
        elif tag == f"{W}sz":
            if size := points(child.get(f"{W}val"), 2):
                look["size"] = size
        elif tag == f"{W}rStyle":
            look["style"] = child.get(f"{W}val")
    return look


def paragraph_look(properties: Any) -> Look:
    """What a `w:pPr` states."""
    look: Look = {}
    for child in properties:
        tag, value = child.tag, child.get(f"{W}val")
        if tag == f"{W}pStyle":
            look["style"] = value
        elif tag == f"{W}numPr":
            look["number"] = _number(child)
        elif tag == f"{W}ind":
            left = child.get(f"{W}left") or child.get(f"{W}start")
            if left:
                look["left"] = points(left, TWIPS)
        elif tag == f"{W}jc":
            look["align"] = _ALIGN.get(value, "")
        elif tag == f"{W}outlineLvl" and value and value.isdecimal():
            look["outline"] = int(value) + 1 if int(value) < 9 else 0
        elif tag == f"{W}spacing" and child.get(f"{W}before"):
            look["before"] = points(child.get(f"{W}before"), TWIPS)
        elif tag == f"{W}pageBreakBefore":
            look["breaks_page"] = on(child)
        elif tag == f"{W}rPr" and child.find(_DELETED) is not None:
            look["joins_next"] = True  # the end of the paragraph was deleted
    return look


def points(text: str | None, unit: int) -> float:
    """A length in `unit`s to the point, as points; 0 when it is none."""
    try:
        return round(float(text or 0) / unit, 2)
    except ValueError:
        return 0.0


def _number(properties: Any) -> tuple[str | None, int | None]:
    number = level = None
    for child in properties:
        value = child.get(f"{W}val")
        if child.tag == f"{W}numId":
            number = value
        elif child.tag == f"{W}ilvl" and value and value.isdecimal():
            level = min(int(value), 8)
    return number, level


class Styles:
    """The styles part, asked by style id."""

    def __init__(self, root: Any) -> None:
        self.elements: dict[str, Any] = {}
        self.default = ""
        self.run: Look = {}
        self.paragraph: Look = {}
        if root is not None:
            self._load(root)
        self.style = lru_cache(maxsize=None)(self._style)

    def _load(self, root: Any) -> None:
        for element in root.iter(f"{W}style"):
            name = element.get(f"{W}styleId") or ""
            self.elements[name] = element
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true", "on"}:
                self.default = name
        for path, load, into in (("rPr", run_look, self.run), ("pPr", paragraph_look, self.paragraph)):
            found = root.find(f"{W}docDefaults/{W}{path}Default/{W}{path}")
            if found is not None:
                into.update(load(found))

    def _style(self, name: str | None) -> Style:
        """The style with the id `name`, or the default one of paragraphs."""
        paragraph, run, title = dict(self.paragraph), dict(self.run), ""
        for element in reversed(list(self._chain(name or self.default))):
            found = element.find(f"{W}name")
            title = found.get(f"{W}val") or "" if found is not None else ""
            for path, load, into in (("pPr", paragraph_look, paragraph), ("rPr", run_look, run)):
                properties = element.find(f"{W}{path}")
                if properties is not None:
                    into.update(load(properties))
        if "outline" not in paragraph and (found := _HEADING.match(title)):
            paragraph["outline"] = int(found[1])
        return Style(title, paragraph, run)

    def character(self, name: str) -> Look:
        """What the character style `name` states, without the defaults of the document."""
        look: Look = {}
        for element in reversed(list(self._chain(name))):
            properties = element.find(f"{W}rPr")
            if properties is not None:
                look.update(run_look(properties))
        return look

    def _chain(self, name: str) -> Iterator[Any]:
        """The style's element and those it is based on, nearest first."""
        for _ in range(_DEEP):
            element = self.elements.get(name)
            if element is None:
                return
            yield element
            based = element.find(f"{W}basedOn")
            name = based.get(f"{W}val") or "" if based is not None else ""
