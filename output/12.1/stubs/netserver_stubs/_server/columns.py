"""Columns of archives: paths into the JSON of a stored entity, by rules that need no list of columns.

A column is a path of members with slashes between, whatever their case: `name`, `updatedDate`, `contact/name`. A step is

- a member; a list stands for its items, or for the first one where the path goes on;
- `<member>Id` for the number of what the member refers to: `associateId`;
- a list by one of its items, for the first: `email`, `email/emailAddress`. Where such an item has no member of that name
  and holds but a value, that is meant;
- `registered` and `updated` (`registeredBy`, `updatedBy`) for CreatedDate and UpdatedDate;
- `fullName` for first and last name, `nameDepartment` for name and department, where there is no such member;
- any of these with the name of the entity before it: `contactAssociate/fullName`, `personUpdatedDate`.

What refers to something reads as its name; `id` and `name` are its number and its name. What a reference does not hold
is read from the entity that it refers to: `contact/category/id`. Any other name is the key of a custom field (`x_rank`,
`SuperOffice:1`, `contactUdef/SuperOffice:1`). A column that is none of these is null, and no error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.schema import CarrierSchema, FieldSchema, schema_of
from .column_values import custom_field, custom_value, member_of, value_of
from .conditions import Reference
from .providers import Providers, StoredKind, base_of, key_of, plurals

__all__ = ["Column", "Find", "column_of", "default_columns", "restriction_type"]

Json: TypeAlias = Any
Find: TypeAlias = Callable[[StoredKind, int], Json]
"""The JSON of one stored entity; None where it is not there."""

_Step: TypeAlias = Callable[[Json, Find], Json]

_DEEPEST = 8
_DICTIONARIES = ("CustomFields", "UserDefinedFields", "ExtraFields")
_OF_CUSTOM_FIELDS = ("udef", "extra")
_WORDS = {
    "registered": "createddate",
    "registeredby": "createdby",
    "updated": "updateddate",
}
_JOINED = {
    "fullname": (" ", ("firstname", "lastname")),
    "namedepartment": (", ", ("name", "department")),
}
_SCALARS = (
    *("text", "int", "bool", "float", "decimal", "datetime", "date", "duration"),
    *("enumeration", "flags"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one kind of entity, found."""

    name: str
    """As it was asked for."""
    kind: Kind | None = None
    """The type of what it holds; None for custom fields, and for what is not there."""
    members: frozenset[str] = frozenset()
    """The members of the entity that it is read from."""
    refers_to: StoredKind | None = None
    _steps: tuple[_Step, ...] = field(default=(), repr=False)

    def raw(self, document: Mapping[str, Any], find: Find) -> Json:
        """The JSON that the column has in an entity."""
        value: Json = document if self._steps else None
        for step in self._steps:
            if value is None:
                return None
            value = step(value, find)
        return value

    def value(self, raw: Json) -> Any:
        """What that JSON is to conditions: a text, number, flag, datetime, `Reference` or a list of these."""
        if self.kind is None:
            return raw if isinstance(raw, Reference) else custom_value(raw)
        return value_of(self.kind, raw)


class _Unknown(LookupError):
    """There is no such column."""


class _Path:
    """A path on its way to what it names."""

    def __init__(self, kind: StoredKind, providers: Providers) -> None:
        self.providers = providers
        self.schema: CarrierSchema | None = kind.schema
        self.kind: Kind | None = None
        self.steps: list[_Step] = []
        self.members: set[str] = set()

    def go(self, parts: list[str]) -> None:
        """Follow the parts, one after the other."""
        while parts:
            parts = self._next(parts)

    def _next(self, parts: list[str]) -> list[str]:
        schema, part = self.schema, parts[0].casefold()
        if self.kind is not None and self.kind.name == "dict":
            return self._custom_field([self.steps.pop()], "/".join(parts))
        if schema is None:
            raise _Unknown
        base = base_of(schema).casefold()
        names = [part, _WORDS.get(part, "")]
        if part.startswith(base) and part != base:
            rest = part.removeprefix(base)
            names += [rest, _WORDS.get(rest, "")]
        for step in (self._member, self._number, self._first, self._joined):
            if any(name and step(schema, name) for name in names):
                return parts[1:]
        if part == base and self.kind is None:
            return parts[1:]
        if self.kind is not None and self._of_reference(schema, part):
            return parts[1:]
        if self.kind is not None and self._entity(schema):
            return parts
        if part.endswith(_OF_CUSTOM_FIELDS) and len(parts) > 1:
            return self._custom_fields(schema, "/".join(parts[1:]))
        return self._custom_fields(schema, "/".join(parts))

    # Each of these says whether it knows the name, and goes there.

    def _member(self, schema: CarrierSchema, name: str) -> bool:
        at = schema.folded.get(name)
        if at is None:
            return False
        self._to(schema.fields[at])
        return True

    def _number(self, schema: CarrierSchema, name: str) -> bool:
        at = schema.folded.get(name.removesuffix("id")) if name[-2:] == "id" else None
        if at is None or schema.fields[at].kind.name != "carrier":
            return False
        key = key_of(schema_of(schema.fields[at].kind.python))
        if key is None:
            return False
        self._to(schema.fields[at])
        self._to(key)
        return True

    def _first(self, schema: CarrierSchema, name: str) -> bool:
        for plural in plurals(name):
            at = schema.folded.get(plural)
            if at is not None and schema.fields[at].kind.name == "list":
                self._to(schema.fields[at])
                self._item()
                return True
        return False

    def _joined(self, schema: CarrierSchema, name: str) -> bool:
        separator, names = _JOINED.get(name, ("", ()))
        if not names or not all(each in schema.folded for each in names):
            return False
        fields = [schema.fields[schema.folded[each]] for each in names]
        wires = [each.wire for each in fields]
        if not self.steps:
            self.members.update(wires)
        self.steps.append(
            lambda value, find: separator.join(
                text for wire in wires if (text := str(member_of(value, wire) or ""))
            )
        )
        self.schema, self.kind = None, fields[0].kind
        return True

    def _of_reference(self, schema: CarrierSchema, name: str) -> bool:
        """What every reference has; and what a list of mere values is meant by."""
        key = key_of(schema)
        if key is not None and name == "id":
            self._to(key)
            return True
        if key is None and (at := schema.folded.get("value")) is not None:
            self._to(schema.fields[at])
            return True
        return name == "name" and key is not None

    def _entity(self, schema: CarrierSchema) -> bool:
        """From a reference to the entity."""
        kind, key = self.providers.of_carrier(schema), key_of(schema)
        if kind is None or key is None or kind.carrier is schema.carrier:
            return False
        wire = key.wire

        def follow(value: Json, find: Find) -> Json:
            number = member_of(value, wire)
            return find(kind, number) if isinstance(number, int) and number else None

        self.steps.append(follow)
        self.schema, self.kind = kind.schema, None
        return True

    def _custom_fields(self, schema: CarrierSchema, key: str) -> list[str]:
        wires = [name for name in _DICTIONARIES if name in schema.index]
        if not wires:
            raise _Unknown
        if not self.steps:
            self.members.update(wires)
        return self._custom_field([_getter(wire) for wire in wires], key)

    def _custom_field(self, dictionaries: list[_Step], key: str) -> list[str]:
        def read(value: Json, find: Find) -> Json:
            for step in dictionaries:
                held = step(value, find)
                if isinstance(held, dict):
                    found = custom_field(cast("dict[str, Any]", held), key)
                    if found is not None:
                        return found
            return None

        self.steps.append(read)
        self.schema = self.kind = None
        return []

    def _to(self, member: FieldSchema) -> None:
        if not self.steps:
            self.members.add(member.wire)
        if self.kind is not None and self.kind.name == "list":
            self._item()
        self.steps.append(_getter(member.wire))
        self._at(member.kind)

    def _item(self) -> None:
        self.steps.append(_first_item)
        if self.kind is not None and self.kind.item is not None:
            self._at(self.kind.item)

    def _at(self, kind: Kind) -> None:
        self.kind = kind
        inner = kind.item if kind.name == "list" else kind
        carrier = inner is not None and inner.name == "carrier"
        self.schema = schema_of(inner.python) if inner and carrier else None


def column_of(kind: StoredKind, name: str, providers: Providers) -> Column:
    """The column of that name; one that is always null where there is none."""
    parts = name.strip().split("/")
    path = _Path(kind, providers)
    try:
        if len(parts) > _DEEPEST:
            raise _Unknown
        path.go(parts)
    except _Unknown:
        return Column(name)
    refers_to: StoredKind | None = None
    if path.kind is not None and path.kind.name == "carrier":
        refers_to = providers.of_carrier(schema_of(path.kind.python))
    return Column(
        name, path.kind, frozenset(path.members), refers_to, tuple(path.steps)
    )


def default_columns(kind: StoredKind) -> list[tuple[str, Kind]]:
    """The members of an entity that fit into a column each, with the type of what they hold."""
    return [
        (each.wire[:1].lower() + each.wire[1:], each.kind)
        for each in kind.schema.fields
        if each.kind.name in _SCALARS
        or (
            each.kind.name == "carrier"
            and key_of(schema_of(each.kind.python)) is not None
        )
    ]


_TYPES = {
    "text": "string",
    "flags": "string",
    "float": "decimal",
    "duration": "timeSpan",
    "enumeration": "listAny",
    "list": "listAny",
}


def restriction_type(kind: Kind) -> str:
    """What NetServer calls the type of a column, by which it is known which operators it takes."""
    if kind.name == "carrier":
        associate = base_of(schema_of(kind.python)).endswith("Associate")
        return "associate" if associate else "listAny"
    return _TYPES.get(kind.name, kind.name)


def _getter(name: str) -> _Step:
    return lambda value, find: member_of(value, name)


def _first_item(value: Json, find: Find) -> Json:
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return items[0] if items else None
