"""Names known by what the text says they are: 'Tidewatch, our befriending scheme', 'a new hub, Safe Quay,', 'an app
called Harbour Ear', 'Quay Mowers (a social enterprise)'. The noun gives the label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import vocabulary
from pipeline.model import MentionLabel
from pipeline.tagging import edges
from pipeline.tagging.found import PATTERN, Found
from pipeline.tagging.shapes import NAMED, ORDER, SHAPES, alternatives, tidy
from pipeline.text import holds, signs

_KINDS: dict[str, MentionLabel] = {
    kind: label for label, file in ORDER if label in NAMED for kind in vocabulary.load(file).get("kinds", ())
}
_KIND = rf"(?P<kind>{alternatives(_KINDS)})"
_CAP = r"[A-Z][\w'&+-]*"
_NAME = rf"(?P<name>{_CAP}(?:\s(?:(?:of|for|in|and|to|the|with|on|at|by|&)\s){{0,2}}(?:{_CAP}|\d\w?\b)){{0,5}})"
_SEVERAL_WORDS = _NAME.replace("{0,5}", "{1,5}")
_SMALL = r"(?:[a-z0-9][\w'&-]*\s){0,6}?"
# What shows that the noun before it is the last of its phrase.
_OVER = (
    r"(?=[,.;:)]|$|\s(?:for|of|to|that|which|who|in|at|by|with|on|from|and|run|offering|giving|supporting|helping|aimed"
    r"|based|providing|where)\b)"
)
_IS = re.compile(
    rf"{_NAME}(?:,\s(?:which\sis\s)?|\s\()(?:an?|our|its|their|another|one\sof\s(?:our|the))\s{_SMALL}{_KIND}{_OVER}"
)
_THAT_IS = re.compile(
    rf"\b(?:an?|our|its|their|one|new|this)\s{_SMALL}{_KIND},\s(?:the\s)?{_SEVERAL_WORDS}"
    r"(?=[,.;:)]|$|\s(?:was|is|were|has|had|will)\b)"
)
_CALLED = re.compile(
    rf"\b{_KIND}\s(?:is\s|was\s)?(?:called|named|entitled|known\sas|branded|titled)\s(?:the\s)?['\"]?{_NAME}"
)
_SAYS_IS = (
    ", a ",
    ", an",
    ", our ",
    ", its ",
    ", their ",
    ", one of ",
    ", which is ",
    " (a ",
    " (an",
    " (our ",
    " (its ",
)
_SAYS_THAT_IS = re.compile(r"[a-z], (?:the )?[A-Z]")
_SAYS_KIND, _SAYS_CALLED = signs(_KINDS), frozenset({"called", "named", "entitled", "known", "branded", "titled"})
_FIRST_NAMES = frozenset(vocabulary.load("names")["first_names"])
_OF_PEOPLE = frozenset(vocabulary.load("roles")["titles"])


def find(text: str, words: frozenset[str]) -> Iterator[Found]:
    """The names of which `text` (plain; dates and people blotted out; its `words`) says what they are."""
    if words.isdisjoint(_SAYS_KIND):
        return
    for found in _IS.finditer(text) if holds(text, _SAYS_IS) else ():
        yield from _told(text, found)
    for found in _THAT_IS.finditer(text) if _SAYS_THAT_IS.search(text) else ():
        yield from _told(text, found)
    if not words.isdisjoint(_SAYS_CALLED):
        for found in _CALLED.finditer(text):
            yield from _told(text, found)


def _told(text: str, found: re.Match[str]) -> Iterator[Found]:
    """The name, unless it is a person's, says by its own head that it is something else, or only opens the sentence."""
    start, end = found.span("name")
    if found.re is _IS:
        start += edges.opening(text[start:end])
    name, label = text[start:end].removesuffix("'s"), _KINDS[found["kind"]]
    opens = " " not in name and (not start or text[start - 2] in ".:|\n") and found.re is not _CALLED
    if opens or name.lower() in SHAPES.openers or name.lower() in SHAPES.areas or len(name) < 3:
        return
    if not _OF_PEOPLE.isdisjoint(name.split()) or (name.count(" ") == 1 and name.split()[0] in _FIRST_NAMES):
        return
    if SHAPES.label_of(name) not in {None, label}:
        return
    yield Found(start, start + len(name), label, tidy(name), PATTERN)
