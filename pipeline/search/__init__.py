"""Search: `open(folder)` gives an `Engine`; nothing heavy is imported before that."""

from __future__ import annotations

from pathlib import Path

from pipeline.search.engine import Engine, Hit, Request, Results, stamp

__all__ = ["Engine", "Hit", "Request", "Results", "open", "stamp"]


def open(folder: Path) -> Engine:
    """The engine whose index is in `folder`, made there when there is none.

    Raises IndexUnusableError when the index is damaged or made by another version; it can then be removed and made
    anew from the stored papers.
    """
    from pipeline.search.whoosh_engine import WhooshEngine

    return WhooshEngine(folder)
