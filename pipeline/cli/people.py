"""`papers people`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from pipeline import roles
from pipeline.cli.asking import bound
from pipeline.cli.output import count, day, examples, json_option, print_json, table
from pipeline.errors import UsageError
from pipeline.home import Home
from pipeline.text import fold


@examples(
    "papers people                                  every office the papers list, and who held it when",
    'papers people "Vera Oduya"                     the offices of one person',
    "papers people chair --body Scrutiny            who has been in the chair",
    "papers people chair --on 2016-06-14            who was in the chair that day, where the papers say so",
)
@click.command()
@click.argument("query", required=False)
@click.option("--body", help="Only of bodies with this in their name.")
@click.option("--on", "moment", metavar="DATE", help="Only who held it on this day: 2016-06-14 or '14 June 2016'.")
@json_option
@click.pass_obj
def people(home: Path, query: str | None, body: str | None, moment: str | None, as_json: bool) -> None:
    """Who held which office and when, by the lists of people in the papers; nobody is guessed."""
    with Home(home).store() as store:
        held = roles.register(listing for paper in store.papers() for listing in roles.listings(paper))
    wanted = fold(query or "")
    found = [
        one
        for one in roles.tenures(held)
        if (wanted in fold(one.role) or wanted in fold(one.person)) and fold(body or "") in fold(one.body)
    ]
    if moment is not None:
        asked = _day(moment)
        found = [
            one for one in found if roles.holder(held, one.role, one.body, asked) and one.first <= asked <= one.last
        ]
    if not found:
        raise UsageError(
            f"the papers do not say who held that office{' then' if moment else ''}",
            hint="papers people lists what they say.",
        )
    if as_json:
        print_json(found)
        return
    rows = [
        (one.body, one.role, one.person, day(one.first), day(one.last), len(one.listings), _where(one)) for one in found
    ]
    table(["Body", "Office or organisation", "Person", "First", "Last", "Papers", "First listed in"], rows)
    click.echo(count(len(found), "line"), err=True)


def _day(text: str) -> str:
    """A date in ISO form. Raises UsageError for what is none, and for more than a day."""
    first = bound(text, last=False)
    if first is None or first != bound(text, last=True):
        raise UsageError(f"{text!r} is no day", hint="Write 2016-06-14 or '14 June 2016'.")
    return first


def _where(tenure: roles.Tenure) -> str:
    return PurePosixPath(tenure.listings[0].document).name
