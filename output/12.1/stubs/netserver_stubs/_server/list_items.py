"""Items of lists as the store has them.

A list whose items agents save one by one is the records of these entities: "category" is all of CategoryEntity, "task"
all of TaskListItem. The items of any other list are records of the kind "list:<name>".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.schema import CarrierSchema, FieldSchema, schema_of
from .families import Families, Family
from .filling import filled

__all__ = ["ALIASES", "OWN", "ListItem", "body_of", "entity_members", "family_of_list", "folded", "item_of", "kind_of_list", "name_field"]  # fmt: skip

OWN = "list:"
"""What the kind of an item begins with that is no entity."""

_NAMES = ("Name", "Value", "UserName")
ALIASES = {"associate": "user", "rating": "salestage"}
"""Lists that are called otherwise than the entities that they consist of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One item of a list."""

    id: int = 0
    """0 for one that is not stored yet."""
    name: str = ""
    tooltip: str = ""
    rank: int = 0
    deleted: bool = False

    @property
    def members(self) -> dict[str, Any]:
        """The item as a record of a list that has no entities, and as a seed has it."""
        return {
            "Id": self.id,
            "Name": self.name,
            "Tooltip": self.tooltip,
            "Rank": self.rank,
            "Deleted": self.deleted,
        }


def folded(name: str) -> str:
    """The name of a list as the store has it."""
    return name.strip().casefold()


def family_of_list(families: Families, name: str) -> Family | None:
    """The entities that the items of a list are; None where they are nothing else."""
    name = ALIASES.get(folded(name), folded(name))
    found = families.about(name) or families.about(f"{name}listitem") if name else None
    if found is None or name_field(schema_of(found.carrier)) is None:
        return None
    return found


def kind_of_list(families: Families, name: str) -> str:
    """The kind that the items of a list have in the store."""
    family = family_of_list(families, name)
    return f"{OWN}{folded(name)}" if family is None else family.name


def name_field(schema: CarrierSchema) -> FieldSchema | None:
    """The member of a carrier that says what an item is called; None where it is none of a list."""
    for name in _NAMES:
        at = schema.index.get(name)
        if at is not None and schema.fields[at].kind.name == "text":
            return schema.fields[at]
    return None


def item_of(number: int, document: Mapping[str, Any]) -> ListItem:
    """The item that a record is; the document is what the store holds, as JSON has it."""
    return ListItem(
        id=number,
        name=next((document[each] for each in _NAMES if document.get(each)), ""),
        tooltip=document.get("Tooltip") or "",
        rank=document.get("Rank") or 0,
        deleted=bool(document.get("Deleted")),
    )


def entity_members(family: Family, members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of an item by the names that the list's entities have for them; those they lack are left out."""
    schema = schema_of(family.carrier)
    called = name_field(schema)
    found = dict(members)
    if family.key_wire != "Id" and "Id" in found:
        found[family.key_wire] = found.pop("Id")
    if called is not None and "Name" in found:
        found[called.wire] = found.pop("Name")
    for name in ("Tooltip", "Rank", "Deleted"):
        at = schema.index.get(name)
        if at is None:
            found.pop(name, None)
        elif schema.fields[at].kind.name == "int" and name in found:
            found[name] = int(found[name])
    return found


def body_of(family: Family | None, item: ListItem, before: bytes | None) -> bytes:
    """The record of an item; what else was stored of it stays."""
    if family is None:
        return msgspec.json.encode(item.members)
    held: dict[str, Any] = msgspec.json.decode(before) if before is not None else {}
    held.update(entity_members(family, item.members))
    carrier = codec.decode(msgspec.json.encode(held), family.carrier)
    return codec.encode_held(filled(carrier))
