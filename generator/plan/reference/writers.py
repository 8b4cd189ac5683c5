"""The two forms of every page, and the only doors through which text gets into them.

A page is planned once, with a `Writer` that turns what it is told into HTML or into Markdown. Whatever
the metadata says is text there: it has no markup in it, and leads nowhere but to pages of the reference,
or to addresses of the web that a reader sees as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import LiteralString, Protocol, TypeAlias
from urllib.parse import quote, urlsplit

from generator.plan.doctext import Block, Reference, Run, doc_blocks, first_sentence
from generator.plan.reference.places import Place
from generator.plan.text import (
    HtmlText,
    MarkdownText,
    html_made,
    markdown,
    markdown_made,
    visible_lines,
)

Text: TypeAlias = HtmlText | MarkdownText
Meant: TypeAlias = Callable[[str], Place | None]

_NAME = re.compile(r"[A-Za-z_]\w*")
_TICKS = re.compile("`+")


class Writer(Protocol):
    """Writes what stands on one page, whose links are relative to it."""

    suffix: LiteralString

    @property
    def up(self) -> Text:
        """The way to the root of the site, with a slash behind it; empty at the root."""
        ...

    @property
    def twin(self) -> Text:
        """The way to the same page in the other form."""
        ...

    def text(self, text: str) -> Text:
        """Words on one line."""
        ...

    def href(self, place: Place) -> Text:
        """The way to a place."""
        ...

    def code(self, text: str) -> Text:
        """A name or an address, in a fixed width."""
        ...

    def source(self, code: str) -> Text:
        """Python on one line or several; names of classes lead to their pages where links can."""
        ...

    def block(self, language: LiteralString, text: str) -> Text:
        """Lines as they are."""
        ...

    def prose(self, blocks: Sequence[Block]) -> Text:
        """Paragraphs, lists and code of a description."""
        ...

    def remark(self, blocks: Sequence[Block]) -> Text:
        """The same in a table or a list."""
        ...


class Html:
    """A page of HTML."""

    suffix: LiteralString = ".html"

    def __init__(self, here: Place, classes: Mapping[str, Place], meant: Meant) -> None:
        self._here = here
        self._up = "../" * here.depth
        self._classes = classes
        self._meant = meant

    @property
    def up(self) -> HtmlText:
        return html_made(self._up)

    @property
    def twin(self) -> HtmlText:
        return html_made(escape(_twin(self._here, ".md")))

    def text(self, text: str) -> HtmlText:
        return html_made(_escaped(_one_line(text)))

    def href(self, place: Place) -> HtmlText:
        return html_made(escape(_address(place, self._here, self._up, self.suffix)))

    def code(self, text: str) -> HtmlText:
        return html_made(f"<code>{_escaped(_one_line(text))}</code>")

    def source(self, code: str) -> HtmlText:
        code = "\n".join(visible_lines(code))
        made: list[str] = []
        start = 0
        for match in _NAME.finditer(code):
            place = self._classes.get(match[0])
            if place is None or _is_quoted(code, match.start()):
                continue
            made.append(escape(code[start : match.start()]))
            made.append(f'<a href="{self.href(place)}">{match[0]}</a>')
            start = match.end()
        return html_made("".join((*made, escape(code[start:]))))

    def block(self, language: LiteralString, text: str) -> HtmlText:
        return html_made("\n".join(map(escape, visible_lines(text))))

    def remark(self, blocks: Sequence[Block]) -> HtmlText:
        if len(blocks) == 1 and blocks[0].kind == "text":
            return html_made(self._runs(blocks[0].runs))
        return self.prose(blocks)

    def prose(self, blocks: Sequence[Block]) -> HtmlText:
        made: list[str] = []
        listed = False
        for block in blocks:
            if listed != (block.kind == "item"):
                made.append("</ul>" if listed else "<ul>")
                listed = not listed
            match block.kind:
                case "item":
                    made.append(f"<li>{self._runs(block.runs)}</li>")
                case "code":
                    lines = "\n".join(map(escape, visible_lines(str(block.runs[0]))))
                    made.append(f"<pre><code>{lines}</code></pre>")
                case "text":
                    made.append(f"<p>{self._runs(block.runs)}</p>")
        if listed:
            made.append("</ul>")
        return html_made("\n".join(made))

    def _runs(self, runs: Iterable[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        if isinstance(run, str):
            return _escaped(run)
        words = _escaped(run.text or run.target)
        if not run.is_address:
            place = self._meant(run.target)
            if place is None:
                return f"<code>{words}</code>"
            return f'<a href="{self.href(place)}"><code>{words}</code></a>'
        if not is_web_address(run.target):
            return _escaped(str(run))
        there = escape(run.target)
        return (
            f'<a href="{there}" rel="external nofollow noopener noreferrer">{words}</a>'
        )


class Markdown:
    """A page of Markdown."""

    suffix: LiteralString = ".md"

    def __init__(self, here: Place, meant: Meant) -> None:
        self._here = here
        self._up = "../" * here.depth
        self._meant = meant

    @property
    def up(self) -> MarkdownText:
        return markdown_made(self._up)

    @property
    def twin(self) -> MarkdownText:
        return markdown_made(_twin(self._here, ".html"))

    def text(self, text: str) -> MarkdownText:
        return markdown(text)

    def href(self, place: Place) -> MarkdownText:
        return markdown_made(_address(place, self._here, self._up, self.suffix))

    def code(self, text: str) -> MarkdownText:
        line = _one_line(text)
        if not line:
            return markdown("")
        ticks = "`" * (1 + max(map(len, _TICKS.findall(line)), default=0))
        pad = " " if line[0] == "`" or line[-1] == "`" else ""
        return markdown_made(f"{ticks}{pad}{line}{pad}{ticks}")

    def source(self, code: str) -> MarkdownText:
        return self.code(code) if "\n" not in code else self.block("python", code)

    def block(self, language: LiteralString, text: str) -> MarkdownText:
        lines = visible_lines(text)
        runs = (len(run) for line in lines for run in _TICKS.findall(line))
        fence = "`" * max(3, 1 + max(runs, default=0))
        return markdown_made("\n".join((fence + language, *lines, fence)))

    def prose(self, blocks: Sequence[Block]) -> MarkdownText:
        made: list[str] = []
        before = ""
        for block in blocks:
            if made and not (block.kind == before == "item"):
                made.append("")
            match block.kind:
                case "code":
                    made.append(self.block("", str(block.runs[0])))
                case "item":
                    made.append(f"- {self._runs(block.runs)}")
                case "text":
                    made.append(self._runs(block.runs))
            before = block.kind
        return markdown_made("\n".join(made))

    def remark(self, blocks: Sequence[Block]) -> MarkdownText:
        return markdown_made(
            " ".join(
                (
                    self.code(str(block.runs[0]))
                    if block.kind == "code"
                    else self._runs(block.runs)
                )
                for block in blocks
            )
        )

    def _runs(self, runs: Iterable[Run]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        if isinstance(run, str):
            # Spaces at its ends part it from what stands beside it.
            words = markdown(run)
            before = " " if run[:1].isspace() and words else ""
            after = " " if run[-1:].isspace() and words else ""
            return f"{before}{words}{after}" or " "
        if run.is_address:
            if not is_web_address(run.target):
                return markdown(str(run))
            words = markdown(run.text or run.target)
            return f"[{words}](<{quote(run.target, safe=_SAFE)}>)"
        place = self._meant(run.target)
        words = self.code(run.text or run.target)
        return words if place is None else f"[{words}]({self.href(place)})"


_SAFE = "/:?#[]@!$&'()*+,;=%~"


def is_web_address(address: str) -> bool:
    """Whether it leads to a page of the web, and to nothing that a browser would run."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def summary(raw: str) -> str:
    """The first sentence of a description as plain text; empty where it says nothing."""
    return first_sentence(_plain(doc_blocks(raw)[:1]))


def _plain(blocks: Iterable[Block]) -> str:
    return " ".join("".join(map(str, block.runs)) for block in blocks)


def rest(raw: str) -> tuple[Block, ...]:
    """What a description says after its first sentence."""
    blocks = doc_blocks(raw)
    if not blocks or blocks[0].kind != "text":
        return blocks
    said = len(first_sentence("".join(map(str, blocks[0].runs))))
    left: list[Run] = []
    for run in blocks[0].runs:
        length = len(str(run))
        if said >= length:
            said -= length
        else:
            left.append(run[said:].lstrip() if isinstance(run, str) and said else run)
            said = 0
    if not any(isinstance(run, Reference) or run.strip() for run in left):
        return blocks[1:]
    return (Block("text", tuple(left)), *blocks[1:])


def is_said(blocks: Iterable[Block]) -> bool:
    """Whether there is anything in them to be read."""
    return any(
        isinstance(run, Reference) or run.strip()
        for block in blocks
        for run in block.runs
    )


def _is_quoted(code: str, at: int) -> bool:
    return code.count('"', 0, at) % 2 == 1


def _one_line(text: str) -> str:
    return " ".join(" ".join(visible_lines(text)).split())


def _escaped(text: str) -> str:
    """Text whose spaces at its ends stay."""
    if text.isascii() and text.isprintable():
        return escape(text)
    return escape(" ".join(visible_lines(text, strip=False)))


def _address(place: Place, here: Place, up: str, suffix: str) -> str:
    anchor = f"#{quote(place.anchor)}" if place.anchor else ""
    if place.path == here.path and anchor:
        return anchor
    return f"{up}{quote(place.path)}{suffix}{anchor}"


def _twin(here: Place, suffix: str) -> str:
    return quote(here.path.rpartition("/")[2]) + suffix
