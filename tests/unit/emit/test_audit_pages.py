"""A page that is not what it should be ends the run, whichever door the fault came in by."""

from __future__ import annotations

import pytest

from generator.diagnostics import Diagnostics
from generator.emit.audit_pages import audit_pages

SCRIPTS = "".join(f'<script src="../assets/{name}.js"></script>' for name in ("theme", "names", "site"))  # fmt: skip
OTHERS = ("assets/theme.js", "assets/names.js", "assets/site.js", "assets/site.css")
HOME = '<!doctype html><html><head></head><body><h1 id="top">x</h1></body></html>'


def page(body: str, head: str = SCRIPTS) -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def faults(text: str, *users: str) -> list[str]:
    diagnostics = Diagnostics()
    pages = {"index.html": HOME, "agents/a.html": text, "agents/a.md": ""}
    audit_pages(pages, OTHERS, users, diagnostics)
    assert {str(each.origin) for each in diagnostics} <= {"agents/a.html"}
    return [each.message for each in diagnostics]


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="../index.html#top">home</a> <a href="#here">x</a></p><h2 id="here">x</h2>',
        '<a href="a.md">twin</a>',
        '<a href="https://x.example/a#b">x</a>',
        '<pre class="x" data-language="python" tabindex="0"><code>a &lt;script&gt;</code></pre>',
    ],
)
def test_what_our_templates_print_is_right(body: str):
    assert faults(page(body)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<img src=x>", 'an element "img" stands there'),
        ("<p onclick=x>", 'an element "p" has the attribute "onclick"'),
        ('<p style="x">', 'an element "p" has the attribute "style"'),
        ("<script>x</script>", "a script stands there that is not the site's"),
        (
            '<script src="https://x.example/x.js"></script>',
            "a script stands there that is not the site's",
        ),
        (
            '<script src="../assets/site.js"></script>',
            "a script stands outside of the head",
        ),
        ("<iframe></iframe>", 'an element "iframe" stands there'),
        ("<svg><a></a></svg>", 'an element "svg" stands there'),
        ("<form></form>", 'an element "form" stands there'),
        ("<!-- x -->", "a comment or an instruction stands on line 1"),
        (
            '<a href="javascript:alert(1)">x</a>',
            '"javascript:alert(1)" is loaded, or leads to something else than a page of the web',
        ),
        (
            '<a href="//x.example">x</a>',
            '"//x.example" is loaded, or leads to something else than a page of the web',
        ),
        ('<a href="b.html">x</a>', '"b.html" leads to no page'),
        ('<a href="../../index.html">x</a>', '"../../index.html" leads to no page'),
        (
            '<a href="../index.html#x">x</a>',
            '"../index.html#x" leads to an anchor that is not there',
        ),
        ('<p id="a"><p id="a">', 'two elements have the anchor "a"'),
    ],
)
def test_anything_else_is_a_fault(body: str, fault: str):
    assert faults(page(body)) == [fault]


def test_nothing_is_loaded_from_elsewhere():
    head = '<link rel="stylesheet" href="https://x.example/x.css">'

    assert faults(page("", head)) == [
        '"https://x.example/x.css" is loaded, or leads to something else than a page of the web'
    ]


def test_a_page_leads_nowhere_by_itself():
    head = '<meta http-equiv="Refresh" content="0; url=https://x.example">'

    assert faults(page("", head)) == ["the page leads elsewhere by itself"]


def test_a_users_own_template_may_hold_what_it_wants_but_its_links_are_looked_at():
    assert faults(page("<video></video><!-- x -->"), "agents/a.html") == []
    assert faults(page('<a href="b.html">x</a>'), "agents/a.html") == [
        '"b.html" leads to no page'
    ]
