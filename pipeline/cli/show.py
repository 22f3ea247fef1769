"""`papers show`."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from pipeline.cli.output import (
    count,
    day,
    examples,
    heading,
    json_option,
    one_line,
    paragraph,
    print_json,
    printable,
    table,
)
from pipeline.errors import UsageError
from pipeline.export.citations import in_words
from pipeline.home import Home
from pipeline.model import Paper, Statement
from pipeline.store import Entry, Store
from pipeline.text import paged

WIDTH = 100
SURE = 0.9  # below it a certainty is said
SHOWN = 10  # papers, where a name fits several
STATEMENT = re.compile("[0-9a-f]{16}")


class Shown(msgspec.Struct):
    """A statement with where it stands: the paper's JSON has its other facts."""

    statement: Statement
    paper: str
    title: str | None
    body: str | None
    date: str | None
    section: str  # its number and heading
    file: str  # where the file is
    page: int | None
    pages: int | None
    before: str  # the passages before and after its own in its section
    passage: str
    after: str
    citation: str


@examples(
    "papers show '2016-06-14 Cabinet minutes.pdf'   by file name, or any part of it that only one paper has",
    "papers show 75ab3e --text                      by the start of its id, with its whole text",
    "papers show 75ab3e --json                      the paper as extracted/ holds it",
    "papers show 0670469637190e55                   a statement, by the id that searches print: where it stands, cited",
)
@click.command()
@click.argument("paper")
@click.option("--text", is_flag=True, help="The whole text, passage by passage.")
@json_option
@click.pass_obj
def show(home: Path, paper: str, text: bool, as_json: bool) -> None:
    """One paper, or one statement.

    Of a paper: the outline with its statements, people, abbreviations and problems. Of a statement, by its id: what
    is known of it, the file and the page it stands on with what is said around it, and how to cite it.
    """
    with Home(home).store() as store:
        if STATEMENT.fullmatch(paper) and (holder := store.holding(paper)):
            _print_statement(_told(store, store.load(holder), paper), as_json)
            return
        found = find(store, paper)
        if as_json:
            click.echo(store.content(found), nl=False)
            return
        record = store.load(found)
    _masthead(record)
    if text:
        _text(record)
    else:
        _outline(record)
        _people(record)
    if record.problems:
        heading("Problems")
        for problem in record.problems:
            click.echo(printable(f"  {problem.message}"))


def find(store: Store, name: str) -> str:
    """The id of the paper that `name` means: an id or its start, a file name or a part of one path.

    Raises UsageError when there is none or more than one, naming them.
    """
    entries = list(store.catalogue.entries())
    part = name.casefold()
    tests: list[Callable[[Entry], bool]] = [
        lambda entry: entry.id == name,
        lambda entry: name in (entry.path, Path(entry.path).name),
        lambda entry: len(name) >= 4 and entry.id.startswith(name),
        lambda entry: any(name in (path, Path(path).name) for path in entry.copies),
        lambda entry: part in entry.path.casefold(),
    ]
    hits = next(filter(None, ([entry for entry in entries if test(entry)] for test in tests)), [])
    if len(hits) > 1:
        names = "\n".join(f"  {entry.id}  {one_line(entry.path)}" for entry in hits[:SHOWN])
        rest = f"\n  and {len(hits) - SHOWN} more" if len(hits) > SHOWN else ""
        raise UsageError(f"{name!r} fits {len(hits)} papers:\n{names}{rest}", hint="Name one by its id.")
    if not hits:
        raise UsageError(f"no paper is called {name!r}", hint="papers status --papers lists what was read.")
    (entry,) = hits
    if entry.outcome == "failed":
        raise UsageError(f"{one_line(entry.path)} could not be read: {entry.message}", hint=entry.hint)
    return entry.id


def _told(store: Store, paper: Paper, name: str) -> Shown:
    """The statement called `name`, which the paper holds, with where it stands."""
    statement = next(one for one in paper.statements if one.id == name)
    near = [one for one in paper.passages if one.section == statement.section]
    at = next((at for at, one in enumerate(near) if one.id == statement.passage), 0)
    before, here, after = ["", *(one.text for one in near), ""][at : at + 3] if near else ["", "", ""]
    page = near[at].page if near else None
    section = next((one for one in paper.sections if one.id == statement.section), None)
    place = next((str(file.place) for file in store.catalogue.files() if file.paper == paper.id), paper.source.path)
    return Shown(
        statement, paper.id, paper.title, paper.body, paper.meeting_date,
        " ".join(filter(None, [section.number, section.heading])) if section else "", place, page, paper.source.pages,
        before, here, after, in_words(paper, statement, page),
    )  # fmt: skip


def _print_statement(told: Shown, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    statement = told.statement
    heading(textwrap.fill(" ".join(statement.text.split()), WIDTH))
    sure = f"a guess, {statement.certainty:.0%} sure" if statement.certainty < SURE else ""
    paragraph(printable(" · ".join([statement.kind, *_facts(statement), *filter(None, [sure])])))
    paragraph(one_line(" · ".join(filter(None, [told.title, told.body, day(told.date), told.section]))))
    pages = f" of {told.pages}" if told.page and told.pages else ""
    click.echo(one_line(f"  {told.file}{paged(told.page)}{pages}  [{told.paper}]"))
    click.echo()
    for text, dim in ((told.before, True), (told.passage, False), (told.after, True)):
        if text:
            paragraph(printable(text), dim=dim)
    click.echo()
    paragraph(printable(f"Cite as: {told.citation}"))
    paragraph(f"What became of it: papers trace {statement.id}", dim=True)


def _masthead(paper: Paper) -> None:
    heading(paper.title or "(no title found)")
    council = paper.council if paper.council != paper.body else ""
    where = [council, paper.body, day(paper.meeting_date), paper.paper_type.replace("_", " ")]
    click.echo(printable(" · ".join(filter(None, where))))
    pages = f", {count(paper.source.pages, 'page')}" if paper.source.pages else ""
    click.echo(one_line(f"{paper.source.path}{pages}  [{paper.id}]"))
    for copy in paper.source.copies:
        click.echo(one_line(f"also as {copy}"))
    click.echo()


def _outline(paper: Paper) -> None:
    statements: dict[str, list[Statement]] = defaultdict(list)
    for statement in paper.statements:
        statements[statement.section].append(statement)
    part = 0
    for section in paper.sections:
        if section.part != part and len(paper.parts) > section.part:
            part = section.part
            heading(f"{paper.parts[part].title} ({paper.parts[part].kind.replace('_', ' ')})")
        indent = "  " * max(section.level - 1, 0)
        kinds = [kind.replace("_", " ") for kind in section.kinds if kind != "other"]
        page = f"  p. {section.page}" if section.page else ""
        title = " ".join(filter(None, [section.number, section.heading]))
        if title:
            click.echo(printable(f"{indent}{title}{'  (' + ', '.join(kinds) + ')' if kinds else ''}{page}"))
        for statement in statements[section.id]:
            _statement(statement, indent + "    ")


def _statement(statement: Statement, indent: str) -> None:
    facts = _facts(statement)
    label = f"{indent}[{statement.kind}] "
    tail = f" ({'; '.join(facts)})" if facts else ""
    lines = textwrap.wrap(" ".join(printable(f"{statement.text}{tail}").split()), WIDTH - len(label))
    click.echo(label + ("\n" + " " * len(label)).join(lines))


def _facts(statement: Statement) -> list[str]:
    facts = [f"owner: {', '.join(statement.owners)}"] if statement.owners else []
    facts += [f"due: {statement.due.text}"] if statement.due else []
    return facts + [f"{head}: {cell}" for head, cell in statement.status.items()]


def _people(paper: Paper) -> None:
    if paper.people:
        click.echo()
        rows = [(p.name, p.role, p.capacity.replace("_", " "), p.initials) for p in paper.people]
        table(["Person", "Role", "Capacity", "Initials"], rows)
    if paper.abbreviations:
        table(["Abbreviation", "Stands for"], sorted(paper.abbreviations.items()))


def _text(paper: Paper) -> None:
    for passage in paper.passages:
        number = f"{passage.number} " if passage.number else "• " if passage.kind == "list_item" else ""
        indent = "  " * (passage.level + 1 if passage.kind == "list_item" else 0)
        if passage.kind == "heading":
            click.echo()
            heading(number + passage.text)
            continue
        aside = f"  [{passage.aside}]" if passage.aside else ""
        for line in printable(number + passage.text + aside).splitlines():
            click.echo(textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent))
