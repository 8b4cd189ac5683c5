"""An overlay's corrections, applied: renames before the two sides meet, the rest after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.merge.overlay import EnumerationMember, Overlay, ParameterRename
from generator.model.carriers import Discriminator, Enumeration, Member
from generator.model.release import Operation, Release
from generator.model.rewrite import replace_types
from generator.model.types import ANY, CarrierRef, EnumerationRef, Scalar, TypeRef


def report_absent(
    soap: Release, json: Release, overlay: Overlay, diagnostics: Diagnostics
) -> None:
    """Warn of corrections whose subject neither side has; those that are our own stay silent."""
    carriers: dict[str, set[str]] = {}
    enumerations: set[str] = set()
    operations: set[str] = set()
    for side in (soap, json):
        for carrier in side.carriers:
            fields = {field.name for field in carrier.fields}
            carriers.setdefault(carrier.name, set()).update(fields)
        enumerations.update(each.name for each in side.enumerations)
        operations.update(
            f"{agent.name}.{operation.name}"
            for agent in side.agents
            for operation in agent.operations
        )
    for each in overlay.carrier_renames:
        # Names that a rename gives are subjects of the other corrections, too.
        carriers.setdefault(each.new, set()).update(carriers.get(each.old, ()))
    subjects = [
        *(
            (each.origin, "carrier.rename", each.old, each.old in carriers)
            for each in overlay.carrier_renames
        ),
        *(
            (
                each.origin,
                "parameter.rename",
                each.operation,
                each.operation in operations,
            )
            for each in overlay.parameter_renames
        ),
        *(
            (
                each.origin,
                "field.type",
                f"{each.carrier}.{each.field}",
                each.field in carriers.get(each.carrier, ()),
            )
            for each in overlay.field_types
        ),
        *(
            (
                each.origin,
                "enumeration.member",
                each.enumeration,
                each.enumeration in enumerations,
            )
            for each in overlay.members
        ),
        *(
            (each.origin, "discriminator", each.carrier, each.carrier in carriers)
            for each in overlay.discriminators
        ),
    ]
    for origin, table, name, present in dict.fromkeys(subjects):
        if origin is not None and not present:
            _unused(f"[[{table}]]", name, "no source has", origin, diagnostics)


def _unused(
    table: str, name: str, where: str, origin: Origin | None, diagnostics: Diagnostics
) -> None:
    diagnostics.warning(
        "correction-unused",
        f"{table} names {quoted(name)}, which {where}",
        origin,
        expected="a name as the sources spell it",
        hint="the correction does nothing; take it out, or spell it as the sources do",
    )


def rename(release: Release, overlay: Overlay) -> Release:
    """The release of one wire with renamed carriers and without dropped types."""
    names: dict[str, str] = {}
    dropped = {each.name for each in overlay.drops}
    # A rename towards a name that this side has already would make two carriers one.
    present = {carrier.name for carrier in release.carriers}
    for each in overlay.carrier_renames:
        if each.old in present and each.new not in present:
            names[each.old] = each.new
            present.add(each.new)
    if not names and not dropped:
        return release

    def renamed(type: TypeRef) -> TypeRef:
        match type:
            case CarrierRef(name=name) | EnumerationRef(name=name) if name in dropped:
                return ANY
            case CarrierRef(name=name):
                return CarrierRef(names.get(name, name))
            case _:
                return type

    release = replace_types(release, renamed)
    return replace(
        release,
        carriers=tuple(
            replace(
                carrier,
                name=names.get(carrier.name, carrier.name),
                base=carrier.base and names.get(carrier.base, carrier.base),
                discriminator=_renamed(carrier.discriminator, names, dropped),
            )
            for carrier in release.carriers
            if carrier.name not in dropped
        ),
        enumerations=tuple(
            each for each in release.enumerations if each.name not in dropped
        ),
    )


def _renamed(
    found: Discriminator | None, names: Mapping[str, str], dropped: Collection[str]
) -> Discriminator | None:
    if found is None:
        return None
    kept = tuple(pair for pair in found.carriers if pair[1] not in dropped)
    return Discriminator(found.field, kept).renamed(names)


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
    renames: dict[str, list[ParameterRename]] = {}
    for each in overlay.parameter_renames:
        renames.setdefault(each.operation, []).append(each)
    if not renames:
        return release
    return replace(
        release,
        agents=tuple(
            replace(
                agent,
                operations=tuple(
                    _with_names(
                        operation,
                        renames.get(f"{agent.name}.{operation.name}", ()),
                        diagnostics,
                    )
                    for operation in agent.operations
                ),
            )
            for agent in release.agents
        ),
    )


def _with_names(
    operation: Operation, renames: Iterable[ParameterRename], diagnostics: Diagnostics
) -> Operation:
    present = {parameter.name for parameter in operation.parameters}
    binding = operation.agents
    names: dict[str, str] = {}
    for each in renames:
        if each.old in present:
            # Two parameters of one name would be one; the first keeps it.
            if each.new not in present:
                names[each.old] = each.new
                present.add(each.new)
        elif binding is None or each.new not in dict(binding.spellings):
            _unused(
                "[[parameter.rename]]",
                each.old,
                f"{each.operation} does not have",
                each.origin,
                diagnostics,
            )
    if not names:
        return operation
    pairs = tuple((new, old) for old, new in names.items())
    return replace(
        operation,
        parameters=tuple(
            replace(each, name=names.get(each.name, each.name))
            for each in operation.parameters
        ),
        soap=operation.soap
        and replace(operation.soap, spellings=pairs + operation.soap.spellings),
        agents=binding
        and replace(
            binding,
            spellings=tuple(
                (names.get(name, name), other) for name, other in binding.spellings
            )
            + tuple(
                (new, binding.by_rule(old))
                for new, old in pairs
                if old not in dict(binding.spellings)
            ),
        ),
    )
