"""Bodies no list and no head word gives away, known by what stands beside them: who is paid, gives, asks, does.

'£40.00 to Quay Mowers for grass cutting', 'Harbour Talking Books, request for a grant', 'representing Tidewatch',
'Ann Example from Quay Youth Link'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import vocabulary
from pipeline.tagging.found import PATTERN, Found
from pipeline.tagging.shapes import SHAPES, tidy
from pipeline.text import signs

_WORDS = vocabulary.load("organisations")["beside_names"]
_CAP = r"[A-Z][\w'&+-]*"
_NAME = rf"(?P<name>{_CAP}(?:\s(?:(?:of|for|in|the|and|&)\s){{0,2}}{_CAP}){{0,5}})"
# One name: no 'and' in it.
_ONE_NAME = _NAME.replace("|and|", "|")
_PAID = re.compile(rf"£[\d,.]*\d\s(?:was\s)?(?:paid\s)?to\s(?:the\s)?{_NAME}\s(?:for|towards|in respect of)\b")
_ASKS = re.compile(rf"(?:^|\n)(?:[\w]{{1,4}}[).]\s)?{_NAME}(?:,|\s-|:)\s(?:an?\s)?(?:{'|'.join(_WORDS['asking'])})\b")
_SPOKEN_FOR = re.compile(
    rf"\b(?:[Rr]epresenting|[Rr]epresentatives?\s(?:of|from))\s(?:the\s)?{_ONE_NAME}(?=\s[a-z]|[.,;:)]|$)"
)
_COMES_FROM = re.compile(
    rf"(?:^|[\s(~])(?:[A-Z][a-z'-]+\s[A-Z][a-z'-]+|~+)\sfrom\s(?P<the>the\s)?{_ONE_NAME}(?=\s[a-z]|[.,;:)]|$)"
)
_ENDS = r"(?=\s[a-z]|[.,;:)(]|$)"
_GIVES = re.compile(
    rf"\b(?:{'|'.join(_WORDS['giving'])})\s(?:(?:has|have|had|was|were|been|being|received|obtained|also|recently)\s){{0,4}}"
    rf"from\s(?:the\s)?{_ONE_NAME}{_ENDS}"
)
_GETS = re.compile(
    rf"\b(?:{'|'.join(_WORDS['getting'])})\s(?:[a-z]+\s){{0,4}}(?:to|with)\s(?:the\s)?{_ONE_NAME}{_ENDS}"
)
_OFFICER_OF = re.compile(rf"\b(?:{'|'.join(_WORDS['officers'])})\s(?:of|at|for)\s(?:the\s)?{_ONE_NAME}{_ENDS}")
_DONE_BY = re.compile(rf"\b(?:{'|'.join(_WORDS['doing'])})\s(?:jointly\s)?(?:by|to)\s(?:the\s)?{_ONE_NAME}{_ENDS}")
_FIRST_NAMES = frozenset(vocabulary.load("names")["first_names"])
_OF_PEOPLE = frozenset(vocabulary.load("roles")["titles"]) | frozenset(vocabulary.load("organisations")["no_bodies"])


#: Words one of which a text has where the pattern may match, and the pattern.
_DEALINGS = [
    (signs(_WORDS["giving"]), _GIVES), (signs(_WORDS["getting"]), _GETS), (signs(_WORDS["officers"]), _OFFICER_OF),
    (signs(_WORDS["doing"]), _DONE_BY),
]  # fmt: skip
_SAYS_ASKS = signs(_WORDS["asking"])


def find(text: str, words: frozenset[str]) -> Iterator[Found]:
    """The bodies that what stands beside them shows in `text` (plain; dates and people blotted out; its `words`)."""
    if "£" in text:
        for paid in _PAID.finditer(text):
            if paid["name"].count(" ") != 1:  # 'Ann Example' may be a person
                yield from _body(paid)
    if not words.isdisjoint(_SAYS_ASKS):
        for asks in _ASKS.finditer(text):
            yield from _body(asks)
    if "epresent" in text:
        for spoken_for in _SPOKEN_FOR.finditer(text):
            if " " in spoken_for["name"] or "resenting" in spoken_for.group():  # 'representatives from Whitehall'
                yield from _body(spoken_for)
    for said, pattern in _DEALINGS:
        if not words.isdisjoint(said):
            for dealing in pattern.finditer(text):
                of_people = dealing["name"].split()[0] in _FIRST_NAMES
                mere_word = " " not in dealing["name"] and text.endswith("the ", 0, dealing.start("name"))
                if not of_people and not mere_word and not SHAPES.tail(text, *dealing.span("name")):
                    yield from _body(dealing)
    if " from " in text:
        for comes in _COMES_FROM.finditer(text):
            if " " in comes["name"] and not comes["the"]:
                yield from _body(comes)


def _body(found: re.Match[str]) -> Iterator[Found]:
    """The name as a body, unless its shape or a word of it says that it is a person, a place or something else."""
    name = found["name"].removesuffix("'s")
    words, label = name.split(), SHAPES.label_of(name)
    if label not in {None, "organisation"} or (len(words) > 1 and SHAPES.says_nothing(name, "organisation")):
        return
    if len(name) < 3 or words[0].lower() in SHAPES.openers or not _OF_PEOPLE.isdisjoint((words[0], words[-1])):
        return
    of_an_area = not SHAPES.areas.isdisjoint(word.lower() for word in words)
    if of_an_area and label is None and not (len(words) > 1 and found.re is _ASKS):  # 'from Upper Kent'
        return
    yield Found(found.start("name"), found.start("name") + len(name), "organisation", tidy(name), PATTERN)
