"""A small home with papers of several formats, read by the program itself, and a client that asks for its pages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html

from pipeline import ingest
from pipeline.home import Home
from pipeline.web import create_app

LOG = """<!doctype html><title>Action log</title>
<h1>Marsh Lane Drainage Board</h1><h2>Action log for the meeting of {day}</h2>
<table><tr><th>Number</th><th>Action</th><th>Owner</th><th>Deadline</th><th>Progress</th></tr>{rows}</table>"""
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
SLUICE = "Repair the sluice gate at Heron Bridge before the winter floods"
SIGNS = "Put up warning signs along the towpath by the old pumping station"
LOGS = {
    "2014-03-04 Action log.html": (
        "4 March 2014",
        [("1", SLUICE, "HB", "June 2014", "On track"), ("2", SIGNS, "TW", "May 2014", "Not started")],
    ),
    "2014-06-03 Action log.html": (
        "3 June 2014",
        [("1", SLUICE, "HB", "September 2014", "Delayed"), ("2", SIGNS, "TW", "May 2014", "Complete")],
    ),
    "2014-09-02 Action log.html": (
        "2 September 2014",
        [("3", "Order sandbags for the depot", "TW", "October 2014", "On track")],
    ),
}
MINUTES = [
    "Marsh Lane Drainage Board",
    "Minutes of the meeting held on 4 March 2014",
    "Present: Hilda Brand (Chair), Tom Wragg",
    "1. Sluice gate",
    "The Board heard that the gate at Heron Bridge does not close.",
    "It was agreed that the sluice gate at Heron Bridge be repaired before the winter.",
    "2. Library service",
    "The Board noted the letter from the Friends of the Library about the damp in the cellar.",
]
REPORT = """# Condition of the Pumps

Marsh Lane Drainage Board

3 March 2015

## 1. Background

There were 14 working pumps at 31 March 2014. The Ditch Register was replaced by the Watercourse Map.

There were 11 working pumps at 31 January 2015.

Questions about the register go to pumps@marshlane.example or 01632 960 123.

## 2. Recommendations

2.1 That the Board approve the purchase of two diesel pumps for the Heron Bridge station.
"""
DECIDED = """# Minutes of the meeting held on 3 March 2015

Marsh Lane Drainage Board

## 1. Condition of the Pumps

It was agreed that the Board approve the purchase of three diesel pumps for the Heron Bridge station.
"""
#: What a hostile paper is named and filled with, and what may never come out of it.
HOSTILE_NAME = "a<img src=x onerror=alert(1)> & 'b'.md"
HOSTILE = """# <script>alert("title")</script> Committee

Minutes of the meeting held on 5 May 2015

## "><svg onload=alert(2)> heading

It was agreed that <b onmouseover=alert(3)>the</b> {{ 7 * 7 }} javascript:alert(4) \x1b[31mred\x07 \u202egnp.exe
drain be <i>cleared</i>.

- <a href="javascript:alert(5)">Tom Wragg to clear</a> the drain <style>*{display:none}</style> by June 2015
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("home")
    write_papers(folder / "corpus")
    made = Home(folder)
    ingest.run(made, executor=lambda limits: ThreadPoolExecutor(1))
    return made


@pytest.fixture(scope="session")
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(create_app(home), base_url="http://127.0.0.1", raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def sluice(client: TestClient) -> str:
    """The id of the statement on the sluice gate in the first log."""
    return statement_of(client, SLUICE, "2014-03-04")


def statement_of(client: TestClient, words: str, date: str) -> str:
    params = {"q": f'"{words}"', "from": date, "to": date}
    hits: list[dict[str, Any]] = client.get("/api/search", params=params).json()["hits"]
    return str(next(hit["statement"] for hit in hits if hit["statement"]))


def parsed(text: str) -> Any:
    """The elements of a page; what lxml's XPath gives has no type that would help."""
    return html.fromstring(text)


def write_papers(folder: Path) -> None:
    folder.mkdir()
    for name, (day, rows) in LOGS.items():
        (folder / name).write_text(LOG.format(day=day, rows="".join(ROW.format(*row) for row in rows)))
    (folder / "2014-03-04 Minutes.pdf").write_bytes(pdf(MINUTES))
    (folder / "2015-03-03 Condition of the pumps.md").write_text(REPORT)
    (folder / "2015-03-03 Minutes.md").write_text(DECIDED)
    (folder / HOSTILE_NAME).write_text(HOSTILE)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")


def pdf(lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    content = BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for at, line in enumerate(lines):
        heading = line[:1].isdigit() or at < 2
        canvas.setFont("Helvetica-Bold" if heading else "Helvetica", 12 if heading else 11)
        canvas.drawString(72, 760 - at * 28, line)
    canvas.save()
    return content.getvalue()
