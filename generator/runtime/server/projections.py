"""How a flat carrier is made of the JSON of something stored, told by the names of both.

A member of the flat one is, whichever has a value first,

- the member of the same name and type; `Value` is `Name`, and `FullName` is `Name`;
- its number, where that is asked for;
- of something that the entity refers to, the member called as itself (`CountryId` of `Country`) or by both names
  (`AssociateFullName`, `CategoryName`, `CountryId` again); where the reference is asked for as a text, its name;
- the first of a list of addresses: `EmailAddress` of `Emails`, `DirectPhone` of `OfficePhones` or `Phones`;
- `FullName` of first, middle and last name.

Which is which is worked out once for each pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

import msgspec
from msgspec import UNSET

from ..codecs import json as codec
from ..codecs.kinds import Kind
from ..codecs.schema import FieldSchema, schema_of
from .families import base_of, key_of
from .filling import unset_form

__all__ = ["Projection", "Shape", "shape_of_carrier", "shape_of_document"]

Shape: TypeAlias = "Mapping[str, tuple[str, Members]]"
"""What there is in a document: folded name -> name, and the members by folded name where it is an object."""
Members: TypeAlias = "frozenset[tuple[str, str]] | None"
Path: TypeAlias = tuple[str, ...]

_ALIKE = {"value": "name", "name": "value", "fullname": "name"}
_FIRST_OF = {
    "emailaddress": ("emails",),
    "email": ("emails",),
    "urladdress": ("urls",),
    "url": ("urls",),
    "directphone": ("officephones", "phones"),
    "contactphone": ("phones",),
    "mobilephone": ("mobilephones",),
    "faxphone": ("faxes",),
}
_NAMES = ("firstname", "middlename", "lastname")
_TEXTS = ("text", "datetime", "date", "time", "duration", "bytes", "enumeration", "flags")  # fmt: skip
_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "bool": (bool,),
    "float": (float, int),
    "decimal": (float, int),
    "list": (list,),
    "carrier": (dict,),
    "dict": (dict,),
    **dict.fromkeys(_TEXTS, (str,)),
}
_SWITCHES = (_TYPES["int"], _TYPES["bool"])
"""What is true and false to the one may be 1 and 0 to the other: Retired, Deleted."""


def shape_of_carrier(carrier: type[Any]) -> Shape:
    """What there is in documents of a carrier."""
    found: dict[str, tuple[str, Members]] = {}
    for field in schema_of(carrier).fields:
        members: Members = None
        if field.kind.name == "carrier":
            inner = schema_of(field.kind.python).fields
            members = frozenset((each.wire.casefold(), each.wire) for each in inner)
        found[field.wire.casefold()] = field.wire, members
    return found


def shape_of_document(document: Mapping[str, Any]) -> Shape:
    """What there is in one document."""
    found: dict[str, tuple[str, Members]] = {}
    for name, value in document.items():
        members: Members = None
        if isinstance(value, dict):
            inner = cast("dict[str, Any]", value)
            members = frozenset((each.casefold(), each) for each in inner)
        found[name.casefold()] = name, members
    return found


class Projection:
    """Makes carriers of one kind from documents of one shape."""

    __slots__ = ("_blank", "_joined", "_members")

    def __init__(self, kind: Kind, shape: Shape, key: str) -> None:
        """`key` is the member of the documents that is their number."""
        schema = schema_of(kind.python)
        number = key_of(schema)
        self._blank = _blank(kind)
        self._members: list[tuple[str, tuple[type, ...], tuple[Path, ...]]] = []
        self._joined: tuple[str, tuple[str, ...]] | None = None
        for field in schema.fields:
            types = _TYPES.get(field.kind.name)
            if types is None:
                continue
            paths = [*_paths(field, shape)]
            if number is not None and field.wire == number.wire:
                paths += [(key,), (f"{base_of(schema)}Id",)]
            paths = [*dict.fromkeys(paths)]
            if paths:
                self._members.append((field.wire, types, tuple(paths)))
            elif field.wire.casefold() == "fullname" and field.kind.name == "text":
                parts = tuple(shape[each][0] for each in _NAMES if each in shape)
                self._joined = (field.wire, parts) if parts else None

    def json(
        self, document: Mapping[str, Any], said: dict[str, Any] | None = None
    ) -> bytes:
        """The JSON of the carrier, with every member; `said` is what it has where the document says nothing."""
        made = self._blank.copy() if said is None else said
        for wire, types, paths in self._members:
            for path in paths:
                value = document.get(path[0]) if len(path) == 1 else _at(document, path)
                if value is None:
                    continue
                if value.__class__ in types:
                    made[wire] = value
                    break
                if types in _SWITCHES and value.__class__ in (int, bool):
                    made[wire] = types[0](value)
                    break
        if self._joined is not None:
            wire, parts = self._joined
            words = (document.get(each) for each in parts)
            made[wire] = " ".join(each for each in words if isinstance(each, str) and each)  # fmt: skip
        return msgspec.json.encode(made)


def _at(document: Any, path: Path) -> Any:
    for step in path:
        if document.__class__ is list:
            document = document[0] if document else None
        document = document.get(step) if document.__class__ is dict else None
    return document


def _blank(kind: Kind) -> dict[str, Any]:
    """The JSON of a carrier of that kind that nobody has filled in."""
    found: dict[str, Any] = {}
    for field in schema_of(kind.python).fields:
        form = unset_form(field.typed)
        if form is not UNSET:
            found[field.wire] = msgspec.json.decode(codec.encode_held(form))
    return found


def _paths(field: FieldSchema, shape: Shape) -> Iterator[Path]:
    """Where the value of a member may stand, the likeliest place first."""
    name, text = field.wire.casefold(), field.kind.name == "text"
    for each in (name, _ALIKE.get(name, "") if text else ""):
        if each in shape:
            wire, members = shape[each]
            yield (wire,)
            if text and members is not None:
                yield from _within(wire, members, ("value", "name"))
    for each in _FIRST_OF.get(name, ()) if text else ():
        if each in shape:
            yield shape[each][0], "Value"
    for other, (wire, members) in shape.items():
        if members is None:
            continue
        if name == f"{other}id":
            yield from _within(wire, members, (name,))
        if name.startswith(other) and name != other:
            rest = name.removeprefix(other)
            yield from _within(wire, members, (rest, _ALIKE.get(rest, "")))


def _within(
    wire: str, members: frozenset[tuple[str, str]], names: tuple[str, ...]
) -> Iterator[Path]:
    known = dict(members)
    for name in names:
        if name in known:
            yield wire, known[name]
