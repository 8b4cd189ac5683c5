"""Flat views of what is stored: what agents give as Contact of a ContactEntity, and what entities refer to.

How a view is made of an entity is told by names: `projections`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec

from netserver._runtime.codecs import DecodeError
from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.schema import FieldSchema, schema_of
from netserver._runtime.members import class_of
from .associates import ASSOCIATE, associate_document
from .families import LATEST, Families, Family, base_of, key_of
from .list_items import OWN, family_of_list, folded
from .projections import Projection, shape_of_carrier, shape_of_document
from .store import Records

__all__ = ["References"]

Document: TypeAlias = Mapping[str, Any]
_Stored: TypeAlias = "bytes | dict[str, Any] | None"
_MOST_KNOWN = 2000
_ITEMS = ("Rank", "SortOrder")
"""Items of lists are ranked; only these are looked up by name."""


class _Reference(NamedTuple):
    """A member of an entity that refers to something else which is stored."""

    field: FieldSchema
    key: str
    """The attribute of the reference that is a number."""
    stored_as: str
    """The kind of record that it is the number of."""
    projection: Projection | None
    """How the reference is made of the record; None where that depends on the record."""
    by_name: bool
    """Whether it may be looked up by its name."""


class References:
    """Fills references of entities from what is stored, and makes views of them."""

    def __init__(self, families: Families) -> None:
        self._families = families
        self._found: dict[type[Any], tuple[_Reference, ...]] = {}
        self._projections: dict[Any, Projection] = {}
        self._lately: dict[tuple[Kind, str, int], tuple[_Stored, bytes, bytes]] = {}
        """By what a reference is to: what was stored of that, what the reference said, and what became of it."""

    # ------------------------------------------------------------------------------ views

    def view(self, kind: Kind, document: Document, family: Family | None = None) -> Any:
        """The view of that kind of what is stored; a document is what the store holds, as JSON has it.

        `family` says of which kind of entity it is; without one, the document alone tells what there is.
        """
        found = (
            self._by_document(kind, document)
            if family is None
            else self._by_family(kind, family)
        )
        return codec.read(kind, found.json(document))

    def _by_family(self, kind: Kind, family: Family) -> Projection:
        key = kind, family.name
        found = self._projections.get(key)
        if found is None:
            shape = shape_of_carrier(family.carrier)
            found = Projection(kind, shape, family.key_wire)
            self._projections[key] = found
        return found

    def _by_document(self, kind: Kind, document: Document) -> Projection:
        shape = shape_of_document(document)
        key = kind, frozenset(shape.items())
        found = self._projections.get(key)
        if found is None:
            if (
                len(self._projections) >= _MOST_KNOWN
            ):  # of documents that nobody foresaw
                self._projections.clear()
            found = self._projections[key] = Projection(kind, shape, "Id")
        return found

    # ------------------------------------------------------------------------- references

    def refreshed(self, records: Records, carrier: Any) -> Any:
        """An entity whose references say what is stored of those that they refer to.

        Of items of lists little is stored: what else the reference says stays.
        """
        seen: dict[tuple[str, int], _Stored] = {}
        for each in self._references(class_of(carrier)):
            attribute = each.field.attribute
            reference = getattr(carrier, attribute)
            number = (reference is not None and getattr(reference, each.key)) or 0
            if not 0 < number <= LATEST:
                continue
            place = each.stored_as, number
            if place not in seen:
                seen[place] = _stored(records, each, number)
            stored = seen[place]
            if stored is None:
                continue
            said = codec.encode_held(reference)
            body = self._made(each, number, stored, said)
            if body == said:
                continue
            try:
                setattr(carrier, attribute, codec.read(each.field.kind, body))
            except DecodeError:  # what is stored does not fit: it stays as it was
                continue
        return carrier

    def _made(self, found: _Reference, number: int, stored: _Stored, said: bytes) -> bytes:  # fmt: skip
        """The JSON of a reference; most are what they were when they were last asked for."""
        place = found.field.kind, found.stored_as, number
        known = self._lately.get(place)
        if known is not None and known[0] == stored and known[1] == said:
            return known[2]
        document = stored if isinstance(stored, dict) else msgspec.json.decode(stored or b"null")  # fmt: skip
        if found.projection is not None:
            body = found.projection.json(document)
        else:
            how = self._by_document(found.field.kind, document)
            body = how.json(document, msgspec.json.decode(said))
        if len(self._lately) >= _MOST_KNOWN:
            self._lately.clear()
        self._lately[place] = stored, said, body
        return body

    def looked_up(self, records: Records, carrier: Any) -> Any:
        """An entity whose references to items of lists that say a name alone have their numbers."""
        for each in self._references(class_of(carrier)):
            reference = getattr(carrier, each.field.attribute)
            if not each.by_name or reference is None or getattr(reference, each.key):
                continue
            name = _name_of(reference)
            number = _number_of(records, each.stored_as, name) if name else 0
            if number:
                made = reference.__copy__()
                setattr(made, each.key, number)
                setattr(carrier, each.field.attribute, made)
        return carrier

    def _references(self, carrier: type[Any]) -> tuple[_Reference, ...]:
        found = self._found.get(carrier)
        if found is None:
            found = self._found[carrier] = tuple(self._find(carrier))
        return found

    def _find(self, carrier: type[Any]) -> list[_Reference]:
        found: list[_Reference] = []
        own = base_of(schema_of(carrier)).casefold()
        for field in schema_of(carrier).fields:
            if field.kind.name != "carrier":
                continue
            schema = schema_of(field.kind.python)
            key, base = key_of(schema), base_of(schema)
            if key is None or base.casefold() == own or schema.subtypes:
                continue
            family = self._families.about(base) or family_of_list(self._families, base)
            if base == ASSOCIATE:
                family = None
            how = None if family is None else self._by_family(field.kind, family)
            found.append(
                _Reference(
                    field=field,
                    key=key.attribute,
                    stored_as=f"{OWN}{folded(base)}" if family is None else family.name,
                    projection=how,
                    by_name=family is None or _is_item(family),
                )
            )
        return found


def _stored(records: Records, found: _Reference, number: int) -> _Stored:
    if found.field.kind.xsd == ASSOCIATE:
        return associate_document(records, number)
    return records.get(found.stored_as, number)


def _is_item(family: Family) -> bool:
    return any(name in schema_of(family.carrier).index for name in _ITEMS)


def _name_of(reference: Any) -> str:
    """What a reference to an item calls it; "" where it does not."""
    for attribute in ("value", "name"):
        name = getattr(reference, attribute, None)
        if isinstance(name, str) and name.strip():
            return name.strip().casefold()
    return ""


def _number_of(records: Records, kind: str, name: str) -> int:
    """The number of the item of a list that is called so; 0 where there is none."""
    for number, body in records.every(kind):
        found: dict[str, Any] = msgspec.json.decode(body)
        called = (found.get("Name"), found.get("Value"))
        if any(isinstance(each, str) and each.strip().casefold() == name for each in called):  # fmt: skip
            return number
    return 0
