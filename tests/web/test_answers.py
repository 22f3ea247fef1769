"""The three pages that answer over all papers lead to the words they rest on."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import parsed


def test_a_recommendation_stands_beside_what_was_resolved_and_what_was_changed(client: TestClient) -> None:
    page = parsed(client.get("/resolutions").text)
    recommended, resolved = page.xpath("//ol[@class='sides']/li[1]/div")
    assert "two diesel pumps" in recommended.text_content()
    assert resolved.xpath("h2")[0].text_content().startswith("Amended")
    before, after = resolved.xpath(".//del/text() | .//ins/text()")
    assert before.endswith("two")
    assert after.endswith("three")
    for side, document in ((recommended, "Condition of the pumps"), (resolved, "Minutes")):
        (link,) = side.xpath(".//a")
        assert document in link.text
        assert client.get(link.get("href")).status_code == 200


def test_resolutions_are_narrowed_by_what_became_of_them(client: TestClient) -> None:
    assert "two diesel pumps" in client.get("/resolutions", params={"outcome": "amended"}).text
    assert "two diesel pumps" not in client.get("/resolutions", params={"outcome": "deferred"}).text
    assert "two diesel pumps" not in client.get("/resolutions", params={"body": "Another Board"}).text


def test_a_figure_has_its_values_in_order_of_time_with_where_they_stand(client: TestClient) -> None:
    page = parsed(client.get("/measures", params={"q": "working pumps"}).text)
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
    assert [row[:2] for row in rows] == [["31 March 2014", "14"], ["31 January 2015", "11"]]
    for link in page.xpath("//tbody//a/@href"):
        assert "working pumps" in client.get(link).text


def test_a_name_that_no_figure_has_is_said(client: TestClient) -> None:
    assert "No figure has such a name" in client.get("/measures", params={"q": "zebra crossings"}).text
    assert client.get("/measures", params={"q": "x" * 601}).status_code == 413


def test_a_succession_is_shown_with_the_sentence_that_says_so(client: TestClient) -> None:
    page = parsed(client.get("/successions").text)
    (heading,) = page.xpath("//h2[contains(., 'Ditch Register')]")
    assert "Watercourse Map" in heading.text_content()
    (link,) = heading.xpath("..//a/@href")
    assert "was replaced by the Watercourse Map" in client.get(link).text


@pytest.mark.parametrize(
    ("page", "column", "holds"),
    [
        ("/resolutions", "recommended", "two diesel pumps"),
        ("/measures?q=working+pumps", "name", "working pumps"),
        ("/successions", "later", "Watercourse Map"),
        ("/audit", "because", "last seen"),
    ],
)
def test_a_list_goes_into_a_spreadsheet(client: TestClient, page: str, column: str, holds: str) -> None:
    (link,) = parsed(client.get(page).text).xpath("//a[contains(@href, '.csv')]/@href")
    answer = client.get(link)
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert any(holds in row[column] for row in rows)


def test_there_is_no_other_list(client: TestClient) -> None:
    assert client.get("/export/everything.csv").status_code == 404
