"""JSON and YAML documents as plain values, with everything refused that could mislead a reader.

Both parsers give the same values: objects with string keys, lists, strings, numbers, booleans and
null. What they refuse is an error that names the place: keys given twice (parsers differ in which
one stands), numbers that JSON has no form for, tags, endless aliases, nesting without bound.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias, cast

import yaml

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, JSON]"

MAX_DEPTH = 100
MAX_NODES = 2_000_000  # of a YAML document, aliases counted as often as they are used


def parse_document(content: bytes, file: str) -> JSON:
    """The value of a JSON or YAML document, told apart by its first character."""
    text = _decoded(content, file)
    if text.lstrip()[:1] in ("{", "["):
        return _parse_json(text, file)
    return _parse_yaml(text, file)


def parse_json(content: bytes, file: str) -> JSON:
    """The value of a JSON document in UTF-8, UTF-16 or UTF-32, with or without a mark."""
    return _parse_json(_decoded(content, file), file)


def parse_yaml(content: bytes, file: str) -> JSON:
    """The value of a YAML document, its plain scalars read by the core schema of YAML 1.2."""
    return _parse_yaml(_decoded(content, file), file)


def step(name: str) -> str:
    """`name` as one step of a JSON pointer (RFC 6901)."""
    if "~" in name or "/" in name:
        name = name.replace("~", "~0").replace("/", "~1")
    return "/" + name


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


# --- JSON


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
        raise _too_deep(file) from None
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
    root: Any = json.loads(text, object_pairs_hook=_Pairs)
    waiting: list[tuple[Any, str]] = [(root, "#")]
    while waiting:
        value, pointer = waiting.pop()
        children: list[tuple[Any, str]] = []
        if isinstance(value, _Pairs):
            seen: set[str] = set()
            for key, child in value.items:
                if key in seen:
                    return _duplicate_key(key, Origin(file, pointer))
                seen.add(key)
                children.append((child, pointer + step(key)))
        elif isinstance(value, list):
            items = cast("list[Any]", value)
            children = [(child, f"{pointer}/{i}") for i, child in enumerate(items)]
        waiting.extend(reversed(children))
    raise AssertionError("no key is repeated")


def _duplicate_key(key: str, origin: Origin) -> MetadataError:
    return metadata_error(
        "duplicate-key",
        f"the key {quoted(key)} stands twice in one object",
        origin,
        expected="each key once",
        hint="remove the one that is not meant",
    )


def _too_deep(file: str, place: str = "") -> MetadataError:
    return metadata_error(
        "too-deep",
        f"values are nested more than {MAX_DEPTH} levels deep",
        Origin(file, place),
        expected="a description of a service",
    )


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
        raise _too_deep(file)


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


# --- YAML

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"
_COLLECTION_TAGS = {yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "seq"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _parse_yaml(text: str, file: str) -> JSON:
    builder = _YamlBuilder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise metadata_error(
            "bad-yaml",
            error.problem or error.context or "the document is broken",
            Origin(file, f"{mark.line + 1}:{mark.column + 1}" if mark else ""),
            expected="a JSON or YAML document",
        ) from None
    except yaml.YAMLError as error:
        raise metadata_error(
            "bad-yaml",
            str(error).partition("\n")[0],
            Origin(file),
            expected="a JSON or YAML document",
        ) from None
    return builder.value()


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been reached; in a mapping, `key` waits for its value."""

    value: Object | list[JSON]
    anchor: str | None
    nodes_before: int
    key: str | None = None
    depth: int = 1  # of what is inside, the collection itself included


@dataclass(slots=True)
class _Anchored:
    value: JSON
    nodes: int
    depth: int


@dataclass(slots=True)
class _YamlBuilder:
    """Builds the value from parser events, without recursion, counting as it goes."""

    file: str
    nodes: int = 0
    documents: list[JSON] = field(default_factory=list[JSON])
    stack: list[_Open] = field(default_factory=list[_Open])
    anchors: dict[str, _Anchored] = field(default_factory=dict[str, _Anchored])

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._alias(event)
            case _:
                pass

    def value(self) -> JSON:
        if len(self.documents) != 1:
            raise metadata_error(
                "bad-yaml",
                f"{len(self.documents)} documents stand in one file",
                Origin(self.file),
                expected="one JSON or YAML document",
            )
        return self.documents[0]

    def _fail(
        self, id: str, message: str, event: yaml.Event, *, expected: str = ""
    ) -> MetadataError:
        return metadata_error(id, message, self._place(event), expected=expected)

    def _place(self, event: yaml.Event) -> Origin:
        mark = event.start_mark
        return Origin(self.file, f"{mark.line + 1}:{mark.column + 1}" if mark else "")

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self._fail(
                "too-large",
                f"the document has more than {MAX_NODES} values, aliases counted each time",
                event,
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(1, event)
        if self._wants_key():
            if event.value == "<<" and event.implicit[0]:
                raise self._fail(
                    "yaml-merge-key",
                    'the key "<<" merges mappings in YAML 1.1 and is an ordinary key in YAML 1.2',
                    event,
                    expected="the members written out, or a $ref",
                )
            self._key(event.value, event)
            return
        value = self._scalar_value(event)
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(value, 1, 0)
        self._put(value)

    def _scalar_value(self, event: yaml.ScalarEvent) -> JSON:
        text: str = event.value
        tag: str | None = event.tag
        if tag == _CORE + "str" or tag == "!":
            return text
        if tag is None and not event.implicit[0]:
            return text
        value = self._plain(text, event)
        if tag is not None and tag != _CORE + _yaml_kind(value):
            raise self._unknown_tag(tag, event)
        return value

    def _plain(self, text: str, event: yaml.Event) -> JSON:
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _INTEGER.fullmatch(text):
            if len(text) > 400:
                raise self._bad_number(text, event)
            return int(text, 0 if text[:2] in ("0o", "0x") else 10)
        if _REAL.fullmatch(text):
            number = float(text)
            if not math.isfinite(number):
                raise self._bad_number(text, event)
            return number
        if _NOT_FINITE.fullmatch(text):
            raise self._bad_number(text, event)
        return text

    def _bad_number(self, text: str, event: yaml.Event) -> MetadataError:
        return self._fail(
            "bad-number",
            f"{quoted(text)} is no number of JSON",
            event,
            expected="a finite number of reasonable length",
        )

    def _unknown_tag(self, tag: str, event: yaml.Event) -> MetadataError:
        return self._fail(
            "yaml-tag",
            f"the tag {quoted(tag)} is not read",
            event,
            expected="values without tags",
        )

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._count(1, event)
        tag: str | None = event.tag
        if tag not in (None, "!", _CORE + _COLLECTION_TAGS[type(event)]):
            raise self._unknown_tag(tag, event)
        if self._wants_key():
            raise self._fail(
                "bad-yaml", "a key is not a text", event, expected="keys that are texts"
            )
        if len(self.stack) >= MAX_DEPTH:
            raise _too_deep(self.file, self._place(event).place)
        mapping = isinstance(event, yaml.MappingStartEvent)
        anchor: str | None = event.anchor
        if anchor:
            self.anchors.pop(anchor, None)
        self.stack.append(_Open({} if mapping else [], anchor, self.nodes - 1))

    def _close(self, event: yaml.Event) -> None:
        done = self.stack.pop()
        if done.anchor:
            nodes = self.nodes - done.nodes_before
            self.anchors[done.anchor] = _Anchored(done.value, nodes, done.depth)
        if self.stack:
            self.stack[-1].depth = max(self.stack[-1].depth, done.depth + 1)
        self._put(done.value)

    def _alias(self, event: yaml.AliasEvent) -> None:
        name = event.anchor or ""
        known = self.anchors.get(name)
        if known is None:
            raise self._fail(
                "bad-yaml",
                f"the alias {quoted(name)} stands inside its own value or for none",
                event,
                expected="an alias of a value that is complete",
            )
        self._count(known.nodes, event)
        if self._wants_key():
            if not isinstance(known.value, str):
                raise self._fail("bad-yaml", "a key is not a text", event)
            self._key(known.value, event)
            return
        if self.stack:
            self.stack[-1].depth = max(self.stack[-1].depth, known.depth + 1)
        if len(self.stack) + known.depth > MAX_DEPTH:
            raise _too_deep(self.file, self._place(event).place)
        self._put(known.value)

    def _wants_key(self) -> bool:
        if not self.stack:
            return False
        top = self.stack[-1]
        return isinstance(top.value, dict) and top.key is None

    def _key(self, key: str, event: yaml.Event) -> None:
        top = self.stack[-1]
        if isinstance(top.value, dict) and key in top.value:
            raise _duplicate_key(key, self._place(event))
        top.key = key

    def _put(self, value: JSON) -> None:
        if not self.stack:
            self.documents.append(value)
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            top.value[top.key] = value
            top.key = None


def _yaml_kind(value: JSON) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case _:
            return "str"
