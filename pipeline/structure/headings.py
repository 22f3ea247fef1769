"""Headings, weighed: an item whose signals add up to enough points is a heading."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import msgspec

from pipeline.structure import kinds
from pipeline.structure.items import Item, capitals, ends_sentence, marker_style
from pipeline.structure.labels import people_label
from pipeline.structure.signals import DATE_ONLY, PLAIN, SIGNALS, dress, settings
from pipeline.text import collapse, fold

#: An item with this many points is a heading; one in the doubt below it becomes one when the paper's others look alike.
ENOUGH, DOUBT = 3.0, 2.0
#: One between two headings, numbered and printed as they are, may have so few: a long one has.
LONG_BETWEEN = -3.0
#: A label that comes again under each item has at most this many words; a longer line in bold is a heading each time.
LABEL_WORDS = 3
#: So many lettered lines over bullets are headings.
MANY = 3
#: Headings that score this much show the style of the paper.
SURE = 4.0

#: A title out of a table that has more words may hold an explanation.
LONG_TITLE = 8

_GOES_ON = re.compile(r"(?:AND|OF|FOR|TO|IN|ON|WITH|BY|FROM|OR)\b|[&(]")
_OPEN_END = re.compile(r"\b(?:AND|OF|THE|FOR|TO|IN|ON|WITH|BY|FROM)$|[-–—&,]$")
_PART = re.compile(r"(?:appendix|annexe?|schedule|enclosure)\s+[A-Z\d]{1,3}\b", re.I)


def mark(items: list[Item], agenda: bool = False) -> None:
    """Set `heading` on the items that are headings; `levels` says how deep. `agenda`: numbered lines are items."""
    _mark_contents(items)
    again = Counter(fold(item.text) for item in items if _may_be_label(item))
    if _are_minutes(items) and sum(again[label] for label in kinds.item_labels()) > 1:
        again += Counter(again.keys() & kinds.item_labels())
    around = settings(items, agenda)
    scores = {i: sum(signal(items[i], at) for signal in SIGNALS) for i, at in around.items()}
    worn = Counter(dress(items[i]) for i, score in scores.items() if score >= SURE)
    for index, score in scores.items():
        alike = worn[dress(items[index])] >= 2 and dress(items[index]) != PLAIN
        repeated = _may_be_label(items[index]) and again[fold(items[index].text)] > 1
        if not repeated and (score >= ENOUGH or (alike and score >= DOUBT)):
            items[index].heading = 1
    _fill_sequences(items, scores)
    _drop_after_leads(items)
    _agree_on_letters(items)
    _raise_over_bullets(items)
    _drop_bodyless(items)
    _join_broken(items)
    _cut_to_contents(items)


def _are_minutes(items: list[Item]) -> bool:
    """Whether the head of the paper says who was there."""
    cells = [cell for item in items if item.masthead and item.grid for row in item.grid.lines() for cell in row]
    lines = [*cells, *(item.text for item in items if item.masthead and not item.grid)]
    return any(people_label(line)[0] in {"present", "apologies"} for line in lines)


def _may_be_label(item: Item) -> bool:
    """Whether a line is a label where it stands more than once: 'Discussion' under each item of business."""
    if item.block.outline:
        return False
    if item.words > LABEL_WORDS and max(item.block.bold, item.block.underline) > 0.85:
        return False
    return item.text.endswith(":") or (not item.number and fold(item.text) in kinds.item_labels())


def _mark_contents(items: list[Item]) -> None:
    """A run of numbered lines whose numbers come again further down is the paper's agenda or contents."""
    texts = [item for item in items if item.kind == "text"]
    later = Counter(_bare(item) for item in texts if _bare(item))
    run: list[Item] = []
    for item in [*texts, None]:
        titles_table = item is not None and item.block.style == "table title"
        if item is not None and _bare(item) and item.words <= 16 and not (item.masthead or titles_table):
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
    for (index, first), (_, second) in pairwise(numbered):
        opens = (first.number, second.number) == ("1", "2") and second.heading and scores[index] >= 0.0
        if opens and not ends_sentence(first.text) and dress(first) == dress(second):
            first.heading = 1
    for place in range(1, len(numbered) - 1):
        index, item = numbered[place]
        before = next((other for _, other in reversed(numbered[:place]) if other.heading), None)
        after = next((other for _, other in numbered[place + 1 :] if other.heading), None)
        if item.heading or before is None or after is None:
            continue
        alike = dress(item) == dress(before)
        if scores[index] < (LONG_BETWEEN if alike and not ends_sentence(item.text) else 0.0):
            continue
        if ends_sentence(item.text) and not alike:
            continue
        if int(before.number) + 1 == int(item.number) == int(after.number) - 1:
            item.heading = 1


def _drop_after_leads(items: list[Item]) -> None:
    """Take back plain headings that are items of a list: 1, 2, 3 straight below 'The Board is asked to:'."""
    for index, item in enumerate(items):
        before = items[index - 1] if index else None
        if item.number != "1" or before is None or before.heading or not before.text.endswith((":", " to", " -", " –")):
            continue
        run = [item]
        for other in items[index + 1 :]:
            if other.kind != "text" or other.number != str(len(run) + 1):
                break
            run.append(other)
        if len(run) > 1 and all(dress(other) == dress(item) for other in run) and not item.block.bold > 0.85:
            for other in run:
                other.heading = 0


def _drop_bodyless(items: list[Item]) -> None:
    """Take back headings with nothing under them, unless they are known or stated: signatures, names, addresses.

    A plain line straight above another heading is none; nor is any above a date, a new part or the end.
    """
    following: Item | None = None
    for item in reversed(items):
        if item.heading and not _stands_alone(item) and _ends_there(item, following):
            item.heading = 0
        if item.kind != "footnote":
            following = item


def _join_broken(items: list[Item]) -> None:
    """Make one heading of two lines in capitals of which the second cannot begin one: 'AND ELECTION OF OFFICERS'."""
    for index in range(len(items) - 1, 0, -1):
        first, second = items[index - 1], items[index]
        both = first.heading and second.heading and not second.marked and dress(first)[1:6] == dress(second)[1:6]
        loud = both and capitals(first.text) > 0.9 and capitals(second.text) > 0.9
        if loud and (_GOES_ON.match(second.text) or _OPEN_END.search(first.text)):
            first.text = collapse(f"{first.text} {second.text}")
            del items[index]


def _cut_to_contents(items: list[Item]) -> None:
    """End a title out of a table where the paper's agenda ends it, if an explanation runs on from it in the cell."""
    listed = {item.text.rstrip(" .:") for item in items if item.contents and item.words > 1}
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if not item.heading or item.block.style != "table title" or item.words <= LONG_TITLE:
            continue
        head = max((text for text in listed if item.text.startswith(f"{text} ")), key=len, default="")
        rest = item.text[len(head) :].strip()
        if head and rest[:1].isupper():
            below = msgspec.structs.replace(item.block, text=rest, bold=0.0, style="")
            items.insert(
                index + 1, Item(rest, below, page=item.page, end_page=item.page, box=item.box, aside=item.aside)
            )
            item.text, item.aside = head, ""


def _ends_there(item: Item, following: Item | None) -> bool:
    """Whether nothing stands under a heading that `following` comes after."""
    if following is None or DATE_ONLY.match(following.text) or _PART.match(following.text):
        return True
    if following.heading and dress(item) == PLAIN and following.block.style != "table title":
        return True
    return following.words <= 6 and _signs(following)


def _stands_alone(item: Item) -> bool:
    """Whether a heading may have nothing under it."""
    return bool(item.block.outline or item.depth) or kinds.is_known(item.text) or kinds.is_division(item.text)


def _signs(item: Item) -> bool:
    """Whether a line that was no heading ends a paper: printed as one, with neither number nor sentence."""
    return (
        not item.heading and not item.marked and item.kind == "text" and dress(item) != PLAIN and item.block.bold > 0.85
    )


def _agree_on_letters(items: list[Item]) -> None:
    """Lettered lines over prose that are printed alike are headings all or none, as most of those in one place are.

    Those that are bold, underlined or italic are where there are two of them or more.
    """
    group: list[Item] = []
    for index, item in enumerate([*items, None]):
        lettered = item is not None and marker_style(item) in {"letter", "upper", "roman"}
        if item is None or item.part or (item.heading and not lettered):
            _decide_together(group)
            group = []
        elif lettered and item.words <= 20 and not ends_sentence(item.text) and _has_prose_below(items, index):
            group.append(item)
        elif lettered:
            item.heading = 0


def _raise_over_bullets(items: list[Item]) -> None:
    """Make headings of short lettered lines when each of three or more in a row, from the first on, is over bullets."""
    run: list[Item] = []
    for index, item in enumerate([*items, None]):
        if item is not None and item.bullet and run:
            continue
        lettered = item is not None and item.kind == "text" and marker_style(item) in {"letter", "upper"}
        if item is not None and lettered and _is_short(item) and all(i.bullet for i in items[index + 1 : index + 3]):
            run = [] if item.number.lower() == "a" else run
            run.append(item)
            continue
        if len(run) >= MANY and run[0].number.lower() == "a" and not lettered:
            for heading in run:
                heading.heading = 1
        run = []


def _is_short(item: Item) -> bool:
    return item.words <= 8 and not ends_sentence(item.text) and item.text[-1:] not in ",;:" and item.text[:1].isupper()


def _decide_together(group: list[Item]) -> None:
    heads = sum(item.heading > 0 for item in group)
    dressed = Counter(marker_style(item) for item in group if any(dress(item)[1:4]))
    for item in group if heads or dressed else []:
        own = any(dress(item)[1:4]) and dressed[marker_style(item)] > 1
        item.heading = int(own or (heads > 0 and heads * 2 >= len(group)))


def _has_prose_below(items: list[Item], index: int) -> bool:
    following = items[index + 1] if index + 1 < len(items) else None
    return following is not None and not following.marked and not following.heading
