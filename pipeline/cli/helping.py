"""How the help of a command reads: options by what they are for, bounds in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

import click


class _Plain:
    """A number whose bounds are said as a person says them: '1 to 256', '1 or more'."""

    name = "n"
    min: Any
    max: Any

    def _describe_range(self) -> str:
        return f"{self.min} or more" if self.max is None else f"{self.min} to {self.max}"

    def fail(self, message: str, *rest: Any) -> Any:
        """Say what was expected, without the name that programs have for it."""
        said = message.replace("is not in the range", "is not").replace("is not a valid n", "is not a number")
        super().fail(said, *rest)  # type: ignore[misc]


class Number(_Plain, click.IntRange):
    """A whole number."""


class Seconds(_Plain, click.FloatRange):
    """A number that may have a fraction."""


class Sectioned(click.Command):
    """A command whose options are listed under headings: those that `sections` names there, the others before them."""

    sections: ClassVar[Mapping[str, Collection[str]]] = {}

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        placed = {name: title for title, names in self.sections.items() for name in names}
        listed: dict[str, list[tuple[str, str]]] = {"Options": [], **{title: [] for title in self.sections}}
        for option in self.get_params(context):
            if isinstance(option, click.Option) and (record := option.get_help_record(context)):
                listed[placed.get(option.name or "", "Options")].append(record)
        for title, records in listed.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
