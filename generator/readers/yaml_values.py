"""YAML by the core schema of YAML 1.2: no tags, no merge keys, no yes and no.

Values are built from the parser's events, without recursion and without its constructors.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator.diagnostics import MetadataError, Origin, metadata_error, quoted
from generator.readers.values import JSON, MAX_DEPTH, Object, duplicate_key, too_deep

MAX_NODES = 2_000_000  # of a document, aliases counted as often as they are used

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


def yaml_value(text: str, file: str) -> JSON:
    builder = _YamlBuilder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else ""
        if "maximum nesting depth" in (error.problem or ""):  # PyYAML's own, from 6.0.4
            raise too_deep(file, place) from None
        raise metadata_error(
            "bad-yaml",
            error.problem or error.context or "the document is broken",
            Origin(file, place),
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
            raise too_deep(self.file, self._place(event).place)
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
            raise too_deep(self.file, self._place(event).place)
        self._put(known.value)

    def _wants_key(self) -> bool:
        if not self.stack:
            return False
        top = self.stack[-1]
        return isinstance(top.value, dict) and top.key is None

    def _key(self, key: str, event: yaml.Event) -> None:
        top = self.stack[-1]
        if isinstance(top.value, dict) and key in top.value:
            raise duplicate_key(key, self._place(event))
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
