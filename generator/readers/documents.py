"""JSON and YAML documents as plain values, with everything refused that could mislead a reader.

Both parsers give the same values: objects with string keys, lists, strings, numbers, booleans and
null. What they refuse is an error that names the place: keys given twice (parsers differ in which
one stands), numbers that JSON has no form for, tags, endless aliases, nesting without bound.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted
from generator.readers.values import (
    JSON,
    MAX_DEPTH,
    Object,
    duplicate_key,
    step,
    too_deep,
)
from generator.readers.yaml_values import yaml_value


def parse_document(content: bytes, file: str) -> JSON:
    """The value of a JSON or YAML document, told apart by its first character."""
    text = _decoded(content, file)
    if text.lstrip()[:1] in ("{", "["):
        return _parse_json(text, file)
    return yaml_value(text, file)


def parse_json(content: bytes, file: str) -> JSON:
    """The value of a JSON document in UTF-8, UTF-16 or UTF-32, with or without a mark."""
    return _parse_json(_decoded(content, file), file)


def parse_yaml(content: bytes, file: str) -> JSON:
    """The value of a YAML document, its plain scalars read by the core schema of YAML 1.2."""
    return yaml_value(_decoded(content, file), file)


def _decoded(content: bytes, file: str) -> str:
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise metadata_error(
            "bad-encoding",
            f"byte {error.start} is not {error.encoding.upper()}",
            Origin(file, str(line)),
            expected="a text in UTF-8 (or UTF-16 or UTF-32 with its mark)",
        ) from None


class _Repeated(Exception):
    """An object has a key twice."""


class _BadNumber(Exception):
    """A number that is no JSON number, or has no value here."""


def _parse_json(text: str, file: str) -> JSON:
    try:
        value = cast(JSON, _JSON_DECODER.decode(text))
    except json.JSONDecodeError as error:
        raise metadata_error(
            "bad-json",
            error.msg[0].lower() + error.msg[1:],
            Origin(file, f"{error.lineno}:{error.colno}"),
            expected="a complete JSON document",
        ) from None
    except _Repeated:
        raise _repeated_key(text, file) from None
    except _BadNumber as error:
        number = str(error)
        line = text.count("\n", 0, max(text.find(number), 0)) + 1
        raise metadata_error(
            "bad-number",
            f"{quoted(number)} is no number of JSON",
            Origin(file, str(line)),
            expected="a finite number of reasonable length",
        ) from None
    except RecursionError:
        raise too_deep(file) from None
    _check_depth(value, file)
    if "\\ud" in text or "\\uD" in text:
        _check_surrogates(value, file)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Repeated
    return value


def _integer(text: str) -> int:
    if len(text) > 400:
        raise _BadNumber(text)
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _BadNumber(text)
    return value


def _no_number(text: str) -> NoReturn:
    raise _BadNumber(text)


_JSON_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_integer,
    parse_float=_real,
    parse_constant=_no_number,
)


@dataclass(slots=True)
class _Pairs:
    """An object as it is written, repeated keys included."""

    items: list[tuple[str, Any]]


def _repeated_key(text: str, file: str) -> MetadataError:
    """The error for the first repeated key; parses again, keeping what is written."""
    try:
        root: Any = json.loads(text, object_pairs_hook=_Pairs, parse_int=str)
    except (ValueError, RecursionError):
        # It breaks off further down; the place of the key is not worth a parser of our own.
        return duplicate_key(None, Origin(file))
    waiting: list[tuple[Any, str]] = [(root, "#")]
    while waiting:
        value, pointer = waiting.pop()
        children: list[tuple[Any, str]] = []
        if isinstance(value, _Pairs):
            seen: set[str] = set()
            for key, child in value.items:
                if key in seen:
                    return duplicate_key(key, Origin(file, pointer))
                seen.add(key)
                children.append((child, pointer + step(key)))
        elif isinstance(value, list):
            items = cast("list[Any]", value)
            children = [(child, f"{pointer}/{i}") for i, child in enumerate(items)]
        waiting.extend(reversed(children))
    raise AssertionError("no key is repeated")


def _containers(values: Iterable[JSON]) -> list[Object | list[JSON]]:
    return [
        inner
        for value in values
        if type(value) is dict or type(value) is list
        for inner in (value.values() if type(value) is dict else value)
        if type(inner) is dict or type(inner) is list
    ]


def _check_depth(value: JSON, file: str) -> None:
    level = _containers([[value]])
    for _ in range(MAX_DEPTH):
        if not level:
            return
        level = _containers(level)
    if level:
        raise too_deep(file)


def _check_surrogates(root: JSON, file: str) -> None:
    """Refuse half of a UTF-16 pair: a text with one cannot be written again."""
    waiting: list[tuple[JSON, str]] = [(root, "#")]
    while waiting:
        value, pointer = waiting.pop()
        texts: list[str] = []
        if isinstance(value, dict):
            texts = list(value)
            waiting.extend((child, pointer + step(key)) for key, child in value.items())
        elif isinstance(value, list):
            waiting.extend((child, f"{pointer}/{i}") for i, child in enumerate(value))
        elif isinstance(value, str):
            texts = [value]
        if any("\ud800" <= char <= "\udfff" for text in texts for char in text):
            raise metadata_error(
                "bad-text",
                "a text holds half of a surrogate pair",
                Origin(file, pointer.encode("ascii", "backslashreplace").decode()),
                expected="characters, or both halves of a pair",
            )
