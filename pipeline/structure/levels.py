"""How deep each heading stands: by what the format states, by numbers, and by the order of their dresses."""

from __future__ import annotations

from itertools import takewhile

from pipeline.structure import kinds
from pipeline.structure.items import Item
from pipeline.structure.signals import Dress, dress


def assign(items: list[Item]) -> None:
    """Set `heading` of the headings to their levels: what the format states, numbers, and the order of their dresses.

    Levels start anew in each part.
    """
    headings = [item for item in items if item.heading or item.part]
    numbered = any(h.depth == 1 for h in headings)
    between = _between(headings)
    ranks: list[Dress] = []
    under = 0  # level of the last numbered heading
    for item in headings:
        if item.part is not None:
            ranks, under = [], 0
        if not item.heading:
            continue
        if item.block.outline and not item.depth:
            item.heading = item.block.outline
        elif item.depth and numbered:
            item.heading = under = item.depth
        elif numbered and (not under or (kinds.is_known(item.text) and item not in between)):
            item.heading = 1
        else:
            own = dress(item)
            if own in ranks:
                del ranks[ranks.index(own) + 1 :]
            else:
                ranks.append(own)
            item.heading = (under if numbered else 0) + (1 if numbered else len(ranks))
    _nest(items)


def _between(headings: list[Item]) -> list[Item]:
    """The headings of a part that stand before its last numbered one."""
    out: list[Item] = []
    waiting: list[Item] = []
    for item in headings:
        if item.part:
            waiting = []
        waiting.append(item)
        if item.depth:
            out += waiting
            waiting = []
    return out


def _nest(items: list[Item]) -> None:
    """Put numbered headings below the plain one they begin right under, where others like it stand on both sides.

    So that 'How did we do?' over '1. Carers', with 'Our vision' before and 'Money' after it, is about what they tell.
    """
    headings = [(at, item) for at, item in enumerate(items) if item.heading or item.part]
    for place, (at, item) in enumerate(headings):
        first = items[at + 1] if at + 1 < len(items) else item
        if item.depth or item.part or not (first.heading and first.number == "1" and kinds.of_heading(item.text)):
            continue
        run = list(takewhile(lambda h: bool(h.depth) and not h.part, (h for _, h in headings[place + 1 :])))
        before = [h for _, h in headings[:place] if _is_like(h, item)]
        after = [h for _, h in headings[place + 1 + len(run) :][:1] if _is_like(h, item)]
        if before and after:
            for numbered in run:
                numbered.heading += item.heading


def _is_like(heading: Item, other: Item) -> bool:
    """Whether a heading bears no number, as the other does not, and is printed as it is."""
    return not heading.depth and dress(heading) == dress(other)
