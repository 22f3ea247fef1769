"""`papers watch`: saved searches that tell what is new."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from pipeline.cli import asking
from pipeline.cli.output import count, day, examples, heading, json_option, print_json, table
from pipeline.cli.search import print_hits
from pipeline.home import Home
from pipeline.search.watches import FILE, News, Watches

NEWS_CODE = 10  # the exit code of --exit-code when something is new


@click.group()
def watch() -> None:
    """Saved searches that tell what is new since they were last run.

    They are kept in watches.yaml in the home, which can be read, changed and copied.
    """


@examples(
    'papers watch add "school places" "school places" --kind decision',
    "papers watch add floods 'flood* OR gully' --body 'Flood Panel' --from 2015",
    "papers watch add everything-of-cabinet --body cabinet --all-new",
)
@watch.command(cls=asking.Asking)
@click.argument("name")
@click.argument("query", nargs=-1)
@asking.options(asking.FILTERING)
@click.option("--all-new", is_flag=True, help="Let the first run tell everything there is, not only what comes.")
@click.pass_obj
def add(home: Path, /, name: str, query: tuple[str, ...], all_new: bool, **options: Any) -> None:
    """Keep a search under NAME. What it finds today counts as known."""
    place = Home(home)
    watches = Watches(place.folder)
    request = asking.request(" ".join(query), options)
    with closing(asking.open_engine(place)) as engine:
        engine.search(request)  # a fault in the query is told before anything is kept
        watches.add(name, request)
        if not all_new:
            found = watches.take_stock(engine, name)
    click.echo(f"Kept {name!r} in {FILE}" + ("." if all_new else f"; it finds {count(found, 'passage')} today."))


@examples("papers watch list")
@watch.command("list")
@json_option
@click.pass_obj
def show(home: Path, as_json: bool) -> None:
    """The saved searches, and when each was last run."""
    watches = Watches(Home(home).folder)
    rows = [(name, asked.query, watches.last_run(name)) for name, asked in watches.searches.items()]
    if as_json:
        print_json([{"name": name, "query": query, "last_run": run} for name, query, run in rows])
    else:
        table(["Name", "Query", "Last run (UTC)"], rows)


@examples(
    "papers watch run                     all of them",
    "papers watch run floods --keep       look, and have it told again the next time",
    "papers ingest && papers watch run --quiet     from cron: a mail only when there is something new",
)
@watch.command()
@click.argument("names", nargs=-1)
@click.option("--quiet", is_flag=True, help="Print nothing when nothing is new.")
@click.option("--exit-code", is_flag=True, help=f"End with {NEWS_CODE} when something is new.")
@click.option("--keep", is_flag=True, help="Do not count what is told as known.")
@json_option
@click.pass_obj
def run(home: Path, names: tuple[str, ...], quiet: bool, exit_code: bool, keep: bool, as_json: bool) -> None:
    """What is new since the last run.

    Of the searches NAMES, or of all: statements and passages, the best first.
    """
    place = Home(home)
    watches = Watches(place.folder)
    for name in names:
        watches.named(name)
    told: list[News] = []
    with closing(asking.open_engine(place)) as engine:
        for name in names or watches.searches:
            news = watches.news(engine, name)
            told.append(news)
            if not as_json:
                _print(news, quiet)
            if not keep:
                watches.take_stock(engine, name, news.new)
    if as_json and not (quiet and not any(news.new for news in told)):
        print_json(told)
    if not watches.searches and not quiet and not as_json:
        click.echo("There are no saved searches. Keep one with: papers watch add NAME QUERY")
    if exit_code and any(news.new for news in told):
        raise click.exceptions.Exit(NEWS_CODE)


@examples("papers watch remove floods")
@watch.command()
@click.argument("name")
@click.pass_obj
def remove(home: Path, name: str) -> None:
    """Forget a saved search."""
    Watches(Home(home).folder).remove(name)
    click.echo(f"Removed {name!r}.")


def _print(news: News, quiet: bool) -> None:
    if not news.new and quiet:
        return
    since = f"since {day(news.since[:10])}" if news.since else "first run"
    new = f"{len(news.new):,} new of {news.total:,}" if news.new else "nothing new"
    heading(f"{news.name}: {new}, {since}")
    if news.new:
        print_hits(news.new)
