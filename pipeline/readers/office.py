"""Old Word, RTF and OpenDocument to blocks: LibreOffice writes them as DOCX, kept by content, and that is read."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from zipfile import is_zipfile

from pipeline.errors import DamagedError, MissingProgramError, NeedsProgramError, ReadError, TooLargeError
from pipeline.model import Reading
from pipeline.readers import docx
from pipeline.readers.docxpackage import check_limits
from pipeline.readers.sniff import Kind
from pipeline.tools import ProgramFailedError, ProgramTimeoutError, office

#: By its name LibreOffice tells how to open a file.
_SUFFIX = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt", "wordxml": ".xml"}


def read(content: bytes, kind: Kind, cache: Path | None) -> Reading:
    """The document `content`, with the media type it has itself. `cache` keeps conversions between runs.

    Raises NeedsProgramError without LibreOffice, DamagedError when it cannot open the file, TooLargeError after
    a minute, and what the DOCX reader raises.
    """
    if kind.format == "odt":
        check_limits(content)
    reading = docx.read(_as_docx(content, kind, cache), "")
    reading.reader, reading.media_type = "office", kind.media_type
    return reading


def _as_docx(content: bytes, kind: Kind, cache: Path | None) -> bytes:
    try:
        if cache is None:
            with tempfile.TemporaryDirectory(prefix="papers-") as folder:
                return _converted(content, kind, Path(folder, "made.docx"))
        kept = cache / f"{sha256(content).hexdigest()}-{office.version()}.docx"
        if kept.exists() and is_zipfile(kept):
            return kept.read_bytes()
        cache.mkdir(parents=True, exist_ok=True)
        return _converted(content, kind, kept)
    except MissingProgramError as error:
        raise NeedsProgramError(
            f"a {kind.format} file is read through LibreOffice: {error}", hint=error.hint
        ) from error
    except ProgramTimeoutError as error:
        raise TooLargeError(
            f"the document takes too long: {error}", hint="Save it as .docx and add that to the corpus."
        ) from error
    except ProgramFailedError as error:
        raise DamagedError(
            "the document is damaged, encrypted or in a variant that LibreOffice does not know",
            hint="Open it in the program it was written with and save it as .docx or PDF.",
        ) from error


def _converted(content: bytes, kind: Kind, target: Path) -> bytes:
    """Convert `content` into the file `target`, which is there whole or not at all; its bytes."""
    with tempfile.TemporaryDirectory(prefix=".making-", dir=target.parent) as folder:
        source, made = Path(folder, f"source{_SUFFIX[kind.format]}"), Path(folder, "made.docx")
        source.write_bytes(content)
        office.to_docx(source, made)
        known = made.read_bytes()
        if not known:
            raise ReadError("LibreOffice wrote nothing", hint="Is the disk full?")
        os.replace(made, target)
        return known
