"""Carriers, enumerations and dictionaries: the values that operations take and give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.diagnostics import Origin
from generator.model.types import TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named value in a carrier, spelled as the service spells it.

    Two fields are equal when they promise the same thing on the wire, so where a field was read
    from and how it is described take no part in equality. `namespace` is given only where the
    element is not in the namespace of its carrier; `attribute` marks an XML attribute.
    """

    name: str
    type: TypeRef
    optional: bool = True  # may be absent
    nillable: bool = False  # may be present and null
    namespace: str | None = None
    attribute: bool = False
    soap: bool = True  # False: only the JSON description of a carrier of SOAP's has it
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A structure. `fields` are its own, in wire order; those of `base` come before them.

    `discriminator` tells the runtime type of a value where a wire does not: the name of a field,
    and the carrier for each value of it.
    """

    name: str
    fields: tuple[Field, ...] = ()
    base: str | None = None
    namespace: str = ""
    abstract: bool = False
    discriminator: Discriminator | None = None
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)

    @property
    def is_view(self) -> bool:
        """Whether it is its base and words about it ("_Links"): no kind of thing of its own.

        Only an answer that says so holds one; where the base is asked for, none turns up.
        """
        return (
            bool(self.base)
            and bool(self.fields)
            and all(each.name.startswith("_") for each in self.fields)
        )


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The field whose value names the carrier, and the carrier's name for each such value."""

    field: str
    carriers: tuple[tuple[str, str], ...]

    def renamed(self, names: Mapping[str, str]) -> Discriminator:
        """The same with other names for carriers: old name -> new name."""
        return Discriminator(
            self.field,
            tuple((value, names.get(name, name)) for value, name in self.carriers),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One name of an enumeration, with its number where one is known."""

    name: str
    number: int | None = None
    doc: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """A closed list of names; with `flags`, any set of them is a value.

    `storage` is the integer type behind it where it is published ("short"), else empty.
    """

    name: str
    members: tuple[Member, ...] = ()
    flags: bool = False
    namespace: str = ""
    storage: str = ""
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A named dictionary type and the XML elements in which its pairs are written."""

    name: str
    key: TypeRef
    value: TypeRef
    pair: str
    key_element: str = "Key"
    value_element: str = "Value"
    value_nillable: bool = True
    namespace: str = ""
    origins: tuple[Origin, ...] = field(default=(), compare=False)
