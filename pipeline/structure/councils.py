"""Which council a paper belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from pipeline.structure import bodies, lines
from pipeline.structure.casing import title_case
from pipeline.text import fold, plain

_COUNCIL = re.compile(r"\b(?!The Council)((?:[A-Z][a-z'’-]+ ){0,3}[A-Z][a-z'’-]+) Council\b")
# A council's own address: 'ann.lee@westmere.gov.uk'.
_DOMAIN = re.compile(r"[@.]([a-z]{4,20})(?:\.[a-z]{2,10})?\.gov\.uk\b")
_AUTHORITY = re.compile(r"(?:\s(?:Metropolitan|County|City|Borough|District|Unitary|Parish|Town|Community))*\sCouncil$")
_BOROUGH = re.compile(
    r"(?:(?:Royal|London|Metropolitan)\s){0,2}(?:Borough|City|County) of (?:[A-Z][\w'’-]*(?:\s|$)|and\s|upon\s){1,5}",
    re.I,
)


def of_paper(head: list[str], body: str | None, text: str, acronyms: Container[str]) -> str | None:
    """The council a paper belongs to: named in its head, or the one its body must belong to."""
    named = [f for line in head for f in bodies.named_in(line) if bodies.is_council(f)]
    named = named or [line for line in head if _BOROUGH.fullmatch(line)]
    if body and bodies.is_council(body):
        return body
    if named:
        return title_case(named[0], acronyms)
    words = fold(body or "")
    counts = Counter(f"{found[1]} Council" for found in _COUNCIL.finditer(text))
    if not any(fold(known) in words for known in lines.words()["council_bodies"]):
        return _of_its_place(words, list(counts))
    likely = [c for c, n in counts.most_common(5) if (n >= 2 or len(counts) == 1) and bodies.is_council(c)]
    if likely:
        return _shortest(likely)
    if found := next((f for f in _DOMAIN.finditer(text) if re.search(rf"\b{f[1].capitalize()}\b", text)), None):
        return f"{found[1].capitalize()} Council"
    place = _place(body or "")
    return f"{place} Council" if place and re.search(r"\b[Tt]he Council\b", text) else None


def _of_its_place(body: str, councils: list[str]) -> str | None:
    """The one council of the place that a body bears the name of: a partnership's, no police panel's or hospital's."""
    if not body or any(re.search(rf"\b{fold(other)}\b", body) for other in lines.words()["no_council_bodies"]):
        return None
    places = {name: fold(_AUTHORITY.sub("", name)) for name in councils if bodies.is_council(name)}
    alike = [name for name, place in places.items() if place and f"{body} ".startswith(f"{place} ")]
    return alike[0] if len(alike) == 1 else None


def _place(body: str) -> str:
    """The place before the common name of a council's body: 'Oldham' of 'Oldham Health and Wellbeing Board'."""
    low = plain(body).lower()
    starts = [low.find(plain(known).lower()) for known in lines.words()["council_bodies"]]
    first = min((start for start in starts if start >= 0), default=0)
    return body[:first].strip()


def _shortest(names: list[str]) -> str:
    first = names[0]
    return min((n for n in names if fold(first).endswith(fold(n))), key=len)
