"""The run: which papers changed, workers, limits, progress, and an outcome for every paper.

extract(path) -> blocks -> structure -> statements -> tags -> Paper -> store -> engine
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline import readers, statements, structure, tagging
from pipeline.model import SCHEMA_VERSION, Paper, Source


def extract(path: Path, root: Path, cache: Path | None = None) -> Paper:
    """The paper in the file `path` of the corpus `root`. Raises ReadError when it cannot be read."""
    content = path.read_bytes()
    digest = sha256(content).hexdigest()
    reading = readers.read(path, cache)
    outline = structure.outline(reading, path.name)
    found = statements.find(outline, digest[:16])
    tags = tagging.tag(outline)
    return Paper(
        schema_version=SCHEMA_VERSION,
        id=digest[:16],
        source=Source(
            path=path.relative_to(root).as_posix(),
            sha256=digest,
            size=len(content),
            media_type=reading.media_type,
            pages=reading.pages,
            reader=reading.reader,
            ocr_pages=reading.ocr_pages,
        ),
        council=outline.council,
        body=outline.body,
        meeting_date=outline.meeting_date,
        title=outline.title,
        paper_type=outline.paper_type,
        people=outline.people,
        background_papers=outline.background_papers,
        appendices=outline.appendices,
        abbreviations=tags.abbreviations,
        parts=outline.parts,
        sections=outline.sections,
        passages=outline.passages,
        tables=outline.tables,
        statements=found,
        mentions=tags.mentions,
        problems=[*reading.problems, *outline.problems],
    )
