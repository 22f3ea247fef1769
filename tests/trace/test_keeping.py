"""What is kept between runs: adding a paper, judgements, damage."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest

from pipeline import model
from pipeline.errors import IndexUnusableError, UsageError
from pipeline.home import Home
from pipeline.model import Paper, Person
from pipeline.store import Entry
from pipeline.trace import Traced, judgements, refresh
from pipeline.trace.keep import Kept
from pipeline.trace.records import Thread
from tests.trace.papers import log, minutes

TASKS = [
    "JT to obtain three prices for dredging the outer basin",
    "PM to have the leading lights at the north pier rewired",
    "RS to survey the moorings of the visiting yachts",
    "MB to write to the pilots about the swing bridge",
    "AK to mend the crane at the fish quay",
]


def series(*days: str) -> list[Paper]:
    return [log(day, [{"task": task} for task in TASKS]) for day in days]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def save(home: Home, *papers: Paper) -> None:
    with home.store(writable=True) as store:
        for paper in papers:
            content = model.encode(paper)
            entry = Entry(
                paper.id, paper.source.sha256, paper.source.path, "1", "read", 0.1, "2014", stamp=model.stamp(content)
            )
            store.save(paper.id, content, entry)


def plain(traced: Traced) -> list[Thread]:
    with traced:
        return list(traced.threads())


def test_nothing_is_done_when_nothing_changed(home: Home) -> None:
    save(home, *series("2014-01-07", "2014-03-04"))
    first = refresh(home)
    assert (first.done.papers, first.done.whole) == (2, True)
    threads = plain(first)
    again = refresh(home)
    assert (again.done.papers, again.done.compared) == (0, 0)
    assert plain(again) == threads


def test_an_office_that_owns_a_row_is_known_by_who_held_it_then(home: Home) -> None:
    owner, task = {"owner": "the Chairman"}, "to buy a new flag for the pier"
    papers = [minutes(day, ("action", task, owner)) for day in ("2014-01-07", "2014-03-04", "2014-05-06")]
    for paper, name in zip(papers, ("Ann Example", "Ann Example", "Bob Sample"), strict=True):
        paper.people = [Person(name, "", "chair"), Person("C Pattern", "Sea Scouts", "present")]
    papers[1].people = []  # the day lies between two that name the same person
    papers.insert(2, minutes("2014-04-01"))
    papers[2].people = [Person("Ann Example", "", "chair")]
    save(home, *papers)
    with refresh(home) as traced:
        held = {row.date: traced.holders(row) for thread in traced.threads() for row in thread.rows}
    ann, bob = {"the Chairman": "Ann Example"}, {"the Chairman": "Bob Sample"}
    assert held == {"2014-01-07": ann, "2014-03-04": ann, "2014-05-06": bob}


def test_a_paper_more_compares_only_its_own_statements(home: Home) -> None:
    papers = series(*(f"2014-{month:02}-04" for month in range(1, 9)))
    save(home, *papers[:-1])
    plain(refresh(home))
    save(home, papers[-1])
    traced = refresh(home)
    assert (traced.done.papers, traced.done.compared, traced.done.whole) == (1, len(TASKS), False)
    added = plain(traced)
    (home.folder / "index" / "threads.sqlite").unlink()
    whole = refresh(home)
    assert whole.done.whole
    told = [[(row.statement, row.role) for row in thread.rows] for thread in plain(whole)]
    assert [[(row.statement, row.role) for row in thread.rows] for thread in added] == told
    assert [len(rows) for rows in told] == [8] * len(TASKS)


def test_what_a_paper_does_not_touch_is_not_told_anew(home: Home) -> None:
    fence: list[dict[str, str]] = [{"task": "Paint the fence of the bowling green"}]
    days = [f"2014-{month:02}-11" for month in range(1, 13)]
    other = [log(day, fence, name=f"other {day}.pdf", body="Quay Panel") for day in days]
    papers = series(*(f"2014-{month:02}-04" for month in range(1, 9)))
    save(home, *papers[:-1], *other)
    plain(refresh(home))
    save(home, papers[-1])
    traced = refresh(home)
    assert (traced.done.whole, traced.done.told) == (False, len(TASKS))
    assert {len(thread.rows) for thread in plain(traced)} == {8, 12}


def test_what_was_silent_is_not_when_a_later_paper_comes(home: Home) -> None:
    rows = [{"task": task, "progress": "On track"} for task in TASKS]
    papers = [log(f"2014-{month:02}-04", rows[: 2 if month == 8 else None]) for month in range(1, 10)]
    save(home, *papers[:-1])
    silent = [thread for thread in plain(refresh(home)) if thread.state == "silent"]
    assert len(silent) == len(TASKS) - 2
    save(home, papers[-1])
    traced = refresh(home)
    assert not traced.done.whole
    assert [(len(thread.rows), thread.silence) for thread in plain(traced)] == [(9, None)] * 2 + [(8, None)] * len(
        silent
    )


def test_a_paper_that_is_gone_leaves_no_trace(home: Home) -> None:
    papers = series("2014-01-07", "2014-03-04", "2014-05-06")
    save(home, *papers)
    plain(refresh(home))
    with home.store(writable=True) as store:
        store.drop(papers[1].id)
    assert {row.paper for thread in plain(refresh(home)) for row in thread.rows} == {papers[0].id, papers[2].id}


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 200])
def test_a_damaged_file_is_made_anew(home: Home, content: bytes) -> None:
    save(home, *series("2014-01-07", "2014-03-04"))
    threads = plain(refresh(home))
    (home.folder / "index" / "threads.sqlite").write_bytes(content)
    assert plain(refresh(home)) == threads


def test_a_file_that_another_run_holds_is_said(home: Home) -> None:
    save(home, *series("2014-01-07"))
    plain(refresh(home))
    save(home, *series("2014-03-04"))
    holder = sqlite3.connect(home.folder / "index" / "threads.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(IndexUnusableError, match="another run"), patch("pipeline.trace.keep.WAIT", 0.1):
            refresh(home)
    finally:
        holder.close()


def test_nothing_read_yet_is_said(home: Home) -> None:
    with pytest.raises(UsageError):
        refresh(home)


def test_a_person_joins_and_parts(home: Home) -> None:
    one = log("2014-01-07", [{"task": TASKS[0]}, {"task": TASKS[1]}])
    other = log("2014-03-04", [{"task": TASKS[0]}, {"task": "See to the beacons"}])
    save(home, one, other)
    traced = refresh(home)
    sides = {row.text: traced.sighting(row.statement) for thread in traced.threads() for row in thread.rows}
    first, second = (
        traced.sighting(row.statement) for row in next(t for t in traced.threads() if len(t.rows) == 2).rows
    )
    traced.close()
    lights, beacons = sides[TASKS[1]], sides["See to the beacons"]
    assert first
    assert second
    assert lights
    assert beacons
    judgements.judge(home.folder, lights, beacons, True, "A. Reader", "the beacons are the lights")
    judgements.judge(home.folder, first, second, False, "A. Reader")
    threads = plain(refresh(home))
    groups = sorted(sorted(row.text for row in thread.rows) for thread in threads)
    assert groups == [[TASKS[0]], [TASKS[0]], [TASKS[1], "See to the beacons"]]
    (joined,) = [thread for thread in threads if len(thread.rows) == 2]
    assert joined.rows[1].why == "with log 2014-01-07.pdf: A. Reader said so"


def test_a_judgement_outlives_the_file_it_was_made_on(home: Home) -> None:
    one, other = (
        log("2014-01-07", [{"task": TASKS[0]}, {"task": TASKS[1]}]),
        minutes("2014-03-04", ("action", "See to the beacons")),
    )
    save(home, one, other)
    with refresh(home) as traced:
        pair = [traced.sighting(s.id) for s in (one.statements[1], other.statements[0])]
    assert pair[0]
    assert pair[1]
    judgements.judge(home.folder, pair[0], pair[1], True, "A. Reader")
    for statement in other.statements:  # the same words, read from a file with other bytes
        statement.id = "changed-" + statement.id
    save(home, other)
    assert any(len(thread.rows) == 2 for thread in plain(refresh(home)))


def test_the_last_judgement_counts_and_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    named = [judgements.Named(name) for name in ("a", "b")]
    for same in (True, False):
        judgements.append(
            tmp_path, judgements.Judgement(same, "A. Reader", "2024-05-01T10:00:00+00:00", named[0], named[1])
        )
    path = tmp_path / "judgements.jsonl"
    path.write_bytes(b"no json\n" + path.read_bytes() + b'{"same": tr')  # the end of a line that was never finished
    judgements.append(
        tmp_path, judgements.Judgement(True, "B. Reader", "2024-06-01T10:00:00+00:00", named[0], judgements.Named("c"))
    )
    said, bad = judgements.read(tmp_path)
    assert [(one.who, one.same) for one in said] == [("A. Reader", False), ("B. Reader", True)]
    assert bad == [1, 4]


def test_a_judgement_needs_a_name_and_two_statements(tmp_path: Path, home: Home) -> None:
    save(home, *series("2014-01-07"))
    with refresh(home) as traced:
        one = traced.sighting(next(traced.threads()).rows[0].statement)
    assert one is not None
    for who, other in ((" ", one), ("A. Reader", one)):
        with pytest.raises(UsageError):
            judgements.judge(tmp_path, one, other, True, who)
    assert not (tmp_path / "judgements.jsonl").exists()


def test_threads_as_json_have_the_keys_that_others_read(home: Home) -> None:
    save(home, *series("2014-01-07", "2014-03-04"))
    record = json.loads(msgspec.json.encode(plain(refresh(home))))[0]
    assert list(record)[:5] == ["id", "title", "state", "slips", "rows"]
    assert list(record["rows"][0]) == [
        "document",
        "copies",
        "paper",
        "statement",
        "date",
        "page",
        "text",
        "owners",
        "due",
        "status",
        "role",
        "certainty",
        "why",
        "passage",
        "plain",
    ]


def refused(self: Kept) -> sqlite3.Connection:
    raise sqlite3.OperationalError("attempt to write a readonly database")


def test_where_nothing_can_be_written_what_was_kept_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    save(home, *series("2014-01-07"))
    threads = plain(refresh(home))
    monkeypatch.setattr(Kept, "_open", refused)
    same = refresh(home)
    assert (same.done.outdated, plain(same)) == ("", threads)
    save(home, *series("2014-03-04"))
    old = refresh(home)
    assert "not up to date" in old.done.outdated
    assert plain(old) == threads


def test_where_nothing_can_be_written_and_nothing_was_kept_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    save(home, *series("2014-01-07"))
    monkeypatch.setattr(Kept, "_open", refused)
    with pytest.raises(IndexUnusableError, match="neither read nor written") as raised:
        refresh(home)
    assert "copy the home" in raised.value.hint


def test_a_damaged_paper_costs_no_other_and_counts_again_once_it_is_mended(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    papers = series("2014-01-07", "2014-03-04", "2014-05-06")
    save(home, *papers)
    path = home.folder / "extracted" / f"{papers[1].id}.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    partly = refresh(home)
    assert partly.done.papers == 2
    assert {row.date for thread in plain(partly) for row in thread.rows} == {"2014-01-07", "2014-05-06"}
    [warning] = caplog.messages
    assert papers[1].source.path in warning
    assert "papers ingest" in warning
    assert refresh(home).done.compared == 0
    path.write_bytes(whole)
    assert {row.date for thread in plain(refresh(home)) for row in thread.rows} == {
        "2014-01-07", "2014-03-04", "2014-05-06",
    }  # fmt: skip
