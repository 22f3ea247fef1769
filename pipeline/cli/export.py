"""`papers export`."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from pipeline import __version__
from pipeline import export as exporting
from pipeline.cli import asking
from pipeline.cli.following import following
from pipeline.cli.helping import Number
from pipeline.cli.output import count, examples
from pipeline.errors import UsageError
from pipeline.export import filling
from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.export import Finding, Pack
    from pipeline.export import Paper as Cited
    from pipeline.model import Paper
    from pipeline.search import Request
    from pipeline.store import Store
    from pipeline.trace import Traced


@examples(
    'papers export "street lights" --format csv > lights.csv',
    "papers export --kind decision --body cabinet --format sqlite --output decisions.sqlite",
    'papers export "flood wardens" --format docx --output evidence.docx   an evidence pack',
    "papers export --format bibtex --type minutes --output minutes.bib",
)
@click.command(cls=asking.Asking)
@click.argument("query", nargs=-1)
@click.option("--format", "form", type=click.Choice(list(exporting.FORMATS)), required=True, help="What to write.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="The file (default: standard output)."
)
@asking.options(asking.FILTERING)
@click.option("--statements", is_flag=True, help="Leave out passages that state nothing.")
@click.option("--limit", type=Number(1), default=25, show_default=True, help="Threads in an evidence pack.")
@click.option("--no-contacts", is_flag=True, help="Leave out e-mail addresses, telephone numbers and home addresses.")
@click.option("--no-pictures", is_flag=True, help="Leave pictures of the pages out of an evidence pack.")
@click.pass_obj
def export(home: Path, /, query: tuple[str, ...], form: str, output: Path | None, limit: int, no_contacts: bool,
           no_pictures: bool, statements: bool, **options: Any) -> None:  # fmt: skip
    """Write what a search finds, or everything, in the form of other programs; or an evidence pack.

    csv and jsonl hold statements, with what became of them; sqlite also the threads and what was found by following
    them; ris, bibtex and csl the papers as citations; docx and html an evidence pack: the threads that
    answer QUERY, quoted, dated, with pictures of the pages.

    Lists of what to ask about, of resolutions, figures and missing meetings are written by their own commands:
    papers audit --csv FILE.
    """
    if output is None and form in ("sqlite", "docx"):
        raise UsageError(
            f"{form} cannot be written to standard output", hint=f"Add --output NAME{exporting.FORMATS[form]}"
        )
    if output is not None and not output.absolute().parent.is_dir():
        raise UsageError(f"there is no folder {output.parent}", hint="Make it, or name another one.")
    place = Home(home)
    request = msgspec.structs.replace(asking.request(" ".join(query), options), sort="date", limit=asking.PAGE)
    with closing(following(place)) as traced, place.store() as store:
        if form in ("docx", "html"):
            pack = _pack(place, store, traced, request, limit, options)
            _write_pack(pack if not no_contacts else exporting.cleaned(pack), form, output, not no_pictures)
            return
        wanted = _wanted(place, request)
        if form in exporting.CITATIONS:
            _write(exporting.CITATIONS[form](_papers(store, wanted)), output)
            return
        findings: Iterable[Finding] = _findings(store, traced, wanted, request, statements)
        if no_contacts:
            findings = map(exporting.cleaned, findings)
        if form in exporting.TABLES:
            _write(exporting.TABLES[form](findings), output)
        elif output is not None:
            _write_sqlite(output, store, traced, findings, no_contacts)


# -------------------------------------------------------------------------------------------- what is asked for


def _wanted(home: Home, request: Request) -> dict[str, set[str]] | None:
    """The passages that a search finds, by paper, in order of date; None when nothing narrows it."""
    if not (request.query or request.narrowed):
        return None
    found: defaultdict[str, set[str]] = defaultdict(set)
    with closing(asking.open_engine(home)) as engine:
        asking.say_unheld(engine, request)
        for hit in asking.every(engine, request):
            found[hit.paper].add(hit.passage)
    return dict(reversed(found.items()))  # the search gives the newest first


def _loaded(store: Store, wanted: dict[str, set[str]] | None) -> Iterator[Paper]:
    if wanted is not None:
        return store.papers(wanted)
    entries = sorted(store.catalogue.entries(), key=lambda entry: (entry.meeting_date or "", entry.path))
    return store.papers(entry.id for entry in entries if entry.outcome == "read")


def _papers(store: Store, wanted: dict[str, set[str]] | None) -> Iterator[Cited]:
    return map(filling.cited, _loaded(store, wanted))


def _findings(store: Store, traced: Traced, wanted: dict[str, set[str]] | None, request: Request,
              statements_only: bool) -> Iterator[Finding]:  # fmt: skip
    """The statements of the passages found, and the passages that state nothing unless only statements are wanted."""
    kinds = request.filters.get("kind", ())
    for paper in _loaded(store, wanted):
        passages = None if wanted is None else wanted[paper.id]
        yield from filling.findings(paper, passages, kinds, traced.thread, statements_only)


# ------------------------------------------------------------------------------------------------------ writing


def _write(pieces: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        exporting.save(output, pieces)
        click.echo(f"Written to {output}.", err=True)


def _write_sqlite(output: Path, store: Store, traced: Traced, findings: Iterable[Finding], no_contacts: bool) -> None:
    from pipeline.export import sqlite
    from pipeline.trace import flat

    threads: Iterable[exporting.Thread] = (filling.as_(thread, exporting.Thread) for thread in traced.threads())
    lists = flat.lists(traced)
    if no_contacts:
        threads = map(exporting.cleaned, threads)
        lists = {name: (kind, map(exporting.cleaned, rows)) for name, (kind, rows) in lists.items()}
    number = sqlite.write(output, findings, threads, _papers(store, None), lists)
    click.echo(f"Written to {output}: {count(number, 'finding')}.", err=True)


def _write_pack(pack: Pack, form: str, output: Path | None, pictures: bool) -> None:
    if form == "docx" and output is not None:
        from pipeline.export import docx

        docx.write(output, pack, pictures)
        click.echo(f"Written to {output}: {count(len(pack.threads), 'thread')}.", err=True)
    else:
        from pipeline.export import html

        _write(html.lines(pack, pictures), output)


# ------------------------------------------------------------------------------------------------ evidence pack


def _pack(home: Home, store: Store, traced: Traced, request: Request, limit: int, options: dict[str, Any]) -> Pack:
    from pipeline.cli.trace import matching

    filters = [f"{name}: {', '.join(values)}" for name, values in request.filters.items()]
    filters += [f"not {name}: {', '.join(values)}" for name, values in request.exclude.items()]
    filters += [f"{word} {options[name]}" for word, name in (("from", "date_from"), ("to", "date_to")) if options[name]]
    found = matching(home, traced, msgspec.structs.replace(request, sort="relevance", limit=asking.PAGE))
    ids = {row.paper for thread in found[:limit] for row in thread.rows}
    files = {file.paper: str(file.place) for file in store.catalogue.files() if file.paper in ids}
    return filling.pack(
        request.query, filters, found, limit, store.papers(sorted(ids)), files, traced.gaps(),
        list(store.catalogue.entries()), f"committee-papers {__version__}",
    )  # fmt: skip
