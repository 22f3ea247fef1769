"""`papers audit`, `resolutions`, `gaps`, `successions` and `measures`: lists of what was found by following."""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path

import click

from pipeline.cli.following import about, following, of_body
from pipeline.cli.helping import Number
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

#: What may be found, the gravest first.
FINDINGS = ("contradicted", "overdue", "silent", "never_reported")


@examples(
    "papers audit street lights",
    "papers audit --body 'Flood Resilience'",
    "papers audit --finding contradicted --json",
    "papers audit --csv audit.csv",
)
@click.command()
@click.argument("query", nargs=-1)
@click.option(
    "--finding", multiple=True, type=click.Choice(FINDINGS),
    help="Only with this finding.",
)  # fmt: skip
@click.option("--body", help="Only of bodies with this in their name.")
@click.option(
    "--limit", type=Number(1), default=40, show_default=True, help="Threads shown; --json and --csv have all."
)
@csv_option
@json_option
@click.pass_obj
def audit(
    home: Path, query: tuple[str, ...], finding: tuple[str, ...], body: str | None, limit: int, as_json: bool,
    spreadsheet: Path | None,
) -> None:  # fmt: skip
    """What an auditor would ask about first: contradicted, overdue, silent, never reported on.

    Of everything, or of what the search for QUERY finds.
    """
    from pipeline.trace import audit as find
    from pipeline.trace import flat

    threads, wanted = list(following(Home(home), as_json).threads()), about(Home(home), query)
    bodies = of_body(body, (thread.body for thread in threads))
    if wanted is not None:
        threads = [one for one in threads if any((row.paper, row.passage) in wanted for row in one.rows)]
    items = [
        item for item in find(threads) if (not finding or set(finding) & set(item.findings)) and item.body in bodies
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
    counted = Counter[str](name for item in items for name in item.findings)
    each = ", ".join(f"{counted[name]:,} {name.replace('_', ' ')}" for name in FINDINGS if counted[name])
    click.echo(f"{count(len(items), 'thread')} to ask about{each and f' ({each})'}{more}", err=True)


@examples(
    "papers resolutions library hours",
    "papers resolutions --outcome amended --body cabinet",
    "papers resolutions --csv resolutions.csv",
)
@click.command()
@click.argument("query", nargs=-1)
@click.option(
    "--outcome", multiple=True, type=click.Choice(["agreed", "amended", "noted", "deferred", "rejected", "no minute"]),
    help="Only with this outcome.",
)  # fmt: skip
@click.option("--body", help="Only of bodies with this in their name.")
@csv_option
@json_option
@click.pass_obj
def resolutions(
    home: Path, query: tuple[str, ...], outcome: tuple[str, ...], body: str | None, as_json: bool,
    spreadsheet: Path | None,
) -> None:  # fmt: skip
    """What reports recommended beside what the minutes say was resolved.

    Of everything, or where the search for QUERY finds the one or the other.
    """
    from pipeline.trace import flat

    every, wanted = following(Home(home), as_json).resolutions(), about(Home(home), query)
    bodies = of_body(body, (one.recommendation.body for one in every))
    found = [
        one
        for one in every
        if (not outcome or one.outcome in outcome)
        and one.recommendation.body in bodies
        and (wanted is None or any(side and (side.paper, side.passage) in wanted
                                   for side in (one.recommendation, one.decision)))
    ]  # fmt: skip
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
    counted = Counter(one.outcome for one in found)
    each = ", ".join(f"{number:,} {name}" for name, number in counted.most_common())
    click.echo(f"{count(len(found), 'recommendation')}{each and f': {each}'}", err=True)


@examples("papers gaps --body Scrutiny", "papers gaps --csv missing.csv")
@click.command()
@click.option("--body", help="Only of bodies with this in their name.")
@csv_option
@json_option
@click.pass_obj
def gaps(home: Path, body: str | None, as_json: bool, spreadsheet: Path | None) -> None:
    """Meetings whose minutes, or all of whose papers, are not in the corpus, as far as dates and numbers show it."""
    from pipeline.trace import flat

    every = following(Home(home), as_json).gaps()
    bodies = of_body(body, (gap.body for gap in every))
    found = [gap for gap in every if gap.body in bodies]
    if as_data(found, flat.GapRow, flat.gaps(found), as_json, spreadsheet):
        return
    rows = [(gap.body, gap.what + (" (a guess)" if gap.guess else ""), gap.why) for gap in found]
    table(["Body", "Missing", "Because"], rows)


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
