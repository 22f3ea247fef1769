"""A paper as the documents of the index: one for what belongs to the whole paper, then one for each passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

import msgspec

from pipeline.model import Paper, Part, Passage, Section, Statement
from pipeline.search.engine import stamp
from pipeline.search.words import words
from pipeline.vocabulary.drafts import is_draft

_MENTIONS = {"service", "organisation", "legislation", "programme", "person"}
_LONGEST_STATUS = 40
# Passages of fewer words ('None', 'Noted') are not the same because they say the same.
_SHORTEST_REPEAT = 4
#: Between an abbreviation and what it stands for.
STANDS_FOR = "\t"


class ShownStatement(msgspec.Struct, array_like=True):
    """A statement as a hit needs it: `start` and `end` are offsets in the unit's text."""

    id: str
    kind: str
    start: int
    end: int


class ShownPaper(msgspec.Struct):
    """What a hit shows of its paper."""

    id: str
    stamp: str
    document: str
    copies: list[str]
    title: str | None
    body: str | None
    date: str | None


class ShownPassage(msgspec.Struct):
    """What a hit shows of its passage besides the text."""

    id: str
    page: int | None
    section: str
    heading: str
    statements: list[ShownStatement]


def documents(paper: Paper) -> Iterator[dict[str, Any]]:
    """The documents of `paper` as fields of `schema.schema()`; the first is the paper's own."""
    shown = ShownPaper(
        id=paper.id,
        stamp=stamp(paper),
        document=_name(paper.source.path),
        copies=[_name(path) for path in paper.source.copies],
        title=paper.title,
        body=paper.body,
        date=paper.meeting_date,
    )
    abbreviations = [f"{short}{STANDS_FOR}{long}" for short, long in paper.abbreviations.items()]
    yield {"record": [paper.id], "opens": ["paper"], "abbreviation": abbreviations, "shown": msgspec.to_builtins(shown)}
    of_paper = _of_paper(paper, shown)
    sections = {section.id: section for section in paper.sections}
    headings = {section.id: _path(section, sections, paper.parts) for section in paper.sections}
    columns = {table.id: " ".join(table.columns) for table in paper.tables}
    mentions: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in paper.mentions:
        if mention.label in _MENTIONS:
            mentions[mention.passage][mention.label].append(mention.name)
    last = None
    for passages, statements in _units(paper):
        first = passages[0]
        section = sections.get(first.section)
        heading = " ".join(filter(None, (headings.get(first.section), columns.get(first.table))))
        text = " ".join(passage.text for passage in passages)
        shown_passage = ShownPassage(
            id=first.id,
            page=first.page,
            section=" ".join(filter(None, (section.number, section.heading))) if section else "",
            heading=heading,
            statements=[_shown(statement, first, len(passages), text) for statement in statements],
        )
        fields: dict[str, Any] = {
            "text": text,
            "heading": heading,
            **of_paper,
            "shown": msgspec.to_builtins(shown_passage),
        }
        fields |= _of_passages(passages, statements, mentions)
        fields["section"] = _kinds(section, sections)
        if first.section != last:
            fields["opens"] = ["section"]
            last = first.section
        if paper.source.copies:
            fields |= {"version": [_group(paper)], "twin": [_twin(paper, words(text))]}
            if is_draft(paper.title, shown.document):
                fields["draft"] = ["draft"]
        said = words(statements[0].text if len(statements) == 1 else text)
        if len(said) >= _SHORTEST_REPEAT:
            fields["repeat"] = int.from_bytes(blake2b(" ".join(said).encode(), digest_size=8).digest())
        yield {name: value for name, value in fields.items() if value}


def _units(paper: Paper) -> Iterator[tuple[list[Passage], list[Statement]]]:
    """The passages, each with its statements; those that only go on a statement are joined to where it begins.

    Headings are words of the passages under them; one with nothing under it stands for itself.
    """
    passages = {passage.id: passage for passage in paper.passages}
    statements: dict[str, list[Statement]] = defaultdict(list)
    for statement in paper.statements:
        statements[statement.passage].append(statement)
    follows = {more: one.passage for one in paper.statements for more in one.more if more not in statements}
    joined = defaultdict(list)
    for more, first in follows.items():
        if first in passages and more in passages:
            joined[first].append(passages[more])
    filled = {passage.section for passage in paper.passages if passage.kind != "heading"}
    for passage in paper.passages:
        if passage.id in follows and follows[passage.id] in passages:
            continue
        if not passage.text.strip() or (passage.kind == "heading" and passage.section in filled):
            continue
        yield [passage, *joined[passage.id]], statements[passage.id]


def _of_paper(paper: Paper, shown: ShownPaper) -> dict[str, Any]:
    single = {
        "council": paper.council,
        "body": paper.body,
        "type": paper.paper_type,
        "date": paper.meeting_date,
        "year": paper.meeting_date and paper.meeting_date[:4],
        "document": shown.document,
        "paper": paper.id,
    }
    return {"title": paper.title or "", **{name: [value] for name, value in single.items() if value}}


def _of_passages(
    passages: list[Passage], statements: list[Statement], mentions: dict[str, dict[str, list[str]]]
) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {
        "kind": [statement.kind for statement in statements],
        "owner": [owner for statement in statements for owner in statement.owners],
        "status": [
            value
            for one in statements
            for value in one.status.values()
            if value.strip() and len(value) <= _LONGEST_STATUS
        ],
        "due": [statement.due.end for statement in statements if statement.due and statement.due.end],
        "page": [str(passage.page) for passage in passages if passage.page is not None],
    }
    for label in _MENTIONS:
        fields[label] = [name for passage in passages if passage.id in mentions for name in mentions[passage.id][label]]
    return fields


def _kinds(section: Section | None, sections: dict[str, Section]) -> list[str]:
    """The kinds of the section or, when it is none in particular, of the nearest one around it that is."""
    around = section
    for _ in range(len(sections)):
        if around is None or (around.kinds and around.kinds != ["other"]):
            break
        around = sections.get(around.parent)
    found = around or section
    return list(found.kinds) if found else []


def _path(section: Section, sections: dict[str, Section], parts: list[Part]) -> str:
    """Its heading and those above it, the outermost first; before them the title of a part within the paper."""
    headings: list[str] = []
    seen: set[str] = set()
    here: Section | None = section
    while here is not None and here.id not in seen:
        seen.add(here.id)
        headings.insert(0, here.heading)
        here = sections.get(here.parent)
    part = parts[section.part] if section.part < len(parts) else None
    if part is not None and part.kind != "main" and part.title not in headings:
        headings.insert(0, part.title)
    return " ".join(filter(None, headings))


def _shown(statement: Statement, passage: Passage, joined: int, text: str) -> ShownStatement:
    whole = joined > 1 and statement.more
    start, end = (0, len(text)) if whole else (statement.start, statement.end)
    return ShownStatement(statement.id, statement.kind, start, end)


def _twin(paper: Paper, said: list[str]) -> str:
    """The same for the same text in any of the papers that are copies of each other."""
    return blake2b(f"{_group(paper)}\0{' '.join(said)}".encode(), digest_size=8).hexdigest()


def _group(paper: Paper) -> str:
    """The same for papers that are copies, or versions, of each other."""
    return min(paper.source.path, *paper.source.copies)


def _name(path: str) -> str:
    return PurePosixPath(path).name
