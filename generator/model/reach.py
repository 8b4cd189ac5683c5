"""What of a release its agents need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.model.release import Release
from generator.model.rewrite import operation_types
from generator.model.types import CarrierRef, EnumerationRef, MapOf, TypeRef, parts


def reached(
    release: Release, *, keep_namespaces: bool, also: Iterable[TypeRef] = ()
) -> Release:
    """The release with the types that its agents take and give, and those that are asked for.

    Subtypes come with their base, bases with their subtypes. With `keep_namespaces` everything
    that SOAP describes stays too, for it names types that only turn up at run time.
    """
    carriers: set[str] = set()
    referred: set[str] = set()  # those whose subtypes are needed, too
    enumerations: set[str] = set()
    dictionaries: set[str] = set()
    subtypes: dict[str, list[str]] = {}
    for carrier in release.carriers:
        if carrier.base and not carrier.is_view:
            subtypes.setdefault(carrier.base, []).append(carrier.name)
    waiting: list[TypeRef] = [
        type
        for agent in release.agents
        for operation in agent.operations
        for type in operation_types(operation)
    ]
    waiting += also
    if keep_namespaces:
        waiting += [
            CarrierRef(each.name) for each in release.carriers if each.namespace
        ]
        waiting += [
            EnumerationRef(each.name) for each in release.enumerations if each.namespace
        ]
        waiting += [
            MapOf(each.key, each.value, each.name) for each in release.dictionaries
        ]
    # A base that only serves as one ("Carrier") brings no subtypes along: nothing refers to it.
    while waiting:
        for part in parts(waiting.pop()):
            match part:
                case CarrierRef(name=name) if name not in referred:
                    referred.add(name)
                    carrier = release.carrier(name)
                    waiting += [CarrierRef(below) for below in subtypes.get(name, ())]
                    if carrier.discriminator:
                        waiting += [
                            CarrierRef(below)
                            for _, below in carrier.discriminator.carriers
                        ]
                    for each in (carrier, *release.bases(carrier)):
                        if each.name not in carriers:
                            carriers.add(each.name)
                            waiting += [field.type for field in each.fields]
                case EnumerationRef(name=name):
                    enumerations.add(name)
                case MapOf(name=name) if name and name not in dictionaries:
                    dictionaries.add(name)
                    known = release.dictionary(name)
                    waiting += [known.key, known.value]
                case _:
                    pass
    return replace(
        release,
        carriers=tuple(each for each in release.carriers if each.name in carriers),
        enumerations=tuple(
            each for each in release.enumerations if each.name in enumerations
        ),
        dictionaries=tuple(
            each for each in release.dictionaries if each.name in dictionaries
        ),
    )
