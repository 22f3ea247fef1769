"""Parts: the main paper, reports of groups inside it, appendices. Numbering starts anew in each."""

from __future__ import annotations

import re

from pipeline.structure.casing import title_case
from pipeline.structure.items import Item, capitals
from pipeline.text import fold

_APPENDIX = re.compile(
    r"(?:appendix|appendices|annex|annexe|atodiad|schedule|enclosure)\s*[-–:]?\s*(?:no\.?\s*)?([A-Z]|\d{1,2}|[IVX]{1,4})?\b\s*[-–—:.]?\s*(.*)$",
    re.I,
)


def announced(items: list[Item]) -> list[str]:
    """The titles in the paper's own list of its appendices, with what they are called there."""
    out: list[str] = []
    inside = False
    for item in items:
        if item.heading:
            inside = fold(item.text) in {"appendices", "list of appendices", "annexes", "attachments", "appendix"}
        elif inside:
            lines = item.grid.texts() if item.grid else [[item.text]]
            if item.grid and any(item.grid.columns):
                lines = [item.grid.columns, *lines]
            out += [" ".join(filter(None, line)).strip() for line in lines]
    return [line for line in out if _is_listed(line)]


def _is_listed(line: str) -> bool:
    return len(line.split()) in range(1, 25) and fold(line) not in {"none", "not applicable", "n a", "nil", "no"}


def mark(items: list[Item], listed: list[str]) -> None:
    """Set `part` on the items with which a part starts."""
    _appendices_by_label(items)
    _appendices_by_title(items, listed)
    _groups(items)


def _appendices_by_label(items: list[Item]) -> None:
    """'APPENDIX A' over a title, or 'Appendix 1: title', on a line of its own."""
    for index, item in enumerate(items):
        if item.kind != "text" or item.marked or item.masthead or item.contents or item.words > 14:
            continue
        found = _APPENDIX.match(item.text)
        if (
            not found
            or not (found[1] or item.heading or capitals(item.text) > 0.9)
            or (found[2] and not _is_title(item, found[2]))
        ):
            continue
        title_item = items[index + 1] if index + 1 < len(items) else None
        if fold(item.text) in {"appendices", "annexes", "appendix", "annex"} and not (
            capitals(item.text) > 0.9 or item.block.align
        ):
            continue
        if (
            title_item is None
            or (title_item.kind == "text" and _APPENDIX.match(title_item.text) and not found[2])
            or (found[2] and (_in_list(items, index) or _is_listing(items, index, found[1])))
        ):
            continue
        title = found[2]
        item.heading = 1  # the title of the part is its first heading
        if not title and title_item.kind == "text" and title_item.words <= 14 and not title_item.marked:
            title = title_item.text
            item.heading, title_item.heading = 0, 1
        item.part = (title_case(title) if capitals(title) > 0.8 else title) or item.text, "appendix"


def _is_listing(items: list[Item], index: int, mark: str | None) -> bool:
    """Whether the same appendix starts further down, so that this line only lists it; or several are named in one."""
    if re.match(r"(?:appendices|annexe?s)\s*:", items[index].text, re.I):
        return True
    following = items[index + 1].text if index + 1 < len(items) else ""
    if any((found := _APPENDIX.match(text)) and found[2] for text in (items[index - 1].text, following)):
        return True
    if not mark:
        return False
    label = fold(items[index].text[: items[index].text.find(mark) + len(mark)])
    return any(
        fold(o.text) == label or fold(o.text).startswith(label + " ") for o in items[index + 1 :] if o.words <= 14
    )


def _is_title(item: Item, rest: str) -> bool:
    return not rest.endswith((".", ";", ",")) and (item.heading > 0 or rest[:1].isupper())


def _in_list(items: list[Item], index: int) -> bool:
    """Whether the line stands in the paper's list of appendices: under such a heading, or between its like."""
    for before in reversed(items[max(0, index - 12) : index]):
        if before.heading:
            return fold(before.text) in {
                "appendices",
                "list of appendices",
                "annexes",
                "attachments",
                "background papers",
            }
        if before.kind != "text" or not _APPENDIX.match(before.text):
            return False
    return False


def _appendices_by_title(items: list[Item], listed: list[str]) -> None:
    """A short line after the list of appendices that is one of the titles listed there, whole or by its end."""
    titles = {fold(found[2] or line): (found[2] or line) for line in listed if (found := _APPENDIX.match(line))}
    if not titles or any(item.part for item in items):
        return
    start = max(
        (
            i
            for i, item in enumerate(items)
            if item.heading and fold(item.text).startswith(("appendices", "background papers"))
        ),
        default=0,
    )
    for index in range(start + 1, len(items)):
        item = items[index]
        words = fold(item.text)
        title = next(
            (t for t in titles if words and (t == words or (len(words.split()) > 2 and t.endswith(" " + words)))), None
        )
        if title is None or item.kind != "text" or item.marked or item.contents:
            continue
        before = items[index - 1]
        opener = (
            before
            if title != words
            and before.kind == "text"
            and before.words <= 8
            and not before.marked
            and not before.part
            and index - 1 > start
            else item
        )
        opener.part = titles.pop(title), "appendix"
        item.heading = item.heading or 1
        if opener is not item:
            opener.heading = 0


def _groups(items: list[Item]) -> None:
    """Numbered headings each followed by a numbering that starts anew are the titles of reports in one paper."""
    numbered = [item for item in items if item.heading and item.depth == 1 and not item.part]
    outer: list[Item] = []
    expected = 1
    for index, item in enumerate(numbered):
        restarts = index + 1 < len(numbered) and numbered[index + 1].number == "1"
        if restarts and item.number == str(expected):
            outer.append(item)
            expected += 1
    if len(outer) < 2 or (numbered and outer[0] is not numbered[0]):
        return
    for item in outer:
        title = item.text.rstrip(" .:")
        item.part = (title_case(title) if capitals(title) > 0.8 else title), "group_report"
