from __future__ import annotations

import pytest

from pipeline.errors import DamagedError, EmptyFileError
from pipeline.readers import html
from tests.readers.lines import lines

# title, page, blocks
PAGES = [
    ("headings and paragraphs", "<h1>Minutes</h1><p>One<p>Two", ["# Minutes", "One", "Two"]),
    ("text between blocks", "<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
    ("line breaks", "<p>12 May<br>Chair: Ada Lowe<br>of the Forum</p>", ["12 May", "Chair: Ada Lowe of the Forum"]),
    ("lists in lists", "<ol><li>A<ul><li>a</li></ul></li><li><p>B</p><p>more</p></li></ol>",
     ["1. A", "  • a", "2. B", "more"]),
    ("numbers as the list says", '<ol start="4" type="i"><li>x</li><li value="9">y</li></ol><ol type="A"><li>z</ol>',
     ["iv. x", "ix. y", "A. z"]),
    ("a bullet typed by Word", "<p>·&nbsp;&nbsp; Paths</p>", ["· Paths"]),
    ("merged cells", "<table><tr><th colspan=2>Plan</th></tr><tr><td rowspan=2>a<td>b<tr><td>c</table>",
     ["[Plan | ^ / a | b / ^ | c]"]),
    ("lists and paragraphs in a cell", "<table><tr><td><p>Do<ul><li>x<li>y</ul></td><td>z</td></tr></table>",
     ["[Do; x; y | z]"]),
    ("a table that lays out the page", "<table role=presentation><tr><td><h2>Left</h2></td><td>Right</td></tr></table>",
     ["## Left", "Right"]),
    ("a table of one column", "<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>", ["One", "Two"]),
    ("scripts, styles, forms and what is hidden", "<style>p{}</style><script>x()</script><button>Go</button>"
     "<p hidden>no</p><p style='display: none'>no</p><del>no</del><p>Yes</p>", ["Yes"]),
    ("what frames the page", "<nav>Home</nav><main><header>In</header>Text</main><footer>Contact us</footer>",
     ["furniture Home", "In", "Text", "furniture Contact us"]),
    ("a header with the page's heading", "<header><h1>Minutes</h1></header><p>Text</p>", ["# Minutes", "Text"]),
    ("programs left in the page", "<?php if ($a->b) { ?><p>Text</p><?php } ?><% x %>", ["Text"]),
    ("what stands at the right edge", "<p>The Clerk to write to the bus company.\t\t\t<em>Clerk</em></p>",
     ["The Clerk to write to the bus company.", "> Clerk"]),
    ("who is to act, in italics after the sentence", "<p>The Clerk to write to the bus company. <em>Clerk</em></p>"
     "<p>The Forum had read <em>Walden</em></p><p>The paper was read by all. <em>It was agreed.</em></p>",
     ["The Clerk to write to the bus company.", "> Clerk", "The Forum had read Walden",
      "The paper was read by all. It was agreed."]),
    ("a note's mark", "<p>As required<sup>1</sup></p>", ["As required[1]"]),
    ("indented source", "<p>\n\t\tOne\n\t\ttwo\n\t</p>", ["One two"]),
    ("the title, unless the page says it", "<title>Minutes</title><p>Text</p>", ["Minutes", "Text"]),
    ("the title once", "<title>Minutes</title><h1>Minutes</h1>", ["# Minutes"]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "expected"), [p[1:] for p in PAGES], ids=[p[0] for p in PAGES])
def test_pages(page: str, expected: list[str]) -> None:
    assert lines(html.parse(page)) == expected


def test_formats_are_kept() -> None:
    made = html.parse(
        '<p align=right>Right</p><p style="text-align:center"><b>Bold</b></p><p><strong>Action:</strong> do'
    )
    assert [block.align for block in made] == ["right", "center", ""]
    assert [block.bold for block in made] == [0.0, 1.0, 0.75]
    assert made[2].lead == 7
    assert html.parse('<p><span style="font-size: 16px">Big</span></p>')[0].size == 12.0


def test_heads_of_tables() -> None:
    def head(rows: str) -> int:
        return html.parse(f"<table>{rows}</table>")[0].header_rows

    assert head("<thead><tr><td>a<td>b</thead><tr><td>c<td>d") == 1
    assert head("<tr><th>a<th>b<tr><td>c<td>d") == 1
    assert head("<tr><th>a<td>b<tr><th>c<td>d") == 0


CHARSETS = [
    ("UTF-16 with a mark", "<p>Café £5</p>".encode("utf-16")),
    ("UTF-16 without", "<p>Café £5, and some more text</p>".encode("utf-16-le")),
    ("UTF-8 with a mark", "<p>Café £5</p>".encode("utf-8-sig")),
    ("declared", "<meta charset=iso-8859-15><p>Café £5</p>".encode("iso-8859-15")),
    ("declared wrongly", "<meta charset=ascii><p>Café £5</p>".encode()),
    ("declared by nonsense", "<meta charset=zlib><p>Café £5</p>".encode("cp1252")),
    ("not declared", "<p>Café £5</p>".encode("cp1252")),
]


@pytest.mark.parametrize("content", [c[1] for c in CHARSETS], ids=[c[0] for c in CHARSETS])
def test_charsets(content: bytes) -> None:
    reading = html.read(content, "")
    assert reading.blocks[0].text.startswith("Café £5")
    assert reading.problems == []


def test_bytes_that_are_no_text_are_a_problem() -> None:
    reading = html.read("<p>Ĉu ĉiuj ĝojas? ŝajne</p>".encode() + b"\xff", "")
    assert reading.blocks[0].text.startswith("Ĉu ĉiuj ĝojas?")
    assert [problem.code for problem in reading.problems] == ["undecodable_text"]


def test_a_page_saved_with_its_pictures() -> None:
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
        b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Caf=C3=A9</p>\r\n--x--\r\n"
    )
    reading = html.read(page, "saved.doc")
    assert (lines(reading.blocks), reading.media_type) == (["Café"], "multipart/related")


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(EmptyFileError) as error:
        html.read(b"<html><script>write()</script></html>", "")
    assert "script" in error.value.hint


def test_unclosed_tags_lose_no_text_and_absurd_depth_is_damage() -> None:
    assert lines(html.parse("<div><font>" * 500 + "deep")) == ["deep"]
    with pytest.raises(DamagedError):
        html.parse("<div>" * 5000 + "deep")
    assert lines(html.parse("<table><tr><td>" * 40 + "inmost"))[-1] == "inmost"


def test_absurd_spans_make_no_absurd_tables() -> None:
    made = html.parse("<table><tr><td colspan=99999999 rowspan=99999999>a</td><td>b</td></tr></table>")[0]
    assert len(made.rows) == 1
    assert len(made.rows[0]) <= 201
