"""`papers export` and the commands of tracing, on a small corpus, from reading to file."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from pipeline import ingest
from pipeline.cli import papers
from pipeline.home import Home

FIRST = """# Harbour Board

Minutes of the meeting held on 4 March 2014

Present: Ann Lee (Chair), Tom Bell

## 1. Dredging

Tom Bell reported that the outer basin had silted up. Ring him on 01634 331 000.

Action: Tom Bell to obtain three prices for dredging the outer basin by May 2014.

## 2. Winter lights

It was agreed that the leading lights be rewired.
"""
SECOND = FIRST.replace("4 March 2014", "6 May 2014").replace("by May 2014", "by July 2014")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "minutes-2014-03-04.md").write_text(FIRST)
    (folder / "corpus" / "minutes-2014-05-06.md").write_text(SECOND)
    ingest.run(Home(folder))
    return folder


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(papers, ["--home", str(home), *words])


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))


def test_threads_and_their_slips(home: Path) -> None:
    found = json.loads(run(home, "threads", "--slipped", "--json").stdout)
    (thread,) = [thread for thread in found if "three prices" in thread["title"]]
    assert [row["document"] for row in thread["rows"]] == ["minutes-2014-03-04.md", "minutes-2014-05-06.md"]
    assert [slip["after"] for slip in thread["slips"]] == ["by July 2014"]


def test_trace_by_a_search_and_by_an_id(home: Path) -> None:
    (first, *_) = json.loads(run(home, "trace", "dredging prices", "--json").stdout)
    again = json.loads(run(home, "trace", first["rows"][-1]["statement"], "--json").stdout)
    assert again == [first]
    told = run(home, "trace", "dredging prices", "--why").stdout
    assert "due date moved: by May 2014 → by July 2014 (+61 days)" in told
    assert "the same words" in told


def test_a_search_for_nothing_there_is_said(home: Path) -> None:
    assert "No thread holds that" in run(home, "trace", "helicopters").stdout


def test_everything_as_csv(home: Path) -> None:
    found = rows(run(home, "export", "--format", "csv"))
    assert {"minutes-2014-03-04.md", "minutes-2014-05-06.md"} == {row["document"] for row in found}
    assert all(row["statement"] for row in found)


def test_a_search_as_csv_with_the_state_of_each(home: Path) -> None:
    found = rows(run(home, "export", "dredging", "--kind", "action", "--format", "csv"))
    assert [row["meeting_date"] for row in found] == ["2014-03-04", "2014-05-06"]
    assert {(row["kind"], row["state"], row["last_seen"]) for row in found} == {("action", "open", "2014-05-06")}


def test_contacts_can_be_left_out(home: Path) -> None:
    assert "01634" in run(home, "export", "silted", "--format", "jsonl").stdout
    kept = run(home, "export", "silted", "--format", "jsonl", "--no-contacts").stdout
    assert "01634" not in kept
    assert "[contact left out]" in kept


def test_sqlite(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    assert run(home, "export", "--format", "sqlite", "--output", str(path)).exit_code == 0
    db = sqlite3.connect(path)
    query = "SELECT count(*) FROM sights JOIN threads ON threads.id = sights.thread WHERE threads.slips = 1"
    assert db.execute(query).fetchone()[0] == 2
    db.close()


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl", "html"])
def test_the_other_formats_go_to_standard_output(home: Path, form: str) -> None:
    result = run(home, "export", "dredging", "--format", form)
    assert result.exit_code == 0
    assert "Harbour Board" in result.stdout


def test_an_evidence_pack(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "pack.docx"
    assert run(home, "export", "dredging prices", "--format", "docx", "--output", str(path)).exit_code == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    assert "Due date moved once: by May 2014 to by July 2014" in text
    assert "What could not be read" in text


@pytest.mark.parametrize("form", ["sqlite", "docx"])
def test_files_that_are_no_streams_need_a_name(home: Path, form: str) -> None:
    result = run(home, "export", "--format", form)
    assert result.exit_code != 0
    assert "cannot be written to standard output" in str(result.exception)


@pytest.mark.parametrize("command", ["audit", "resolutions", "successions", "measures", "gaps", "threads"])
def test_every_view_prints_words_and_json(home: Path, command: str) -> None:
    assert run(home, command).exit_code == 0
    assert isinstance(json.loads(run(home, command, "--json").stdout), list)


def test_lists_for_a_spreadsheet(home: Path, tmp_path: Path) -> None:
    """What is found by following, each list with all its rows and its narrowing."""
    threads = {row["title"]: row for row in rows(run(home, "threads", "--csv", "-"))}
    (dredging,) = [row for title, row in threads.items() if "three prices" in title]
    assert (dredging["mentions"], dredging["slips"], dredging["due"]) == ("2", "1", "by July 2014")
    assert dredging["last_document"] == "minutes-2014-05-06.md"

    file = tmp_path / "asked.csv"
    told = run(home, "audit", "--finding", "contradicted", "--csv", str(file))
    assert f"Written to {file}" in told.stderr
    assert file.read_bytes().startswith(b"\xef\xbb\xbffindings,title,kind")  # the head stands where nothing is found
    for command in ("resolutions", "successions", "measures", "gaps"):
        assert run(home, command, "--csv", "-").stdout_bytes.count(b"\n") >= 1


def test_sqlite_holds_the_lists(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.sqlite"
    assert run(home, "export", "--format", "sqlite", "--output", str(file)).exit_code == 0
    asked = json.loads(run(home, "audit", "--json").stdout)
    with sqlite3.connect(file) as db:
        joined = db.execute("SELECT audit.title FROM audit JOIN threads ON threads.id = audit.thread").fetchall()
        assert sorted(title for (title,) in joined) == sorted(item["title"] for item in asked)
        for name in ("resolutions", "successions", "measures", "gaps"):
            db.execute(f"SELECT * FROM {name}").fetchall()
