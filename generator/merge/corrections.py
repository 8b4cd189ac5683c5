"""An overlay's corrections, applied: renames before the two sides meet, the rest after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.diagnostics import Diagnostics, quoted
from generator.merge.overlay import EnumerationMember, Overlay
from generator.model.carriers import Enumeration, Member
from generator.model.release import Operation, Release
from generator.model.rewrite import replace_types
from generator.model.types import CarrierRef, Scalar, TypeRef


def rename(release: Release, overlay: Overlay) -> Release:
    """The release of one wire with renamed carriers and without dropped ones."""
    names = {each.old: each.new for each in overlay.carrier_renames}
    dropped = {each.name for each in overlay.drops}
    if not names and not dropped:
        return release
    present = {carrier.name for carrier in release.carriers}
    # A rename towards a name that this side has already would make two carriers one.
    names = {old: new for old, new in names.items() if new not in present}

    def renamed(type: TypeRef) -> TypeRef:
        if isinstance(type, CarrierRef):
            if type.name in dropped:
                return Scalar("any")
            return CarrierRef(names.get(type.name, type.name))
        return type

    release = replace_types(release, renamed)
    return replace(
        release,
        carriers=tuple(
            replace(
                carrier,
                name=names.get(carrier.name, carrier.name),
                base=carrier.base and names.get(carrier.base, carrier.base),
            )
            for carrier in release.carriers
            if carrier.name not in dropped
        ),
        enumerations=tuple(
            each for each in release.enumerations if each.name not in dropped
        ),
    )


def apply(release: Release, overlay: Overlay, diagnostics: Diagnostics) -> Release:
    """The merged release with field types, members and parameter names corrected."""
    types = {(each.carrier, each.field): each.type for each in overlay.field_types}
    carriers = release.carriers
    if types:
        carriers = tuple(
            replace(
                carrier,
                fields=tuple(
                    (
                        replace(field, type=Scalar(types[carrier.name, field.name]))
                        if (carrier.name, field.name) in types
                        else field
                    )
                    for field in carrier.fields
                ),
            )
            for carrier in carriers
        )
    release = replace(
        release,
        carriers=carriers,
        enumerations=_with_members(release.enumerations, overlay.members),
    )
    return _with_parameter_names(release, overlay, diagnostics)


def _with_members(
    enumerations: Iterable[Enumeration], corrections: Iterable[EnumerationMember]
) -> tuple[Enumeration, ...]:
    wanted: dict[str, list[EnumerationMember]] = {}
    for correction in corrections:
        wanted.setdefault(correction.enumeration, []).append(correction)

    def corrected(enumeration: Enumeration) -> Enumeration:
        members = {member.name: member for member in enumeration.members}
        for correction in wanted.get(enumeration.name, ()):
            known = members.get(correction.name, Member(name=correction.name))
            members[correction.name] = replace(known, number=correction.number)
        return replace(enumeration, members=tuple(members.values()))

    return tuple(
        corrected(each) if each.name in wanted else each for each in enumerations
    )


def _with_parameter_names(
    release: Release, overlay: Overlay, diagnostics: Diagnostics
) -> Release:
    """Each wire keeps its own spelling; the operation gets the name that the overlay gives."""
    renames = {
        (each.operation, each.old): each.new for each in overlay.parameter_renames
    }
    if not renames:
        return release

    def corrected(agent: str, operation: Operation) -> Operation:
        wire = f"{agent}.{operation.name}"
        names = {old: new for (place, old), new in renames.items() if place == wire}
        present = {parameter.name for parameter in operation.parameters}
        spellings = operation.agents.spellings if operation.agents else ()
        for old in sorted(names.keys() - present):
            if old not in {other for _, other in spellings}:
                diagnostics.warning(
                    "correction-unused",
                    f"[[parameter.rename]] names {quoted(old)}, which {wire} does not have",
                )
        names = {old: new for old, new in names.items() if old in present}
        if not names:
            return operation
        spellings = tuple(names.items())
        return replace(
            operation,
            parameters=tuple(
                replace(each, name=names.get(each.name, each.name))
                for each in operation.parameters
            ),
            soap=operation.soap
            and replace(
                operation.soap,
                spellings=tuple((new, old) for old, new in spellings)
                + operation.soap.spellings,
            ),
            agents=operation.agents
            and replace(
                operation.agents,
                spellings=tuple(
                    (names.get(name, name), other)
                    for name, other in operation.agents.spellings
                )
                + tuple(
                    (new, old)
                    for old, new in spellings
                    if old not in dict(operation.agents.spellings)
                ),
            ),
        )

    return replace(
        release,
        agents=tuple(
            replace(
                agent,
                operations=tuple(
                    corrected(agent.name, operation) for operation in agent.operations
                ),
            )
            for agent in release.agents
        ),
    )
