"""Running headers and footers, page numbers and protective markings: what belongs to the page, not to the text."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from pipeline.readers.pdf.shapes import Grid, Line, Page
from pipeline.vocabulary import load

#: How many lines from the top and from the bottom of a page may be furniture.
_REACH = 5
#: It stands in this share of the page's height at the top or at the bottom.
_EDGE = 0.14
#: On so many pages, and on such a share of them, a line must stand to be furniture.
_PAGES, _SHARE = 2, 0.4

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


@cache
def _plain() -> re.Pattern[str]:
    """What is furniture wherever it stands at the edge of a page, even once."""
    known = load("furniture")
    return re.compile("|".join([*known["markings"], *known["page_numbers"]]), re.IGNORECASE)


def mark(pages: list[Page]) -> None:
    """Set `furniture` on the lines and tables of `pages` that belong to the page and not to the text."""
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    edges = [_edges(page) for page in pages]
    for page, places in zip(pages, edges, strict=True):
        for where, items in places.items():
            for item in items:
                seen[where, _pattern(item)].add(page.number)
    for places in edges:
        for where, items in places.items():
            for depth, item in enumerate(items):
                on = len(seen[where, _pattern(item)])
                repeated = on >= max(_PAGES, _SHARE * len(pages)) or (on >= 3 and on >= 0.2 * len(pages))
                item.furniture = repeated or (depth < 3 and isinstance(item, Line) and _is_plain(item))
        _unmark_inner(places)


def _edges(page: Page) -> dict[str, list[Line | Grid]]:
    by_top = sorted(page.items, key=lambda item: item.box[1])
    top = [item for item in by_top[:_REACH] if item.box[1] < _EDGE * page.height]
    bottom = [item for item in by_top[-_REACH:][::-1] if item.box[3] > (1 - _EDGE) * page.height]
    return {"top": top, "bottom": bottom}


def _unmark_inner(places: dict[str, list[Line | Grid]]) -> None:
    """What stands nearer to the text than a line that is text is text as well."""
    for items in places.values():
        inner = False
        for item in items:
            inner = inner or not item.furniture
            if inner:
                item.furniture = False


def _pattern(item: Line | Grid) -> str:
    if isinstance(item, Grid):
        text = "|".join(cell.text for row in item.rows for cell in row if cell)
    else:
        text = item.text
    return _DIGITS.sub("#", " ".join(text.casefold().split()))


def _is_plain(line: Line) -> bool:
    text = line.text.strip(" -–—|*[]().")
    return bool(text) and _plain().fullmatch(text) is not None
