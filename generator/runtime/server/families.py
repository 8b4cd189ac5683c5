"""Which entities agents save, told by the names of their operations.

A carrier that some `Save...` takes alone and gives back is an entity where it has a number and is read by that number.
Around it stand `CreateDefault<Carrier>`, `Get<Carrier>`, `Get<Carrier>List`, `Delete<Carrier>`, `Validate<Carrier>`, or the
same with what follows "Save" in place of the carrier's name: SaveConnection and GetConnection of a QuoteConnection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from ..codecs.schema import CarrierSchema, FieldSchema, schema_of
from ..operations import Operation
from ..standing import generated
from .catalogue import Catalogue

__all__ = ["LATEST", "Families", "Family", "base_of", "key_of"]

LATEST = 2**31 - 1
"""The highest number that anything has."""
_NESTING = ("carrier", "list", "dict")
_CHANGED = ("UpdatedDate", "Updated", "LastChanged")
_CREATED = ("CreatedDate", "Registered", "CreatedAt", "Created")


class Family:
    """One kind of entity; its carrier is loaded when it is first asked for."""

    def __init__(self, class_name: str, catalogue: Catalogue) -> None:
        self.carrier_name = class_name
        """What Python calls the carrier."""
        self._catalogue = catalogue

    def __repr__(self) -> str:
        return f"<Family of {self.carrier_name}>"

    @cached_property
    def carrier(self) -> type[Any]:
        """The class of the carrier."""
        found = self._catalogue.carrier(self.carrier_name)
        if found is None:
            raise LookupError(f"there is no carrier {self.carrier_name}")
        return found

    @cached_property
    def name(self) -> str:
        """The carrier's name on the wires, by which the store knows it: "ContactEntity"."""
        return schema_of(self.carrier).name

    @cached_property
    def key_field(self) -> FieldSchema | None:
        """The member that is its number; None where it has none, so that nobody can keep it."""
        return key_of(schema_of(self.carrier))

    @property
    def key(self) -> str:
        """The attribute that is its number."""
        return self.key_field.attribute if self.key_field else ""

    @property
    def key_wire(self) -> str:
        """The member that is its number, as the wires spell it."""
        return self.key_field.wire if self.key_field else ""

    @cached_property
    def base(self) -> str:
        """What it is about: "Contact" of ContactEntity."""
        return self.carrier_name.removesuffix("Entity") or self.carrier_name

    @cached_property
    def changed(self) -> FieldSchema | None:
        """The member that says when it was changed last."""
        return _moment(self.carrier, _CHANGED)

    @cached_property
    def created(self) -> FieldSchema | None:
        """The member that says when it was made."""
        return _moment(self.carrier, _CREATED)


def _moment(carrier: type[Any], names: tuple[str, ...]) -> FieldSchema | None:
    schema = schema_of(carrier)
    for name in names:
        at = schema.index.get(name)
        if at is not None and schema.fields[at].kind.name == "datetime":
            return schema.fields[at]
    return None


def base_of(schema: CarrierSchema) -> str:
    """What a carrier is about: "Contact" of Contact and of ContactEntity."""
    return schema.name.removesuffix("Entity") or schema.name


def key_of(schema: CarrierSchema) -> FieldSchema | None:
    """The member of a carrier that is its number: ContactId of Contact, Id of Category.

    Where none is called so, it is the one whose name its own ends with (RelationId of ContactRelationEntity), and
    then the first one, if that is a number and somebody's: EjMessageId of TicketMessageEntity.
    """
    base = f"{base_of(schema)}id".casefold()
    for name in (f"{schema.name}id", base, "id"):
        at = schema.folded.get(name.casefold())
        if at is not None and schema.fields[at].kind.name == "int":
            return schema.fields[at]
    numbers = [
        each
        for each in schema.fields
        if each.kind.name == "int" and each.wire.endswith("Id")
    ]
    within = [each for each in numbers if base.endswith(each.wire.casefold())]
    if within:
        return max(within, key=lambda each: len(each.wire))
    plain = (each for each in schema.fields if each.kind.name not in _NESTING)
    first = next(plain, None)
    return first if first is not None and first in numbers else None


class Families:
    """The entities of a release. Until one is asked for, only the texts of rows are looked at."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def roles(self) -> dict[Operation, tuple[Family, str]]:
        """For each operation that does something with an entity, with which one, and what.

        What: "save", "get", "list", "delete", "default" or "validate".
        """
        families: dict[str, Family] = {}
        found: dict[Operation, tuple[Family, str]] = {}
        for agent in self._catalogue.agents.values():
            saves: dict[str, list[Operation]] = {}
            for operation in agent.values():
                if name := _saved(operation):
                    saves.setdefault(name, []).append(operation)
            for name, those in saves.items():
                roles = dict(_roles(agent.values(), name, those))
                said = {*roles.values()}
                # What is read by other things than its number has none of its own: a person's settings.
                if "get" in said or ("default" in said and _OTHERWISE not in said):
                    family = families.setdefault(name, Family(name, self._catalogue))
                    for operation, role in roles.items():
                        if role != _OTHERWISE and not _is_of_another(operation, found):
                            found[operation] = family, role
        return found

    @cached_property
    def _by_class(self) -> dict[str, Family]:
        return {family.carrier_name: family for family, _ in self.roles.values()}

    @cached_property
    def every(self) -> dict[str, Family]:
        """Each kind of entity that has a number, by its carrier's name on the wires."""
        return {each.name: each for each in self._by_class.values() if each.key_field}

    def of(self, carrier: type[Any] | str) -> Family | None:
        """The family of a carrier, given by its class or its name on the wires; None where it is no entity."""
        if isinstance(carrier, str):
            return self.every.get(carrier)
        for cls in generated(carrier).__mro__:  # subtypes are kept with their base
            family = self._by_class.get(cls.__name__)
            if family is not None and generated(family.carrier) is cls:
                return family if family.key_field else None
        return None

    def saved_as(self, carrier_name: str) -> Family | None:
        """The family of a carrier, given by the name that Python has for it; None where it is no entity."""
        return self._by_class.get(carrier_name)

    def about(self, base: str) -> Family | None:
        """The family of what is called so, in whatever case: that of ContactEntity for "contact"."""
        family = self._by_base.get(base.casefold())
        return family if family and family.key_field else None

    @cached_property
    def _by_base(self) -> dict[str, Family]:
        found: dict[str, Family] = {}
        for family in self._by_class.values():
            name = family.base.casefold()
            if name not in found or family.carrier_name.endswith("Entity"):
                found[name] = family
        return found


_OTHERWISE = "get otherwise"


def _is_of_another(
    operation: Operation, found: Mapping[Operation, tuple[Family, str]]
) -> bool:
    """Whether an operation is of a family that is called just so: DeleteQuote is of Quote, not of QuoteEntity."""
    if operation not in found:
        return False
    name = found[operation][0].carrier_name
    return any(f"{verb}{name}{end}" == operation.name for verb, end in _FORMS)


def _plain(text: str) -> str:
    """A type as a row has it, without "or None"."""
    return text.partition("|")[0].strip()


def _saved(operation: Operation) -> str:
    """The carrier that an operation saves: its one parameter, and what it gives; "" for none."""
    if not operation.name.startswith("Save") or operation.result:
        return ""
    takes = [*map(_plain, operation.takes.values())]
    gives = [*map(_plain, operation.gives.values())]
    same = len(takes) == 1 and takes == gives
    return takes[0] if same and takes[0].isidentifier() and not _is_number(takes[0]) else ""  # fmt: skip


def _is_number(text: str) -> bool:
    return re.fullmatch(r"U?Int\d+", text) is not None


def _roles(
    operations: Iterable[Operation], carrier: str, saves: Sequence[Operation]
) -> Iterator[tuple[Operation, str]]:
    """What each operation of an agent does with a carrier that others of it save."""
    stems = {each.name.removeprefix("Save") for each in saves}
    names = {carrier, carrier.removesuffix("Entity"), *stems} - {""}
    by_name = {f"{verb}{name}{end}": (verb, end) for name in names for verb, end in _FORMS}  # fmt: skip
    for operation in operations:
        if operation in saves:
            yield operation, "save"
        elif operation.name in by_name:
            role = _role(operation, carrier, *by_name[operation.name])
            if role == "get" and not _is_own_number(operation, names):
                role = _OTHERWISE
            if role:
                yield operation, role


def _is_own_number(operation: Operation, names: Iterable[str]) -> bool:
    """Whether what an operation takes is the number of what it gives, and not of what that belongs to."""
    (taken,) = operation.takes
    known = {f"{name}{end}id".casefold() for name in names for end in ("", "Entity")}
    return taken.casefold() in {"id", *known}


_FORMS = (("CreateDefault", ""), ("Get", ""), ("Get", "List"), ("Delete", ""), ("Validate", ""))  # fmt: skip


def _role(operation: Operation, carrier: str, verb: str, end: str) -> str:
    takes = [*map(_plain, operation.takes.values())]
    gives = [*map(_plain, operation.gives.values())]
    number = len(takes) == 1 and _is_number(takes[0])
    match verb, end:
        case "CreateDefault", _ if not takes and gives == [carrier]:
            return "default"
        case "Get", "List" if gives == [f"list[{carrier}]"]:
            return "list" if takes == ["list[Int32]"] else ""
        case "Get", _ if gives == [carrier]:
            return "get" if number else _OTHERWISE
        case "Delete", _ if number and not gives:
            return "delete"
        case "Validate", _ if takes == [carrier]:
            return "validate"
        case _:
            return ""
