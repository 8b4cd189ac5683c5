"""The carriers and enumerations of a release as one JSON Schema (2020-12).

It describes the JSON wire: names as published, nothing required, null where a reference may be
null, dates and binary as texts with a format. A carrier that extends another says so with `allOf`.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import Release
from generator.model.types import (
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)
from generator.plan.doctext import plain_text
from generator.plan.scope import Scope, name_everything

Schema = dict[str, object]

_SCALARS: Mapping[str, Schema] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "byte": {"type": "integer", "minimum": -128, "maximum": 127},
    "unsignedByte": {"type": "integer", "minimum": 0, "maximum": 255},
    "short": {"type": "integer", "minimum": -32768, "maximum": 32767},
    "unsignedShort": {"type": "integer", "minimum": 0, "maximum": 65535},
    "int": {"type": "integer", "format": "int32"},
    "unsignedInt": {"type": "integer", "minimum": 0},
    "long": {"type": "integer", "format": "int64"},
    "unsignedLong": {"type": "integer", "minimum": 0},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "decimal": {"type": "number"},
    # Without an offset, as NetServer writes local times, these are not RFC 3339.
    "dateTime": {"type": "string"},
    "date": {"type": "string"},
    "time": {"type": "string"},
    "duration": {"type": "string"},
    "base64Binary": {"type": "string", "contentEncoding": "base64"},
    "stream": {"type": "string", "contentEncoding": "base64"},
    "guid": {"type": "string"},
    "any": {},
}
_VALUE_TYPES = frozenset(_SCALARS) - {
    "string",
    "base64Binary",
    "stream",
    "guid",
    "any",
}


def json_schema(release: Release) -> Schema:
    """The schema document; its definitions bear the names of the Python classes."""
    scope = name_everything(release)
    definitions: dict[str, object] = {}
    for enumeration in release.enumerations:
        name = scope.enumerations[enumeration.name]
        definitions[name] = _enumeration(enumeration)
    for carrier in release.carriers:
        definitions[scope.carriers[carrier.name]] = _carrier(carrier, scope)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": release.label or release.services or "Release",
        "$defs": definitions,
    }


def _carrier(carrier: Carrier, scope: Scope) -> Schema:
    own: Schema = {
        "type": "object",
        "properties": {field.name: _field(field, scope) for field in carrier.fields},
    }
    if carrier.base:
        own = {"allOf": [_reference(scope.carriers[carrier.base]), own]}
    return _described(own, carrier.doc)


def _enumeration(enumeration: Enumeration) -> Schema:
    if enumeration.flags:
        # Any set of names, joined by commas: a list of them would be wrong for two.
        names = ", ".join(member.name for member in enumeration.members)
        return {"type": "string", "description": f"Any of {names}, joined by commas."}
    return _described(
        {
            "type": "string",
            "enum": [member.name for member in enumeration.members],
        },
        enumeration.doc,
    )


def _field(field: Field, scope: Scope) -> Schema:
    schema = _type(field.type, scope)
    if field.nillable or not _is_value(field.type):
        schema = _nullable(schema)
    return _described(schema, field.doc)


def _is_value(type: TypeRef) -> bool:
    match type:
        case Scalar(name=name):
            return name in _VALUE_TYPES or name == "any"
        case EnumerationRef():
            return True
        case _:
            return False


def _type(type: TypeRef, scope: Scope) -> Schema:
    match type:
        case Scalar(name=name):
            return dict(_SCALARS[name])
        case CarrierRef(name=name):
            return _reference(scope.carriers[name])
        case EnumerationRef(name=name):
            return _reference(scope.enumerations[name])
        case ListOf(item=item):
            return {"type": "array", "items": _type(item, scope)}
        case MapOf(value=value):
            return {"type": "object", "additionalProperties": _type(value, scope)}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _nullable(schema: Schema) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, str):
        return schema | {"type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _described(schema: Schema, raw: str) -> Schema:
    text = plain_text(raw)
    return schema | {"description": text} if text else schema
