"""Where papers disagree with themselves or with each other about one thing: a list of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from pipeline import vocabulary
from pipeline.text import collapse, fold
from pipeline.trace import amounts
from pipeline.trace.records import FINISHED, TASKS, Contradiction, Note, Sighting
from pipeline.trace.slips import due_text, is_deadline, same_due

_COUNT = re.compile(r"(?<![\w./:£-])\d{1,3}(?:,\d{3})+(?![\w/:-])|(?<![\w./:£-])\d{2,}(?![\w/:%-]|[.,]\d)")
LATE = 1.5  # of the interval at which something was to be reported, until the next report is late
_FIGURE = re.compile(r"\d")


def contradictions(rows: Sequence[Sighting], later: Sequence[Note] = ()) -> list[Contradiction]:
    """What does not fit together in `rows`, which are of one thing and in order of time.

    `later` are the papers read after the first of them that go on where it left off, in order of time.
    """
    found = [*(item for rule in RULES for item in rule(rows)), *_interval_missed(rows, later)]
    return sorted(found, key=lambda item: item.date or "")


def _past_deadline(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Past its deadline, and said to be going well; told once, with how many papers say so."""
    claim = re.compile(vocabulary.load("trace")["on_time"], re.I)
    late = [
        row
        for row in rows
        if row.standing == "moving" and claim.search(row.said) and row.due and row.due.end and is_deadline(row)
        and row.date and row.date > row.due.end
    ]  # fmt: skip
    if late:
        first = late[0]
        again = (
            f", and so in {len(late) - 1} later papers"
            if len(late) > 2
            else ", and so in the next"
            if len(late) == 2
            else ""
        )
        message = f"{_said(first)!r} on {_day(first.date)}, after it was due ({due_text(first)}){again}"
        yield Contradiction("past_deadline", message, first.date, first.document, first.page)


def _reopened(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Finished, then open again, or said not to be finished."""
    before: Sighting | None = None
    for row in rows:
        if not row.standing or (row.kind not in TASKS and row.standing != "late"):
            continue
        if before is not None and before.standing == "closed" and row.standing not in FINISHED:
            message = f"{_said(before)!r} on {_day(before.date)}, then {_said(row)!r} on {_day(row.date)}"
            yield Contradiction("reopened", message, row.date, row.document, row.page)
        before = row


def _listed_otherwise(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Listed as finished, with a status that says it is not, or the other way round."""
    for row in rows:
        if row.listed and row.said and row.standing and (row.listed in FINISHED) != (row.standing in FINISHED):
            listed = "finished" if row.listed in FINISHED else "open"
            message = f"listed among what is {listed} on {_day(row.date)}, but {_said(row)!r}"
            yield Contradiction("listed_otherwise", message, row.date, row.document, row.page)


def _two_deadlines(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Printed twice in one paper, with two deadlines."""
    for before, row in pairwise(row for row in rows if row.kind in TASKS and due_text(row)):
        other = fold(due_text(before)) != fold(due_text(row))  # 'by month end' in two rows is no other deadline
        if before.paper == row.paper and other and not same_due(before, row):
            message = f"printed twice, due {due_text(before)!r} and {due_text(row)!r}"
            yield Contradiction("two_deadlines", message, row.date, row.document, row.page)


def _raised_later(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Said to have been raised after the paper that says so."""
    for row in rows:
        if row.origin and row.date and row.origin > row.date:
            message = f"said to have been raised on {_day(row.origin)}, after the paper's own date ({_day(row.date)})"
            yield Contradiction("raised_later", message, row.date, row.document, row.page)
            return


def _figures_disagree(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Finished with less than was to be done: 'Plant 10,000 trees', 'Complete', '8,400 planted'."""
    for row in rows:
        if row.kind not in TASKS or row.standing != "closed" or not row.status:
            continue
        wanted = [n for words in _COUNT.findall(row.text) if (n := _number(words))]
        told = [n for cell in row.status.values() for words in _COUNT.findall(cell) if (n := _number(words))]
        if len(wanted) == 1 and told and max(told) < wanted[0] and min(told) * 10 > wanted[0]:
            message = f"{_said(row)!r} with {max(told):,} of {wanted[0]:,}"
            yield Contradiction("figures_disagree", message, row.date, row.document, row.page)
            return


def _fell_short(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """Told of as less than was to be done, or as another standard: 'four flats, against the six'; 24 hours, then 72."""
    for task, row in pairwise_told(rows):
        if found := amounts.short(task.text, row.text):
            message = f"{found[0].written!r} on {_day(row.date)}, where it was to be {found[1].written!r}"
        elif found := amounts.differ(task.text, row.text):
            message = f"{found[0].written!r} on {_day(task.date)}, then {found[1].written!r} on {_day(row.date)}"
        else:
            continue
        yield Contradiction("figures_disagree", message, row.date, row.document, row.page)
        return


def pairwise_told(rows: Sequence[Sighting]) -> Iterator[tuple[Sighting, Sighting]]:
    """What was to be done with each later row that tells how it went."""
    task: Sighting | None = None
    for row in rows:
        if row.kind in TASKS:
            task = row
        elif task is not None and task.paper != row.paper:
            yield task, row


def _interval_missed(rows: Sequence[Sighting], later: Sequence[Note]) -> Iterator[Contradiction]:
    """To be reported every so many months, and the next paper that goes on with it came much later."""
    row, months = rows[0], reporting_interval(rows[0])
    following = next((note for note in later if note.date and note.date > (row.date or "")), None)
    if not months or following is None or not row.date or not following.date:
        return
    passed = (date.fromisoformat(following.date) - date.fromisoformat(row.date)).days / 30.4
    if passed > LATE * months:
        message = (
            f"to be reported every {months} months by what was said on {_day(row.date)}; "
            f"the next report that was read is of {_day(following.date)}, {round(passed)} months later"
        )
        yield Contradiction("interval_missed", message, following.date, following.document, None)


def reporting_interval(row: Sighting) -> int:
    """Every how many months something is to be reported, 0 when that is not what is to be done."""
    if row.kind not in TASKS or not re.search(vocabulary.load("trace")["reporting"], row.text, re.I):
        return 0
    for entry in vocabulary.load("trace")["intervals"]:
        for months, pattern in entry.items():
            if re.search(pattern, row.text, re.I):
                return int(months)
    return 0


def _baseline_changed(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """A baseline that is another one later."""
    given = [row for row in rows if _FIGURE.search(row.baseline)]
    for before, row in pairwise(given):
        if fold(before.baseline) != fold(row.baseline):
            message = f"baseline {collapse(before.baseline)!r}, then {collapse(row.baseline)!r}"
            yield Contradiction("baseline_changed", message, row.date, row.document, row.page)


def _baseline_not_reported(rows: Sequence[Sighting]) -> Iterator[Contradiction]:
    """A baseline with a figure, and no figure in anything reported later."""
    given = next((row for row in rows if _FIGURE.search(row.baseline)), None)
    later = [row for row in rows if given and row.date and given.date and row.date > given.date]
    if given is None or not later:
        return
    told = (row.text + " ".join(row.status.values()) + row.baseline for row in later)
    own = set(re.findall(r"\d[\d,.]*", given.text))
    if not any(set(re.findall(r"\d[\d,.]*", words)) - own for words in told):
        message = f"baseline {collapse(given.baseline)!r} on {_day(given.date)}; no figure is reported later"
        yield Contradiction("baseline_not_reported", message, given.date, given.document, given.page)


#: Every rule; each yields what it finds in the rows of one thing.
RULES: tuple[Callable[[Sequence[Sighting]], Iterator[Contradiction]], ...] = (
    _past_deadline,
    _reopened,
    _listed_otherwise,
    _two_deadlines,
    _raised_later,
    _figures_disagree,
    _fell_short,
    _baseline_changed,
    _baseline_not_reported,
)


def _number(words: str) -> int:
    number = int(words.replace(",", ""))
    return 0 if "," not in words and 1900 < number < 2100 else number  # a year counts nothing


def _said(row: Sighting) -> str:
    words = collapse(row.said) or row.standing.replace("_", " ")
    return words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + " …"


def _day(iso: str | None) -> str:
    if not iso:
        return "an unknown day"
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"
