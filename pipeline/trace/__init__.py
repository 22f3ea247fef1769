"""Statements across papers: threads, slips, silence, contradictions, successions, measures."""

from __future__ import annotations

from pipeline.trace.traced import Done, Traced, refresh

__all__ = ["Done", "Traced", "refresh"]
