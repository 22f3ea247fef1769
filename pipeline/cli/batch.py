"""`papers batch`: a file of queries, and a table of what each found and did not find."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from pipeline.cli import asking
from pipeline.cli.helping import Number
from pipeline.cli.output import count, examples
from pipeline.errors import QueryError, UsageError
from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.search import Engine, Hit, Request

COLUMNS = (
    "line", "query", "outcome", "matches", "rank", "date", "body", "kind", "text", "document", "page", "section", "id",
    "copies", "also_searched", "note",
)  # fmt: skip
_COMMENT = "#"


class Asked(NamedTuple):
    """A query and the line of the file that it stands in, counted from 1."""

    line: int
    query: str


@examples(
    "papers batch topics.txt --csv found.csv              a query a line; lines that begin with # are left out",
    "papers batch topics.csv --column topic --csv found.csv --limit 5",
    "papers batch topics.txt --limit 0                    only how much each finds",
    "cut -f2 list.tsv | papers batch --kind decision --from 2015",
)
@click.command(cls=asking.Asking)
@click.argument("file", type=click.File("r", encoding="utf-8-sig", errors="replace"), default="-")
@click.option("--column", metavar="NAME", help="FILE is CSV; the queries are in this column (default: query).")
@click.option(
    "--csv",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write here (default: print).",
)
@click.option("--limit", type=Number(0, 1000), default=10, show_default=True, help="Hits of a query.")
@asking.SORT
@asking.options(asking.FILTERING)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one line a query.")
@click.pass_obj
def batch(home: Path, /, file: IO[str], column: str | None, output: Path | None, as_json: bool, **options: Any) -> None:
    """Ask every query of FILE, or of standard input, and write what each found as CSV.

    A row for each hit, in the order of the queries; one that finds nothing, or that cannot be understood, has a row
    that says so and costs only itself. Ends with 0 when all queries were understood, with 1 when some were not.
    """
    asked = list(_read(file, column))
    form = asking.request("", options)
    if output is not None and not output.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {output.parent}", hint="Make it, or name another one.")
    outcomes: Counter[str] = Counter()
    with closing(asking.open_engine(Home(home))) as engine, _opened(output) as out, _progress(asked, output) as shown:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        if not as_json:
            writer.writeheader()
        for one in shown:
            told, hits = answer(engine, msgspec.structs.replace(form, query=one.query), one)
            outcomes[told["outcome"]] += 1
            if as_json:
                print(msgspec.json.encode({**told, "hits": hits}).decode(), file=out)
            else:
                rows = [told | hit for hit in hits] or [told]
                writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    in_all = [f"{number:,} {outcome}" for outcome, number in outcomes.most_common()]
    click.echo(f"{count(len(asked), 'query', 'queries')}: {', '.join(in_all) or 'none'}", err=True)
    if outcomes[NOT_UNDERSTOOD]:
        raise click.exceptions.Exit(1)


# --------------------------------------------------------------------------------------- reading


def _read(file: IO[str], column: str | None) -> Iterator[Asked]:
    """The queries, a line each, or the cells of a column; blank lines and comments are none."""
    if column is None and not str(getattr(file, "name", "")).casefold().endswith(".csv"):
        lines: Iterable[tuple[int, str]] = enumerate(file, 1)
    else:
        rows = csv.DictReader(file)
        wanted = _column(list(rows.fieldnames or ()), column)
        lines = ((rows.line_num, row[wanted] or "") for row in rows)
    for number, text in lines:
        query = " ".join(text.split())
        if query and not query.startswith(_COMMENT):
            yield Asked(number, query)


def _column(heads: list[str], wanted: str | None) -> str:
    for name in heads:
        if name.strip().casefold() == (wanted or "query").casefold():
            return name
    if wanted is None and len(heads) == 1:
        return heads[0]
    raise UsageError(
        f"there is no column {wanted or 'query'!r}" + (f": there are {', '.join(heads)}" if heads else ""),
        hint="Name the one that holds the queries with --column NAME.",
    )


# ------------------------------------------------------------------------------------- answering

FOUND, NOTHING, NOT_UNDERSTOOD = "found", "found nothing", "not understood"


Row = dict[str, Any]


def answer(engine: Engine, request: Request, asked: Asked) -> tuple[Row, list[Row]]:
    """What one query found, or what is wrong with it; and a row for each hit."""
    told: Row = {"line": asked.line, "query": asked.query, "outcome": NOT_UNDERSTOOD}
    try:
        results = engine.search(request)
    except UsageError as error:
        where = f"at character {error.position + 1}: " if isinstance(error, QueryError) else ""
        return told | {"note": where + str(error)}, []
    told["outcome"] = FOUND if results.total else NOTHING
    told["matches"] = results.total
    told["also_searched"] = "; ".join(dict.fromkeys(name for names in results.expanded.values() for name in names))
    notes = [f"no paper says {word}" for word in results.unheld]
    told["note"] = "; ".join([*notes, *(f"did you mean: {other}" for other in results.suggestions)])
    return told, [_row(rank, hit) for rank, hit in enumerate(results.hits, 1)]


def _row(rank: int, hit: Hit) -> Row:
    return {
        "rank": rank, "date": hit.date, "body": hit.body, "kind": hit.kind, "text": " ".join(hit.text.split()),
        "document": hit.document, "page": hit.page, "section": hit.section, "id": hit.statement or hit.passage,
        "copies": "; ".join(hit.copies),
    }  # fmt: skip


# --------------------------------------------------------------------------------------- writing


def _safe(value: Any) -> Any:
    from pipeline.export.tables import safe

    return safe(value)


def _opened(output: Path | None) -> Any:
    """Where rows go. A file begins with the mark by which spreadsheets know UTF-8."""
    if output is not None:
        return output.open("w", encoding="utf-8-sig", errors="replace", newline="")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace", newline="")
    return nullcontext(sys.stdout)


def _progress(asked: list[Asked], output: Path | None) -> Any:
    """The queries, with a bar while they are asked when somebody looks at it and it disturbs no output."""
    if not sys.stderr.isatty() or (output is None and sys.stdout.isatty()):
        return nullcontext(asked)
    return click.progressbar(asked, label="Asking", file=sys.stderr, show_pos=True)
