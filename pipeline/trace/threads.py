"""Groups of sightings to threads: what became of a thing, and what the papers do not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pipeline.text import collapse
from pipeline.trace.contradictions import contradictions, reporting_interval
from pipeline.trace.gather import commonest
from pipeline.trace.meetings import Calendar
from pipeline.trace.records import (
    FINISHED,
    TASKS,
    TIDINGS,
    Form,
    Link,
    Note,
    Role,
    Row,
    Sighting,
    Silence,
    Standing,
    State,
    Thread,
)  # fmt: skip
from pipeline.trace.series import Series
from pipeline.trace.slips import changes, due_text, is_deadline, slips

#: A single statement of these kinds is a thread; of the others only what comes back is.
ALONE = frozenset(("action", "commitment", "risk", "recommendation"))
PROMISED = frozenset(("priority", "aim"))
_TITLE = 110
SURE_IN_PASSING = 0.85  # what a sentence that is no statement tells is never held for surer
MISSING = 3  # meetings without papers that a message names


def is_thread(rows: Sequence[Sighting], taken_up: bool = False) -> bool:
    """Whether sightings of one thing make a thread worth telling of: what is to be done, or comes back.

    With `taken_up`, a later report took up other things that were set with it: then what is promised in general terms
    is expected back as well.
    """
    papers = {row.paper for row in rows}
    promised = taken_up and rows[0].kind in PROMISED
    return (
        promised
        or any(row.kind in ALONE or due_text(row) or row.owners for row in rows)
        or (len(papers) > 1 and any(row.kind in TASKS for row in rows))
    )


def _calls_for_an_answer(rows: Sequence[Sighting]) -> bool:
    """Whether one would ask what became of it: told once, that something takes place on a day calls for nothing."""
    told = len({row.paper for row in rows}) == 1 and all(row.kind in TIDINGS and row.form != "log" for row in rows)
    return not told or any(row.status or (row.owners and due_text(row)) for row in rows)


def thread(rows: Sequence[Sighting], links: Iterable[Link], calendar: Calendar, series: Series, body: str,
           beside: Sequence[Note] = ()) -> Thread:  # fmt: skip
    """The thread of `rows`, which are in order of time; `links` are theirs, `body` their family of bodies.

    `beside` are reports that took up other things which were set with it.
    """
    tasks = [row for row in rows if row.kind in TASKS] or list(rows)
    later = [*series.later([row.paper for row in rows if row.form != "minutes"], rows[0].date or ""), *beside]
    later.sort(key=lambda note: note.date or "")
    asked = _calls_for_an_answer(rows)
    standing, silence = _standing(rows), _silence(rows, calendar, series, body, beside) if asked else None
    state = _state(standing, silence, rows)
    last = rows[-1]
    due = [row.due.end for row in rows if row.due and (row in tasks or row.plain) and is_deadline(row)]
    due_end = next(filter(None, reversed(due)), None)
    seen = max(filter(None, (last.date, calendar.last)), default=None)
    return Thread(
        id=tasks[0].statement,
        title=_title(tasks[0].text),
        state=state,
        slips=slips(rows),
        rows=_rows(rows, links),
        kind=commonest([row.kind for row in tasks]) or tasks[0].kind,  # type: ignore[arg-type]
        body=next((row.body for row in reversed(rows) if row.body), ""),
        first_seen=rows[0].date,
        last_seen=last.date,
        overdue=asked and state in ("open", "silent") and bool(due_end and seen and due_end < seen),
        silence=silence if state == "silent" else None,
        contradictions=contradictions(rows, later),
        owners=changes(tasks, [", ".join(row.owners) for row in tasks]),
        statuses=changes(rows, [_said(row) for row in rows]),
    )


def _rows(rows: Sequence[Sighting], links: Iterable[Link]) -> list[Row]:
    """The rows with what each is to the thread and the best link that joins it to an earlier one."""
    place = {row.statement: i for i, row in enumerate(rows)}
    best: dict[str, Link] = {}  # to an earlier row; where there is none, to any
    for link in links:
        for own, other in ((link.earlier, link.later), (link.later, link.earlier)):
            if own not in best or _rank(link, place[other] < place[own]) > _rank(
                best[own], _back(best[own], own, place)
            ):
                best[own] = link
    made: list[Row] = []
    closed = False
    for i, row in enumerate(rows):
        link_ = best.get(row.statement) if i else None
        role = _role(row, i, closed)
        closed = row.standing in FINISHED if row.standing else closed
        earlier = rows[place[link_.earlier if link_.later == row.statement else link_.later]] if link_ else None
        made.append(
            Row(
                document=row.document,
                copies=row.copies,
                paper=row.paper,
                statement=row.statement,
                date=row.date,
                page=row.page,
                text=row.text,
                owners=row.owners,
                due=row.due,
                status=row.status,
                role=role,
                certainty=_sure(row, link_, i),
                why="; ".join(filter(None, (_why(link_, earlier, i), row.guessed))),
                passage=row.passage,
                plain=row.plain,
            )
        )
    return made


def _sure(row: Sighting, link: Link | None, at: int) -> float:
    if link is None:
        return 1.0 if at == 0 else 0.9
    return min(link.certainty, SURE_IN_PASSING) if row.plain else link.certainty


def _why(link: Link | None, other: Sighting | None, at: int) -> str:
    if link and other:
        return f"with {other.document}: {link.why}"
    return "first seen here" if at == 0 else "printed twice in the paper"


def _rank(link: Link, back: bool) -> tuple[bool, bool, float]:
    return bool(link.judged), back, link.bits


def _back(link: Link, own: str, place: Mapping[str, int]) -> bool:
    return place[link.earlier if link.later == own else link.later] < place[own]


def _role(row: Sighting, at: int, closed: bool) -> Role:
    """What a sighting is to its thread; `closed` says whether the thing was finished before it."""
    if row.kind == "decision":
        return "resolved"
    if row.kind == "recommendation":
        return "recommended"
    if row.standing in FINISHED and not (closed and row.form == "log"):
        return "completed"
    if closed:
        again = row.standing in FINISHED or (row.kind in TIDINGS and row.standing != "late")
        return "repeated" if again else "reopened"
    if at == 0:
        return "raised"
    return "progress" if row.kind in TIDINGS else "carried"


def _standing(rows: Sequence[Sighting]) -> Standing:
    """How it stands at last sight; a paper that says nothing of it leaves it as it was."""
    for row in reversed(rows):
        if row.standing:
            return row.standing
        if row.kind in TASKS and row.form == "log":
            return ""  # it is back on the list
    return ""


def _state(standing: Standing, silence: Silence | None, rows: Sequence[Sighting]) -> State:
    if standing in ("superseded", "cancelled"):
        return "superseded" if standing == "superseded" else "cancelled"
    decided = rows[-1].kind == "decision" and any(row.kind == "recommendation" for row in rows)
    if standing == "closed" or decided:
        return "completed"
    return "silent" if silence else "open"


def _silence(rows: Sequence[Sighting], calendar: Calendar, series: Series, body: str,
             beside: Sequence[Note]) -> Silence | None:  # fmt: skip
    """What was read after the last sight of it and says nothing of it; None when nothing was.

    A thing on a list is to come back on the next list; one in minutes on a list of its body, or in later minutes
    where there are no lists; one in a report in a later report that goes on where that one left off.
    """
    last = rows[-1].date
    if not last:
        return None
    listed = [row.paper for row in rows if row.form != "minutes"]
    later, form = series.later(listed, last), rows[-1].form
    if listed and not later:
        later = [note for note in beside if (note.date or "") > last]
    if later and reporting_interval(rows[0]):
        return None  # they are what was to be given
    if listed and any(row.form == "log" for row in rows):
        form = "log"
    elif not listed:
        later, form = series.lists(body, last), "log"
        if not later:
            later, form = calendar.later("minutes", last), "minutes"
    if not later:
        return None
    until = later[-1].date or last
    missing = [m.what for m in calendar.missing(form) if last <= m.date <= until]
    message = f"last seen {_day(last)}, not in the {_several(len(later), form)} read"
    if missing:
        more = f" and {len(missing) - MISSING} more" if len(missing) > MISSING else ""
        message += "; not in the corpus: " + ", ".join(missing[:MISSING]) + more
    return Silence(last, [note.document for note in later], missing, message, until)


def _several(number: int, form: Form) -> str:
    what = {"log": "log", "minutes": "minutes", "report": "report"}[form]
    if number == 1:
        return f"one later {what}" if form != "minutes" else "minutes of the one later meeting"
    return f"{number} later {what}s" if form != "minutes" else f"minutes of {number} later meetings"


def _said(row: Sighting) -> str:
    return collapse(row.said) or row.standing.replace("_", " ")


def _title(text: str) -> str:
    words = collapse(text)
    return words if len(words) <= _TITLE else words[: _TITLE - 2].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _day(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def by_group(groups: Sequence[Sequence[Sighting]], links: Iterable[Link]) -> Mapping[int, list[Link]]:
    """The links that join sightings of one group, by the group's place."""
    where = {row.statement: g for g, group in enumerate(groups) for row in group}
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        if (g := where.get(link.earlier)) is not None and g == where.get(link.later):
            found[g].append(link)
    return found
