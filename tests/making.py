"""Papers made in code, for tests that need one and not a file."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pipeline.model import SCHEMA_VERSION, Paper, Part, Passage, Section, Source, Statement, StatementKind


def make_paper(
    name: str = "minutes.pdf",
    texts: tuple[str, ...] = ("The Board noted the report.",),
    kind: StatementKind | None = None,
    **fields: Any,
) -> Paper:
    """A paper of one section with a passage for each text, each of them a statement when a `kind` is given."""
    digest = sha256("\0".join((name, *texts)).encode()).hexdigest()
    passages = [Passage(f"p{i}", "s1", "paragraph", "", text, page=1) for i, text in enumerate(texts, 1)]
    statements = [
        Statement(f"{digest[:8]}-{p.id}", kind, p.id, 0, len(p.text), "s1", p.text, 0.9) for p in passages if kind
    ]
    given = {"council": None, "body": "Health Board", "meeting_date": "2015-11-03", "title": "Minutes", **fields}
    return Paper(
        schema_version=SCHEMA_VERSION,
        id=digest[:16],
        source=Source(name, digest, 100, "application/pdf", 1, "pdf"),
        paper_type=given.pop("paper_type", "minutes"),
        parts=[Part("Minutes", "main", 1)],
        sections=[Section("s1", 0, "", "1", "Early help", 1, ["other"], 1)],
        passages=passages,
        statements=statements,
        **given,
    )
