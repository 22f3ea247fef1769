"""Who was there, from tables: lists side by side, labels beside names, codes for each meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import dates
from pipeline.model import Capacity
from pipeline.structure.labels import SINGLE, people_label
from pipeline.structure.names import Named, entries, has_post, is_plain, single, split_role
from pipeline.structure.rows import Grid
from pipeline.text import collapse, fold

Found = Iterator[tuple[Named | None, Capacity]]

_CODE = re.compile(r"(?:p|a|s|x|✓|✔|√|y|n|yes|no|l|ap|apols?|apologies|present|absent|-|n/a|✗|o)\.?$", re.I)
_ABSENT = frozenset({"a", "s", "n", "no", "ap", "apol", "apols", "apologies", "absent", "✗"})


def read(grid: Grid, meeting: str | None) -> Found:
    """The people in a table of attendance and in what capacity; `meeting` is the ISO date of the meeting."""
    if is_matrix(grid):
        return _from_matrix(grid, meeting)
    return _across(grid) if _is_across(grid) else _down(grid)


def _is_across(grid: Grid) -> bool:
    """Whether the labels stand at the left of what they label, and not above it."""
    rows = grid.lines()
    labelled = [row for row in rows if row and _is_bare_label(row[0]) and any(row[1:]) and not _is_bare_label(row[1])]
    return bool(labelled) and (len(labelled) >= len(rows) / 3 or len(rows) <= 2)


def _is_bare_label(cell: str) -> bool:
    capacity, _, rest = people_label(cell)
    return capacity is not None and not rest


def _across(grid: Grid) -> Found:
    """Rows of labels and names: 'Chaired by | Ann Lee | Clerked by | Tom Low'; an empty label goes on with the last."""
    capacity: Capacity | None = None
    for row in grid.lines():
        for index, cell in enumerate(row):
            if own := people_label(cell)[0] if _is_bare_label(cell) else None:
                capacity = own
            elif index == 0 and cell:
                capacity = None
            elif capacity and cell:
                for line in cell.splitlines():
                    yield from _line(line, capacity)


def _down(grid: Grid) -> Found:
    """Lists side by side, each under its label; a label alone in its row is over all of them."""
    rows = grid.lines()
    alone = {n: people_label(cells[0])[0] for n, row in enumerate(rows) if len(cells := [c for c in row if c]) == 1}
    for column in zip(*rows, strict=False):
        capacity: Capacity | None = None
        for n, cell in enumerate(column):
            capacity = alone.get(n) or capacity
            for line in _entry_lines(cell):
                own, _, rest = people_label(line)
                capacity = own or capacity
                if capacity and rest:
                    yield from _line(rest, capacity)


def _line(text: str, capacity: Capacity) -> Found:
    if capacity in SINGLE:
        yield single(text), capacity
        return
    for named in entries(text):
        yield named, capacity


def _entry_lines(cell: str) -> list[str]:
    """The entries of a cell: its lines, or all of it where the lines under a name are that person's post."""
    first, _, rest = cell.partition("\n")
    if rest and not people_label(first)[0] and split_role(first)[0] and has_post(re.sub(r"\([^)]*\)", " ", rest)):
        return [f"{first.rstrip(', ')} ({re.sub(r'[()]', ',', collapse(rest))})"]
    return cell.splitlines()


def is_matrix(grid: Grid) -> bool:
    """Whether a table holds names against meetings, with a code in each cell."""
    coded, named = _matrix(grid)
    return bool(coded and named)


def _matrix(grid: Grid) -> tuple[list[int], list[int]]:
    """The columns of codes and those of names."""
    rows = grid.texts()
    coded, named = [], []
    for i in range(grid.width):
        cells = [row[i].strip() for row in rows if row[i].strip()]
        if len(cells) > 1 and sum(bool(_CODE.match(cell)) for cell in cells) >= 0.75 * len(cells):
            coded.append(i)
        elif sum(is_plain(_proper(cell)) for cell in cells) >= max(2, len(rows) * 0.4):
            named.append(i)
    return coded, named


def _from_matrix(grid: Grid, meeting: str | None) -> Found:
    """Names against meetings: the column of this meeting, else the first."""
    coded, named = _matrix(grid)
    column = next((i for i in coded if meeting and _heads_day(grid, i, meeting)), coded[0])
    for row in grid.texts():
        name = _proper(row[named[0]])
        code = fold(row[column])
        if is_plain(name) and code and len(code) < 10:
            posts = [collapse(row[i]) for i in range(named[0] + 1, grid.width) if row[i] and i not in coded]
            role = next((post for post in posts if not any(map(str.isdigit, post))), "")
            yield Named(split_role(name)[0], role), "apologies" if code in _ABSENT else "present"


def _heads_day(grid: Grid, column: int, meeting: str) -> bool:
    """Whether a column is headed with the day of the meeting."""
    cells = [grid.columns[column], *(row[column] for row in grid.texts()[:3])]
    return any(d.value and d.value.start == d.value.end == meeting for cell in cells for d in dates.find(cell))


def _proper(name: str) -> str:
    """A name in capitals with only its first letters left as such."""
    name = collapse(name)
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name) if name.isupper() else name
