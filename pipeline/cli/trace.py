"""`papers trace`, `threads`, `audit`, `resolutions`, `successions`, `measures` and `judge`."""

from __future__ import annotations

import textwrap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.asking import narrowing, open_engine
from pipeline.cli.following import following
from pipeline.cli.output import (
    count,
    day,
    examples,
    heading,
    json_option,
    narrow,
    print_json,
    printable,
    table,
)
from pipeline.cli.telling import WIDTH, moved, print_resolution, print_thread, resolution_record
from pipeline.errors import UsageError
from pipeline.home import Home
from pipeline.text import paged

if TYPE_CHECKING:
    from pipeline.search import Request
    from pipeline.trace import Thread, Traced

STATES = ["completed", "open", "silent", "superseded", "cancelled"]
HITS = 200  # passages of a search whose threads are shown


@examples(
    'papers trace "street lights"         what became of it, by a search',
    "papers trace 3f0c9a1b22d4e5f6        the thread that a statement is in",
    'papers trace "flood wardens" --why   and what joins each row to the others',
)
@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--why", is_flag=True, help="What joins each row to those before it.")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True, help="Threads shown.")
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
    "papers threads --state silent --body Scrutiny",
    "papers threads --overdue",
    "papers threads --json > threads.json",
)
@click.command()
@click.option("--state", multiple=True, type=click.Choice(STATES), help="Only threads in this state.")
@click.option("--body", help="Only of bodies with this in their name.")
@narrowing("kind")
@click.option("--owner", help="Only with this in the name of an owner.")
@click.option("--overdue", is_flag=True, help="Only those open past their due date.")
@click.option("--slipped", is_flag=True, help="Only those whose due date moved.")
@json_option
@click.pass_obj
def threads(
    home: Path, state: tuple[str, ...], body: str | None, kind: tuple[str, ...], owner: str | None, overdue: bool,
    slipped: bool, as_json: bool,
) -> None:  # fmt: skip
    """Every thread, by body and first sight."""
    found = [
        thread
        for thread in following(Home(home), as_json).threads()
        if (not state or thread.state in state)
        and (not body or body.casefold() in thread.body.casefold())
        and (not kind or thread.kind in kind)
        and (not owner or any(owner.casefold() in name.casefold() for row in thread.rows for name in row.owners))
        and (thread.overdue or not overdue)
        and (thread.slips or not slipped)
    ]
    if as_json:
        print_json(found)
        return
    rows = [(t.body, t.title, t.kind, t.state, day(t.last_seen), len(t.slips) or "", len(t.rows), t.id) for t in found]
    table(["Body", "Title", "Kind", "State", "Last seen", "Slips", "Rows", "Id"], rows)
    click.echo(count(len(found), "thread"), err=True)


@examples("papers audit --body 'Flood Resilience'", "papers audit --finding contradicted --json")
@click.command()
@click.option(
    "--finding", multiple=True, type=click.Choice(["contradicted", "overdue", "silent", "never_reported"]),
    help="Only with this finding.",
)  # fmt: skip
@click.option("--body", help="Only of bodies with this in their name.")
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="Threads shown; --json has all.")
@json_option
@click.pass_obj
def audit(home: Path, finding: tuple[str, ...], body: str | None, limit: int, as_json: bool) -> None:
    """What an auditor would ask about first: contradicted, overdue, silent, never reported on."""
    from pipeline.trace import audit as find

    items = [
        item
        for item in find(following(Home(home), as_json).threads())
        if (not finding or set(finding) & set(item.findings)) and (not body or body.casefold() in item.body.casefold())
    ]
    if as_json:
        print_json(items)
        return
    for item in items[:limit]:
        heading(f"{item.title}  [{item.thread}]")
        facts = [
            ", ".join(item.findings).replace("_", " "),
            item.body,
            ", ".join(item.owners),
            moved(item.slips),
        ]
        click.echo(printable("  " + " · ".join(filter(None, facts))))
        for message in item.messages:
            click.echo(printable(textwrap.fill(message, WIDTH, initial_indent="  - ", subsequent_indent="    ")))
        click.echo(printable(f"  {item.document}{paged(item.page)}"))
    more = f"; --limit {len(items)} shows all" if len(items) > limit else ""
    click.echo(f"{count(len(items), 'thread')} to ask about{more}", err=True)


@examples("papers resolutions --outcome amended", "papers resolutions --json")
@click.command()
@click.option(
    "--outcome", multiple=True, type=click.Choice(["agreed", "amended", "noted", "deferred", "rejected", "no minute"]),
    help="Only with this outcome.",
)  # fmt: skip
@json_option
@click.pass_obj
def resolutions(home: Path, outcome: tuple[str, ...], as_json: bool) -> None:
    """What reports recommended beside what the minutes say was resolved."""
    found = [r for r in following(Home(home), as_json).resolutions() if not outcome or r.outcome in outcome]
    if as_json:
        print_json([resolution_record(r) for r in found])
        return
    if narrow():
        for r in found:
            print_resolution(r)
        return
    rows = [
        (day(r.recommendation.date), r.recommendation.document + paged(r.recommendation.page), r.recommendation.text,
         r.message, r.decision.document + paged(r.decision.page) if r.decision else "")
        for r in found
    ]  # fmt: skip
    table(["Date", "Report", "Recommended", "Outcome", "Minutes"], rows)


@examples("papers gaps --body Scrutiny", "papers gaps --json")
@click.command()
@click.option("--body", help="Only of bodies with this in their name.")
@json_option
@click.pass_obj
def gaps(home: Path, body: str | None, as_json: bool) -> None:
    """Meetings whose minutes, or all of whose papers, are not in the corpus, as far as dates and numbers show it."""
    found = [gap for gap in following(Home(home), as_json).gaps() if not body or body.casefold() in gap.body.casefold()]
    if as_json:
        print_json(found)
        return
    table(["Body", "Missing", "Because"], [(g.body, g.what + (" (a guess)" if g.guess else ""), g.why) for g in found])


@examples("papers successions", "papers successions --json")
@click.command()
@json_option
@click.pass_obj
def successions(home: Path, as_json: bool) -> None:
    """Bodies, programmes, systems and posts that followed one another, with the sentences that say so."""
    found = following(Home(home), as_json).successions()
    if as_json:
        print_json(found)
        return
    for one in found:
        said = "" if one.said else "  (no paper says so)"
        heading(f"{one.former} → {one.later}{f', {one.role}' if one.role else ''}{said}")
        if one.shown_by:
            click.echo(printable(f"  {one.shown_by}"))
        for proof in one.evidence:
            where = f"{day(proof.date)}  {proof.document}{paged(proof.page)}".strip()
            click.echo(printable(f"  {proof.text}\n    {where}"))


@examples("papers measures 'looked after children'", "papers measures --json")
@click.command()
@click.argument("query", nargs=-1)
@json_option
@click.pass_obj
def measures(home: Path, query: tuple[str, ...], as_json: bool) -> None:
    """A named figure with its values over time; without QUERY, every figure that was given more than once."""
    found = following(Home(home), as_json).measures(" ".join(query))
    if as_json:
        print_json(found)
        return
    for measure in found:
        heading(measure.name)
        rows = []
        for at, figure in enumerate(measure.figures):
            unlike = ", ".join(
                measure.figures[b if a == at else a].written for a, b in measure.disagree if at in (a, b)
            )
            note = f"another paper says {unlike}" if unlike else "" if figure.stated else "date of the paper"
            where = figure.proof.document + paged(figure.proof.page)
            rows.append((day(figure.at), figure.written, note, where))
        table(["At", "Value", "Note", "Paper"], rows)
    if not found:
        once = "No figure is surely given twice. Those given once are found by a word of their name."
        click.echo("No figure has such a name." if query else once)


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
    """The threads that hold the statement whose id is asked for, or those that a search finds, the best first."""
    if one := traced.thread(request.query):
        return [one]
    with closing(open_engine(home)) as engine:
        hits = engine.search(request).hits
    found = [traced.thread(hit.statement or "") or traced.thread_at(hit.paper, hit.passage) for hit in hits]
    return list({thread.id: thread for thread in found if thread}.values())
