"""What kinds of values look like in an OpenAPI 3.0 description: schemas, and the components that they refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from netserver._runtime.codecs.kinds import Kind, Typed
from netserver._runtime.codecs.schema import FieldSchema, schema_of
from netserver._runtime.standing import generated

__all__ = ["Json", "Schemas", "any_of", "told"]

Json: TypeAlias = dict[str, Any]

_OUTSIDE_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_FORMATS = {
    **dict.fromkeys(("byte", "unsignedByte", "short", "unsignedShort", "int"), "int32"),
    **dict.fromkeys(("unsignedInt", "long"), "int64"),
}
"""The formats of whole numbers; those beyond 64 bits have none."""
_RANGES = {
    "byte": (-(2**7), 2**7 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "short": (-(2**15), 2**15 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}
"""What whole numbers may be, where the format does not say."""

_SCALARS: Mapping[str, Json] = {
    "text": {"type": "string"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "format": "byte"},
    "decimal": {"type": "number", "format": "decimal"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    # Not the format "duration", which is ISO 8601's: NetServer writes "1.02:30:00".
    "duration": {"type": "string"},
    "any": {},
}


class Schemas:
    """The schemas of one description.

    Carriers and enumerations become components when something refers to them, each under the name that it has on
    the wire; `components` are all of them. Bases are written out in what extends them, as NetServer does, except
    where a carrier may be answered with in place of its base: those refer to it by `allOf`.
    """

    def __init__(self) -> None:
        self._names: dict[object, str] = {}
        self._taken: set[str] = set()
        self._made: dict[str, Json] = {}
        self._waiting: list[type[Any]] = []
        self._kinds: dict[Kind, Json] = {}

    def of(self, typed: Typed) -> Json:
        """The schema of a type; null is among its values where the type says so."""
        schema = self.kind(typed.kind)
        return _or_null(schema) if typed.nullable else schema

    def kind(self, kind: Kind) -> Json:
        """The schema of a kind, without null."""
        schema = self._kinds.get(kind)
        if schema is None:
            schema = self._kinds[kind] = self._of_kind(kind)
        return schema

    def carrier(self, carrier: type[Any]) -> Json:
        """A reference to a carrier's component."""
        carrier = generated(carrier)
        if carrier not in self._names:
            self._name(carrier, schema_of(carrier).name)
            self._waiting.append(carrier)
        return _reference(self._names[carrier])

    def _of_kind(self, kind: Kind) -> Json:
        match kind.name:
            case "int":
                return _whole(kind.xsd)
            case "float":
                return _number("number", kind.xsd)
            case "text" if kind.xsd == "guid":
                return {"type": "string", "format": "uuid"}
            case "flags":
                return _flags(kind.python)
            case "enumeration":
                return self._enumeration(kind)
            case "carrier":
                return self.carrier(kind.python)
            case "list" if kind.item is not None:
                return {"type": "array", "items": self.kind(kind.item)}
            case "dict" if kind.item is not None:
                return self._dictionary(kind.item)
            case name:
                return dict(_SCALARS[name])

    def named(self, name: str, schema: Json, key: object = None) -> Json:
        """A reference to a schema that is no carrier's, put among the components.

        Another one under an equal `key` is the same.
        """
        identity = ("named", name if key is None else key)
        if identity not in self._names:
            self._made[self._name(identity, name)] = schema
        return _reference(self._names[identity])

    @property
    def components(self) -> dict[str, Json]:
        """Every component by name, in the order of names."""
        while self._waiting:
            carrier = self._waiting.pop()
            self._made[self._names[carrier]] = self._described(carrier)
        return dict(sorted(self._made.items()))

    def members(self, fields: Mapping[str, Typed]) -> Json:
        """The schema of an object with those members, none of which has to be there."""
        schema: Json = {"type": "object"}
        if fields:
            schema["properties"] = {
                name: self.of(each) for name, each in fields.items()
            }
        return schema

    # ------------------------------------------------------------------------- components

    def _name(self, key: object, wanted: str) -> str:
        """A name of its own, even to those who make names of classes and files of it."""
        wanted = _OUTSIDE_NAMES.sub("_", wanted) or "_"
        name, number = wanted, 2
        while (folded := re.sub(r"[._-]", "", name).lower()) in self._taken:
            name, number = f"{wanted}{number}", number + 1
        self._taken.add(folded)
        self._names[key] = name
        return name

    def _enumeration(self, kind: Kind) -> Json:
        names = [str(member.value) for member in kind.python]
        if not names:
            return {"type": "string"}
        if kind.python not in self._names:
            schema: Json = {"type": "string", "enum": names}
            self._made[self._name(kind.python, kind.xsd)] = _with_doc(
                schema, kind.python
            )
        return _reference(self._names[kind.python])

    def _described(self, carrier: type[Any]) -> Json:
        schema = schema_of(carrier)
        base = _replaced(carrier)
        own = schema.fields
        if base is not None:
            known = schema_of(base).index
            own = tuple(field for field in own if field.wire not in known)
        described: Json = self.members(_typed(own))
        if base is not None:
            described = {"allOf": [self.carrier(base), described]}
        if schema.subtypes:
            for subtype in schema.subtypes:
                self.carrier(subtype)
            if base is None:
                described["additionalProperties"] = True
        if schema.discriminator and schema.discriminator in schema.index:
            described["discriminator"] = {
                "propertyName": schema.discriminator,
                "mapping": {
                    value: self.carrier(subtype)["$ref"]
                    for value, subtype in schema.by_discriminator.items()
                },
            }
        return _with_doc(described, carrier)

    def _dictionary(self, value: Kind) -> Json:
        """Dictionaries have names here, so that what is made from a description has one class for all alike."""
        inner = self.kind(value)
        if value.name == "text":  # proxies take them for texts or null
            inner = _or_null(inner)
        schema: Json = {"type": "object", "additionalProperties": inner}
        return self.named(f"{_word(value)}Dictionary", schema, key=repr(schema))


def _word(kind: Kind) -> str:
    """What values of the kind are called in the name of a dictionary."""
    if kind.item is not None:
        inner = _word(kind.item)
        return f"{inner}List" if kind.name == "list" else f"{inner}Dictionary"
    if kind.name in ("carrier", "enumeration"):
        return kind.xsd
    return "String" if kind.name == "text" else kind.name.capitalize()


def _typed(fields: tuple[FieldSchema, ...]) -> dict[str, Typed]:
    return {field.wire: field.typed for field in fields}


def _replaced(carrier: type[Any]) -> type[Any] | None:
    """The nearest base that the carrier may be answered with in place of."""
    for base in carrier.__mro__[1:]:
        if "__subtypes__" in base.__dict__ and carrier in map(
            generated, schema_of(base).subtypes
        ):
            return base
    return None


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Json) -> Json:
    """The schema, or null; beside a reference nothing may stand, and any value may be null anyway."""
    if "$ref" in schema:
        return {"allOf": [schema], "nullable": True}
    return {**schema, "nullable": True} if schema else schema


def _whole(name: str) -> Json:
    schema = _number("integer", _FORMATS.get(name, ""))
    if name in _RANGES:
        schema["minimum"], schema["maximum"] = _RANGES[name]
    return schema


def _number(type: str, format: str) -> Json:
    return {"type": type, "format": format} if format else {"type": type}


def _flags(flags: type[Any]) -> Json:
    names = ", ".join(flags.__names__)
    if not names:
        return {"type": "string"}
    text = f"Any of {names}, with commas between them."
    return {"type": "string", "description": text}


def any_of(schemas: list[Json]) -> Json:
    """The schema of what fits any of several."""
    different: list[Json] = []
    for schema in schemas:
        if schema not in different:
            different.append(schema)
    return different[0] if len(different) == 1 else {"anyOf": different}


def told(documented: Any) -> str:
    """The first paragraph of a docstring, on one line; empty where there is none."""
    doc = (
        vars(documented).get("__doc__")
        if isinstance(documented, type)
        else documented.__doc__
    )
    return " ".join((doc or "").strip().partition("\n\n")[0].split())


def _with_doc(schema: Json, documented: type[Any]) -> Json:
    text = told(documented)
    return {**schema, "description": text} if text else schema
