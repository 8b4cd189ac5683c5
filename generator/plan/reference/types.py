"""A page for each carrier and each enumeration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.types import CarrierRef, EnumerationRef
from generator.plan.layout import FileJob
from generator.plan.reference.operations import origins
from generator.plan.reference.pages import (
    Context,
    Entry,
    Link,
    Site,
    described,
    searched,
)
from generator.plan.reference.places import CARRIERS, ENUMERATIONS, HOME
from generator.plan.reference.uses import MethodKey, OperationKey, Uses
from generator.plan.reference.writers import Text, Writer, rest, summary
from generator.plan.types import Needs


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One line of a carrier's table."""

    anchor: Text
    name: Text
    wire_name: Text
    type: Text
    says: Text | None
    marks: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Inherited:
    """The fields that a carrier has from one of its bases."""

    base: Link
    fields: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of an enumeration's table."""

    anchor: Text
    name: Text
    wire_name: Text
    number: Text | None
    says: Text | None
    marks: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class UsesLists:
    """What refers to a carrier or an enumeration, under its headings."""

    title: Text
    links: tuple[Link, ...]


def carrier_page(
    site: Site, carrier: Carrier, derived: Iterable[str]
) -> Iterator[FileJob]:
    """The page of a carrier; `derived` are the carriers that extend it."""
    release, scope = site.plan.release, site.plan.scope
    name = scope.carriers[carrier.name]
    attributes = scope.attributes[carrier.name]
    place = site.places.carrier(carrier.name)
    says = summary(carrier.doc) or f"The carrier {carrier.name}."
    bases = tuple(release.bases(carrier))
    derived = tuple(derived)
    site.entries.append(
        Entry(
            place=place,
            name=carrier.name,
            python=str(name),
            kind="carrier",
            group="",
            says=summary(carrier.doc),
            text=searched(
                carrier.doc, *(f"{each.name} {each.doc}" for each in carrier.fields)
            ),
        )
    )

    def row(writer: Writer, field: Field) -> FieldRow:
        return FieldRow(
            anchor=writer.text(attributes[field.name]),
            name=writer.code(attributes[field.name]),
            wire_name=writer.text(field.name),
            type=writer.source(_annotation(site, field)),
            says=described(writer, field.doc),
            marks=site.marked(writer, "field", carrier.name, field.name),
        )

    def inherited(writer: Writer, base: Carrier) -> Inherited:
        return Inherited(
            site.link(
                writer, site.places.carrier(base.name), scope.carriers[base.name]
            ),
            tuple(
                site.link(
                    writer,
                    site.places.carrier(base.name, each.name),
                    attributes[each.name],
                )
                for each in base.fields
            ),
        )

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "prose": writer.prose(rest(carrier.doc)),
            "marks": site.marked(writer, "carrier", carrier.name),
            "wire_name": writer.text(carrier.name) if carrier.name != name else None,
            "import_line": writer.block(
                "python", f"from {site.plan.name}.carriers import {name}"
            ),
            "fields": tuple(row(writer, each) for each in carrier.fields),
            "inherited": tuple(inherited(writer, base) for base in bases),
            "derived": tuple(
                site.link(writer, site.places.carrier(each), scope.carriers[each])
                for each in derived
            ),
            "discriminator": (
                writer.code(carrier.discriminator.field)
                if carrier.discriminator
                else None
            ),
            "uses": tuple(_used(site, writer, site.uses[CarrierRef(carrier.name)])),
            "origins": origins(writer, carrier.origins),
        }

    yield from site.page(
        place,
        "carrier",
        title=name,
        kind="carrier",
        group="",
        trail=((HOME, "Reference"), (CARRIERS, "Carriers")),
        build=build,
    )


def enumeration_page(site: Site, enumeration: Enumeration) -> Iterator[FileJob]:
    """The page of an enumeration."""
    scope = site.plan.scope
    name = scope.enumerations[enumeration.name]
    members = scope.members[enumeration.name]
    place = site.places.enumeration(enumeration.name)
    kind = "flags" if enumeration.flags else "enumeration"
    says = summary(enumeration.doc) or f"The {kind} {enumeration.name}."
    site.entries.append(
        Entry(
            place=place,
            name=enumeration.name,
            python=str(name),
            kind="enumeration",
            group="",
            says=summary(enumeration.doc),
            text=searched(
                enumeration.doc,
                *(f"{each.name} {each.doc}" for each in enumeration.members),
            ),
        )
    )

    def build(writer: Writer) -> Context:
        return {
            "summary": writer.text(says),
            "prose": writer.prose(rest(enumeration.doc)),
            "marks": site.marked(writer, "enumeration", enumeration.name),
            "wire_name": (
                writer.text(enumeration.name) if enumeration.name != name else None
            ),
            "flags": enumeration.flags,
            "import_line": writer.block(
                "python", f"from {site.plan.name}.enumerations import {name}"
            ),
            "members": tuple(
                MemberRow(
                    anchor=writer.text(members[each.name]),
                    name=writer.code(members[each.name]),
                    wire_name=writer.text(each.name),
                    number=(
                        None if each.number is None else writer.text(str(each.number))
                    ),
                    says=described(writer, each.doc),
                    marks=site.marked(writer, "member", enumeration.name, each.name),
                )
                for each in enumeration.members
            ),
            "uses": tuple(
                _used(site, writer, site.uses[EnumerationRef(enumeration.name)])
            ),
            "origins": origins(writer, enumeration.origins),
        }

    yield from site.page(
        place,
        "enumeration",
        title=name,
        kind="enumeration",
        group="",
        trail=((HOME, "Reference"), (ENUMERATIONS, "Enumerations")),
        build=build,
    )


def _annotation(site: Site, field: Field) -> str:
    """The type of a field as a reader wants it: without what only the wires need."""
    types = site.plan.scope.types
    annotation, _ = types.field(field, Needs())
    if not annotation.startswith("Annotated["):
        return annotation
    plain = types.result(field.type, Needs(), nillable=False)
    return f"{plain} | None" if field.nillable else plain


def _used(site: Site, writer: Writer, uses: Uses) -> Iterator[UsesLists]:
    """The lists of what refers to a thing; those that are empty are left out."""

    def operation(key: OperationKey) -> Link:
        return site.link(writer, site.places.operation(*key), ".".join(key))

    def method(key: MethodKey) -> Link:
        names, name = key
        reached = f"{names.wire}.{names.methods[name]}"
        return site.link(writer, site.places.resource(names, name), reached)

    def field(carrier: str, name: str) -> Link:
        return site.link(
            writer, site.places.carrier(carrier, name), f"{carrier}.{name}"
        )

    for title, links in (
        ("Taken by", (*map(operation, uses.taken), *map(method, uses.taken_there))),
        ("Given by", (*map(operation, uses.given), *map(method, uses.given_there))),
        ("Held by", tuple(field(*each) for each in uses.held)),
    ):
        if links:
            yield UsesLists(writer.text(title), links)
