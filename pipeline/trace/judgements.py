"""What people say of links: that two statements are one thing, or are not. It outlives every reading of the papers.

HOME/judgements.jsonl has one JSON object a line, the last on a pair counts:

    {"same": true, "who": "A. Reader", "when": "2024-05-01T10:00:00+00:00", "note": "",
     "one": {"statement": "…", "document": "minutes.pdf", "text": "…"}, "other": {…}}

A statement is found by its id or, when its file was replaced by another of the same name, by file name and words.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from pipeline.errors import StoreError, UsageError
from pipeline.text import fold
from pipeline.trace.records import Link, Sighting

FILE = "judgements.jsonl"
LONGEST = 20_000  # bytes a line


class Named(msgspec.Struct, frozen=True):
    """A statement as a judgement names it."""

    statement: str
    document: str = ""
    text: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """What one person said of two statements, and when (ISO 8601)."""

    same: bool
    who: str
    when: str
    one: Named
    other: Named
    note: str = ""


def judge(folder: Path, one: Sighting, other: Sighting, same: bool, who: str, note: str = "") -> Judgement:
    """Write down what `who` says of two statements, in the home `folder`, and give it back.

    Raises UsageError when nobody is named or both are one statement, StoreError when the file cannot be written.
    """
    if not who.strip():
        raise UsageError("a judgement needs the name of who makes it", hint="Say who you are.")
    if one.statement == other.statement:
        raise UsageError("a statement cannot be compared with itself")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sides = (Named(s.statement, s.document, s.text) for s in (one, other))
    made = Judgement(same, who.strip(), now, next(sides), next(sides), note.strip())
    append(folder, made)
    return made


def append(folder: Path, judgement: Judgement) -> None:
    """Add a line to the file of the home `folder`; whole or not at all. Raises UsageError, StoreError."""
    line = msgspec.json.encode(judgement) + b"\n"
    if len(line) > LONGEST:
        raise UsageError("the judgement is too long", hint="Shorten its note.")
    try:
        with (folder / FILE).open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() and not _ends_a_line(folder / FILE):
                file.write(b"\n")
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"{folder / FILE} could not be written: {error.strerror}", hint="Make room and try again."
        ) from error


def read(folder: Path) -> tuple[list[Judgement], list[int]]:
    """The judgements of the home `folder`, one for each pair, and the numbers of lines that are none."""
    path = folder / FILE
    said: dict[frozenset[str], Judgement] = {}
    bad = []
    if path.exists():
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if not line.strip():
                continue
            try:
                made = msgspec.json.decode(line, type=Judgement)
            except msgspec.MsgspecError:
                bad.append(number)
                continue
            said[frozenset((made.one.statement, made.other.statement))] = made
    return list(said.values()), bad


def apply(judgements: Iterable[Judgement], sightings: Sequence[Sighting]) -> tuple[list[Link], set[frozenset[str]]]:
    """The links that people made, and the pairs that they parted, among `sightings`."""
    known = {sighting.statement for sighting in sightings}
    by_words: dict[tuple[str, str], str] | None = None
    joined, parted = [], set()
    for judgement in judgements:
        pair = []
        for named in (judgement.one, judgement.other):
            if named.statement in known:
                pair.append(named.statement)
                continue
            if by_words is None:
                by_words = {(s.document, fold(s.text)): s.statement for s in sightings}
            pair.append(by_words.get((named.document, fold(named.text)), ""))
        if not all(pair) or pair[0] == pair[1]:
            continue
        if judgement.same:
            joined.append(Link(pair[0], pair[1], 30.0, judged=judgement.who))
        else:
            parted.add(frozenset(pair))
    return joined, parted


def named(judgements: Iterable[Judgement], sightings: Sequence[Sighting]) -> set[str]:
    """The statements among `sightings` of which `judgements` speak."""
    joined, parted = apply(judgements, sightings)
    return {end for link in joined for end in (link.earlier, link.later)} | {end for pair in parted for end in pair}


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
