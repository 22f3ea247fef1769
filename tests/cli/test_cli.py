from __future__ import annotations

import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from socket import socket
from types import SimpleNamespace
from unittest.mock import patch

import click
import msgspec
import pytest

from pipeline import cli, ingest, trace
from pipeline.cli import output
from pipeline.cli.asking import bound
from pipeline.cli.output import printable
from pipeline.cli.telling import print_brief
from pipeline.cli.trace import matching
from pipeline.errors import UsageError
from pipeline.export.telling import STATES
from pipeline.home import Home
from pipeline.ingest import Limits
from pipeline.search import Request
from pipeline.trace.flat import ThreadRow

MINUTES = """Millbrook Parish Council

Minutes of the meeting held on {day} March {year}

Present: Cllr Ann Harper (Chair), Cllr Tom Lee

1. Hedges

It was agreed that the hedge in {place} be cut before the nesting season.

ACTION: Clerk to write to the owner of {place} by the end of April {year}.
"""
PAPERS = [(3, 2015, "Church Lane"), (8, 2016, "Station Road"), (7, 2017, "Mill Street")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "corpus").mkdir()
    for day, year, place in PAPERS:
        text = MINUTES.format(day=day, year=year, place=place)
        (folder / "corpus" / f"minutes-{year}.txt").write_text(text)
    ingest.run(Home(folder), limits=Limits(workers=1), executor=lambda limits: ThreadPoolExecutor(1))
    return folder


def papers(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_people_tells_who_held_an_office_and_when(home: Path) -> None:
    [chair] = json.loads(papers(home, "people", "chair", "--json").stdout)
    assert (chair["person"], chair["first"], chair["last"]) == ("Cllr Ann Harper", "2015-03-03", "2017-03-07")
    assert [Path(one["document"]).name for one in chair["listings"]] == [f"minutes-{year}.txt" for _, year, _ in PAPERS]
    assert "Cllr Ann Harper" in papers(home, "people", "chair", "--on", "2016-05-01").stdout
    assert "Cllr Ann Harper" in papers(home, "people", "chair", "--on", "1 May 2016").stdout
    after = papers(home, "people", "chair", "--on", "2019-05-01")
    assert (after.returncode, "do not say" in after.stderr) == (2, True)


def test_search_prints_the_shape_that_programs_rely_on(home: Path) -> None:
    found = json.loads(papers(home, "search", "hedge", "--facets", "--json").stdout)
    assert {"total", "query", "expanded", "facets", "hits"} <= found.keys()
    assert ["2016", 2] in found["facets"]["year"] or ["2016", 1] in found["facets"]["year"]
    hit = found["hits"][0]
    expected = "document copies paper title body date page section kind statement passage text highlights score"
    assert set(expected.split()) <= hit.keys()
    start, end = hit["highlights"][0]
    assert hit["text"][start:end].lower().startswith("hedge")


def test_search_in_a_pipe_prints_lines_with_tabs(home: Path) -> None:
    done = papers(home, "search", '"station road"')
    head, *rows = done.stdout.splitlines()
    assert head.split("\t") == ["Date", "Body", "Kind", "Text", "Paper", "Id"]
    assert rows
    assert all(row.split("\t")[0] == "2016-03-08" for row in rows)
    assert "match" in done.stderr


def test_views_show_owner_due_date_state_and_last_sight(home: Path) -> None:
    head, row = papers(home, "actions", "station").stdout.splitlines()
    cells = dict(zip(head.split("\t"), row.split("\t"), strict=True))
    assert (cells["Kind"], cells["Owner"]) == ("action", "Clerk")
    assert "April 2016" in cells["Due"]
    (hit,) = json.loads(papers(home, "actions", "station", "--json").stdout)["hits"]
    assert (hit["owners"], hit["due"]["end"]) == (["Clerk"], "2016-04-30")
    threads = json.loads(papers(home, "threads", "--json").stdout)
    (thread,) = [one for one in threads if hit["statement"] in [row["statement"] for row in one["rows"]]]
    assert (hit["thread"], hit["state"], hit["last_seen"]) == (thread["id"], thread["state"], thread["last_seen"])
    assert cells["State"] == STATES[thread["state"]]
    assert cells["Last seen"] == output.day(thread["last_seen"])


def test_views_can_be_narrowed_to_what_is_still_open(home: Path) -> None:
    threads = json.loads(papers(home, "threads", "--json").stdout)
    state_of = {row["statement"]: thread["state"] for thread in threads for row in thread["rows"]}
    everything = [hit["statement"] for hit in json.loads(papers(home, "actions", "--json").stdout)["hits"]]
    states = {state_of.get(name) for name in everything} - {None}
    assert states
    for state in [*states, "superseded"]:
        found = json.loads(papers(home, "actions", "--state", str(state), "--limit", "1", "--json").stdout)
        wanted = [name for name in everything if state_of.get(name) == state]
        assert ([hit["statement"] for hit in found["hits"]], found["total"]) == (wanted[:1], len(wanted))


def test_filters_with_fixed_values_take_them_as_people_write_them(home: Path) -> None:
    found = json.loads(papers(home, "search", "--kind", "Action ", "--json").stdout)
    assert {hit["kind"] for hit in found["hits"]} == {"action"}


def test_filters_narrow_and_dates_may_be_years(home: Path) -> None:
    found = json.loads(papers(home, "search", "hedge", "--from", "2016", "--to", "2016-12", "--json").stdout)
    assert {hit["document"] for hit in found["hits"]} == {"minutes-2016.txt"}
    none = json.loads(papers(home, "search", "hedge", "--not", "body=Millbrook Parish Council", "--json").stdout)
    assert none["total"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says", "hint"),
    [
        (["search", "hedge AND (lane"], 2, "          ^", "Error:"),
        (["search", "hedge", "--from", "someday"], 2, "no date", "2015-11-03"),
        (["search", "hedge", "--not", "kind"], 2, "names no value", "kind=risk"),
        (["search", "hedge", "--kind", "actoin"], 2, "no kind 'actoin'", "Did you mean action"),
        (["export", "--format", "csv", "--section", "zzz"], 2, "no section 'zzz'", "One of: summary"),
        (["threads", "--kind", "actions"], 2, "no kind 'actions'", "Did you mean action"),
        (["search", "hedge", "--not", "type=minuets"], 2, "no type 'minuets'", "Did you mean minutes"),
        (["actions", "--state", "opne"], 2, "'opne' is not one of", "'silent'"),
        (["actions", "--state", "open", "--facets"], 2, "do not go together", "Leave one"),
        (["search", "hedge", "--body", "Milbrok"], 0, "No passage has the body 'Milbrok'", "Millbrook Parish Council"),
        (["show", "nothing-like-it"], 2, "no paper is called", "papers status"),
        (["actions", "hedge", "--state", "superseded"], 0, "0 matches", "without --state there"),
        (["search", "hedge", "--from", "2016", "--to", "2015"], 2, "from 2016-01-01 on and up to 2015-12-31", "later"),
        (["search", "hedge", "--limit", "0"], 2, "'--limit': 0 is not 1 to 1000", ""),
        (["people", "--on", "2016"], 2, "'2016' is no day", "14 June 2016"),
        (["audit", "--body", "Milbrook"], 0, "No body has 'Milbrook'", "Did you mean 'Millbrook Parish Council'"),
        (["show", "minutes"], 2, "fits 3 papers", "by its id"),
        (["ingest", "nowhere"], 2, "does not exist", "folder of papers"),
        (["serach", "hedge"], 2, "Did you mean search", ""),
        (["--nonsense"], 2, "No such option", ""),
    ],
)
def test_mistakes_are_explained(home: Path, arguments: list[str], code: int, says: str, hint: str) -> None:
    done = papers(home, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_the_help_of_a_command_lists_what_narrows_apart(home: Path) -> None:
    said = papers(home, "help", "search").stdout
    assert said == papers(home, "search", "--help").stdout
    options, narrowing, counting = said.index("Options:"), said.index("Narrowing"), said.index("Counting:")
    assert options < said.index("--limit N ") < narrowing < said.index("--body BODY ") < counting
    assert all(name in papers(home, "help").stdout for name in cli.COMMANDS)
    assert "RANGE" not in said


def test_a_reader_of_a_pipe_who_has_seen_enough_is_no_failure(home: Path) -> None:
    command = f"{sys.executable} -c 'from pipeline.cli import main; main()' --home {home} search --limit 1000 | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=60)
    assert (done.returncode, "Error" in done.stderr) == (0, False)


def test_a_statement_is_shown_where_it_stands_and_cited(home: Path) -> None:
    (hit,) = json.loads(papers(home, "actions", "station", "--json").stdout)["hits"]
    said = papers(home, "show", hit["statement"]).stdout
    assert "owner: Clerk · due: by the end of April 2016" in said
    assert str(home / "corpus" / "minutes-2016.txt") in said
    assert "It was agreed that the hedge in Station Road be cut" in said  # what stands before it
    assert f"action, minutes-2016.txt, statement {hit['statement']}." in " ".join(said.split())
    told = json.loads(papers(home, "show", hit["statement"], "--json").stdout)
    assert (told["statement"]["id"], told["paper"]) == (hit["statement"], hit["paper"])
    assert papers(home, "show", "0123456789abcdef").returncode == 2


def test_threads_can_be_narrowed_to_what_a_search_finds(home: Path) -> None:
    every = papers(home, "threads", "--json").stdout
    assert len(json.loads(every)) == 1
    assert papers(home, "threads", "mill", "street", "--json").stdout == every
    assert papers(home, "threads", "allotments", "--json").stdout == "[]\n"


def test_the_audit_counts_what_was_found(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "Millbrook Parish Council"
    late = trace.Item("a", "Cut the hedge", body, ["overdue"], [], None, "log.txt", None, [], "", 0, "action")
    both = msgspec.structs.replace(late, findings=["overdue", "never_reported"])
    monkeypatch.setattr(trace, "audit", lambda threads: [late, both, late])
    cli.papers.main(["--home", str(home), "audit"], standalone_mode=False)
    assert "3 threads to ask about (3 overdue, 1 never reported)" in capsys.readouterr().err


def test_a_home_that_is_not_there_and_one_without_papers_are_explained(tmp_path: Path) -> None:
    assert "is not a folder" in papers(tmp_path / "none", "status").stderr
    done = papers(tmp_path, "search", "hedge")
    assert done.returncode != 0
    assert "papers ingest" in done.stderr


def test_a_run_that_finds_nothing_to_read_leaves_nothing_behind(tmp_path: Path) -> None:
    for arguments in (["ingest"], ["ingest", str(tmp_path / "none")]):
        done = papers(tmp_path, *arguments)
        assert (done.returncode, "Hint:" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_says_no_is_explained(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "good.txt").write_text(MINUTES.format(day=1, year=2014, place="Mill Street"))
    (tmp_path / "extracted").write_text("a file where a folder is due")
    done = papers(tmp_path, "ingest")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_ingest_ends_with_one_when_a_paper_failed_and_lists_it(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bad\x1b[31m.pdf").write_bytes(b"%PDF-1.7 cut off")
    (tmp_path / "corpus" / "good.txt").write_text(MINUTES.format(day=1, year=2014, place="Mill Street"))
    done = papers(tmp_path, "ingest")
    assert done.returncode == 1
    assert "1 paper read" in done.stdout
    assert "bad" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr, "a file's name does not steer the terminal"
    status = json.loads(papers(tmp_path, "status", "--json").stdout)
    assert {entry["outcome"] for entry in status} == {"read", "failed"}


def test_status_lists_the_papers_by_date(home: Path) -> None:
    head, *rows = (line.split("\t") for line in papers(home, "status", "--papers").stdout.splitlines())
    assert head == ["Date", "Body", "Type", "Title", "File"]
    assert [(row[0], row[-1]) for row in rows] == [
        (f"{year}-03-0{day}", f"minutes-{year}.txt") for day, year, _ in PAPERS
    ]


def test_show_lays_out_one_paper(home: Path) -> None:
    done = papers(home, "show", "minutes-2016.txt")
    for piece in ("8 March 2016", "Hedges", "[decision]", "[action]", "owner: Clerk", "Ann Harper"):
        assert piece in done.stdout
    assert json.loads(papers(home, "show", "minutes-2016.txt", "--json").stdout)["schema_version"] == 1


def test_a_port_that_is_in_use_is_explained(home: Path) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = papers(home, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert done.stderr.startswith("Error: 127.0.0.1:")
    assert "it is in use" in done.stderr
    assert "--port" in done.stderr.splitlines()[-1]


def test_threads_are_listed_with_owner_and_due_date(home: Path) -> None:
    head, row = papers(home, "threads").stdout.splitlines()
    cells = dict(zip(head.split("\t"), row.split("\t"), strict=True))
    assert (cells["Owner"], cells["Due"]) == ("Clerk", "by the end of April 2017")
    brief = ThreadRow(
        "Cut the hedge", "action", "Council", "open", None, "2017-03-07", 3, "Clerk", "by April", None, True, 1, "", "",
        "", None, "", None, "a1",
    )  # fmt: skip
    out = io.StringIO()
    with redirect_stdout(out):
        print_brief(brief)
    assert " ".join(out.getvalue().split()) == (
        "Cut the hedge action · Council · owner: Clerk · due: by April · open, overdue · last seen 7 March 2017 · "
        "3 mentions · due date moved once · a1"
    )


HEAVY = ["spacy", "pandas", "fastapi", "scipy", "docx", "pdfplumber", "pypdfium2"]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["status"], ["search", "hedge"], ["decisions", "hedge"], ["actions", "hedge", "--state", "silent"]],
)
def test_nothing_heavy_is_imported_that_a_command_does_not_need(home: Path, arguments: list[str]) -> None:
    papers(home, "decisions", "hedge")  # what became of things is worked out once
    script = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('LOADED', [m for m in {HEAVY} if m in sys.modules]))\n"
        f"sys.argv = ['papers', '--home', {str(home)!r}, *{arguments}]\n"
        "from pipeline.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert "LOADED []" in done.stdout


def test_completion_scripts_are_printed(home: Path) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_PAPERS_COMPLETE" in papers(home, "completion", shell).stdout


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2015-11-03", "2015-11-03", "2015-11-03"),
        ("3 November 2015", "2015-11-03", "2015-11-03"),
    ],
)
def test_bounds(text: str, first: str, last: str) -> None:
    assert (bound(text, last=False), bound(text, last=True)) == (first, last)


def test_a_bound_that_is_no_date_is_refused() -> None:
    with pytest.raises(UsageError):
        bound("whenever", last=False)


def test_signs_that_the_terminal_does_not_know_cost_no_answer(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "--home", str(home), "trace", "hedge"]
    done = subprocess.run(command, capture_output=True, encoding="latin-1", timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert r"\u201c" in done.stdout


def test_what_a_paper_says_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[2Jb\x07c\u202e d\n\té") == "a[2Jbc d\n\té"


def test_no_cell_of_a_table_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(["File", "Id"], [("a\x1b]0;name\x07\nb.pdf", None)])
    assert capsys.readouterr().out == "File\tId\na]0;name b.pdf\t\n"


def test_a_table_cuts_no_name_or_id_short(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    output.table(["File", "Id"], [("a-name-that-is-longer-than-the-terminal-is-wide.pdf", "cd4ff4209ce64b8b")])
    drawn = capsys.readouterr().out
    assert "cd4ff4209ce64b8b" in drawn
    assert "…" not in drawn
    assert "a-name-that-is-longer-than-the-terminal-is-wide.pdf" in "".join(
        line.strip().split(" ")[0] for line in drawn.splitlines()
    )


def test_resolutions_on_a_narrow_terminal_are_blocks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    side = {"statement": "a", "paper": "b", "copies": [], "body": "", "heading": "", "number": ""}
    report = SimpleNamespace(
        **side, document="report.pdf", page=2, date="2016-05-03", text="that the hedge be cut " * 8
    )
    minute = SimpleNamespace(**side, document="minutes.pdf", page=None, date="2016-05-03", text="agreed")
    made = [SimpleNamespace(recommendation=report, decision=minute, message="agreed as recommended", outcome="agreed")]
    monkeypatch.setattr("pipeline.cli.lists.following", lambda *_: SimpleNamespace(resolutions=lambda: made))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    cli.papers.main(["--home", str(home), "resolutions"], standalone_mode=False)
    head, *lines = click.unstyle(capsys.readouterr().out).splitlines()
    assert head == "3 May 2016 · report.pdf, p. 2"
    assert lines[-2] == "  agreed as recommended (minutes.pdf)"
    assert max(map(len, lines)) <= 60


def test_a_row_of_many_columns_is_a_block_on_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    head = ["Body", "Office", "Person", "First", "Last"]
    output.table(head, [("Parish Council", "Chair of the council for the year", "Ann Harper", "", "2017")])
    lines = click.unstyle(capsys.readouterr().out).splitlines()
    office = ["  Office: Chair of the council", "  for the year"]
    assert lines == ["  Body: Parish Council", *office, "  Person: Ann Harper", "  Last: 2017", ""]


def test_statements_of_one_thread_are_printed_together(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    out.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdout", out)
    cli.papers.main(["--home", str(home), "actions", "owner"], standalone_mode=False)
    blocks = [block for block in click.unstyle(out.getvalue()).split("\n\n") if "ACTION" in block or "Clerk" in block]
    assert len(blocks) == 1
    assert blocks[0].count("minutes-") == 3
    assert "  also 7 March 2017 · minutes-2017.txt · " in blocks[0]


def test_a_thread_that_was_followed_comes_before_what_was_seen_once() -> None:
    rows = {"once": 1, "often": 8, "far": 8}
    threads = {name: SimpleNamespace(id=name, rows=[None] * number) for name, number in rows.items()}
    hits = [SimpleNamespace(statement=name, score=score) for name, score in (("once", 10), ("often", 9), ("far", 2))]
    traced = SimpleNamespace(thread=threads.get)
    engine = SimpleNamespace(search=lambda request: SimpleNamespace(hits=hits), close=lambda: None)
    with patch("pipeline.cli.trace.open_engine", lambda home: engine):
        found = matching(Home(Path()), traced, Request(query="sluice"))  # type: ignore[arg-type]
    assert [thread.id for thread in found] == ["often", "once", "far"]


def test_status_says_how_to_see_the_papers_without_a_body(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "note.txt").write_text("Something was noted about the hedges of the town.\n")
    ingest.run(Home(tmp_path), limits=Limits(workers=1), executor=lambda limits: ThreadPoolExecutor(1))
    said = papers(tmp_path, "status").stdout
    assert "papers status --papers" in said
    assert "1 paper has no date." in said
