from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

import pytest

from pipeline.cli import following as module
from pipeline.cli.following import following
from pipeline.home import Home
from pipeline.trace.traced import Done, Watch


class Traced:
    def __init__(self, outdated: str = "") -> None:
        self.done = Done(outdated=outdated)


@pytest.mark.parametrize(
    ("quiet", "seconds", "said"),
    [(False, 0.0, ""), (False, 0.3, "Counting sheep …\n"), (True, 0.3, "")],
    ids=["quick", "slow", "slow but quiet"],
)
def test_what_takes_a_while_is_said(
    quiet: bool, seconds: float, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refresh(home: Home, watch: Watch) -> Traced:
        watch("counting sheep")
        time.sleep(seconds)
        return Traced()

    monkeypatch.setattr(module, "PATIENCE", 0.1)
    with patch("pipeline.trace.refresh", refresh):
        following(Home(tmp_path), quiet)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", said)


def test_what_is_out_of_date_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with patch("pipeline.trace.refresh", lambda home, watch: Traced("It is old.")):
        following(Home(tmp_path), quiet=True)
    assert capsys.readouterr().err == "It is old.\n"
