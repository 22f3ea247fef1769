"""The engine on Whoosh: the suite, and what only it has to answer for."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from whoosh.index import TOC

from pipeline import search
from pipeline.errors import IndexUnusableError, StoreError
from pipeline.search import Engine, Request
from pipeline.search import whoosh_engine as module
from pipeline.search.whoosh_engine import WhooshEngine
from tests.search.engine_suite import EngineSuite, paper, total


class TestWhooshEngine(EngineSuite):
    def open_engine(self, folder: Path) -> Engine:
        return search.open(folder)


def segments(engine: WhooshEngine) -> list[int]:
    """How many documents each segment holds."""
    return [segment.doc_count_all() for segment in TOC.read(engine._storage, "papers").segments]


# ------------------------------------------------------------------------------------ opening


def test_an_index_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search.open(tmp_path).replace([paper("a.pdf", "Foster carers.")])
    monkeypatch.setattr(module, "FORMAT", "papers-index-0")
    with pytest.raises(IndexUnusableError, match="needs papers-index-0"):
        search.open(tmp_path)


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam")
    with pytest.raises(IndexUnusableError):
        search.open(tmp_path)


@pytest.mark.parametrize("pattern", ["*.fields", "*.documents", "*.toc"])
@pytest.mark.parametrize("damage", ["cut", "removed", "empty", "garbled"])
def test_damage_is_noticed(tmp_path: Path, pattern: str, damage: str) -> None:
    search.open(tmp_path).replace([paper("a.pdf", "Foster carers.")])
    (path,) = tmp_path.glob(pattern)
    content = path.read_bytes()
    if damage == "removed":
        path.unlink()
    else:
        path.write_bytes({"cut": content[: len(content) // 2], "empty": b"", "garbled": content[::-1]}[damage])
    with pytest.raises(IndexUnusableError):
        search.open(tmp_path).search(Request(query="foster"))


def test_two_writers_do_not_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.05)
    engine, other = search.open(tmp_path), search.open(tmp_path)

    def papers() -> object:
        yield paper("a.pdf", "Foster carers.")
        with pytest.raises(StoreError, match="Another program"):
            other.replace([paper("b.pdf", "Foster homes.")])

    engine.replace(papers())  # type: ignore[arg-type]
    assert total(engine, "foster") == 1


# --------------------------------------------------------------------------- changes over time


def test_an_old_snapshot_goes_on_while_the_index_changes(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.replace([paper("a.pdf", "Foster carers.")])
    old = engine._open()
    for n in range(12):  # enough to merge what the snapshot reads
        engine.replace([paper(f"{n}.pdf", f"Foster homes {n}.")])
    docs, _ = old.docs("text", old.terms("text", "foster"))
    assert [old.stored(int(doc))["text"] for doc in docs] == ["Foster carers."]
    assert total(engine, "foster") == 13


def test_readers_are_not_disturbed_by_a_writer(tmp_path: Path) -> None:
    engine = search.open(tmp_path)
    engine.replace([paper("a.pdf", "Foster carers.")])
    done, faults = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            try:
                assert search.open(tmp_path).search(Request(query="foster", facets=["document"])).total >= 1
            except Exception as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(25):
        engine.replace([paper(f"{n}.pdf", f"Foster homes {n}.")])
    done.set()
    reader.join()
    assert not faults


@pytest.mark.parametrize("updates", [80, pytest.param(500, marks=pytest.mark.slow)])
def test_segments_stay_few_and_deleted_passages_do_not_pile_up(tmp_path: Path, updates: int) -> None:
    """Many small updates of a few papers; now and then one is removed."""
    engine = WhooshEngine(tmp_path)
    rng = random.Random(5)
    held: dict[str, str] = {}
    for n in range(updates):
        name = f"{rng.randrange(60)}.pdf"
        made = paper(name, *(f"Foster plan {n} {line}" for line in range(rng.randrange(1, 8))))
        made.id = f"{name:0>16}"
        remove = [rng.choice(sorted(held))] if held and n % 10 == 0 else []
        engine.replace([made], remove=[one for one in remove if one != made.id])
        for one in remove:
            held.pop(one, None)
        held[made.id] = search.stamp(made)
        sizes = segments(engine)
        live = sum(segment.doc_count() for segment in TOC.read(engine._storage, "papers").segments)
        assert len(sizes) <= 20
        assert sum(sizes) <= 2 * live + 20
    assert engine.papers() == held
    assert len(list(tmp_path.iterdir())) <= 2 * len(segments(engine)) + 4, "no file is left behind"
    assert total(engine, "foster") == engine.search(Request()).total


def test_merging_changes_no_answer(tmp_path: Path) -> None:
    papers = [paper(f"{n}.pdf", f"Foster {'carers ' * (n % 4)}plan", f"Risk {n} of the plan") for n in range(40)]
    at_once, bit_by_bit = WhooshEngine(tmp_path / "a"), WhooshEngine(tmp_path / "b")
    at_once.replace(papers)
    for one in papers:
        bit_by_bit.replace([one])
    assert len(segments(at_once)) == 1
    assert 1 < len(segments(bit_by_bit)) < 12
    for query in ("foster carers", '"foster plan"', "ris*", "plan -carers", "risk 7"):
        request = Request(query=query, facets=["document"], limit=100)
        expected, found = at_once.search(request), bit_by_bit.search(request)
        assert (found.total, found.facets) == (expected.total, expected.facets)
        assert sorted(hit.text for hit in found.hits) == sorted(hit.text for hit in expected.hits)


def test_a_large_batch_is_written_in_several_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.search.writer._MOST_TOKENS", 5_000)
    engine = WhooshEngine(tmp_path)
    engine.replace(paper(f"{n}.pdf", *(f"Foster carers {n} {line}" for line in range(100))) for n in range(60))
    assert len(segments(engine)) > 1
    assert total(engine, "foster") == 6_000
    assert len(engine.papers()) == 60


@pytest.mark.slow
def test_adding_a_paper_to_a_large_index_is_quick(tmp_path: Path) -> None:
    engine = search.open(tmp_path)
    rng = np.random.default_rng(1)
    words = np.array([f"word{n}" for n in range(20_000)])

    def papers() -> object:
        for n in range(1_000):
            drawn = words[(rng.pareto(1.1, (100, 30)) * 20).astype(int) % len(words)]
            yield paper(f"{n}.pdf", *(" ".join(line) for line in drawn.tolist()))

    engine.replace(papers())  # type: ignore[arg-type]
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    began = time.perf_counter()
    engine.replace([paper("new.pdf", "Foster carers.")])
    assert time.perf_counter() - began < 0.5
    assert total(engine, "foster carers") == 1
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < size * 1.01


# ---------------------------------------------------------------------------------- starting


def test_searching_imports_nothing_heavy(tmp_path: Path) -> None:
    search.open(tmp_path).replace([paper("a.pdf", "Foster carers.")])
    code = f"""
import sys
from pathlib import Path
from pipeline import search
assert not any(name.startswith(("whoosh", "numpy")) for name in sys.modules), "before the engine is opened"
search.open(Path({str(tmp_path)!r})).search(search.Request(query="foster"))
heavy = {{"spacy", "pandas", "fastapi", "pdfplumber", "docx", "lxml", "pypdfium2", "scipy", "pipeline.readers"}}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
