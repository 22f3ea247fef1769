"""Who was there, from tables: lists side by side, labels beside names, codes for each meeting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from pipeline import dates
from pipeline.model import Capacity
from pipeline.structure.labels import SINGLE, people_label
from pipeline.structure.listing import Named, abreast, entries, is_chair, single
from pipeline.structure.names import has_post, is_plain, split_role, title_length, words
from pipeline.structure.rows import Grid
from pipeline.text import collapse

Found = Iterator[tuple[Named | None, Capacity]]

#: Of the cells of a column so many tell what it holds.
MOST = 0.75

_BRACKETS = re.compile(r"\(([^)]*)\)")
_AND = re.compile(r"\s*[,/&]\s*|\s+and\s+")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]$")


def read(grid: Grid, meeting: str | None, capacity: Capacity | None = None) -> Found:
    """The people in a table of attendance and in what capacity.

    `meeting` is the ISO date of the meeting, `capacity` that of the label over the table, if one stands there.
    """
    if is_matrix(grid):
        return _from_matrix(grid, meeting)
    if _is_across(grid):
        return _across(grid)
    return _rows(grid, capacity) if capacity and is_list(grid) else _down(grid)


def is_list(grid: Grid | None) -> bool:
    """Whether a table lists a person a row: a name, and their post beside it."""
    if grid is None:
        return False
    firsts = [row[0] for row in grid.lines() if row[0]]
    named = sum(len(cell.splitlines()) == 1 and len(entries(cell)) == 1 for cell in firsts)
    return bool(firsts) and named >= 0.7 * len(firsts) and not any(people_label(cell)[0] for cell in firsts)


def _rows(grid: Grid, capacity: Capacity) -> Found:
    for row in grid.lines():
        yield from _person(row, capacity)


def _person(cells: list[str], capacity: Capacity) -> Found:
    """One person of a row: the first cell, their post in the next."""
    filled = [collapse(cell) for cell in cells if cell]
    if len(filled) == 2 and len(found := entries(filled[0])) == 1:
        yield entries(f"{filled[0].rstrip(', ')} ({filled[1]})")[0] if not found[0].role else found[0], capacity
        return
    for cell in cells:
        for line in cell.splitlines():
            yield from _line(line, capacity)


def _is_across(grid: Grid) -> bool:
    """Whether the labels stand at the left of what they label, and not above it."""
    rows = grid.lines()
    labelled = [row for row in rows if row and _is_label(row[0]) and any(row[1:]) and not _is_bare_label(row[1])]
    if labelled and all(_is_label(row[0]) for row in rows if row[0]):
        return True
    if any(people_label(row[0])[0] in SINGLE and single(row[1].split("\n")[0]) for row in labelled):
        return True  # a form, with other labels among them
    return bool(labelled) and (len(labelled) >= len(rows) / 3 or len(rows) <= 2)


def _is_bare_label(cell: str) -> bool:
    """Whether a cell is a label of attendance alone; 'Portfolio Holder' beside a name is a post."""
    capacity, _, rest = people_label(cell)
    return capacity in {"present", "apologies", "chair"} and not rest


def tells_chair(grid: Grid) -> bool:
    """Whether a small table below the head says who presided and who kept the minutes."""
    rows = grid.lines()
    return len(rows) <= 6 and _is_across(grid) and any(people_label(cell)[0] == "chair" for row in rows for cell in row)


def _is_label(cell: str) -> bool:
    capacity, _, rest = people_label(cell)
    return capacity is not None and not rest


def _across(grid: Grid) -> Found:
    """Rows of labels and names: 'Chaired by | Ann Lee | Clerked by | Tom Low'; an empty label goes on with the last."""
    capacity: Capacity | None = None
    for row in grid.lines():
        group: list[str] = []
        if row[0] and not _is_label(row[0]):
            capacity = None
        for index, cell in enumerate(row):
            if _is_bare_label(cell) or (index == 0 and _is_label(cell)):
                if capacity:
                    yield from _person(group, capacity)
                capacity, group = people_label(cell)[0], []
            else:
                group.append(cell)
        if capacity:
            yield from _person(group, capacity)


def _down(grid: Grid) -> Found:
    """Lists side by side, each under its label; a label alone in its row is over all of them."""
    rows = _whole(grid.lines())
    alone = {n: people_label(cells[0])[0] for n, row in enumerate(rows) if len(cells := [c for c in row if c]) == 1}
    if _is_label(rows[0][0]) and all(len(entries(cell)) == 1 for cell in rows[0][1:] if cell):
        alone[0] = people_label(rows[0][0])[0]  # names beside it: it is over the other columns as well
    columns = list(zip(*rows, strict=False))
    for index, column in enumerate(columns):
        capacity: Capacity | None = None
        posts = _posts_beside(columns[index + 1 :])
        for n, cell in enumerate(column):
            capacity = alone.get(n) or capacity
            for line in _entry_lines(cell):
                own, _, rest = people_label(line)
                capacity = own or capacity
                if capacity and rest:
                    yield from _line(_with_post(rest, posts[n]) if posts and posts[n] else rest, capacity)


def _whole(rows: list[list[str]]) -> list[list[str]]:
    """`rows` with a name that ran over two of them whole: 'Dame Helen' above 'Marsh', brackets above their end."""
    out = [list(row) for row in rows]
    for above, row in pairwise(out):
        for column, cell in enumerate(row):
            words = above[column].split()
            begun = len(words) > 1 and title_length(words) == len(words) - 1 and len(cell.split()) == 1
            if (begun and is_plain(f"{above[column]} {cell}")) or (cell.startswith("(") and above[column]):
                above[column], row[column] = f"{above[column]} {cell}", ""
    return out


def _posts_beside(columns: Sequence[Sequence[str]]) -> Sequence[str]:
    """The posts right of a column of names, initials perhaps between them; none when there are none."""
    for column in columns:
        if _are_posts(column):
            return column
        if _share(column, lambda cell: bool(_INITIALS.match(cell))) < MOST:
            break
    return ()


def _are_posts(column: Sequence[str]) -> bool:
    """Whether a column holds the posts of those named beside it, and no label of its own."""
    filled = [cell for cell in column if cell]
    labelled = any(people_label(cell)[0] in {"present", "apologies"} for cell in filled)
    return bool(filled) and not labelled and _share(filled, lambda cell: has_post(cell) or is_chair(cell)) >= MOST


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of the filled cells that pass a test, the head of their column left out; 0 when there are none."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 2 and not test(filled[0]):
        filled = filled[1:]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def _with_post(name: str, post: str) -> str:
    """A name with the post beside it and what stands in brackets behind that, as a list of people gives them."""
    notes = [_BRACKETS.sub(" ", post), *_BRACKETS.findall(post)]
    return " ".join([name.rstrip(", "), *(f"({collapse(note)})" for note in notes if note.strip())])


def _line(text: str, capacity: Capacity) -> Found:
    if capacity in SINGLE:
        for named in abreast(text):
            yield named, capacity
        return
    for named in entries(text):
        yield named, capacity


def _entry_lines(cell: str) -> list[str]:
    """The entries of a cell: its lines, or all of it where the lines under a name are that person's post."""
    first, *rest = cell.splitlines() or [""]
    below = " ".join(rest)
    if not rest or people_label(first)[0] or not split_role(first)[0] or any(map(_begins_with_name, rest)):
        return cell.splitlines()
    if not has_post(_BRACKETS.sub(" ", below)):
        return cell.splitlines()
    return [f"{first.rstrip(', ')} ({re.sub(r'[()]', ',', below)})"]


def _begins_with_name(line: str) -> bool:
    return is_plain(re.split(r"[,(]", line)[0].strip())


def is_matrix(grid: Grid) -> bool:
    """Whether a table holds names against meetings, with a code in each cell."""
    coded, named = _matrix(grid)
    return bool(coded and named)


def names_first(grid: Grid) -> bool:
    """Whether a table is such a one and begins with the names: 'Ann Lee | Port Trust | Yes'."""
    coded, named = _matrix(grid)
    return bool(coded and named) and named[0] == 0


def _matrix(grid: Grid) -> tuple[list[int], list[int]]:
    """The columns of codes and those of names."""
    rows = grid.texts()
    coded, named = [], []
    for i in range(grid.width):
        cells = [row[i].strip() for row in rows if row[i].strip()]
        if len(cells) > 2 and _code(cells[0]) not in _codes() and cells[0] == rows[0][i].strip():
            cells = cells[1:]  # its head
        if len(cells) > 1 and sum(_code(cell) in _codes() for cell in cells) >= 0.75 * len(cells):
            coded.append(i)
        elif sum(is_plain(_proper(cell)) for cell in cells) >= max(2, len(rows) * 0.4):
            named.append(i)
    return coded, named


def _from_matrix(grid: Grid, meeting: str | None) -> Found:
    """Names against meetings: the column of this meeting, else the last that is filled."""
    coded, named = _matrix(grid)
    column = _of_meeting(grid, coded, meeting)
    spelt = any(_code(row[column]).startswith("apol") for row in grid.texts())  # 'A' then is absent without
    for row in grid.texts():
        if not any(row[i] for i in coded):  # a line below them: 'Officers: Tom Low (Clerk)'
            own, _, rest = people_label(row[named[0]])
            for listed in entries(rest) if own else ():
                yield listed, own or "present"
            continue
        name, note = _proper(row[named[0]]), _BRACKETS.findall(row[named[0]])
        code = _code(row[column])
        if is_plain(name) and code and (len(code) < 10 or code in _codes()) and not (spelt and code == "a"):
            posts = [collapse(row[i]) for i in range(named[0] + 1, grid.width) if row[i] and i not in coded]
            role = next((post for post in posts if not any(map(str.isdigit, post))), "")
            held = [*note, *_BRACKETS.findall(role), *_AND.split(role)]
            chair = any(map(is_chair, held))
            if chair:
                role = ", ".join(p for p in _AND.split(collapse(_BRACKETS.sub(" ", role))) if p and not is_chair(p))
            yield Named(split_role(name)[0], role, chair=chair), _codes().get(code, "present")


def _code(cell: str) -> str:
    return _BRACKETS.sub("", cell).strip(" .").lower()


@cache
def _codes() -> dict[str, Capacity]:
    """What a code in a cell of attendance says: 'p', '✓' that somebody came, 'a', 's' that they did not."""
    lists = words()["attendance_codes"]
    return {str(code): cast(Capacity, capacity) for capacity, codes in lists.items() for code in codes}


def _of_meeting(grid: Grid, coded: list[int], meeting: str | None) -> int:
    """The column headed with the day of the meeting, in its year or in one that was mistyped; else the last."""
    days = {i: _days(grid, i) for i in coded}
    if not meeting or not any(days.values()):
        return coded[-1]
    exact = next((i for i in coded if meeting in days[i]), None)
    alike = next((i for i in coded if any(day[4:] == meeting[4:] for day in days[i])), None)
    return next((i for i in (exact, alike) if i is not None), coded[-1])


def _days(grid: Grid, column: int) -> set[str]:
    """The days that head a column, as ISO dates."""
    cells = [grid.columns[column], *(row[column] for row in grid.texts()[:3])]
    found = [d.value for cell in cells for d in dates.find(cell) if d.value]
    return {value.start for value in found if value.start == value.end}


def _proper(name: str) -> str:
    """A name without its brackets; one in capitals with only its first letters left as such."""
    name = collapse(_BRACKETS.sub(" ", name))
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name) if name.isupper() else name
