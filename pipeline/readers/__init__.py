"""Bytes to blocks: one module a format, a plain table of them, and the sniffing that picks one."""

from __future__ import annotations

from pathlib import Path

from pipeline.model import Reading


def read(path: Path, cache: Path | None = None) -> Reading:
    """The file at `path` as blocks in reading order; the format is told from its content.

    `cache` is a folder where conversions are kept by content. Raises ReadError, or a subclass that says why.
    """
    raise NotImplementedError
