"""Headings that run into their paragraph: '3. Membership. The Board has …', its number and first words in bold."""

from __future__ import annotations

import msgspec

from pipeline.structure import kinds
from pipeline.structure.items import Item
from pipeline.text import collapse

#: A heading that runs in has at most so many words, and so many of them show that a paper is written so.
_WORDS, _ENOUGH = 8, 3


def split(items: list[Item]) -> list[Item]:
    """`items` with the headings that run into numbered paragraphs as items of their own.

    One bold label is no heading; a paper that begins most of its numbered paragraphs so is written in sections.
    Without a number, a heading that is known follows suit.
    """
    numbered = [item for item in items if item.kind == "text" and item.depth == 1]
    running = [item for item in numbered if _head(item)]
    if len(running) < _ENOUGH or len({item.number for item in running}) < _ENOUGH or not _rising(running):
        return items
    out: list[Item] = []
    for item in items:
        head = _head(item) if item.kind == "text" and (item.depth == 1 or not item.marked) else ""
        out += _two(item, head) if head and (item.depth or kinds.is_known(head)) else [item]
    return out


def _head(item: Item) -> str:
    """The words at the start of a paragraph that are printed apart from it and closed as a heading is."""
    lead = item.block.lead - (len(collapse(item.block.text)) - len(item.text))
    head = item.text[:lead].strip()
    if lead <= 0 or not head.endswith((".", ":", "–", "-")) or len(item.text) <= lead:
        return ""
    head = head.rstrip(" .:–-")
    return head if 0 < len(head.split()) <= _WORDS else ""


def _rising(running: list[Item]) -> bool:
    numbers = [int(item.number) for item in running if item.number.isdigit()]
    return len(numbers) >= _ENOUGH and numbers == sorted(set(numbers))


def _two(item: Item, head: str) -> list[Item]:
    """The heading and the paragraph of an item."""
    rest = item.text[len(head) :].lstrip(" .:–-")
    heading = msgspec.structs.replace(item.block, text=head, bold=1.0, lead=0, marker="")
    below = msgspec.structs.replace(item.block, text=rest, bold=0.0, lead=0, marker="")
    first = Item(head, heading, number=item.number, page=item.page, end_page=item.page, box=item.box)
    last = Item(rest, below, page=item.page, end_page=item.end_page, box=item.box, aside=item.aside)
    return [first, last]
