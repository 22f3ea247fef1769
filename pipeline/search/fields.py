"""The fields one can search, filter and count by: one table for the query grammar, the index and the command.

A *text* field holds words in order and is ranked. Every other field holds values: plain names (*value*), ISO dates
(*date*) or whole numbers (*number*); a passage may have any number of them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from pipeline.errors import UsageError
from pipeline.model import PaperType, SectionKind, StatementKind


class Field(NamedTuple):
    """One field: its name, what it holds, what it says in one line, and other names for it."""

    name: str
    holds: Literal["text", "value", "date", "number"]
    meaning: str
    aliases: tuple[str, ...] = ()


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("text", "text", "words of the passage"),
        Field("heading", "text", "words of its section's heading and of the headings above it"),
        Field("title", "text", "words of the paper's title"),
        Field("kind", "value", "what its statements are: aim, milestone, outcome, risk, priority, action, ..."),
        Field("section", "value", "what its section is: summary, risks, financial, legal, ..."),
        Field("body", "value", "board, committee or panel", ("committee", "board", "panel")),
        Field("council", "value", "council or other organisation the body belongs to"),
        Field("service", "value", "service or team named in the passage"),
        Field("organisation", "value", "organisation named in the passage", ("organization", "org")),
        Field("legislation", "value", "act or regulation named in the passage", ("law", "act")),
        Field("programme", "value", "programme, strategy, plan or scheme named in the passage", ("program",)),
        Field("owner", "value", "who is to do what the passage states"),
        Field("person", "value", "person named in the passage"),
        Field("status", "value", "status as a table or log states it"),
        Field("type", "value", "type of paper: report, minutes, agenda, action_plan, ..."),
        Field("date", "date", "date of the meeting"),
        Field("year", "number", "year of the meeting"),
        Field("due", "date", "last day of what is due"),
        Field("page", "number", "page"),
        Field("document", "value", "name of the paper's file", ("file",)),
        Field("paper", "value", "id of the paper", ("id",)),
    )
}

#: Fields with a fixed set of values; in all others papers decide what values there are.
CLOSED: dict[str, tuple[str, ...]] = {
    "kind": get_args(StatementKind), "section": get_args(SectionKind), "type": get_args(PaperType),
}  # fmt: skip

#: Fields whose values are names of bodies: of those that differ in '&' or 'The' alone, one stands for all.
NAMES_OF_BODIES = ("body", "council")

TEXT_FIELDS = tuple(field.name for field in FIELDS.values() if field.holds == "text")
VALUE_FIELDS = tuple(field.name for field in FIELDS.values() if field.holds != "text")

_NAMES = {name: field for field in FIELDS.values() for name in (field.name, *field.aliases)}


def known(name: str) -> Field | None:
    """The field called `name`, by its name or another name for it; None when there is none."""
    return _NAMES.get(name.casefold())


def filterable(name: str) -> Field:
    """The value field called `name`. Raises UsageError when there is none."""
    field = known(name)
    if field is None or field.holds == "text":
        raise UsageError(f"There is no field {name!r} to filter or count by.", f"Fields: {', '.join(VALUE_FIELDS)}.")
    return field
