"""The reference of the newest release of the corpus: nothing is missing, nothing is too large, every snippet is Python."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.pipeline import read_release
from tests.behaviour.generated import published
from tests.behaviour.references import reference

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def docs(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reference("whole", tmp_path_factory, *published(corpus)) / "docs"


@pytest.fixture(scope="module")
def pages(docs: Path) -> dict[str, Any]:
    return {
        path.relative_to(docs).as_posix(): html.document_fromstring(
            path.read_text("utf-8")
        )
        for path in sorted(docs.rglob("*.html"))
    }


def test_everything_has_its_page(docs: Path):
    text = (docs / "assets/names.js").read_text("utf-8")
    names = json.loads(text.removeprefix("window.NAMES=").rstrip(";\n"))

    kinds = Counter(names["kinds"][item[2]] for item in names["items"])
    assert kinds["agent"] == 60
    assert kinds["operation"] == 2029
    assert kinds["carrier"] >= 484
    assert kinds["enumeration"] >= 199
    assert kinds["guide"] == 7
    for item in names["items"]:
        page = item[5].partition("#")[0]
        assert (docs / page).is_file()
        assert (docs / page.replace(".html", ".md")).is_file()


def test_no_page_is_large(docs: Path):
    loaded = (path for path in docs.rglob("*.*") if path.name != "exchanges.json")
    sizes = {path: path.stat().st_size for path in loaded}

    pages = {path: size for path, size in sizes.items() if path.suffix == ".html"}
    assert max(pages.values()) < 500_000
    assert max(sizes.values()) < 1_000_000  # all names, in one script


def test_every_operation_shows_what_goes_over_each_wire(
    pages: dict[str, Any], corpus: Path
):
    sources = published(corpus)
    release = read_release(Config(sources=sources), Diagnostics()).release
    told = 0
    for path, page in pages.items():
        if page.xpath("//body[@data-kind='operation']"):
            wires = page.xpath("//li[contains(@class, 'wire')]")
            assert len(page.xpath("//section[@class='wire']")) == len(wires), path
            told += len(wires)
    assert told == sum(
        len(operation.bindings)
        for agent in release.agents
        for operation in agent.operations
    )


def test_every_snippet_is_python(pages: dict[str, Any]):
    snippets = 0
    for path, page in pages.items():
        for each in page.xpath("//pre[@class='example']/code"):
            compile(each.text_content(), path, "exec")
            snippets += 1
        for each in page.xpath("//pre[@class='signature']/code"):
            compile(f"{each.text_content()} ...", path, "exec")
            snippets += 1
    assert snippets > 3 * (2029 + 900)


def test_vendors_markup_is_links_and_text(pages: dict[str, Any]):
    """None of it is left, and what refers to something of the release leads there."""
    left = Counter[str]()
    links = 0
    for page in pages.values():
        for each in page.xpath("//div[@class='prose'] | //p[@class='lead']"):
            text = each.text_content()
            for mark in ("<see", "<para", "cref=", "&lt;", "</"):
                left[mark] += mark in text
            links += len(each.xpath(".//a[code]"))
    assert +left == Counter()
    assert links > 400
