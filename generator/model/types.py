"""Types of values, as the service spells them.

References are by name and are resolved through the `Release`. What only the SOAP spelling of a
list needs (the element its items are written in) is part of the type, because two lists that are
written differently are different on that wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value without structure, named as XML Schema names it.

    "string", "boolean", "byte", "unsignedByte", "short", "unsignedShort", "int", "unsignedInt", "long",
    "unsignedLong", "integer", "float", "double", "decimal", "dateTime", "date", "time",
    "duration", "base64Binary", "guid", and two that XML Schema has no word for: "any" (any
    value at all) and "stream" (bytes that are the whole body of an HTTP message).
    """

    name: str


@dataclass(frozen=True, slots=True)
class CarrierRef:
    """A carrier, by its wire name."""

    name: str


@dataclass(frozen=True, slots=True)
class EnumerationRef:
    """An enumeration (flags or not), by its wire name."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    """Zero or more values in order.

    `element` and `namespace` name the XML element that each item is written in; both are empty
    where only a JSON description is known. With `flat` the items stand among the members of the
    carrier itself, without an element around them, and `element` is the field's own name.
    """

    item: TypeRef
    element: str = ""
    namespace: str = ""
    nillable: bool = True  # of the items
    flat: bool = False


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values by key. `name` is the dictionary's wire name, empty for one that has none (JSON)."""

    key: TypeRef
    value: TypeRef
    name: str = ""


TypeRef: TypeAlias = Scalar | CarrierRef | EnumerationRef | ListOf | MapOf

STRING = Scalar("string")
ANY = Scalar("any")

SCALARS = frozenset(
    [
        "string",
        "boolean",
        "byte",
        "unsignedByte",
        "short",
        "unsignedShort",
        "int",
        "unsignedInt",
        "long",
        "unsignedLong",
        "integer",
        "float",
        "double",
        "decimal",
        "dateTime",
        "date",
        "time",
        "duration",
        "base64Binary",
        "guid",
        "any",
        "stream",
    ]
)


def parts(type: TypeRef) -> Iterator[TypeRef]:
    """`type` and every type inside it, outermost first."""
    yield type
    match type:
        case ListOf(item=item):
            yield from parts(item)
        case MapOf(key=key, value=value):
            yield from parts(key)
            yield from parts(value)
        case _:
            pass


def type_name(type: TypeRef) -> str:
    """`type` in the service's words: "ContactEntity", "int[]", "StringDictionary"."""
    match type:
        case ListOf(item=item):
            return f"{type_name(item)}[]"
        case MapOf(name="", key=key, value=value):
            return f"{{{type_name(key)}: {type_name(value)}}}"
        case _:
            return type.name
