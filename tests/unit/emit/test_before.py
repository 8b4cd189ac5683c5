"""What a run may rely on: pages that have passed the audit, and what the messages of an example rest on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.before import Before, before
from generator.emit.grounds import grounds
from generator.emit.manifest import Manifest, Recipe, sha256
from generator.emit.write import write_tree
from generator.plan.outline import (
    AssignmentOutline,
    ClassOutline,
    MethodOutline,
    ModuleOutline,
)
from generator.plan.reference.examples import Example
from generator.plan.text import DottedName, Identifier, code

RECIPE = Recipe(options={"templates": ""}, sources={}, generator="this")
PAGES = {
    "index.html": '<h1>Home</h1><a href="a.html#one">One</a>',
    "a.html": '<h1 id="one">One</h1>',
    "b.html": "<p>Alone</p>",
}


def left(out: Path, pages: Mapping[str, str], recipe: Recipe = RECIPE) -> Before:
    """What is left of a run that wrote those pages."""
    files = {f"docs/{path}": text.encode() for path, text in pages.items()}
    write_tree(out, files, recipe, Diagnostics())
    return before(out, RECIPE)


def audited(last: Before, pages: Mapping[str, str]) -> set[str]:
    return last.audited_pages("docs/", pages, ())


# --- pages ----------------------------------------------------------------------------------


def test_pages_that_are_the_same_have_passed(tmp_path: Path):
    now = {**PAGES, "b.html": "<p>Not alone</p>", "c.html": "<p>New</p>"}

    assert audited(left(tmp_path, PAGES), now) == {"index.html", "a.html"}


def test_where_a_page_is_gone_links_are_looked_at_again(tmp_path: Path):
    now = {path: text for path, text in PAGES.items() if path != "a.html"}

    assert audited(left(tmp_path, PAGES), now) == set()


def test_where_an_anchor_is_gone_links_are_looked_at_again(tmp_path: Path):
    now = {**PAGES, "a.html": '<h1 id="two">One</h1>'}

    assert audited(left(tmp_path, PAGES), now) == set()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"<p>edited</p>", None])
def test_where_a_changed_page_was_edited_links_are_looked_at_again(
    tmp_path: Path, content: bytes | None
):
    last = left(tmp_path, PAGES)
    place = tmp_path / "docs" / "a.html"
    place.unlink()
    if content is not None:
        place.write_bytes(content)

    assert audited(last, {**PAGES, "a.html": '<h1 id="one">Two</h1>'}) == set()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe"])
def test_a_page_that_somebody_wrote_into_the_manifest_too_is_no_trouble(
    tmp_path: Path, content: bytes
):
    left(tmp_path, PAGES)
    (tmp_path / "docs" / "a.html").write_bytes(content)
    last = Before(tmp_path, Manifest({"docs/a.html": sha256(content)}))

    assert audited(last, PAGES) == set()


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(options={"templates": ""}, sources={}, generator="another"),
        Recipe(options={"templates": "users"}, sources={}, generator="this"),
        Recipe(options={}, sources={}, generator="this"),
        Recipe(options={"templates": ""}, sources={}, generator="this", version="0"),
    ],
)
def test_other_code_and_other_templates_leave_nothing(tmp_path: Path, recipe: Recipe):
    assert left(tmp_path, PAGES, recipe) == Before()


def test_a_manifest_of_another_program_leaves_nothing(tmp_path: Path):
    (tmp_path / "manifest.json").write_text("[]")

    assert before(tmp_path, RECIPE) == Before()


# --- what messages rest on ------------------------------------------------------------------


def carrier(name: str, *fields: str) -> ModuleOutline:
    lines = [AssignmentOutline(each.partition(":")[0], each) for each in fields]
    return ModuleOutline(classes=(ClassOutline(name, "Carrier", tuple(lines)),))


def agent(*rows: tuple[str, str]) -> ModuleOutline:
    return ModuleOutline(
        assignments=(
            AssignmentOutline("_AGENT", '_AGENT = Facade("Shop")'),
            *(AssignmentOutline(row, f"{row} = {source}") for row, source in rows),
        ),
        classes=(
            ClassOutline(
                "ShopAgent",
                "Agent",
                methods=tuple(
                    MethodOutline(row.lower()[1:], "def it(self)", f"self._call({row})")
                    for row, _ in rows
                ),
            ),
        ),
    )


OUTLINES = {
    "proxies/shop/_release.py": ModuleOutline(),
    "proxies/shop/agents/shop.py": agent(
        ("_GET", '_AGENT.operation("Get", {}, "Order | None")'),
        ("_COUNT", '_AGENT.operation("Count", {}, "Int32")'),
    ),
    "proxies/shop/carriers/order.py": carrier("Order", "lines: list[Line] | None"),
    "proxies/shop/carriers/line.py": carrier("Line", "l·key: Int32 = 0"),
    "proxies/shop/carriers/bill.py": carrier("Bill", "sum: Int32 = 0"),
}


def example(name: str) -> Example:
    return Example(
        key=name,
        wires=("soap",),
        module=DottedName("agents.shop"),
        row=Identifier(f"_{name.upper()}"),
        imports=(),
        call=code("session.shop.{}()", Identifier(name)),
        answer=None,
        program=code(""),
    )


EXAMPLES = (example("get"), example("count"))


@pytest.mark.parametrize(
    ("path", "outline", "others"),
    [
        ("carriers/line.py", carrier("Line", "l·key: Int64 = 0"), {"get"}),
        ("carriers/order.py", carrier("Order"), {"get"}),
        ("carriers/bill.py", carrier("Bill"), set[str]()),
        (
            "agents/shop.py",
            agent(
                ("_GET", '_AGENT.operation("Get", {}, "Order | None")'),
                ("_COUNT", '_AGENT.operation("Count", {}, "Int64")'),
            ),
            {"count"},
        ),
        ("agents/other.py", agent(("_GET", "another one")), set[str]()),
        ("_release.py", carrier("Release"), {"get", "count"}),
        ("carriers/__init__.py", ModuleOutline(), {"get", "count"}),
    ],
)
def test_messages_rest_on_what_their_operation_reaches(
    path: str, outline: ModuleOutline, others: set[str]
):
    then = grounds(EXAMPLES, OUTLINES)
    now = grounds(EXAMPLES, {**OUTLINES, f"proxies/shop/{path}": outline})

    assert {key for key in then if then[key] != now[key]} == others


def test_a_name_of_several_words_is_found():
    """Python takes a middle dot in a name, which is no part of a word."""
    outlines = {
        **OUTLINES,
        "proxies/shop/carriers/order.py": carrier("Order", "lines: L·Line"),
        "proxies/shop/carriers/line.py": carrier("L·Line", "key: Int32 = 0"),
    }
    changed = {"proxies/shop/carriers/line.py": carrier("L·Line", "key: Int64 = 0")}

    then = grounds(EXAMPLES, outlines)
    now = grounds(EXAMPLES, {**outlines, **changed})

    assert then["get"] != now["get"]
    assert then["count"] == now["count"]
