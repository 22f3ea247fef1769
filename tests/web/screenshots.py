"""Make the pictures of docs/web.md from the sample corpus: python -m tests.web.screenshots"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pipeline import ingest
from pipeline.home import Home
from pipeline.web import create_app
from tests.web.test_browser import CHROMIUM, CORPUS, FLAGS

DOCS = Path(__file__).parents[2] / "docs" / "web"
WIDE, NARROW = {"width": 1200, "height": 860}, {"width": 320, "height": 640}


def main() -> None:
    """Read the corpus, serve it, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        ingest.run(home, [CORPUS])
        server = uvicorn.Server(uvicorn.Config(create_app(home), port=0, log_level="error"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            take(browser, address)
            browser.close()
        server.should_exit = True
        time.sleep(1)


def take(browser: Browser, address: str) -> None:
    """One picture of each page, and two as a telephone shows them."""
    page = browser.new_page(base_url=address)

    def first(path: str, **wanted: str | float | bool) -> dict[str, Any]:
        answer: dict[str, Any] = page.request.get(path, params=wanted).json()
        return dict((answer.get("hits") or answer["threads"])[0])

    decision = first("/api/search", q="library opening hours", kind="decision")
    silent = first("/api/threads", q="sandbag store rota", state="silent")
    strategy = first("/api/search", q="flood risk management strategy", type="report")
    pages = {
        "search": "/search?q=flood+wardens",
        "paper": f"/paper/{strategy['paper']}?q=flood",
        "evidence": f"/statement/{decision['statement']}?q=library+opening+hours",
        "thread": f"/thread/{silent['id']}",
        "overview": "/overview",
    }
    for name, path in pages.items():
        shoot(browser, address + path, name, WIDE)
    for name in ("search", "thread"):
        shoot(browser, address + pages[name], f"{name}-narrow", NARROW)


def shoot(browser: Browser, url: str, name: str, size: Any) -> None:
    """Save what the window shows, in few colours."""
    page = browser.new_page(viewport=size)
    page.goto(url, wait_until="networkidle")
    path = DOCS / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    with Image.open(path) as image:
        image.convert("RGB").quantize(96).save(path, optimize=True)


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    main()
