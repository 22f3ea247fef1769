"""The engine on Whoosh, which keeps schema, segments, locks, deletions and commits; the arrays in them are ours."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np
import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError

from pipeline.errors import IndexUnusableError, StoreError, UsageError
from pipeline.model import Paper
from pipeline.search import collect, units
from pipeline.search.arrays import Array
from pipeline.search.engine import Hit, Request, Results, Show
from pipeline.search.fields import filterable
from pipeline.search.grammar import MOST_BETWEEN, parse
from pipeline.search.highlight import Highlighter, Mark, best_sentence, merged, terms_within
from pipeline.search.match import match
from pipeline.search.query import And, Node, Not, Or, Range, Value
from pipeline.search.ranges import span
from pipeline.search.ranking import AS_WRITTEN, RANKING, worth
from pipeline.search.schema import schema
from pipeline.search.snapshot import Snapshot
from pipeline.search.suggest import suggestions, unheld, values
from pipeline.search.units import ShownPaper, ShownPassage, ShownStatement
from pipeline.search.widen import Glossary, Understood, together, understand

#: Changes with every change of schema, words or files that an older index does not have.
FORMAT = "papers-index-3"
_FORMAT_FILE = "FORMAT"
_INDEX = "papers"
_MOST_HITS = 1_000_000
_MOST_COPIES = 50
_LOCK_SECONDS = 60.0
_TRIES = 20


class WhooshEngine:
    """An `Engine` whose index is a folder. Any number may read it while one writes."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, or make one. Raises IndexUnusableError when what is there cannot be used."""
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._glossary: tuple[int, Glossary] | None = None
        if not folder.is_dir() or all(path.name.startswith(".") for path in folder.iterdir()):
            folder.mkdir(parents=True, exist_ok=True)
            FileIndex.create(self._storage, schema(), _INDEX)
            (folder / _FORMAT_FILE).write_text(_format())
        self._check_format()
        self._open()

    # ------------------------------------------------------------------------------------ opening

    def _check_format(self) -> None:
        try:
            found = (self._folder / _FORMAT_FILE).read_text()
        except (OSError, UnicodeDecodeError):
            found = ""
        if found != _format():
            made_by = f"is {found}" if found else "does not say what made it"
            raise IndexUnusableError(
                f"the index {made_by}; this program needs {_format()}", "Make it anew with: papers ingest"
            )

    def _open(self) -> Snapshot:
        """The newest state of the index."""
        with self._lock:
            newest = TOC._latest_generation(self._storage, _INDEX)
            if self._snapshot is None or self._snapshot.generation != newest:
                self._snapshot = self._read()
            return self._snapshot

    def _read(self) -> Snapshot:
        for tries_left in reversed(range(_TRIES)):
            try:
                return Snapshot(self._storage, TOC.read(self._storage, _INDEX))
            except FileNotFoundError as error:  # a commit has just replaced it
                if not tries_left:
                    raise IndexUnusableError(
                        "a file of the index is missing", "Make it anew with: papers ingest"
                    ) from error
            except IndexUnusableError:
                raise
            except Exception as error:  # whatever unpickling a damaged table of contents may raise
                raise IndexUnusableError("the index is damaged", "Make it anew with: papers ingest") from error
        raise AssertionError

    def close(self) -> None:
        """Let go of the files."""
        self._snapshot = None

    # ------------------------------------------------------------------------------------ writing

    def replace(self, papers: Iterable[Paper], remove: Iterable[str] = ()) -> None:
        """See `Engine.replace`."""
        from pipeline.search.writer import BatchWriter  # searching does without

        try:
            writer = BatchWriter(FileIndex(self._storage, indexname=_INDEX), timeout=_LOCK_SECONDS)
        except LockError as error:
            raise StoreError("Another program is writing the index.", "Try again when it is done.") from error
        try:
            held = self._open()  # nobody else commits while the lock is held
            added: set[str] = set()
            for paper in papers:
                if paper.id not in added:
                    added.add(paper.id)
                    for fields in units.documents(paper):
                        writer.add_document(**fields)
            for field in ("record", "paper"):
                for doc in _docs_of(held, field, added | set(remove)):
                    writer.delete_document(doc)
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def papers(self) -> dict[str, str]:
        """See `Engine.papers`."""
        snapshot = self._open()
        records = np.flatnonzero((snapshot.column("record").counts > 0) & snapshot.live)
        shown = (_paper(snapshot, doc) for doc in records.tolist())
        return {paper.id: paper.stamp for paper in shown}

    # ---------------------------------------------------------------------------------- searching

    def search(self, request: Request) -> Results:
        """See `Engine.search`."""
        if request.limit < 0 or request.page < 1 or request.limit * request.page > _MOST_HITS:
            raise UsageError(f"Pages begin at 1 and end at hit {_MOST_HITS}.")
        if request.near is not None and not 0 <= request.near <= MOST_BETWEEN:
            raise UsageError(f"Words can be 0 to {MOST_BETWEEN} apart, not {request.near}.")
        facets = [filterable(field).name for field in request.facets]
        filters = _filters(request)
        tree = parse(request.query)
        if request.near is not None:
            tree = together(tree, request.near)
        snapshot = self._open()
        weights = AS_WRITTEN if request.exact else RANKING
        understood = Understood(tree, {}, {}) if request.exact else understand(tree, self._glossary_of(snapshot))
        docs, scores = match(snapshot, And((understood.tree, *filters)) if filters else understood.tree, weights)
        scores = scores * worth(snapshot, docs, understood.named, set(request.prefer))
        docs, scores = collect.without_twins(snapshot, docs, scores)
        places = self._page(snapshot, request, docs, scores)
        highlighter = Highlighter(understood.tree, forms=weights.forms > 0)
        asked = {value.value for value in values(tree) if value.field == "kind"}
        kinds = understood.named.get("kind", set()) | asked.union(request.filters.get("kind", []))
        return Results(
            total=len(docs),
            query=request.query,
            expanded=understood.expanded,
            facets=collect.counts(snapshot, docs, facets, request),
            hits=_hits(snapshot, docs, places, scores, highlighter, [set(request.prefer), kinds], request.show),
            suggestions=suggestions(snapshot, request.query, understood.tree, list(weights.fields), len(docs)),
            unheld=unheld(snapshot, understood.tree, list(weights.fields), weights.forms > 0),
        )

    def _page(self, snapshot: Snapshot, request: Request, docs: Array, scores: Array) -> Array:
        """The places in `docs` of the hits of the page, in order; where nothing is ranked, the newest first."""
        newest = request.sort == "date" or not scores.any()

        def ordered(most: int) -> Array:
            if newest:
                return collect.by_date(snapshot, docs, scores, most)
            return collect.by_score(docs, scores, most)

        last = request.limit * request.page
        if request.group:
            return collect.grouped(snapshot, docs, ordered(len(docs)), request.page, request.limit)
        if request.repeats:
            return ordered(last)[last - request.limit :]
        most = last
        while True:  # as far down as it takes to fill the page with what is not said twice
            order = collect.without_repeats(snapshot, docs, ordered(most))
            order = collect.without_drafts(snapshot, docs, order)
            if len(order) >= last or most >= len(docs):
                return order[last - request.limit : last]
            most *= 4

    def _glossary_of(self, snapshot: Snapshot) -> Glossary:
        if self._glossary is None or self._glossary[0] != snapshot.generation:
            column = snapshot.column("abbreviation")
            counted = column.counted(np.flatnonzero(snapshot.live)) if len(column.names) else np.zeros(0, np.int64)
            commonest = np.argsort(-counted, kind="stable")[: int((counted > 0).sum())]
            pairs = (column.names[code].split(units.STANDS_FOR, 1) for code in commonest.tolist())
            self._glossary = (
                snapshot.generation,
                Glossary(((short, long) for short, long in pairs), snapshot.column("body").names),
            )
        return self._glossary[1]


def _format() -> str:
    return f"{FORMAT} whoosh-{'.'.join(map(str, whoosh.__version__))}"


def _docs_of(snapshot: Snapshot, field: str, ids: set[str]) -> list[int]:
    """The live documents that have one of `ids` in the field."""
    where = [place for one in ids for place in snapshot.terms(field, one)]
    docs, _ = snapshot.docs(field, where)
    return docs[snapshot.live[docs]].tolist() if len(docs) else []


def _filters(request: Request) -> list[Node]:
    """What the request's filters say, as nodes of the tree."""

    def any_of(name: str, values: list[str]) -> Node:
        field = filterable(name)
        nodes: list[Node] = []
        for value in values:
            if field.holds == "value":
                nodes.append(Value(field.name, value))
                continue
            if (covered := span(value, field.holds)) is None:
                raise UsageError(f"{value!r} is no value for {field.name}.")
            nodes.append(Range(field.name, *covered))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    nodes = [any_of(name, values) for name, values in request.filters.items() if values]
    nodes += [Not(any_of(name, values)) for name, values in request.exclude.items() if values]
    if request.date_from or request.date_to:
        for bound in (request.date_from, request.date_to):
            if bound and span(bound, "date") is None:
                raise UsageError(f"{bound!r} is no date.", "Write it as 2015-11-03, 2015-11 or 2015.")
        low, high = (span(bound, "date") if bound else None for bound in (request.date_from, request.date_to))
        if low and high and low[0] > high[1]:
            raise UsageError(
                f"nothing is from {request.date_from} on and up to {request.date_to}", "The later date ends the time."
            )
        nodes.append(Range("date", low[0] if low else None, high[1] if high else None))
    return nodes


def _paper(snapshot: Snapshot, doc: int) -> ShownPaper:
    return msgspec.convert(snapshot.stored(doc)["shown"], ShownPaper)


def _hits(
    snapshot: Snapshot, docs: Array, places: Array, scores: Array, highlighter: Highlighter, wanted: list[set[str]],
    show: Show,
) -> list[Hit]:  # fmt: skip
    """What is shown of the passages at `places` in `docs`; who says the same is looked up for all of them at once."""
    shown = docs[places].tolist()
    same = collect.saying_the_same(snapshot, docs, shown) if show == "all" else {}
    return [
        _hit(snapshot, same.get(doc, []), doc, score, highlighter, wanted, show)
        for doc, score in zip(shown, scores[places].tolist(), strict=True)
    ]


def _hit(
    snapshot: Snapshot, same: list[int], doc: int, score: float, highlighter: Highlighter, wanted: list[set[str]],
    show: Show,
) -> Hit:  # fmt: skip
    """What is shown of a passage; its paper's own document is the nearest one before it."""
    whole = show == "all"
    fields = snapshot.stored(doc)
    shown = msgspec.convert(fields["shown"], ShownPassage)
    paper = _paper(snapshot, snapshot.record_of(doc))
    text: str = fields["text"]
    marks = highlighter.marks(text) if show != "places" else []

    def fits(one: ShownStatement) -> tuple[int, ...]:
        return (*(one.kind in kinds for kinds in wanted), terms_within(marks, one.start, one.end))

    best = max(shown.statements, key=fits, default=None)
    return Hit(
        document=paper.document,
        copies=_also_in(snapshot, same[:_MOST_COPIES], paper) if whole else [],
        paper=paper.id,
        title=paper.title,
        body=paper.body,
        date=paper.date,
        page=shown.page,
        section=shown.section,
        kind=best.kind if best else None,
        statement=best.id if best else None,
        passage=shown.id,
        text=text,
        highlights=merged(marks),
        score=round(score, 4),
        sentence=best_sentence(text, marks) if whole else (0, len(text)),
        why=_why(text, marks, [shown.heading, paper.title or ""], highlighter) if whole else [],
    )


def _also_in(snapshot: Snapshot, same: list[int], paper: ShownPaper) -> list[str]:
    """The names of the other files that hold the passage: copies of its paper, and papers among the matches."""
    others = [_paper(snapshot, snapshot.record_of(other)).document for other in same]
    return [name for name in dict.fromkeys([*paper.copies, *others]) if name != paper.document]


def _why(text: str, marks: list[Mark], others: list[str], highlighter: Highlighter) -> list[str]:
    found = [text[start:end].casefold() for start, end in merged(marks)]
    for other in filter(None, others):
        found += [other[start:end].casefold() for start, end in merged(highlighter.marks(other))]
    return list(dict.fromkeys(found))
