"""`papers glossary` and `papers vocabulary`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import glossary as glossaries
from pipeline import vocabulary as lists
from pipeline.cli.helping import Number
from pipeline.cli.output import count, examples, heading, json_option, print_json, table
from pipeline.errors import UsageError
from pipeline.home import Home
from pipeline.text import paged


@examples(
    "papers glossary                 every short form the papers explain",
    "papers glossary CAF             what it stands for, and where that was said",
    "papers glossary --conflicts     short forms with more than one meaning",
)
@click.command()
@click.argument("short", required=False)
@click.option("--conflicts", is_flag=True, help="Only short forms to which papers give more than one meaning.")
@json_option
@click.pass_obj
def glossary(home: Path, short: str | None, conflicts: bool, as_json: bool) -> None:
    """What the papers' abbreviations stand for, and where each was defined."""
    with Home(home).store() as store:
        entries = glossaries.build(store.papers())
    if conflicts:
        entries = glossaries.conflicts(entries)
    if short:
        entries = [entry for entry in entries if entry.short.casefold() == short.casefold()]
        if not entries:
            raise UsageError(f"no paper says what {short} stands for", hint="papers glossary lists what is known.")
    if as_json:
        print_json(entries)
        return
    rows = []
    for entry in entries:
        for meaning in entry.meanings:
            first = meaning.definitions[0]
            where = first.document + paged(first.page)
            years = "-".join(sorted({day[:4] for day in (meaning.first, meaning.last) if day}))
            rows.append((entry.short, meaning.text, len(meaning.definitions), years, "; ".join(meaning.bodies), where))
    table(["Short", "Stands for", "Papers", "Years", "Bodies", "First said in"], rows)


@click.group()
def vocabulary() -> None:
    """The word lists in use, and names that none of them knows.

    Files in the home's own folder vocabulary/ are merged with the lists that ship; docs/vocabulary.md shows how.
    """


@vocabulary.command("lists")
@json_option
@click.pass_obj
def show_lists(home: Path, as_json: bool) -> None:
    """The word lists that ship, and which of them the home adds to."""
    own = Home(home).vocabulary
    shipped = sorted(lists.HERE.glob("*.yaml"))
    rows = [(path.stem, str(own / path.name) if own and (own / path.name).exists() else "") for path in shipped]
    if as_json:
        print_json([{"list": name, "own": path or None} for name, path in rows])
    else:
        table(["List", "Added to by"], rows)


@examples(
    "papers vocabulary suggest                       names to look through",
    "papers vocabulary suggest --yaml > new.yaml     ready to paste into a file of your own",
)
@vocabulary.command()
@click.option("--least", type=Number(1), default=3, show_default=True, help="Leave out what stands less often.")
@click.option("--limit", type=Number(1), default=50, show_default=True)
@click.option("--yaml", "as_yaml", is_flag=True, help="Print YAML to paste into a file of your own.")
@json_option
@click.pass_obj
def suggest(home: Path, least: int, limit: int, as_yaml: bool, as_json: bool) -> None:
    """Frequent names that no list knows, with where they stand."""
    from pipeline.tagging.suggest import ready_to_paste
    from pipeline.tagging.suggest import suggest as find

    with Home(home).store() as store:
        found = find(store.papers(), least, limit)
    if as_json:
        print_json(found)
    elif as_yaml:
        click.echo(ready_to_paste(found), nl=False)
    else:
        heading(count(len(found), "name"))
        rows = [(item.name, item.count, item.papers, item.label or "", item.contexts[0]) for item in found]
        table(["Name", "Times", "Papers", "Perhaps a", "For example"], rows)
