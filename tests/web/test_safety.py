"""What papers and strangers send harms nobody: text stays text, paths stay inside, forms and hosts are ours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline import ingest
from pipeline.home import Home
from pipeline.web import create_app
from pipeline.web.wording import visible
from tests.web.conftest import HOSTILE_NAME, MINUTES, parsed, pdf


def hostile(client: TestClient) -> str:
    entries = client.get("/api/papers").json()["papers"]
    return str(next(one["id"] for one in entries if one["path"] == HOSTILE_NAME))


def pages(client: TestClient) -> list[str]:
    paper = hostile(client)
    statement = client.get(f"/api/papers/{paper}").json()["statements"][0]["id"]
    words = "javascript drain"
    return [
        f"/paper/{paper}",
        f"/paper/{paper}?q={words}",
        f"/statement/{statement}",
        f"/search?q={words}",
        f"/search?paper={paper}",
        "/search?q=<script>alert(6)</script>&body=<b>",
        '/search?q="><svg onload=alert(7)>(',
        '/threads?q=<b>&owner="><b>',
        "/overview?service=</select><script>alert(8)</script>",
        "/audit?body=<b>",
        "/nothing<script>",
        "/threads",
        f"/export?q={words}&format=html",
    ]


def test_markup_of_papers_and_addresses_shows_as_text(client: TestClient) -> None:
    for address in pages(client):
        answer = client.get(address)
        page = parsed(answer.text)
        assert not page.xpath("//script[not(@src='/static/papers.js')]"), address
        assert not page.xpath("//img[@src='x'] | //b | //i | //svg[@onload] | //*[@onmouseover]"), address
        assert not [one for one in page.xpath("//@href") if one.startswith("javascript:")], address
        assert "\x1b" not in answer.text
        assert "\x07" not in answer.text
        if not address.startswith("/export"):
            assert "\u202e" not in answer.text
    page = parsed(client.get(f"/paper/{hostile(client)}").text).text_content()
    assert "<img src=x onerror=alert(1)>" in page
    assert "{{ 7 * 7 }}" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text”\nand £5", "plain – “text”\nand £5"),
        ("a\x00b", "a␀b"),
        ("a\x1b[31m", "a␛[31m"),
        ("x\u202ey", "x[U+202E]y"),
        ("\x7f", "␡"),
        ("a\r\nb", "a\n\nb"),
        ("e\u0301 \U0001f600", "e\u0301 \U0001f600"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_characters_that_cannot_be_seen_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/paper/..%2f..%2fetc%2fpasswd",
        "/paper/%2e%2e/original",
        "/paper/0123456789abcde%00",
        "/statement/../../x",
        "/chart/../x.svg",
        "/paper/..;/original",
    ],
)
def test_no_path_leads_out(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (404, 400, 422)
    assert "import" not in answer.text


def test_a_file_that_was_changed_or_led_elsewhere_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "Minutes.pdf").write_bytes(pdf(MINUTES))
    moved = Home(tmp_path)
    ingest.run(moved, executor=lambda limits: ThreadPoolExecutor(1))
    with TestClient(create_app(moved), base_url="http://127.0.0.1") as client:
        (paper,) = client.get("/api/papers").json()["papers"]
        address = f"/paper/{paper['id']}/original"
        assert client.get(address).status_code == 200
        target = tmp_path / "corpus" / paper["path"]
        secret = tmp_path / "secret"
        secret.write_bytes(target.read_bytes())
        target.unlink()
        target.symlink_to(secret)
        assert client.get(address).status_code == 404
        target.unlink()
        target.write_bytes(b"another paper")
        answer = client.get(address)
        assert answer.status_code == 404
        assert "changed since" in answer.text
        assert "Heron Bridge" in client.get(f"/paper/{paper['id']}/page/1").text  # the text is still there


@pytest.mark.parametrize("host", ["papers.example", "127.0.0.1.example", "192.168.0.4:8000", "", "localhost.evil:80"])
def test_other_names_than_this_machine_s_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "[::1]"])
def test_this_machine_s_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_token_is_demanded_once_and_then_kept(home: Home) -> None:
    app = create_app(home, token="a long secret")
    with TestClient(app, base_url="http://papers.example", follow_redirects=False) as client:
        for address in ("/", "/api/papers", "/static/papers.css", "/?token=wrong", "/?token="):
            assert client.get(address).status_code == 401
        assert client.get("/", cookies={"papers_token": "a long secret"}).status_code == 401
        assert client.get("/api/papers", headers={"authorization": "Bearer a long secret"}).status_code == 200
        assert client.get("/api/papers", headers={"authorization": "Bearer nonsense é".encode()}).status_code == 401
        client.cookies.clear()
        first = client.get("/search?q=gate&token=a+long+secret")
        assert first.status_code == 303
        assert first.headers["location"] == "/search?q=gate"
        cookie = first.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "a long secret" not in cookie
        assert client.get("/search?q=gate").status_code == 200
        assert client.get("/?token=a+long+secret").headers["location"] == "/"  # it does not stay in the address
        assert (
            client.get("http://papers.example//evil.example/?token=a+long+secret").headers["location"]
            == "/evil.example/"
        )


FORM = {"one": "0" * 16, "other": "1" * 16, "same": "no", "who": "A. Reader"}


def test_forms_from_elsewhere_are_refused(client: TestClient, home: Home) -> None:
    token = client.app.state.site.forms.token  # type: ignore[attr-defined]
    assert client.post("/judgements", data=FORM).status_code == 403
    assert client.post("/judgements", data={**FORM, "csrf": "wrong"}).status_code == 403
    assert (
        client.post("/judgements", data={**FORM, "csrf": token}, headers={"sec-fetch-site": "cross-site"}).status_code
        == 403
    )
    assert client.post("/judgements", json={**FORM, "csrf": token}).status_code == 403
    assert client.post("/judgements", data={**FORM, "csrf": token, "note": "n" * 40_000}).status_code == 413
    assert client.post("/judgements", data={**FORM, "csrf": token}).status_code == 400  # ours, but of no statements
    assert not (home.folder / "judgements.jsonl").exists()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_else_can_be_written(client: TestClient, method: str) -> None:
    for address in ("/", "/search", "/api/papers", "/overview"):
        assert client.request(method, address).status_code == 405
