"""Text gets onto pages as text: no markup in it, no way out of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from generator.plan.doctext import doc_blocks, plain_text
from generator.plan.reference.places import Place
from generator.plan.reference.writers import (
    Html,
    Markdown,
    is_web_address,
    rest,
    summary,
)
from generator.plan.text import visible_lines

HERE = Place("agents/contact/get")
PLACES = {"ContactEntity": Place("carriers/contact_entity")}


def meant(target: str) -> Place | None:
    if target == "P:A.B.ContactEntity.Name":
        return Place("carriers/contact_entity", "name")
    return PLACES.get(target.rpartition(".")[2])


HTML = Html(HERE, PLACES, meant)
MARKDOWN = Markdown(HERE, meant)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "</code></pre><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=\"https://x.example/' onclick='alert(1)\">x</a>",
    '<see cref="javascript:alert(1)"/>',
    "[x](javascript:alert(1))",
    "![x](https://x.example/pixel.png)",
    "```\n</code><script>alert(1)</script>\n```",
    "``` x\n````\n# no heading\n",
    "<!-- x --><![CDATA[ y ]]><?php z ?>",
    "\ue000javascript:alert(1)\ue001x\ue002",
    "\u202ereversed\u2066 \x00\x1b[31m",
    "<https://x.example/auto>",
    "[x]: https://x.example 'definition'",
    "\\<b\\>",
    "# heading\n- item\n> quote\n---",
    "a | b | <td>",
]
_OURS = {"p", "ul", "li", "pre", "code", "a"}


def elements(source: str) -> list[Any]:
    tree: Any = html.fragment_fromstring(source, create_parent="div")
    return [each for each in tree.iter() if each is not tree]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_is_no_markup_in_html(text: str):
    for source in (
        HTML.prose(doc_blocks(text)),
        HTML.remark(doc_blocks(text)),
        HTML.text(text),
        HTML.code(text),
        HTML.source(text),
        HTML.block("", text),
    ):
        for element in elements(source):
            assert element.tag in _OURS, source
            assert set(element.keys()) <= {"href", "rel"}, source
            target = element.get("href", "https:")
            assert re.match(r"https?:|\.\./\.\./carriers/", target), source


@pytest.mark.parametrize("text", HOSTILE)
def test_a_description_is_no_markup_in_markdown(text: str):
    """Whoever shows it with HTML allowed, as many do, gets text."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    for source in (
        MARKDOWN.prose(doc_blocks(text)),
        MARKDOWN.remark(doc_blocks(text)),
        f"- {MARKDOWN.text(text)}",
        f"- x: {MARKDOWN.code(text)}",
        MARKDOWN.block("http", text),
    ):
        for element in elements(parser.render(source)):
            assert element.tag in _OURS, source
            assert set(element.keys()) <= {"href", "class"}, source
            target = element.get("href", "https:")
            assert re.match(r"https?:|\.\./\.\./carriers/", target), source


@given(st.text())
def test_whatever_a_text_is_it_is_shown_and_is_no_markup(text: str):
    shown = html.fragment_fromstring(HTML.text(text), create_parent="div")

    assert len(list(shown.iter())) == 1
    visible = "".join(
        each for each in (shown.text or "") if each.isprintable() and each != " "
    )
    if visible_lines(text) == [text]:  # nothing in it that cannot be seen
        assert visible == text.replace(" ", "")


def test_what_refers_to_something_of_the_release_leads_there():
    text = 'See <see cref="P:A.B.ContactEntity.Name">its name</see>, {A.B.C.ContactEntity} and {A.B.C.Unknown}.'

    assert HTML.prose(doc_blocks(text)) == (
        '<p>See <a href="../../carriers/contact_entity.html#name"><code>its name</code></a>, '
        '<a href="../../carriers/contact_entity.html"><code>ContactEntity</code></a> and '
        "<code>Unknown</code>.</p>"
    )
    assert MARKDOWN.prose(doc_blocks(text)) == (
        r"See [`its name`](../../carriers/contact_entity.md#name)\, "
        r"[`ContactEntity`](../../carriers/contact_entity.md) and `Unknown`\."
    )


def test_paragraphs_lists_and_code_stay_what_they_are():
    text = "One.<para/>Two:\r\n<list><item>a</item><item>b</item></list><code>\r\n x = 1\r\n   y</code>"

    assert HTML.prose(doc_blocks(text)) == (
        "<p>One.</p>\n<p>Two:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        "<pre><code>x = 1\n  y</code></pre>"
    )
    assert MARKDOWN.prose(doc_blocks(text)) == (
        "One\\.\n\nTwo\\:\n\n- a\n- b\n\n```\nx = 1\n  y\n```"
    )


def test_an_address_of_the_web_is_a_link_and_no_other_is():
    text = '<a href="https://x.example/?a=1&amp;b=2">docs</a> <a href="file:///etc/passwd">here</a>'

    assert HTML.prose(doc_blocks(text)) == (
        '<p><a href="https://x.example/?a=1&amp;b=2" rel="external nofollow noopener noreferrer">docs</a>'
        " here (file:///etc/passwd)</p>"
    )


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://x.example/a", True),
        ("http://x.example", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//x.example", False),
        ("https://", False),
        ("https://[x", False),
        ("", False),
    ],
)
def test_addresses_of_the_web(address: str, is_one: bool):
    assert is_web_address(address) is is_one


def test_what_the_first_sentence_says_is_not_said_twice():
    text = "Get <b>one</b>. It has {A.B.C.Unknown} in it.\n\nMore."

    assert summary(text) == "Get one."
    assert HTML.prose(rest(text)) == (
        "<p>It has <code>Unknown</code> in it.</p>\n<p>More.</p>"
    )
    assert summary(text) + " " + " ".join(
        "".join(map(str, block.runs)) for block in rest(text)
    ) == plain_text(text).replace("\n\n", " ")


def test_code_shows_its_backquotes():
    shown = MarkdownIt().render(str(MARKDOWN.code("a `b`` c`")))

    assert shown == "<p><code>a `b`` c`</code></p>\n"


def test_names_of_classes_lead_to_their_pages():
    assert HTML.source('x: ContactEntity | None = "ContactEntity"') == (
        'x: <a href="../../carriers/contact_entity.html">ContactEntity</a> | None = '
        "&quot;ContactEntity&quot;"
    )
