"""An evidence pack as one HTML file that needs nothing else: pictures inside, no script, no request to anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from pipeline.export import telling
from pipeline.export.crops import Crops
from pipeline.export.records import Pack, Thread
from pipeline.text import paged

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 68rem; margin: 2rem auto;
       padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 } caption { text-align: left; font-weight: bold }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top;
         overflow-wrap: anywhere; min-width: 4.75rem }
th { overflow-wrap: normal } @media (max-width: 40rem) { th, td { min-width: 0 } }
thead th { background: #eee } figure { margin: 1rem 0 } img { max-width: 100%; border: 1px solid #767676 }
figcaption, .small { font-size: .875rem; color: #444 } dt { font-weight: bold } h2 { margin-top: 2.5rem }
@media print { body { max-width: none; margin: 0 } h2 { break-after: avoid } tr, figure { break-inside: avoid }
               thead { display: table-header-group } }
"""


def lines(pack: Pack, pictures: bool = True) -> Iterator[bytes]:
    """The file, piece by piece."""
    crops = Crops(pack.files if pictures else {}, {paper.id: paper.sha256 for paper in pack.papers.values()})
    try:
        for piece in _pieces(pack, crops):
            yield piece.encode("utf-8", "replace")
    finally:
        crops.close()


def _pieces(pack: Pack, crops: Crops) -> Iterator[str]:
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>Evidence: {escape(pack.question)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>Evidence pack</h1>\n<dl>"
    )
    for head, words in (
        ("Question", pack.question),
        ("Narrowed to", "; ".join(pack.filters)),
        ("Made", pack.made.replace("T", " ")),
        ("Corpus", pack.corpus),
        ("Found", telling.summary(pack)),
    ):
        if words:
            yield f"<dt>{head}</dt><dd>{escape(words)}</dd>"
    yield "</dl>\n"
    for number, thread in enumerate(pack.threads, 1):
        yield from _thread(number, thread, crops)
    yield from _back(pack, crops)
    yield "</main></body></html>\n"


def _thread(number: int, thread: Thread, crops: Crops) -> Iterator[str]:
    yield f'<h2 id="{escape(thread.id)}">{number}. {escape(thread.title)}</h2>\n'
    yield f'<p class="small">{escape(" · ".join(filter(None, (thread.body, thread.kind, f"thread {thread.id}"))))}</p>'
    yield _list(telling.facts(thread))
    yield _table(telling.COLUMNS, (telling.cells(row) for row in thread.rows), "Every sight of it, in order of time")
    for row in thread.rows:
        if picture := crops.picture(row.paper, row.page, row.box):
            where = f"{row.document}{paged(row.page)}, {telling.day(row.date) or 'no date'}"
            data = b64encode(picture).decode()
            alt = escape(f"The place in {where} that is quoted above")
            yield (
                f'<figure><img alt="{alt}" src="data:image/png;base64,{data}">'
                f"<figcaption>{escape(where)}</figcaption></figure>\n"
            )


def _back(pack: Pack, crops: Crops) -> Iterator[str]:
    yield "<h2>What was not found</h2>"
    yield _list(pack.not_found or ["Nothing that was looked for is missing, as far as the papers show it."])
    yield "<h2>What could not be read</h2>"
    unread = [f"{one.path}: {one.message}" for one in pack.unread] or [
        "Every paper of the corpus was read without a problem."
    ]
    for paper in sorted(crops.changed):
        name = pack.papers[paper].path if paper in pack.papers else paper
        unread.append(f"{name}: the file is gone or has changed since it was read")
    yield _list(unread)
    yield "<h2>Papers quoted</h2>"
    papers = sorted(pack.papers.values(), key=lambda paper: (paper.meeting_date or "", paper.path))
    yield _table(("Paper", "File", "Size", "SHA-256"), map(telling.source, papers), "")
    if pack.program:
        yield f'<p class="small">Made by {escape(pack.program)}.</p>'


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], caption: str) -> str:
    top = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{top}</tr></thead><tbody>\n{body}</tbody></table>\n"
