"""`papers search` and the views that are searches for certain kinds of statements."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.output import (
    count,
    day,
    examples,
    heading,
    json_option,
    paragraph,
    print_json,
    printable,
    table,
)
from pipeline.errors import IndexUnusableError, UsageError
from pipeline.home import Home
from pipeline.search.views import KINDS

if TYPE_CHECKING:
    from pipeline.cli.views import Told
    from pipeline.search import Engine, Hit, Request, Results

#: Options that filter by a field of the same name.
FILTERS = (
    "kind", "section", "body", "council", "service", "organisation", "legislation", "programme", "owner", "person",
    "type", "status",
)  # fmt: skip
FACETS = ["body", "year", "kind", "section", "type", "service", "organisation"]
SHOWN_VALUES = 10  # of a facet, when printed


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that search and the views share."""
    options: list[Callable[[Any], Any]] = [click.argument("query", nargs=-1)]
    options += [
        click.option(f"--{name}", multiple=True, help=f"Only where the {name} is this; may be given again.")
        for name in FILTERS
    ]
    options += [
        click.option("--from", "date_from", metavar="DATE", help="Meetings on or after: 2015, 2015-11 or 2015-11-03."),
        click.option("--to", "date_to", metavar="DATE", help="Meetings on or before."),
        click.option("--not", "exclude", multiple=True, metavar="FIELD=VALUE", help="Leave out what has this value."),
        click.option("--facets", is_flag=True, help="Count the matches by body, year, kind and more."),
        click.option("--facet", multiple=True, metavar="FIELD", help="Count the matches by this field."),
        click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True),
        click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Hits a page."),
        click.option("--page", type=click.IntRange(1), default=1, show_default=True),
        click.option("--exact", is_flag=True, help="The words as written: no synonyms, abbreviations or other forms."),
        click.option(
            "--near", type=click.IntRange(0), metavar="N", help="The words stand together, at most N others among them."
        ),
        click.option("--group", is_flag=True, help="Keep the hits of a paper together."),
        json_option,
        click.pass_obj,
    ]
    for option in reversed(options):
        command = option(command)
    return command


@examples(
    'papers search "early help" --kind action --from 2015 --to 2017',
    "papers search '\"looked after children\" AND NOT fostering' --facets",
    "papers search 'owner:clerk hedge*' --sort date --json",
    "papers search 'gritting NEAR/5 (route OR routes)'",
    "papers search library hours --near 5",
)
@click.command()
@_options
def search(home: Path, **options: Any) -> None:
    """Search everything the papers say: ranked passages with their paper, date and page.

    QUERY is words, "phrases", AND OR NOT, field:value, prefix*, fuzzy~ and ranges like year:2015..2017.
    """
    _run(Home(home), options)


@examples('papers decisions "school places" --from 2015', "papers decisions --body cabinet --sort date")
@click.command()
@_options
def decisions(home: Path, **options: Any) -> None:
    """What was decided and recommended on a topic, by which body, when."""
    _run(Home(home), options, KINDS["decisions"])


@examples("papers commitments flooding", "papers commitments --owner 'Director of Place' --json")
@click.command()
@_options
def commitments(home: Path, **options: Any) -> None:
    """What was promised on a topic - aims, priorities, recommendations, actions - by whom, by when."""
    _run(Home(home), options, KINDS["commitments"])


@examples("papers actions libraries", "papers actions --owner SQ --from 2011")
@click.command()
@_options
def actions(home: Path, **options: Any) -> None:
    """Who was to do what on a topic, by when."""
    _run(Home(home), options, KINDS["actions"])


@examples("papers risks budget --facets", "papers risks --service 'Early Help' --sort date")
@click.command()
@_options
def risks(home: Path, **options: Any) -> None:
    """What was seen as a risk on a topic."""
    _run(Home(home), options, KINDS["risks"])


def _run(home: Home, options: dict[str, Any], kinds: Sequence[str] = ()) -> None:
    engine = open_engine(home)
    try:
        results = engine.search(_request(options, kinds))
    finally:
        engine.close()
    if kinds:
        _view(home, results, options["as_json"])
    elif options["as_json"]:
        print_json(results)
    else:
        _print_hits(results)
    if not options["as_json"]:
        _print_rest(results, options)


def open_engine(home: Home) -> Engine:
    """The index, opened; one that cannot be used is made anew from the stored papers, with a line that says so."""
    try:
        return home.engine()
    except IndexUnusableError as error:
        from pipeline.ingest import rebuild

        click.echo(f"Making the index anew: {error}.", err=True)
        rebuild(home)
        return home.engine()


def _request(options: dict[str, Any], kinds: Sequence[str]) -> Request:
    from pipeline.search import Request

    filters = {name: list(options[name]) for name in FILTERS if options[name]}
    if kinds:
        filters.setdefault("kind", list(kinds))
    return Request(
        query=" ".join(options["query"]),
        filters=filters,
        exclude=_exclude(options["exclude"]),
        date_from=bound(options["date_from"], last=False),
        date_to=bound(options["date_to"], last=True),
        facets=list(options["facet"]) or (FACETS if options["facets"] else []),
        sort=options["sort"],
        limit=options["limit"],
        page=options["page"],
        near=options["near"],
        exact=options["exact"],
        group=options["group"],
    )


def _exclude(pairs: Iterable[str]) -> dict[str, list[str]]:
    excluded: dict[str, list[str]] = {}
    for pair in pairs:
        field, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"--not {pair} names no value", hint="Write it as --not FIELD=VALUE: --not kind=risk")
        excluded.setdefault(field, []).append(value)
    return excluded


def bound(text: str | None, last: bool) -> str | None:
    """'2015' as its first or last day in ISO form, likewise '2015-11' and any date that can be read.

    Raises UsageError for anything else.
    """
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    from pipeline import dates

    if found := re.fullmatch(r"(\d{4})-(\d\d)", text):
        text = f"{found[2]}/{found[1]}"
    known = [date.value for date in dates.find(text) if date.value]
    if len(known) != 1:
        raise UsageError(f"{text!r} is no date", hint="Write 2015, 2015-11, 2015-11-03 or '3 November 2015'.")
    return known[0].end if last else known[0].start


def _print_hits(results: Results) -> None:
    if not sys.stdout.isatty():
        rows = [
            (hit.date, hit.body, hit.kind, " ".join(hit.text.split()), _where(hit), hit.statement or hit.passage)
            for hit in results.hits
        ]
        table(["Date", "Body", "Kind", "Text", "Paper", "Id"], rows)
        return
    for hit in results.hits:
        heading(" · ".join(filter(None, [hit.title, hit.body, day(hit.date)])))
        paragraph(_marked(hit))
        _details(hit.kind, hit.section, _where(hit), hit.statement)


def _view(home: Home, results: Results, as_json: bool) -> None:
    """Statements with what an action plan says beside them - owner, due date, status - and what became of them."""
    from pipeline.cli import views

    found = views.told(home, results)
    if as_json:
        print_json(views.as_json(results, found))
    elif not sys.stdout.isatty():
        head = ["Date", "Body", "Text", "Kind", "Owner", "Due", "State", "Last seen", "Paper", "Id"]
        table(head, [_view_row(one) for one in found])
    else:
        for one in found:
            date, body, text, kind, owner, due, _, seen, where, name = _view_row(one)
            paragraph(printable(text))
            facts = [f"{owner and 'owner: '}{owner}", f"{due and 'due: '}{due}"]
            facts += [f"{column}: {cell}" for column, cell in one.status.items()]
            _details(kind, body, day(date), *facts, f"{one.state}{seen and ', last seen '}{seen}", where, name)


def _view_row(told: Told) -> tuple[str, ...]:
    hit, due = told.hit, told.due.text if told.due else ""
    return (
        hit.date or "", hit.body or "", " ".join(told.text.split()), hit.kind or "", ", ".join(told.owners), due,
        told.standing, told.seen, _where(hit), hit.statement or hit.passage,
    )  # fmt: skip


def _details(*details: str | None) -> None:
    """The line under a hit that says what it is and where it stands."""
    paragraph(printable(" · ".join(filter(None, details))), dim=True)
    click.echo()


def _print_rest(results: Results, options: dict[str, Any]) -> None:
    shown = (options["page"] - 1) * options["limit"] + len(results.hits)
    more = f"; --page {options['page'] + 1} shows more" if shown < results.total else ""
    click.echo(f"{count(results.total, 'match', 'matches')}{more}", err=not sys.stdout.isatty())
    for words, others in results.expanded.items():
        click.echo(f"Also searched for {words}: {', '.join(others)} (--exact leaves that out)", err=True)
    for suggestion in results.suggestions:
        click.echo(f"Did you mean: {suggestion}", err=True)
    for field, values in results.facets.items():
        click.echo()
        table([field.title(), "Matches"], values[:SHOWN_VALUES])
        if len(values) > SHOWN_VALUES:
            click.echo(f"and {len(values) - SHOWN_VALUES} more (--json lists all)", err=True)


def _where(hit: Hit) -> str:
    return f"{hit.document}, p. {hit.page}" if hit.page else hit.document


def _marked(hit: Hit) -> str:
    """The text with what the query found in bold."""
    pieces, at = [], 0
    for start, end in hit.highlights:
        pieces += [printable(hit.text[at:start]), click.style(printable(hit.text[start:end]), bold=True)]
        at = end
    return " ".join("".join([*pieces, printable(hit.text[at:])]).split())
