"""Each format, read back with a library of that format."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from pipeline.errors import PapersError
from pipeline.export import TABLES, Finding, citations, cleaned, save, sqlite, tables
from pipeline.export.contacts import LEFT_OUT
from tests.export.findings import NASTY, finding, many, paper, thread


def read_csv(findings: Iterable[Finding]) -> list[dict[str, str]]:
    content = b"".join(tables.csv_lines(findings))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv() -> None:
    (row,) = read_csv([finding(text='JT to obtain "three"\nprices, soon')])
    assert row["text"] == 'JT to obtain "three" prices, soon'
    assert row["owners"] == "JT; R. Šmid"
    assert (row["due"], row["due_end"], row["status"]) == ("by end May 2014", "2014-05-31", "Progress: On track")
    assert (row["document"], row["page"], row["sha256"]) == ("minutes 1.pdf", "2", paper().sha256)
    assert (row["state"], row["last_seen"], row["thread"]) == ("open", "2014-05-06", "t1")


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        "+44 is a prefix",
        "-1 is a number",
        "@SUM(A1)",
        "\t=1+1",
        " =1+1",
        "＝1+1",
        "\xa0=1+1",
        "\x1b=1+1",
        "\u200b=1+1",
        "\r=1+1",
    ],
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    (row,) = read_csv([finding(text=text, owners=[text], section=text, status={"": text})])
    assert all(not value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝")) for value in row.values())
    assert row["text"].startswith("'")


def test_a_csv_steers_no_terminal_and_the_other_formats_are_exact() -> None:
    named = paper(title="\x1b[31mminutes\x07\u202e.pdf", body="Île\xa0Board £5 – “Café”")
    (row,) = read_csv([finding(paper=named)])
    assert (row["title"], row["body"]) == ("[31mminutes.pdf", "Île\xa0Board £5 – “Café”")
    (line,) = tables.json_lines([finding(paper=named)])
    assert json.loads(line)["paper"]["title"] == named.title


def test_json_lines() -> None:
    lines = b"".join(tables.json_lines([finding(), finding(2, text="two\nlines")])).decode().splitlines()
    first, second = map(json.loads, lines)
    assert first["paper"]["body"] == "Harbour Board"
    assert first["due"] == {"text": "by end May 2014", "start": "2014-05-31", "end": "2014-05-31"}
    assert second["text"] == "two\nlines"


def test_ris_is_read_by_rispy() -> None:
    content = b"".join(citations.ris([paper(), paper(2, meeting_date=None, body=None, title=None)])).decode()
    first, second = rispy.loads(content)
    assert first["title"] == "Minutes: 10% of {all} berths_"
    assert first["authors"] == ["Harbour Board,"]
    assert (first["year"], first["type_of_reference"]) == ("2014", "RPRT")
    assert first["publisher"] == "Saltmarsh & Sons Council"
    assert paper().sha256 in first["notes"][0]
    assert (second["title"], "year" in second) == ("minutes 2.pdf", False)


def test_bibtex_is_read_by_pybtex() -> None:
    content = b"".join(citations.bibtex([paper(), paper(2), paper(3, meeting_date=None)])).decode()
    entries = parse_string(content, "bibtex").entries
    assert len(entries) == 3
    entry = entries[citations.key(paper())]
    assert entry.fields["title"] == r"{Minutes: 10\% of \{all\} berths\_}"
    assert (entry.fields["year"], entry.fields["month"]) == ("2014", "March")
    assert str(entry.persons["author"][0]) == "{Harbour Board}"
    assert entry.fields["institution"] == r"Saltmarsh \& Sons Council"


def test_csl_json_is_read_by_citeproc() -> None:
    content = b"".join(citations.csl([paper(), paper(2, meeting_date=None)]))
    items = json.loads(content)
    assert [item["type"] for item in items] == ["report", "report"]
    bibliography = CiteProcJSON(items)
    reference = bibliography[citations.key(paper())]
    assert "".join(reference["title"]) == "Minutes: 10% of {all} berths_"
    assert reference["issued"]["year"] == 2014
    assert json.loads(b"".join(citations.csl([]))) == []


def test_sqlite_holds_together_and_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    assert (
        sqlite.write(path, [finding(), finding(2, text="Dredging of the basin", thread="gone")], [thread()], [paper()])
        == 2
    )
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT owner FROM owners WHERE finding = 1").fetchall() == [("JT",), ("R. Šmid",)]
    query = "SELECT rowid FROM findings_fts WHERE findings_fts MATCH 'dredge' ORDER BY rowid"
    assert db.execute(query).fetchall() == [(1,), (2,)]  # in the heading of the one, in the words of the other
    row = db.execute("SELECT body, owners, due_end, state, slips, document FROM actions").fetchone()
    assert row == ("Harbour Board", "JT; R. Šmid", "2014-05-31", "silent", 1, "minutes 1.pdf")
    views = "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"
    assert [name for (name,) in db.execute(views)] == ["actions", "commitments", "decisions", "risks"]
    assert db.execute("SELECT count(*), max(last_seen) FROM commitments").fetchone() == (2, thread().last_seen)
    assert db.execute("SELECT * FROM risks").fetchall() == []
    assert db.execute("SELECT thread FROM findings WHERE id = 2").fetchone() == (None,)
    assert [r[0] for r in db.execute("SELECT code FROM contradictions")] == ["reopened"]
    keys = {r[2:5] for r in db.execute("PRAGMA foreign_key_list(findings)")}
    assert keys == {("papers", "paper", "id"), ("threads", "thread", "id")}
    db.close()


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    def breaking() -> Iterable[Finding]:
        yield finding()
        raise PapersError("the store is gone")

    with pytest.raises(PapersError):
        save(tmp_path / "out.csv", tables.csv_lines(breaking()))
    with pytest.raises(PapersError):
        sqlite.write(tmp_path / "out.sqlite", breaking())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to ann.lee+board@salt-marsh.example.uk today", f"Write to {LEFT_OUT} today"),
        ("Tel. 01634 331 000 or (020) 7946 0000.", f"Tel. {LEFT_OUT} or {LEFT_OUT}."),
        ("Ring +44 20 7946 0000", f"Ring {LEFT_OUT}"),
        ("Ann Lee, 12 Fish Quay Lane, Saltmarsh, SM1 2AB, asked", f"Ann Lee, {LEFT_OUT}, asked"),
        ("£12,500,000 by 31 March 2014 (minute 0123)", "£12,500,000 by 31 March 2014 (minute 0123)"),
        ("Action 04/03/2014 and 2014-03-04", "Action 04/03/2014 and 2014-03-04"),
    ],
)
def test_contact_details_are_left_out(text: str, expected: str) -> None:
    done = cleaned(finding(text=text, status={"Progress": text}, paper=paper(title=text)))
    assert (done.text, done.status["Progress"], done.paper.title) == (expected, expected, expected)
    assert done.paper.sha256 == paper().sha256


STREAMS: dict[str, Callable[[Path, Iterable[Finding]], object]] = {
    "csv": lambda path, rows: save(path, TABLES["csv"](rows)),
    "jsonl": lambda path, rows: save(path, TABLES["jsonl"](rows)),
    "sqlite": sqlite.write,
    "ris": lambda path, rows: save(path, citations.ris(row.paper for row in rows)),
}


@pytest.mark.slow
@pytest.mark.parametrize("form", STREAMS)
def test_a_hundred_thousand_rows_take_no_more_memory_than_ten_thousand(form: str, tmp_path: Path) -> None:
    peaks = []
    for number in (10_000, 100_000):
        tracemalloc.start()
        STREAMS[form](tmp_path / f"{form}{number}", many(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 1_000_000
