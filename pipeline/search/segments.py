"""A segment of the index and its two files.

`.fields` has the postings of every field (see `postings`); `.documents` has, for every document, its stored fields
(`stored`, `stored_ends`), the lengths of its text fields as Whoosh's length bytes (`length/FIELD`) and its columns
(`column/FIELD`).
"""

from __future__ import annotations

import mmap
import os
from typing import Any

from whoosh.codec.whoosh3 import W3Segment

from pipeline.errors import IndexUnusableError
from pipeline.search import arrays
from pipeline.search.arrays import Arrays

FIELDS_EXT = ".fields"
DOCUMENTS_EXT = ".documents"


class ArraySegment(W3Segment):  # type: ignore[misc]
    """What the table of contents holds of a segment; knows the sizes of its files, so that a cut file is noticed."""

    def __init__(self, codec: Any, indexname: str) -> None:
        super().__init__(codec, indexname)
        self.sizes: dict[str, int] = {}

    def should_assemble(self) -> bool:
        """Two files are few enough: no compound file."""
        return False


def save(storage: Any, segment: ArraySegment, extension: str, content: dict[str, Any], notes: dict[str, Any]) -> None:
    """Write one of the segment's files and see that it reaches the disk."""
    file = segment.create_file(storage, extension)
    arrays.write(file, content, notes)
    segment.sizes[extension] = file.tell()
    file.flush()
    if file.is_real:
        os.fsync(file.fileno())
    file.close()


def load(storage: Any, segment: ArraySegment, extension: str) -> Arrays:
    """One of the segment's files, mapped into memory when it is a real one.

    Raises OSError when it is not there (Whoosh then reads the table of contents again) and IndexUnusableError when it
    is not as it was written.
    """
    file = segment.open_file(storage, extension)
    try:
        data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.is_real else file.read()
    except ValueError:  # an empty file cannot be mapped
        data = b""
    finally:
        file.close()
    if len(data) != segment.sizes.get(extension):
        raise IndexUnusableError(f"The file {segment.make_filename(extension)} of the index is cut short.")
    return Arrays(data, f"file {segment.make_filename(extension)}")
