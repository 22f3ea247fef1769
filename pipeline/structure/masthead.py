"""The head of a paper: where it ends, and what it says."""

from __future__ import annotations

import re

from pipeline.model import Outline
from pipeline.structure import (
    attendance,
    bodies,
    casing,
    columns,
    councils,
    dating,
    kinds,
    labels,
    lines,
    paper_types,
    people,
    signatures,
    titles,
)
from pipeline.structure.items import Item, capitals, ends_sentence
from pipeline.structure.listing import entries
from pipeline.structure.names import has_post, is_plain
from pipeline.structure.rows import Grid
from pipeline.structure.signals import dress
from pipeline.text import collapse, fold

#: A masthead is at most this many blocks, and nothing in it that is no list of people has more characters than this.
LONGEST, LONGEST_LINE = 90, 400

_YEAR_WITH_O = re.compile(r"\b2[Oo](?=\d\d\b)")
_CODE_BEFORE = re.compile(r"^(?:[A-Z]{1,5}\s?\(\d{1,3}\)\s?[\d\w.]*\s*[-–:]?\s+|\d{4}-\d\d?-\d\d?[\s:–-]+)(?=[A-Z])")
_ADDRESSED = re.compile(r"(?:report )?to (?:the )?(\S.*)", re.I)
_REPORTED = re.compile(r"\b(?:welcomed|opened|reported|updated|started|introduced|thanked)\b")


def mark(items: list[Item]) -> None:
    """Set `masthead` on the lines before a paper's business begins."""
    attendance_seen = titled = False
    for index, item in enumerate(items[:LONGEST]):
        if item.kind == "footnote":
            continue
        if index == 0 and _heads_prose(items):
            return
        label = labels.people_label(item.text)[0] if item.kind == "text" else None
        if item.kind == "table":
            if not (_is_head_table(item) or (attendance_seen and attendance.is_list(item.grid))):
                return
            titled = True
            attendance_seen = attendance_seen or _has_attendance(item)
        elif label and not _is_agenda_item(item):
            attendance_seen = attendance_seen or label in {"present", "apologies", "chair"}
        elif _is_business(items, index, attendance_seen, titled) and not _is_post_below(items, index):
            return
        item.masthead = True
        titled = titled or _titles(item) or lines.is_title_label(item.text) or item.block.style == "title"


def _heads_prose(items: list[Item]) -> bool:
    """Whether a paper begins, without any title, with the first of its headings: a word or two in bold over prose."""
    first = items[0]
    if first.words > 2 or first.marked or first.block.bold <= 0.85 or not _is_own(first) or not _leads(items, 0):
        return False
    if bodies.named_in(first.text) or paper_types.named_in(first.text) or dating.day_in(first.text, None):
        return False
    alike = [i for i, item in enumerate(items[1:], 1) if item.kind == "text" and dress(item) == dress(first)]
    return sum(items[i].words <= 6 and _leads(items, i) for i in alike) > 1


def _titles(item: Item) -> bool:
    """Whether a line of the masthead can be the paper's title: something other than body, date, place or label."""
    names_more = bool(paper_types.named_in(item.text)) or not bodies.named_in(item.text)
    return item.words > 1 and names_more and _is_own(item) and not titles.passes_on(item.text)


def _is_own(item: Item) -> bool:
    """Whether a line is none of those that only a masthead has."""
    text = item.text
    if lines.is_date(text) or lines.CODE.match(text) or lines.PLACE.match(text):
        return False
    return not (lines.is_noise(text) or lines.is_label(text) or bodies.is_body(text))


def _is_agenda_item(item: Item) -> bool:
    """Whether a label is the numbered heading of an item of business: '1. Apologies for absence'."""
    titles_table = item.block.style == "table title"
    return bool(item.number) or titles_table or (item.block.outline > 1 and not labels.people_label(item.text)[2])


def _is_business(items: list[Item], index: int, attendance: bool, titled: bool) -> bool:
    item = items[index]
    text = item.text
    if item.block.outline > 1 and index and not titled and index < 4 and _names_paper(text):
        return False
    if (item.block.outline > 1 and index and not _names_meeting(item, index)) or item.block.style == "table title":
        return True
    if item.marked:
        return titled or index >= 3
    if item.contents:
        return True
    if titles.passes_on(text) and index < 10:
        return False
    if attendance:
        return not (_is_still_attendance(item) or lines.is_date(text))
    if kinds.is_known(text.rstrip(":")) and titled and not lines.is_noise(text):
        return True
    if titled and _is_own(item) and not dating.day_in(text, None) and _leads(items, index):
        return True
    if lines.is_date(text) or lines.CODE.match(text) or lines.is_noise(text) or lines.is_label(text):
        return False
    if (lines.HELD.search(text) and ((item.words <= 40 and dating.day_in(text, None)) or index < 2)) or (
        lines.PLACE.match(text) and item.words <= 25
    ):
        return False
    if labels.people_label(_after(items, index))[0] in {"present", "apologies"} and item.words <= 40:
        return False
    if item.words > 22 or (ends_sentence(text) and item.words > 8):
        return True
    if not titled and _is_own(item) and item.words > 1 and index < 12 and _stands_over_business(items, index):
        return False
    dressed = capitals(text) > 0.9 or item.block.align == "center" or item.block.bold > 0.85
    if not titled and dressed and _is_own(item):
        return False  # what stands below body, date and author is the title
    return (index >= 8 and not dressed) or (index >= 4 and not _still_head(items, index))


def _names_paper(text: str) -> bool:
    """Whether a line says that a paper is a report, plan or strategy."""
    return paper_types.named_in(text) in {"report", "action_plan", "strategy", "terms_of_reference"}


def _stands_over_business(items: list[Item], index: int) -> bool:
    """Whether a line stands over the first numbered or well known heading: 'Bus strategy' over '1. Purpose'."""
    if index + 1 == len(items) or kinds.is_known(items[index].text):
        return False
    following = items[index + 1]
    return following.kind == "text" and following.words < 9 and (following.marked or kinds.is_known(following.text))


def _names_meeting(item: Item, index: int) -> bool:
    """Whether a heading near the top of a page says which meeting it is of: 'Minutes - Tuesday 3 May 2022'."""
    return index < 6 and bool(dating.day_in(item.text, None)) and bool(paper_types.named_in(item.text))


def _is_post_below(items: list[Item], index: int) -> bool:
    """Whether a line is the post of the one whose name alone stands above it in a list of those present."""
    item, above = items[index], items[index - 1]
    if not index or not above.masthead or above.kind != "text" or item.marked or ends_sentence(item.text):
        return False
    return item.words <= 14 and is_plain(above.text.rstrip(" ,")) and has_post(item.text) and item.block.bold < 0.85


def _leads(items: list[Item], index: int) -> bool:
    """Whether what comes next is business: prose, a list, or a table that is no part of the head."""
    if index + 1 == len(items) or lines.HELD.search(items[index].text):
        return False
    following = items[index + 1]
    if following.kind == "table":
        return not _is_head_table(following)
    if labels.people_label(following.text)[0] or lines.is_label(following.text) or lines.HELD.search(following.text):
        return False
    if following.block.style == "table title":
        return True
    if following.marked or lines.PLACE.match(following.text):
        return following.marked
    return following.words > 2 and (ends_sentence(following.text) or following.text.endswith(":"))


def _after(items: list[Item], index: int) -> str:
    return items[index + 1].text if index + 1 < len(items) else ""


def _still_head(items: list[Item], index: int) -> bool:
    """Whether something that only a masthead has comes within the next lines."""
    for item in items[index + 1 : index + 6]:
        if item.kind == "table":
            return _is_head_table(item)
        if item.kind != "text" or item.marked or item.words > 40:
            return False
        if labels.people_label(item.text)[0] or lines.is_date(item.text) or re.search(r"\bheld on\b", item.text, re.I):
            return True
        if lines.is_label(item.text) or lines.is_noise(item.text):
            return True
    return False


def _is_still_attendance(item: Item) -> bool:
    if item.marked and not item.bullet:
        return False
    if _REPORTED.search(item.text):
        return False
    if lines.is_label(item.text):
        return True
    told = ends_sentence(item.text) and item.words > 8 and "," not in item.text
    return item.words <= 60 and not told and bool(entries(item.text))


def _is_head_table(item: Item) -> bool:
    """Whether a table holds the masthead's labels or attendance, and not the paper's business."""
    if item.grid is None or (_has_tasks(item.grid) and not attendance.names_first(item.grid)):
        return False
    cells = [cell.splitlines()[0] for row in item.grid.lines() for cell in row if cell]
    marked = sum(bool(labels.people_label(cell)[0]) or lines.is_label(cell.rstrip(":") + ":") for cell in cells)
    if marked >= 2 or (marked and len(cells) <= 6):
        return True
    return attendance.is_matrix(item.grid) or _has_attendance(item)


def _has_tasks(grid: Grid) -> bool:
    """Whether a table lists what is to be done by whom and when, though its heads read like labels."""
    roles = set(columns.roles(grid.columns, grid.texts()))
    return "task" in roles and bool({"owner", "due", "status"} & roles) and any(grid.columns)


def _has_attendance(item: Item) -> bool:
    """Whether a table has a label of attendance, and people in a third of its lines or more."""
    cells = [line for row in item.grid.lines() for cell in row for line in cell.splitlines()] if item.grid else []
    found = [labels.people_label(cell) for cell in cells]
    listed = sum(bool(entries(rest)) for _, _, rest in found)
    return any(capacity in {"present", "apologies"} for capacity, _, _ in found) and listed >= len(cells) / 3


def read(items: list[Item], running: list[str], name: str, out: Outline) -> None:
    """Fill council, body, date, title, type and people of `out`.

    `running` is what stands at the edges of the first page, and `name` the file's: believed where the text is silent.
    """
    head = [item for item in items if item.masthead]
    raw = [line for item in head for line in _lines(item)] or [i.text[:LONGEST_LINE] for i in items[:3]]
    opening = [_CODE_BEFORE.sub("", line) for line in raw]
    printed = [_CODE_BEFORE.sub("", line) for item in head if item.grid is None for line in _lines(item)]
    text = "\n".join(item.text for item in items if item.kind == "text")
    acronyms = casing.acronyms(item.text for item in items)
    labelled = _labelled(opening)
    dating.read(labelled.get("date", []), raw, items, name, out)
    out.people = people.find(items, head, out.meeting_date)
    above = _above_people(printed or opening)
    if above and above[0][:1].islower() and (heading := next((r for r in reversed(running) if r.isupper()), "")):
        above = [heading, *above]  # printed on every page, and the title over a subtitle on the first
    stated = next((item.text for item in head if item.block.style == "title"), "")
    out.body = bodies.of_paper(labelled.get("body", []), _before_people(opening), [*running, name], acronyms, text)
    out.council = councils.of_paper([*_before_people(opening), *running], out.body, text, acronyms)
    out.title = titles.of_paper(above, labelled.get("title", []), stated, out, acronyms)
    out.paper_type = paper_types.of_paper(items, out, name)
    out.title = (
        out.title
        or (titles.of_another_body(above, out, acronyms) if out.paper_type == "report" else None)
        or titles.plain(above, bool(labelled.get("body")), out, acronyms)
        or titles.from_name(name, out, acronyms)
    )
    if not any(person.capacity == "report_from" for person in out.people):
        out.people = [*signatures.reporters(above, items), *out.people]
    if out.paper_type in {"report", "strategy", "action_plan"} and not out.people:
        out.people = signatures.authors(above) or signatures.signers(items)


def _above_people(stated: list[str]) -> list[str]:
    """The lines above the attendance: bodies and titles named further down are others'."""
    first = next((i for i, line in enumerate(stated) if i and labels.people_label(line)[0]), len(stated))
    return stated[:first]


def _before_people(stated: list[str]) -> list[str]:
    """The lines above the attendance without those that say where and when."""
    return [line for line in _above_people(stated) if not lines.PLACE.match(line)]


def _lines(item: Item) -> list[str]:
    """The lines of a masthead's item, shortened to what a masthead says; those of attendance by codes are none."""
    if item.grid is None:
        text = _YEAR_WITH_O.sub("20", item.text[:LONGEST_LINE])
        return lines.labelled_in(text) or [f"{item.number} {text}" if item.depth else text]
    if attendance.is_matrix(item.grid):
        return []
    return [collapse(": ".join(filter(None, [row[0].rstrip(": "), " ".join(row[1:])]))) for row in item.grid.lines()]


def _labelled(stated: list[str]) -> dict[str, list[str]]:
    """What stands behind the labels for title, body and date; a label alone on its line takes the next."""
    wanted = {key: {fold(word) for word in lines.words()[f"{key}_labels"]} for key in ("title", "body", "date")}
    found: dict[str, list[str]] = {}
    for line, following in zip(stated, [*stated[1:], ""], strict=False):
        if (addressed := _ADDRESSED.match(line)) and bodies.is_body(bodies.undated(addressed[1])):
            found.setdefault("body", []).append(addressed[1])
        if match := lines.LABEL.match(line):
            for key in (key for key, names in wanted.items() if fold(match[1]) in names):
                said = match[2] or ("" if ":" in following else following)
                found.setdefault(key, []).append(bodies.in_full(match[1], said) if key == "body" else said)
    return found
