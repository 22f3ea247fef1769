"""The search page: the address is the search, filters come and go, faults are shown where they are."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import QueryParams

from pipeline.errors import UsageError
from pipeline.web.asked import Asked
from pipeline.web.errors import TooMuchError
from tests.web.conftest import LOGS, parsed


def asked(address: str) -> Asked:
    return Asked.of(QueryParams(address).multi_items())


def page(client: TestClient, **params: str) -> Any:
    answer = client.get("/search", params=params)
    assert answer.status_code == 200
    return parsed(answer.text)


@pytest.mark.parametrize(
    "address",
    [
        "q=sluice+gate",
        "q=a&view=decisions&body=Cabinet&body=Audit&from=2014&to=2015-02",
        "q=%22x%22&sort=date&exact=1&page=3",
    ],
)
def test_an_address_is_the_search(address: str) -> None:
    one = asked(address)
    assert asked(one.url("", page=one.page).removeprefix("?")) == one


def test_filters_are_added_and_taken_away_and_the_page_begins_anew() -> None:
    one = asked("q=x&body=Cabinet&page=4")
    assert one.toggled("body", "Cabinet") == "/search?q=x"
    assert one.toggled("year", "2015") == "/search?q=x&body=Cabinet&year=2015"
    assert [(name, value) for name, value, _ in asked("year=2015&from=2014").chips()] == [
        ("year", "2015"),
        ("from", "2014"),
    ]


@pytest.mark.parametrize("address", ["from=yesterday", "to=2015-13", "page=0x1", "page=-1"])
def test_what_makes_no_sense_is_said(client: TestClient, address: str) -> None:
    with pytest.raises(UsageError):
        asked(address)
    assert client.get(f"/search?{address}").status_code == 400


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("3/11/2015", "2015-11-03", "2015-11-03"),
        ("3 November 2015", "2015-11-03", "2015-11-03"),
        ("November 2015", "2015-11-01", "2015-11-30"),
        ("2015-11", "2015-11", "2015-11"),
    ],
)
def test_dates_may_be_written_as_people_write_them(written: str, begins: str, ends: str) -> None:
    one = Asked.of([("from", written), ("to", written)])
    assert (one.date_from, one.date_to) == (begins, ends)


def test_a_date_that_is_none_leaves_the_rest_of_the_search_in_the_form(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "sluice gate", "body": "A Board", "from": "yesterday"})
    shown = parsed(answer.text)
    assert "“yesterday” is not a date" in shown.text_content()
    assert shown.xpath("//input[@name='q']/@value") == ["sluice gate"]
    assert shown.xpath("//input[@name='body']/@value") == ["A Board"]


def test_without_words_papers_are_listed_the_newest_first(client: TestClient) -> None:
    shown = page(client)
    titles = [group.text_content() for group in shown.xpath("//article")]
    assert "5 May 2015" in titles[0]
    assert "2014" in titles[-1]
    assert f"{len(titles)} papers" in shown.xpath("string(//p[@class='total'])")
    assert not shown.xpath("//article//p[@class='text']")
    decisions = page(client, view="decisions").xpath("//article")
    assert len(decisions) > 1
    assert all(1 <= len(group.xpath(".//p[@class='text']")) <= 3 for group in decisions)


def test_what_is_found_leads_back_to_the_whole_search(client: TestClient) -> None:
    client.get("/threads")  # waits for them
    search = {"q": "sluice", "view": "actions", "from": "2014", "sort": "date"}
    hit = page(client, **search).xpath("//a[@class='place']/@href")[0]
    (back,) = parsed(client.get(hit).text).xpath("//p[contains(@class, 'backlink')]/a/@href")
    assert asked(back.partition("?")[2]) == Asked.of(search.items())
    (thread,) = parsed(client.get(hit).text).xpath("//a[contains(., 'Follow it through')]/@href")
    assert back in parsed(client.get(thread).text).xpath("//p[contains(@class, 'backlink')]/a/@href")


def test_too_long_and_too_many_is_refused_with_a_page(client: TestClient) -> None:
    with pytest.raises(TooMuchError):
        asked("q=" + "a" * 601)
    for params in ({"q": "word " * 200}, {"body": "x" * 300}, [("body", str(n)) for n in range(60)]):
        answer = client.get("/search", params=params)
        assert answer.status_code == 413
        assert "That is too much to ask" in answer.text
    assert client.get("/search", params={"q": " ".join(f"w{n}" for n in range(80))}).status_code == 400
    assert client.get("/search", params={"page": "5000"}).status_code == 413
    assert client.get("/search?q=" + "a" * 9000).status_code == 414


def test_the_fault_in_a_query_has_a_caret(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "gate AND (sluice"})
    assert answer.status_code == 400
    shown = parsed(answer.text)
    code = shown.xpath("string(//pre[@class='caret'])").rstrip().splitlines()
    assert code[0] == "gate AND (sluice"
    assert code[1] == " " * 9 + "^"
    assert "never closed" in answer.text
    assert shown.xpath("//input[@name='q']/@value") == ["gate AND (sluice"]


def test_results_are_grouped_by_paper_with_words_kinds_dates(client: TestClient) -> None:
    client.get("/threads")  # waits for the threads, which a search does not
    shown = page(client, q="sluice gate")
    groups = shown.xpath("//article[@class='group']")
    assert len(groups) == 2  # what both logs say is shown once
    (also,) = {one.text_content() for one in shown.xpath("//span[starts-with(., 'also in ')]")}
    assert also.removeprefix("also in ") in LOGS
    assert {"sluice", "gate"} <= {mark.text_content().lower() for mark in shown.xpath("//mark")}
    assert "4 March 2014" in shown.text_content()
    assert shown.xpath("//span[contains(@class,'kind-action')]")
    assert shown.xpath("//a[contains(@href,'/thread/')]")
    assert "Last seen 3 June 2014" in " ".join(shown.text_content().split())


def test_widening_is_shown_and_switched(client: TestClient) -> None:
    shown = page(client, q="flood")
    said = shown.xpath("//div[@class='widened']")[0]
    assert "Also searched for" in said.text_content()
    (switch,) = said.xpath(".//a/@href")
    assert "exact=1" in switch
    narrow = parsed(client.get(switch).text)
    assert "Only the words as written" in narrow.xpath("string(//div[@class='widened'])")


def test_years_are_bars_that_filter(client: TestClient) -> None:
    shown = page(client, q="agreed")
    bars = shown.xpath("//ul[@class='years']//a")
    assert [bar.text_content()[:2] for bar in bars] == ["14", "15"]
    narrowed = parsed(client.get(bars[1].get("href")).text)
    assert all("2015" in group.text_content() for group in narrowed.xpath("//article"))
    assert "Year: 2015" in narrowed.xpath("string(//ul[@class='chips'])")
    assert len(narrowed.xpath("//ul[@class='years']//a")) == 2  # the other year can still be added


def test_a_view_looks_through_its_kinds(client: TestClient) -> None:
    kinds = page(client, q="sluice", view="decisions").xpath("//span[contains(@class, 'kind ')]/text()")
    assert kinds
    assert set(kinds) == {"decision"}


def test_words_that_no_paper_holds_are_said(client: TestClient) -> None:
    page = client.get("/search?q=sluice+zebra").text
    assert "No paper says <strong>zebra</strong>: what is shown holds other words of the search." in page
    assert "No paper says" not in client.get("/search?q=sluice").text


def test_nothing_found_says_what_to_do(client: TestClient) -> None:
    shown = page(client, q="qwertyzxcv")
    assert "Nothing was found" in shown.text_content()
    assert shown.xpath("//a[@href='/overview#gaps']")
    assert not shown.xpath("//a[.='Without the filters']")


def test_what_the_filters_keep_out_is_one_click_away(client: TestClient) -> None:
    narrowed = page(client, q="sluice", to="1990", kind="risk")
    (wider,) = narrowed.xpath("//div[@class='nothing']//a[.='Without the filters']")
    assert wider.get("href") == "/search?q=sluice"
    there = page(client, q="sluice").xpath("string(//p[@class='total'] | //*[@role='status'])")
    assert wider.tail.split()[2] in there
