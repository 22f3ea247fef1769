"""Text as the pages show it: dates and counts in words, marks on what was found, hostile characters made visible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from pipeline.text import sentences

SHOWN = 420  # characters of a passage in a list of results

#: How the pages call what the records call by a name for programs.
NAMES = {
    "action_plan": "action plan", "terms_of_reference": "terms of reference", "table_row": "table row",
    "list_item": "list item", "report_from": "report from", "portfolio_holder": "portfolio holder",
    "background_papers": "background papers", "policy_framework": "policy framework", "group_report": "group report",
}  # fmt: skip
#: The state of a thread in words that claim no more than the papers hold.
STATES = {
    "completed": "Completed", "open": "Open when last seen", "silent": "Not seen again", "superseded": "Superseded",
    "cancelled": "Given up",
}  # fmt: skip
FINDINGS = {
    "contradicted": "Papers disagree", "overdue": "Past its due date", "silent": "Not seen again",
    "never_reported": "Never reported on",
}  # fmt: skip

#: Characters that would steer a terminal, hide, or turn text around, by the category Unicode gives them.
_HIDDEN = {"Cc", "Cf", "Cs", "Co"}
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_KEPT = "\n\t\u00ad\u200d"


def visible(value: Any) -> Any:
    """`value` with each character that cannot be seen put as a sign for it or as its number; markup of ours as it is.

    Every expression of a template passes through here, so that no text of a paper can act on the page.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or (value.isascii() and value.isprintable()):
        return value
    return "".join(map(_shown, value))


def _shown(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in _HIDDEN:
        return char
    if char == "\r":
        return "\n"
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def day(iso: str | None, none: str = "no date") -> str:
    """'2015-11-03' as '3 November 2015'."""
    if not iso:
        return none
    try:
        when = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{when.day} {when:%B %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """'1 paper', '1,200 papers'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def times(number: int) -> str:
    """'once', 'twice', '3 times'."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def dated(text: str) -> str:
    """`text` with the dates in it as `day` shows them."""
    return _ISO.sub(lambda found: day(found[0]), text)


def named(name: str) -> str:
    """A name for programs as one for people."""
    return NAMES.get(name, name.replace("_", " "))


def first_up(text: str) -> str:
    """`text` with a capital first."""
    return text[:1].upper() + text[1:]


def place(paper: str, passage: str, page: int | None) -> str:
    """The address of a passage: on the picture of its page, where it has one, and else in the text."""
    return f"/paper/{paper}/page/{page}?at={passage}" if page else f"/paper/{paper}?at={passage}"


def names(values: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = list(values) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def marked(text: str, highlights: Sequence[tuple[int, int]], sentence: tuple[int, int] | None = None) -> Markup:
    """`text` with marks on what was found; with a `sentence`, about SHOWN characters around that, which is set off."""
    start, end = sentence or (0, len(text))
    first, last = _window(text, start, end) if sentence else (0, len(text))
    cuts = sorted({first, last, start, end, *(edge for mark in highlights for edge in mark)})
    cuts = [cut for cut in cuts if first <= cut <= last]
    pieces = ["… " if first else ""]
    for left, right in pairwise(cuts):
        piece = str(escape(visible(text[left:right])))
        if any(one <= left and right <= other for one, other in highlights):
            piece = f"<mark>{piece}</mark>"
        pieces.append(piece if sentence is None or start <= left < end else f'<span class="around">{piece}</span>')
    pieces.append(" …" if last < len(text) else "")
    return Markup("".join(pieces))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Whole words around a sentence; of a very long sentence the beginning."""
    if len(text) <= SHOWN:
        return 0, len(text)
    spare = max(0, SHOWN - (end - start))
    first = max(0, start - spare // 3)
    last = min(len(text), max(end, first + SHOWN) if end - start < SHOWN else start + SHOWN)
    first = text.rfind(" ", 0, first + 1) + 1 if first else 0
    after = text.find(" ", last)
    return first, last if last >= len(text) else after if after >= 0 else len(text)


def shortened(text: str, most: int = 160) -> str:
    """`text` on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def first_sentence(text: str) -> str:
    """The first sentence of `text`."""
    return next((text[start:end] for start, end in sentences(text)), text)
