"""What reports recommended beside what the minutes say was resolved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from pipeline import dates, vocabulary
from pipeline.search.forms import roots
from pipeline.search.words import spans
from pipeline.text import fold, plain
from pipeline.trace.content import content
from pipeline.trace.meetings import Calendar
from pipeline.trace.records import Link, Sighting
from pipeline.trace.weights import DECIDED_DAYS

Outcome = Literal["agreed", "amended", "noted", "deferred", "rejected", "no minute"]
_LONGEST = 90
_FEWEST = 2  # words of a recommendation that a sentence in passing must repeat
_NAMED = 0.75  # share of the words of a title that a heading or decision must have to be of that report


class Resolution(msgspec.Struct):
    """A recommendation and what became of it. `changes` are (recommended, resolved) words, when it was amended."""

    outcome: Outcome
    recommendation: Sighting
    decision: Sighting | None
    changes: list[tuple[str, str]]
    message: str  # for a person
    certainty: float
    why: str


def resolutions(groups: Iterable[Sequence[Sighting]], decided: Iterable[Sighting], said: Iterable[Sighting],
                links: Iterable[Link], calendars: dict[str, Calendar],
                family: dict[str, str]) -> list[Resolution]:  # fmt: skip
    """Every recommendation of a report in `groups` with the decision on it.

    `decided` are the dated decisions of all minutes, `said` sentences of minutes that are no statements, which count
    where they decide something; `family` is the body of each paper, by its id.
    """
    best: dict[str, Link] = {}
    for link in links:
        for end in (link.earlier, link.later):
            if end not in best or link.bits > best[end].bits:
                best[end] = link
    decisions: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in decided:
        decisions[one.date or ""].append(one)
    passing: defaultdict[str, list[Sighting]] = defaultdict(list)
    for one in said:
        if one.text.rstrip().endswith(":"):
            continue  # 'In discussion of the paper it was noted that:' opens a list, and decides nothing on the paper
        if any(pattern.search(plain(one.text)) for _, pattern in _patterns(id(vocabulary.load("trace")))):
            passing[one.date or ""].append(one)
    made = []
    for rows in groups:
        for row in rows:
            if row.kind != "recommendation" or row.form == "minutes":
                continue
            decision = (
                next((other for other in rows if _decides(row, other)), None) or _of_whole(row, decisions)
                or _in_its_words(row, passing[row.date or ""]) or _of_whole(row, passing)
            )  # fmt: skip
            made.append(_resolution(row, decision, calendars.get(family.get(row.paper, "")), best))
    return in_order(made)


def in_order(found: Iterable[Resolution]) -> list[Resolution]:
    """Resolutions by the date of the report and their place in it."""
    return sorted(found, key=lambda r: (r.recommendation.date or "", r.recommendation.document, r.recommendation.place))


def decides(one: Sighting) -> bool:
    """Whether a statement of minutes decides: 'endorsed the suggestions of the note, and asked AB to …' does too."""
    if one.kind in ("action", "commitment") and _whole(id(vocabulary.load("trace"))).search(plain(one.text)):
        return any(pattern.search(plain(one.text)) for _, pattern in _patterns(id(vocabulary.load("trace"))))
    return one.kind == "decision"


def _decides(row: Sighting, other: Sighting) -> bool:
    return other.kind == "decision" and (other.date or "9999") >= (row.date or "")


def _in_its_words(row: Sighting, said: Iterable[Sighting]) -> Sighting | None:
    """The sentence of that day's minutes of the body that says what `row` does: 'noted the progress that was made'."""
    ignored = frozenset(vocabulary.load("trace")["deciding"])
    wanted = frozenset(row.words) - {_root(word) for word in ignored}
    alike = [
        other for other in said
        if len(wanted) >= _FEWEST and fold(other.body) == fold(row.body) and wanted <= frozenset(other.words)
        and len(other.words) <= 2 * len(row.words)
    ]  # fmt: skip
    return alike[0] if len(alike) == 1 else None


def _of_whole(row: Sighting, decisions: Mapping[str, Sequence[Sighting]]) -> Sighting | None:
    """The decision on the whole of the report that `row` stands in: under its title, or naming it; None on a tie.

    `decisions` are by the day they were made.
    """
    names = list(_names(row))
    if not row.date or not names:
        return None
    whole = _whole(id(vocabulary.load("trace")))
    found: list[tuple[float, Sighting]] = []
    first = date.fromisoformat(row.date).toordinal()
    days = [date.fromordinal(first + after).isoformat() for after in range(DECIDED_DAYS + 1)]
    for after, other in ((after, other) for after, day in enumerate(days) for other in decisions.get(day, ())):
        if row.council and other.council and fold(row.council) != fold(other.council):
            continue
        heading = frozenset(content(other.heading)) - _sorts(id(vocabulary.load("trace")))
        on_paper = whole.search(plain(other.text))
        spelt = [name for name in names if on_paper or len(name) > 2]
        named = max((len(name & frozenset(other.words)) / len(name) for name in spelt), default=0.0)
        headed = max(len(name & heading) / min(len(name), len(heading)) for name in names) if len(heading) > 1 else 0.0
        if named >= _NAMED or (headed >= _NAMED and on_paper):
            found.append((max(named, headed) - after / 1000, other))
    found.sort(key=lambda item: -item[0])
    return found[0][1] if found and (len(found) == 1 or found[0][0] - found[1][0] > 0.01) else None


def _names(row: Sighting) -> Iterator[frozenset[str]]:
    """The words that say what the report is of in which `row` stands: those of its title and of its file's name.

    What says what sort of paper it is does not count, nor a title that only names the body.
    """
    body = frozenset(content(row.body))
    for text in (row.title, PurePosixPath(row.document).stem):
        words = frozenset(content(text)) - _sorts(id(vocabulary.load("trace")))
        if len(words) > 1 and not words <= body:
            yield words


def _resolution(
    row: Sighting, decision: Sighting | None, calendar: Calendar | None, best: dict[str, Link]
) -> Resolution:
    if decision is None:
        return Resolution("no minute", row, None, [], _no_minute(row, calendar), 0.0, "")
    changes = list(_changes(row.text, decision.text))
    outcome = _outcome(row.text, decision.text, changes)
    link = best.get(decision.statement)
    message = {
        "agreed": "agreed as recommended", "noted": "noted", "deferred": "deferred", "rejected": "not agreed",
        "amended": "amended: " + "; ".join(f"{a!r} became {b!r}" for a, b in changes) if changes else "amended",
    }[outcome]  # fmt: skip
    return Resolution(outcome, row, decision, changes if outcome == "amended" else [], message,
                      link.certainty if link else 1.0, link.why if link else "")  # fmt: skip


def _outcome(
    recommended: str, resolved: str, changes: list[tuple[str, str]]
) -> Literal["agreed", "amended", "noted", "deferred", "rejected"]:
    for outcome, pattern in _patterns(id(vocabulary.load("trace"))):
        if pattern.search(plain(resolved)):
            if outcome == "noted" and re.search(vocabulary.load("trace")["asks_to_note"], recommended, re.I):
                return "amended" if changes else "agreed"
            if outcome == "agreed" and changes:
                return "amended"
            return outcome  # type: ignore[return-value]
    return "amended" if changes else "agreed"


def _changes(recommended: str, resolved: str) -> Iterator[tuple[str, str]]:
    """Where the words of the two differ in what they share: dates first, then other words but those of deciding."""
    moved = list(_moved(recommended, resolved))
    yield from moved
    one, other = (list(spans(text)) for text in (recommended, resolved))
    match = SequenceMatcher(None, [_root(w) for w, _, _ in one], [_root(w) for w, _, _ in other], autojunk=False)
    blocks = [block for block in match.get_matching_blocks() if block.size]
    if moved or sum(block.size for block in blocks) * 2 < min(len(one), len(other)):
        return
    ignored = frozenset(vocabulary.load("trace")["deciding"])
    for tag, i1, i2, j1, j2 in match.get_opcodes():
        begun = blocks[0].a < i1 and blocks[0].b < j1  # what comes before belongs to the deciding
        said, instead = ({w for w, _, _ in words} - ignored for words in (one[i1:i2], other[j1:j2]))
        if (tag == "replace" and begun and said and instead) or (tag == "insert" and begun and len(instead) > 1):
            yield _phrase(recommended, one, i1, i2), _phrase(resolved, other, j1, j2)


def _moved(recommended: str, resolved: str) -> Iterator[tuple[str, str]]:
    """The dates that are others in the decision: each with the word before it."""
    one, other = ([f for f in dates.find(text, None) if f.value] for text in (recommended, resolved))
    gone = [f for f in one if f.value not in [o.value for o in other]]
    come = [f for f in other if f.value not in [o.value for o in one]]
    for before, after in zip(gone, come, strict=False):
        yield (
            _with_word_before(recommended, before.start, before.end),
            _with_word_before(resolved, after.start, after.end),
        )


def _with_word_before(text: str, start: int, end: int) -> str:
    before = text[:start].rsplit(None, 1)
    return (before[-1] + " " if before and before[-1].isalpha() else "") + text[start:end]


def _phrase(text: str, words: list[tuple[str, int, int]], first: int, last: int) -> str:
    """The words and three before them, as written."""
    found = text[words[max(0, first - 3)][1] : words[max(last, 1) - 1][2]] if words else ""
    return found if len(found) <= _LONGEST else found[: _LONGEST - 2].rsplit(" ", 1)[0] + " …"


def _no_minute(row: Sighting, calendar: Calendar | None) -> str:
    """Whether the minutes that should tell are in the corpus at all."""
    if not row.date or calendar is None:
        return "no minute found"
    day = date.fromisoformat(row.date).toordinal()
    near = [
        note for note in calendar.notes
        if note.form == "minutes" and note.date and 0 <= date.fromisoformat(note.date).toordinal() - day <= DECIDED_DAYS
    ]  # fmt: skip
    if near:
        return f"no minute found in {near[0].document}"
    return "the minutes of the meeting are not in the corpus"


def _root(word: str) -> str:
    return min(roots(word), key=lambda root: (len(root), root))


@cache
def _sorts(source: int) -> frozenset[str]:
    return frozenset(_root(word) for word in vocabulary.load("trace")["sorts_of_paper"])


@cache
def _whole(source: int) -> re.Pattern[str]:
    return re.compile(vocabulary.load("trace")["whole_report"], re.I)


@cache
def _patterns(source: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = vocabulary.load("trace")["outcomes"]
    return tuple((outcome, re.compile(pattern, re.I)) for entry in entries for outcome, pattern in entry.items())
