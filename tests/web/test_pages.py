"""Every page answers, leads only to pages that answer, and keeps what a strict policy and a screen reader ask for."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from pipeline.store import Store
from pipeline.web.app import Site
from tests.web.conftest import SLUICE, parsed, statement_of

MOST = 250


def links(page: Any, address: str) -> list[str]:
    found = [
        urljoin(address, href)
        for href in page.xpath("//@href | //img/@src | //script/@src")
        if not href.startswith("#")
    ]
    return [urlsplit(one)._replace(fragment="").geturl() for one in found]


def test_every_page_that_can_be_reached_answers(client: TestClient) -> None:
    waiting, seen = ["/", "/overview?service=Library+service"], set[str]()
    shapes = set[tuple[str, str]]()
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        path, query = urlsplit(address)[2:4]
        shape = (path, "&".join(sorted(pair.split("=")[0] for pair in query.split("&"))))
        if address in seen or (shape in shapes and path.startswith("/search")):
            continue  # one search of each sort is enough
        seen.add(address)
        shapes.add(shape)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html") and "attachment" not in answer.headers.get(
            "content-disposition", ""
        ):
            page = parsed(answer.text)
            check(page, address)
            waiting += [link for link in links(page, address) if link.startswith("/")]
    assert len(seen) > 40
    for part in ("/thread/", "/statement/", "/paper/", "/picture/", "/original", "/export", "/chart/", "/static/"):
        assert any(part in address for address in seen), f"nothing leads to {part}"


def check(page: Any, address: str) -> None:
    """What the policy forbids is not there, and what every page needs is."""
    assert not page.xpath("//style | //@style | //script[not(@src)] | //base | //iframe | //meta[@http-equiv]"), address
    assert not [name for one in page.iter() for name in one.attrib if str(name).startswith("on")], address
    assert not [
        one
        for one in page.xpath("//@href | //@src | //@action")
        if "://" in one or one.startswith(("//", "javascript:", "data:"))
    ]
    assert len(page.xpath("//h1")) == 1, address
    assert page.xpath("string(//title)").strip(), address
    assert page.xpath("//a[@class='skip'][@href='#main']")
    assert page.xpath("//main[@id='main']")
    identities = page.xpath("//@id")
    assert len(identities) == len(set(identities)), address
    for field in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        labelled = field.get("aria-label") or page.xpath("//label[@for=$id]", id=field.get("id", ""))
        assert labelled, (address, field.attrib)
    assert all(image.get("alt") for image in page.xpath("//img"))


@pytest.mark.parametrize(
    "address",
    ["/", "/search?q=sluice", "/nothing", "/api/papers", "/static/papers.css", "/search?q=(", "/chart/kinds.svg"],
)
def test_headers_that_keep_a_page_to_itself(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"] or address.endswith(".svg")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_a_paper_shows_its_statements_people_and_original(client: TestClient) -> None:
    entry = next(one for one in client.get("/api/papers").json()["papers"] if one["path"].endswith("Minutes.pdf"))
    page = parsed(client.get(f"/paper/{entry['id']}", params={"q": "gate"}).text)
    assert "decision" in page.xpath("string(//div[@class='words'])").lower()
    assert "Sluice gate" in page.xpath("string(//nav[@class='outline'])")
    assert page.xpath("//mark")
    assert "Next match" in page.xpath("string(//div[@class='hitbar'])") or "First match" in page.xpath(
        "string(//div[@class='hitbar'])"
    )
    original = client.get(f"/paper/{entry['id']}/original")
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.content.startswith(b"%PDF")


def test_what_is_looked_for_in_a_paper_is_marked_in_its_tables_too(client: TestClient, sluice: str) -> None:
    paper = client.get(f"/api/statements/{sluice}").json()["paper"]
    page = parsed(client.get(f"/paper/{paper}", params={"q": "sluice OR track"}).text)
    assert [mark.text_content() for mark in page.xpath("//td//mark")] == ["sluice", "track"]
    assert page.xpath("//form[@action=$address]//input[@name='q']/@value", address=f"/paper/{paper}")


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, ""),
        (1, 3, "1 2 3 Next →"),
        (1, 40, "1 2 3 … 40 Next →"),
        (20, 40, "← Previous 1 … 18 19 20 21 22 … 40 Next →"),
        (40, 40, "← Previous 1 … 38 39 40"),
    ],
)
def test_however_many_pages_few_are_named(client: TestClient, page: int, pages: int, shown: str) -> None:
    site: Site = client.app.state.site  # type: ignore[attr-defined]
    made = site.template("parts.html").module.numbered("/audit", {"body": ""}, page, pages)  # type: ignore[attr-defined]
    assert " ".join(parsed(f"<div>{made}</div>").text_content().split()) == shown


def test_what_failed_is_said_with_its_reason(client: TestClient) -> None:
    assert "1 paper could not be read" in " ".join(client.get("/").text.split())
    page = parsed(client.get("/overview").text)
    row = page.xpath("//tr[td[contains(., 'broken.pdf')]]")[0]
    assert "damaged" in row.text_content()
    failed = next(one for one in client.get("/api/papers", params={"outcome": "failed"}).json()["papers"])
    answer = client.get(f"/paper/{failed['id']}")
    assert answer.status_code == 404
    assert "could not be read" in answer.text


def test_gone_from_the_corpus_or_never_there(client: TestClient) -> None:
    for address in (
        "/statement/0123456789abcdef",
        "/paper/0123456789abcdef",
        "/thread/0123456789abcdef",
        "/statement/no",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "There is nothing here" in answer.text


def test_a_statement_is_found_without_looking_through_every_paper(client: TestClient, sluice: str) -> None:
    library = client.app.state.site.library  # type: ignore[attr-defined]
    client.get(f"/thread/{sluice}")  # waits for the threads
    library._places.clear()
    with patch.object(Store, "path", side_effect=Store.path, autospec=True) as asked:
        assert client.get(f"/statement/{sluice}").status_code == 200
    assert len({call.args[1] for call in asked.call_args_list}) == 1


def test_a_statement_is_cited_in_every_form(client: TestClient, sluice: str) -> None:
    page = client.get(f"/statement/{sluice}").text
    assert "Marsh Lane Drainage Board" in page
    assert "4 March 2014" in page
    assert f", statement {sluice}.</p>" in page  # no address that leads a reader to his own machine
    assert "TY  - RPRT" in client.get(f"/statement/{sluice}/cite?format=ris").text
    assert client.get(f"/statement/{sluice}/cite?format=bibtex").text.startswith("@techreport")
    assert client.get(f"/statement/{sluice}/cite?format=csl").json()[0]["type"] == "report"
    assert client.get(f"/statement/{sluice}/cite?format=none").status_code == 404


def test_lists_go_out_in_every_form(client: TestClient, sluice: str) -> None:
    starts = {
        "csv": b"\xef\xbb\xbfkind,",
        "jsonl": b"{",
        "sqlite": b"SQLite",
        "ris": b"TY  -",
        "bibtex": b"@tech",
        "csl": b"[",
        "docx": b"PK",
        "html": b"<!doc",
    }
    for form, start in starts.items():
        answer = client.get("/export", params={"q": "sluice", "format": form})
        assert answer.status_code == 200, form
        assert answer.content.startswith(start), form
        assert "attachment" in answer.headers["content-disposition"]
    assert "Heron Bridge" in client.get("/threads/export", params={"q": "sluice", "format": "csv"}).text
    assert client.get(f"/thread/{sluice}/pack", params={"format": "docx"}).content.startswith(b"PK")
    assert client.get("/export", params={"format": "exe"}).status_code == 400


@pytest.mark.parametrize("form", ["csv", "jsonl", "sqlite"])
def test_contact_details_can_be_left_out(client: TestClient, form: str) -> None:
    asked = {"q": "questions register", "format": form}
    assert b"pumps@marshlane.example" in client.get("/export", params=asked).content
    without = client.get("/export", params={**asked, "contacts": "no"}).content
    assert b"Questions about the register go to" in without
    assert not [detail for detail in (b"pumps@marshlane.example", b"960 123") if detail in without]


def test_the_same_statement_is_found_by_any_copy_of_its_words(client: TestClient) -> None:
    one, other = (statement_of(client, SLUICE, day) for day in ("2014-03-04", "2014-06-03"))
    assert one != other
    for name in (one, other):
        assert "moved once" in client.get(f"/thread/{name}").text
