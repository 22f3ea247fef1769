"""Passages to mentions and abbreviations. The only importer of spaCy.

Rules, in the order of `rules.COMPONENTS`, find candidates in each passage; `resolve` adds what only the whole paper
tells (its own body, its short forms, names it repeats); of candidates that overlap the longest wins, then the
order of `found`. spaCy is imported when the first paper is tagged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from statistics import median_low
from typing import TYPE_CHECKING

from pipeline import dates, vocabulary
from pipeline.errors import UsageError
from pipeline.model import Mention, Outline, Tags
from pipeline.tagging.found import Found, apart
from pipeline.text import fold, plain, words

if TYPE_CHECKING:
    from pipeline.tagging.people import Roll

_YEAR = re.compile(r"(?<![\w/.-])20\d\d(?:[-/](?:20)?\d\d)?(?![\w/.-])")
_model: str | None = None


@dataclass(slots=True)
class PaperContext:
    """What the components need to know of the whole paper."""

    anchor: date | None
    roll: Roll


def use_model(name: str | None) -> None:
    """Add the entities of the trained spaCy model `name` (a package or a folder) below our own; None for ours alone.

    Raises UsageError when it is not installed.
    """
    global _model
    if name is not None:
        from pipeline.tagging import rules

        rules.model(name)
    _model = name


def check_lists() -> None:
    """Load every word list and build every pattern that tagging uses, as a worker does with its first paper.

    Raises UsageError when a user's list is no YAML or not of the shape that docs/vocabulary.md shows.
    """
    try:
        from pipeline.tagging import abbreviations, inferred, resolve, rules  # noqa: F401  (they read their lists when imported)

        dates.find("1 May 2015")
        rules.lists()
    except (TypeError, ValueError, LookupError, AttributeError, re.error) as error:
        raise UsageError(
            f"a word list in {vocabulary.used()} cannot be used: {error}",
            hint="docs/vocabulary.md shows the shape of each file.",
        ) from error


def tag(outline: Outline) -> Tags:
    """Who, what and when is named in the passages of a paper, and what its abbreviations stand for."""
    from pipeline.tagging import abbreviations, inferred, repeats, resolve, rules
    from pipeline.tagging.people import Roll
    from pipeline.tagging.shapes import SHAPES

    texts = [plain(passage.text) for passage in outline.passages]
    notes = [plain(passage.text) for passage in outline.passages if passage.kind == "footnote"]
    short = abbreviations.find(texts, notes)
    paper = PaperContext(_anchor(outline, texts), Roll(outline.people, texts))
    said = [frozenset(words(text)) for text in texts]
    found = rules.run(texts, said, paper)
    lists = rules.lists()
    own_names = [name for name in (outline.body, outline.council) if name]
    guesses = inferred.infer(texts, short, own_names)
    initials = {"".join(word[0] for word in plain(person.name).split()) for person in outline.people}
    guesses = {  # 'MoJ' is the ministry though the paper names its minister alone
        form: long
        for form, long in guesses.items()
        if form not in initials and (form not in lists.meanings or SHAPES.label_of(long) != "role")
    }
    running = [
        (text, passage.kind == "heading")
        for passage, text in zip(outline.passages, texts, strict=True)
        if passage.kind != "table_row"
    ]
    short = {**inferred.introduced(guesses, running, own_names), **short}
    unlisted = {form: long for form, long in guesses.items() if form not in lists.meanings}
    own = resolve.Own(outline, {**unlisted, **short}, texts, lists)
    for items, text, there in zip(found, texts, said, strict=True):
        items.extend(list(own.find(text, there, items)))
    if _model is not None:
        found = [items + more for items, more in zip(found, rules.guessed(texts, _model), strict=True)]
    found = [apart(items) for items in found]
    again = repeats.find(found, texts, said)
    found = [apart(items + more) if more else items for items, more in zip(found, again, strict=True)]
    normal = resolve.normal_names(chain.from_iterable(found), outline)
    names = {fold(person.name) for person in outline.people}
    defined = {
        form: long
        for form, long in short.items()
        if fold(long) not in names and (fold(long) in lists.folded or not inferred.of_a_person(form, long, texts))
    }
    return Tags(abbreviations=defined, mentions=_mentions(outline, found, normal, paper.roll))


def _anchor(outline: Outline, texts: list[str]) -> date | None:
    """The paper's own date; without one that of its title, or the middle of the days it names: 'March' needs a year."""
    if outline.meeting_date:
        return date.fromisoformat(outline.meeting_date)
    if outline.title and (titled := _titled(plain(outline.title), outline.paper_type)):
        return titled
    today = date.today()
    named = [
        date.fromisoformat(found.value.start)
        for text in texts
        for found in dates.find(text)
        if found.value and found.precision in {"day", "month"}
    ]
    plausible = [moment for moment in named if moment <= today]
    return median_low(plausible) if plausible else None


def _titled(title: str, paper_type: str) -> date | None:
    """The day to count from in a paper on a year or month: of a report when three quarters are over, else the first."""
    spans = [found.value for year in _YEAR.finditer(title) if (found := dates.find(year.group())[0]).value]
    if len(spans) != 1:
        return None
    start, end = date.fromisoformat(spans[0].start), date.fromisoformat(spans[0].end)
    if paper_type in {"report", "other"} and timedelta(300) < end - start < timedelta(400):
        return start + (end - start) * 3 // 4
    return start


def _mentions(
    outline: Outline, found: list[list[Found]], normal: dict[tuple[str, str], str], roll: Roll
) -> list[Mention]:
    mentions = []
    for passage, items in zip(outline.passages, found, strict=True):
        for item in items:
            named = passage.text[item.start : item.end]
            value = item.value
            if item.label == "role" and (holder := roll.holders.get(plain(named).lower())):
                value = {"person": holder}
            name = normal.get((item.label, item.name), item.name)
            mentions.append(Mention(item.label, named, name, passage.id, item.start, item.end, value))
    return mentions
