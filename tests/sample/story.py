"""The story: every paper as its YAML file tells it, and what joins them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.sample.markup import Block, parse

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
COUNCIL = "Thornmere Council"  # unless a paper says otherwise; null where it does not name its council


@dataclass
class File:
    path: str  # below corpus/
    format: str  # pdf, docx, doc, html, md, txt, word-pdf (printed from Word), scan


@dataclass
class Told:
    """One paper. It may be filed in several formats and, byte for byte, under further names (`copies`)."""

    key: str
    files: list[File]
    copies: dict[str, str]  # further name -> the file it copies
    look: dict[str, Any]
    council: str | None
    body: str
    date: str | None
    title: str
    type: str
    people: list[list[str]]
    abbreviations: dict[str, str]
    background_papers: list[str]
    appendices: list[str]
    blocks: list[Block]
    draft_of: str = ""
    furniture: list[str] = field(default_factory=list)

    @property
    def document(self) -> str:
        """The name of its first file, by which the answers call it."""
        return Path(self.files[0].path).name


@cache
def papers() -> dict[str, Told]:
    """Every paper by its key, the name of its YAML file without the ending; in the order of their dates, a meeting's
    minutes after the papers it had before it."""
    raw = {p.stem: yaml.safe_load(p.read_text()) for p in (HERE / "story").glob("*.yaml") if p.stem != "council"}
    found = [_told(key, {**_basis(data, raw), **data}) for key, data in raw.items()]
    return {paper.key: paper for paper in sorted(found, key=lambda p: (p.date or "", p.type == "minutes", p.document))}


@cache
def council() -> dict[str, Any]:
    """What joins the papers: threads, successions, measures, questions and the rest of `council.yaml`."""
    found: dict[str, Any] = yaml.safe_load((HERE / "story" / "council.yaml").read_text())
    return found


def _basis(data: dict[str, Any], raw: dict[str, Any]) -> dict[str, Any]:
    """The paper that a draft is a draft of, with the draft's own wording."""
    if "draft_of" not in data:
        return {}
    basis: dict[str, Any] = {**raw[data["draft_of"]], "copies": {}}
    for final, draft in data["wording"]:
        assert basis["text"].count(final) == 1, final
        basis["text"] = basis["text"].replace(final, draft)
    return basis


def _told(key: str, data: dict[str, Any]) -> Told:
    look = data.get("look") or {}
    return Told(
        key=key,
        files=[File(path, format_) for path, format_ in data["files"].items()],
        copies=data.get("copies") or {},
        look=look,
        council=data.get("council", COUNCIL),
        body=data["body"],
        date=str(data["date"]) if data.get("date") else None,
        title=data["title"],
        type=data["type"],
        people=data.get("people") or [],
        abbreviations=data.get("abbreviations") or {},
        background_papers=data.get("background_papers") or [],
        appendices=data.get("appendices") or [],
        blocks=parse(data["text"]),
        draft_of=data.get("draft_of", ""),
        furniture=[look[name] for name in ("header", "footer", "marking") if look.get(name)],
    )
