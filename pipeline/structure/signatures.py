"""Who signs a report without any label: under its title, at its end, or at the right edge."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.model import Person
from pipeline.structure import kinds, titles
from pipeline.structure.items import Item
from pipeline.structure.lines import is_date
from pipeline.structure.listing import single
from pipeline.structure.names import has_post, is_organisation, is_plain
from pipeline.text import collapse, fold

#: ... and the name of who reports so near to it.
NEAR_END = 25
_REPORT_OF = re.compile(r"report (?:of|by|from)\s*:?\s*(?:the )?(.+)", re.I)

#: A signature at the end of a paper stands in its last lines.
END = 5


def authors(head: list[str]) -> list[Person]:
    """The one who signs a report with name and post under its title, without any label."""
    found = [named for line in head if titles.is_person(line) and (named := single(line))]
    return [Person(found[0].name, found[0].role, "author", found[0].initials)] if len(found) == 1 else []


def reporters(head: list[str], items: list[Item]) -> list[Person]:
    """Whom 'Report of the Director' means: named in brackets behind it, or over that post at the paper's end."""
    for line in head:
        if not titles.passes_on(line) or not (said := _REPORT_OF.match(line)):
            continue
        if (named := single(said[1])) and said[1].rstrip().endswith(")"):
            return [Person(named.name, named.role, "report_from", named.initials)]
        post, _, name = said[1].rpartition(", ")
        if has_post(post) and is_plain(name) and not has_post(name):
            return [Person(name, post, "report_from")]
        post = fold(said[1])
        end = [item.text for item in items[-NEAR_END:] if item.kind == "text"]
        for name, below in pairwise(end):
            if is_plain(name.title() if name.isupper() else name) and fold(below) == post:
                return [Person(name, below, "report_from")]
    return []


def signers(items: list[Item]) -> list[Person]:
    """Who signs a report: a name over post and date at its end, or a name and post at the right edge."""
    end = [item for item in items[-END:] if item.kind == "text" and not (item.masthead or item.heading or item.marked)]
    lines = [item.text.rstrip(" ,") for item in end]
    for index, line in enumerate(lines[:-1]):
        below = lines[index + 1 :]
        if _is_signature(line) and all(_is_under_name(text) for text in below):
            return [Person(line, next((text for text in below if not is_date(text)), ""), "author")]
    signed = {collapse(item.aside) for item in items if item.aside and titles.is_person(item.aside)}
    found = single(signed.pop()) if len(signed) == 1 else None
    if found is None:
        return []
    author = Person(found.name, found.role or ("Chair" if found.chair else ""), "author")
    return [author, Person(found.name, author.role, "chair")] if found.chair else [author]


def _is_signature(line: str) -> bool:
    """Whether a line is somebody's name and nothing else."""
    return is_plain(line) and not (line.isupper() or has_post(line) or is_organisation(line) or kinds.is_known(line))


def _is_under_name(text: str) -> bool:
    """Whether a line can stand under a signature: a post, an organisation, a date."""
    return is_date(text) or (len(text.split()) <= 10 and text[:1].isupper() and not text.endswith((".", ":")))
