"""The reference in Chromium, as a reader has it: from a disk and from a server, on a desk and on a phone.

Chromium is Debian's; where it is missing and packages may be installed, it is. axe-core looks for what keeps people
out, linkinator for links that lead nowhere, html-validate for what is no HTML: none of them is ours.
"""

from __future__ import annotations

import fcntl
import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.behaviour.generated import published
from tests.behaviour.references import reference, small_reference

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Without these it looks for updates, and finds no network where there is none.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]
PAGES = [
    "index.html",
    "agents.html",
    "agents/contact.html",
    "agents/contact/get_contact_entity.html",
    "agents/contact/save_contact_entity.html",
    "carriers.html",
    "carriers/contact_entity.html",
    "enumerations/e_table_right.html",
    "resources/contact.html",
    "guides/errors.html",
    "guides/sign-in.html",
]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The command that starts Chromium."""
    lock = tmp_path_factory.getbasetemp().parent / "chromium.lock"
    with lock.open("w") as one:
        fcntl.flock(one, fcntl.LOCK_EX)  # one test process installs, others wait
        if shutil.which("chromium") is None:
            _install()
    return shutil.which("chromium") or pytest.skip("there is no Chromium")


def _install() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        pytest.skip("there is no Chromium, and only root may install Debian's package")
    for words in (("update", "-qq"), ("install", "-y", "-qq", "chromium")):
        made = subprocess.run(
            ["apt-get", *words],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            capture_output=True,
            text=True,
            timeout=600,
        )
        if made.returncode:
            pytest.skip(f"Debian's chromium cannot be installed: {made.stderr[-500:]}")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def docs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The reference of the newest release in the corpus, or of specs/12.2 where there is none."""
    try:
        sources = published(request.getfixturevalue("corpus"))
    except pytest.skip.Exception:
        return small_reference(tmp_path_factory) / "docs"
    return reference("whole", tmp_path_factory, *sources) / "docs"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(docs: Path) -> Iterator[str]:
    """The address of the reference on a server, not at its root."""
    with serving(docs) as address:
        yield address


@contextmanager
def serving(docs: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(docs.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{docs.name}/"
    server.shutdown()


@contextmanager
def opened(browser: Browser, size: dict[str, int], scheme: str) -> Iterator[Page]:
    """A window that tells of nothing on its console, and asks nobody but this machine."""
    complaints: list[str] = []
    asked: list[str] = []
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.on("console", lambda told: complaints.append(f"{told.type}: {told.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert complaints == []
    here = ("http://127.0.0.1:", "file:///", "data:", "blob:")
    assert [each for each in asked if not each.startswith(here)] == []


def found(page: Page, words: str) -> list[str]:
    """What the search finds for words that somebody types."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words, delay=10)
    first = page.locator("dialog [role=option]").first
    first.wait_for(timeout=10_000)
    page.wait_for_timeout(400)
    return page.locator("dialog [role=option]").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_are_whole(
    browser: Browser, served: str, size: dict[str, int], scheme: str
):
    """No complaint on the console, nothing beside the window; pictures for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with opened(browser, size, scheme) as page:
        for path in PAGES:
            page.goto(served + path)
            assert page.locator("h1").count() == 1, path
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], path
            name = path.replace("/", "-").removesuffix(".html")
            page.screenshot(path=SHOTS / f"{size['width']}-{scheme}-{name}.png")


@pytest.mark.parametrize("where", ["disk", "server"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_name_is_found_as_one_types(
    browser: Browser, served: str, docs: Path, size: dict[str, int], where: str
):
    start = served if where == "server" else f"{docs.as_uri()}/"
    with opened(browser, size, "light") as page:
        page.goto(start + "carriers/contact_entity.html")
        assert "GetContactEntity" in found(page, "getcontacte")[0]
        page.screenshot(path=SHOTS / f"{size['width']}-{where}-search.png")
        page.keyboard.press("Enter")
        page.wait_for_url("**/agents/contact/get_contact_entity.html")
        assert page.locator("h1").inner_text().startswith("GetContactEntity")


def test_the_search_is_narrowed_by_kind_agent_and_wire(browser: Browser, served: str):
    with opened(browser, DESK, "light") as page:
        page.goto(served + "carriers.html")
        assert "ContactEntity" in found(page, "kind:carrier contactentity")[0]
        page.goto(served + "agents.html")
        texts = found(page, "agent:Person wire:soap get")
        assert texts and all("operation" in each or "Person" in each for each in texts)


def test_words_of_the_texts_are_found(browser: Browser, served: str):
    """By Pagefind, which is asked as our own script asks it."""
    with opened(browser, DESK, "light") as page:
        page.goto(served + "agents.html")
        results = page.evaluate("""async () => {
            const pagefind = await import(new URL("pagefind/pagefind.js", location.href).href);
            const found = await pagefind.search("getcontacte", {filters: {kind: "operation", agent: "Contact", wire: "soap"}});
            return Promise.all(found.results.slice(0, 3).map((each) => each.data()));
        }""")
        assert results
        assert "get_contact_entity.html" in results[0]["url"]


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"]
)
def test_nobody_is_kept_out(
    browser: Browser, npm: Path, served: str, size: dict[str, int], scheme: str
):
    axe = (npm / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    with ExitStack() as stack:
        page = stack.enter_context(opened(browser, size, scheme))
        for path in PAGES[::2]:  # one of each kind
            page.goto(served + path)
            page.evaluate(axe)  # not as an element: the page allows no foreign script
            told = page.evaluate("axe.run()")
            faults = [
                (each["id"], each["impact"], each["nodes"][0]["html"][:200])
                for each in told["violations"]
                if each["impact"] in ("serious", "critical")
            ]
            assert faults == [], path
        page.keyboard.press("/")
        page.keyboard.type("contact")
        page.wait_for_timeout(500)
        told = page.evaluate("axe.run()")
        assert [each["id"] for each in told["violations"]] == []


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference of specs/12.2."""
    return small_reference(tmp_path_factory) / "docs"


@pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"]
)
def test_the_page_of_changes_is_whole_and_keeps_nobody_out(
    browser: Browser, npm: Path, small: Path, size: dict[str, int], scheme: str
):
    axe = (npm / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with serving(small) as address, opened(browser, size, scheme) as page:
        for path in ("changes.html", "changes/12.2.html"):
            page.goto(address + path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], path
            name = path.replace("/", "-").removesuffix(".html")
            page.screenshot(path=SHOTS / f"{size['width']}-{scheme}-{name}.png")
            page.evaluate(axe)
            told = page.evaluate("axe.run()")
            assert [each["id"] for each in told["violations"]] == [], path


def test_no_link_and_no_anchor_is_dead(
    node: str, npm: Path, small: Path, tmp_path: Path
):
    with (tmp_path / "told.json").open("w") as told:  # a pipe it does not wait for
        subprocess.run(
            [
                *(node, npm / "node_modules/.bin/linkinator", "."),
                *("--server-root", small, "--recurse", "--check-fragments"),
                *("--format", "json"),
            ],
            cwd=npm,
            stdout=told,
            timeout=300,
        )

    found = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert [each for each in found["links"] if each["state"] == "BROKEN"] == []
    assert len(found["links"]) > 400
    assert found["passed"]


def test_every_page_is_html(node: str, npm: Path, small: Path, tmp_path: Path):
    rules = {"root": True, "extends": ["html-validate:standard"]}
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    run = subprocess.run(
        [
            *(node, npm / "node_modules/.bin/html-validate", "--formatter", "text"),
            *("--config", tmp_path / "rules.json", *sorted(small.rglob("*.html"))),
        ],
        cwd=npm,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-500:]
