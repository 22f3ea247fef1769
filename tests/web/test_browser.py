"""The three people's jobs in a browser, from the empty page to the evidence: with a mouse, by keyboard alone, on a
narrow screen, without JavaScript; and no page that axe-core objects to."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import uvicorn

from pipeline import ingest
from pipeline.home import Home
from pipeline.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CORPUS = Path(__file__).parents[2] / "corpus"
CACHE = Path(os.environ.get("PAPERS_TEST_CACHE", Path.home() / ".cache" / "committee-papers"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MODES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "no script": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the sample corpus."""
    home = Home(tmp_path_factory.mktemp("sample"))
    ingest.run(home, [CORPUS])
    server = uvicorn.Server(uvicorn.Config(create_app(home), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    made = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    wait_for_threads(made)
    yield made
    server.should_exit = True
    thread.join(10)


def wait_for_threads(address: str) -> None:
    """Until the threads are there: on a busy machine that takes longer than a page waits for them."""
    for _ in range(30):
        try:
            urlopen(f"{address}/threads", timeout=60).close()
            return
        except HTTPError as error:
            if error.code != 503:
                raise
    raise TimeoutError("No threads were made.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as made:
        chromium = made.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=MODES)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The empty page; at the end, nothing may have been logged or have run over the edge."""
    context = browser.new_context(**MODES[request.param], base_url=address)
    opened, said = watched(context)
    opened.goto("/")
    yield opened
    assert said == []
    context.close()


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    said: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    return opened, said


def fits(page: Page) -> bool:
    """Whether nothing runs over the right edge."""
    if page.viewport_size is None or page.viewport_size["width"] > 400:
        return True
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def drawn(page: Page) -> bool:
    """Whether the picture of the page has come."""
    picture = page.locator(".sheet img")
    answer = page.request.get(str(picture.get_attribute("src")))
    return answer.ok and answer.headers["content-type"] == "image/png" and len(answer.body()) > 2000


def test_a_researcher_finds_what_was_decided_and_cites_it(page: Page) -> None:
    page.get_by_label("Look for").select_option("Decisions")
    page.get_by_label("Search everything the papers say").fill("library opening hours")
    page.get_by_role("button", name="Search").click()
    assert fits(page)
    hit = page.locator("article li").filter(has_text="opening hours").first
    assert hit.locator(".kind").inner_text().lower() in ("decision", "recommendation")
    hit.get_by_role("link").first.click()
    assert "opening hours" in page.locator("blockquote").inner_text()
    assert drawn(page)
    assert fits(page)
    assert "p. 1" in page.locator("#citation").inner_text() or "p. " in page.locator("#citation").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS citation").click()
    assert download.value.path().read_text().startswith("TY  - RPRT")


def test_an_officer_finds_what_was_promised_and_by_whom(page: Page) -> None:
    page.get_by_role("link", name="What have we promised?").click()
    page.get_by_label("Search", exact=True).fill("flood wardens")
    page.get_by_role("button", name="Search").click()
    for name in ("Filter", "Owner"):  # shut on a narrow screen; the owner everywhere
        summary = page.locator("summary").filter(has_text=name).first
        if not summary.evaluate("one => one.parentElement.open") if scripted(page) else name == "Owner":
            summary.click()
    page.locator("input[name=owner][value=AL]").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "Owner: AL" in page.locator(".chips").inner_text()
    hit = page.locator("article li").filter(has_text="recruit flood wardens").first
    assert "Owner AL" in " ".join(hit.inner_text().split())
    assert "Due" in hit.inner_text()
    hit.get_by_role("link").first.click()
    assert drawn(page)
    assert fits(page)
    page.get_by_role("link", name="Follow it through").click()
    assert "recruit flood wardens" in page.locator("h1").inner_text()


def test_an_auditor_follows_an_action_to_its_silence_and_takes_the_pack(page: Page) -> None:
    page.get_by_role("link", name="To ask about").click()
    page.get_by_label("What was found").select_option("silent")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="sandbag store").first.click()
    assert "not in the 2 later logs read" in page.locator(".told").inner_text()
    assert page.locator("svg[role=img] .silent").count() == 1
    assert page.get_by_role("table").first.locator("tbody tr").count() >= 3
    assert fits(page)
    page.locator("summary").filter(has_text="Why it is held to be the same").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Evidence pack (Word)").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.locator(".sights a").first.click()
    assert drawn(page)


def test_recommended_beside_resolved_figures_and_successions(page: Page) -> None:
    page.get_by_role("link", name="What became of it", exact=True).click()
    page.get_by_role("link", name="Recommended and resolved").click()
    page.locator("#outcome").select_option(index=1)
    page.get_by_role("button", name="Show").click()
    assert fits(page)
    assert page.locator(".sides > li").count() >= 1
    page.locator(".sides a").first.click()
    assert page.locator("blockquote").count() == 1
    page.goto("/measures")
    name = page.locator("h2").first.inner_text()
    page.get_by_label("Name of the figure").fill(name)
    page.get_by_role("button", name="Show").click()
    assert name in page.locator("h2").all_inner_texts()
    assert fits(page)
    page.get_by_role("link", name="Successions").click()
    assert "took the place" in page.locator(".lead").inner_text()
    assert fits(page)
    page.locator(".threads .hint a").first.click()
    assert page.locator(".here").count() >= 1


def scripted(page: Page) -> bool:
    try:
        return bool(page.evaluate("true"))
    except Exception:  # whatever a browser without script says
        return False


# -------------------------------------------------------------------------------------------------- keyboard alone


@pytest.fixture
def keyed(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(**MODES["desktop"], base_url=address)
    opened, said = watched(context)
    opened.goto("/")
    yield opened
    assert said == []
    context.close()


def reach(page: Page, words: str, most: int = 160) -> None:
    """Press Tab until what holds the focus says `words`; it must be seen to hold it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said: str = page.evaluate(
            "() => { const a = document.activeElement; return [a.textContent, a.getAttribute('aria-label'), a.name,"
            " ...(a.labels ? [...a.labels].map(l => l.textContent) : [])].join(' ') }"
        )
        if words in " ".join(said.split()):
            style: dict[str, str] = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return {o: s.outlineStyle, b: s.boxShadow} }"
            )
            assert style["o"] != "none" or style["b"] != "none", f"the focus on {words!r} cannot be seen"
            return
    raise AssertionError(f"Tab never came to {words!r}")


def test_by_keyboard_from_the_empty_page_to_the_evidence(keyed: Page) -> None:
    keyed.keyboard.press("Tab")
    assert keyed.evaluate("document.activeElement.textContent") == "Skip to main content"
    keyed.keyboard.press("Enter")
    reach(keyed, "Search everything")
    keyed.keyboard.type("culvert")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/search?**")
    reach(keyed, "Skip to results")
    keyed.keyboard.press("Enter")
    reach(keyed, "result 1")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/statement/**")
    assert "culvert" in keyed.locator("blockquote").inner_text().lower()
    reach(keyed, "Follow it through")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/thread/**")
    reach(keyed, "Why it is held to be the same")
    keyed.keyboard.press("Enter")
    assert keyed.locator("details.why[open]").count() == 1
    reach(keyed, "This is not the same thing")
    keyed.keyboard.press("Enter")
    reach(keyed, "Your name")
    keyed.keyboard.type("A. Reader")
    reach(keyed, "Say they are not the same")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**said=1")
    assert "Your judgement is noted" in keyed.locator(".done").inner_text()


def test_by_keyboard_recommendations_are_narrowed_and_followed(keyed: Page) -> None:
    reach(keyed, "What became of it")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/threads")
    reach(keyed, "Recommended and resolved")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/resolutions")
    reach(keyed, "outcome")
    keyed.keyboard.press("ArrowDown")
    reach(keyed, "Show")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**outcome=**")
    reach(keyed, "page")
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**/statement/**")
    keyed.goto("/measures")
    reach(keyed, "Name of the figure")
    keyed.goto("/successions")
    reach(keyed, keyed.locator(".threads .hint a").first.inner_text())


def test_by_keyboard_a_filter_is_set_and_taken_away(keyed: Page) -> None:
    keyed.goto("/search?q=flood")
    reach(keyed, "Flood Resilience Panel")
    keyed.keyboard.press("Space")
    reach(keyed, "Apply filters", 200)
    keyed.keyboard.press("Enter")
    keyed.wait_for_url("**body=**")
    reach(keyed, "Take away Board or committee", 200)
    keyed.keyboard.press("Enter")
    keyed.wait_for_url(lambda url: "body=" not in url)


# -------------------------------------------------------------------------------------------------------- axe-core


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core's script, fetched by npm into a cache when it is not there."""
    script = CACHE / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm, which fetches axe-core, is not installed")
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(CACHE), "--no-audit", "--no-fund", "axe-core@4"]
        if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
            pytest.skip("npm could not fetch axe-core")
    return script.read_text()


def all_pages(page: Page) -> list[str]:
    """One address of each page, and of each state that a page may be in."""

    def of(path: str, name: str) -> str:
        found = page.request.get(path).json()
        return str(next(one["id"] for one in found["papers"] if one["path"].endswith(name)))

    listing = "/api/papers?limit=100"
    pdf, table, web = of(listing, "strategy.pdf"), of(listing, "as of 8 December.pdf"), of(listing, "2017-07-12.html")
    threads = page.request.get("/api/threads").json()["threads"]
    silent = page.request.get("/api/threads?state=silent").json()["threads"]
    long = page.request.get(f"/api/threads/{threads[0]['id']}").json()["rows"]
    return [
        "/",
        "/search?q=flood",
        "/search?q=flood&body=Cabinet&year=2013&from=2010&sort=date&exact=1",
        "/search?q=qwertyzxcv",
        "/search?q=(flood",
        "/search",
        f"/paper/{pdf}?q=flood",
        f"/paper/{table}",
        f"/paper/{web}",
        f"/paper/{pdf}/page/2?q=flood",
        f"/statement/{long[0]['statement']}?q=brook",
        f"/statement/{long[-1]['statement']}",
        "/threads",
        "/threads?q=flood&overdue=1",
        f"/thread/{threads[0]['id']}",
        f"/thread/{silent[0]['id']}",
        "/audit",
        "/resolutions",
        "/measures",
        "/successions",
        "/overview",
        "/overview?service=Early+Help",
        "/help",
        "/api",
        "/nothing",
    ]


@pytest.mark.parametrize("mode", ["desktop", "narrow"])
def test_axe_objects_to_no_page(browser: Browser, address: str, axe: str, mode: str) -> None:
    context = browser.new_context(**MODES[mode], base_url=address, bypass_csp=True)
    opened = context.new_page()
    found = []
    for path in all_pages(opened):
        opened.goto(path)
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        opened.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        violations: list[dict[str, Any]] = opened.evaluate("tags => axe.run(document, {runOnly: tags})", tags)[
            "violations"
        ]
        found += [(path, one["id"], one["nodes"][0]["html"]) for one in violations]
        assert fits(opened), path
    context.close()
    assert found == []
