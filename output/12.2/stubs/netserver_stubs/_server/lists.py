"""The lists of the program by name: "category", "business", "country", "udlist108".

Names have no case. A list has a number where a ListEntity says so, which may be called by its `ListType` or `Name`;
"udlist108" is number 108 anyway. How items are stored: `list_items`; what agents are answered: `list_operations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.errors import Fault, NotFound
from netserver._runtime.operations import Operation
from .calls import Handler
from .catalogue import Catalogue
from .families import Families, Family
from .list_items import (
    ALIASES,
    OWN,
    ListItem,
    body_of,
    family_of_list,
    folded,
    item_of,
    kind_of_list,
)
from .list_operations import handler_of, references_given
from .references import References
from .seed_form import did_you_mean
from .store import Records, Store

__all__ = ["ListItem", "Lists", "StoredItem"]

_NUMBERED = re.compile(r"udlist(\d{1,9})")
_LISTED = ("Rank", "Tooltip")
_DEFINITION = "List"
_HIGHEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item, and all that is stored of it."""

    item: ListItem
    document: Mapping[str, Any]
    """As JSON has it."""


@dataclass(frozen=True, slots=True)
class _Definition:
    number: int
    name: str
    """Of the list, as the store has it."""
    others: frozenset[str]
    """What else it is called, folded."""


class Lists:
    """Answers the MDO agent, and the List agent where it is asked for items."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.catalogue = catalogue
        self.families = Families(catalogue)
        self.references = References(self.families)
        self.store = store

    @cached_property
    def _references_given(self) -> frozenset[str]:
        return references_given(self.catalogue)

    def handler(self, operation: Operation) -> Handler | None:
        """What answers an operation about lists and their items; None for any other."""
        return handler_of(self, operation)

    # --- lists

    def names(self) -> list[str]:
        """The names of all lists, in order."""
        found = set(self._references_given)
        for family in self.families.every.values():
            name = folded(family.base).removesuffix("listitem")
            if name and family_of_list(self.families, name) is family and _listed(family):  # fmt: skip
                found.add(name)
        found.update(each for each in ALIASES if self.family(each))
        with self.store.reading() as records:
            found.update(each.name for each in self._definitions(records))
            for kind in records.kinds():
                if kind.startswith(OWN):
                    found.add(kind.removeprefix(OWN))
        return sorted(found)

    def named(self, name: str, more: str = "") -> str:
        """The name that the store has for a list; `more` is the number that goes with "udlist".

        Raises:
            NotFound: There is no such list.
        """
        wanted = folded(name)[:200]
        if wanted == "udlist":
            wanted += more.strip()
        with self.store.reading() as records:
            known = self._known(records, wanted)
        if known is None:
            near = did_you_mean(wanted, self.names())
            raise NotFound(f"There is no list {wanted[:80]!r}{near or '.'}")
        return known

    def numbered(self, number: int) -> str:
        """The name that the store has for the list of a number; such a list may be empty."""
        with self.store.reading() as records:
            found = self._definitions(records)
            return next(
                (each.name for each in found if each.number == number),
                f"udlist{number}",
            )

    def number(self, name: str) -> int:
        """The number of a list; 0 for one that has none."""
        with self.store.reading() as records:
            for each in self._definitions(records):
                if each.name == name:
                    return each.number
        match = _NUMBERED.fullmatch(name)
        return int(match[1]) if match else 0

    def family(self, name: str) -> Family | None:
        """The entities that the items of a list are; None where they are nothing else."""
        return family_of_list(self.families, name)

    def definition(self, name: str) -> Any:
        """The entity that defines a list; None where none does.

        Raises:
            NotFound: There is no such list.
        """
        family, number = self.families.about(_DEFINITION), self.number(self.named(name))
        if family is None or not number:
            return None
        with self.store.reading() as records:
            body = records.get(family.name, number)
        return None if body is None else codec.decode(body, family.carrier)

    def definitions(self, *, deleted: bool = False) -> list[Any]:
        """The entities that define lists."""
        family = self.families.about(_DEFINITION)
        if family is None:
            return []
        with self.store.reading() as records:
            found = [
                codec.decode(body, family.carrier)
                for _, body in records.every(family.name)
            ]
        return [
            each for each in found if deleted or not getattr(each, "deleted", False)
        ]

    def entity(self, family: Family, document: Mapping[str, Any]) -> Any:
        """The entity that a stored item is."""
        carrier = codec.decode(msgspec.json.encode(document), family.carrier)
        with self.store.reading() as records:
            return self.references.refreshed(records, carrier)

    def _known(self, records: Records, wanted: str) -> str | None:
        for each in self._definitions(records):
            if wanted == each.name or wanted in each.others:
                return each.name
        if family_of_list(self.families, wanted) is not None:
            return wanted
        if wanted in self._references_given:
            return wanted
        first = next(records.every(f"{OWN}{wanted}"), None)
        return wanted if first is not None else None

    def _definitions(self, records: Records) -> Iterator[_Definition]:
        """What is said of lists by the entities that define them."""
        family = self.families.about(_DEFINITION)
        if family is None:
            return
        for number, body in records.every(family.name):
            said = msgspec.json.decode(body)
            kind, own = folded(said.get("ListType") or ""), f"udlist{number}"
            custom = bool(said.get("IsCustomList")) or kind in ("", "udlist")
            called = {kind, folded(said.get("Name") or ""), own} - {"", "udlist"}
            yield _Definition(number, own if custom else kind, frozenset(called))

    # --- items

    def items(self, name: str, *, deleted: bool = False) -> list[ListItem]:
        """The items of a list, by rank; those that are deleted only where they are asked for."""
        return [each.item for each in self.stored(name, deleted=deleted)]

    def stored(self, name: str, *, deleted: bool = False) -> list[StoredItem]:
        """The items of a list with all that is stored of them."""
        with self.store.reading() as records:
            found = [
                _stored(number, body)
                for number, body in records.every(self._kind(name))
            ]
        found.sort(key=lambda each: each.item.rank)
        return [each for each in found if deleted or not each.item.deleted]

    def item(self, name: str, id: int) -> ListItem | None:
        """The item of that number, be it deleted; None where there is none."""
        found = self.stored_item(name, id)
        return None if found is None else found.item

    def stored_item(self, name: str, id: int) -> StoredItem | None:
        """The item of that number with all that is stored of it."""
        with self.store.reading() as records:
            body = records.get(self._kind(name), id)
        return None if body is None else _stored(id, body)

    def find(self, name: str, text: str) -> ListItem | None:
        """The item that is called so, whatever its case; None where there is none."""
        wanted = text.strip().casefold()
        found = (each for each in self.items(name) if each.name.casefold() == wanted)
        return next(found, None)

    def put(self, name: str, item: ListItem) -> ListItem:
        """Store an item, a new one where its number is 0, and give it back with its number.

        Raises:
            NotFound: There is none of its number.
        """
        kind, family = self._kind(name), self.family(name)
        with self.store.writing() as records:
            before = records.get(kind, item.id) if item.id else None
            if item.id and before is None:
                raise NotFound(f"The list {name!r} has no item {item.id}.")
            if not item.id:
                item = replace(item, id=_next(records, kind))
            records.put(kind, item.id, body_of(family, item, before))
        return item

    def put_all(self, name: str, items: list[ListItem]) -> list[ListItem]:
        """Let these be all items of a list, those without a number as new ones."""
        kind, family = self._kind(name), self.family(name)
        made: list[ListItem] = []
        with self.store.writing() as records:
            before = dict(records.every(kind))
            for item in items:
                if item.id and item.id not in before:
                    raise NotFound(f"The list {name!r} has no item {item.id}.")
                if not item.id:
                    item = replace(item, id=_next(records, kind))
                records.put(kind, item.id, body_of(family, item, before.get(item.id)))
                made.append(item)
            for number in before.keys() - {item.id for item in made}:
                records.delete(kind, number)
        return made

    def remove(self, name: str, id: int) -> None:
        """Remove an item.

        Raises:
            NotFound: There is none of that number.
        """
        with self.store.writing() as records:
            if not records.delete(self._kind(name), id):
                raise NotFound(f"The list {name!r} has no item {id}.")

    def _kind(self, name: str) -> str:
        return kind_of_list(self.families, name)


def _listed(family: Family) -> bool:
    """Whether an entity is ranked or explained, as items of lists are."""
    return any(name in schema_of(family.carrier).index for name in _LISTED)


def _stored(number: int, body: bytes) -> StoredItem:
    document = msgspec.json.decode(body)
    return StoredItem(item_of(number, document), document)


def _next(records: Records, kind: str) -> int:
    number = records.next_number(kind)
    if number > _HIGHEST:
        raise Fault(f"There are too many of {kind}.")
    return number
