"""Whatever the description of the API allows, and what it does not, no answer is a fault of the server."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow
schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")


def test_the_api_never_fails(client: TestClient) -> None:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

    host = {"host": "127.0.0.1"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", client.app, headers=host)
    assert len(list(schema.get_all_operations())) == 11
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def ask(case: Any) -> None:
            answer = case.call(headers=host)
            case.validate_response(
                answer, checks=[not_a_server_error, status_code_conformance, content_type_conformance]
            )

        ask()


names = st.sampled_from(
    [
        "q",
        "view",
        "body",
        "year",
        "from",
        "to",
        "page",
        "sort",
        "exact",
        "at",
        "part",
        "state",
        "format",
        "service",
        "owner",
    ]
)
odd = st.text(max_size=60) | st.sampled_from(
    ["(", '"a', "a AND", "year:x", "*", "a~9", "-", "\x00", "٣", "1e9", "9" * 30, "2015-02-31", "‮"]
)


@given(
    path=st.sampled_from(
        [
            "/search",
            "/threads",
            "/audit",
            "/overview",
            "/export",
            "/chart/service.svg",
            "/api/search",
            "/paper/{}",
            "/paper/{}/page/1",
            "/statement/{}",
            "/thread/{}",
        ]
    ),
    params=st.lists(st.tuples(names, odd), max_size=5),
)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_page_ever_fails(client: TestClient, sluice: str, path: str, params: list[tuple[str, str]]) -> None:
    paper = client.get(f"/api/statements/{sluice}").json()["paper"]
    name = sluice if "statement" in path or "thread" in path else paper
    answer = client.get(
        path.format(name), params=[(key, value.encode("utf-8", "replace").decode()) for key, value in params]
    )
    assert answer.status_code < 500, answer.text
