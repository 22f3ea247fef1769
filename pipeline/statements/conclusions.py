"""What minutes write after a label in more than one sentence: 'Decision: The board agreed ... The chair asked ...'."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Passage, StatementKind
from pipeline.statements import cues, narrative, owners
from pipeline.statements.draft import Around, Draft
from pipeline.text import plain, sentences


def decided(passage: Passage, start: int, end: int, around: Around) -> Iterator[Draft]:
    """One decision a sentence, but for what is given to somebody to do or will be done.

    A sentence without a verb, or that only goes on, stays with the one before.
    """
    last: Draft | None = None
    for first, stop in _sentences(passage, start, end):
        text = passage.text[first:stop]
        if text.startswith(("[", "(")):
            continue  # a note on it
        said = narrative.sentence(passage, first, stop, around)
        if last is not None and not _stands_alone(text):
            last.end = stop
            continue
        if last is not None:
            yield last
        if said is not None and said.kind in {"action", "commitment"} and _only_promises(text):
            last = said
        else:
            last = Draft("decision", passage, first, stop, 0.85)
    if last is not None:
        yield last


def headed(passage: Passage, kind: StatementKind, start: int) -> Draft | None:
    """The aim or priority that a label of minutes names: its first sentence, unless that tells what was said of it."""
    first, stop = next(_sentences(passage, start, len(passage.text)), (start, start))
    text, marks = plain(passage.text[first:stop]), cues.lists().marks
    tells = marks["told" if cues.is_to_do(text) else "sentence"].search(text)
    if first == stop or tells:
        return None
    return Draft(kind, passage, first, stop, 0.85)


def beside_task(text: str) -> bool:
    """Whether a sentence after a task tells what was said or will be done, and does not go on with the task."""
    marks, flat = cues.lists().marks, plain(text)
    goes_on = marks["goes_back"].match(flat) and not flat.startswith("It was ")
    return not goes_on and marks["told_or_promised"].search(flat) is not None


def only_tells(text: str) -> bool:
    """Whether the first sentence of an action point only tells why, and the task comes after it."""
    return beside_task(text) and cues.lists().marks["gives"].search(plain(text)) is None


def _sentences(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, stop in sentences(passage.text[start:end]):
        yield start + first, start + stop


def _stands_alone(text: str) -> bool:
    marks, flat = cues.lists().marks, plain(text)
    return any(marks[mark].search(flat) for mark in ("sentence", "decides")) or owners.task(text) is not None


def _only_promises(text: str) -> bool:
    """Whether a sentence of what was decided says no more than what will be done, or whose task it is."""
    return cues.lists().marks["decides"].search(plain(text)) is None
