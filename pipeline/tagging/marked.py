"""Names known by what stands around them: quotation marks, the ending of a web address, a standard's number, small
letters before a head ('the triage panel')."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import MentionLabel
from pipeline.tagging.found import PATTERN, Found
from pipeline.tagging.shapes import SHAPES, tidy
from pipeline.text import holds

_WORD = re.compile(r"[^\s,]+")
_QUOTED = re.compile(rf"(?<!\w)['\"](?P<name>[\w][^'\"\n]{{2,50}}[\w])['\"]\s(?P<head>{SHAPES.quoted})\b")
_WEB = re.compile(
    r"(?<![\w@/.-])(?!www\.)(?P<name>(?:[A-Za-z][\w-]*\.)+(?P<end>uk|UK|com|org|net|info))(?![\w@/-]|\.\w)"
)
_DOMAINS = frozenset({"uk", "com", "org", "net", "info"})
_OPERATION = re.compile(r"\bOperation\s[A-Z][a-z]{2,}\b")
_STANDARD = re.compile(r"(?<![\w/])(?:ISO(?:/IEC)?|IEC|BS(?:\sEN)?|PAS|RFC)\s?\d{3,5}(?:[-:.]\d+)*(?!\w)")
_ISSUERS = ("ISO", "IEC", "BS", "PAS", "RFC")
_SMALL_NAME = re.compile(rf" (?P<name>{SHAPES.small_names})\b(?!-)")
_WORDS_BEFORE = re.compile(r"(?:[A-Za-z][A-Za-z'-]+\s){1,5}$")


def find(text: str, words: frozenset[str]) -> Iterator[Found]:
    """The marked names in `text` (plain; dates and people blotted out; its `words`)."""
    if "'" in text or '"' in text:
        for quoted in _QUOTED.finditer(text):
            if " " not in quoted["name"] and quoted["name"].islower():
                continue
            yield Found(quoted.start(), quoted.end(), "programme", tidy(quoted["name"]), PATTERN)
    if "Operation " in text:
        for operation in _OPERATION.finditer(text):
            yield Found(operation.start(), operation.end(), "programme", operation.group(), PATTERN)
    for standard in _STANDARD.finditer(text) if holds(text, _ISSUERS) else ():
        yield Found(standard.start(), standard.end(), "programme", standard.group(), PATTERN)
    for small in _SMALL_NAME.finditer(text) if not words.isdisjoint(SHAPES.says_small_name) else ():
        yield from _small_name(text, small)
    if not words.isdisjoint(_DOMAINS):
        for web in _WEB.finditer(text):
            if web["name"] in SHAPES.web_endings:  # 'a gov.uk domain'; GOV.UK is a service
                continue
            label: MentionLabel = "service" if web["end"].lower() == "uk" else "organisation"
            yield Found(web.start(), web.end(), label, web["name"].lower(), PATTERN)


def _small_name(text: str, found: re.Match[str]) -> Iterator[Found]:
    """'primary inclusion programme', 'triage panel': words that say which, none of them a mere 'new' or 'our'.

    Before the head of a body one such word is enough, before that of a programme only some.
    """
    label: MentionLabel = "organisation" if found["name"].lower() in SHAPES.small_bodies else "programme"
    stops = SHAPES.body_stops if label == "organisation" else SHAPES.stops
    if text[text.rfind(" ", 0, found.start()) + 1 : found.start()].lower() in stops:
        return
    before = _WORDS_BEFORE.search(text, max(0, found.start("name") - 70), found.start("name"))
    if not before or text.endswith(".", 0, before.start()):
        return
    words = list(_WORD.finditer(text, before.start(), before.end()))
    kept = 0
    for word in reversed(words):
        low = word.group().lower()
        joined = low == "and" and 0 < kept < len(words) - 1
        if not joined and (low in stops or low.endswith(("ly", "ed", "'s"))):
            break
        kept += 1
    while kept and words[-kept].group().lower() in stops:
        kept -= 1
    if any(word.group()[0].isupper() for word in words[len(words) - kept :]):  # 'evaluate Positive Behaviour programme'
        while kept and words[-kept].group()[0].islower():
            kept -= 1
    enough = label == "organisation" or (kept and words[-1].group().lower() in SHAPES.small_openers)
    if kept < (1 if enough else 2):
        return
    start = words[-kept].start()
    name = text[start : found.end()]
    if not SHAPES.says_nothing(name, label):
        yield Found(start, found.end(), label, tidy(name), PATTERN)
