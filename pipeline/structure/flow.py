"""Blocks to items: furniture dropped, notes at the right edge put aside, broken paragraphs joined."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from pipeline import vocabulary
from pipeline.model import Block, Box
from pipeline.structure import kinds
from pipeline.structure.items import ITEM_RUNS_ON, RUNS_ON, Item, ends_sentence, read, starts_lower
from pipeline.structure.labels import people_label
from pipeline.text import SHORT, collapse, fold

_PAGE_NUMBER = re.compile(r"(?i:page\s*)?[-–(]?\s*(?:\d{1,4}|[ivx]{1,5})\s*[-–)]?(?:\s*(?:of|/)\s*\d{1,4})?$")
_LEADER = re.compile(r"(?:\.\s?){5,}\s*\d*$|…{2,}\s*\d*$|\t\d{1,3}$")
_SIGNATURE = re.compile(r"(?:signed|dated?|chair(?:man|person)?)\b", re.I)
_LONE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")
_SHORT_DATE = re.compile(r"\d\d?\.\d\d?\.(?:\d\d){1,2}")
_HYPHEN = re.compile(r"[a-z]-$")
#: An aside is no longer than this; anything more at the right edge is text that was set there.
ASIDE_WORDS = 8
#: A paragraph this long that ends without a full stop at the foot of a page goes on overleaf.
LONG = 12


def items(blocks: list[Block]) -> list[Item]:
    """The items of a paper in reading order, without what is printed on every page."""
    repeated = _repeated(blocks)
    out: list[Item] = []
    for block in blocks:
        if block.kind == "furniture" or not (block.text.strip() or block.rows):
            continue
        if block.kind == "text" and (_is_furniture(block) or (fold(block.text) in repeated and out)):
            continue
        item = (
            read(block)
            if block.kind != "table"
            else Item("", block, "table", page=block.page, end_page=block.page, box=block.box)
        )
        item.contents = bool(block.kind == "text" and _LEADER.search(block.text[-200:]))
        if not _put_aside(item, out):
            out.append(item)
    return out


def running(blocks: list[Block]) -> list[str]:
    """What is printed at the edges of the first page and is no page number or marking."""
    edges = [b for b in blocks if b.kind == "furniture" and b.page in {None, 1} and not _is_furniture(b)]
    return list(dict.fromkeys(collapse(block.text) for block in edges))


def _is_furniture(block: Block) -> bool:
    text = collapse(block.text)
    return (bool(_PAGE_NUMBER.match(text)) and not block.marker and block.page is not None) or fold(text) in _markings()


@cache
def _markings() -> frozenset[str]:
    return frozenset(map(fold, vocabulary.load("masthead")["protective_markings"]))


def _repeated(blocks: list[Block]) -> set[str]:
    """What stands first or last on three pages or more."""
    ends: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        if block.kind == "text" and block.page is not None:
            ends[block.page].append(fold(block.text))
    seen: dict[str, int] = defaultdict(int)
    for texts in ends.values():
        for text in {*texts[:2], *texts[-2:]}:
            seen[text] += 1
    return {text for text, count in seen.items() if count >= max(3, len(ends) / 2) and len(text.split()) <= 12 and text}


def _put_aside(item: Item, before: list[Item]) -> bool:
    """Whether `item` stands at the right edge beside a passage, and is now its `aside`."""
    if item.kind != "text" or item.block.align != "right" or not _is_note(item):
        return False
    beside = [other for other in before[-12:] if other.kind == "text" and other.page == item.page]
    target = next(
        (other for other in reversed(beside) if _level_with(other.box, item.box)), beside[-1] if beside else None
    )
    if target is None or target.block.align == "right" or (target.words < 4 and len(before) < 12):
        return False
    target.aside = collapse(f"{target.aside} {item.block.text}")
    return True


def _is_note(item: Item) -> bool:
    """Whether a text is short and whole, as a name or 'Noted' is, and neither signature nor part of a sentence."""
    if item.words > ASIDE_WORDS or RUNS_ON.search(item.text) or starts_lower(item.text):
        return False
    return not (ends_sentence(item.text) and item.words > 3) and not _SIGNATURE.match(item.text)


def _level_with(box: Box | None, aside: Box | None) -> bool:
    return (
        bool(box and aside)
        and box is not None
        and aside is not None
        and box[1] - 2 <= (aside[1] + aside[3]) / 2 <= box[3] + 2
    )


def joined(pieces: list[Item]) -> list[Item]:
    """`pieces` with lone markers given to what they mark, and paragraphs joined that a page or column break cut."""
    out: list[Item] = []
    for item in pieces:
        before = out[-1] if out else None
        if before is None or item.kind != "text" or before.kind != "text":
            out.append(item)
        elif _is_lone_marker(before) and not item.marked:
            item.number, item.bullet = before.number or before.text.strip(" ."), before.bullet
            out[-1] = item
        elif _goes_on(before, item):
            _append(before, item)
        else:
            out.append(item)
    return out


def _is_lone_marker(item: Item) -> bool:
    if item.marked:
        return not item.text
    return bool(_LONE_NUMBER.fullmatch(item.text)) and not _SHORT_DATE.fullmatch(item.text)


def _goes_on(before: Item, item: Item) -> bool:
    if before.contents or item.contents or not before.text or item.block.outline or before.block.outline:
        return False
    if len(before.text) < SHORT and kinds.is_known(before.text):
        return False  # 'Who we are'
    if item.marked and not (
        item.bullet and starts_lower(item.text) and item.block.text.lstrip()[:1] in "–-" and not before.marked
    ):
        return False
    if ends_sentence(before.text) or before.text.endswith((":", ";")):
        return False
    if ":" in item.text and people_label(item.text)[0]:
        return False
    if _differs(before.block, item.block):
        return False
    runs_on = ITEM_RUNS_ON if before.bullet else RUNS_ON
    if runs_on.search(before.text) and before.words > 2 and item.text[:1].isalnum():
        return True
    broken = before.end_page != item.page or item.page is None
    if _HYPHEN.search(before.text) and starts_lower(item.text):
        return broken or before.words >= LONG
    if starts_lower(item.text):
        return before.words >= (5 if broken else LONG) or before.text.endswith(",")
    return broken and before.words >= 2 * LONG and item.words >= 6 and ends_sentence(item.text) and not before.bullet


def _differs(one: Block, other: Block) -> bool:
    """Whether two blocks are printed so differently that they are not one paragraph."""
    if (
        abs(one.bold - other.bold) > 0.6
        and min(len(one.text), len(other.text)) > 12
        and max(one.bold, other.bold) > 0.9
        and not (one.lead or other.lead)
    ):
        return True
    return one.size is not None and other.size is not None and abs(one.size - other.size) > 1.5


def _append(before: Item, item: Item) -> None:
    text = item.block.text if item.bullet else item.text
    head, glue = before.text, " "
    if _HYPHEN.search(head):
        glue = ""
        head = head if _is_compound(head) else head[:-1]
    before.text = collapse(f"{head}{glue}{collapse(text)}")
    before.end_page = item.page
    before.aside = collapse(f"{before.aside} {item.aside}")


def _is_compound(text: str) -> bool:
    """Whether the hyphen at the end of `text` belongs to the word: 'long-' before 'term'."""
    return fold(text.split()[-1]) in _prefixes()


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(vocabulary.load("masthead")["hyphened_prefixes"])
