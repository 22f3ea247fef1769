"""The options by which commands ask the search, and the request that they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import click
import msgspec

from pipeline.cli.helping import Number, Sectioned
from pipeline.cli.output import printable
from pipeline.errors import IndexUnusableError, UsageError
from pipeline.search.fields import CLOSED, FIELDS, known
from pipeline.search.views import FIRST, KINDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pipeline.home import Home
    from pipeline.search import Engine, Hit, Request

Option = Callable[[Any], Any]

#: Options that filter by a field of the same name.
FILTERS = (
    "kind", "section", "body", "council", "service", "organisation", "legislation", "programme", "owner", "person",
    "type", "status", "year", "document",
)  # fmt: skip
#: The fields that --facets counts by.
FACETS = ["body", "year", "kind", "section", "type", "service", "organisation"]
SHOWN_VALUES = 10  # of a facet, when no --facet-limit is given and it is printed

PAGE = 1000  # hits asked for at once where all are wanted


def one_of(field: str, value: str) -> str:
    """`value` as a field with a fixed set of values writes it. Raises UsageError, with what may be meant, for none."""
    plain = "_".join(re.split(r"[\s_-]+", value.strip().casefold()))
    if plain in CLOSED[field]:
        return plain
    from difflib import get_close_matches

    like = " or ".join(get_close_matches(plain, CLOSED[field], 2))
    raise UsageError(
        f"there is no {field} {value!r}",
        hint=f"Did you mean {like}?" if like else f"One of: {', '.join(CLOSED[field])}",
    )


def _checked(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one_of(str(option.name), value) for value in values)


def _completed(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(value) for value in CLOSED[str(option.name)] if value.startswith(begun)]


def narrowing(name: str) -> Option:
    """The option that filters by the field `name`; where there are only certain values, its help lists them."""
    metavar, meaning = name.upper(), FIELDS[name].meaning
    if name not in CLOSED:
        return click.option(f"--{name}", metavar=metavar, multiple=True, help=f"{meaning[:1].upper()}{meaning[1:]}.")
    return click.option(
        f"--{name}", metavar=metavar, multiple=True, callback=_checked, shell_complete=_completed,
        help=f"{meaning.partition(':')[0].capitalize()}: {', '.join(CLOSED[name])}.",
    )  # fmt: skip


FILTERING: list[Option] = [
    *(narrowing(name) for name in FILTERS),
    click.option("--from", "date_from", metavar="DATE", help="Meetings on or after: 2015, 2015-11 or 2015-11-03."),
    click.option("--to", "date_to", metavar="DATE", help="Meetings on or before."),
    click.option(
        "--not", "--exclude", "exclude", multiple=True, metavar="FIELD=VALUE",
        help="Leave out what has this value: --not body=cabinet.",
    ),
    click.option("--exact", is_flag=True, help="The words as written: no synonyms, abbreviations or other forms."),
    click.option("--near", type=Number(0), help="Words stand close: at most N others among them."),
]  # fmt: skip
SORT: Option = click.option(
    "--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True,
    help="The best first, or the newest; without words to look for, always the newest.",
)  # fmt: skip
COUNTING: list[Option] = [
    click.option("--facets", is_flag=True, help=f"Count the matches by {', '.join(FACETS[:3])} and more."),
    click.option("--facet", multiple=True, metavar="FIELD", help="Count by this field; may be given again."),
    click.option(
        "--facet-sort", type=click.Choice(["count", "name"]), default="count", show_default=True,
        help="The commonest values first, or in the order of their names.",
    ),
    click.option("--facet-find", metavar="TEXT", default="", help="Only values with words that begin so."),
    click.option(
        "--facet-limit", type=Number(1),
        help=f"Values of a field; {SHOWN_VALUES} when printed, all as JSON.",
    ),
]  # fmt: skip
PAGING: list[Option] = [
    SORT,
    click.option("--limit", type=Number(1, 1000), default=10, show_default=True, help="Hits a page."),
    click.option("--page", type=Number(1), default=1, show_default=True, help="Which page of them."),
    click.option("--group", is_flag=True, help="Keep the hits of a paper together."),
]


class Asking(Sectioned):
    """A command that asks the search: what narrows and what counts is listed apart from the rest."""

    sections: ClassVar[Mapping[str, Collection[str]]] = {
        "Narrowing (of an option given again, either value counts)": (
            *FILTERS, "date_from", "date_to", "exclude", "exact", "near",
        ),
        "Counting": ("facets", "facet", "facet_sort", "facet_find", "facet_limit"),
    }  # fmt: skip


def options(*groups: Sequence[Option]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator that gives a command the options of `groups`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate


def request(query: str, given: dict[str, Any], view: str = "") -> Request:
    """What the options `given` ask for, in one of the views or, when it is '', in everything."""
    from pipeline.search import Request

    filters = {name: list(given[name]) for name in FILTERS if given[name]}
    asked = {name: given[name] for name in ("sort", "limit", "page", "group") if name in given}
    if view:
        filters.setdefault("kind", list(KINDS[view]))
    return Request(
        query=query,
        filters=filters,
        prefer=list(FIRST.get(view, ())),
        exclude=_excluded(given["exclude"]),
        date_from=bound(given["date_from"], last=False),
        date_to=bound(given["date_to"], last=True),
        facets=list(given.get("facet", ())) or (FACETS if given.get("facets") else []),
        facet_sort=given.get("facet_sort", "count"),
        facet_find=given.get("facet_find", ""),
        facet_limit=given["facet_limit"] if given.get("as_json") else None,  # what is printed says how many more
        near=given["near"],
        exact=given["exact"],
        **asked,
    )


def _excluded(pairs: Iterable[str]) -> dict[str, list[str]]:
    excluded: dict[str, list[str]] = {}
    for pair in pairs:
        field, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"--not {pair} names no value", hint="Write it as --not FIELD=VALUE: --not kind=risk")
        if (meant := known(field)) and meant.name in CLOSED:
            value = one_of(meant.name, value)
        excluded.setdefault(field, []).append(value)
    return excluded


def say_unheld(engine: Engine, request: Request) -> None:
    """Say on standard error which values asked for no paper has, and which it has that are much like them."""
    from pipeline.search import Request

    for field, values in (*request.filters.items(), *request.exclude.items()):
        for value in values if field not in CLOSED else ():
            if engine.search(Request(filters={field: [value]}, limit=0)).total:
                continue
            from pipeline.search import spelling

            names = [str(name) for name, _ in engine.search(Request(facets=[field], limit=0)).facets[field]]
            like = spelling.likest(value, names, 3)
            meant = f" Did you mean {' or '.join(map(repr, like))}?" if like else ""
            click.echo(printable(f"No passage has the {field} {value!r}.{meant}"), err=True)


def every(engine: Engine, request: Request) -> Iterator[Hit]:
    """All hits, whatever page of them `request` asks for."""
    page, seen, total = 1, 0, 1
    while seen < total:
        results = engine.search(msgspec.structs.replace(request, limit=PAGE, page=page))
        if not results.hits:
            return
        yield from results.hits
        page, seen, total = page + 1, seen + len(results.hits), results.total


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


def open_engine(home: Home) -> Engine:
    """The index, opened; one that cannot be used is made anew from the stored papers, with a line that says so."""
    try:
        return home.engine()
    except IndexUnusableError as error:
        from pipeline.ingest import rebuild

        click.echo(f"Making the index anew: {error}.", err=True)
        rebuild(home)
        return home.engine()
