"""The proof after rendering, for pages: each holds the elements of ours, and leads to what is there.

The writers of pages keep metadata from becoming markup. This knows nothing of them: every page is
parsed as a browser would, and

- its elements and attributes are of the few that our templates and writers use;
- its scripts are the three of the site, in its head, and nothing on it runs by itself;
- its links lead to pages and anchors that there are, or to addresses of the web.

A page that a user's own template had a part in holds what that user wants; its links are still looked at.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from lxml import html

from generator.diagnostics import Diagnostics, Origin, quoted

_ELEMENTS = frozenset(
    [
        "a",
        "article",
        "blockquote",
        "body",
        "br",
        "button",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "header",
        "hr",
        "html",
        "kbd",
        "li",
        "link",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "pre",
        "script",
        "section",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "alt",
        "aria-current",
        "aria-label",
        "charset",
        "class",
        "content",
        "data-group",
        "data-kind",
        "data-language",
        "data-page",
        "data-root",
        "defer",
        "hidden",
        "href",
        "http-equiv",
        "id",
        "lang",
        "name",
        "rel",
        "scope",
        "src",
        "start",
        "tabindex",
        "type",
    ]
)
_SCRIPTS = frozenset(("assets/theme.js", "assets/names.js", "assets/site.js"))
_ASSETS = _SCRIPTS | {"assets/site.css"}
_ABROAD = re.compile(r"https?://[^\s]+")


def audit_pages(
    pages: Mapping[str, str],
    others: Collection[str],
    from_users: Collection[str],
    diagnostics: Diagnostics,
    audited: Collection[str] = (),
) -> None:
    """Add an error for each page of HTML that is not what it should be, at its first fault.

    `pages` are texts by path below the site's root, `others` the paths of what else is there. `audited` names
    the pages of which it is known already that they are as they should be.
    """
    trees = {
        path: _tree(text)
        for path, text in pages.items()
        if path.endswith(".html") and path not in audited
    }
    anchors = _Anchors(pages, trees)
    there = {*pages, *others}
    for path, tree in trees.items():
        for what in _faults(path, tree, anchors, there, path in from_users):
            diagnostics.error(
                "audit",
                what,
                Origin(path),
                expected="what was planned, and nothing else",
                hint=(
                    "compare the template with the one that ships with proxysmith"
                    if path in from_users
                    else "this is a fault of proxysmith, or the metadata was made to"
                    " cause it: please report it"
                ),
            )
            break


def anchors_of(text: str) -> frozenset[str]:
    """What links can lead to on a page."""
    return _anchors_in(_tree(text))


class _Anchors:
    """The anchors of each page; one that is only led to is read when it is."""

    def __init__(self, pages: Mapping[str, str], trees: Mapping[str, Any]) -> None:
        self._pages = pages
        self._of = {path: _anchors_in(tree) for path, tree in trees.items()}

    def of(self, path: str) -> frozenset[str]:
        if path not in self._of:
            text = self._pages.get(path, "") if path.endswith(".html") else ""
            self._of[path] = anchors_of(text) if text else frozenset()
        return self._of[path]


def _anchors_in(tree: Any) -> frozenset[str]:
    return frozenset(map(str, tree.xpath("//@id")))


def _tree(text: str) -> Any:
    parser = html.HTMLParser(no_network=True)
    return cast("Any", html).document_fromstring(text, parser=parser)


def _faults(
    path: str,
    tree: Any,
    anchors: _Anchors,
    there: Collection[str],
    users: bool,
) -> Iterator[str]:
    seen: set[str] = set()
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str):
            if not users:
                yield f"a comment or an instruction stands on line {element.sourceline}"
            continue
        if not users:
            yield from _foreign(path, tag, element)
        anchor = element.get("id")
        if anchor is not None:
            if anchor in seen:
                yield f"two elements have the anchor {quoted(anchor)}"
            seen.add(anchor)
        for name in ("href", "src"):
            target = element.get(name)
            if target is not None:
                yield from _leads(path, tag, target, anchors, there)


def _foreign(path: str, tag: str, element: Any) -> Iterator[str]:
    """What has no place on our pages."""
    if tag not in _ELEMENTS:
        yield f"an element {quoted(tag)} stands there"
    for name in element.keys():  # noqa: SIM118 - not a dictionary
        if name not in _ATTRIBUTES:
            yield f"an element {quoted(tag)} has the attribute {quoted(name)}"
    if tag == "script":
        source = element.get("src") or ""
        if _resolved(path, source) not in _SCRIPTS or (element.text or "").strip():
            yield "a script stands there that is not the site's"
        if element.getparent().tag != "head":
            yield "a script stands outside of the head"
    if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        yield "the page leads elsewhere by itself"


def _leads(
    path: str,
    tag: str,
    target: str,
    anchors: _Anchors,
    there: Collection[str],
) -> Iterator[str]:
    """What is wrong with where something leads."""
    if target == "data:," and tag == "link":
        return
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        if tag != "a" or not _ABROAD.fullmatch(target):
            yield f"{quoted(target)} is loaded, or leads to something else than a page of the web"
        return
    page = _resolved(path, parts.path) if parts.path else path
    if page not in there:
        yield f"{quoted(target)} leads to no page"
    elif parts.fragment and unquote(parts.fragment) not in anchors.of(page):
        yield f"{quoted(target)} leads to an anchor that is not there"


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
