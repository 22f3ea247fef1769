"""`papers audit`, `resolutions`, `gaps`, `successions` and `measures`: lists of what was found by following."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from pipeline.cli.following import following
from pipeline.cli.output import (
    as_data,
    count,
    csv_option,
    day,
    examples,
    heading,
    json_option,
    narrow,
    printable,
    table,
)
from pipeline.cli.telling import WIDTH, moved, print_resolution, resolution_record
from pipeline.home import Home
from pipeline.text import paged


@examples(
    "papers audit --body 'Flood Resilience'",
    "papers audit --finding contradicted --json",
    "papers audit --csv audit.csv",
)
@click.command()
@click.option(
    "--finding", multiple=True, type=click.Choice(["contradicted", "overdue", "silent", "never_reported"]),
    help="Only with this finding.",
)  # fmt: skip
@click.option("--body", help="Only of bodies with this in their name.")
@click.option(
    "--limit", type=click.IntRange(1), default=40, show_default=True, help="Threads shown; --json and --csv have all."
)
@csv_option
@json_option
@click.pass_obj
def audit(
    home: Path, finding: tuple[str, ...], body: str | None, limit: int, as_json: bool, spreadsheet: Path | None
) -> None:
    """What an auditor would ask about first: contradicted, overdue, silent, never reported on."""
    from pipeline.trace import audit as find
    from pipeline.trace import flat

    items = [
        item
        for item in find(following(Home(home), as_json).threads())
        if (not finding or set(finding) & set(item.findings)) and (not body or body.casefold() in item.body.casefold())
    ]
    if as_data(items, flat.AuditRow, flat.audit(items), as_json, spreadsheet):
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


@examples("papers resolutions --outcome amended", "papers resolutions --csv resolutions.csv")
@click.command()
@click.option(
    "--outcome", multiple=True, type=click.Choice(["agreed", "amended", "noted", "deferred", "rejected", "no minute"]),
    help="Only with this outcome.",
)  # fmt: skip
@csv_option
@json_option
@click.pass_obj
def resolutions(home: Path, outcome: tuple[str, ...], as_json: bool, spreadsheet: Path | None) -> None:
    """What reports recommended beside what the minutes say was resolved."""
    from pipeline.trace import flat

    found = [r for r in following(Home(home), as_json).resolutions() if not outcome or r.outcome in outcome]
    if as_data(map(resolution_record, found), flat.ResolutionRow, flat.resolutions(found), as_json, spreadsheet):
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


@examples("papers gaps --body Scrutiny", "papers gaps --csv missing.csv")
@click.command()
@click.option("--body", help="Only of bodies with this in their name.")
@csv_option
@json_option
@click.pass_obj
def gaps(home: Path, body: str | None, as_json: bool, spreadsheet: Path | None) -> None:
    """Meetings whose minutes, or all of whose papers, are not in the corpus, as far as dates and numbers show it."""
    from pipeline.trace import flat

    found = [gap for gap in following(Home(home), as_json).gaps() if not body or body.casefold() in gap.body.casefold()]
    if as_data(found, flat.GapRow, flat.gaps(found), as_json, spreadsheet):
        return
    table(["Body", "Missing", "Because"], [(g.body, g.what + (" (a guess)" if g.guess else ""), g.why) for g in found])


@examples("papers successions", "papers successions --csv successions.csv")
@click.command()
@csv_option
@json_option
@click.pass_obj
def successions(home: Path, as_json: bool, spreadsheet: Path | None) -> None:
    """Bodies, programmes, systems and posts that followed one another, with the sentences that say so."""
    from pipeline.trace import flat

    found = following(Home(home), as_json).successions()
    if as_data(found, flat.SuccessionRow, flat.successions(found), as_json, spreadsheet):
        return
    for one in found:
        said = "" if one.said else "  (no paper says so)"
        heading(f"{one.former} → {one.later}{f', {one.role}' if one.role else ''}{said}")
        if one.shown_by:
            click.echo(printable(f"  {one.shown_by}"))
        for proof in one.evidence:
            where = f"{day(proof.date)}  {proof.document}{paged(proof.page)}".strip()
            click.echo(printable(f"  {proof.text}\n    {where}"))


@examples("papers measures 'looked after children'", "papers measures --csv figures.csv")
@click.command()
@click.argument("query", nargs=-1)
@csv_option
@json_option
@click.pass_obj
def measures(home: Path, query: tuple[str, ...], as_json: bool, spreadsheet: Path | None) -> None:
    """A named figure with its values over time; without QUERY, every figure that was given more than once."""
    from pipeline.trace import flat

    found = following(Home(home), as_json).measures(" ".join(query))
    if as_data(found, flat.MeasureRow, flat.measures(found), as_json, spreadsheet):
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
