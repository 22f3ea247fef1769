"""The head of a paper: where it ends, and what it says of council, body, date, title and kind of paper."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, cast

from pipeline import dates, vocabulary
from pipeline.model import Outline, PaperType, Problem
from pipeline.structure import bodies, kinds, people, titles
from pipeline.structure.items import Item, capitals, ends_sentence
from pipeline.structure.titles import title_case
from pipeline.text import collapse, fold

#: A masthead is at most this many blocks.
LONGEST = 90

_LABEL = re.compile(r"([^:;]{2,40})[:;]\s*(.*)$")
_CODE = re.compile(
    r"[A-Z]{1,5}\s?\(?\d[\w().:/ -]{0,14}$|(?:agenda )?item\s+(?:no\.?\s*)?\d+\w*$|paper\s+(?:no\.?\s*)?\w{1,5}$|enc(?:losure)?\.?\s*\w{1,3}$|\d{1,3}$",
    re.I,
)
_PLACE = re.compile(
    r"(?:held |at |in the |via |venue|location|time|\d{1,2}[.:]\d{2}\s?(?:am|pm|hrs)?\b|\d{1,2}\s?(?:am|pm)\b|tel\b|telephone|e-?mail|www\.|https?:|\S+@\S+|.*\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b)",
    re.I,
)
_HELD = re.compile(r"\b(?:held|meeting|met|summoned|convened|commenc\w+|took place)\b", re.I)
_HELD_TAIL = re.compile(
    r"[\s,–—-]*\b(?:which was |was |to be |will be )?(?:held|convened)\b.*$|[\s,–—-]+(?:on|at)\s+(?:the\s+)?(?:\w+day|\d).*$|[\s,:–—-]*\(?(?:\w+day,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*,?\s*(?:\d{4})?\)?\.?$|[\s,:–—-]*\(?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\)?$|[\s,–—-]+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{4}$",
    re.I,
)  # fmt: skip
_ISO = re.compile(r"\d{4}-\d\d-\d\d$")
_YEAR_WITH_O = re.compile(r"\b2[Oo](?=\d\d\b)")
_CODE_BEFORE = re.compile(r"^(?:[A-Z]{1,5}\s?\(\d{1,3}\)\s?[\d\w.]*\s*[-–:]?\s+|\d{4}-\d\d-\d\d[\s:–-]+)(?=[A-Z])")
_PREPARED = re.compile(
    r"\b(?:created|revised|published|posted|updated|printed|signed|dated|deadline|(?:last|previous) meeting)\b", re.I
)


def mark(items: list[Item]) -> None:
    """Set `masthead` on the lines before a paper's business begins."""
    attendance = titled = False
    for index, item in enumerate(items[:LONGEST]):
        if item.kind == "footnote":
            continue
        label = people.label_of(item.text)[0] if item.kind == "text" else None
        if item.kind == "table":
            if not _is_head_table(item):
                return
            attendance = attendance or _has_attendance(item)
        elif label and not _is_agenda_item(item):
            attendance = attendance or label in {"present", "apologies", "chair"}
        elif _is_business(items, index, attendance, titled):
            return
        item.masthead = True
        titled = titled or (
            item.kind == "text" and item.words >= 2 and not is_date_line(item.text) and not _CODE.match(item.text)
        )


def _is_agenda_item(item: Item) -> bool:
    """Whether a label is the numbered heading of an item of business: '1. Apologies for absence'."""
    return bool(item.number) or (item.block.outline > 1 and not people.label_of(item.text)[2])


def _is_business(items: list[Item], index: int, attendance: bool, titled: bool) -> bool:
    item = items[index]
    text = item.text
    if item.marked or item.block.outline > 1:
        return not (index < 3 and not titled)
    if item.contents:
        return True
    if attendance:
        return not (_is_still_attendance(item) or is_date_line(text))
    if kinds.is_known(text.rstrip(":")) and titled and fold(text) not in _noise():
        return True
    if is_date_line(text) or _CODE.match(text) or fold(text) in _noise() or _other_label(text):
        return False
    if (_HELD.search(text) and ((item.words <= 40 and _day(text, None)) or index < 2)) or (
        _PLACE.match(text) and item.words <= 25
    ):
        return False
    if people.label_of(_after(items, index))[0] in {"present", "apologies"} and item.words <= 40:
        return False
    if item.words > 22 or (ends_sentence(text) and item.words > 8):
        return True
    return (index >= 8 and not (capitals(text) > 0.9 or item.block.align == "center" or item.block.bold > 0.85)) or (
        index >= 4 and not _still_head(items, index)
    )


def _after(items: list[Item], index: int) -> str:
    return items[index + 1].text if index + 1 < len(items) else ""


def _still_head(items: list[Item], index: int) -> bool:
    """Whether something that only a masthead has comes within the next lines."""
    for item in items[index + 1 : index + 6]:
        if item.kind == "table":
            return _is_head_table(item)
        if item.kind != "text" or item.marked or item.words > 40:
            return False
        if people.label_of(item.text)[0] or is_date_line(item.text) or re.search(r"\bheld on\b", item.text, re.I):
            return True
    return False


def _is_still_attendance(item: Item) -> bool:
    if item.marked and not item.bullet:
        return False
    if re.search(r"\b(?:welcomed|opened|reported|updated|started|introduced|thanked)\b", item.text):
        return False
    return bool(_other_label(item.text)) or (
        bool(people.entries(item.text))
        and item.words <= 60
        and not (ends_sentence(item.text) and item.words > 8 and "," not in item.text)
    )


def _is_head_table(item: Item) -> bool:
    """Whether a table holds the masthead's labels or attendance, and not the paper's business."""
    if item.grid is None:
        return False
    cells = [line for row in [item.grid.columns, *item.grid.texts()] for cell in row for line in cell.splitlines()[:1]]
    labels = sum(bool(people.label_of(c)[0] or _other_label(c + (":" if ":" not in c else ""))) for c in cells)
    return labels >= 2 or _has_attendance(item) or (len(cells) <= 6 and labels >= 1) or people.is_matrix(item.grid)


def _has_attendance(item: Item) -> bool:
    if item.grid is None:
        return False
    cells = [line for row in [item.grid.columns, *item.grid.texts()] for cell in row for line in cell.splitlines()]
    return (
        any(people.label_of(c)[0] in {"present", "apologies"} for c in cells)
        and sum(bool(people.entries(people.label_of(c)[2])) for c in cells) >= len(cells) / 3
    )


def read(items: list[Item], name: str, out: Outline) -> None:
    """Fill council, body, date, title, type and people of `out`; the file's `name` is believed where the text is silent."""
    head = [item for item in items if item.masthead]
    lines = [line for item in head for line in _lines(item)]
    printed = [line for item in head if item.grid is None for line in _lines(item)]
    opening = lines or [item.text for item in items[:3] if item.kind == "text"]
    text = " ".join(item.text for item in items if item.kind == "text")
    acronyms = titles.acronyms(item.text for item in items)
    labels = _labelled(lines)
    _date(labels, opening, items, name, out)
    out.people = people.find(items, head, out.meeting_date)
    out.body = bodies.of_paper(labels.get("body", []), _before_people(opening), name, acronyms, text)
    out.council = bodies.council_of(_before_people(opening), out.body, text, acronyms)
    out.title = _title(_above_people(printed or opening), labels, out, acronyms)
    out.paper_type = _type(items, out, name)
    out.title = out.title or _plain_title(out)


def _above_people(lines: list[str]) -> list[str]:
    """The lines above the attendance: bodies and titles named further down are others'."""
    first = next((i for i, line in enumerate(lines) if i and people.label_of(line)[0]), len(lines))
    return lines[:first]


def _before_people(lines: list[str]) -> list[str]:
    """The lines above the attendance without those that say where and when."""
    return [line for line in _above_people(lines) if not _PLACE.match(line)]


def _lines(item: Item) -> list[str]:
    if item.grid is None:
        text = _YEAR_WITH_O.sub("20", _CODE_BEFORE.sub("", item.text))
        return [f"{item.number} {text}" if item.depth else text]
    if people.is_matrix(item.grid):
        return []
    return [collapse(": ".join(filter(None, [row[0].rstrip(": "), " ".join(row[1:])]))) for row in item.grid.lines()]


def _labelled(lines: list[str]) -> dict[str, list[str]]:
    """What stands behind the labels for title, body and date; a label alone on its line takes the next."""
    wanted = {key: {fold(w) for w in _words()[f"{key}_labels"]} for key in ("title", "body", "date")}
    found: dict[str, list[str]] = {}
    for index, line in enumerate(lines):
        match = _LABEL.match(line)
        for key, words in wanted.items():
            if match and fold(match[1]) in words:
                value = match[2] or (lines[index + 1] if index + 1 < len(lines) and ":" not in lines[index + 1] else "")
                found.setdefault(key, []).append(value)
    return found


# ------------------------------------------------------------------------------------------ title


def _title(opening: list[str], labels: dict[str, list[str]], out: Outline, acronyms: set[str]) -> str | None:
    for label in labels.get("title", []):
        if len(label.split()) > 1 and not is_date_line(label):
            return title_case(_without_date(label), acronyms)
    candidates = [(i, line) for i, line in enumerate(opening[:14]) if _may_be_title(line, out)]
    named = [(i, line) for i, line in candidates if _type_in(line) and not re.search(r"\bheld\b", line, re.I)]
    held = [(i, line) for i, line in candidates if _type_in(line)]
    plain = [(i, line) for i, line in candidates if not bodies.is_body(line)]
    choice = (
        (named or plain or held or candidates)[:1]
        if not (plain and named and named[0][0] > plain[0][0] + 3)
        else plain[:1]
    )
    if not choice:
        return None
    index, line = choice[0]
    line = _without_date(_join_title(opening, index, line))
    return title_case(line, acronyms) if len(line.split()) > 1 else None


def _without_date(line: str) -> str:
    """A title without where and when the meeting was held; a date that belongs to the words stays."""
    cut = collapse(_HELD_TAIL.sub("", line))
    if re.search(r"(?<!\bas )\b(?:of|from|since|after|before)$", cut):
        return line
    return re.sub(r"(?:[\s,–-]+(?:as|at|on|for|to|the|dated|of))+$", "", cut, flags=re.I)


def _plain_title(out: Outline) -> str | None:
    """What a clerk calls minutes or an agenda that have no title of their own."""
    if out.body and out.paper_type in {"minutes", "agenda"}:
        return f"{out.body} {out.paper_type.capitalize()}"
    return None


def _join_title(opening: list[str], index: int, line: str) -> str:
    """A title that runs over two lines in the same capitals."""
    following = opening[index + 1] if index + 1 < len(opening) else ""
    if (
        capitals(line) > 0.9
        and capitals(following) > 0.9
        and len(following.split()) > 1
        and re.search(r"(?:\b(?:and|of|the|for|to|in|on|with|–|-|held on|at)|[,–-])$", line, re.I)
    ):
        return f"{line} {following}"
    return line


def _may_be_title(line: str, out: Outline) -> bool:
    words = fold(_without_date(line))
    if (
        len(words.split()) < 2
        or len(words.split()) > 32
        or is_date_line(line)
        or _CODE.match(line)
        or words in _noise()
    ):
        return False
    if (
        words in {fold(out.body or ""), fold(out.council or "")}
        or people.label_of(line)[0]
        or _other_label(line)
        or _PLACE.match(line)
    ):
        return False
    if (
        re.search(r"\bDATE\b|\b(?:will be|was|were) held\b|\bheld (?:its|their)\b|\bhereby\b", line)
        or _is_nth_meeting(words, fold(out.body or ""))
        or line.endswith(":")
    ):
        return False
    return not (ends_sentence(line) and len(words.split()) > 14)


def _is_nth_meeting(words: str, body: str) -> bool:
    """Whether a line only counts the body's meetings: 'Estates Panel - third meeting'."""
    rest = words.removeprefix(body).strip() if body else words
    return bool(
        re.fullmatch(
            r"(?:(?:the )?(?:\w+(?:th|st|nd|rd)|first|second|third|fifth|ninth|twelfth)|\w+ \d*) meeting|meeting(?: \d+)?",
            rest,
        )
    )


# --------------------------------------------------------------------------------------- its kind


def _type_in(text: str) -> PaperType | None:
    words = f" {fold(text)} "
    for kind, phrases in _words()["paper_types"].items():
        if any(f" {fold(phrase)} " in words for phrase in phrases):
            if kind != "agenda" or not re.search(r"\bforward agenda\b|\bagenda (?!for)\w+", words):
                return cast(PaperType, kind)
    return None


def _type(items: list[Item], out: Outline, name: str) -> PaperType:
    """A report by what only reports have; else what title, masthead or file name call it; else minutes when people were present."""
    head = " ".join(item.text for item in items if item.masthead)
    named = _type_in(out.title or "")
    reported = any(p.capacity in {"report_from", "author", "portfolio_holder"} for p in out.people)
    sections = {kind for item in items if item.heading for kind in kinds.of_heading(item.text)}
    present = any(p.capacity in {"present", "chair"} for p in out.people)
    rows = sum(len(item.grid.rows) for item in items if item.grid and not item.masthead)
    prose = sum(item.words > 12 for item in items if item.kind == "text" and not item.masthead)
    if reported and named not in {"minutes", "agenda"}:
        return "report"
    long = sum(item.words > 40 for item in items if item.kind == "text")
    if "agenda" in {named, _type_in(head)} and (long > 3 or (present and prose > 25)):
        named = "minutes" if present else "report"
    if is_agenda(items):
        return "agenda"
    if named == "action_plan" and (
        prose > rows or len(sections & {"recommendations", "background", "summary", "financial"}) > 0
    ):
        return "report"
    if named and not (named == "report" and present):
        return named
    if (stated := _type_in(head)) and stated in {"minutes", "agenda", "terms_of_reference"}:
        return stated
    if present:
        return "minutes"
    return _type_in(re.sub(r"[_.-]+", " ", name)) or ("report" if prose else "other")


def is_agenda(items: list[Item]) -> bool:
    """Whether the word stands alone at the head of the paper's business, and no long prose follows."""
    texts = [item for item in items if item.kind == "text"]
    if not any(fold(item.text) == "agenda" for item in texts[:15]) or any(
        i.grid and people.is_matrix(i.grid) for i in items
    ):
        return False
    return sum(item.words > 40 for item in texts) <= 3


# ------------------------------------------------------------------------------------------- date


def _date(labels: dict[str, list[str]], opening: list[str], items: list[Item], name: str, out: Outline) -> None:
    """Set the meeting's date: full dates first, then days whose year the file's name gives, then that name alone."""
    opening = [line for line in opening if not _PREPARED.search(line)]
    early = [i.text for i in items[:6] if i.kind == "text" and _HELD.search(i.text) and not _PREPARED.search(i.text)]
    told = [line for line in opening if _HELD.search(line)]
    alone = [line for line in opening if is_date_line(line)]
    full = [
        *labels.get("date", []),
        *told,
        *sorted([*alone, *opening], key=lambda line: bool(_ISO.match(line))),
        *early,
    ]
    stem = re.sub(r"\.\w{1,5}$", "", name)
    hint = _from_name(stem, " ".join(item.text for item in items))
    near = hint or _month_in_name(stem)
    found = next((day for line in full if not _ISO.match(line) and (day := _day(line, None))), None)
    found = found or next((day for line in [*told, *alone, *opening[:3]] if near and (day := _day(line, near))), None)
    found = found or next((day for line in full if (day := _day(line, None))), None)
    out.meeting_date = found or (hint.isoformat() if hint else None)
    if hint and not found:
        message = f"the text states no date of the meeting; {out.meeting_date} is from the file's name"
        out.problems.append(Problem("date_from_file_name", message))


def _day(text: str, anchor: date | None) -> str | None:
    """The first single day that `text` names; without a year when `anchor` gives one."""
    for found in dates.find(text, anchor):
        if found.value and found.value.start == found.value.end and found.precision == "day":
            return found.value.start
    return None


def _from_name(stem: str, text: str) -> date | None:
    """The day a file is named after: '2011-11-15 …', '101025_…', '… 08-02-2011', 'minutes-20080514'.

    Of the ways to read six digits the one whose year the `text` holds is taken, else the commoner.
    """
    found = [day for pattern, order in _NAMED for match in pattern.finditer(stem) if (day := _ordered(match, order))]
    told = next((day for day in found if str(day.year) in text), None)
    if told or found:
        return told or found[0]
    day_text = _day(re.sub(r"_+", " ", stem), None)
    return date.fromisoformat(day_text) if day_text else None


def _ordered(found: re.Match[str], order: tuple[int, int, int]) -> date | None:
    year, month, day = (int(found[i]) for i in order)
    year += 2000 if year < 100 else 0
    try:
        return date(year, month, day) if 1900 < year < 2100 else None
    except ValueError:
        return None


def _month_in_name(stem: str) -> date | None:
    """The first of the month a file is named after, to tell the year of a date that has none: '24JUNE minutes'."""
    for found in dates.find(re.sub(r"(?<!\d)(\d\d)([A-Z][A-Za-z]{2,8})", r"\2 20\1", re.sub(r"_+", " ", stem))):
        if found.value and found.precision in {"month", "day"}:
            return date.fromisoformat(found.value.start)
    return None


_NAMED: list[tuple[re.Pattern[str], tuple[int, int, int]]] = [
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ‐–](\d\d?)[-_. ‐–](\d\d?)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d?)[-_. ](\d\d?)[-_. ]((?:19|20)?\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(\d\d)[-_. ](\d\d)[-_. ](\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d)(\d\d)(\d\d)(?!\d)"), (3, 2, 1)),
]


def is_date_line(text: str) -> bool:
    """Whether a line is a date, with its time or place perhaps, and nothing else."""
    if len(text.split()) > 12:
        return False
    found = dates.find(text)
    if not found:
        return False
    rest = text[: found[0].start] + text[found[-1].end :]
    return (
        len(
            re.findall(
                r"[^\W\d_]{3,}",
                re.sub(r"\b(?:\w+day|at|on|from|held|date|noon|pm|am|the|of|time)\b", "", rest, flags=re.I),
            )
        )
        == 0
    )


def _other_label(text: str) -> bool:
    found = _LABEL.match(text)
    return bool(found) and fold(found[1] if found else "") in _others()


@cache
def _others() -> frozenset[str]:
    words = _words()
    return frozenset(
        fold(w) for key in ("other_labels", "title_labels", "body_labels", "date_labels") for w in words[key]
    )


@cache
def _noise() -> frozenset[str]:
    return frozenset(fold(w) for w in _words()["noise"])


def _words() -> Any:
    return vocabulary.load("masthead")
