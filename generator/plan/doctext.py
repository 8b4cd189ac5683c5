"""The vendor's descriptions as text that a person can read.

They come as C# documentation comments (`<para/>`, `<see cref="P:A.B.C">`), HTML, Markdown and
mixtures, some of it escaped once more than it should be. What comes out has no markup and no
character that cannot be seen: as blocks with references in them for pages that have links, as plain
text for docstrings. Plain text has paragraphs of one line each with a blank line between, list items
that start with "- ", and code four columns in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})((?:\s[^<>]{0,1000})?)(/?)>")
_CLOSING = re.compile(r"</([A-Za-z][\w:.-]{0,60})\s{0,10}>")
_CODE_ENDS = re.compile(r"</(?:code|pre)\s{0,10}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,30})\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_REFERENCE = re.compile(r"\{((?:[A-Za-z_]\w{0,80}+\.){2,12}[A-Za-z_]\w{0,80}+)\}")
_THRESHOLD = re.compile(r"NsApiSlow threshold: {0,3}[0-9]{1,9} {0,3}ms\.?")
_ITEM = re.compile(r"[*-]\s+(?=\S)")
_NUMBERED = re.compile(r"[0-9]{1,2}[.)]\s+\S")
_HEADING = re.compile(r"(?:(?<=\s)|^)#{1,6}(?=\s|$)")
_FENCE = re.compile(r"\s{0,20}```")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Letters and marks that leave no trace on a page, and those that reorder what is on it.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_BLOCKS = frozenset(
    [
        "para",
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "ul",
        "ol",
        "dl",
        "list",
        "table",
        "tr",
        "summary",
        "remarks",
        "returns",
        "example",
        "note",
        "section",
        "blockquote",
        "dt",
        "dd",
    ]
)
_ITEMS = frozenset(("li", "item"))
_CODE = frozenset(("code", "pre"))
_INLINE = frozenset(
    [
        "a",
        "b",
        "i",
        "u",
        "s",
        "c",
        "em",
        "strong",
        "span",
        "see",
        "seealso",
        "paramref",
        "typeparamref",
        "img",
        "font",
        "small",
        "sub",
        "sup",
        "tt",
        "kbd",
        "var",
        "term",
        "description",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "param",
        "value",
        "exception",
        "include",
        "listheader",
        "permission",
        "typeparam",
    ]
)
_KNOWN = _BLOCKS | _ITEMS | _CODE | _INLINE
_ESCAPED_TAG = re.compile(
    rf"&lt;(/?(?:{'|'.join(sorted(_KNOWN))})(?:\s[^<>&]{{0,300}})?/?)&gt;",
    re.IGNORECASE,
)

_SENTENCE_END = re.compile(r"[.!?][\"')\]\u201d\u2019]{0,3}(?=\s)")
_LAST_WORD = re.compile(r"[\w.]+\Z")
_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "eg",
        "i.e",
        "ie",
        "etc",
        "vs",
        "cf",
        "approx",
        "incl",
        "excl",
        "resp",
        "mr",
        "mrs",
        "ms",
        "dr",
        "no",
        "nr",
        "st",
        "jr",
        "sr",
        "fig",
        "ca",
        "al",
        "ex",
        "def",
        "min",
        "max",
        "alt",
    ]
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a text that refer to something: to a name of the vendor's, or to an address.

    `target` is as the description has it: "P:SuperOffice.CRM.Services.ContactEntity.Name", "https://...".
    """

    text: str
    target: str
    is_address: bool = False

    def __str__(self) -> str:
        if not self.is_address or self.text == self.target:
            return self.text
        return f"{self.text} ({self.target})" if self.text else self.target


Run: TypeAlias = str | Reference


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or code; code is one run, with its own lines."""

    kind: Literal["text", "item", "code"]
    runs: tuple[Run, ...]


def plain_text(raw: str) -> str:
    """`raw` as paragraphs, lists and code; empty where it says nothing."""
    lines: list[str] = []
    before = ""
    for kind, text in _read(raw):
        if lines and not (kind == before == "item"):
            lines.append("")
        if kind == "code":
            lines += [f"    {line}" for line in text.split("\n")]
        else:
            lines.append("".join(map(str, _runs(text))) if _MARK in text else text)
        before = kind
    return "\n".join(lines)


@lru_cache(maxsize=4096)  # both forms of a page, and its neighbours, say the same
def doc_blocks(raw: str) -> tuple[Block, ...]:
    """`raw` as paragraphs, items and code, with what it refers to; empty where it says nothing."""
    return tuple(
        Block(
            kind,
            (text,) if kind == "code" else tuple(_runs(text.removeprefix("- "))),
        )
        for kind, text in _read(raw)
    )


_Kind: TypeAlias = Literal["text", "item", "code"]

# While a text is put together, what refers to something stands in it as one of the first two,
# its target, _MARK, its words, _ENDS. These are for private use, so no visible text has them.
_NAMED, _ADDRESS, _MARK, _ENDS = "\ue000\ue003\ue001\ue002"
_REFERRING = re.compile(
    f"([{_NAMED}{_ADDRESS}])([^{_NAMED}-{_ADDRESS}]*){_MARK}([^{_NAMED}-{_ADDRESS}]*){_ENDS}"
)


def _runs(text: str) -> Iterator[Run]:
    start = 0
    for match in _REFERRING.finditer(text):
        if match.start() > start:
            yield text[start : match.start()]
        yield Reference(match[3], match[2], is_address=match[1] == _ADDRESS)
        start = match.end()
    if text[start:]:
        yield text[start:]


def _referring(text: str, target: str, kind: str = _NAMED) -> str:
    """What stands in a text for words that refer to something."""
    words = " ".join(text.split())
    target = "".join(target.split())
    if _MARK in text or not target:
        return text
    return f"{kind}{target}{_MARK}{words}{_ENDS}"


def _read(raw: str) -> list[tuple[_Kind, str]]:
    """The blocks of a description: their kind, and their text with marks in it."""
    text = _visible(_BREAKS.sub("\n", raw))
    if "NsApiSlow" in text:
        text = _THRESHOLD.sub("", text)
    if "&lt;" in text:
        text = _ESCAPED_TAG.sub(r"<\1>", text)
    page = _Page()
    for fenced, part in _fences(text):
        if fenced:
            page.code(part)
        else:
            page.markup(part)
    page.flush()
    return page.blocks


def first_sentence(text: str) -> str:
    """The start of `text` up to the end of its first sentence, or of its first line."""
    line = text.partition("\n")[0]
    for match in _SENTENCE_END.finditer(line):
        if match[0][0] == "." and not _ends_sentence(line, match.start(), match.end()):
            continue
        return line[: match.end()]
    return line


def _ends_sentence(line: str, dot: int, end: int) -> bool:
    """Whether the full stop at `dot` is more than that of an abbreviation."""
    if line[end:].lstrip()[:1].islower():
        return False
    word = _LAST_WORD.search(line, max(0, dot - 20), dot)
    if not word:
        return True
    last = word[0].lower()
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha())


def _fences(text: str) -> Iterator[tuple[bool, str]]:
    """The text in turns of prose and what stands between lines of three backquotes."""
    if "```" not in text:
        yield False, text
        return
    fenced = False
    lines: list[str] = []
    for line in text.split("\n"):
        if _FENCE.match(line):
            yield fenced, "\n".join(lines)
            fenced = not fenced
            lines = []
        else:
            lines.append(line)
    yield fenced, "\n".join(lines)


@dataclass(slots=True)
class _Page:
    """Blocks as they are completed, and the prose that is being collected."""

    blocks: list[tuple[_Kind, str]] = field(default_factory=list[tuple[_Kind, str]])
    prose: list[str] = field(default_factory=list[str])
    item: bool = False  # the prose belongs to a list item
    links: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])

    def markup(self, text: str) -> None:
        """Take prose with tags in it."""
        if "<" not in text:
            self.prose.append(_decoded(text))
            self.flush()
            return
        closed = {name.lower() for name in _CLOSING.findall(text)}
        code_closes = True
        start = 0
        for match in _TAG.finditer(text):
            if match.start() < start:
                continue  # inside of code
            name = match[2].lower()
            if name not in _KNOWN and not (match[1] or match[4]) and name not in closed:
                continue  # a placeholder such as <id>, or a generic type
            self.prose.append(_decoded(text[start : match.start()]))
            start = match.end()
            if name in _CODE and not match[1] and not match[4] and code_closes:
                end = _CODE_ENDS.search(text, start)
                if end:
                    self.flush()
                    self.code(_unescaped(text[start : end.start()]))
                    start = end.end()
                else:
                    code_closes = False
            else:
                self._tag(name, match[3], closing=bool(match[1]), empty=_empty(match))
        self.prose.append(_decoded(text[start:]))
        self.flush()

    def _tag(self, name: str, attributes: str, *, closing: bool, empty: bool) -> None:
        if name in _ITEMS:
            self.flush()
            self.item = not closing
        elif name in _BLOCKS or name in _CODE:
            self.flush()
        elif name == "a":
            self._link(attributes, closing=closing)
        elif closing or not attributes:
            if name in ("td", "th", "term", "dt"):
                self.prose.append(" ")
        elif name in ("see", "seealso", "paramref", "typeparamref"):
            if empty:
                self.prose.append(_target(attributes))
            elif name.startswith("see"):
                # Text may follow, and "</see>"; if none does, the target is the text.
                self.links.append((_target(attributes), len(self.prose)))
        if closing and name in ("see", "seealso"):
            self._seen()

    def _seen(self) -> None:
        if self.links:
            target, start = self.links.pop()
            text = "".join(self.prose[start:])
            if not text.strip():
                self.prose.append(target)
            elif marked := _REFERRING.fullmatch(target):
                self.prose[start:] = [_referring(text, marked[2], marked[1])]

    def _link(self, attributes: str, *, closing: bool) -> None:
        """Put the address of a link after its text, unless the text is the address."""
        if not closing:
            self.links.append((_attribute(attributes, "href"), len(self.prose)))
        elif self.links:
            address, start = self.links.pop()
            if address:
                text = "".join(self.prose[start:])
                self.prose[start:] = [_referring(text, address, _ADDRESS)]

    def flush(self) -> None:
        """End the paragraph, list item or whatever the prose was."""
        text = "".join(self.prose)
        self.prose.clear()
        self.links.clear()
        block: list[str] = []
        for line in text.split("\n"):
            if line.strip():
                block.append(line)
            else:
                self._block(block)
                block = []
        self._block(block)
        self.item = False

    def _block(self, lines: list[str]) -> None:
        if not lines:
            return
        if 4 <= _margin(lines) < 8 and not self.item:
            self.code("\n".join(lines))
            return
        words: list[str] = []
        kind: _Kind | Literal["numbered"] = "item" if self.item else "text"
        for line in lines:
            line = line.strip()
            bullet = _ITEM.match(line)
            numbered = None if bullet else _NUMBERED.match(line)
            if bullet or numbered:
                self._add(kind, words)
                kind = "item"
                words = line[bullet.end() :].split() if bullet else line.split()
                if numbered:
                    self._add("numbered", words)
                    kind, words = "text", []
            elif line.startswith("#") and _HEADING.match(line):
                heading = [part.split() for part in _HEADING.split(line)]
                self._add(kind, words)
                kind, words = "text", [word for part in heading for word in part]
                if line.endswith("#") or sum(map(bool, heading)) == 1:
                    self._add(kind, words)
                    words = []
            else:
                words += line.split()
        self._add(kind, words)

    def _add(self, kind: _Kind | Literal["numbered"], words: list[str]) -> None:
        line = " ".join(words)
        if not line:
            return
        if kind == "numbered":
            self.blocks.append(("item", line))
        else:
            self.blocks.append((kind, f"- {line}" if kind == "item" else line))

    def code(self, text: str) -> None:
        """Take code as it is, apart from its margin and its blank lines."""
        self.flush()
        lines = [_visible(line).rstrip() for line in text.expandtabs(4).split("\n")]
        lines = [line for line in lines if line]
        margin = _margin(lines)
        if lines:
            self.blocks.append(("code", "\n".join(line[margin:] for line in lines)))


def _margin(lines: list[str]) -> int:
    return min(
        (len(line) - len(line.lstrip()) for line in map(str.expandtabs, lines) if line),
        default=0,
    )


def _empty(match: re.Match[str]) -> bool:
    return bool(match[4]) or match[3].endswith("/")


def _attribute(attributes: str, name: str) -> str:
    for key, double, single in _ATTRIBUTE.findall(attributes):
        if key.lower() == name:
            return _unescaped(double or single).strip()
    return ""


def _target(attributes: str) -> str:
    """A reference without a text of its own: in its place, the last name of "P:A.B.C"."""
    for name in ("cref", "name", "langword", "href"):
        value = _attribute(attributes, name)
        if value:
            break
    else:
        return ""
    if name == "href":
        return _referring("", value, _ADDRESS)
    if name != "cref":
        return value
    path = value.partition("(")[0]
    if path[1:2] == ":":
        path = path[2:]
    return _referring(path.rpartition(".")[2].partition("`")[0], value)


def _decoded(text: str) -> str:
    """`text` with entities replaced by what they stand for, and `{A.B.C}` by a reference."""
    text = _unescaped(text)
    if "{" in text:
        text = _REFERENCE.sub(
            lambda match: _referring(match[1].rpartition(".")[2], match[1]), text
        )
    return text


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    for _ in range(3):  # "&amp;amp;" is found, "&amp;amp;amp;amp;" is not
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _visible(text)


def _visible(text: str) -> str:
    """`text` without the characters that cannot be seen; other white space becomes a space."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    text = _INVISIBLE.sub("", text)
    return "".join(
        char if char.isprintable() or char in "\n\t" else " " if char.isspace() else ""
        for char in text
    )
