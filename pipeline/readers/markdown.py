"""Markdown to blocks: rendered as HTML, which it may hold anyway, and read as such."""

from __future__ import annotations

import datetime
import re
from functools import cache

import yaml
from markdown_it import MarkdownIt

from pipeline.errors import EmptyFileError, TooLargeError
from pipeline.model import Block, Reading
from pipeline.readers import html
from pipeline.readers.decode import decode
from pipeline.readers.lines import front_matter, wrap_width

MAX_CHARACTERS = 10_000_000
_SPAN = re.compile(r"\[([^\[\]]{1,500})\]\{\.underline\}")  # pandoc's
#: What the front matter says about the paper itself, in the order in which a paper would print it.
_SAID = ("title", "subtitle", "date")
#: What it says of where the paper belongs; printed with a label, as forms do.
_LABELLED = ("council", "authority", "committee", "board", "body", "meeting", "meeting_date", "chair", "present")


def read(content: bytes, name: str) -> Reading:
    """The Markdown file `content`. Title and date of the front matter come first, with the styles of these names."""
    text, problems = decode(content)
    if len(text) > MAX_CHARACTERS:
        raise TooLargeError(f"the text has {len(text):,} characters and the limit is {MAX_CHARACTERS:,}")
    said: list[Block] = []
    if found := front_matter(text):
        said, text = _said(found[0]), found[1]
    made = html.parse(_rendered(text))
    if said and any(block.text == said[0].text for block in made[:3]):
        said = said[1:]
    if not said + made:
        raise EmptyFileError("the file holds no text", hint="Fetch it again; the download may have failed.")
    return Reading("markdown", "text/markdown", said + made, problems=problems)


def _said(text: str) -> list[Block]:
    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return []
    if not isinstance(values, dict):
        return []
    found = [(key, values[key]) for key in (*_SAID, *_LABELLED) if isinstance(values.get(key), str | datetime.date)]
    said = [(k, v.isoformat()[:10] if isinstance(v, datetime.date) else " ".join(v.split())) for k, v in found]
    return [
        Block(text=value, style=key) if key in _SAID else Block(text=f"{key.replace('_', ' ').capitalize()}: {value}")
        for key, value in said
        if value
    ]


def _rendered(text: str) -> str:
    """`text` as HTML. Where lines are not wrapped at a width, the writer meant each break of a line."""
    renderer = _renderer()
    renderer.options["breaks"] = wrap_width(text.split("\n")) is None
    page: str = renderer.render(_SPAN.sub(r"<u>\1</u>", text))
    return page.replace("**", "")  # asterisks that found no partner


@cache
def _renderer() -> MarkdownIt:
    # Papers hold no programs: what is indented by four blanks is a paragraph of the item above it.
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
