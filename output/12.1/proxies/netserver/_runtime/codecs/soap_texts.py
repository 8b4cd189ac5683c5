"""Single values as the texts of XML, in both directions, and what XML makes of characters."""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import msgspec

from . import EncodeError, texts
from .kinds import Kind

__all__ = [
    "attribute",
    "checked",
    "empty",
    "escaped",
    "from_item_text",
    "from_text",
    "quoted",
    "text_of",
]

Read = Callable[[Any], Any]
Text = Callable[[Any], str]

_MOST_WORDS = 1000
_TRUE = ("true", "1")
_values_of = msgspec.structs.astuple

# ------------------------------------------------------------------------------- reading


class _Words(dict[str, Any]):
    """Remembers what words of a small vocabulary stand for."""

    def __init__(self, convert: Callable[[str], Any], known: Mapping[str, Any]) -> None:
        super().__init__(known)
        self.convert = convert

    def __missing__(self, word: str) -> Any:
        found = self.convert(word)
        if len(self) < _MOST_WORDS:
            self[word] = found
        return found


def to_bool(text: str) -> bool:
    word = text.strip()
    if word in _TRUE:
        return True
    if word in ("false", "0"):
        return False
    raise ValueError("not a boolean")


_BOOLS = _Words(to_bool, {"true": True, "false": False, "1": True, "0": False})


def to_int(text: str) -> int:
    if "_" in text:
        raise ValueError("not a number")
    return int(text)


def to_decimal(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        raise ValueError("not a number") from None


def _flags_words(kind: Kind) -> Read:
    zero: str = kind.python(0).text()

    def convert(text: str) -> str:
        return ", ".join(text.replace(",", " ").split()) or zero

    return _Words(convert, {}).__getitem__


def _enumeration_words(kind: Kind) -> Read:
    def convert(text: str) -> Any:
        return kind.python(text.strip())

    return _Words(convert, {each.value: each for each in kind.python}).__getitem__


_FROM_TEXT: dict[str, Read] = {
    "text": str,
    "int": int,
    "bool": _BOOLS.__getitem__,
    "float": texts.float_from_xml,
    "decimal": to_decimal,
    "datetime": str.strip,
    "date": str.strip,
    "time": str.strip,
    "duration": texts.duration_from_iso,
    "bytes": binascii.a2b_base64,
}
_ITEM_FROM_TEXT: dict[str, Read] = {
    "datetime": texts.read_datetime,
    "date": texts.read_date,
    "time": texts.read_time,
}
_words_of: dict[Kind, Read] = {}


def from_text(kind: Kind) -> Read:
    """What makes of an element's text what a carrier's slot holds."""
    found = _FROM_TEXT.get(kind.name) or _words_of.get(kind)
    if found is None:
        make = _flags_words if kind.name == "flags" else _enumeration_words
        found = _words_of[kind] = make(kind)
    return found


def from_item_text(kind: Kind) -> Read:
    """The same for the items of lists, where dates stand as such."""
    return _ITEM_FROM_TEXT.get(kind.name) or from_text(kind)


def empty(kind: Kind) -> Any:
    """What an element without text stands for; None where that is no value."""
    match kind.name:
        case "text" | "any":
            return ""
        case "bytes":
            return b""
        case "flags":
            return kind.python(0).text()
        case _:
            return None


# ------------------------------------------------------------------------------- writing


def int_text(value: Any) -> str:
    return f"{value:d}"


def bool_text(value: Any) -> str:
    return "true" if value else "false"


def _datetime_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_datetime(value)


def _date_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_date(value)


def _time_text(value: Any) -> str:
    return escaped(value) if isinstance(value, str) else texts.write_time(value)


def duration_text(value: Any) -> str:
    if isinstance(value, timedelta):
        value = texts.write_duration(value)
    return escaped(texts.duration_to_iso(value))


def bytes_text(value: Any) -> str:
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def _float_text(value: Any) -> str:
    return escaped(texts.float_to_xml(value))


def enumeration_text(value: Any) -> str:
    return escaped(str.__str__(value))


def _flags_text(kind: Kind) -> Text:
    known: dict[str, str] = {}

    def convert(value: Any) -> str:
        found = known.get(value)
        if found is None:
            flags = kind.python.parse(value) if isinstance(value, str) else value
            found = escaped(flags.soap_text())
            if len(known) < 1000:
                known[value] = found
        return found

    return convert


_TEXTS: dict[str, Text] = {
    "int": int_text,
    "bool": bool_text,
    "float": _float_text,
    "decimal": texts.decimal_to_xml,
    "datetime": _datetime_text,
    "date": _date_text,
    "time": _time_text,
    "duration": duration_text,
    "bytes": bytes_text,
    "enumeration": enumeration_text,
}


def text_of(kind: Kind) -> Text:
    if kind.name == "flags":
        return _flags_text(kind)
    return escaped if kind.name == "text" else _TEXTS[kind.name]


# ---------------------------------------------------------------------------- characters


_CONTROLS = bytes(n for n in range(32) if n not in (9, 10, 13))
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """Text as it may stand between tags and in attributes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def attribute(text: str) -> str:
    """Text as it may stand in an attribute."""
    return quoted(escaped(text))


def quoted(text: str) -> str:
    """Text that is escaped already, as it may stand in an attribute."""
    text = text.replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")


def checked(parts: list[str], *values: tuple[str, object]) -> bytes:
    """The document in UTF-8; refuses characters that XML cannot hold, naming their place."""
    try:
        data = "".join(parts).encode()
    except UnicodeEncodeError:
        raise _bad_character(values) from None
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise _bad_character(values)
    if b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data:
        raise _bad_character(values)
    return data


def _bad_character(values: tuple[tuple[str, object], ...]) -> EncodeError:
    for name, value in values:
        found = _search(name, value)
        if found is not None:
            place, character = found
            return EncodeError(f"{place}: XML cannot hold the character {character!r}")
    return EncodeError("XML cannot hold one of the characters")


def _search(place: str, value: object) -> tuple[str, str] | None:
    if isinstance(value, str):
        match = _NO_CHARACTER.search(value)
        return (place, match[0]) if match else None
    if isinstance(value, msgspec.Struct):
        names = type(value).__struct_fields__
        parts = [
            (f"{type(value).__name__}.{name}", part)
            for name, part in zip(names, _values_of(value), strict=True)
        ]
    elif isinstance(value, dict):
        pairs = cast("dict[Any, Any]", value).items()
        parts = [(place, part) for pair in pairs for part in pair]
    elif isinstance(value, (list, tuple)):
        parts = [(place, part) for part in cast("list[Any]", value)]
    else:
        return None
    for name, part in parts:
        found = _search(name, part)
        if found is not None:
            return found
    return None
