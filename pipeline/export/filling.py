"""Papers, statements, threads and the catalogue made into the records that are exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

import msgspec

from pipeline import model
from pipeline.export.records import Finding, Pack, Paper, Thread, Unread
from pipeline.store import Entry
from pipeline.text import fold_body

T = TypeVar("T")


class Traced(Protocol):
    """What is asked of a thread that a statement is in."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def state(self) -> str:
        """How it stood at last sight."""

    @property
    def last_seen(self) -> str | None:
        """The date of the last paper it is in, ISO."""


class Missing(Protocol):
    """What is asked of a meeting whose papers are not in the corpus."""

    @property
    def body(self) -> str:
        """Whose meeting it was."""

    @property
    def what(self) -> str:
        """What there is not, for a person."""

    @property
    def why(self) -> str:
        """What shows that there was a meeting."""


def cited(paper: model.Paper) -> Paper:
    """A paper as exports know it."""
    source = paper.source
    return Paper(
        paper.id, source.path, PurePosixPath(source.path).name, source.sha256, source.size, source.media_type,
        source.pages, paper.council, paper.body, paper.meeting_date, paper.title, paper.paper_type, source.copies,
    )  # fmt: skip


def findings(
    paper: model.Paper, passages: Iterable[str] | None, kinds: Iterable[str], thread_of: Callable[[str], Traced | None],
    statements_only: bool = False,
) -> Iterator[Finding]:  # fmt: skip
    """What a paper states in `passages` (ids; None for all of them), then those of these that state nothing.

    With `kinds`, only statements of these kinds and passages of none; what states nothing is left out where all
    passages or only statements are asked for.
    """
    known, record = {passage.id: passage for passage in paper.passages}, cited(paper)
    heads = {section.id: f"{section.number} {section.heading}".strip() for section in paper.sections}
    wanted, kinds = set(known if passages is None else passages), set(kinds)
    for one in paper.statements:
        if one.passage in wanted and (not kinds or one.kind in kinds):
            place, thread = known.get(one.passage), thread_of(one.id)
            yield Finding(
                paper=record, statement=one.id, kind=one.kind, text=one.text, page=place.page if place else None,
                section=heads.get(one.section, ""), number=one.number, owners=one.owners, due=one.due,
                status=one.status, impact=one.impact, baseline=one.baseline, certainty=one.certainty,
                passage=one.passage, thread=thread.id if thread else "", state=thread.state if thread else "",
                last_seen=thread.last_seen if thread else None,
            )  # fmt: skip
    if passages is None or kinds or statements_only:
        return
    wanted -= {one.passage for one in paper.statements}
    for place in (passage for passage in paper.passages if passage.id in wanted):
        yield Finding(
            record, "", "", place.text, place.page, heads.get(place.section, ""), place.number, passage=place.id
        )


def pack(
    question: str, filters: list[str], threads: Sequence[object], most: int, papers: Iterable[model.Paper],
    files: Mapping[str, str], missing: Iterable[Missing], entries: Sequence[Entry], program: str,
) -> Pack:  # fmt: skip
    """An evidence pack of the first `most` of `threads`.

    `papers` are those of their rows, `files` where each of these is now, `missing` the gaps in the corpus, `entries`
    its whole catalogue.
    """
    told = [as_(thread, Thread) for thread in threads[:most]]
    held: dict[str, Paper] = {}
    for paper in papers:
        held[paper.id] = cited(paper)
        _place(told, paper)
    bodies = {fold_body(paper.body) for paper in held.values() if paper.body}
    gaps = [f"{gap.body}: {gap.what} ({gap.why})" for gap in missing if fold_body(gap.body) in bodies]
    silent = [f"{thread.title}: {thread.silence.message}" for thread in told if thread.silence]
    return Pack(
        question=question or "everything",
        made=datetime.now(UTC).isoformat(timespec="minutes"),
        corpus=_corpus(entries),
        threads=told,
        papers=held,
        not_found=([] if told else ["No thread answers the question."]) + silent + gaps,
        unread=list(_unread(entries)),
        filters=filters,
        files=dict(files),
        left_out=max(0, len(threads) - most),
        program=program,
    )


def as_(record: object, kind: type[T]) -> T:
    """A record as another that has some of its fields."""
    return msgspec.convert(msgspec.to_builtins(record), kind)


def _place(threads: Iterable[Thread], paper: model.Paper) -> None:
    """Say of the rows that stand in `paper` where on their page they stand."""
    boxes = {passage.id: passage.box for passage in paper.passages}
    for thread in threads:
        for row in thread.rows:
            if row.paper == paper.id:
                row.box = boxes.get(row.passage)


def _corpus(entries: Iterable[Entry]) -> str:
    read = [entry for entry in entries if entry.outcome == "read"]
    years = sorted(entry.meeting_date[:4] for entry in read if entry.meeting_date)
    bodies = len({fold_body(entry.body) for entry in read if entry.body})
    span = f", {years[0]} to {years[-1]}" if years else ""
    undated = f", {len(read) - len(years):,} of them without a date" if len(read) > len(years) else ""
    return (
        f"{len(read):,} {'paper' if len(read) == 1 else 'papers'} of {bodies:,} {'body' if bodies == 1 else 'bodies'}"
        f"{span}{undated}"
    )


def _unread(entries: Iterable[Entry]) -> Iterator[Unread]:
    for entry in entries:
        if entry.outcome == "failed":
            yield Unread(entry.path, f"could not be read: {entry.message}")
        for problem in entry.problems:
            yield Unread(entry.path, problem.message)
