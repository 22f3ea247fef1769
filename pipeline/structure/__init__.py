"""Blocks to masthead, people, parts, sections, passages and tables.

`outline` is the order in which a paper is understood: each step sees what those before it left.
"""

from __future__ import annotations

from pipeline.model import Outline, Reading
from pipeline.structure import assembly, flow, grids, headings, levels, lists, masthead, paper_types, parts, runins


def outline(reading: Reading, name: str) -> Outline:
    """The structure of a paper. `name` is its file name, believed only where the text says nothing."""
    out = Outline()
    items = flow.items(reading.blocks)  # furniture dropped, notes at the edge put aside, markers split off
    items = flow.joined(items)  # paragraphs whole again
    items = runins.split(items)  # headings that run into their paragraph
    items = grids.tidy(items)  # tables joined over pages; layout tables back to paragraphs
    masthead.mark(items)  # where the head of the paper ends
    headings.mark(items, paper_types.is_agenda(items))  # scored
    parts.mark(items, announced := parts.announced(items))  # group reports, appendices
    levels.assign(items)
    masthead.read(items, flow.running(reading.blocks), name, out)  # council, body, date, title, type, people
    lists.read(items, announced, out)  # background papers, appendices
    assembly.build(items, out)  # parts, sections with kinds, passages, tables
    return out
