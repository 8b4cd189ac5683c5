"""The paths of the WebApi in an OpenAPI description.

OpenAPI knows one operation for each verb on a path, and takes paths that differ in the names of their placeholders for
the same. NetServer has several there, and tells them apart by what stands in the path, a number or a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, cast

from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.endpoints import (
    BODY,
    PART,
    PLACEHOLDER,
    ResourceOperation,
    placeholders,
)
from netserver._runtime.lazy import LazyClasses
from netserver._runtime.standing import entity_of
from .catalogue import Catalogue
from .openapi_components import JSON, OCTETS, Components
from .openapi_schemas import Json, any_of, told

__all__ = ["ResourcePaths"]

_VERBS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
_FORM = "multipart/form-data"
_BINARY: Json = {"type": "string", "format": "binary"}
_DEEPEST = 8  # members inside members, where a carrier is spelled in a query


class ResourcePaths:
    """The paths of resources, gathered one operation after the other."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.components = Components()
        self._documents = _Documents(catalogue)
        self._ids: set[str] = set()
        self._tags: dict[str, str] = {}
        self._places: dict[str, list[ResourceOperation]] = {}

    def add(self, operation: ResourceOperation) -> None:
        """Take an operation."""
        if operation.verb not in _VERBS:
            return
        place = PLACEHOLDER.sub("{}", operation.path.strip("/")).lower()
        self._places.setdefault(place, []).append(operation)
        self._tags.setdefault(_tag(operation), self._documents.of_resource(operation))

    def tags(self) -> Iterator[Json]:
        """The resources."""
        for name, text in self._tags.items():
            yield {"name": name, "description": text} if text else {"name": name}

    def paths(self) -> Json:
        """What can be done at each path. Of paths that are the same to NetServer, the first one's spelling stands."""
        return {
            f"/{operations[0].path.strip('/')}": self._item(operations)
            for operations in self._places.values()
        }

    def _item(self, operations: Sequence[ResourceOperation]) -> Json:
        names = placeholders(operations[0].path)
        by_verb: dict[str, list[ResourceOperation]] = {}
        for operation in operations:
            by_verb.setdefault(operation.verb, []).append(operation)
        item: Json = {}
        for verb, held in by_verb.items():
            held.sort(key=_texts)
            item[verb.lower()] = self._operation(held, names)
        return item

    def _operation(
        self, held: Sequence[ResourceOperation], names: Sequence[str]
    ) -> Json:
        """One operation, or several that OpenAPI can only describe as one."""
        first = held[0]
        ids = [self._id(each) for each in held]
        made: Json = {"tags": [_tag(first)]}
        if summary := self._documents.of_operation(first):
            made["summary"] = summary
        if text := _description(held, ids):
            made["description"] = text
        made["operationId"] = ids[0]
        if len(held) > 1:
            made["x-operations"] = ids
        made["parameters"] = [
            *self._in_path(held, names),
            *_different([each for one in held for each in self._beside(one)]),
            *self.components.headers(),
        ]
        bodies = [body for each in held if (body := self._body(each))]
        if bodies:
            required = len(bodies) == len(held)
            made["requestBody"] = {"required": required, "content": _merged(bodies)}
        made["responses"] = {**self._answers(held), **self._refusals(held)}
        return made

    def _id(self, operation: ResourceOperation) -> str:
        """The operation's name; those of several resources of one shape are called after the resource."""
        name = operation.name
        if self._documents.is_part(operation):
            resource = re.sub(r"\W+", "", operation.facade.name)
            words = "".join(word[:1].upper() + word[1:] for word in name.split("_"))
            name = f"v1{resource}_{words}"
        wanted, number = name, 2
        while name in self._ids:
            name, number = f"{wanted}_{number}", number + 1
        self._ids.add(name)
        return name

    # ------------------------------------------------------------------------ what is sent

    def _in_path(
        self, held: Sequence[ResourceOperation], names: Sequence[str]
    ) -> Iterator[Json]:
        for position, name in enumerate(names):
            schemas = [
                self.components.schemas.kind(_placed(each, position)[1])
                for each in held
            ]
            same = all(each == schemas[0] for each in schemas)
            schema = schemas[0] if same else {"type": "string"}
            yield {"name": name, "in": "path", "required": True, "schema": schema}

    def _beside(self, operation: ResourceOperation) -> Iterator[Json]:
        """What goes into query and headers."""
        in_path = placeholders(operation.path)
        for name, typed in row_of(operation).takes:
            if name == BODY or name in in_path or name in operation.form:
                continue
            if name in operation.header:
                schema = self.components.schemas.kind(typed.kind)
                yield {"name": name, "in": "header", "schema": schema}
            elif name == "$select":
                yield self.components.select()
            else:
                joined = name in operation.joined
                yield from self._in_query(name, typed.kind, joined, ())
        for name in operation.rows:
            yield self.components.rows(name)
        if operation.condition:
            yield self.components.condition(operation.condition)

    def _in_query(
        self, name: str, kind: Kind, joined: bool, around: tuple[Kind, ...]
    ) -> Iterator[Json]:
        """A parameter of the query; a carrier is spelled member by member, as "sale.saleId"."""
        if kind.name == "carrier":
            if kind in around or len(around) == _DEEPEST:
                return
            for field in schema_of(kind.python).fields:
                inner = f"{name}.{field.wire[:1].lower()}{field.wire[1:]}"
                yield from self._in_query(inner, field.kind, joined, (*around, kind))
            return
        if around and _is_untold(kind):
            return
        made: Json = {"name": name, "in": "query"}
        if kind.name == "list":
            made |= {"style": "form", "explode": not joined}
        yield {**made, "schema": self.components.schemas.kind(kind)}

    def _body(self, operation: ResourceOperation) -> Json:
        """The content of the body by its type; empty where none is sent."""
        takes = dict(row_of(operation).takes)
        if operation.form:
            members = {name: self._field(takes[name].kind) for name in operation.form}
            schema: Json = {"type": "object", "properties": members}
            return {_FORM: {"schema": schema}}
        if BODY not in takes:
            return {}
        kind = takes[BODY].kind
        if kind.name == "bytes":
            return {OCTETS: {"schema": _BINARY}}
        if operation.verb == "PATCH" and kind.name == "any":
            return {JSON: {"schema": self._changes(operation)}}
        return {JSON: {"schema": self.components.schemas.kind(kind)}}

    def _field(self, kind: Kind) -> Json:
        return _BINARY if kind.name == "bytes" else self.components.schemas.kind(kind)

    def _changes(self, operation: ResourceOperation) -> Json:
        """A JSON Patch, or the members that change with their new values."""
        gives = row_of(operation).gives
        merged: Json = {"type": "object", "additionalProperties": {}}
        if gives and gives[0][1].kind.name == "carrier":
            entity = entity_of(gives[0][1].kind.python)
            merged = self.components.schemas.carrier(entity)
        return {"anyOf": [self.components.changes(), merged]}

    # ------------------------------------------------------------------------ what is answered

    def _answers(self, held: Sequence[ResourceOperation]) -> Json:
        contents = [content for each in held if (content := self._content(each))]
        made: Json = {}
        if contents:
            made["200"] = {"description": "Done.", "content": _merged(contents)}
        if len(contents) < len(held) or any(OCTETS in each for each in contents):
            made["204"] = {"description": "Done; there is nothing to tell."}
        return made

    def _content(self, operation: ResourceOperation) -> Json:
        """The content of an answer by its type; empty where there is none."""
        if operation.gives_rows:
            return {JSON: {"schema": self.components.page()}}
        if operation.gives_bytes:
            return {OCTETS: {"schema": _BINARY}}
        gives: Sequence[tuple[str, Typed]] = row_of(operation).gives
        if not gives:
            return {}
        return {JSON: {"schema": self.components.schemas.of(gives[0][1])}}

    def _refusals(self, held: Sequence[ResourceOperation]) -> Json:
        conditions = {each.condition for each in held}
        statuses = {
            "304": "If-Modified-Since" in conditions,
            "404": any(map(_may_miss, held)),
            "409": held[0].verb == "PATCH",
            "412": "If-Unmodified-Since" in conditions,
        }
        happening = (status for status, happens in statuses.items() if happens)
        return self.components.refusals(*happening)


class _Documents:
    """What docstrings say of resources and of their operations."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._resources: Mapping[str, Any] = {}
        if catalogue.resources:
            index = import_module(f"{catalogue.release.package}.resources")
            classes = cast("LazyClasses", index.RESOURCES)
            self._resources = {name: classes.generated(name) for name in classes}
        self._parts = {
            name.replace(PART, part): (name, part)
            for name, parts in catalogue.parts.items()
            for part in parts
        }

    def is_part(self, operation: ResourceOperation) -> bool:
        """Whether it is of one of several resources that share a shape."""
        return operation.facade.name in self._parts

    def _class(self, operation: ResourceOperation) -> tuple[Any, str]:
        name = operation.facade.name
        shape, part = self._parts.get(name, (name, ""))
        return self._resources[shape], part

    def of_resource(self, operation: ResourceOperation) -> str:
        """What is said of the resource."""
        documented, part = self._class(operation)
        return "" if part else told(documented)  # it tells of all its parts

    def of_operation(self, operation: ResourceOperation) -> str:
        """What is said of the operation."""
        documented, part = self._class(operation)
        method = documented.OPERATIONS.get(operation.name, "")
        text = told(getattr(documented, method)) if method else ""
        return text.replace(PART, part) if part else text


def _tag(operation: ResourceOperation) -> str:
    return operation.facade.name.replace("/", "_")


def _placed(operation: ResourceOperation, position: int) -> tuple[str, Kind]:
    """Name and kind of what stands in the placeholder at that position."""
    name = placeholders(operation.path)[position]
    return name, dict(row_of(operation).takes)[name].kind


def _texts(operation: ResourceOperation) -> int:
    """How many of its placeholders take no number: NetServer asks those that do first."""
    takes = dict(row_of(operation).takes)
    return sum(takes[name].kind.name != "int" for name in placeholders(operation.path))


def _may_miss(operation: ResourceOperation) -> bool:
    """Whether it is asked for one of several things, and answers no null where that one is not there."""
    null = any(typed.nullable for _, typed in row_of(operation).gives)
    return bool(placeholders(operation.path)) and not null


def _is_untold(kind: Kind) -> bool:
    """Whether nobody has said how members of that kind are spelled in a query."""
    inner = kind.item if kind.name == "list" else kind
    return inner is None or inner.name in ("carrier", "list", "dict", "any")


def _description(held: Sequence[ResourceOperation], ids: Sequence[str]) -> str:
    lines: list[str] = []
    if len(held) > 1:
        lines += ["Which operation it is, is told by what stands in the path:", ""]
        for operation, name in zip(held, ids, strict=True):
            places = [
                _placed(operation, n) for n in range(len(placeholders(operation.path)))
            ]
            words = ", ".join(f"`{place}` is {_word(kind)}" for place, kind in places)
            lines.append(f"- `{name}`: {words}")
    if any(each.by_form for each in held):
        lines.append("What is too long for a query may be sent by POST, as a form.")
    return "\n".join(lines)


def _word(kind: Kind) -> str:
    match kind.name:
        case "int":
            return "a whole number"
        case "enumeration":
            return f"a name of {kind.xsd}"
        case _:
            return "a text"


def _different(parameters: Sequence[Json]) -> Iterator[Json]:
    """Each parameter once; of two that are called the same, the first."""
    known: set[object] = set()
    for each in parameters:
        key = each.get("$ref") or (each["in"], each["name"])
        if key not in known:
            known.add(key)
            yield each


def _merged(contents: Sequence[Json]) -> Json:
    """Contents that stand in one place, as one: what is of the same type may be any of them."""
    schemas: dict[str, list[Json]] = {}
    for content in contents:
        for media, held in content.items():
            schemas.setdefault(media, []).append(held["schema"])
    return {media: {"schema": any_of(held)} for media, held in schemas.items()}
