from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.ingest.files import survey
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


@pytest.mark.parametrize("name", ["nowhere", "corpus/three.txt"])
def test_a_path_that_does_not_exist_is_an_error(catalogue: Catalogue, corpus: Path, name: str) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        survey(catalogue, [corpus.parent / name], corpus)


def test_a_home_without_a_corpus_is_an_error(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        survey(catalogue, [], tmp_path / "corpus")
