from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.ingest.files import check_there_is_something, survey
from pipeline.store.catalogue import Catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite", writable=True)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "board").mkdir(parents=True)
    (folder / "board" / "one.txt").write_text("Minutes of the first meeting")
    (folder / "two.txt").write_text("Minutes of the second meeting")
    return folder


def test_files_are_found_below_the_corpus_with_their_paths(catalogue: Catalogue, corpus: Path) -> None:
    found = survey(catalogue, [], corpus)
    assert [file.path for file in found.files] == ["board/one.txt", "two.txt"]
    assert found.changed


def test_a_second_walk_over_the_same_files_reads_none_of_them(
    catalogue: Catalogue, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey(catalogue, [], corpus)
    monkeypatch.setattr("pipeline.ingest.files.file_digest", lambda *_: pytest.fail("a file was read"))
    assert not survey(catalogue, [], corpus).changed


def test_new_changed_and_gone_files_are_noticed(catalogue: Catalogue, corpus: Path) -> None:
    before = {file.path: file for file in survey(catalogue, [], corpus).files}
    (corpus / "two.txt").write_text("Minutes of the second meeting, corrected")
    (corpus / "board" / "one.txt").unlink()
    (corpus / "three.txt").write_text("Minutes of the third meeting")
    found = survey(catalogue, [], corpus)
    assert found.changed
    assert found.gone == 1
    now = {file.path: file for file in found.files}
    assert now.keys() == {"two.txt", "three.txt"}
    assert now["two.txt"].sha256 != before["two.txt"].sha256
    assert {file.path for file in catalogue.files()} == {"two.txt", "three.txt"}


def test_a_touched_file_with_the_same_content_keeps_its_digest(catalogue: Catalogue, corpus: Path) -> None:
    before = survey(catalogue, [], corpus).files[1]
    os.utime(corpus / "two.txt", ns=(1, 1))
    assert survey(catalogue, [], corpus).files[1].sha256 == before.sha256


def test_hidden_files_locks_and_data_are_passed_over(catalogue: Catalogue, corpus: Path) -> None:
    for name in (".hidden.txt", "~$two.docx", "figures.xlsx", "Thumbs.db", "map.PNG"):
        (corpus / name).write_text("x")
    found = survey(catalogue, [], corpus)
    assert [file.path for file in found.files] == ["board/one.txt", "two.txt"]
    assert sorted(Path(path).name for path in found.passed_over) == ["figures.xlsx", "map.PNG"]


def test_a_path_inside_the_corpus_narrows_the_walk(catalogue: Catalogue, corpus: Path) -> None:
    survey(catalogue, [], corpus)
    (corpus / "two.txt").unlink()
    found = survey(catalogue, [corpus / "board"], corpus)
    assert [file.path for file in found.files] == ["board/one.txt"]
    assert found.gone == 0, "what lies outside the path is left as it was"


def test_another_folder_is_read_where_it_stands_and_remembered(
    catalogue: Catalogue, corpus: Path, tmp_path: Path
) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "four.txt").write_text("Minutes of the fourth meeting")
    survey(catalogue, [other], corpus)
    assert [file.path for file in survey(catalogue, [], corpus).files] == ["board/one.txt", "two.txt", "four.txt"]
    (other / "four.txt").unlink()
    other.rmdir()
    found = survey(catalogue, [], corpus)
    assert found.missing_roots == [str(other)]
    assert "four.txt" in {file.path for file in catalogue.files()}, "an absent folder's papers are kept"


def test_a_link_that_leads_back_up_is_followed_once(catalogue: Catalogue, corpus: Path) -> None:
    (corpus / "board" / "up").symlink_to(corpus)
    assert len(survey(catalogue, [], corpus).files) == 2


def test_a_path_or_corpus_that_is_not_there_is_an_error_before_anything_is_written(corpus: Path) -> None:
    for paths, place, known in (([corpus / "three.txt"], corpus, True), ([], corpus.parent / "none", False)):
        with pytest.raises(UsageError, match=r"does not exist|no folder") as raised:
            check_there_is_something(paths, place, known)
        assert raised.value.hint
    check_there_is_something([], corpus.parent / "none", True)
    check_there_is_something([corpus / "two.txt"], corpus.parent / "none", False)


def test_a_name_that_is_no_utf_8_is_found_and_found_again(catalogue: Catalogue, corpus: Path) -> None:
    name = corpus / os.fsdecode(b"board/proc\xe8s.txt")
    name.write_text("Minutes of the fifth meeting")
    found = {file.path: file for file in survey(catalogue, [], corpus).files}
    assert found["board/proc\\xe8s.txt"].place.read_text() == "Minutes of the fifth meeting"
    assert not survey(catalogue, [], corpus).changed
    (corpus / "board" / r"literally\xe8.txt").write_text("x")
    found = {file.path: file for file in survey(catalogue, [], corpus).files}
    assert found[r"board/literally\xe8.txt"].place.read_text() == "x"


def test_what_the_program_makes_is_no_paper_when_the_home_itself_is_read(catalogue: Catalogue, corpus: Path) -> None:
    home = corpus.parent / "home"
    home.mkdir()
    corpus.rename(home / "corpus")
    for name in ("extracted/catalogue.sqlite", "extracted/converted/a.docx", "index/papers.toc", "vocabulary/a.txt"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    (home / "corpus" / "index").mkdir()
    (home / "corpus" / "index" / "six.txt").write_text("Minutes")
    found = survey(catalogue, [home], home / "corpus")
    assert [file.path for file in found.files] == ["corpus/board/one.txt", "corpus/index/six.txt", "corpus/two.txt"]


def test_a_link_that_leads_nowhere_is_said_and_its_paper_is_kept(catalogue: Catalogue, corpus: Path) -> None:
    target = corpus.parent / "target.txt"
    target.write_text("Minutes")
    (corpus / "three.txt").symlink_to(target)
    survey(catalogue, [], corpus)
    target.unlink()
    found = survey(catalogue, [], corpus)
    assert (found.closed, found.gone) == ([str(corpus / "three.txt")], 0)
    assert "three.txt" in {file.path for file in catalogue.files()}
    (corpus / "three.txt").unlink()
    assert survey(catalogue, [], corpus).gone == 1


def test_what_cannot_be_opened_is_said_and_tried_again(
    catalogue: Catalogue, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = survey(catalogue, [], corpus).files
    (corpus / "two.txt").write_text("Minutes of the second meeting, corrected")
    (corpus / "new.txt").write_text("Minutes")
    opened = Path.open

    def refuse(path: Path, *arguments: Any) -> Any:
        if path.suffix == ".txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refuse)
    found = survey(catalogue, [], corpus)
    assert found.closed == [str(corpus / "two.txt")]
    assert {file.path: file.sha256 for file in before}.items() <= {
        file.path: file.sha256 for file in found.files
    }.items()
    assert "new.txt" in {file.path for file in found.files}, "it gets an outcome, with the reason"
    monkeypatch.undo()
    assert {file.path for file in survey(catalogue, [], corpus).files if file not in found.files} == {
        "new.txt", "two.txt",
    }  # fmt: skip


def test_a_folder_that_cannot_be_opened_keeps_its_papers(
    catalogue: Catalogue, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey(catalogue, [], corpus)
    scan = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "board":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = survey(catalogue, [], corpus)
    assert (found.closed, found.gone) == ([str(corpus / "board")], 0)
    assert "board/one.txt" in {file.path for file in catalogue.files()}


def test_pipes_are_passed_over(catalogue: Catalogue, corpus: Path) -> None:
    os.mkfifo(corpus / "minutes.pdf")
    assert survey(catalogue, [], corpus).passed_over == [str(corpus / "minutes.pdf")]


def test_a_file_named_by_itself_stays_by_itself(catalogue: Catalogue, corpus: Path, tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    for name in ("one.txt", "bank.txt"):
        (downloads / name).write_text(f"This is {name}")
    named = downloads / "one.txt"
    survey(catalogue, [named], corpus)
    assert catalogue.roots() == []

    def seen(paths: list[Path]) -> list[str]:
        return [file.path for file in survey(catalogue, paths, corpus).files if file.root == str(downloads)]

    assert seen([]) == ["one.txt"]
    before = {file.path: file.sha256 for file in catalogue.files()}
    named.write_text("This is one.txt, corrected")
    assert seen([]) == ["one.txt"]
    assert {file.path: file.sha256 for file in catalogue.files()}["one.txt"] != before["one.txt"]
    named.unlink()
    assert (seen([]), catalogue.alone()) == ([], [])
    named.write_text("This is one.txt")
    survey(catalogue, [named], corpus)
    assert seen([downloads]) == ["bank.txt", "one.txt"], "once the folder is named, all of it is read"
    assert seen([]) == ["bank.txt", "one.txt"]


def test_a_file_named_by_itself_is_kept_when_its_folder_is_not_there(
    catalogue: Catalogue, corpus: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "one.txt").write_text("Minutes")
    survey(catalogue, [stick / "one.txt"], corpus)
    stick.rename(tmp_path / "pulled out")
    found = survey(catalogue, [], corpus)
    assert (found.missing_roots, found.gone) == ([str(stick)], 0)
    assert catalogue.alone() == [(str(stick), "one.txt")]
