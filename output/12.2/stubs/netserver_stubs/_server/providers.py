"""Which stored entities an archive provider goes through, told by its name.

"Contact", "FindContact", "SimpleContact" and "contacts" are all the entities of the kind ContactEntity.
"ContactPersons" and "PersonsOfContact" are those of a kind that refers to another one; "ProjectMembers" is one kind if
there is one of that name. "Activity" is appointments, documents and sales together, and "ContactActivity" is what of these
refers to contacts. A name that means none of these is no provider.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from netserver._runtime.codecs.schema import CarrierSchema, FieldSchema, schema_of
from .catalogue import Catalogue
from .families import Families, base_of, key_of

__all__ = ["Providers", "StoredKind", "base_of", "key_of", "plurals"]

_PREFIXES = ("find", "simple")
_SUFFIXES = ("archive", "list", "entity")
_ACTIVITIES = ("appointment", "document", "sale")
_NESTING = ("carrier", "list", "dict")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class StoredKind:
    """One kind of entity that there may be records of."""

    name: str
    """As the store has it: the carrier's name on the wires, "ContactEntity"."""
    base: str
    """What it is about: "Contact"."""
    carrier: type[Any]
    key: FieldSchema
    """The member that is its number."""

    @property
    def schema(self) -> CarrierSchema:
        """The members of its carrier."""
        return schema_of(self.carrier)

    @property
    def entity_name(self) -> str:
        """What archives call it: "contact"."""
        return self.base[:1].lower() + self.base[1:]

    def reference_to(self, other: StoredKind) -> FieldSchema | None:
        """The member that says which one of another kind it belongs to; None where it says so of none."""
        base = other.base.casefold()
        found = [
            field
            for field in self.schema.fields
            if field.kind.name == "carrier"
            and base_of(schema_of(field.kind.python)).casefold() == base
        ]
        own = [field for field in found if field.wire.casefold() == base]
        by_number = self.schema.folded.get(f"{base}id")
        if own or by_number is None or other is self:
            return (own or found or [None])[0]
        field = self.schema.fields[by_number]
        return field if field.kind.name == "int" else None


def plurals(name: str) -> Iterator[str]:
    """How many of a thing may be called."""
    yield name + "s"
    if name.endswith("y"):
        yield name[:-1] + "ies"
    yield name + "es"


class Providers:
    """The archive providers of a release."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def kinds(self) -> dict[str, StoredKind]:
        """What agents save or make, by what it is about in lower case: "contact"."""
        found: dict[str, StoredKind] = {}
        for family in Families(self._catalogue).every.values():
            base, key = family.base, family.key_field
            known = found.get(base.casefold())
            if key is None or (known and known.name.endswith("Entity")):
                continue
            found[base.casefold()] = StoredKind(family.name, base, family.carrier, key)
        return found

    @cached_property
    def _singular(self) -> dict[str, str]:
        """Each kind by all that it may be called."""
        found = {base: base for base in self.kinds}
        for base in self.kinds:
            for plural in plurals(base):
                found.setdefault(plural, base)
        return found

    def names(self) -> list[str]:
        """The names of the providers that go through all the entities of a kind."""
        bases = sorted(kind.base for kind in self.kinds.values())
        return [
            name
            for prefix in ("", *_PREFIXES)
            for base in bases
            for name in (prefix.title() + base,)
        ]

    def named(self, provider: str) -> tuple[StoredKind, ...]:
        """The kinds that a provider goes through; none where there is no such provider."""
        name = provider.strip().casefold()[:_LONGEST_NAME]
        for each in _plain(name):
            found = self._whole(each) or self._referring(each)
            if found:
                return found
        return ()

    def below(self, name: str, owner: StoredKind) -> tuple[StoredKind, ...]:
        """The kinds that are called so where they belong to one of another kind: "Persons" of a contact."""
        folded = name.casefold()
        found = self._whole(owner.base.casefold() + folded) or self._whole(folded)
        return _that_refer(found, owner)

    def of_carrier(self, schema: CarrierSchema) -> StoredKind | None:
        """The kind of entity that a carrier is, or refers to."""
        return self.kinds.get(base_of(schema).casefold())

    def _whole(self, name: str) -> tuple[StoredKind, ...]:
        base = self._singular.get(name)
        if base is not None:
            return (self.kinds[base],)
        if name in ("activity", "activities"):
            return tuple(self.kinds[each] for each in _ACTIVITIES if each in self.kinds)
        return ()

    def _referring(self, name: str) -> tuple[StoredKind, ...]:
        """Of "contactpersons" and "personsofcontact" the persons."""
        cuts = [(name[n:], name[:n]) for n in range(1, len(name))]
        cuts += [(few, owner) for few, of, owner in (name.partition("of"),) if of]
        for few, of_what in cuts:
            owner = self._singular.get(of_what)
            if owner is None:
                continue
            found = _that_refer(self._whole(few), self.kinds[owner])
            if found:
                return found
        return ()


def _that_refer(
    kinds: Iterable[StoredKind], owner: StoredKind
) -> tuple[StoredKind, ...]:
    return tuple(kind for kind in kinds if kind.reference_to(owner) is not None)


def _plain(name: str) -> Iterator[str]:
    """A name, and what is left of it without what says how it is searched."""
    yield name
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            name = name[len(prefix) :]
            yield name
            break
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            yield name[: -len(suffix)]
