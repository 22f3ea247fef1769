"""Papers as citations - RIS, BibTeX and CSL-JSON, with the body as author - and statements cited in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath

import msgspec

from pipeline import model
from pipeline.export.records import Paper
from pipeline.export.telling import day
from pipeline.text import collapse, fold

_GENRES = {
    "minutes": "Minutes", "agenda": "Agenda", "report": "Report", "action_plan": "Action plan", "strategy": "Strategy",
    "terms_of_reference": "Terms of reference", "other": "Paper",
}  # fmt: skip
_LATEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
          **{c: f"\\{c}" for c in "&%$#_"}}  # fmt: skip


def ris(papers: Iterable[Paper]) -> Iterator[bytes]:
    """RIS, as reference managers read it."""
    for paper in papers:
        when = _date(paper)
        fields = [
            ("TY", "RPRT"),
            ("ID", key(paper)),
            ("TI", _title(paper)),
            ("AU", _author(paper).replace(",", "") + ","),  # the comma says that it is one name, not first and last
            ("PY", f"{when.year}" if when else ""),
            ("DA", f"{when:%Y/%m/%d}/" if when else ""),
            ("PB", collapse(paper.council or "")),
            ("M3", _GENRES[paper.paper_type]),
            ("SP", str(paper.pages or "")),
            ("N1", f"File: {paper.path}; SHA-256: {paper.sha256}"),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        yield ("\r\n".join([*lines, "ER  - "]) + "\r\n\r\n").encode()


def bibtex(papers: Iterable[Paper]) -> Iterator[bytes]:
    """BibTeX; every special character escaped, names in braces so that they stay whole."""
    taken: set[str] = set()
    for paper in papers:
        when = _date(paper)
        fields = {
            "title": f"{{{_latex(_title(paper))}}}",
            "author": f"{{{_latex(_author(paper))}}}",
            "institution": _latex(collapse(paper.council or paper.body or "")),
            "type": _GENRES[paper.paper_type],
            "year": str(when.year) if when else "",
            "month": when.strftime("%b").lower() if when else "",
            "note": _latex(f"{f'{when.day} {when:%B %Y}. ' if when else ''}File {paper.path}, SHA-256 {paper.sha256}"),
        }  # fmt: skip
        body = ",\n".join(
            f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
            for name, value in fields.items()
            if value
        )
        yield f"@techreport{{{_unique(key(paper), taken)},\n{body}\n}}\n\n".encode()


def csl(papers: Iterable[Paper]) -> Iterator[bytes]:
    """CSL-JSON: an array, an item a line."""
    taken: set[str] = set()
    yield b"["
    for at, paper in enumerate(papers):
        when = _date(paper)
        item = {
            "id": _unique(key(paper), taken),
            "type": "report",
            "title": _title(paper),
            "author": [{"literal": _author(paper)}],
            "genre": _GENRES[paper.paper_type],
            **({"issued": {"date-parts": [[when.year, when.month, when.day]]}} if when else {}),
            **({"publisher": collapse(paper.council)} if paper.council else {}),
            **({"number-of-pages": str(paper.pages)} if paper.pages else {}),
            "note": f"File: {paper.path}; SHA-256: {paper.sha256}",
        }
        yield (b",\n" if at else b"\n") + msgspec.json.encode(item)
    yield b"\n]\n"


def in_words(paper: model.Paper, statement: model.Statement, page: int | None, address: str = "") -> str:
    """A statement cited as one writes it in a report; without an address that others can open, by its id."""
    who = paper.body or paper.council or "No body named"
    name = PurePosixPath(paper.source.path).name
    what = f"“{paper.title}”" if paper.title else name
    when = day(paper.meeting_date) or "no date"
    number = f" {statement.number}" if statement.number else ""
    parts = [who, what, f"{_GENRES[paper.paper_type].lower()} ({when})", f"p. {page}" if page else ""]
    parts += [f"{statement.kind}{number}", name, address or f"statement {statement.id}"]
    text = collapse(", ".join(part for part in parts if part))
    return f"{text[:1].upper()}{text[1:]}."


def key(paper: Paper) -> str:
    """A name for the citation: 'health-board-2015-11-03-minutes', in plain letters."""
    words = fold(f"{paper.body or paper.council or 'paper'} {paper.meeting_date or ''} {paper.paper_type}")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") + "-" + paper.id[:6]


def _unique(name: str, taken: set[str]) -> str:
    made, number = name, 1
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    taken.add(made)
    return made


def _title(paper: Paper) -> str:
    return collapse(paper.title or "") or paper.document


def _author(paper: Paper) -> str:
    return collapse(paper.body or paper.council or "") or "Unknown body"


def _date(paper: Paper) -> date | None:
    try:
        return date.fromisoformat(paper.meeting_date) if paper.meeting_date else None
    except ValueError:
        return None


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text)
