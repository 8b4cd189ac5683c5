"""What must hold in a release before anything is made of it; every fault is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.diagnostics import Diagnostics, Origin, did_you_mean, quoted
from generator.model.release import Release
from generator.model.rewrite import operation_types, resource_types
from generator.model.types import CarrierRef, EnumerationRef, MapOf, TypeRef, parts

_Use = tuple[str, TypeRef, tuple[Origin, ...]]


def check_release(release: Release, diagnostics: Diagnostics) -> None:
    """Report every name that leads nowhere and every base that leads back to itself."""
    carriers = {carrier.name for carrier in release.carriers}
    enumerations = {each.name for each in release.enumerations}
    dictionaries = {each.name for each in release.dictionaries}
    for where, type, origins in _uses(release):
        for part in parts(type):
            match part:
                case CarrierRef(name=name):
                    known: Iterable[str] = carriers
                case EnumerationRef(name=name):
                    known = enumerations
                case MapOf(name=name) if name:
                    known = dictionaries
                case _:
                    continue
            if name not in known:
                _unknown(name, where, known, origins, diagnostics)
    for carrier in release.carriers:
        if carrier.base and carrier.base not in carriers:
            _unknown(
                carrier.base,
                f"the base of carrier {carrier.name}",
                carriers,
                carrier.origins,
                diagnostics,
            )
        elif carrier.name in (base.base for base in (carrier, *release.bases(carrier))):
            diagnostics.error(
                "circular-base",
                f"carrier {carrier.name} is its own base in the end",
                carrier.origins[0] if carrier.origins else None,
                expected="bases that end somewhere",
            )


def _uses(release: Release) -> Iterator[_Use]:
    for agent in release.agents:
        for operation in agent.operations:
            for type in operation_types(operation):
                yield f"{agent.name}.{operation.name}", type, operation.origins
    for resource in release.resources:
        for operation in resource.operations:
            where = f"{operation.verb.upper()} {operation.path}"
            for type in resource_types(operation):
                yield where, type, operation.origins
    for carrier in release.carriers:
        for field in carrier.fields:
            yield (
                f"field {field.name} of carrier {carrier.name}",
                field.type,
                field.origins or carrier.origins,
            )
        if carrier.discriminator:
            for _, name in carrier.discriminator.carriers:
                yield (
                    f"the discriminator of carrier {carrier.name}",
                    CarrierRef(name),
                    carrier.origins,
                )
    for dictionary in release.dictionaries:
        where = f"dictionary {dictionary.name}"
        yield where, dictionary.key, dictionary.origins
        yield where, dictionary.value, dictionary.origins


def _unknown(
    name: str,
    where: str,
    known: Iterable[str],
    origins: tuple[Origin, ...],
    diagnostics: Diagnostics,
) -> None:
    diagnostics.error(
        "unknown-type",
        f"{where} refers to {quoted(name)}, which is not described",
        origins[0] if origins else None,
        expected="a type that one of the sources describes",
        hint=did_you_mean(name, known) or "give the source that describes it, too",
    )
