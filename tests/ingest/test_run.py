from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline import ingest, model, vocabulary
from pipeline.errors import StoreError, UsageError
from pipeline.home import Home
from pipeline.ingest import Limits, Summary, Watcher
from pipeline.ingest.check import check
from pipeline.ingest.extract import Job, read_one
from pipeline.search import Request
from pipeline.store import Entry

SAMPLE = Path(__file__).parents[2] / "corpus"

MINUTES = """Millbrook Parish Council

Minutes of the meeting held on {day} March 2015

1. Hedges

It was agreed that the hedge in {place} be cut before the nesting season.

ACTION: Clerk to write to the owner of {place} by the end of April 2015.
"""


def in_threads(limits: Limits) -> Executor:
    return ThreadPoolExecutor(limits.workers)


def run(home: Home, *paths: Path, again: bool = False, watcher: Watcher | None = None) -> Summary:
    return ingest.run(home, paths, Limits(workers=1), watcher, again, executor=in_threads)


def found(home: Home, query: str) -> list[str]:
    engine = home.engine()
    try:
        return sorted({hit.document for hit in engine.search(Request(query=query)).hits})
    finally:
        engine.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "corpus").mkdir()
    for day, place in ((3, "Church Lane"), (10, "Station Road"), (17, "Mill Street")):
        (tmp_path / "corpus" / f"minutes-{day}.txt").write_text(MINUTES.format(day=day, place=place))
    return Home(tmp_path)


def test_papers_are_read_stored_and_found(home: Home) -> None:
    summary = run(home)
    assert (summary.read, summary.unchanged, summary.failed, summary.indexed) == (3, 0, [], 3)
    assert found(home, '"station road"') == ["minutes-10.txt"]
    with home.store() as store:
        for paper in store.papers():
            assert model.decode(model.encode(paper)) == paper
            assert paper.meeting_date is not None
            assert paper.statements


def test_a_second_run_reads_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run(home)
    monkeypatch.setattr(ingest, "read_one", lambda _: pytest.fail("a paper was read"))
    summary = run(home)
    assert (summary.read, summary.unchanged, summary.indexed) == (0, 3, 0)


def test_a_changed_paper_takes_the_place_of_the_old_one(home: Home) -> None:
    run(home)
    (home.corpus / "minutes-10.txt").write_text(MINUTES.format(day=10, place="Quarry Hill"))
    summary = run(home)
    assert (summary.read, summary.unchanged, summary.removed) == (1, 2, 1)
    assert found(home, '"station road"') == []
    assert found(home, '"quarry hill"') == ["minutes-10.txt"]


def test_a_removed_paper_leaves_store_and_index(home: Home) -> None:
    run(home)
    (home.corpus / "minutes-3.txt").unlink()
    assert run(home).removed == 1
    assert found(home, '"church lane"') == []
    assert len(list((home.folder / "extracted").glob("*.json"))) == 2
    assert check(home) == []


def test_another_version_of_the_program_reads_everything_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run(home)
    monkeypatch.setattr(ingest, "program", lambda model: "9.9+x")
    assert run(home).read == 3
    assert run(home).read == 0


def test_a_bad_paper_is_an_outcome_and_is_not_tried_again(home: Home) -> None:
    (home.corpus / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing of use")
    (home.corpus / "nothing.txt").write_bytes(b"")
    summary = run(home)
    assert summary.read == 3
    assert {entry.path for entry in summary.failed} == {"broken.pdf", "nothing.txt"}
    assert all(entry.message and entry.hint for entry in summary.failed)
    again = run(home)
    assert (again.read, again.unchanged, len(again.failed)) == (0, 3, 2)


def test_a_fault_of_the_program_is_an_outcome_too(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.structure.outline", lambda *_: 1 / 0)
    summary = run(home)
    assert [entry.code for entry in summary.failed] == ["error"] * 3
    assert "ZeroDivisionError" in summary.failed[0].message


def test_the_same_file_twice_is_one_paper_with_copies(home: Home) -> None:
    (home.corpus / "again.txt").write_bytes((home.corpus / "minutes-3.txt").read_bytes())
    summary = run(home)
    assert (summary.read, summary.copies) == (3, 1)
    with home.store() as store:
        sources = [paper.source for paper in store.papers()]
    assert [(s.path, s.copies) for s in sources if s.copies] == [("again.txt", ["minutes-3.txt"])]


def test_the_same_unreadable_file_twice_is_listed_with_both_names(home: Home) -> None:
    for name in ("empty.pdf", "nothing.txt"):
        (home.corpus / name).write_bytes(b"")
    (failed,) = run(home).failed
    assert (failed.path, failed.copies) == ("empty.pdf", ["nothing.txt"])


def test_papers_with_names_that_are_no_utf_8_or_hold_line_breaks_are_read(home: Home) -> None:
    names = [os.fsdecode(b"caf\xe9.txt"), "two\nlines.txt", 'it\'s a "name".txt']
    for day, name in enumerate(names, 20):
        (home.corpus / name).write_text(MINUTES.format(day=day, place=f"Ferry Road {day}"))
    assert run(home).read == 6
    assert found(home, '"ferry road"') == ["caf\\xe9.txt", names[2], names[1]]
    assert run(home).unchanged == 6


def test_a_folder_elsewhere_is_read_where_it_stands(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "minutes-24.txt").write_text(MINUTES.format(day=24, place="Ferry Road"))
    assert run(home, other).read == 1
    assert run(home).unchanged == 1, "folders read before are walked again"


def test_an_empty_corpus_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(UsageError, match="no papers") as raised:
        run(Home(tmp_path))
    assert raised.value.hint


def test_an_index_of_another_version_is_made_anew(home: Home) -> None:
    run(home)
    (home.folder / "index" / "FORMAT").write_text("other")
    summary = run(home)
    assert summary.rebuilt
    assert (summary.read, summary.indexed) == (0, 3)
    assert len(found(home, "hedge")) == 3


class Stop(Watcher):
    """Stops a run after its first paper."""

    def finished(self, entry: Entry) -> None:
        raise KeyboardInterrupt


def test_a_stopped_run_keeps_what_was_finished_and_the_next_goes_on(home: Home) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(home, watcher=Stop())
    summary = run(home)
    assert 0 < summary.read < 3
    assert summary.read + summary.unchanged == 3
    assert check(home) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("services.yaml", "names:\n  Mole: Trust: []\n", "line 2: mapping values are not allowed"),
        ("services.yaml", "names:\n\tDial-a-Boat: []\n", "line 2: "),
        ("services.yaml", "names:\n  Dial-a-Boat: []\n  Dial-a-Boat: [Dial]\n", "line 3: 'Dial-a-Boat' stands twice"),
        ("services.yaml", "names: [Dial-a-Boat]", "names holds a list .* where names with a colon"),
        ("services.yaml", "nmaes: {}", "has no list 'nmaes'"),
        ("services.yaml", "names: {Dial-a-Boat: [111]}", "Dial-a-Boat: 111 is no text"),
        ("services.yaml", "3", "the file holds 3 where"),
        ("abbreviations.yaml", "meanings: {WHC: harbour commissioners}", "WHC holds a text where a list"),
        ("servises.yaml", "[]", "adds to no list"),
        ("services.yml", "names: {}", "is not read"),
    ],
)
def test_a_wrong_word_list_is_said_before_any_paper_is_read(home: Home, name: str, text: str, says: str) -> None:
    (home.folder / "vocabulary").mkdir()
    (home.folder / "vocabulary" / name).write_text(text)
    try:
        with pytest.raises(UsageError, match=says):
            run(Home(home.folder))
    finally:
        vocabulary.use(None)


# ------------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: next(folder.glob("*.json")).write_text("{"), "bad_paper"),
        (lambda folder: next(folder.glob("*.json")).unlink(), "bad_paper"),
        (lambda folder: (folder / "0123456789abcdef.json").write_text("{}"), "orphan"),
        (lambda folder: (folder.parent / "index" / "FORMAT").write_text("other"), "index"),
    ],
)
def test_check_finds_damage_and_repair_and_ingest_mend_it(
    home: Home, damage: Callable[[Path], None], code: str
) -> None:
    run(home)
    assert check(home) == []
    damage(home.folder / "extracted")
    faults = check(home)
    assert [fault.code for fault in faults] == [code]
    assert not faults[0].mended
    check(home, repair=True)
    run(home)
    assert check(home) == []
    assert len(found(home, "hedge")) == 3


def test_ingest_alone_reads_a_damaged_paper_again(home: Home) -> None:
    run(home)
    next((home.folder / "extracted").glob("*.json")).write_text("{")
    again = run(home)
    assert (again.read, again.unchanged) == (1, 2)
    assert check(home) == []


def test_a_damaged_paper_whose_file_is_not_read_costs_no_other(
    home: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run(home)
    next((home.folder / "extracted").glob("*.json")).write_text("{")
    other = tmp_path_factory.mktemp("other") / "more.txt"
    other.write_text("Minutes of the meeting held on 3 May 2016. It was agreed that the gate be painted.")
    assert run(home, other).read == 1


def test_check_finds_a_paper_that_the_index_lost(home: Home) -> None:
    run(home)
    with home.store() as store:
        paper = next(iter(store.catalogue.stamps()))
    engine = home.engine()
    engine.replace((), remove=[paper])
    engine.close()
    assert [fault.code for fault in check(home)] == ["stale"]
    check(home, repair=True)
    assert check(home) == []


def test_two_runs_do_not_write_at_once(home: Home) -> None:
    with home.store(writable=True), pytest.raises(StoreError, match="another run"):
        run(home)


# -------------------------------------------------------------------------------------- killed


def papers(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "--home", str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_at_any_point_the_next_run_completes(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "corpus").symlink_to(SAMPLE)
    for delay in (0.3, 1.2, 1.8, 2.4, 3.0, 3.6, 4.2, 5.0):
        process = papers(tmp_path, "ingest", "--again")
        time.sleep(delay)
        process.send_signal(number)
        process.communicate(timeout=60)
    done = papers(tmp_path, "ingest")
    output, _ = done.communicate(timeout=300)
    assert done.returncode == 0, output
    checked = papers(tmp_path, "check")
    output, _ = checked.communicate(timeout=60)
    assert checked.returncode == 0, output
    with sqlite3.connect(tmp_path / "extracted" / "catalogue.sqlite") as catalogue:
        (read,) = catalogue.execute("SELECT count(*) FROM papers WHERE outcome = 'read'").fetchone()
    assert read > 30


def test_a_paper_that_vanishes_before_it_is_read_is_said(tmp_path: Path) -> None:
    done = read_one(Job(str(tmp_path), "gone.txt", "0" * 64, "1", str(tmp_path), ""))
    assert (done.content, done.entry.outcome, done.entry.message) == (
        None, "failed", "the file vanished before it was read",
    )  # fmt: skip
