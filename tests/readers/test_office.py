from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import readers, tools
from pipeline.errors import DamagedError, NeedsProgramError, TooLargeError
from pipeline.readers import office as reader
from pipeline.readers.sniff import DOC, RTF
from pipeline.tools import ProgramFailedError, ProgramTimeoutError, office
from tests.readers.lines import lines
from tests.readers.word import zipped

soffice = pytest.mark.skipif(tools.find("soffice") is None, reason="LibreOffice (soffice) is not installed")
listening = pytest.mark.skipif(
    tools.find("soffice") is None or office.python() is None, reason="LibreOffice or python3-uno is not installed"
)

PAPER = (
    rb"{\rtf1\ansi {\b Minutes}\par 1. The Forum {\revised\revauth0 agreed}{\deleted\revauth0 declined} to wait.\par}"
)
READ = ["Minutes", "1. The Forum agreed to wait."]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    office.close()


@soffice
def test_rtf_is_read_with_tracked_changes_as_accepted(tmp_path: Path) -> None:
    path = tmp_path / "paper.rtf"
    path.write_bytes(PAPER)
    reading = readers.read(path)
    assert lines(reading.blocks) == READ
    assert (reading.reader, reading.media_type, reading.blocks[0].bold) == ("office", "application/rtf", 1.0)


@listening
def test_blocks_know_their_pages(tmp_path: Path) -> None:
    reading = reader.read(rb"{\rtf1 One\par\page Two\par {\b still two}\par\page Three\par}", RTF, tmp_path)
    assert [(block.text, block.page) for block in reading.blocks] == [
        ("One", 1), ("Two", 2), ("still two", 2), ("Three", 3),
    ]  # fmt: skip
    assert reading.pages == 3


@soffice
def test_an_opendocument_text_is_read(tmp_path: Path) -> None:
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<o:document-content xmlns:o="{spaces}:office:1.0" xmlns:t="{spaces}:text:1.0" o:version="1.2"><o:body>'
        '<o:text><t:h t:outline-level="1">Risks</t:h><t:p>None yet.</t:p></o:text></o:body></o:document-content>'
    )
    manifest = (
        f'<m:manifest xmlns:m="{spaces}:manifest:1.0" m:version="1.2">'
        '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    path = tmp_path / "paper.odt"
    path.write_bytes(
        zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": content.encode(),
                "META-INF/manifest.xml": manifest.encode(),
            }
        )
    )
    assert lines(readers.read(path).blocks) == ["# Risks", "None yet."]


@soffice
def test_a_conversion_is_kept_by_content_and_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    reader.read(PAPER, RTF, cache)
    assert len(list(cache.iterdir())) == 1  # and no half-made file
    monkeypatch.setattr(office, "to_docx", None)
    assert lines(reader.read(PAPER, RTF, cache).blocks) == READ
    monkeypatch.setattr(office, "version", lambda: "newer")
    with pytest.raises(TypeError):
        reader.read(PAPER, RTF, cache)


@soffice
def test_a_kept_conversion_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    reader.read(PAPER, RTF, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:99])
    assert lines(reader.read(PAPER, RTF, tmp_path).blocks) == READ


def test_without_libreoffice_the_reason_names_the_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tools, "find", lambda name: None)
    with pytest.raises(NeedsProgramError) as error:
        reader.read(PAPER, RTF, tmp_path)
    assert "libreoffice-writer-nogui" in error.value.hint


@pytest.mark.parametrize(
    ("raised", "seen"), [(ProgramTimeoutError("x"), TooLargeError), (ProgramFailedError("x"), DamagedError)]
)
def test_what_libreoffice_cannot_do_is_said_for_a_person(
    raised: Exception, seen: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr(office, "to_docx", fail)
    with pytest.raises(seen) as error:
        reader.read(PAPER, DOC, None)
    assert getattr(error.value, "hint", "")


@pytest.mark.slow
@listening
def test_a_listener_serves_many_and_starts_anew_after_its_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a.rtf", tmp_path / "a.docx"
    source.write_bytes(PAPER)
    office.to_docx(source, target)
    first = office._listener()
    assert first.profile.exists()
    monkeypatch.setattr(office, "JOBS", first.jobs + 1)
    office.to_docx(source, target)
    assert not first.profile.exists()
    office.to_docx(source, target)
    assert office._listener() is not first


@listening
def test_after_a_job_that_takes_too_long_the_next_is_served(tmp_path: Path) -> None:
    source, target = tmp_path / "a.rtf", tmp_path / "a.docx"
    source.write_bytes(PAPER)
    with pytest.raises(ProgramTimeoutError):
        office.to_docx(source, target, seconds=0.0)
    office.to_docx(source, target)
    assert target.read_bytes().startswith(b"PK")


@listening
def test_a_libreoffice_that_dies_is_replaced(tmp_path: Path) -> None:
    source, target = tmp_path / "a.rtf", tmp_path / "a.docx"
    source.write_bytes(PAPER)
    office.to_docx(source, target)
    for pid in _with(str(office._listener().profile), "soffice.bin"):
        os.kill(pid, signal.SIGKILL)
    target.unlink()
    office.to_docx(source, target)
    assert target.exists()


@listening
def test_nothing_of_libreoffice_is_left_when_a_worker_is_killed(tmp_path: Path) -> None:
    from tests.test_tools import until

    (tmp_path / "a.rtf").write_bytes(PAPER)
    code = (
        "import sys, time; from pathlib import Path; from pipeline.tools import office\n"
        "office.to_docx(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(office._current.profile, flush=True); time.sleep(60)"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "a.rtf", tmp_path / "a.docx"], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout
    profile = Path(worker.stdout.readline().strip())
    assert len(_with(str(profile), "")) >= 3
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    assert until(lambda: not _with(str(profile), ""))
    assert until(lambda: not profile.exists())
    assert not any(socket.exists() for socket in office._sockets(profile))


@pytest.mark.slow
@soffice
def test_without_uno_a_process_a_file_does_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "python", lambda: None)
    assert lines(reader.read(PAPER, RTF, tmp_path).blocks) == READ


def _with(profile: str, program: str) -> list[int]:
    """The processes of LibreOffice, its bridge and its guard that work with `profile`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if profile in command and program in command:
                found.append(int(folder.name))
    return found
