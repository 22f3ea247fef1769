"""A thread as drawing, table and judgements."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.home import Home
from pipeline.model import Due
from pipeline.trace import Gap, Row, Thread
from pipeline.trace.records import Silence
from pipeline.web.timeline import WIDTH, timeline
from pipeline.web.wording import FINDINGS
from tests.web.conftest import SIGNS, SLUICE, parsed, statement_of


def row(date: str | None, role: Any, due: str | None = None, **status: str) -> Row:
    spoken = Due(f"by {due}", due, due) if due else None
    return Row("log.pdf", [], "p", f"s{date}", date, 1, "text", [], spoken, status, role, 1.0, "first seen here")


def thread(*rows: Row, silence: Silence | None = None) -> Thread:
    return Thread(
        "s",
        "t",
        "silent" if silence else "open",
        [],
        list(rows),
        "action",
        "Board",
        rows[0].date,
        rows[-1].date,
        False,
        silence,
        [],
        [],
        [],
    )


def test_mentions_stand_in_order_of_time_with_word_and_shape() -> None:
    drawn = timeline(
        thread(
            row("2014-03-04", "raised"),
            row("2014-06-03", "carried", progress="On track"),
            row("2014-09-02", "completed"),
        ),
        [],
    )
    assert drawn is not None
    assert [(point.words, point.shape) for point in drawn.points] == [
        ("Raised", "disc"),
        ("On track", "ring"),
        ("Completed", "tick"),
    ]
    assert [point.x for point in drawn.points] == sorted(point.x for point in drawn.points)
    assert "4 Mar 2014: raised" in drawn.told
    assert [one.standing for one in drawn.stretches] == ["going", "going"]


def test_moves_of_the_due_date_are_drawn_from_who_said_to_when() -> None:
    drawn = timeline(
        thread(
            row("2014-03-04", "raised", "2014-06-30"),
            row("2014-06-03", "carried", "2014-06-30"),
            row("2014-07-01", "carried", "2015-01-31"),
        ),
        [],
    )
    assert drawn is not None
    assert [span.words for span in drawn.spans] == ["due by 2014-06-30", "moved to by 2015-01-31"]
    assert all(span.x0 < span.x1 for span in drawn.spans)


def test_silence_and_gaps_are_drawn() -> None:
    silence = Silence(
        "2014-03-04", ["later.pdf"], [], "last seen 4 March 2014, not in the one later log read", "2014-12-02"
    )
    gap = Gap("Board", "2014-06-03", "everything", "every paper of 3 June 2014", "named elsewhere")
    drawn = timeline(thread(row("2014-03-04", "raised"), silence=silence), [gap])
    assert drawn is not None
    assert [point.words for point in drawn.points] == ["Raised", "No papers", "Not in papers"]
    assert drawn.stretches[-1].standing == "silent"
    assert silence.message in drawn.told


def test_a_guess_claims_no_more_than_that_something_may_be_missing_after_a_day() -> None:
    why = "meetings are about 30 days apart"
    what = "perhaps the minutes of a meeting between 3 June 2014 and 2 September 2014"
    guess = Gap("Board", "2014-06-03", "minutes", what, why, guess=True)
    drawn = timeline(thread(row("2014-03-04", "raised"), row("2014-12-02", "carried")), [guess])
    assert drawn is not None
    cross = next(point for point in drawn.points if point.shape == "cross")
    assert (cross.words, cross.when) == ("Perhaps no minutes", "after 3 Jun 2014")


@pytest.mark.parametrize("number", [1, 2, 30])
def test_labels_never_lie_over_one_another(number: int) -> None:
    rows = [row(f"20{at // 12 + 10}-{at % 12 + 1:02}-01", "carried", progress=f"Status {at}") for at in range(number)]
    drawn = timeline(thread(*rows), [])
    assert drawn is not None
    for one in drawn.points:
        width = max(len(one.words), len(one.when)) * 6
        assert one.label_x - width / 2 >= 0
        assert one.label_x + width / 2 <= WIDTH
        level = [other for other in drawn.points if other.label_y == one.label_y and other is not one]
        assert all(abs(other.label_x - one.label_x) > width for other in level)


def test_without_dates_there_is_no_drawing() -> None:
    assert timeline(thread(row(None, "raised")), []) is None


def test_a_thread_is_told_drawn_and_tabled(client: TestClient, sluice: str) -> None:
    page = parsed(client.get(f"/thread/{sluice}").text)
    told = " ".join(page.xpath("string(//ul[@class='told'])").split())
    assert "from June 2014 to September 2014 (92 days later)" in told
    assert page.xpath("//svg[@role='img']/desc[contains(., 'moved to')]")
    rows = [[cell.text_content() for cell in line.xpath("td")] for line in page.xpath("//table//tbody/tr")]
    assert [line[0] for line in rows if line[3]] == ["4 March 2014", "3 June 2014"]
    assert "Why it is held to be the same" in page.text_content()


def test_the_list_is_narrowed(client: TestClient) -> None:
    def titles(**params: str) -> list[str]:
        return [
            str(one)
            for one in parsed(client.get("/threads", params=params).text).xpath("//ol[@class='threads']//h2/a/text()")
        ]

    assert len(titles()) == 4
    assert titles(q="towpath") == [SIGNS]
    assert titles(moved="1") == [SLUICE]
    assert titles(owner="tw", state="completed") == [SIGNS]
    assert titles(body="Nobody") == []


def test_what_to_ask_about_is_narrowed_by_words_and_counted(client: TestClient) -> None:
    def shown(**params: str) -> tuple[list[str], list[str]]:
        tree = parsed(client.get("/audit", params=params).text)
        titles, options = (
            tree.xpath("//ol[@class='threads']//h2/a/text()"),
            tree.xpath("//select[@id='finding']/option"),
        )
        return [str(one) for one in titles], [one.text_content() for one in options]

    titles, options = shown()
    assert titles
    for finding, label in FINDINGS.items():
        assert f"{label} ({len(shown(finding=finding)[0])})" in options
    found, _ = shown(q="sluice")
    assert set(found) <= set(titles)
    assert shown(q="zebra")[0] == []


def test_a_judgement_is_kept_applied_and_shown_as_a_person_s(client: TestClient, home: Home) -> None:
    signs = [statement_of(client, SIGNS, day) for day in ("2014-03-04", "2014-06-03")]
    page = parsed(client.get(f"/thread/{signs[0]}").text)
    assert len(page.xpath("//table//tbody/tr")) == 2
    (form,) = (one for one in page.forms if one.fields.get("same") == "no")
    assert dict(form.fields)["other"] == signs[0]
    form.fields["who"], form.fields["note"] = "A. <b>Reader</b>", "other signs"
    answer = client.post(form.action, data=dict(form.fields))
    assert answer.status_code == 200  # after the redirect
    assert str(answer.url).endswith("?said=1")
    assert "A. &lt;b&gt;Reader&lt;/b&gt;" in answer.text
    assert "are not the same thing" in " ".join(answer.text.split())
    assert len(parsed(answer.text).xpath("//table//tbody/tr")) == 1
    (line,) = (home.folder / "judgements.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert (said["same"], said["note"], said["one"]["statement"]) == (False, "other signs", signs[1])
    # And back: the last word counts.
    address = f"http://127.0.0.1/statement/{signs[1]}?q=towpath"
    fields = {"csrf": form.fields["csrf"], "one": signs[0], "other": address, "same": "yes", "who": "B"}
    assert client.post("/judgements", data=fields).status_code == 200
    assert len(parsed(client.get(f"/thread/{signs[0]}?said=1").text).xpath("//table//tbody/tr")) == 2
    (home.folder / "judgements.jsonl").unlink()
