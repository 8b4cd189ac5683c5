"""A release whose every text and name wants to be markup becomes a reference in which all of it is text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from markdown_it import MarkdownIt

from generator.config import Config
from generator.diagnostics import Diagnostics, Severity
from generator.emit.before import Before
from generator.emit.environment import Templates
from generator.emit.output import outlines_of, packages
from generator.emit.reference import reference
from generator.emit.render import render
from generator.model.history import History, Lifetime
from generator.pipeline import read_release
from generator.plan.package import plan_package
from generator.plan.reference.site import plan_examples, plan_site
from generator.progress import SILENT
from tests.unit.plan.test_stub_modules import HOSTILE

# What Markdown makes of our pages, and nothing else.
OURS = {
    *("a", "blockquote", "code", "em", "h1", "h2", "h3", "hr", "li", "ol", "p", "pre"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    diagnostics = Diagnostics()
    plan = plan_package(HOSTILE, "hostile", chosen=False, stubs=True)
    outlines, last = outlines_of(plan), Before()
    package = packages(plan, outlines, Config(sources=()), last, diagnostics, SILENT)
    made = reference(plan, outlines, package, (), None, last, diagnostics, SILENT)
    assert [each for each in diagnostics if each.severity is Severity.ERROR] == []
    return made


def pages(files: Mapping[str, bytes], suffix: str) -> dict[str, str]:
    found = {
        path: content.decode()
        for path, content in files.items()
        if path.endswith(suffix)
    }
    assert len(found) > 100
    return found


def test_nothing_on_a_page_runs_or_is_loaded(files: Mapping[str, bytes]):
    for path, text in pages(files, ".html").items():
        tree: Any = html.document_fromstring(text)
        for element in tree.iter():
            assert isinstance(element.tag, str), path
            assert not any(name.startswith("on") for name in element.attrib), path
            target = element.get("href") or element.get("src") or ""
            assert not re.match(
                r"\s*(javascript|vbscript|file|blob):", target, re.I
            ), path
        sources = tree.xpath("//script/@src")
        assert [each.rpartition("/")[2] for each in sources] == [
            *("theme.js", "names.js", "site.js")
        ]
        assert not tree.xpath("//img | //iframe | //object | //form | //svg | //style")


def test_nothing_in_markdown_is_html(files: Mapping[str, bytes]):
    """Also where it is shown with HTML allowed."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    for path, text in pages(files, ".md").items():
        tree: Any = html.fragment_fromstring(parser.render(text), create_parent="div")
        for element in tree.iterdescendants():
            assert element.tag in OURS, f"{path}: {element.tag}"
            assert not any(name.startswith("on") for name in element.attrib), path
            target = element.get("href") or ""
            assert not re.match(r"\s*(javascript|data|file):", target, re.I), path


def test_no_character_steers_whoever_reads(files: Mapping[str, bytes]):
    for suffix in (".html", ".md", ".txt", "names.js"):
        for path, content in files.items():
            if path.endswith(suffix):
                odd = {
                    char
                    for char in content.decode()
                    if char != "\n" and not char.isprintable()
                }
                assert not odd, f"{path}: {odd}"


def test_no_path_leaves_the_folder(files: Mapping[str, bytes]):
    for path in files:
        assert path.startswith("docs/"), path
        assert ".." not in path.split("/"), path
        assert "\\" not in path and ":" not in path, path


def test_what_is_known_from_earlier_releases_is_marked():
    source = Path(__file__).parents[3] / "specs" / "12.2"
    release = read_release(Config(sources=(source,)), Diagnostics()).release
    lifetimes = {
        ("carrier", "ContactEntity"): Lifetime(since="11.5"),
        ("field", "ContactEntity", "Name"): Lifetime(changed=("12.0", "12.1")),
        ("agent", "Contact"): Lifetime(removed="<13>", successor="session.company"),
    }
    told_of = replace(release, history=History(("11.5", "12.1"), lifetimes))
    plan = plan_package(told_of, "crm", chosen=False)
    site = plan_site(plan, plan_examples(plan), {})
    jobs = [each for each in site.files if each.path.endswith(".html")]
    made = render(jobs, Templates()).files

    told = made["docs/carriers/contact_entity.html"]
    assert '<li class="mark since">since 11.5</li>' in told
    assert '<span class="mark changed">changed in 12.0, 12.1</span>' in told
    leaves = "gone in &lt;13&gt;; session.company takes its place"
    assert leaves in made["docs/agents/contact.html"]
