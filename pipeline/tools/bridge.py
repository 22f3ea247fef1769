"""Convert documents with one LibreOffice that stays open: a script for a Python that can import `uno`.

Started as `python bridge.py SOFFICE PROFILE`. Starts LibreOffice with the folder PROFILE as its own, says
{"ready": true}, then takes jobs as lines of JSON, {"source": path, "target": path}, and answers each with
{"done": true} or {"error": what LibreOffice said}. Ends when its input ends; its guard then ends LibreOffice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

_START_SECONDS = 60.0
_MOST_PAGES = 1500  # that are laid out to find where they begin
_NEVER_RUN_MACROS = 0
_NEVER_UPDATE = 0
_OPTIONS = ("--headless", "--invisible", "--nologo", "--nodefault", "--norestore", "--nolockcheck")


def main(soffice: str, profile: str) -> int:
    """Serve until the input ends."""
    os.environ["TMPDIR"] = profile
    address = f"pipe,name={Path(profile).name};urp;StarOffice.ComponentContext"
    command = [soffice, *_OPTIONS, f"-env:UserInstallation={Path(profile).as_uri()}", f"--accept={address}"]
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    desktop = connect(f"uno:{address}", program)
    if desktop is None:
        return 1
    answer({"ready": True})
    for line in sys.stdin:
        job = json.loads(line)
        try:
            convert(desktop, job["source"], job["target"])
            answer({"done": True})
        except Exception as error:  # whatever LibreOffice raises is the answer, unless it is gone
            if program.poll() is not None or "disposed" in f"{type(error).__name__} {error}".lower():
                return 1
            answer({"error": f"{type(error).__name__}: {error}"[:500]})
    return 0


def connect(address: str, program: subprocess.Popen[bytes]) -> Any:
    """LibreOffice's desktop, None when it does not answer in time."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and program.poll() is None:
        try:
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.05)
    return None


def convert(desktop: Any, source: str, target: str) -> None:
    """Write the document `source` as the DOCX file `target`, no macro run and no link followed."""
    how = properties(
        Hidden=True, ReadOnly=True, MacroExecutionMode=_NEVER_RUN_MACROS, UpdateDocMode=_NEVER_UPDATE, Silent=True
    )
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, how)
    if document is None:
        raise ValueError("the file cannot be opened")
    try:
        if not document.supportsService("com.sun.star.text.GenericTextDocument"):
            raise ValueError("the file is no text document")
        with suppress(Exception):  # a document without page numbers is better than none
            mark_pages(document)
        document.storeToURL(Path(target).as_uri(), properties(FilterName="MS Word 2007 XML", Overwrite=True))
    finally:
        document.close(True)


def mark_pages(document: Any) -> None:
    """Put a bookmark 'papers_page_2' where page 2 begins, and so on: DOCX itself does not say where pages begin."""
    controller = document.getCurrentController()
    count, view = controller.PageCount, controller.getViewCursor()
    for page in range(1, count + 1) if count <= _MOST_PAGES else ():
        view.jumpToPage(page)
        view.jumpToStartOfPage()
        mark = document.createInstance("com.sun.star.text.Bookmark")
        mark.Name = f"papers_page_{page}"
        place = view.getStart()
        place.getText().insertTextContent(place, mark, False)


def properties(**values: object) -> tuple[Any, ...]:
    """`values` as LibreOffice wants named arguments."""
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def answer(message: dict[str, object]) -> None:
    """One line to whoever started us."""
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
