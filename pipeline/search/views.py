"""The views of a search: what one may look for, and the kinds of statements that each looks through."""

from __future__ import annotations

from pipeline.model import StatementKind

KINDS: dict[str, tuple[StatementKind, ...]] = {
    "decisions": ("decision", "recommendation"),
    "commitments": ("commitment", "action", "recommendation", "aim", "priority"),
    "actions": ("action",),
    "risks": ("risk",),
}
#: Of the kinds of a view, those that come first.
FIRST: dict[str, tuple[StatementKind, ...]] = {"decisions": ("decision",)}
