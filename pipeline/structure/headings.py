"""Headings, weighed: each signal is worth some points, and an item with enough of them is a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.structure import kinds
from pipeline.structure.items import Item, capitals, ends_sentence, marker_style, starts_lower

#: An item with this many points is a heading; one in the doubt below it becomes one when the paper's others look alike.
ENOUGH, DOUBT = 3.0, 2.0
#: Headings that score this much show the style of the paper.
SURE = 4.0

_LINK = re.compile(r"https?://|www\.|\S@\S|\.{4,}|…{2,}")
_DATE_ONLY = re.compile(r"(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{4}\.?$|\w+ \d{4}$|[\d./-]+$", re.I)
_SIGNED = re.compile(
    r"(?:sign(?:ed|ature)|dated?|chair(?:man|person|woman)?|clerk|tel|telephone|e-?mail|time|venue|location|place|page|copy|cc|to|from|re)\b\s*[:.…_]",
    re.I,
)
_PROSE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|should|shall|can|could|may|must|agreed|noted|reported|said|thanked|asked|confirmed)\b",
    re.I,
)
_MONEY_END = re.compile(r"£\s?[\d,.]+$")
_PART = re.compile(r"(?:appendix|annexe?|schedule|enclosure)\s+[A-Z\d]{1,3}\b", re.I)
_TEXT_END = re.compile(r"[,;]$|\b(?:and|or|the|of|to|for|with|a|in|on|by)$")


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


def _titles_table(item: Item, at: Setting) -> float:
    return 4.0 if item.block.style == "table title" else 0.0


def _known(item: Item, at: Setting) -> float:
    if not kinds.is_known(item.text.rstrip(":")) or item.bullet:
        return 0.0
    if ends_sentence(item.text):
        return 0.0
    return 2.5 if item.marked else 3.0


def _bold(item: Item, at: Setting) -> float:
    return 2.0 if item.block.bold > 0.85 and not at.bold else 0.0


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
    return 3.0 if kinds.is_division(item.text) and item.words <= 16 else 0.0


def _short_over_long(item: Item, at: Setting) -> float:
    """A short line over a paragraph, list or table, which is what a heading without any dress looks like."""
    if item.words > 14 or item.bullet or at.after is None or starts_lower(item.text) or not item.text[:1].isalnum():
        return 0.0
    after = at.after
    over = (
        after.kind == "table"
        or after.block.style == "table title"
        or after.words >= 12
        or after.bullet
        or after.number in {"1", "a", "i", "A"}
        or (after.depth > 1 and after.depth > item.depth)
        or (ends_sentence(after.text) and after.words > 4)
    )
    points = 1.5 if at.styled else 3.0 if item.words <= 10 or item.depth > 1 else 2.5
    return points if over else 0.0


def _unlike_prose(item: Item, at: Setting) -> float:
    """Punctuation and length that speak against a heading."""
    points = 0.0
    if ends_sentence(item.text) and not item.text.endswith("?"):
        points -= 3.0 if item.words > 3 else 1.0
    if item.text.endswith(":"):
        points -= 1.0 if item.words <= 6 and (item.block.bold > 0.85 or item.block.underline > 0.85) else 2.5
    if _TEXT_END.search(item.text):
        points -= 2.5
    if starts_lower(item.text):
        points -= 2.0
    if item.words > 14:
        points -= 1.0 + (item.words - 14) * 0.15
    if item.words > 7 and _PROSE.search(item.text):
        points -= 1.0
    return points


def _marked_as_list(item: Item, at: Setting) -> float:
    if item.bullet:
        return -4.0
    if marker_style(item) in {"roman", "letter", "upper"}:
        if at.after is not None and not at.after.marked and at.after.words > 6:
            return -0.5
        return -1.0 if item.block.bold > 0.85 or item.block.underline > 0.85 else -3.0
    return 0.0


def _no_heading(item: Item, at: Setting) -> float:
    """Lines that are something else: links, dates, signatures, contents, what stands at the right edge."""
    if (
        kinds.is_label(item.text)
        or _LINK.search(item.text)
        or _DATE_ONLY.match(item.text)
        or _SIGNED.match(item.text)
        or not any(map(str.isalpha, item.text))
    ):
        return -5.0
    if _MONEY_END.search(item.text):
        return -3.0
    return -2.5 if item.block.align == "right" else 0.0


#: What is weighed, in the order a reader would notice it.
SIGNALS: Sequence[Signal] = (
    _stated, _titles_table, _known, _bold, _underlined, _italic, _capitals, _bigger, _centred, _numbered, _referenced,
    _division, _short_over_long, _unlike_prose, _marked_as_list, _no_heading,
)  # fmt: skip


def mark(items: list[Item], agenda: bool = False) -> None:
    """Set `heading` on the items that are headings; `level` gives the levels. `agenda`: numbered lines are items."""
    _mark_contents(items)
    settings = _settings(items, agenda)
    scores = {i: sum(signal(items[i], at) for signal in SIGNALS) for i, at in settings.items()}
    dress = Counter(_dress(items[i]) for i, score in scores.items() if score >= SURE)
    for index, score in scores.items():
        alike = dress[_dress(items[index])] >= 2 and _dress(items[index]) != PLAIN
        if score >= ENOUGH or (alike and score >= DOUBT):
            items[index].heading = 1
    _fill_sequences(items, scores)
    _agree_on_letters(items)
    _drop_bodyless(items)


def _mark_contents(items: list[Item]) -> None:
    """A run of numbered lines whose numbers come again further down is the paper's agenda or contents."""
    texts = [item for item in items if item.kind == "text"]
    later = Counter(_bare(item) for item in texts if _bare(item))
    run: list[Item] = []
    for item in [*texts, None]:
        if item is not None and _bare(item) and item.words <= 16 and not item.masthead:
            run.append(item)
            continue
        if (
            len(run) > 2
            and sum(later[_bare(i)] > 1 for i in run) * 2 >= len(run)
            and marker_style(run[0]) == "reference"
        ):
            for listed in run:
                listed.contents = True
        run = []


def _bare(item: Item) -> str:
    """The number of an item without the letters before it."""
    return re.sub(r"^\D+", "", item.number) if item.number[-1:].isdigit() or "/" in item.number else ""


def _fill_sequences(items: list[Item], scores: dict[int, float]) -> None:
    """An item whose number stands between those of two headings in a row is the heading missing between them."""
    numbered = [(i, items[i]) for i in scores if items[i].depth == 1 and items[i].number.isdigit()]
    for place in range(1, len(numbered) - 1):
        index, item = numbered[place]
        before = next((other for _, other in reversed(numbered[:place]) if other.heading), None)
        after = next((other for _, other in numbered[place + 1 :] if other.heading), None)
        if not item.heading and before and after and scores[index] >= 0.0:
            if int(before.number) + 1 == int(item.number) == int(after.number) - 1:
                item.heading = 1


def _settings(items: list[Item], agenda: bool) -> dict[int, Setting]:
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
    alike = _dress(one) == _dress(other) and kinds.is_known(one.text) == kinds.is_known(other.text)
    return int(second[-1]) == int(first[-1]) + 1 and alike


def _is_dressed(item: Item) -> bool:
    block = item.block
    return bool(block.outline) or (
        not item.bullet and block.style != "table title" and max(block.bold, block.underline) > 0.85
    )


Dress = tuple[int, bool, bool, bool, bool, float, str]
PLAIN: Dress = (0, False, False, False, False, 0.0, "")


def _dress(item: Item) -> Dress:
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


def _drop_bodyless(items: list[Item]) -> None:
    """Take back headings with nothing under them, unless they are known or stated: signatures, names, addresses.

    A plain line straight above another heading is none; nor is any above a date, a new part or the end.
    """
    following: Item | None = None
    for item in reversed(items):
        if item.heading and not _stands_alone(item):
            if following is None or _DATE_ONLY.match(following.text) or _PART.match(following.text):
                item.heading = 0
            elif following.heading and _dress(item) == PLAIN and following.block.style != "table title":
                item.heading = 0
            elif following.words <= 6 and _signs(following):
                item.heading = 0
        if item.kind != "footnote":
            following = item


def _stands_alone(item: Item) -> bool:
    """Whether a heading may have nothing under it."""
    return bool(item.block.outline or item.depth) or kinds.is_known(item.text) or kinds.is_division(item.text)


def _signs(item: Item) -> bool:
    """Whether a line that was no heading ends a paper: printed as one, with neither number nor sentence."""
    return (
        not item.heading
        and not item.marked
        and item.kind == "text"
        and _dress(item) != PLAIN
        and item.block.bold > 0.85
    )


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


def _agree_on_letters(items: list[Item]) -> None:
    """Lettered lines over paragraphs are headings all or none: as most of those under one heading are."""
    group: list[Item] = []
    for index, item in enumerate([*items, None]):
        lettered = item is not None and marker_style(item) in {"letter", "upper", "roman"}
        if item is None or item.part or (item.heading and not lettered):
            heads = sum(other.heading > 0 for other in group)
            for other in group if 0 < heads else []:
                other.heading = int(heads * 2 >= len(group))
            group = []
        elif lettered and item.words <= 16 and not ends_sentence(item.text) and _has_prose_below(items, index):
            group.append(item)
        elif lettered:
            item.heading = 0


def _has_prose_below(items: list[Item], index: int) -> bool:
    following = items[index + 1] if index + 1 < len(items) else None
    return following is not None and not following.marked and not following.heading


def level(items: list[Item]) -> None:
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
            dress = _dress(item)
            if dress in ranks:
                del ranks[ranks.index(dress) + 1 :]
            else:
                ranks.append(dress)
            item.heading = (under if numbered else 0) + (1 if numbered else len(ranks))
