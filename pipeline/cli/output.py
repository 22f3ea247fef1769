"""How commands print: JSON for programs, tables and colours on a terminal, tab-separated lines in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

WIDTH = 100
INDENT = "  "
MANY = 5  # columns, whose texts a narrow terminal would break into letters

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
csv_option = click.option(
    "--csv", "spreadsheet", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write all of it here, for a spreadsheet; - prints it.",
)  # fmt: skip


def print_json(value: Any) -> None:
    """Print records, dicts and lists as JSON, indented."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())


def as_data(records: Iterable[object], kind: type[msgspec.Struct], rows: Iterable[msgspec.Struct], as_json: bool,
            spreadsheet: Path | None) -> bool:  # fmt: skip
    """Write a list for programs where it was asked for so, and whether it was.

    `rows` of one flat `kind` go into a spreadsheet ('-' is standard output), `records` into JSON.
    """
    if spreadsheet is None:
        if as_json:
            print_json(list(records))
        return as_json
    from pipeline import export
    from pipeline.export.tables import csv_records

    pieces = csv_records(kind, rows)
    if str(spreadsheet) == "-":
        sys.stdout.buffer.writelines(pieces)
    else:
        export.save(spreadsheet, pieces)
        click.echo(f"Written to {spreadsheet}.", err=True)
    return True


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a head: a table on a terminal, lines with tabs between otherwise.

    On a narrow terminal a row of many columns is a block of lines.
    """
    texts = [["" if cell is None else printable(str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(head), *texts]:
            click.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    if narrow() and len(head) >= MANY:
        for row in texts:
            for name, cell in zip(head, row, strict=True):
                if cell:
                    paragraph(f"{name}: {cell}")
            click.echo()
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in head:  # nothing is cut short: names and ids are there to be copied
        drawn.add_column(name, overflow="fold", no_wrap=name == "Id")
    for row in texts:
        drawn.add_row(*map(Text, row))  # Text: what a paper says is never taken for markup
    Console().print(drawn)


def heading(text: str) -> None:
    """Print a line that stands out on a terminal."""
    click.secho(printable(text), bold=True)


def paragraph(text: str, dim: bool = False) -> None:
    """Print a text, set in a little, as wide as the terminal but not wider than one reads with ease."""
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    lines = click.wrap_text(text, width, INDENT, INDENT, preserve_paragraphs=False)
    click.secho(lines, dim=dim or None)


def narrow() -> bool:
    """Whether this is a terminal on which a table of texts is hard to read."""
    return sys.stdout.isatty() and shutil.get_terminal_size((WIDTH, 24)).columns < WIDTH


def printable(text: str) -> str:
    """`text` without the control characters by which a paper could steer the terminal."""
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c.isspace()))


def one_line(text: str) -> str:
    """`text`, such as the name of a file, without line breaks and control characters."""
    return " ".join(printable(text).split("\n"))


def day(iso: str | None) -> str:
    """'2015-11-03' as '3 November 2015'; '' when there is none."""
    if not iso:
        return ""
    when = date.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """'1 paper', '1,200 papers'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def examples(*lines: str) -> Callable[[Any], Any]:
    """Show example lines at the end of a command's help."""

    def decorate(command: click.Command) -> click.Command:
        command.epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
        return command

    return decorate
