"""The only texts that may reach a template, each with one door through which it is made.

Metadata is untrusted, so a plain `str` never gets into a rendered file: the template
environment refuses it (`generator/emit/environment.py`). What it takes is

- `Identifier` and `DottedName`, which check the name they are given;
- `Literal`, made by `literal()`: a Python value as source text;
- `DocText`, made by `docstring()` and `comment()`: prose as source text;
- `Code`, made by `code()`, `joined()` and `bracketed()`: source text put together
  from the others and from constants of ours;
- `TomlText` and `MarkdownText`, made by `toml()` and `markdown()`, in files that are
  no Python;
- `HtmlText` and more of Markdown on the pages of the reference, made by
  `generator/plan/reference/writers.py`, which is the one door to both.

Each is a `str`; what string methods and `+` make of it is a plain `str` again, and refused.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, NoReturn, Self, TypeAlias, cast

LINE_LENGTH = 88


class Identifier(str):
    """A name that may stand anywhere in Python where a name may.

    Names that look different from what Python makes of them (it compares names in the
    form NFKC) and names with characters that cannot be seen are refused. So are names
    with two leading underscores, which Python mangles in classes or gives a meaning of
    its own, unless `dunder` says that such a one is meant.
    """

    __slots__ = ()

    def __new__(cls, name: str, *, dunder: bool = False) -> Self:
        _check_identifier(name, dunder)
        return super().__new__(cls, name)


class DottedName(str):
    """The name of a module or of an attribute: identifiers with dots between.

    A relative module (".contact_entity", "..carriers") has leading dots.
    """

    __slots__ = ()

    def __new__(cls, name: str, *, dunder: bool = False) -> Self:
        for part in name.lstrip(".").split("."):
            _check_identifier(part, dunder)
        return super().__new__(cls, name)


class _Made(str):
    """A text that only a function of this module makes."""

    __slots__ = ()

    def __new__(cls, *_: object) -> NoReturn:
        raise TypeError(f"a {cls.__name__} is made by the functions of {__name__}")

    @classmethod
    def _of(cls, source: str) -> Self:
        return str.__new__(cls, source)


class Literal(_Made):
    """The source text of a literal."""

    __slots__ = ()


class DocText(_Made):
    """The source text of a docstring or of comment lines."""

    __slots__ = ()


class Code(_Made):
    """Source text made of checked parts."""

    __slots__ = ()


class TomlText(_Made):
    """The source text of a TOML string."""

    __slots__ = ()


class MarkdownText(_Made):
    """Markdown in which what the metadata says is no markup."""

    __slots__ = ()


class HtmlText(_Made):
    """HTML in which what the metadata says is text, and nothing else."""

    __slots__ = ()


Part: TypeAlias = Identifier | DottedName | Literal | Code | int


def literal(value: object) -> Literal:
    """The value as Python source on one line, printed as black prints it.

    Takes None, bool, int, finite float, str, bytes, and tuples, lists and dicts of those.
    """
    return Literal._of(_source(value))  # pyright: ignore[reportPrivateUsage]


def code(pattern: LiteralString, *parts: Part) -> Code:
    """`pattern`, a constant of ours, with each `{}` in it replaced by a part in turn."""
    pieces = pattern.split("{}")
    if len(pieces) != len(parts) + 1:
        raise ValueError(f"{pattern!r} has no place for {len(parts)} parts")
    made = [pieces[0]]
    for part, piece in zip(parts, pieces[1:], strict=True):
        made += [_checked(part), piece]
    return Code._of("".join(made))  # pyright: ignore[reportPrivateUsage]


def joined(separator: LiteralString, parts: Iterable[Part]) -> Code:
    """The parts with `separator`, a constant of ours, between."""
    made = separator.join([_checked(part) for part in parts])
    return Code._of(made)  # pyright: ignore[reportPrivateUsage]


def bracketed(
    head: Code, items: Sequence[Part], tail: Code, *, indent: int, comma: bool = True
) -> Code:
    """`head`, items with commas between, `tail`: laid out as black would.

    `head` ends with the opening bracket and `tail` begins with the closing one, and what
    they stand in begins `indent` columns from the left: one line where all fits, else
    the items on one line of their own, else one item a line. `comma` says that a trailing
    comma may follow the last item.
    """
    texts = [_checked(item) for item in items]
    line = ", ".join(texts)
    single = f"{head}{line}{tail}"
    if indent + width(single) <= LINE_LENGTH or not texts:
        return Code._of(single)  # pyright: ignore[reportPrivateUsage]
    inner = " " * (indent + 4)
    close = "\n" + " " * indent + tail
    # black never puts several items of a display on one line of their own, and gives a lone
    # parameter a comma, which sends it to a line of its own as well.
    display = not head[-2:-1].isidentifier() and head[-2:-1] not in (")", "]")
    lone = len(texts) == 1 and head.lstrip().startswith(("def ", "async def "))
    if (
        indent + 4 + width(line) <= LINE_LENGTH
        and not (display and len(texts) > 1)
        and not lone
    ):
        return Code._of(  # pyright: ignore[reportPrivateUsage]
            f"{head}\n{inner}{line}{close}"
        )
    last = "," if comma else ""
    return Code._of(  # pyright: ignore[reportPrivateUsage]
        f"{head}\n{inner}" + f",\n{inner}".join(texts) + last + close
    )


def docstring(text: str, *, indent: int) -> DocText:
    """`text` as a complete docstring, quotes included, that stands `indent` columns in.

    A line of `text` is a paragraph or an item: it is wrapped by words, and never joined
    with the next one. A line that is indented, such as one below "Args:", stays so and
    goes on four columns further in. Several blank lines become one. Characters that
    could steer a terminal or an editor become visible escapes.
    """
    made = _docstring(text, indent)
    return DocText._of(made)  # pyright: ignore[reportPrivateUsage]


def comment(text: str, *, indent: int = 0) -> DocText:
    """`text` as comment lines that stand `indent` columns in, wrapped by words.

    Nothing in it is read by a tool: no declaration of an encoding, no pragma.
    """
    lines: list[str] = []
    for line in _lines(text):
        quiet = _PRAGMA.sub(r"\1 \2", line)
        # "#!" starts a program, and black puts no space into it.
        lines += _wrapped(quiet, LINE_LENGTH - indent - 2, 0, 0) or [""]
    made = ("\n" + " " * indent).join(f"# {line}".rstrip() for line in lines)
    return DocText._of(made or "#")  # pyright: ignore[reportPrivateUsage]


def toml(text: str) -> TomlText:
    """`text` as a basic string of TOML."""
    made = '"' + "".join(map(_toml_char, text)) + '"'
    return TomlText._of(made)  # pyright: ignore[reportPrivateUsage]


def markdown(text: str) -> MarkdownText:
    """`text` on one line of Markdown, with no markup and no HTML in it."""
    line = " ".join(" ".join(_lines(text)).split())
    made = _MARKUP.sub(r"\\\g<0>", line)
    return MarkdownText._of(made)  # pyright: ignore[reportPrivateUsage]


def html_made(source: str) -> HtmlText:
    """What a writer of pages has made; for nobody else."""
    return HtmlText._of(source)  # pyright: ignore[reportPrivateUsage]


def markdown_made(source: str) -> MarkdownText:
    """What a writer of pages has made; for nobody else."""
    return MarkdownText._of(source)  # pyright: ignore[reportPrivateUsage]


def visible_lines(text: str, *, strip: bool = True) -> list[str]:
    """The lines of `text`, each character of which can be seen; without spaces at their ends, unless not `strip`."""
    return _lines(text, strip=strip)


def width(text: str) -> int:
    """How many columns the longest line of `text` takes, counted as black counts."""
    if "\n" in text:
        return max(map(width, text.split("\n")))
    if text.isascii():
        return len(text)
    return sum(
        (
            0
            if unicodedata.combining(char)
            else 2 if unicodedata.east_asian_width(char) in "FW" else 1
        )
        for char in text
    )


# --- identifiers ---------------------------------------------------------------------------

# Letters and marks that leave no trace on a page (Unicode: Default_Ignorable_Code_Point).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def _check_identifier(name: str, dunder: bool) -> None:
    if not name.isidentifier():
        raise ValueError(f"{name!r} is no identifier")
    if keyword.iskeyword(name):
        raise ValueError(f"{name!r} is a keyword")
    if unicodedata.normalize("NFKC", name) != name or _INVISIBLE.search(name):
        raise ValueError(f"{name!r} is not what it looks like")
    if name.startswith("__") and not dunder:
        raise ValueError(f"{name!r} has two leading underscores")
    if name == "__debug__":
        raise ValueError("'__debug__' cannot be assigned to")


def _checked(part: Part) -> str:
    if type(part) in _PARTS:
        return str(part)
    raise TypeError(f"{type(part).__name__} {part!r} is no part of code")


_PARTS = frozenset({Identifier, DottedName, Literal, Code, int})

# --- literals ------------------------------------------------------------------------------

_ESCAPES = {
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


def _source(value: object) -> str:
    match value:
        case None | True | False:
            return repr(value)
        case str():
            return _quoted(str(value))
        case int() if type(value) is int:
            return repr(value)
        case float() if value - value == 0:
            return repr(float(value))
        case bytes():
            return "b" + _quoted(value.decode("latin-1"), raw=True)
        case tuple():
            items = [_source(item) for item in cast("tuple[Any, ...]", value)]
            return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
        case list():
            return f"[{', '.join(map(_source, cast('list[Any]', value)))}]"
        case Mapping():
            pairs = cast("Mapping[Any, Any]", value).items()
            return (
                "{"
                + ", ".join(f"{_source(key)}: {_source(item)}" for key, item in pairs)
                + "}"
            )
        case _:
            raise TypeError(f"{value!r} is no literal")


def _quoted(text: str, *, raw: bool = False) -> str:
    """`text` between quotes: double ones, unless single ones need fewer backslashes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isprintable() and text.isascii() and quote not in text and "\\" not in text:
        return quote + text + quote
    body = [
        (
            "\\" + char
            if char == quote
            else _ESCAPES.get(char)
            or (
                char
                if char.isprintable() and not (raw and not char.isascii())
                else _escape(char)
            )
        )
        for char in text
    ]
    return quote + "".join(body) + quote


def _escape(char: str) -> str:
    number = ord(char)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _toml_char(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    number = ord(char)
    if 0xD800 <= number <= 0xDFFF:
        return "\\uFFFD"  # TOML has no way to say half a character
    if char.isprintable():
        return char
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"


# --- prose ---------------------------------------------------------------------------------

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# A word that a tool looks for in comments, with the sign that makes it an order.
_PRAGMA = re.compile(
    r"(coding|type|fmt|yapf|isort|noqa|pragma|pyright|mypy|pylint|ruff|flake8|nosec)([:=])",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[!-/:-@\[-`{-~]")


def _lines(text: str, *, strip: bool = True) -> list[str]:
    """The lines of `text`, every character visible, without spaces at their ends."""
    if text.isascii() and text.isprintable():  # most texts: one line, nothing odd in it
        return [text.rstrip() if strip else text]
    lines: list[str] = []
    for line in _BREAKS.split(text):
        if not (line.isascii() and line.isprintable()):
            line = "".join(map(_visible, line))
        lines.append(line.rstrip() if strip else line)
    return lines


def _visible(char: str) -> str:
    if char.isprintable() and not _INVISIBLE.match(char):
        return char
    if char == "\ufeff":
        return ""
    return " " if char.isspace() else _escape(char)


def _docstring(text: str, indent: int) -> str:
    lines = [
        line.replace("\\", "\\\\").replace('"""', r"\"\"\"") for line in _lines(text)
    ]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    if not lines:
        return '""""""'
    first = lines[0].lstrip()
    if first.startswith('"'):
        first = " " + first
    if len(lines) == 1:
        last = " " if first.endswith('"') else ""
        if indent + 6 + width(first + last) <= LINE_LENGTH:
            return f'"""{first}{last}"""'
    room = LINE_LENGTH - indent
    pad = len(first) - len(first.lstrip())
    made = _wrapped(first.lstrip(), room, 3 + pad, 0)
    if len(lines) == len(made) == 1:
        # With the quotes, which black would put behind it, that line is too wide.
        made = _wrapped(first.lstrip(), room - 4, 3 + pad, 0)
    made[0] = " " * pad + made[0]
    # As black and inspect.cleandoc do: the least indented of the other lines is flush.
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line]
    margin = min(margins, default=0)
    for line in lines[1:]:
        if line:
            body = line.lstrip()
            depth = min(len(line) - len(body) - margin, 24)
            made += [
                " " * depth + wrapped
                for wrapped in _wrapped(body, room - depth, 0, 4 if depth else 0)
            ]
        elif made[-1]:
            made.append("")
    if len(made) == 1:
        # black puts the quotes behind a single line, be they too far out.
        last = " " if made[0].endswith('"') else ""
        return f'"""{made[0]}{last}"""'
    margin_text = " " * indent
    return "\n".join(
        ['"""' + made[0]]
        + [margin_text + line if line else "" for line in made[1:]]
        + [margin_text + '"""']
    )


def _wrapped(text: str, room: int, taken: int, hanging: int) -> list[str]:
    """The words of `text` on lines of `room` columns.

    `taken` columns of the first line are in use; the other lines start `hanging` columns in.
    """
    if taken + width(text) <= room and "  " not in text:
        return [text]
    lines: list[str] = []
    line, used = "", taken
    for word in text.split():
        size = width(word)
        if line.strip() and used + 1 + size > room:
            lines.append(line)
            line, used = " " * hanging, hanging
        elif line.strip():
            line, used = line + " ", used + 1
        line, used = line + word, used + size
    return [*lines, line]
