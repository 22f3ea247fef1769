"""Passages to mentions and abbreviations. The only importer of spaCy."""

from __future__ import annotations

from pipeline.model import Outline, Tags


def tag(outline: Outline) -> Tags:
    """Who, what and when is named in the passages of a paper, and what its abbreviations stand for."""
    return Tags()
