"""The JSON API says what the command line says, and describes itself."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from pipeline.cli import papers
from pipeline.home import Home


def test_a_search_is_that_of_the_command_line(client: TestClient, home: Home) -> None:
    said = CliRunner().invoke(
        papers, ["--home", str(home.folder), "search", "sluice", "--kind", "action", "--facet", "year", "--json"]
    )
    assert (
        json.loads(said.stdout)
        == client.get("/api/search", params={"q": "sluice", "kind": "action", "facet": "year"}).json()
    )


def test_a_paper_is_what_extracted_holds(client: TestClient, home: Home) -> None:
    listed = client.get("/api/papers", params={"outcome": "read"}).json()
    assert listed["total"] == 7
    one = listed["papers"][0]["id"]
    assert client.get(f"/api/papers/{one}").json() == json.loads(
        Path(home.folder, "extracted", f"{one}.json").read_bytes()
    )


def test_statements_and_threads_lead_to_each_other(client: TestClient, sluice: str) -> None:
    client.get(f"/api/threads/{sluice}")
    found = client.get(f"/api/statements/{sluice}").json()
    assert found["address"] == f"/statement/{sluice}"
    thread = client.get(f"/api/threads/{found['thread']}").json()
    assert sluice in [row["statement"] for row in thread["rows"]]
    assert client.get("/api/threads", params={"moved": "true"}).json()["total"] == 1


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/search?q=(", 400, "query"),
        ("/api/search?facet=nothing", 400, "usage"),
        ("/api/search?limit=0", 422, "usage"),
        ("/api/papers/0123456789abcdef", 404, "not_found"),
        ("/api/statements/x", 422, "usage"),
        ("/api/nothing", 404, "not_found"),
        ("/api/search?q=" + "a+" * 400, 422, "usage"),
    ],
)
def test_faults_are_json(client: TestClient, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["error"] == code
    assert answer.json()["message"]


def test_answers_are_as_described(client: TestClient, sluice: str) -> None:
    described = client.get("/api/openapi.json").json()
    values = {"{paper}": client.get("/api/papers").json()["papers"][0]["id"], "{statement}": sluice}
    assert len(described["paths"]) == 11
    for path, methods in described["paths"].items():
        address = path
        for name, value in values.items():
            address = address.replace(name, value)
        answer = client.get(address)
        assert answer.status_code == 200, path
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**schema, "components": described["components"]})


def test_every_address_is_on_the_page_for_people(client: TestClient) -> None:
    page = client.get("/api").text
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in page
