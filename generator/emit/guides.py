"""The guides as HTML: their Markdown, which is ours, with anchors at its headings."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator.plan.text import HtmlText, html_made

_NOT_IN_ANCHORS = re.compile(r"[^a-z0-9]+")


def guide_html(source: str) -> HtmlText:
    """The HTML of a guide: CommonMark with tables, without HTML of its own."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _fence)
    environment: MutableMapping[str, Any] = {}
    tokens = parser.parse(source, environment)
    anchors: dict[str, int] = {}
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag != "h1":
            anchor = _NOT_IN_ANCHORS.sub("-", inline.content.lower()).strip("-")
            anchors[anchor] = number = anchors.get(anchor, 0) + 1
            token.attrSet("id", anchor if number == 1 else f"{anchor}-{number}")
    return html_made(parser.renderer.render(tokens, parser.options, environment))


def _fence(_: RendererHTML, tokens: Sequence[Token], at: int, *__: object) -> str:
    """Code, which can be scrolled by keyboard."""
    language = tokens[at].info.split(" ")[0]
    kind = "example" if language == "python" else "text"
    content = escape(tokens[at].content.rstrip("\n"))
    return (
        f'<pre class="{kind}" data-language="{escape(language)}" tabindex="0">'
        f"<code>{content}</code></pre>\n"
    )
