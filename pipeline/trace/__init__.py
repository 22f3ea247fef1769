"""Statements across papers: threads, slips, silence, contradictions, successions, measures."""
