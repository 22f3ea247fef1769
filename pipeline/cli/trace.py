"""`papers trace`, `threads` and `judge`."""

from __future__ import annotations

import sys
from contextlib import closing
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.asking import narrowing, open_engine
from pipeline.cli.following import about, following, of_body
from pipeline.cli.helping import Number
from pipeline.cli.output import as_data, count, csv_option, day, examples, json_option, print_json, table
from pipeline.cli.telling import print_brief, print_thread
from pipeline.errors import UsageError
from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.search import Request
    from pipeline.trace import Thread, Traced

STATES = ["completed", "open", "silent", "superseded", "cancelled"]
HITS = 200  # passages of a search whose threads are shown
FOLLOWED = 0.12  # what a thread is worth more than its best passage, each time that its mentions double


@examples(
    'papers trace "street lights"         what became of it, by a search',
    "papers trace 3f0c9a1b22d4e5f6        the thread that a statement is in",
    'papers trace "flood wardens" --why   and what joins each row to the others',
)
@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--why", is_flag=True, help="What joins each row to those before it.")
@click.option("--limit", type=Number(1, 1000), default=5, show_default=True, help="Threads shown.")
@json_option
@click.pass_obj
def trace(home: Path, query: tuple[str, ...], why: bool, limit: int, as_json: bool) -> None:
    """What became of an action, commitment, risk or recommendation: every sight of it, slips and silence.

    QUERY is a search as in `papers search`, or the id of a statement.
    """
    from pipeline.search import Request

    traced = following(Home(home), as_json)
    found = matching(Home(home), traced, Request(query=" ".join(query), limit=HITS))
    if as_json:
        print_json(found[:limit])
        return
    for thread in found[:limit]:
        print_thread(traced, thread, why)
    if not found:
        click.echo("No thread holds that. Try fewer or other words, or: papers search")
    elif len(found) > limit:
        click.echo(f"{count(len(found) - limit, 'more thread')}; --limit {len(found)} shows all.")


@examples(
    "papers threads 'street lights'",
    "papers threads --state silent --body Scrutiny",
    "papers threads --overdue",
    "papers threads --json > threads.json",
    "papers threads --state open --csv open.csv",
)
@click.command()
@click.argument("query", nargs=-1)
@click.option("--state", multiple=True, type=click.Choice(STATES), help="Only threads in this state.")
@click.option("--body", help="Only of bodies with this in their name.")
@narrowing("kind")
@click.option("--owner", help="Only with this in the name of an owner.")
@click.option("--overdue", is_flag=True, help="Only those open past their due date.")
@click.option("--slipped", is_flag=True, help="Only those whose due date moved.")
@csv_option
@json_option
@click.pass_obj
def threads(
    home: Path, query: tuple[str, ...], state: tuple[str, ...], body: str | None, kind: tuple[str, ...],
    owner: str | None, overdue: bool, slipped: bool, as_json: bool, spreadsheet: Path | None,
) -> None:  # fmt: skip
    """Every thread, or those on what the search for QUERY finds, by body and first sight."""
    from pipeline.trace import flat

    every, wanted = list(following(Home(home), as_json).threads()), about(Home(home), query)
    bodies = of_body(body, (thread.body for thread in every))
    found = [
        thread
        for thread in every
        if (not state or thread.state in state)
        and thread.body in bodies
        and (wanted is None or any((row.paper, row.passage) in wanted for row in thread.rows))
        and (not kind or thread.kind in kind)
        and (not owner or any(owner.casefold() in name.casefold() for row in thread.rows for name in row.owners))
        and (thread.overdue or not overdue)
        and (thread.slips or not slipped)
    ]
    if as_data(found, flat.ThreadRow, flat.threads(found), as_json, spreadsheet):
        return
    if sys.stdout.isatty():
        for row in flat.threads(found):
            print_brief(row)
    else:
        head = ["Body", "Title", "Kind", "Owner", "Due", "State", "Overdue", "Last seen", "Slips", "Rows", "Id"]
        table(head, [
            (row.body, row.title, row.kind, row.owners, row.due, row.state, "overdue" if row.overdue else "",
             day(row.last_seen), row.slips or "", row.mentions, row.thread)
            for row in flat.threads(found)
        ])  # fmt: skip
    click.echo(count(len(found), "thread"), err=True)


@examples(
    "papers judge 3f0c9a1b22d4e5f6 99ab01cd22ef3344 --apart --who 'A. Reader'",
    "papers judge 3f0c9a1b22d4e5f6 99ab01cd22ef3344 --same --who 'A. Reader' --note 'renamed in May'",
)
@click.command()
@click.argument("one")
@click.argument("other")
@click.option("--same/--apart", required=True, help="Whether the two statements are one thing.")
@click.option("--who", required=True, help="Who says so.")
@click.option("--note", default="", help="Why.")
@click.pass_obj
def judge(home: Path, one: str, other: str, same: bool, who: str, note: str) -> None:
    """Say of two statements that they are one thing, or are not; it holds from now on, whatever the program thinks."""
    from pipeline.trace import judge as write

    traced = following(Home(home))
    sides = []
    for name in (one, other):
        sighting = traced.sighting(name)
        if sighting is None:
            raise UsageError(f"no statement has the id {name!r}", hint="papers threads --json shows the ids.")
        sides.append(sighting)
    write(Home(home).folder, sides[0], sides[1], same, who, note)
    click.echo("Noted in judgements.jsonl.")


def matching(home: Home, traced: Traced, request: Request) -> list[Thread]:
    """The threads that hold the statement whose id is asked for, or those that a search finds, the best first.

    What was followed through several papers says more of what became of it than what was seen once.
    """
    if one := traced.thread(request.query):
        return [one]
    with closing(open_engine(home)) as engine:
        hits = engine.search(request).hits
    found: dict[str, tuple[float, Thread]] = {}
    for hit in hits:  # the best first
        thread = traced.thread(hit.statement or "") or traced.thread_at(hit.paper, hit.passage)
        if thread:
            found.setdefault(thread.id, (hit.score * (1 + FOLLOWED * log2(len(thread.rows))), thread))
    return [thread for _, thread in sorted(found.values(), key=lambda pair: -pair[0])]
