from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import msgspec
import pytest

from pipeline import model
from pipeline.errors import StoreError, UsageError
from pipeline.model import Paper, Problem
from pipeline.store import Entry, File, Store, sketch
from tests.making import make_paper


def entry_of(paper: Paper, content: bytes) -> Entry:
    return Entry(
        paper.id,
        paper.source.sha256,
        paper.source.path,
        "0.1.0+x",
        "read",
        0.1,
        "2026-01-01T00:00:00+00:00",
        stamp=model.stamp(content),
        body=paper.body,
        meeting_date=paper.meeting_date,
        paper_type=paper.paper_type,
        sketch=sketch(paper),
        problems=paper.problems,
    )


def save(store: Store, paper: Paper) -> None:
    content = model.encode(paper)
    file = File("/papers", paper.source.path, 100, 0, paper.source.sha256)
    store.catalogue.set_files("/papers", [file], [])
    store.save(paper.id, content, entry_of(paper, content))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "extracted", writable=True)


def test_a_paper_comes_back_as_it_was_saved(store: Store) -> None:
    paper = make_paper(kind="decision", problems=[Problem("odd", "page 2 is odd", 2)])
    save(store, paper)
    assert store.load(paper.id) == paper
    entry = store.catalogue.entry(paper.id)
    assert entry is not None
    assert entry.problems == paper.problems
    assert store.catalogue.stamps() == {paper.id: model.stamp(model.encode(paper))}


def test_keys_stand_in_the_order_of_the_design() -> None:
    keys = list(msgspec.json.decode(model.encode(make_paper())))
    assert keys[:5] == ["schema_version", "id", "source", "council", "body"]
    assert keys[-4:] == ["tables", "statements", "mentions", "problems"]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"schema_version": 1}', b'{"id": 3}'])
def test_damaged_json_is_an_error_that_names_the_repair(store: Store, damage: bytes) -> None:
    paper = make_paper()
    save(store, paper)
    store.path(paper.id).write_bytes(damage)
    with pytest.raises(StoreError, match="damaged") as raised:
        store.load(paper.id)
    assert "check --repair" in raised.value.hint


def test_a_failed_write_leaves_the_old_paper(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = make_paper()
    save(store, paper)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    changed = msgspec.structs.replace(paper, title="Other")
    with pytest.raises(StoreError, match="No space left"):
        store.save(paper.id, model.encode(changed), entry_of(changed, b""))
    assert store.load(paper.id) == paper
    assert not list(store.folder.glob(".*.part"))


def test_one_writer_at_a_time(store: Store) -> None:
    with pytest.raises(StoreError, match="another run"):
        Store(store.folder, writable=True)
    store.close()
    Store(store.folder, writable=True).close()


def test_a_reader_needs_a_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no papers yet"):
        Store(tmp_path)


def test_a_catalogue_of_another_version_is_refused(store: Store) -> None:
    store.catalogue._db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StoreError, match="version 99"):
        Store(store.folder, writable=True)


LONG = tuple(f"Paragraph {i} of a long report on libraries, item {i * 7}, and what becomes of them." for i in range(40))


def test_the_same_text_in_two_formats_are_copies_of_each_other(store: Store) -> None:
    one, other = make_paper("minutes.pdf", LONG), make_paper("minutes.doc", (*LONG[:-1], "Closed at nine."))
    for paper in (one, other):
        save(store, paper)
    assert sorted(store.relate()) == sorted([one.id, other.id])
    assert store.load(one.id).source.copies == ["minutes.doc"]
    assert store.load(other.id).source.copies == ["minutes.pdf"]
    assert store.relate() == []


def test_a_form_filled_in_for_the_next_meeting_is_no_copy(store: Store) -> None:
    save(store, make_paper("log-1.pdf", LONG, meeting_date="2011-05-19"))
    save(store, make_paper("log-2.pdf", LONG[:-1], meeting_date="2011-06-08"))
    assert store.relate() == []


def test_a_draft_and_its_final_are_copies_and_another_paper_of_the_meeting_is_not(store: Store) -> None:
    draft = make_paper("draft.doc", LONG)
    final = make_paper("final.doc", (*LONG[:32], *(f"An addition, number {i}, made by the chair." for i in range(6))))
    other = make_paper("budget.doc", tuple(f"Spending line {i} stands at {i * 100} pounds." for i in range(40)))
    for paper in (draft, final, other):
        save(store, paper)
    store.relate()
    assert store.load(draft.id).source.copies == ["final.doc"]
    assert store.load(other.id).source.copies == []


def test_a_paper_that_calls_itself_a_draft_may_differ_more(store: Store) -> None:
    kept = LONG[: len(LONG) // 2]
    rewritten = (*kept, *(f"The clerk wrote passage {i} anew before the meeting." for i in range(len(LONG) // 2)))
    draft, final = make_paper("minutes draft 2.doc", LONG), make_paper("minutes.doc", rewritten)
    elsewhere = (*kept, *(f"The cabinet heard speaker {i} on the same paper." for i in range(len(LONG) // 2)))
    another_body = make_paper("minutes 3.doc", elsewhere, body="Cabinet")
    for paper in (draft, final, another_body):
        save(store, paper)
    store.relate()
    assert store.load(draft.id).source.copies == ["minutes.doc"]
    assert store.load(another_body.id).source.copies == []


def test_the_same_bytes_under_two_names_are_one_paper(store: Store) -> None:
    paper = make_paper("b.pdf", LONG)
    save(store, paper)
    store.catalogue.set_files("/papers", [File("/papers", "a.pdf", 100, 0, paper.source.sha256)], [])
    store.relate()
    source = store.load(paper.id).source
    assert (source.path, source.copies) == ("a.pdf", ["b.pdf"])


# ------------------------------------------------------------------------------------- the disk and the file


def test_a_home_can_be_moved(tmp_path: Path) -> None:
    with Store(tmp_path / "before" / "extracted", writable=True) as store:
        for root in (tmp_path / "before" / "corpus", tmp_path / "elsewhere"):
            store.catalogue.set_files(str(root), [File(str(root), "a.pdf", 1, 1, "0" * 64)], [])
    (tmp_path / "before").rename(tmp_path / "after")
    with Store(tmp_path / "after" / "extracted") as store:
        roots = [str(tmp_path / "after" / "corpus"), str(tmp_path / "elsewhere")]
        assert store.catalogue.roots() == roots
        assert [file.root for file in store.catalogue.files()] == [roots[1], roots[0]]
        assert [file.place for file in store.catalogue.files(roots[0])] == [Path(roots[0], "a.pdf")]


def test_a_store_that_nobody_can_write_to_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, make_paper())
    store.close()
    connect = sqlite3.connect

    class Refused:  # on a disk that takes no writing SQLite cannot make the files it needs beside the catalogue
        def execute(self, _: str) -> None:
            raise sqlite3.OperationalError("unable to open database file")

        def close(self) -> None:
            pass

    monkeypatch.setattr(
        "sqlite3.connect", lambda at, uri=False: connect(at, uri=uri) if "immutable" in str(at) else Refused()
    )
    with pytest.raises(StoreError, match="unable to open"):
        Store(store.folder)
    monkeypatch.setattr("os.access", lambda *_: False)
    with Store(store.folder) as reader:
        assert len(list(reader.papers())) == 1


def test_a_full_disk_and_a_damaged_catalogue_are_told_apart(store: Store) -> None:
    save(store, make_paper())
    store.catalogue._db.execute("PRAGMA max_page_count = 1")
    files = [File("/papers", f"{number}.pdf", 1, 1, "0" * 64) for number in range(1000)]
    with pytest.raises(StoreError, match="cannot be written") as raised:
        store.catalogue.set_files("/papers", files, [])
    assert "Make room" in raised.value.hint
    store.close()
    path = store.folder / "catalogue.sqlite"
    path.write_bytes(path.read_bytes()[:4096] + b"A" * (path.stat().st_size - 4096))
    with Store(store.folder) as reader, pytest.raises(StoreError, match="is damaged") as raised:
        list(reader.catalogue.entries())
    assert "Move it away" in raised.value.hint


def test_a_catalogue_of_the_first_version_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    with Store(tmp_path / "extracted", writable=True) as store:
        save(store, make_paper())
        files = {"/downloads": ["one.pdf"], "/board": ["one.pdf", "two.pdf"], "/year": ["may/one.pdf"]}
        for root, names in files.items():
            store.catalogue.set_files(root, [File(root, name, 1, 1, "0" * 64) for name in names], [])
        store.catalogue._db.executescript("DROP TABLE alone; DROP TABLE written; PRAGMA user_version = 1")
    with Store(tmp_path / "extracted") as store:
        assert len(list(store.papers())) == 1
    with Store(tmp_path / "extracted", writable=True) as store:
        assert ("/downloads", "one.pdf") in store.catalogue.alone()
        assert store.catalogue.roots() == ["/board", "/year"]
        assert store.damaged() == set()


def test_json_that_was_touched_is_looked_at_and_no_other(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [make_paper(kind=kind) for kind in ("decision", "action", "risk")]
    for paper, digest in zip(papers, "abc", strict=True):
        paper.id, paper.source.sha256, paper.source.path = digest * 16, digest * 64, f"{digest}.pdf"
        save(store, paper)
    store.path("a" * 16).write_text("{")
    os.utime(store.path("b" * 16), ns=(1, 1))
    assert store.damaged() == {"a" * 16}
    looked_at = []

    def read(path: Path) -> bytes:
        looked_at.append(path.stem)
        return b"{"

    monkeypatch.setattr(Path, "read_bytes", read)
    assert store.damaged() == {"a" * 16}
    assert looked_at == ["a" * 16]
