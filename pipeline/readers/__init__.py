"""Bytes to blocks: one module a format, a plain table of them, and the sniffing that picks one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pipeline.errors import DamagedError, ReadError, TooLargeError
from pipeline.model import Reading
from pipeline.readers.sniff import sniff

#: Format -> the module whose `read(content, name)` makes a Reading of it. Modules are imported when first needed.
READERS = {
    "pdf": "pipeline.readers.pdf",
    "docx": "pipeline.readers.docx",
    "html": "pipeline.readers.html",
    "mhtml": "pipeline.readers.html",
    "markdown": "pipeline.readers.markdown",
    "text": "pipeline.readers.text",
}

#: Formats that LibreOffice turns into DOCX first.
CONVERTED = {"doc", "rtf", "odt", "wordxml"}

MAX_BYTES = 300 * 1024 * 1024


def read(path: Path, cache: Path | None = None) -> Reading:
    """The file at `path` as blocks in reading order; the format is told from its content.

    `cache` is a folder where conversions are kept by content. Raises ReadError, or a subclass that says why.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLargeError(
            f"the file is {size / 2**20:.0f} MiB and the limit is {MAX_BYTES / 2**20:.0f}",
            hint="Split it, or save it with smaller pictures.",
        )
    content = path.read_bytes()
    kind = sniff(content, path.name)
    try:
        if kind.format in CONVERTED:
            reading: Reading = import_module("pipeline.readers.office").read(content, kind, cache)
        else:
            reading = import_module(READERS[kind.format]).read(content, path.name)
        return reading
    except ReadError:
        raise
    except RecursionError as error:
        raise DamagedError("the document is nested too deeply to be a paper", hint="Save it again.") from error
    except MemoryError as error:
        raise TooLargeError("the document needs more memory than there is", hint="Split it into parts.") from error
