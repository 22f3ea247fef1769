"""What a table's columns hold, told from their heads and, where the heads say nothing, from their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from pipeline import vocabulary
from pipeline.model import ColumnRole
from pipeline.text import fold

#: A column whose cells have this many words on average is prose.
PROSE = 4

_INITIALS = re.compile(r"(?:[A-Z][a-z]?){2,5}(?:\s*[/,&+]\s*(?:[A-Z][a-z]?){2,5}|\s+and\s+(?:[A-Z][a-z]?){2,5})*$")
_NAME = re.compile(r"(?:(?:Cllrs?|Councillor|Mr|Mrs|Ms|Dr|Prof\w*)\.?\s+)?[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){1,2}$")
_NUMBER = re.compile(r"\(?[A-Z]{0,4}\d{1,4}[a-z]?(?:[./]\d{1,4}[a-z]?)*[.)]?$")
_YEAR = re.compile(r"20\d\d(?:\s?[/–-]\s?\d{2,4})?")
_DATE_GLUE = re.compile(r"[\s–—/.,&-]+")


def roles(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[ColumnRole]:
    """One role a column: what its head says, else what its cells look like, else ''.

    Cells are asked only in a table that has a column of prose to be about. Where owner, due date or status stand
    beside it and nothing is the task, the widest column of prose is.
    """
    found = [by_head(head) for head in columns]
    prose = [i for i in range(len(columns)) if _words(rows, i) >= PROSE]
    for index in [at for at, head in enumerate(columns) if fold(head) in _either()]:
        found[index] = _by_whom_or_when([row[index] for row in rows if row[index].strip()])
        # Beside who acts, 'Item' stands over what was discussed.
        found = ["" if role == "number" and at in prose else role for at, role in enumerate(found)]
    if prose:
        for index in range(len(columns)):
            if not found[index] and not columns[index] and index not in prose:
                role = by_cells([row[index] for row in rows if row[index].strip()])
                found[index] = role if role != "number" or index == 0 else ""
        if "due" not in found and (dated := _dated(columns, rows)) is not None:
            found[dated] = "due"
    if not {"task", "risk"} & set(found) and {"owner", "due", "status"} & set(found):
        open_ = [i for i in prose if found[i] in {"", "detail", "subject"}]
        if open_:
            found[max(open_, key=lambda i: _words(rows, i))] = "task"
    if "task" in found:
        return [role or by_head(head, beside=True) for role, head in zip(found, columns, strict=True)]
    return found


def _dated(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The column that holds days though its head may as well be of a state: 'Completion | Q3 2025/26'."""
    for index, head in enumerate(columns):
        cells = [row[index].strip() for row in rows if row[index].strip()]
        if fold(head) in _dated_heads() and cells and sum(map(_is_when, cells)) >= 0.7 * len(cells):
            return index
    return None


def _words(rows: Sequence[Sequence[str]], column: int) -> float:
    """How many words a filled cell of the column has on average."""
    cells = [len(row[column].split()) for row in rows if row[column]]
    return sum(cells) / len(cells) if cells else 0.0


def by_head(head: str, beside: bool = False) -> ColumnRole:
    """The role that a column's head names, by itself or, with `beside`, next to tasks; '' when it is none we know."""
    words = fold(head)
    if not words:
        return ""
    exact, patterns = _heads("beside" if beside else "within")
    if found := exact.get(words) or exact.get(words.replace(" ", "")):  # 'RA G': the column is narrow
        return found
    if words.endswith(_begins()):
        return ""
    return next((role for role, pattern in patterns if pattern.search(words)), "")


def by_cells(cells: Sequence[str]) -> ColumnRole:
    """The role that the cells of a column without a head suggest: nine in ten of them must look alike."""
    if len(cells) < 2:
        return ""
    return next((role for role, fits in _CELLS if sum(map(fits, cells)) >= 0.8 * len(cells)), "")


def _by_whom_or_when(cells: Sequence[str]) -> ColumnRole:
    """'By' over days says by when, over anything else by whom."""
    days = [cell for cell in cells if is_date(cell) and not _INITIALS.match(cell.strip())]
    return "due" if len(days) * 2 >= len(cells) else "owner"


def is_date(cell: str) -> bool:
    """Whether a cell is made of words of dates alone, a bare number apart."""
    words = [word for word in _DATE_GLUE.split(cell) if word]
    return bool(words) and not cell.strip().isdigit() and all(map(_date_word().fullmatch, words))


def _is_when(cell: str) -> bool:
    """Whether a cell is a date, a year alone among them, or 'tbc'."""
    return is_date(cell) or bool(_YEAR.fullmatch(cell)) or fold(cell) in {"tbc", "tba", "to be confirmed"}


def _is_status(cell: str) -> bool:
    return fold(cell) in _statuses()


def _is_post(cell: str) -> bool:
    """Whether a cell is a post or a body and no more: 'Clerk', 'Head Teacher', 'All'."""
    words = fold(cell).split()
    return cell[:1].isupper() and 0 < len(words) < 4 and words[-1] in _agents()


_CELLS: list[tuple[ColumnRole, Callable[[str], bool]]] = [
    ("number", lambda cell: bool(_NUMBER.match(cell.strip()))),
    ("status", _is_status),
    ("due", is_date),
    ("owner", lambda cell: bool(_INITIALS.match(cell.strip()) or _NAME.match(cell.strip()) or _is_post(cell))),
]


@cache
def _date_word() -> re.Pattern[str]:
    """A word that stands in a date or deadline; '*' in the list is the rest of the word."""
    told = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in vocabulary.load("columns")["date_words"])
    return re.compile(rf"(?:{told}|\d{{1,4}}(?:st|nd|rd|th)?)", re.I)


@cache
def _statuses() -> frozenset[str]:
    return frozenset(fold(word) for word in vocabulary.load("columns")["status_cells"])


@cache
def _dated_heads() -> frozenset[str]:
    return frozenset(fold(head) for head in vocabulary.load("columns")["dated"])


@cache
def _begins() -> tuple[str, ...]:
    return tuple(f" {fold(head)}" for head in vocabulary.load("columns")["begins"])


@cache
def _agents() -> frozenset[str]:
    return frozenset(vocabulary.load("owners")["agents"])


@cache
def _either() -> frozenset[str]:
    return frozenset(fold(head) for head in vocabulary.load("columns")["either"])


@cache
def _heads(within: str) -> tuple[dict[str, ColumnRole], list[tuple[ColumnRole, re.Pattern[str]]]]:
    """The heads known whole, and the words of the list `within` that give a head away when they stand in it."""
    words = vocabulary.load("columns")
    exact = {fold(head): role for role, heads in words["heads"].items() for head in heads}
    patterns = [
        (role, re.compile(r"\b(?:" + "|".join(re.escape(fold(w)) for w in found) + r")\b"))
        for role, found in words[within].items()
    ]
    return exact, patterns
