"""Papers and statements as exports and citations want them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.export import Finding
from pipeline.export import Paper as Cited
from pipeline.model import Paper, Statement
from pipeline.web.wording import day, first_up, named

if TYPE_CHECKING:
    from pipeline.trace import Thread

ThreadOf = Callable[[str], "Thread | None"]


def cited(paper: Paper) -> Cited:
    """A paper as exports know it."""
    source = paper.source
    return Cited(
        paper.id, source.path, PurePosixPath(source.path).name, source.sha256, source.size, source.media_type,
        source.pages, paper.council, paper.body, paper.meeting_date, paper.title, paper.paper_type, source.copies,
    )  # fmt: skip


def findings(paper: Paper, passages: Iterable[str], kinds: Iterable[str], thread_of: ThreadOf) -> Iterator[Finding]:
    """What a paper states in `passages`, those of `kinds` if any are named, and the passages that state nothing."""
    known, record = {passage.id: passage for passage in paper.passages}, cited(paper)
    heads = {section.id: f"{section.number} {section.heading}".strip() for section in paper.sections}
    wanted, kinds = set(passages), set(kinds)
    stating = {statement.passage for statement in paper.statements}
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
    for name in wanted - stating if not kinds else ():
        if (place := known.get(name)) is not None:
            yield Finding(
                record, "", "", place.text, place.page, heads.get(place.section, ""), place.number, passage=name
            )


def in_words(paper: Paper, statement: Statement, page: int | None, address: str) -> str:
    """The citation of a statement as one writes it in a report."""
    who = paper.body or paper.council or "No body named"
    what = f"“{paper.title}”" if paper.title else PurePosixPath(paper.source.path).name
    number = f" {statement.number}" if statement.number else ""
    parts = [f"{who}, {what}, {named(paper.paper_type)} ({day(paper.meeting_date)})", f"p. {page}" if page else ""]
    parts += [f"{named(statement.kind)}{number}", f"{PurePosixPath(paper.source.path).name}", address]
    return first_up(", ".join(part for part in parts if part)) + "."
