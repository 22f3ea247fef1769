"""Statements cited in words."""

from __future__ import annotations

from pathlib import PurePosixPath

from pipeline.model import Paper, Statement
from pipeline.web.wording import day, first_up, named


def in_words(paper: Paper, statement: Statement, page: int | None, address: str) -> str:
    """The citation of a statement as one writes it in a report."""
    who = paper.body or paper.council or "No body named"
    what = f"“{paper.title}”" if paper.title else PurePosixPath(paper.source.path).name
    number = f" {statement.number}" if statement.number else ""
    parts = [f"{who}, {what}, {named(paper.paper_type)} ({day(paper.meeting_date)})", f"p. {page}" if page else ""]
    parts += [f"{named(statement.kind)}{number}", f"{PurePosixPath(paper.source.path).name}", address]
    return first_up(", ".join(part for part in parts if part)) + "."
