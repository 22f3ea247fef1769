"""Statements across papers: threads, slips, silence, contradictions, successions, measures.

`refresh(home)` brings what is kept in `index/threads.sqlite` up to date and gives a `Traced`, which knows the threads,
resolutions, successions and measures of a home; `audit` makes of threads the list that an auditor would start from.
"""

from __future__ import annotations

from pipeline.trace.audit import Item, audit
from pipeline.trace.judgements import Judgement, judge
from pipeline.trace.measures import Measure
from pipeline.trace.meetings import Gap
from pipeline.trace.records import Row, Sighting, Thread
from pipeline.trace.resolved import Resolution
from pipeline.trace.successions import Succession
from pipeline.trace.traced import Done, Traced, refresh

__all__ = [
    "Done", "Gap", "Item", "Judgement", "Measure", "Resolution", "Row", "Sighting", "Succession", "Thread", "Traced",
    "audit", "judge", "refresh",
]  # fmt: skip
