from __future__ import annotations

from textwrap import dedent

import pytest

from pipeline.errors import EmptyFileError
from pipeline.readers import markdown
from tests.readers.lines import lines

# title, text, blocks
TEXTS = [
    ("headings, lists and emphasis", """
        # Minutes
        ## 1. Paths
        - gravel
            - fine
        3. third
        4. fourth
        """, ["# Minutes", "## 1. Paths", "• gravel", "  • fine", "3. third", "4. fourth"]),
    ("tables", """
        | Task | Owner |
        |------|-------|
        | Mend | AB    |
        """, ["[Task | Owner / Mend | AB]"]),
    ("HTML inside", "<p>One</p>\n<ul><li>Two</li></ul>\n\n**Three**\n", ["One", "• Two", "Three"]),
    ("front matter", """
        ---
        title: "Minutes of May"
        date: 2025-05-04
        author: ada
        ---
        Text
        """, ["Minutes of May", "2025-05-04", "Text"]),
    ("a title that the text repeats", "---\ntitle: Minutes\n---\n# Minutes\n", ["# Minutes"]),
    ("front matter that is none", "---\n\nText\n\n---\n", ["Text"]),
    ("front matter that does not parse", "---\na: [\n---\nText\n", ["Text"]),
    ("lines that the writer broke", "Ada Lowe, Chair\nBo Finch, Clerk\nand a guest\n",
     ["Ada Lowe, Chair", "Bo Finch, Clerk and a guest"]),
    ("asterisks without a partner", "Paths (from the Clerk) **\n", ["Paths (from the Clerk)"]),
    ("underlining as pandoc writes it", "The [first]{.underline} Monday\n", ["The first Monday"]),
    ("indented text is no program", "1.  Paths\n\n        were swept.\n", ["1. Paths", "were swept."]),
    ("drawn lines", "One\n\n\\_\\_\\_\\_\\_\\_\n\n***\n\nTwo\n", ["One", "Two"]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), [t[1:] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_texts(written: str, expected: list[str]) -> None:
    assert lines(markdown.read(dedent(written).encode(), "").blocks) == expected


def test_front_matter_has_styles_by_which_it_is_known() -> None:
    made = markdown.read(b"---\ntitle: Minutes\ndate: 2025-05-04\n---\nText\n", "").blocks
    assert [(block.style, block.kind) for block in made] == [("title", "text"), ("date", "text"), ("", "text")]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    line = "> the Forum heard that the pond in the upper park had been drained"
    made = markdown.read("\n".join([line] * 9).encode(), "").blocks
    assert len(made) == 1


def test_front_matter_alone_is_a_title() -> None:
    assert lines(markdown.read(b"---\ntitle: Minutes\n---\n", "").blocks) == ["Minutes"]
    with pytest.raises(EmptyFileError):
        markdown.read(b"---\nlayout: post\n---\n", "")


def test_the_front_matter_says_which_body_met() -> None:
    page = b"---\ntitle: Lamps\ncommittee: Port Panel\nmeeting_date: 2024-05-14\nlayout: post\n---\nAll is well.\n"
    assert [block.text for block in markdown.read(page, "").blocks] == [
        "Lamps", "Committee: Port Panel", "Meeting date: 2024-05-14", "All is well.",
    ]  # fmt: skip
