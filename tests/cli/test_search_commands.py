"""Facets, exclusions, views, batches and saved searches in the command."""

from __future__ import annotations

import csv
import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline import ingest
from pipeline.cli import papers
from pipeline.home import Home
from pipeline.ingest import Limits

MINUTES = """{body}

Minutes of the meeting held on {day} March {year}

1. Hedges

It was agreed that the hedge in {place} be cut before the nesting season.

ACTION: Clerk to write to the owner of {place} by the end of April {year}.
"""
PAPERS = [
    ("Millbrook Parish Council", 3, 2015, "Church Lane"),
    ("Millbrook Parish Council", 8, 2016, "Station Road"),
    ("Ashford Open Spaces Committee", 7, 2017, "Mill Street"),
]


def add_paper(home: Path, body: str, day: int, year: int, place: str, name: str = "") -> None:
    text = MINUTES.format(body=body, day=day, year=year, place=place)
    (home / "corpus" / (name or f"minutes-{year}.txt")).write_text(text)


def read(home: Path, again: bool = False) -> None:
    limits = Limits(workers=1)
    ingest.run(Home(home), limits=limits, again=again, executor=lambda limits: ThreadPoolExecutor(1))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "corpus").mkdir()
    for paper in PAPERS:
        add_paper(folder, *paper)
    read(folder)
    return folder


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A home that a test may change."""
    return shutil.copytree(home, tmp_path / "home")


def run(home: Path, *arguments: str, given: str | None = None, code: int = 0) -> Result:
    done = CliRunner().invoke(papers, ["--home", str(home), *arguments], input=given)
    assert done.exit_code == code, done.output
    return done


def found(home: Path, *arguments: str) -> Any:
    return json.loads(run(home, "search", *arguments, "--json").stdout)


# ------------------------------------------------------------------------------- facets, exclusions


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["Millbrook Parish Council", "Ashford Open Spaces Committee"]),
        (["--facet-sort", "name"], ["Ashford Open Spaces Committee", "Millbrook Parish Council"]),
        (["--facet-find", "open ash"], ["Ashford Open Spaces Committee"]),
        (["--facet-find", "shford"], []),
        (["--facet-limit", "1"], ["Millbrook Parish Council"]),
    ],
)
def test_values_of_a_facet_can_be_sorted_and_found(home: Path, options: list[str], expected: list[str]) -> None:
    facets = found(home, "hedge", "--facet", "body", *options)["facets"]
    assert [name for name, _ in facets["body"]] == expected


def test_a_printed_facet_says_how_much_more_there_is(home: Path) -> None:
    done = run(home, "search", "hedge", "--facet", "year", "--facet-limit", "2")
    assert "and 1 more" in done.stderr
    assert run(home, "search", "hedge", "--facet", "year", "--facet-sort", "name").stdout.rstrip().endswith("2017\t2")


@pytest.mark.parametrize("field", ["body=millbrook", "year=2015", "document=minutes-2015.txt", "kind=decision"])
def test_every_filter_has_its_opposite(home: Path, field: str) -> None:
    name, value = field.split("=")
    everything, with_it = found(home)["total"], found(home, f"--{name}", value)["total"]
    assert 0 < with_it < everything
    assert found(home, "--not", field)["total"] == found(home, "--exclude", field)["total"] == everything - with_it


# -------------------------------------------------------------------------------------------- batch


def rows(done: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_what_the_filters_keep_out_is_counted(home: Path) -> None:
    said = run(home, "search", "hedge", "--to", "1990").stderr
    everything = run(home, "search", "hedge", "--json")
    assert f"without the filters there are {json.loads(everything.stdout)['total']}." in said
    assert "without the filters" not in run(home, "search", "zeppelin", "--to", "1990").stderr


def test_a_batch_tells_of_every_query_and_a_bad_one_costs_only_itself(home: Path) -> None:
    queries = "# topics\nhedge church\n\nhegde\n(hedge\nvolcano\n"
    done = run(home, "batch", "--limit", "2", given=queries, code=1)
    table = rows(done)
    assert [(row["line"], row["outcome"]) for row in table] == [
        ("2", "found"), ("2", "found"), ("4", "found nothing"), ("5", "not understood"), ("6", "found nothing"),
    ]  # fmt: skip
    assert (table[0]["rank"], table[0]["document"], table[0]["date"]) == ("1", "minutes-2015.txt", "2015-03-03")
    assert table[2]["note"] == "did you mean: hedge"
    assert table[3]["note"].startswith("at character 1: This bracket")
    assert "4 queries" in done.stderr


def test_a_batch_from_a_column_into_a_file(home: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topics.csv"
    topics.write_text('﻿area,Query\nEast,"hedge, ""church lane"""\nWest,station\n', encoding="utf-8")
    out = tmp_path / "found.csv"
    run(home, "batch", str(topics), "--csv", str(out), "--limit", "0", "--kind", "action")
    with out.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert [(row["query"], row["matches"], row["rank"]) for row in table] == [
        ('hedge, "church lane"', "1", ""), ("station", "1", ""),
    ]  # fmt: skip
    done = run(home, "batch", str(topics), "--column", "Area", "--json")
    assert [json.loads(line)["query"] for line in done.stdout.splitlines()] == ["East", "West"]


def test_a_column_that_is_not_there_is_explained(home: Path) -> None:
    done = CliRunner().invoke(papers, ["--home", str(home), "batch", "--column", "topic"], input="a,b\n1,2\n")
    assert "there are a, b" in str(done.exception)


# -------------------------------------------------------------------------------------------- watch


def news(home: Path, *arguments: str) -> dict[str, int]:
    done = run(home, "watch", "run", "--json", *arguments)
    return {one["name"]: len(one["new"]) for one in json.loads(done.stdout)}


def test_a_watch_tells_what_is_new_once(own: Path) -> None:
    assert "2 passages" in run(own, "watch", "add", "mill", '"mill street"').stdout
    run(own, "watch", "add", "all", "text:hedge", "--all-new")
    assert news(own) == {"mill": 0, "all": 3}
    add_paper(own, "Millbrook Parish Council", 6, 2018, "Mill Street")
    read(own)
    assert news(own, "mill", "--keep") == {"mill": 2}
    assert news(own) == {"mill": 2, "all": 1}
    assert news(own) == {"mill": 0, "all": 0}


def test_reading_again_and_copies_bring_nothing_new(own: Path) -> None:
    run(own, "watch", "add", "hedges", "hedge")
    add_paper(own, *PAPERS[0], name="a-copy.txt")
    (own / "corpus" / "minutes-2016.txt").rename(own / "corpus" / "moved.txt")
    another = (own / "corpus" / "minutes-2015.txt").read_text().replace("Minutes of", "Minutes  of")
    (own / "corpus" / "another-print.txt").write_text(another)
    read(own, again=True)
    assert news(own) == {"hedges": 0}


def test_watches_for_cron(own: Path) -> None:
    run(own, "watch", "add", "hedges", "text:hedge")
    quiet = run(own, "watch", "run", "--quiet", "--exit-code")
    assert quiet.output == ""
    add_paper(own, "Millbrook Parish Council", 6, 2018, "Mill Street")
    read(own)
    loud = run(own, "watch", "run", "--quiet", "--exit-code", code=10)
    assert "hedges: 1 new of 4" in loud.stdout
    assert "Mill Street" in loud.stdout


def test_watches_are_a_file_that_a_person_can_change(own: Path) -> None:
    run(own, "watch", "add", "hedges", "hedge", "--from", "2016", "--kind", "action", "--not", "body=cabinet")
    file = own / "watches.yaml"
    assert "query: hedge" in file.read_text()
    file.write_text(file.read_text().replace("hedges:", "hedges of 2017:").replace("2016-01-01", "2017"))
    assert news(own) == {"hedges of 2017": 1}
    assert "hedges of 2017" in run(own, "watch", "list").stdout
    run(own, "watch", "remove", "hedges of 2017")
    assert json.loads(run(own, "watch", "list", "--json").stdout) == []
    file.write_text("hedges: {qery: hedge}")
    done = CliRunner().invoke(papers, ["--home", str(own), "watch", "list"])
    assert "qery" in str(done.exception)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "hedges", "hedge"], "already"),
        (["add", "other", "(hedge"], "never closed"),
        (["run", "other"], "no saved search 'other'"),
        (["remove", "other"], "no saved search 'other'"),
    ],
)
def test_mistakes_with_watches_are_explained(own: Path, arguments: list[str], says: str) -> None:
    run(own, "watch", "add", "hedges", "hedge")
    done = CliRunner().invoke(papers, ["--home", str(own), "watch", *arguments])
    assert says in str(done.exception)
    assert [one["name"] for one in json.loads(run(own, "watch", "list", "--json").stdout)] == ["hedges"]
