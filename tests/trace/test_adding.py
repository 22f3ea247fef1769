"""A paper more: what is made of it and of what it touches is what would be made of everything."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import msgspec
import numpy as np
import pytest

from pipeline.model import Paper
from pipeline.trace import Traced
from pipeline.trace.candidates import candidates
from pipeline.trace.families import Families
from pipeline.trace.keep import Kept
from pipeline.trace.known import Rows
from pipeline.trace.lexicon import Lexicon
from pipeline.trace.nearby import Papers, nearby
from pipeline.trace.postings import entries
from pipeline.trace.renewal import renew
from pipeline.trace.traced import Done
from tests.trace.papers import gathered, log, minutes, report

TASKS = [
    "obtain three prices for dredging the outer basin", "have the leading lights at the north pier rewired",
    "survey the moorings of visiting yachts", "write to the pilots about the bridge", "mend the crane at the quay",
    "paint the railings of the east mole", "count the seals on the sandbank", "renew the lease of the ice house",
]  # fmt: skip


def corpus() -> list[Paper]:
    """Lists and minutes of three bodies, one of which goes on under another name, with a report, a draft and a plan."""
    chance = random.Random(4)
    papers = []
    for body in ("Harbour Board", "Pier Panel", "Light Committee"):
        for month in range(1, 6):
            tasks = chance.sample(TASKS, 5)
            rows = [{"task": f"JT to {task}", "owner": "JT", "due": f"1/{month + 2}/2014"} for task in tasks]
            name = "Coast Group" if body == "Light Committee" and month > 3 else body
            papers.append(log(f"2014-{month:02}-04", rows, name=f"{body} {month}.pdf", body=name))
            day, file = f"2014-{month:02}-04", f"minutes {body} {month}.pdf"
            set_, done = f"PM to {chance.choice(TASKS)}", f"{tasks[0].capitalize()}: it was done."
            papers.append(minutes(day, ("action", set_, {"owner": "PM"}), ("outcome", done), name=file, body=name))
    words = "agree that the fees for the slipway rise from 1 June 2014"
    papers.append(report("2014-03-04", "Slipway Fees", ("recommendation", words), ("action", f"AK to {TASKS[4]}")))
    decided = "The fees for the slipway rise from 1 July 2014."
    papers.append(minutes("2014-03-04", ("decision", decided, {"heading": "Slipway Fees"}), name="decisions.pdf"))
    for name, other in (("draft.pdf", "final.pdf"), ("final.pdf", "draft.pdf")):
        papers.append(minutes("2014-06-04", ("action", f"JT to {TASKS[0]}"), name=name, copies=[f"papers/{other}"]))
    plan = log(None, [{"task": f"JT to {task}", "owner": "JT"} for task in TASKS[:3]], title="Actions, July 2014")
    return [*papers, plan]


class Store:
    """Papers by their ids."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = {paper.id: paper for paper in papers}

    def papers(self, ids: Sequence[str]) -> Iterator[Paper]:
        return (self._papers[name] for name in ids)


@pytest.fixture
def fixed() -> Iterator[None]:
    """Words that weigh the same whatever papers there are, and no making anew."""
    growth = patch("pipeline.trace.renewal.RELINK_GROWTH", 1e9)
    with growth, patch("pipeline.trace.renewal.Lexicon", SimpleNamespace(of=lambda *given: Lexicon())):
        yield


def made(kept: Kept, papers: Sequence[Paper]) -> Done:
    done = Done()
    kept.begin()
    stamps = {paper.id: paper.title or "read" for paper in papers}
    renew(Store(papers), stamps, [], kept, done, lambda said: None)  # type: ignore[arg-type]
    kept.commit()
    return done


def told(kept: Kept) -> dict[str, Any]:
    """All that is kept, but for how sure a link is of what was not linked anew."""
    traced = Traced(kept, Done())
    threads = list(traced.threads())
    for row in (row for thread in threads for row in thread.rows):
        row.why, row.certainty = "", 0.0
    resolutions = [msgspec.structs.replace(one, why="", certainty=0.0) for one in traced.resolutions()]
    found = {
        "threads": threads, "resolutions": resolutions, "successions": traced.successions(), "gaps": traced.gaps(),
        "groups": kept.groups(), "family": kept.state("family", dict[str, str]),
    }  # fmt: skip
    return {name: msgspec.json.encode(value, order="deterministic") for name, value in found.items()}


@pytest.mark.parametrize("at", range(0, 35, 3))
def test_a_paper_added_or_dropped_is_as_if_all_were_made_at_once(tmp_path: Path, fixed: None, at: int) -> None:
    papers = corpus()
    some = [paper for paper in papers if paper is not papers[at]]
    with Kept(tmp_path / "all") as kept, Kept(tmp_path / "some") as less, Kept(tmp_path / "more") as more:
        assert made(kept, papers).whole
        made(less, some)
        made(more, some)
        done = made(more, papers)
        assert (done.whole, done.papers) == (False, 1)
        assert told(more) == told(kept)
        assert not made(more, some).whole
        assert told(more) == told(less)


def test_only_papers_that_are_touched_are_read(tmp_path: Path, fixed: None) -> None:
    days = [f"2015-{month:02}-11" for month in range(1, 9)]
    walls = [log(day, [{"task": f"Whitewash the wall of {day}"}], body="Quay Panel") for day in days]
    papers = [*corpus(), *walls]
    with Kept(tmp_path / "threads") as kept:
        made(kept, papers[1:])
        read: set[str] = set()
        numbered = kept.numbered
        with patch.object(kept, "numbered", lambda ids: [*map(read.add, ids := [*ids])] and numbered(ids)):
            made(kept, papers)
    assert papers[0].id in read
    assert not read & {paper.id for paper in walls}


def test_words_are_found_in_what_was_put_and_not_in_what_was_taken_out(tmp_path: Path) -> None:
    first, second = entries([(1, [["swing", "bridge"], ["bridge"]])]), entries([(2, [["swing", "bridge"], []])])
    with Kept(tmp_path / "threads") as kept:
        kept.put_postings(np.concatenate([first] * 200))
        kept.put_postings(first)
        postings = kept.postings()
        postings.change(first[:0], second)
        assert len(second) == 4  # two words, the two side by side, and the whole text
        found = postings.find(second["key"])
        assert {(one["paper"], one["place"]) for one in found} == {(1, 0), (1, 1), (2, 0)}
        postings.change(first, first[:0])
        assert {one["paper"] for one in postings.find(second["key"])} == {2}


def test_what_is_near_a_paper_is_what_is_worth_comparing_in_all(tmp_path: Path) -> None:
    papers = gathered(*corpus())
    sightings = [sighting for one in papers for sighting in one.sightings]
    rows = Rows(sightings, families := Families(), Lexicon())
    texts = {number: [one.words for one in paper.sightings] for number, paper in enumerate(papers, 1)}
    bodies = {number: families.named(one.note.body, one.note.path) for number, one in enumerate(papers, 1)}
    days = {number: one.note.date or "" for number, one in enumerate(papers, 1)}
    with Kept(tmp_path / "threads") as kept:
        kept.put_postings(entries(texts.items()))
        pairs = nearby({3: texts[3]}, Papers(bodies, days, len(rows)), kept.postings())
        near = {tuple(sorted(rows.by_paper[papers[n - 1].note.paper][at] for n, at in pair)) for pair in pairs}
    own = set(rows.by_paper[papers[2].note.paper])
    wanted = {pair for pair in candidates(rows) if own & {*pair}}
    assert len(near - wanted) <= 2  # of equals, others
    assert len(near & wanted) >= 0.8 * len(wanted)  # some of the others would have it among their nearest, not it them
