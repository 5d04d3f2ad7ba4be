"""A real browser: from the front page by search and filters to a figure's words and to CSV, on a desk and on a phone; axe on every kind of page.

Skipped where there is no chromium, no playwright or no axe.
"""

import csv
import io
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from etl.build import build
from etl.publish.server import command
from etl.resource_files import resource
from etl.vocabulary import Vocabulary
from tests.conftest import SEED, SEEDS

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
QUERIES = yaml.safe_load(resource("metadata.yml").read_text(encoding="utf-8"))["databases"]["readouts"]["queries"]
PAGES = [
    *("", "-/search?q=trade", "-/search?q=zzz", "nosuch", "readouts", "readouts?sql=select+1+as+one", "readouts/figures/nosuch"),
    *("readouts/documents", "readouts/documents?_facet_month=date", "readouts/turns?kind=speech", "readouts/figures?_any_countries=KZ"),
    *("readouts/claims", "readouts/people", f"readouts/documents/{SEED.stem}", f"readouts/figures/{SEED.stem}-f5003"),
    "readouts/measure_story?measure=trade-turnover&country_a=AZ&country_b=KZ",
    *(f"readouts/{name}" for name in QUERIES),
]
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@contextmanager
def served(database: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(command(database, "127.0.0.1", port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urlopen(f"{address}/-/versions.json").close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Iterator[str]:
    path = tmp_path_factory.mktemp("browser") / "readouts.db"
    build([SEEDS, Path(__file__).parent / "documents"], path, vocabulary)
    with served(path) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_front_page_to_the_words(browser: Any, address: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    told: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((address, "data:")) else elsewhere.append(request.url))

    def fits() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(address)
    fits()
    page.locator("main input[name=q]").fill("half a billion")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/-/search?q=half+a+billion")
    fits()
    assert page.locator("mark").count() > 0

    page.goto(f"{address}/readouts/figures")
    if size == "phone":
        page.locator("summary", has_text="Narrow down").click()
    with page.expect_navigation():
        page.locator("#facet-kind a", has_text="money").click()
    if size == "phone":
        page.locator("summary", has_text="Narrow down").click()
    with page.expect_navigation():
        page.locator("#facet-countries a", has_text="Kazakhstan").click()
    fits()
    assert page.locator(".chips a:not(.bare)").count() == 2
    assert page.locator("table.rows-and-columns tbody tr").count() == 2

    page.goto(f"{address}/readouts/figures/{SEED.stem}-f5003")
    fits()
    with page.expect_navigation():
        page.locator(".quote a").last.click()
    assert page.url.endswith(f"/documents/{SEED.stem}#c5003-5025")
    fits()
    words = page.locator("#c5003-5025")
    assert words.inner_text() == "half a billion dollars"
    assert words.is_visible()
    assert page.evaluate("document.querySelector(':target').id") == "c5003-5025"

    page.locator("#layer-figures").uncheck()
    assert not page.locator("#n6").is_visible()
    page.locator("#layer-figures").check()
    page.locator("label", has_text="Aliyev").locator("input").check()
    assert page.locator("#t5").is_visible()
    assert not page.locator("#t6").is_visible()

    found = context.request.get(f"{address}/readouts/figures.csv?kind=money&_any_countries=KZ&_stream=on").text()
    assert {row["text"] for row in csv.DictReader(io.StringIO(found))} == {"half a billion dollars", "a billion dollars"}
    assert told == []
    assert elsewhere == []
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Any, address: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{address}/{path}")
        violations = axe.Axe().run(page).response["violations"]
        if violations:
            found[path] = [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in violations]
    context.close()
    assert found == {}
