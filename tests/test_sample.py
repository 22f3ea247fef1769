"""The sample corpus says what its story says, can be made again, and its known answers agree with one another."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
import yaml
from lxml import etree

from pipeline.text import fold
from tests.sample import answers, make, story
from tests.sample.markup import Block, parse
from tests.sample.story import CORPUS, Told

PAPERS = story.papers()
FILES = [(key, file.path, file.format) for key, paper in PAPERS.items() for file in paper.files]
ANSWERS: dict[str, Any] = answers.of_story()
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of_docx(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as package:
        names = ["word/document.xml"] + [n for n in package.namelist() if n.startswith("word/footnotes")]
        roots = [etree.fromstring(package.read(name)) for name in names]
    paragraphs = ("".join(t.text or "" for t in p.iter(f"{WORD}t")) for root in roots for p in root.iter(f"{WORD}p"))
    return "\n".join(paragraphs)


def words_of_pdf(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def words_of_marked(content: bytes) -> str:
    """HTML, Markdown or text without its signs."""
    return unescape(re.sub(r"<[^>]+>|\*+", " ", content.decode()))


READ = {"docx": words_of_docx, "pdf": words_of_pdf, "word-pdf": words_of_pdf} | dict.fromkeys(
    ("html", "md", "txt"), words_of_marked
)


@cache
def said(path: str, format_: str) -> str:
    """The words of a file of the corpus, folded."""
    return fold(READ[format_]((CORPUS / path).read_bytes()))


def told_texts(paper: Told) -> list[str]:
    """The text of every block and cell, as a reader sees it."""
    found = []
    for block in paper.blocks:
        found.append(block.inline.text)
        for row in block.table.rows if block.table else []:
            found += [inline.text.removeprefix("- ") for cell in row.cells for inline in cell]
    return [text for text in found if text]


def in_order(texts: list[str], whole: str) -> str | None:
    """The first of `texts` that does not follow its forerunner in `whole`."""
    position = 0
    for text in texts:
        found = whole.find(fold(text), position)
        if found < 0:
            return text
        position = found
    return None


@pytest.mark.parametrize(("key", "path", "format_"), [f for f in FILES if f[2] in ("docx", "html", "md", "txt")])
def test_a_file_says_what_the_story_says(key: str, path: str, format_: str) -> None:
    texts = [b.inline.text for b in PAPERS[key].blocks if b.kind not in ("note", "table") and b.inline.text]
    assert in_order(texts, said(path, format_)) is None
    for text in told_texts(PAPERS[key]):
        assert fold(text) in said(path, format_)


@pytest.mark.parametrize(("key", "path", "format_"), [f for f in FILES if f[2] in ("pdf", "word-pdf")])
def test_a_pdf_says_what_the_story_says(key: str, path: str, format_: str) -> None:
    """Furniture and neighbouring cells may stand between the words, so they are looked for one by one."""
    whole = said(path, format_).split()
    for text in told_texts(PAPERS[key]):
        missing = [word for word in fold(text).split() if word not in whole and len(word) > 3]
        # A word may be divided at a hyphen at the end of a line.
        assert len(missing) <= len(text.split()) / 20, (text, missing)


def test_the_scan_has_pages_and_no_text() -> None:
    [path] = [path for _, path, format_ in FILES if format_ == "scan"]
    document = pypdfium2.PdfDocument(CORPUS / path)
    assert len(document) >= 1
    assert words_of_pdf((CORPUS / path).read_bytes()).strip() == ""


@pytest.mark.parametrize(("key", "path", "format_"), [f for f in FILES if f[2] in make.DRAWN])
def test_making_a_paper_again_gives_the_same_words(key: str, path: str, format_: str) -> None:
    again = make.DRAWN[format_](PAPERS[key])
    assert fold(READ[format_](again)) == said(path, format_)
    assert make.DRAWN[format_](PAPERS[key]) == again


@pytest.mark.parametrize(("key", "path", "format_"), [f for f in FILES if f[2] in make.CONVERTED])
def test_what_is_converted_was_made_from_the_story_as_it_is(key: str, path: str, format_: str) -> None:
    _, modules = make.CONVERTED[format_]
    assert make.made()[path] == make.basis(PAPERS[key], modules), "run: python -m tests.sample.make"


def test_the_corpus_is_the_story_and_nothing_else_and_small() -> None:
    found = {p.relative_to(CORPUS).as_posix() for p in CORPUS.rglob("*") if p.is_file()}
    assert found == {path for _, path, _ in FILES} | {name for p in PAPERS.values() for name in p.copies}
    assert sum((CORPUS / path).stat().st_size for path in found) < 3_000_000
    for paper in PAPERS.values():
        for name, original in paper.copies.items():
            assert (CORPUS / name).read_bytes() == (CORPUS / original).read_bytes()


def test_the_answers_on_file_are_those_of_the_story() -> None:
    assert yaml.safe_load(answers.FILE.read_text()) == ANSWERS, "run: python -m tests.sample.make"


# ---------------------------------------------------------------------- the answers, paper by paper


def visible(paper: Told) -> str:
    return fold("\n".join(told_texts(paper)))


@pytest.mark.parametrize("answer", ANSWERS["papers"], ids=lambda a: a["key"])
def test_what_is_answered_stands_in_the_paper(answer: dict[str, Any]) -> None:
    whole, meta = visible(PAPERS[answer["key"]]), answer["metadata"]
    for text in [
        # 'Cllrs A, B and C' gives each of them the title.
        *(re.sub("^(Cllr|Councillor) ", "", p["name"]) for p in meta["people"]),
        *(d["text"] for d in answer["dates"]),
        *(s["text"] for s in answer["statements"]),
        *(s["heading"] for s in answer["sections"]),
        *answer["abbreviations"],
        *answer["abbreviations"].values(),
        *meta["background_papers"],
        meta["council"] or "",
    ]:
        assert fold(text) in whole, text


@pytest.mark.parametrize("answer", ANSWERS["papers"], ids=lambda a: a["key"])
def test_answers_keep_to_the_words_of_the_records(answer: dict[str, Any]) -> None:
    from typing import get_args

    from pipeline import model

    assert answer["metadata"]["paper_type"] in get_args(model.PaperType)
    assert {p["capacity"] for p in answer["metadata"]["people"]} <= set(get_args(model.Capacity))
    assert {p["kind"] for p in answer["parts"]} <= set(get_args(model.PartKind))
    assert {k for s in answer["sections"] for k in s["kinds"]} <= set(get_args(model.SectionKind))
    assert {s["kind"] for s in answer["statements"]} <= set(get_args(model.StatementKind))
    for statement in answer["statements"]:
        assert 0 <= statement["section"] < len(answer["sections"])
        assert answer["sections"][statement["section"]]["part"] == statement["part"]


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda p: p.key)
def test_no_full_date_is_left_unanswered(paper: Told) -> None:
    answered = [d["text"] for a in ANSWERS["papers"] if a["key"] == paper.key for d in a["dates"]]
    for text in told_texts(paper):
        for found in re.findall(rf"(?:\d{{1,2}} )?(?:{MONTHS}) \d{{4}}|\d\d[./]\d\d[./]\d{{2,4}}", text):
            assert any(found in date for date in answered), (found, text)


@pytest.mark.parametrize("paper", [p for p in PAPERS.values() if p.date], ids=lambda p: p.key)
def test_the_date_of_a_paper_is_one_of_its_dates(paper: Told) -> None:
    [answer] = [a for a in ANSWERS["papers"] if a["key"] == paper.key]
    assert any(d["start"] == d["end"] == paper.date for d in answer["dates"])


# ---------------------------------------------------------------------- the answers, across papers


def test_every_thread_marked_is_told_and_every_one_told_is_marked() -> None:
    marked = {s["thread"] for a in ANSWERS["papers"] for s in a["statements"] if "thread" in s}
    told = {t["key"] for t in ANSWERS["threads"]} | {r["key"] for r in ANSWERS["resolutions"]}
    assert marked == told


@pytest.mark.parametrize("thread", ANSWERS["threads"], ids=lambda t: t["key"])
def test_a_thread_comes_to_what_its_rows_show(thread: dict[str, Any]) -> None:
    rows = thread["rows"]
    assert rows
    assert [r["date"] for r in rows] == sorted(r["date"] for r in rows)
    assert len(thread["moves"]) == thread["slips"]
    if owners := thread.get("reowned"):
        assert [owners[0] in rows[0]["owners"], owners[1] in [o for r in rows[1:] for o in r["owners"]]] == [True, True]
    if thread.get("never_reported"):
        assert len(rows) == 1
        assert thread["state"] == "silent"
    if thread["state"] == "completed":
        last = [r for r in rows if r["date"] == rows[-1]["date"]]
        done = any("complete" in str(r["status"]).lower() or r["kind"] != "action" for r in last)
        assert done or "Green" in str(last), last


@pytest.mark.parametrize("thread", [t for t in ANSWERS["threads"] if t["state"] == "silent"], ids=lambda t: t["key"])
def test_a_silent_thread_has_later_papers_to_be_silent_in(thread: dict[str, Any]) -> None:
    by_name = {a["document"]: a["metadata"] for a in ANSWERS["papers"]}
    last = thread["rows"][-1]
    own = answers.series(by_name[last["document"]]["body"])
    heirs = {own, "Environment Overview and Scrutiny Committee"} if own == story.COUNCIL else {own}
    later = [m for m in by_name.values() if answers.series(m["body"]) in heirs and m["meeting_date"] > last["date"]]
    assert later


def test_look_alikes_share_words_and_no_thread() -> None:
    known = {t["key"]: t for t in ANSWERS["threads"]}
    for group in ANSWERS["kept_apart"]:
        assert len(group) > 1
        assert set(group) <= set(known)


def test_resolutions_have_the_decision_their_outcome_needs() -> None:
    outcomes = set()
    for resolution in ANSWERS["resolutions"]:
        outcomes.add(resolution["outcome"])
        assert (resolution["decision"] is None) == (resolution["outcome"] == "no minute"), resolution["key"]
        if words := resolution["words"]:
            assert words["recommended"] in resolution["recommendation"]["text"]
            assert words["resolved"] in resolution["decision"]["text"]
    assert outcomes == {"agreed", "amended", "noted", "deferred", "no minute"}


def test_evidence_stands_where_it_is_said_to() -> None:
    whole = {a["document"]: visible(PAPERS[a["key"]]) for a in ANSWERS["papers"]}
    quotes = [*ANSWERS["successions"], *(v for m in ANSWERS["measures"] for v in m["values"])]
    for quote in quotes:
        assert fold(quote["text"]) in whole[quote["document"]], quote


def test_no_paper_is_there_of_a_meeting_that_is_missing() -> None:
    held = {
        (a["metadata"]["body"], a["metadata"]["meeting_date"], a["metadata"]["paper_type"]) for a in ANSWERS["papers"]
    }
    for gap in ANSWERS["missing"]:
        types = {type_ for body, date, type_ in held if (body, date) == (gap["body"], str(gap["date"]))}
        assert "minutes" not in types, gap
        assert (gap["lacks"] == "minutes") == bool(types), gap


def test_an_abbreviation_that_conflicts_means_two_things() -> None:
    used = {a["document"]: visible(PAPERS[a["key"]]) for a in ANSWERS["papers"]}
    for told in ANSWERS["abbreviations"]:
        assert told["conflict"] == (len(told["meanings"]) > 1)
        for document in told["used_without_it"]:
            assert fold(told["short"]) in used[document].split()
            assert not any(fold(m["meaning"]) in used[document] for m in told["meanings"])


def test_there_are_ten_questions_and_a_third_in_other_words() -> None:
    questions = ANSWERS["questions"]
    assert len(questions) == 10
    assert {q["persona"] for q in questions} == {"researcher", "officer", "auditor"}
    other = [q for q in questions if not set(fold(q["query"]).split()) <= set(fold(q["answers"][0]["text"]).split())]
    assert len(other) >= 4


# ---------------------------------------------------------------------- the markup

MARKUP = """
# 2. Risk management {risks}
= 2.1 It was agreed. [[commitment wall @Head of Parks | The wall will be built {--in May--}{++<!by end June
2015=2015-06-30>++}.]]
+ (a) [[action #3 | SQ to **write**]] >> SQ

:table roles=task,due
| Task | When |
|= Walls {actions}
| [[action | Build | it]] | <Mar-2011=2011-03> |
| ^ | Ongoing |
"""


def test_markup_is_drawn_and_answered_from_the_same_words() -> None:
    heading, paragraph, item, table = parse(MARKUP)
    assert (heading.kind, heading.marker, heading.inline.text, heading.kinds) == (
        "heading",
        "2.",
        "Risk management",
        ["risks"],
    )
    [mark] = paragraph.inline.marks
    assert paragraph.inline.text == "It was agreed. The wall will be built by end June 2015."
    assert mark.text == "The wall will be built by end June 2015."
    assert mark.due is not None
    assert (mark.thread, mark.owners, mark.due.text, mark.due.end) == (
        "wall",
        ["Head of Parks"],
        "by end June 2015",
        "2015-06-30",
    )
    assert [(r.text, r.change) for r in paragraph.inline.runs if r.change] == [
        ("in May", "deleted"),
        ("by end June 2015", "inserted"),
    ]
    assert (item.marker, item.aside, item.inline.marks[0].number) == ("(a)", "SQ", "3")
    assert [r.bold for r in item.inline.runs] == [False, True]
    rows = table.table.rows if table.table else []
    assert [r.title for r in rows] == [False, True, False, False]
    assert rows[2].cells[0][0].text == "Build | it"
    assert rows[3].above == [True, False]


def test_blocks_are_joined_over_lines_and_parted_by_signs() -> None:
    blocks: list[Block] = parse("one\n  line\n- a\n- b\n\ntwo")
    assert [(b.kind, b.inline.text) for b in blocks] == [
        ("paragraph", "one line"),
        ("item", "a"),
        ("item", "b"),
        ("paragraph", "two"),
    ]


def test_nothing_of_the_story_lies_outside_the_folder() -> None:
    for _, path, _ in FILES:
        assert ".." not in Path(path).parts
