"""The engines that are measured, each doing the same: count, five facets, the best ten with snippets."""

# The methods are those of the class Engine, described there.
# ruff: noqa: D102

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from benchmarks.search_corpus import FACETS, Passage, Query

HITS = 10
_SNIPPET = 200


class Answer(NamedTuple):
    """How many matched, the facets' counts, the ids of the best, the best's snippets."""

    total: int
    facets: dict[str, dict[str, int]]
    best: list[int]
    snippets: list[str]


class Engine(ABC):
    """Builds its index in a folder or opens the one there. Raises ImportError when it is not installed."""

    name: ClassVar[str]

    @abstractmethod
    def __init__(self, folder: Path) -> None: ...

    @abstractmethod
    def build(self, passages: Iterable[Passage]) -> None:
        """Index `passages`."""

    @abstractmethod
    def open(self) -> None:
        """Be ready to search."""

    @abstractmethod
    def search(self, query: Query) -> Answer:
        """Answer one query."""


class Arrays(Engine):
    """This project's codec and collector on Whoosh."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        from whoosh.fields import STORED, TEXT, Schema
        from whoosh.filedb.filestore import FileStorage

        from pipeline.search.schema import NamesField, WordAnalyzer

        self._folder = folder
        self._schema = Schema(text=TEXT(WordAnalyzer(), stored=True), heading=TEXT(WordAnalyzer()), id=STORED())
        for name in (*FACETS, "date"):
            self._schema.add(name, NamesField())
        folder.mkdir(parents=True, exist_ok=True)
        self._storage = FileStorage(str(folder))

    def build(self, passages: Iterable[Passage]) -> None:
        from whoosh.index import FileIndex

        from pipeline.search.writer import BatchWriter

        writer = BatchWriter(FileIndex.create(self._storage, self._schema, "bench"))
        for p in passages:
            writer.add_document(
                id=p.id, text=p.text, heading=p.heading, committee=[p.committee], year=[p.year], kind=[p.kind],
                owner=[p.owner], service=p.service, date=[p.date],
            )  # fmt: skip
        writer.commit()

    def open(self) -> None:
        from whoosh.index import TOC

        from pipeline.search.ranking import Weights
        from pipeline.search.snapshot import Snapshot

        self._snapshot = Snapshot(self._storage, TOC.read(self._storage, "bench"))
        self._weights = Weights(fields={"text": 1.0})

    def search(self, query: Query) -> Answer:
        from pipeline.search import Request, collect
        from pipeline.search.highlight import Highlighter, snippet
        from pipeline.search.match import match

        tree = self._tree(query)
        docs, scores = match(self._snapshot, tree, self._weights)
        facets = collect.counts(self._snapshot, docs, FACETS, Request())
        highlighter = Highlighter(tree, forms=False)
        best, snippets = [], []
        for place in collect.by_score(docs, scores, HITS).tolist():
            stored = self._snapshot.stored(int(docs[place]))
            text = stored["text"]
            start, end = snippet(text, highlighter.marks(text), _SNIPPET)
            best.append(stored["id"])
            snippets.append(text[start:end])
        return Answer(len(docs), {field: dict(counted) for field, counted in facets.items()}, best, snippets)

    @staticmethod
    def _tree(query: Query) -> Any:
        from pipeline.search.query import And, Or, Phrase, Prefix, Range, Value, Word

        words = tuple(Word(word) for word in query.words)
        tree: Any = {
            "all": And(words),
            "any": Or(words),
            "phrase": Phrase(query.words),
            "prefix": Prefix(query.words[0]),
        }[query.op]
        if query.op == "all" and len(words) == 1:
            tree = words[0]
        if query.committee:
            return And((tree, Value("committee", query.committee), Range("date", *query.dates)))
        return tree


class Stock(Engine):
    """Whoosh as it comes, its fields and facets as its documentation has them."""

    name = "Whoosh as it comes"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Iterable[Passage]) -> None:
        from whoosh import analysis, fields, index

        words = analysis.RegexTokenizer(r"\w+") | analysis.LowercaseFilter()
        named = {name: fields.ID(stored=True, sortable=True) for name in ("committee", "year", "kind", "owner")}
        schema = fields.Schema(
            id=fields.STORED(), text=fields.TEXT(words, stored=True), heading=fields.TEXT(words),
            service=fields.KEYWORD(commas=True, stored=True), date=fields.DATETIME(stored=True, sortable=True), **named,
        )  # fmt: skip
        self._folder.mkdir(parents=True, exist_ok=True)
        writer = index.create_in(str(self._folder), schema).writer(limitmb=256)
        for p in passages:
            writer.add_document(
                id=p.id, text=p.text, heading=p.heading, committee=p.committee, year=p.year, kind=p.kind, owner=p.owner,
                service=",".join(p.service), date=datetime.fromisoformat(p.date),
            )  # fmt: skip
        writer.commit()

    def open(self) -> None:
        from whoosh import index

        self._searcher = index.open_dir(str(self._folder)).searcher()

    def search(self, query: Query) -> Answer:
        from whoosh import highlight, sorting
        from whoosh import query as q

        terms = [q.Term("text", word) for word in query.words]
        made = {"all": q.And(terms), "any": q.Or(terms), "phrase": q.Phrase("text", list(query.words))}
        tree = q.Prefix("text", query.words[0]) if query.op == "prefix" else made[query.op]
        kept = None
        if query.committee:
            first, last = (datetime.fromisoformat(day) for day in query.dates)
            kept = q.And([q.Term("committee", query.committee), q.DateRange("date", first, last)])
        facets = sorting.Facets()
        for name in FACETS:
            facets.add_facet(name, sorting.FieldFacet(name, allow_overlap=name == "service"))
        found = self._searcher.search(tree, limit=HITS, filter=kept, groupedby=facets, maptype=sorting.Count)
        found.fragmenter = highlight.ContextFragmenter(maxchars=_SNIPPET, surround=40)
        hits = found[:HITS]
        counts = {name: {k: n for k, n in found.groups(name).items() if k} for name in FACETS}
        return Answer(len(found), counts, [hit["id"] for hit in hits], [hit.highlights("text", top=2) for hit in hits])


class Fts5(Engine):
    """SQLite's full-text search with GROUP BY."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts.db"

    def build(self, passages: Iterable[Passage]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path, isolation_level=None)
        db.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
            CREATE TABLE passage (id INTEGER PRIMARY KEY, text, heading, committee, year, kind, owner, date);
            CREATE TABLE service (passage INTEGER, name, PRIMARY KEY (passage, name)) WITHOUT ROWID;
            CREATE VIRTUAL TABLE words USING fts5
                (text, heading, content = 'passage', content_rowid = 'id', prefix = '4');
            BEGIN""")
        services: list[tuple[int, str]] = []

        def rows() -> Iterable[tuple[Any, ...]]:
            for p in passages:
                services.extend((p.id, name) for name in p.service)
                yield p.id, p.text, p.heading, p.committee, p.year, p.kind, p.owner, p.date

        db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows())
        db.executemany("INSERT INTO service VALUES (?, ?)", services)
        db.execute("INSERT INTO words (words) VALUES ('rebuild')")
        db.execute("CREATE INDEX by_committee ON passage (committee, date)")
        db.execute("INSERT INTO words (words) VALUES ('optimize')")
        db.execute("COMMIT")
        db.close()

    def open(self) -> None:
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._db.executescript("""
            PRAGMA cache_size = -500000; PRAGMA mmap_size = 4000000000; PRAGMA temp_store = MEMORY;
            CREATE TEMP TABLE matched (id INTEGER PRIMARY KEY)""")

    def search(self, query: Query) -> Answer:
        words = [f'"{word}"' for word in query.words]
        phrase = f'"{" ".join(query.words)}"'
        asked = {"all": " AND ".join(words), "any": " OR ".join(words), "phrase": phrase, "prefix": words[0] + "*"}[
            query.op
        ]
        source, kept, values = "words", "words MATCH ?", [f"text : ({asked})"]
        if query.committee:
            source += " CROSS JOIN passage ON passage.id = words.rowid"  # CROSS: the words first
            kept += " AND passage.committee = ? AND passage.date BETWEEN ? AND ?"
            values += [query.committee, *query.dates]
        db = self._db
        db.execute("DELETE FROM matched")
        db.execute(f"INSERT INTO matched SELECT words.rowid FROM {source} WHERE {kept}", values)
        facets = {}
        for name in FACETS:
            table, key, column = ("service", "passage", "name") if name == "service" else ("passage", "id", name)
            counted = f"SELECT {column}, count(*) FROM matched JOIN {table} ON {table}.{key} = matched.id GROUP BY 1"
            facets[name] = dict(db.execute(counted).fetchall())
        shown = f"SELECT words.rowid, snippet(words, 0, '', '', '…', 24) FROM {source} WHERE {kept}"
        hits = db.execute(f"{shown} ORDER BY rank LIMIT {HITS}", values).fetchall()
        total = db.execute("SELECT count(*) FROM matched").fetchone()[0]
        return Answer(total, facets, [hit[0] for hit in hits], [hit[1] for hit in hits])


class Tantivy(Engine):
    """Tantivy through its Python package, one thread."""

    name = "Tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._folder, self._tantivy = folder, tantivy
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        self._words = words.filter(tantivy.Filter.lowercase()).build()

    def build(self, passages: Iterable[Passage]) -> None:
        tantivy = self._tantivy
        made = tantivy.SchemaBuilder()
        made.add_integer_field("id", stored=True, indexed=True, fast=True)
        made.add_text_field("text", stored=True, tokenizer_name="words")
        made.add_text_field("heading", tokenizer_name="words")
        for name in FACETS:
            made.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
        made.add_date_field("date", stored=True, indexed=True, fast=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(made.build(), str(self._folder))
        index.register_tokenizer("words", self._words)
        writer = index.writer(heap_size=512_000_000, num_threads=1)
        for p in passages:
            writer.add_document(
                tantivy.Document(
                    id=p.id, text=p.text, heading=p.heading, committee=p.committee, year=p.year, kind=p.kind,
                    owner=p.owner, service=p.service, date=datetime.fromisoformat(p.date),
                )
            )  # fmt: skip
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index = self._tantivy.Index.open(str(self._folder))
        self._index.register_tokenizer("words", self._words)
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: Query) -> Answer:
        tree = self._tree(query)
        schema, searcher = self._index.schema, self._searcher
        found = searcher.search(tree, limit=HITS)
        counted = searcher.aggregate(tree, {name: {"terms": {"field": name, "size": 300}} for name in FACETS})
        facets = {name: {b["key"]: b["doc_count"] for b in counted[name]["buckets"]} for name in FACETS}
        maker = self._tantivy.SnippetGenerator.create(searcher, tree, schema, "text")
        maker.set_max_num_chars(_SNIPPET)
        shown = [searcher.doc(address) for _, address in found.hits]
        snippets = [maker.snippet_from_doc(doc).to_html() for doc in shown]
        return Answer(found.count, facets, [doc["id"][0] for doc in shown], snippets)

    def _tree(self, query: Query) -> Any:
        make, occur, schema = self._tantivy.Query, self._tantivy.Occur, self._index.schema
        terms = [make.term_query(schema, "text", word, index_option="freq") for word in query.words]
        if query.op in {"all", "any"}:
            tree = make.boolean_query([(occur.Must if query.op == "all" else occur.Should, term) for term in terms])
        elif query.op == "phrase":
            tree = make.phrase_query(schema, "text", list(query.words))
        else:
            tree = make.regex_query(schema, "text", query.words[0] + ".*")
        if not query.committee:
            return tree
        first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in query.dates)
        of_committee = make.term_query(schema, "committee", query.committee, index_option="basic")
        within = make.range_query(schema, "date", self._tantivy.FieldType.Date, first, last)
        filters = [(occur.Must, make.const_score_query(one, 0.0)) for one in (of_committee, within)]
        return make.boolean_query([(occur.Must, tree), *filters])


class Xapian(Engine):
    """Xapian through the bindings that Debian ships, with a spy for each facet."""

    name = "Xapian"
    _SLOTS: ClassVar[dict[str, int]] = {"committee": 0, "year": 1, "kind": 2, "owner": 3}
    _DATE, _SERVICES = 4, range(5, 9)

    def __init__(self, folder: Path) -> None:
        import xapian  # type: ignore[import-not-found, unused-ignore]

        self._folder, self._xapian = folder, xapian

    def build(self, passages: Iterable[Passage]) -> None:
        xapian = self._xapian
        db = xapian.WritableDatabase(str(self._folder), xapian.DB_CREATE_OR_OVERWRITE | xapian.DB_NO_SYNC)
        words = xapian.TermGenerator()
        words.set_stemming_strategy(xapian.TermGenerator.STEM_NONE)
        for p in passages:
            doc = xapian.Document()
            words.set_document(doc)
            words.index_text(p.text)
            words.increase_termpos()
            words.index_text(p.heading, 1, "S")
            for name, slot in self._SLOTS.items():
                doc.add_value(slot, getattr(p, name))
            doc.add_value(self._DATE, p.date)
            for slot, service in zip(self._SERVICES, p.service, strict=False):
                doc.add_value(slot, service)
            doc.add_boolean_term("XC" + p.committee)
            doc.set_data(f"{p.id}\n{p.text}")
            db.add_document(doc)
        db.commit()
        db.close()

    def open(self) -> None:
        self._db = self._xapian.Database(str(self._folder))

    def search(self, query: Query) -> Answer:
        xapian = self._xapian
        make, words = xapian.Query, list(query.words)
        if query.op == "prefix":
            tree = make(make.OP_WILDCARD, words[0], 0, make.WILDCARD_LIMIT_ERROR, make.OP_OR)
        else:
            tree = make({"all": make.OP_AND, "any": make.OP_OR, "phrase": make.OP_PHRASE}[query.op], words)
        if query.committee:
            within = make(make.OP_VALUE_RANGE, self._DATE, *query.dates)
            tree = make(make.OP_FILTER, tree, make(make.OP_AND, make("XC" + query.committee), within))
        enquire = xapian.Enquire(self._db)
        enquire.set_query(tree)
        spies = {slot: xapian.ValueCountMatchSpy(slot) for slot in (*self._SLOTS.values(), *self._SERVICES)}
        for spy in spies.values():
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, HITS, self._db.get_doccount())
        counted = {slot: {i.term.decode(): i.termfreq for i in spy.values()} for slot, spy in spies.items()}
        facets = {name: counted[slot] for name, slot in self._SLOTS.items()}
        facets["service"] = {}
        for slot in self._SERVICES:
            for name, count in counted[slot].items():
                facets["service"][name] = facets["service"].get(name, 0) + count
        shown = [hit.document.get_data().decode().split("\n", 1) for hit in found]
        snippets = [found.snippet(text, _SNIPPET).decode() for _, text in shown]
        return Answer(found.get_matches_estimated(), facets, [int(number) for number, _ in shown], snippets)


ENGINES: tuple[type[Engine], ...] = (Arrays, Tantivy, Xapian, Fts5, Stock)
