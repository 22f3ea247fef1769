"""Automatic numbering of a DOCX file: the markers that Word shows and the file does not hold."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.readers.docxpackage import W
from pipeline.readers.docxstyles import Look, paragraph_look
from pipeline.readers.numbers import plain

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class Level(NamedTuple):
    """One level of a list as its definition states it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level, counted from 1, after which it starts again; 0 never
    legal: bool = False  # all its numbers in Arabic figures
    look: Look = {}  # noqa: RUF012
    style: str = ""


class Marker(NamedTuple):
    """What stands before a paragraph, and how deep and how far in it is."""

    text: str
    level: int
    left: float | None


class Numbering:
    """The numbering part, and the counts reached so far; ask paragraph by paragraph in document order."""

    def __init__(self, root: Any) -> None:
        self.abstract: dict[str, list[Level]] = {}
        self.of: dict[str, str] = {}  # numId -> abstractNumId
        self.overrides: dict[tuple[str, int], Level] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.by_style: dict[str, int] = {}  # style id -> level
        self.counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for element in root.iter(f"{W}abstractNum"):
            name = element.get(f"{W}abstractNumId") or ""
            levels = [Level() for _ in range(_LEVELS)]
            for child in element.iter(f"{W}lvl"):
                at = _value(child, "ilvl", own=True)
                if 0 <= at < _LEVELS:
                    levels[at] = _level(child)
                    if levels[at].style:
                        self.by_style[levels[at].style] = at
            self.abstract[name] = levels
            for tag, into in (("numStyleLink", links), ("styleLink", named)):
                found = element.find(f"{W}{tag}")
                if found is not None:
                    into[name if tag == "numStyleLink" else found.get(f"{W}val")] = (
                        found.get(f"{W}val") if tag == "numStyleLink" else name
                    )
        for name, style in links.items():
            if style in named:
                self.abstract[name] = self.abstract[named[style]]
        for element in root.iter(f"{W}num"):
            self._load_instance(element)

    def _load_instance(self, element: Any) -> None:
        name = element.get(f"{W}numId") or ""
        found = element.find(f"{W}abstractNumId")
        if found is not None:
            self.of[name] = found.get(f"{W}val")
        for override in element.iter(f"{W}lvlOverride"):
            at = _value(override, "ilvl", own=True)
            if override.find(f"{W}startOverride") is not None:
                self.starts[name, at] = _value(override, "startOverride", 1)
            level = override.find(f"{W}lvl")
            if level is not None:
                self.overrides[name, at] = _level(level)

    def next(self, number: str | None, level: int | None, style: str | None) -> Marker | None:
        """The marker of the next paragraph with this numId and level, which its style `style` may give."""
        definition = self.of.get(number or "")
        if not number or definition is None or definition not in self.abstract:
            return None
        levels = self.abstract[definition]
        at = level if level is not None else self.by_style.get(style or "", 0)
        definitions = [self.overrides.get((number, i), one) for i, one in enumerate(levels)]
        counts = self.counts.setdefault(definition, [None] * _LEVELS)
        reached = counts[at]
        if (number, at) in self.starts:
            counts[at] = self.starts.pop((number, at))  # once: the instance then counts on
        else:
            counts[at] = definitions[at].start if reached is None else reached + 1
        for deeper in range(at + 1, _LEVELS):
            restart = definitions[deeper].restart
            if restart is None or at < restart:
                counts[deeper] = None
        return Marker(self._text(definitions, counts, at), at, definitions[at].look.get("left"))

    def _text(self, definitions: list[Level], counts: list[int | None], at: int) -> str:
        own = definitions[at]
        if own.format == "bullet":
            return _bullet(own.text)

        def figure(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            count = counts[level]
            style = definitions[level].format
            if own.legal and style not in {"none", "bullet"}:
                style = "decimal"
            return plain(definitions[level].start if count is None else count, style)

        return _PLACE.sub(figure, own.text).strip()


def _level(element: Any) -> Level:
    fmt, text = element.find(f"{W}numFmt"), element.find(f"{W}lvlText")
    if fmt is None:  # the format may stand in a choice of Word versions
        fmt = next(element.iter(f"{W}numFmt"), None)
    properties, style = element.find(f"{W}pPr"), element.find(f"{W}pStyle")
    return Level(
        start=_value(element, "start", 1),
        format=fmt.get(f"{W}val") or "decimal" if fmt is not None else "decimal",
        text=(text.get(f"{W}val") or "")[:100] if text is not None else "",
        restart=_value(element, "lvlRestart", 0) if element.find(f"{W}lvlRestart") is not None else None,
        legal=element.find(f"{W}isLgl") is not None,
        look=paragraph_look(properties) if properties is not None else {},
        style=style.get(f"{W}val") or "" if style is not None else "",
    )


def _value(element: Any, name: str, otherwise: int = 0, own: bool = False) -> int:
    """The number in the child `name` of `element`, or in its own attribute of that name."""
    found = element if own else element.find(f"{W}{name}")
    text = found.get(f"{W}{name}" if own else f"{W}val") if found is not None else None
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else otherwise


def _bullet(text: str) -> str:
    """The bullet as a glyph that every font has; symbol fonts put theirs in the private use area."""
    text = _PRIVATE.sub("•", text.strip())
    return {"o": "◦", "": "•"}.get(text, text)
