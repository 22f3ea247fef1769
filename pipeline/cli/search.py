"""`papers search` and the views that are searches for certain kinds of statements."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from pipeline.cli import asking
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
from pipeline.cli.trace import STATES
from pipeline.errors import UsageError
from pipeline.home import Home
from pipeline.text import paged

if TYPE_CHECKING:
    from pipeline.cli.views import Told
    from pipeline.search import Engine, Hit, Request, Results

QUERY: list[asking.Option] = [click.argument("query", nargs=-1)]
STATE: list[asking.Option] = [
    click.option(
        "--state", multiple=True, type=click.Choice(STATES),
        help="Only what its thread says is in this state: open is still open; may be given again.",
    )
]  # fmt: skip
PRINTING: list[asking.Option] = [json_option, click.pass_obj]


@examples(
    'papers search "early help" --kind action --from 2015 --to 2017',
    "papers search '\"looked after children\" AND NOT fostering' --facets",
    "papers search 'owner:clerk hedge*' --sort date --json",
    "papers search 'gritting NEAR/5 (route OR routes)'",
    "papers search library hours --near 5",
    "papers search flood --facet organisation --facet-find envir --facet-sort name --not type=agenda",
)
@click.command(cls=asking.Asking)
@asking.options(QUERY, asking.FILTERING, asking.COUNTING, asking.PAGING, PRINTING)
def search(home: Path, **options: Any) -> None:
    """Search everything the papers say: ranked passages with their paper, date and page.

    QUERY is words, "phrases", AND OR NOT NEAR, field:value, prefix*, fuzzy~ and ranges like year:2015..2017.
    docs/search.md explains it. papers batch asks many queries at once, papers watch says what is new.
    """
    _run(Home(home), options)


@examples('papers decisions "school places" --from 2015', "papers decisions --body cabinet --sort date")
@click.command(cls=asking.Asking)
@asking.options(QUERY, asking.FILTERING, asking.COUNTING, asking.PAGING, STATE, PRINTING)
def decisions(home: Path, **options: Any) -> None:
    """What was decided and recommended on a topic, by which body, when."""
    _run(Home(home), options, "decisions")


@examples("papers commitments flooding", "papers commitments --owner 'Director of Place' --json")
@click.command(cls=asking.Asking)
@asking.options(QUERY, asking.FILTERING, asking.COUNTING, asking.PAGING, STATE, PRINTING)
def commitments(home: Path, **options: Any) -> None:
    """What was promised on a topic - aims, priorities, recommendations, actions - by whom, by when."""
    _run(Home(home), options, "commitments")


@examples("papers actions libraries --state open", "papers actions --owner SQ --from 2011")
@click.command(cls=asking.Asking)
@asking.options(QUERY, asking.FILTERING, asking.COUNTING, asking.PAGING, STATE, PRINTING)
def actions(home: Path, **options: Any) -> None:
    """Who was to do what on a topic, by when."""
    _run(Home(home), options, "actions")


@examples("papers risks budget --facets", "papers risks --service 'Early Help' --sort date")
@click.command(cls=asking.Asking)
@asking.options(QUERY, asking.FILTERING, asking.COUNTING, asking.PAGING, STATE, PRINTING)
def risks(home: Path, **options: Any) -> None:
    """What was seen as a risk on a topic."""
    _run(Home(home), options, "risks")


def _run(home: Home, options: dict[str, Any], view: str = "") -> None:
    request, states = asking.request(" ".join(options["query"]), options, view), options.get("state")
    if states and request.facets:
        raise UsageError("--state and the counting of facets do not go together", hint="Leave one of them out.")
    with closing(asking.open_engine(home)) as engine:
        asking.say_unheld(engine, request)
        if states:
            from pipeline.cli.views import in_states

            results = in_states(home, engine, request, states, quiet=options["as_json"])
        else:
            results = engine.search(request)
        hint = "" if results.total else _hint(engine, request, bool(states))
    if view:
        _view(home, results, options["as_json"])
    elif options["as_json"]:
        print_json(results)
    else:
        print_hits(results.hits)
    if not options["as_json"]:
        _print_rest(results, options, hint)


def _hint(engine: Engine, request: Request, in_states: bool) -> str:
    """What may help where nothing was found."""
    if in_states and (others := engine.search(msgspec.structs.replace(request, limit=0)).total):
        return f"without --state there {_are(others)}."
    if request.narrowed and request.query and (others := engine.search(request.unnarrowed()).total):
        return f"without the filters there {_are(others)}."
    return "try fewer or other words, or word~ for one that may be misspelt." if request.query else ""


def _are(number: int) -> str:
    return f"{'is' if number == 1 else 'are'} {number:,}"


def print_hits(hits: Sequence[Hit]) -> None:
    """Print hits: a paragraph each on a terminal, a line each otherwise."""
    if not sys.stdout.isatty():
        rows = [
            (
                hit.date,
                hit.body,
                hit.kind,
                " ".join(hit.text.split()),
                hit.document + paged(hit.page),
                hit.statement or hit.passage,
            )
            for hit in hits
        ]
        table(["Date", "Body", "Kind", "Text", "Paper", "Id"], rows)
        return
    for hit in hits:
        heading(" · ".join(filter(None, [hit.title, hit.body, day(hit.date)])))
        paragraph(_marked(hit))
        _details(hit.kind, hit.section, hit.document + paged(hit.page), hit.statement)


def _view(home: Home, results: Results, as_json: bool) -> None:
    """Statements with what an action plan says beside them - owner, due date, status - and what became of them."""
    from pipeline.cli import views

    found = views.told(home, results, quiet=as_json)
    if as_json:
        print_json(views.as_json(results, found))
    elif not sys.stdout.isatty():
        head = ["Date", "Body", "Text", "Kind", "Owner", "Due", "State", "Last seen", "Paper", "Id"]
        table(head, [_view_row(one) for one in found])
    else:
        together: dict[str, list[Told]] = {}
        for one in found:  # an action on one list after the other is one thing
            together.setdefault(one.thread or one.hit.passage + one.hit.paper, []).append(one)
        for first, *others in together.values():
            _print_told(first, others)


def _print_told(one: Told, others: Sequence[Told]) -> None:
    """A statement, and below it where else the same thing is found."""
    date, body, text, kind, owner, due, _, seen, where, name = _view_row(one)
    paragraph(printable(text))
    facts = [f"{owner and 'owner: '}{owner}", f"{due and 'due: '}{due}"]
    facts += [f"{column}: {cell}" for column, cell in one.status.items()]
    facts += [f"{one.state}{seen and ', last seen '}{seen}", where, name]
    paragraph(printable(" · ".join(filter(None, [kind, body, day(date), *facts]))), dim=True)
    for other in others:
        date, *_, where, name = _view_row(other)
        paragraph(printable(" · ".join(filter(None, [f"also {day(date)}".strip(), where, name]))), dim=True)
    click.echo()


def _view_row(told: Told) -> tuple[str, ...]:
    hit, due = told.hit, told.due.text if told.due else ""
    return (
        hit.date or "", hit.body or "", " ".join(told.text.split()), hit.kind or "", ", ".join(told.owners), due,
        told.standing, told.seen, hit.document + paged(hit.page), hit.statement or hit.passage,
    )  # fmt: skip


def _details(*details: str | None) -> None:
    """The line under a hit that says what it is and where it stands."""
    paragraph(printable(" · ".join(filter(None, details))), dim=True)
    click.echo()


def _print_rest(results: Results, options: dict[str, Any], hint: str) -> None:
    """What there is to say under the hits."""
    more = f"; --page {options['page'] + 1} shows more" if options["page"] * options["limit"] < results.total else ""
    click.echo(f"{count(results.total, 'match', 'matches')}{more}", err=not sys.stdout.isatty())
    if results.unheld:
        click.echo(f"No paper says {' or '.join(results.unheld)}.", err=True)
    for words, others in results.expanded.items():
        click.echo(f"Also searched for {words}: {', '.join(others)} (--exact leaves that out)", err=True)
    for suggestion in results.suggestions:
        click.echo(f"Did you mean: {suggestion}", err=True)
    if hint:
        click.echo(f"Hint: {hint}", err=True)
    for field, values in results.facets.items():
        if not values:
            continue
        shown_values = options["facet_limit"] or asking.SHOWN_VALUES
        click.echo()
        table([field.title(), "Matches"], values[:shown_values])
        if len(values) > shown_values:
            click.echo(f"and {len(values) - shown_values} more (--facet-limit {len(values)} shows all)", err=True)


def _marked(hit: Hit) -> str:
    """The text with what the query found in bold."""
    pieces, at = [], 0
    for start, end in hit.highlights:
        pieces += [printable(hit.text[at:start]), click.style(printable(hit.text[start:end]), bold=True)]
        at = end
    return " ".join("".join([*pieces, printable(hit.text[at:])]).split())
