"""One file to one paper: the stages in their order. Runs in a worker."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline import model, readers, statements, structure, tagging, vocabulary
from pipeline.errors import ReadError
from pipeline.model import SCHEMA_VERSION, Paper, Source
from pipeline.store import Entry, sketch
from pipeline.store.names import located, written


class Job(msgspec.Struct, frozen=True):
    """One paper to read: the file `path` below `root`, whose content had this digest when it was found."""

    root: str
    path: str
    sha256: str
    program: str
    cache: str
    vocabulary: str  # the user's folder, or ''
    model: str = ""  # a trained spaCy model to tag with as well

    @property
    def paper(self) -> str:
        """The id of the paper."""
        return self.sha256[:16]

    def entry(self, outcome: str, seconds: float) -> Entry:
        """A catalogue entry for it."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Entry(self.paper, self.sha256, self.path, self.program, outcome, round(seconds, 3), now)


class Done(msgspec.Struct):
    """The outcome of a job: the paper's JSON, or None when it could not be read."""

    content: bytes | None
    entry: Entry


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
            path=written(path.relative_to(root)),
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


def read_one(job: Job) -> Done:
    """Do a job. What goes wrong with the paper is an outcome; only limits and crashes raise."""
    began = time.perf_counter()
    if job.vocabulary and vocabulary.used() != Path(job.vocabulary):
        vocabulary.use(Path(job.vocabulary))
    try:
        tagging.use_model(job.model or None)
        paper = extract(located(f"{job.root}/{job.path}"), located(job.root), Path(job.cache))
        if paper.source.sha256 != job.sha256:
            raise ReadError("the file changed while it was read", hint="Run the command again.")
    except ReadError as error:
        return Done(None, _failed(job.entry("failed", time.perf_counter() - began), error.code, str(error), error.hint))
    except FileNotFoundError:
        entry = job.entry("failed", time.perf_counter() - began)
        return Done(None, _failed(entry, "unreadable", "the file vanished before it was read", "Run it again."))
    except OSError as error:
        entry = job.entry("failed", time.perf_counter() - began)
        return Done(
            None, _failed(entry, "unreadable", f"the file cannot be opened: {error.strerror}", "Check its rights.")
        )
    content = model.encode(paper)
    entry = job.entry("read", time.perf_counter() - began)
    entry.stamp, entry.sketch, entry.problems = model.stamp(content), sketch(paper), paper.problems
    entry.body, entry.meeting_date, entry.paper_type = paper.body, paper.meeting_date, paper.paper_type
    entry.title, entry.pages = paper.title, paper.source.pages
    entry.passages, entry.statements = len(paper.passages), len(paper.statements)
    return Done(content, entry)


def _failed(entry: Entry, code: str, message: str, hint: str) -> Entry:
    entry.code, entry.message, entry.hint = code, message, hint
    return entry
