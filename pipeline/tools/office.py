"""LibreOffice: any text document it can open to DOCX, through one that stays open, or a process a file.

One LibreOffice and one profile a process of ours. It is ended with everything it started, and started anew, when a job
fails or takes too long and after some hundred jobs; the profile goes with it.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from functools import cache
from hashlib import md5, sha256
from pathlib import Path

from pipeline import tools
from pipeline.errors import MissingProgramError
from pipeline.tools import Guarded, ProgramFailedError, ProgramTimeoutError

BRIDGE = Path(__file__).with_name("bridge.py")

#: What LibreOffice is told before it opens a paper: run nothing, fetch nothing, keep nothing.
SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Common/Misc", "UseDocumentOOoLockFile", "false"),  # killed in the middle, it would lock out the next
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    # Where the kernel leaves it a network, a proxy that is not there keeps it from using it.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)

SECONDS = 60.0  # that a job may take
JOBS = 300  # after which LibreOffice, which never gives back all memory, starts anew
_START_SECONDS = 60.0


def to_docx(source: Path, target: Path, seconds: float = SECONDS) -> None:
    """Write the document `source` as the DOCX file `target`, with a bookmark 'papers_page_N' where page N begins.

    Raises MissingProgramError, ProgramTimeoutError after `seconds`, and ProgramFailedError when it cannot be opened.
    """
    tools.need("soffice")
    if python() is None:
        convert_alone(source, target, seconds)
        return
    listener = _listener()
    used = listener.jobs > 0
    try:
        listener.convert(source, target, seconds)
    except ListenerDiedError:
        if not used:
            raise
        _listener().convert(source, target, seconds)  # an earlier job may have left it in a bad state


def to_pdf(source: Path, target: Path, seconds: float = SECONDS) -> None:
    """Write the document `source` as the PDF file `target`, laid out as LibreOffice does. Raises as `to_docx`."""
    convert_alone(source, target, seconds, "pdf:writer_pdf_Export")


def convert_alone(source: Path, target: Path, seconds: float = SECONDS, form: str = "docx:MS Word 2007 XML") -> None:
    """As `to_docx`, by a LibreOffice started for this file alone, and without the bookmarks."""
    soffice = tools.need("soffice")
    with tempfile.TemporaryDirectory(prefix="papers-office-") as folder:
        profile = _profile(Path(folder))
        made = Path(folder, "made")
        made.mkdir()
        tools.run(
            [
                str(soffice), "--headless", "--nologo", "--nodefault", "--norestore", "--nolockcheck",
                f"-env:UserInstallation={profile.as_uri()}",
                "--convert-to", form, "--outdir", str(made), str(source),
            ],
            seconds=seconds,
        )  # fmt: skip
        found = list(made.iterdir())
        if not found:
            raise ProgramFailedError("LibreOffice cannot open the file")
        found[0].replace(target) if found[0].stat().st_dev == target.parent.stat().st_dev else target.write_bytes(
            found[0].read_bytes()
        )


class ListenerDiedError(ProgramFailedError):
    """LibreOffice ended in the middle of a job."""


class Listener:
    """A LibreOffice that stays open and converts one document after another."""

    def __init__(self) -> None:
        interpreter = python()
        if interpreter is None:
            raise MissingProgramError("no Python here can import uno", hint="On Debian and Ubuntu install python3-uno.")
        self.jobs = 0
        self.owner = os.getpid()
        self.profile = Path(tempfile.mkdtemp(prefix="papers-office-"))
        _profile(self.profile)
        self.guarded = Guarded(
            [interpreter, str(BRIDGE), str(tools.need("soffice")), str(self.profile)],
            stderr=subprocess.DEVNULL,
            remove=[self.profile, *_sockets(self.profile)],
        )
        self.guarded.__enter__()
        self.buffer = b""
        self.open = True
        self._answer(_START_SECONDS)

    def convert(self, source: Path, target: Path, seconds: float) -> None:
        """See `to_docx`. After an error other than that the file cannot be opened, the listener is closed."""
        self.jobs += 1
        job = json.dumps({"source": str(source.absolute()), "target": str(target.absolute())})
        try:
            assert self.guarded.process.stdin
            self.guarded.process.stdin.write(job.encode() + b"\n")
            self.guarded.process.stdin.flush()
        except OSError as error:
            self.close()
            raise ListenerDiedError("LibreOffice ended before the job") from error
        answer = self._answer(seconds)
        if self.jobs >= JOBS:
            self.close()
        if "error" in answer:
            raise ProgramFailedError("LibreOffice cannot open the file", output=str(answer["error"]))

    def _answer(self, seconds: float) -> dict[str, object]:
        """The next line from the bridge. Closes the listener when none comes."""
        assert self.guarded.process.stdout
        output, end = self.guarded.process.stdout.fileno(), time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while b"\n" not in self.buffer:
                if not selector.select(max(0.0, end - time.monotonic())):
                    self.close()
                    raise ProgramTimeoutError(f"LibreOffice was stopped after {seconds:g} seconds")
                chunk = os.read(output, 65536)
                if not chunk:
                    self.close()
                    raise ListenerDiedError("LibreOffice ended in the middle of the job")
                self.buffer += chunk
        line, self.buffer = self.buffer.split(b"\n", 1)
        answer: dict[str, object] = json.loads(line)
        return answer

    def close(self) -> None:
        """End LibreOffice and remove its profile."""
        if self.open:
            self.open = False
            self.guarded.close()


_current: Listener | None = None


def _listener() -> Listener:
    """The listener of this process, started when there is none; one inherited through a fork is not ours."""
    global _current
    if _current is None or not _current.open or _current.owner != os.getpid():
        _current = Listener()
    return _current


@atexit.register
def close() -> None:
    """End the listener of this process, if one is open."""
    if _current is not None and _current.owner == os.getpid():
        _current.close()


@cache
def python() -> str | None:
    """A Python that can import uno, None when there is none; LibreOffice's own is asked too."""
    own = tools.find("soffice")
    candidates = ["/usr/bin/python3", sys.executable, "python3"]
    if own:
        candidates.insert(1, str(own.resolve().with_name("python")))
    for candidate in candidates:
        try:
            tools.run([candidate, "-c", "import uno"], seconds=20)
        except (MissingProgramError, ProgramFailedError, ProgramTimeoutError):
            continue
        return candidate
    return None


@cache
def version() -> str:
    """What tells this LibreOffice, and what we ask of it, from another, without starting it."""
    soffice = tools.need("soffice").resolve()
    program = soffice.with_name("soffice.bin")
    state = (program if program.exists() else soffice).stat()
    return sha256(f"{state.st_size} {state.st_mtime_ns}".encode() + BRIDGE.read_bytes()).hexdigest()[:12]


def _sockets(profile: Path) -> list[Path]:
    """The files through which LibreOffice with this profile is spoken to; killed, it leaves them in /tmp."""
    digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    names = (profile.name, "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest))
    return [Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}") for name in names]


def _profile(folder: Path) -> Path:
    """A profile in `folder` that runs no macros and asks nothing of the network; the folder."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    user = folder / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', encoding="utf-8"
    )
    return folder
