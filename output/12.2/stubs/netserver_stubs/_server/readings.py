"""What agents give of entities beside each by its number, told by the rows of operations.

- flat views: GetContact of a number, and GetContactList of several, made of what is kept as a ContactEntity;
- all there are: GetAllWebhooks, GetTicketStatuses, GetWebPanelList, which take nothing, or whether the deleted are wanted;
- those of one owner: GetQuoteLines of a QuoteAlternativeId, and GetPersons of a ContactId, where the entity says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import msgspec

from netserver._runtime.codecs import json as codec
from netserver._runtime.codecs.kinds import Kind
from netserver._runtime.codecs.rows import row_of
from netserver._runtime.codecs.schema import schema_of
from netserver._runtime.operations import Operation
from .calls import Handler, quick
from .families import Families, Family, key_of
from .filling import filled
from .references import References

__all__ = ["Readings", "Source"]

_DELETED = "includedeleted"


class Source(Protocol):
    """Where entities are read."""

    def several(self, family: Family, numbers: Sequence[int]) -> list[Any]:
        """Those of these numbers that there are, in that order."""
        ...

    def every(self, family: Family, where: Callable[[Any], bool]) -> list[Any]:
        """All for whose JSON that holds, by number."""
        ...


class Readings:
    """Finds what answers the operations that read entities in another way than by number."""

    def __init__(
        self, families: Families, references: References, source: Source
    ) -> None:
        self._families = families
        self._references = references
        self._source = source

    def handler(self, operation: Operation) -> Handler | None:
        """What answers an operation; None for any that does something else."""
        name, several = _given(operation)
        family = self._families.saved_as(name) if name else None
        viewed = family is None
        family = family or (self._families.about(name) if name else None)
        if family is None or family.key_field is None:
            return None
        takes = [each.partition("|")[0].strip() for each in operation.takes.values()]
        names = {*_many(name, ""), *_many(family.base, "")}
        if takes == ["Int32"] and not several:
            if viewed and operation.name == f"Get{name}":
                return self._one(family, operation)
        elif takes == ["list[Int32]"] and several:
            if operation.name in names:
                return self._several(family, operation)
        elif several and operation.name in {*names, *_many(name, "All"), *_many(family.base, "All")}:  # fmt: skip
            if takes == ["Int32"]:
                return self._of_owner(family, operation)
            if not takes or [each.casefold() for each in operation.takes] == [_DELETED]:
                return self._all(family, operation)
        return None

    def _presented(
        self, family: Family, operation: Operation
    ) -> Callable[[list[Any]], list[Any]]:
        """What makes of entities what the operation gives."""
        kind = row_of(operation).gives[0][1].kind
        item: Kind = kind.item if kind.name == "list" and kind.item else kind
        if item.python is family.carrier:
            return list

        def views(found: list[Any]) -> list[Any]:
            return [self._references.view(item, _json(each), family) for each in found]

        return views

    def _one(self, family: Family, operation: Operation) -> Handler:
        presented = self._presented(family, operation)

        @quick
        def one(number: int) -> Any:
            found = presented(self._source.several(family, [number]))
            return found[0] if found else None

        return one

    def _several(self, family: Family, operation: Operation) -> Handler:
        presented = self._presented(family, operation)

        def several(numbers: Sequence[int] | None) -> list[Any]:
            return presented(self._source.several(family, numbers or ()))

        return several

    def _all(self, family: Family, operation: Operation) -> Handler:
        presented = self._presented(family, operation)

        def every(deleted: bool = False) -> list[Any]:
            found = self._source.every(
                family, lambda said: deleted or not said.get("Deleted")
            )
            return presented(found)

        return every

    def _of_owner(self, family: Family, operation: Operation) -> Handler | None:
        (name,) = operation.takes
        path = _place_of_owner(family, name.casefold())
        if path is None:
            return None
        presented = self._presented(family, operation)

        def owned(number: int) -> list[Any]:
            def is_theirs(said: Any) -> bool:
                return _at(said, path) == number and not said.get("Deleted")

            return presented(self._source.every(family, is_theirs) if number else [])

        return owned


def _given(operation: Operation) -> tuple[str, bool]:
    """The carrier that an operation gives, and whether it gives a list of it; "" for anything else."""
    texts = [each.partition("|")[0].strip() for each in operation.gives.values()]
    if len(texts) != 1 or operation.result or not operation.name.startswith("Get"):
        return "", False
    several = texts[0].startswith("list[")
    name = texts[0].removeprefix("list[").removesuffix("]") if several else texts[0]
    return (name, several) if name.isidentifier() else ("", False)


def _many(name: str, word: str) -> Iterator[str]:
    """How operations are called that give many of a thing: GetContactList, GetCountries, GetAllLegalBase."""
    ends = ["List", "s", "es"] + ([""] if word else [])
    yield from (f"Get{word}{name}{end}" for end in ends)
    if name.endswith("y"):
        yield f"Get{word}{name[:-1]}ies"


def _place_of_owner(family: Family, number: str) -> tuple[str, ...] | None:
    """Where an entity says to which one of another kind it belongs; None where it does not."""
    schema, key = schema_of(family.carrier), family.key_field
    at = schema.folded.get(number)
    if at is not None and schema.fields[at].kind.name == "int":
        return (schema.fields[at].wire,) if schema.fields[at] is not key else None
    found: list[tuple[str, ...]] = []
    for field in schema.fields:
        inner = schema_of(field.kind.python) if field.kind.name == "carrier" else None
        theirs = key_of(inner) if inner is not None else None
        if theirs is not None and theirs.wire.casefold() == number:
            found.append((field.wire, theirs.wire))
    own = [path for path in found if f"{path[0]}id".casefold() == number]
    return (own or (found if len(found) == 1 else [None]))[0]


def _at(said: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        said = None if said is None else said.get(step)
    return said


def _json(carrier: Any) -> dict[str, Any]:
    return msgspec.json.decode(codec.encode_held(filled(carrier)))
