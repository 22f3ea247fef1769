"""What speaks for and against a line's being a heading, each signal worth some points."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.structure import kinds, labels, lines
from pipeline.structure.items import Item, capitals, ends_sentence, marker_style, starts_lower
from pipeline.text import fold

_LINK = re.compile(r"https?://|www\.|\S@\S|\.{4,}|…{2,}")
DATE_ONLY = re.compile(r"(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{4}\.?$|\w+ \d{4}$|[\d./-]+$", re.I)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_CAPTION = re.compile(r"(?:table|figure|fig\.|chart|graph|map|diagram)\s+\d{1,2}\w?\b", re.I)
_MONEY_END = re.compile(r"£\s?[\d,.]+$")
_TEXT_END = re.compile(r"[,;–—-]$|\b(?:and|or|the|of|to|for|with|a|in|on|by|are|is|include|includes|that)$")
_REMARK = re.compile(r"\([^()]{2,60}\)?:?")
# What leads into a list of recommendations, its colon forgotten: 'That the Board'.
_LEAD_IN = re.compile(r"(?:That|It (?:is|was)|(?:The )?[A-Z]\w+ (?:is|are) (?:asked|invited|recommended|requested))\b")


@dataclass(slots=True)
class Setting:
    """What an item is weighed against: its neighbours and how the paper is printed."""

    before: Item | None
    after: Item | None
    size: float | None  # of most letters
    bold: bool  # most letters are bold
    styled: bool  # the reader tells bold from plain
    prose_depths: frozenset[str]  # marker styles that number paragraphs of prose
    agenda: bool  # the paper is an agenda: its numbered lines are its items


Signal = Callable[[Item, Setting], float]


def _stated(item: Item, at: Setting) -> float:
    return 4.0 if item.block.outline else 0.0


def _heads_agenda(item: Item, at: Setting) -> float:
    """'Agenda:' over the items that come again below it."""
    if fold(item.text) not in {"agenda", "order of business"} or at.after is None:
        return 0.0
    return 6.0 if at.after.contents or at.after.kind == "table" else 0.0


def _titles_table(item: Item, at: Setting) -> float:
    return 4.0 if item.block.style == "table title" else 0.0


def _known(item: Item, at: Setting) -> float:
    if not kinds.is_known(item.text.rstrip(":")) or item.bullet:
        return 0.0
    if ends_sentence(item.text):
        return 0.0
    if at.styled and item.words == 1 and dress(item) == PLAIN:
        return 2.0
    return 2.5 if item.marked else 3.0


def _bold(item: Item, at: Setting) -> float:
    return 2.0 if (item.block.bold > 0.85 or _is_bold_but_aside(item)) and not at.bold else 0.0


def _is_bold_but_aside(item: Item) -> bool:
    """Whether all is bold but a remark in brackets at the end: '**Leads** (as at 5 May)'."""
    rest = item.block.text[item.block.lead :].strip() if item.block.lead else ""
    return bool(_REMARK.fullmatch(rest))


def _underlined(item: Item, at: Setting) -> float:
    return 1.75 if item.block.underline > 0.85 else 0.0


def _italic(item: Item, at: Setting) -> float:
    return 0.75 if item.block.italic > 0.85 else 0.0


def _capitals(item: Item, at: Setting) -> float:
    return 2.0 if capitals(item.text) > 0.9 and sum(map(str.isalpha, item.text)) > 4 else 0.0


def _bigger(item: Item, at: Setting) -> float:
    if at.size is None or item.block.size is None:
        return 0.0
    return 1.75 if item.block.size > at.size + 0.9 else -1.0 if item.block.size < at.size - 0.9 else 0.0


def _centred(item: Item, at: Setting) -> float:
    return 0.5 if item.block.align == "center" else 0.0


def _numbered(item: Item, at: Setting) -> float:
    if at.agenda and item.depth == 1:
        return 5.0
    if not item.depth or item.words > 14:
        return 0.0
    if _is_sibling(item, at.after) or _is_sibling(at.before, item):
        return -1.0
    points = 1.5 if marker_style(item) not in at.prose_depths else 0.0
    if at.after is not None and at.after.depth > item.depth and at.after.number.startswith(item.number + "."):
        points += 1.5
    return points


def _referenced(item: Item, at: Setting) -> float:
    return 1.5 if "/" in item.number and item.words <= 14 else 0.0


def _division(item: Item, at: Setting) -> float:
    """'Part one: …', 'Theme 2 - …'."""
    return 3.0 if kinds.is_division(item.text) and item.words <= 16 and not ends_sentence(item.text) else 0.0


def _short_over_long(item: Item, at: Setting) -> float:
    """A short line over a paragraph, list or table, which is what a heading without any dress looks like."""
    if item.words > 14 or item.bullet or at.after is None or starts_lower(item.text) or not item.text[:1].isalnum():
        return 0.0
    after = at.after
    if after.block.style == "table title" and at.before is not None and at.before.block.style == "table title":
        return 0.0  # all that a row of the table says
    over = (
        after.kind == "table"
        or after.block.style == "table title"
        or after.words >= 12
        or after.bullet
        or after.number in {"1", "a", "i", "A"}
        or (after.depth > 1 and after.depth > item.depth)
        or after.text.endswith(":")
        or (ends_sentence(after.text) and after.words > 4)
        or (capitals(item.text) > 0.9 and labels.people_label(after.text)[0] is not None)
    )
    points = 1.5 if at.styled else 3.0 if item.words <= 10 or item.depth > 1 else 2.5
    return points if over else 0.0


def _unlike_prose(item: Item, at: Setting) -> float:
    """Punctuation and length that speak against a heading."""
    points = 0.0
    if ends_sentence(item.text) and not item.text.endswith("?"):
        points -= 3.0 if item.words > 3 else 1.0
    if item.text.endswith(":"):
        bold, underlined = item.block.bold > 0.85, item.block.underline > 0.85
        points -= 1.0 if (item.words <= 8 and (bold or underlined)) or (bold and underlined) else 2.5
    if _TEXT_END.search(item.text) and not kinds.is_known(item.text):
        points -= 2.5
    if starts_lower(item.text):
        points -= 2.0
    if item.words > 14:
        points -= 1.0 + (item.words - 14) * 0.15
    if item.words > 7 and kinds.tells(item.text):
        points -= 1.0
    return points


def _marked_as_list(item: Item, at: Setting) -> float:
    if item.bullet:
        return -4.0
    if marker_style(item) in {"roman", "letter", "upper"}:
        if at.after is not None and not at.after.marked and at.after.words > 6:
            return -0.5
        dressed = max(item.block.bold, item.block.underline) > 0.85 or (capitals(item.text) > 0.9 and item.words > 1)
        return -1.0 if dressed else -3.0
    return 0.0


def _no_heading(item: Item, at: Setting) -> float:
    """Lines that are something else: links, dates, signatures, contents, what stands at the right edge."""
    if at.after is not None and at.after.bullet and _LEAD_IN.match(item.text):
        return -5.0
    if kinds.is_label(item.text):
        return -5.0 if item.block.outline else -8.0
    if (
        _LINK.search(item.text)
        or DATE_ONLY.match(item.text)
        or (_WEEKDAY.match(item.text) and lines.is_date(item.text))
        or kinds.signs(item.text)
        or kinds.is_remark(item.text)
        or not any(map(str.isalpha, item.text))
        or _lists_people(item)
    ):
        return -5.0
    if _MONEY_END.search(item.text) or _CAPTION.match(item.text) or (not item.number and _tells_date(item.text)):
        return -3.0
    return -2.5 if item.block.align == "right" else 0.0


def _lists_people(item: Item) -> bool:
    """Whether a line is a label with people or 'None' behind it: 'Visitors: None'."""
    capacity, _, rest = labels.people_label(item.text) if ":" in item.text and not item.number else (None, "", "")
    return bool(capacity and rest)


def _tells_date(text: str) -> bool:
    """Whether a day stands behind a label and its colon: 'Date of next meeting: Monday 4 May'."""
    label, _, rest = text.partition(":")
    return bool(rest) and len(label.split()) <= 6 and lines.begins_with_day(rest)


#: What is weighed, in the order a reader would notice it.
SIGNALS: Sequence[Signal] = (
    _stated, _heads_agenda, _titles_table, _known, _bold, _underlined, _italic, _capitals, _bigger, _centred, _numbered,
    _referenced, _division, _short_over_long, _unlike_prose, _marked_as_list, _no_heading,
)  # fmt: skip


def settings(items: list[Item], agenda: bool) -> dict[int, Setting]:
    """The setting of each item that may be a heading, by its index in `items`."""
    texts = [item for item in items if item.kind == "text"]
    letters = sum(len(item.text) for item in texts) or 1
    sizes = Counter[float]()
    for item in texts:
        if item.block.size:
            sizes[round(item.block.size * 2) / 2] += len(item.text)
    size = sizes.most_common(1)[0][0] if sizes else None
    bold = sum(item.block.bold * len(item.text) for item in texts) / letters > 0.5
    styled = sum(_is_dressed(item) for item in texts if item.words <= 12 and not item.masthead) > 1
    depths = {
        style: [i.words for i in texts if marker_style(i) == style]
        for style in {marker_style(i) for i in texts if i.depth}
    }
    prose = frozenset(style for style, words in depths.items() if sum(w > 14 for w in words) > len(words) / 2)
    out = {}
    for index, item in enumerate(items):
        if item.kind == "text" and not item.masthead and not item.contents and item.words <= 40 and item.text:
            before = items[index - 1] if index else None
            after = next((other for other in items[index + 1 :] if other.kind != "footnote"), None)
            out[index] = Setting(before, after, size, bold, styled, prose, agenda)
    return out


def _is_sibling(one: Item | None, other: Item | None) -> bool:
    """Whether two neighbours are items of one list: '1. Employability', '2. Accommodation'."""
    if (
        one is None
        or other is None
        or one.kind != "text"
        or other.kind != "text"
        or one.depth != other.depth
        or not one.depth
    ):
        return False
    first, second = one.number.split("."), other.number.split(".")
    if first[:-1] != second[:-1] or not (first[-1].isdigit() and second[-1].isdigit()):
        return False
    alike = dress(one) == dress(other) and kinds.is_known(one.text) == kinds.is_known(other.text)
    return int(second[-1]) == int(first[-1]) + 1 and alike


def _is_dressed(item: Item) -> bool:
    block = item.block
    return bool(block.outline) or (
        not item.bullet and block.style != "table title" and max(block.bold, block.underline) > 0.85
    )


Dress = tuple[int, bool, bool, bool, bool, float, str]
PLAIN: Dress = (0, False, False, False, False, 0.0, "")


def dress(item: Item) -> Dress:
    """How an item is printed, so that headings of one rank can be told from others."""
    block = item.block
    return (
        block.outline,
        block.bold > 0.85,
        block.underline > 0.85,
        block.italic > 0.85,
        capitals(item.text) > 0.9 and len(item.text) > 4,
        round((block.size or 0.0) * 2) / 2 if block.size else 0.0,
        marker_style(item),
    )
