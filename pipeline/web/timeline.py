"""A thread as a drawing: when it was mentioned, how it stood, when it was due and how that moved, what is missing.

Everything has a word and a shape of its own beside its colour. What is drawn here the page also gives as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from pipeline.web.wording import shortened

if TYPE_CHECKING:
    from pipeline.trace import Gap, Row, Thread

WIDTH, EDGE = 960, 28
LETTER = 7.0  # pixels a character, about
STEP = 36  # between levels of labels
LINE = 26  # between due dates
MOST_DUE, MOST_GAPS = 8, 8

#: What a mention is to the thread -> its words and its shape.
ROLES = {
    "raised": ("Raised", "disc"), "carried": ("Still listed", "ring"), "progress": ("Progress", "triangle"),
    "completed": ("Completed", "tick"), "reopened": ("Open again", "diamond"), "recommended": ("Recommended", "square"),
    "resolved": ("Resolved", "tick"), "repeated": ("Repeated", "ring"),
}  # fmt: skip
_FIRST = ("completed", "resolved", "reopened", "raised", "recommended", "progress", "carried", "repeated")


class Point(msgspec.Struct):
    """A mention, or a meeting whose papers are missing: a shape on the line and two lines of words above it."""

    x: float
    shape: str
    words: str
    when: str
    label_x: float = 0
    label_y: float = 0
    anchor: str = "middle"


class Stretch(msgspec.Struct):
    """A part of the line: how the thing stood, as the name of a class."""

    x0: float
    x1: float
    standing: str


class Span(msgspec.Struct):
    """A due date: from the day of the paper that set it to the day it named."""

    x0: float
    x1: float
    y: float
    words: str
    label_x: float
    anchor: str


class Timeline(msgspec.Struct):
    """The drawing, in pixels."""

    width: int
    height: float
    line: float  # y of the line of mentions
    axis: float  # y of the years
    points: list[Point]
    stretches: list[Stretch]
    spans: list[Span]
    ticks: list[tuple[float, str]]
    told: str  # the whole in words


def timeline(thread: Thread, gaps: Sequence[Gap]) -> Timeline | None:
    """The drawing of a thread; None when none of its papers bears a date."""
    days = sorted({row.date for row in thread.rows if row.date})
    if not days:
        return None
    end = thread.silence.until if thread.silence else days[-1]
    dues = _dues(thread.rows)[:MOST_DUE]
    missing = [gap for gap in gaps if days[0] < gap.date < end and gap.date not in days][:MOST_GAPS]
    scale = _Scale([*days, end, *(day for _, day, _ in dues)])
    points = [_mention(scale, day, [row for row in thread.rows if row.date == day]) for day in days]
    points += [_lack(scale, gap) for gap in missing]
    if thread.silence and end > days[-1]:
        points.append(Point(scale(end), "end", "Not in papers", f"up to {_short(end)}"))
    levels = _lay_out(points)
    line = 16.0 + levels * STEP + 14
    for point in points:
        point.label_y = line - 26 - point.label_y * STEP
    spans = [
        _span(scale, said, day, words, line + 34 + at * LINE, bool(at)) for at, (said, day, words) in enumerate(dues)
    ]
    axis = line + 34 + len(spans) * LINE + (14 if spans else 4)
    return Timeline(
        WIDTH,
        axis + 26,
        line,
        axis,
        points,
        list(_stretches(thread, scale, days, end)),
        spans,
        scale.ticks(),
        _told(points, dues, thread),
    )


class _Scale:
    """Days to pixels."""

    def __init__(self, days: Iterable[str]) -> None:
        ordinals = [date.fromisoformat(day).toordinal() for day in days]
        self.first, self.last = min(ordinals), max(ordinals)
        if self.last - self.first < 120:
            middle = (self.first + self.last) // 2
            self.first, self.last = middle - 60, middle + 60

    def __call__(self, day: str) -> float:
        share = (date.fromisoformat(day).toordinal() - self.first) / (self.last - self.first)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Where years begin or, when it is only months, where these do."""
        first, last = date.fromordinal(self.first), date.fromordinal(self.last)
        step = max(1, -(-(last.year - first.year) // 14))
        found = [date(year, 1, 1) for year in range(first.year, last.year + 2, step)]
        form = "%Y"
        if last.toordinal() - first.toordinal() < 800:
            found = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
            form = "%b %Y"
        return [(self(day.isoformat()), day.strftime(form)) for day in found if first < day <= last]


def _dues(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(day of the paper, day it names, words) for each due date that differs from the one before."""
    found: list[tuple[str, str, str]] = []
    for row in rows:
        if row.date and row.due and row.due.end and (not found or found[-1][1] != row.due.end):
            if not date.fromisoformat(row.due.end) < date.fromisoformat(row.date) + timedelta(days=365 * 30):
                continue
            found.append((row.date, row.due.end, shortened(row.due.text, 44)))
    return found


def _mention(scale: _Scale, day: str, rows: Sequence[Row]) -> Point:
    row = min(rows, key=lambda one: _FIRST.index(one.role))
    words, shape = ROLES[row.role]
    said = next((cell for one in rows for cell in one.status.values() if 0 < len(cell.strip()) <= 20), "")
    if row.role in ("carried", "progress") and said:
        words = said.strip()
    return Point(scale(day), shape, words, _short(day))


def _lack(scale: _Scale, gap: Gap) -> Point:
    """A meeting that left nothing; of one that fell between two days it is the first day, on which there are papers."""
    words = "no papers" if gap.lacks == "everything" else "no minutes"
    when = f"after {_short(gap.date)}" if " between " in gap.what else _short(gap.date)
    return Point(scale(gap.date), "cross", f"Perhaps {words}" if gap.guess else words.capitalize(), when)


def _lay_out(points: Sequence[Point]) -> int:
    """Put the labels beside one another where there is room and above where there is none; how many levels it took.

    A label's level is left in `label_y`.
    """
    ends: list[float] = []
    for point in sorted(points, key=lambda one: one.x):
        width = max(len(point.words), len(point.when)) * LETTER
        start = min(max(point.x - width / 2, 2), WIDTH - width - 2)
        level = next((at for at, end in enumerate(ends) if start > end + 8), len(ends))
        ends[level:] = [start + width, *ends[level + 1 :]]
        point.label_x, point.label_y = round(start + width / 2, 1), level
    return max(len(ends), 1)


def _span(scale: _Scale, said: str, day: str, words: str, y: float, moved: bool) -> Span:
    x0, x1 = scale(said), scale(day)
    text = f"{'moved to' if moved else 'due'} {words}"
    right = max(x0, x1) + 13 + len(text) * LETTER < WIDTH
    return Span(x0, x1, y, text, max(x0, x1) + 13 if right else min(x0, x1) - 13, "start" if right else "end")


def _stretches(thread: Thread, scale: _Scale, days: Sequence[str], end: str) -> Iterable[Stretch]:
    closed = False
    for day, after in zip(days, [*days[1:], ""], strict=True):
        roles = {row.role for row in thread.rows if row.date == day}
        closed = ("completed" in roles or "resolved" in roles or closed) and "reopened" not in roles
        if after:
            yield Stretch(scale(day), scale(after), "closed" if closed else "going")
    if thread.silence and end > days[-1]:
        yield Stretch(scale(days[-1]), scale(end), "silent")


def _told(points: Sequence[Point], dues: Sequence[tuple[str, str, str]], thread: Thread) -> str:
    parts = [f"{point.when}: {point.words.lower()}" for point in sorted(points, key=lambda one: one.x)]
    parts += [f"{'moved to' if at else 'due'} {words}" for at, (_, _, words) in enumerate(dues)]
    if thread.silence:
        parts.append(thread.silence.message)
    return "; ".join(parts) + "."


def _short(day: str) -> str:
    when = date.fromisoformat(day)
    return f"{when.day} {when:%b %Y}"
