"""Resources of the WebApi, made to speak of the carriers and enumerations that agents use.

The WebApi's description repeats what the Agents description says, in words that differ: an entity
"with links" repeats every field of the entity, enumerations stand inline, and one operation takes a
carrier apart into query parameters. Each pass here puts one of these right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.diagnostics import Diagnostics, quoted
from generator.merge.agreement import agree
from generator.model.carriers import Carrier, Enumeration, Field
from generator.model.release import (
    Agent,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.rewrite import replace_types, resource_types
from generator.model.types import ANY, CarrierRef, EnumerationRef, TypeRef, parts

# "Calls the Contact agent service GetContactEntity.", or the agent's interface in braces.
_CALLS = re.compile(
    r"\bCalls the (?:\{[\w.]*\.I(?P<interface>\w+)Agent\} |(?P<agent>\w+) agent )"
    r"service (?P<operation>\w+)"
)


def settled(json: Release, soap: Release) -> Release:
    """The JSON release after all passes that have to come before it meets SOAP's."""
    if not json.resources:
        return json
    return with_folded_parameters(with_known_enumerations(with_bases(json, soap), soap))


# ------------------------------------------------------------------- entities with more fields


def with_bases(json: Release, soap: Release) -> Release:
    """Carriers that repeat another one, and add where it can be found, extend it.

    "ContactEntityWithLinks" is "ContactEntity" and "_Links": what is no data begins with an
    underscore. One description may be older than the other, and lack fields; half have to be there.
    """
    known = {each.name for each in (*json.carriers, *soap.carriers)}
    extended: dict[str, Carrier] = {}
    for carrier in json.carriers:
        if carrier.base or not any(each.name[:1] == "_" for each in carrier.fields):
            continue
        shorter = (
            name
            for name in known
            if name != carrier.name and carrier.name.startswith(name)
        )
        base = max(shorter, key=len, default="")
        fields = (*_fields(json, base), *_fields(soap, base))
        if base and (own := _beyond(carrier, fields)):
            extended[carrier.name] = replace(carrier, base=base, fields=own)
    if not extended:
        return json
    json = replace(
        json,
        carriers=tuple(extended.get(each.name, each) for each in json.carriers),
    )
    return _without_orphans(json, extended)


def _fields(release: Release, name: str) -> tuple[Field, ...]:
    try:
        return release.all_fields(release.carrier(name))
    except KeyError:
        return ()


def _beyond(carrier: Carrier, base: Iterable[Field]) -> tuple[Field, ...]:
    """The fields that `carrier` has and `base` has not; none where it is something else."""
    types: dict[str, list[TypeRef]] = {}
    for field in base:
        types.setdefault(field.name, []).append(field.type)
    shared = [field for field in carrier.fields if field.name in types]
    if not types or 2 * len(shared) < len(types):
        return ()
    for field in shared:
        if not any(_same(known, field.type) for known in types[field.name]):
            return ()
    own = tuple(field for field in carrier.fields if field.name not in types)
    return own if all(field.name.startswith("_") for field in own) else ()


def _same(known: TypeRef, said: TypeRef) -> bool:
    return known == said or agree(known, said)


def _without_orphans(json: Release, extended: Iterable[str]) -> Release:
    """The release without the inline enumerations of fields that are gone."""
    left = {
        part.name
        for carrier in json.carriers
        for field in carrier.fields
        for part in parts(field.type)
        if isinstance(part, EnumerationRef)
    }
    gone = tuple(f"{name}." for name in extended)
    return replace(
        json,
        enumerations=tuple(
            each
            for each in json.enumerations
            if each.name in left or not each.name.startswith(gone)
        ),
    )


# ------------------------------------------------------------------- enumerations without a name


def with_known_enumerations(json: Release, soap: Release) -> Release:
    """Parameters with an inline list of names take the enumeration that has just these names."""
    named: dict[frozenset[str], list[str]] = {}
    known = {each.name: each for each in (*json.enumerations, *soap.enumerations)}
    for each in known.values():
        if "." not in each.name:
            named.setdefault(_names(each), []).append(each.name)
    adopted: dict[str, str] = {}
    for each in json.enumerations:
        if "." not in each.name:
            continue
        same = named.get(_names(each), [])
        field = each.name.rpartition(".")[2].strip("$").casefold()
        called = [name for name in same if field in name.casefold()]
        if len(called) == 1 or len(same) == 1:
            adopted[each.name] = (called or same)[0]
    if not adopted:
        return json

    def rename(type: TypeRef) -> TypeRef:
        if isinstance(type, EnumerationRef):
            return EnumerationRef(adopted.get(type.name, type.name))
        return type

    return replace(
        replace_types(json, rename),
        enumerations=tuple(
            each for each in json.enumerations if each.name not in adopted
        ),
    )


def _names(enumeration: Enumeration) -> frozenset[str]:
    return frozenset(member.name for member in enumeration.members)


# ------------------------------------------------------------------- carriers taken apart


def with_folded_parameters(json: Release) -> Release:
    """Query parameters such as "sale.title" are one parameter again, a carrier.

    It is the carrier that has just the members which the first words after the dot name.
    """
    resources = tuple(_with_folded(each, json.carriers) for each in json.resources)
    if resources == json.resources:
        return json
    left = {
        part.name
        for resource in resources
        for operation in resource.operations
        for type in resource_types(operation)
        for part in parts(type)
        if isinstance(part, EnumerationRef)
    }
    before = {
        part.name
        for resource in json.resources
        for operation in resource.operations
        for each in operation.parameters
        for part in parts(each.type)
        if isinstance(part, EnumerationRef) and "." in part.name
    }
    return replace(
        json,
        resources=resources,
        enumerations=tuple(
            each
            for each in json.enumerations
            if each.name in left or each.name not in before
        ),
    )


def _with_folded(resource: Resource, carriers: tuple[Carrier, ...]) -> Resource:
    def folded(operation: ResourceOperation) -> ResourceOperation:
        if not any(_is_dotted(each) for each in operation.parameters):
            return operation
        parameters = tuple(_folded(operation, carriers))
        return replace(operation, parameters=parameters)

    operations = tuple(folded(each) for each in resource.operations)
    return replace(resource, operations=operations)


def _is_dotted(parameter: ResourceParameter) -> bool:
    return parameter.place == "query" and "." in parameter.name


def _folded(
    operation: ResourceOperation, carriers: tuple[Carrier, ...]
) -> Iterator[ResourceParameter]:
    members: dict[str, set[str]] = {}
    for each in filter(_is_dotted, operation.parameters):
        head, member = each.name.split(".")[:2]
        members.setdefault(head, set()).add(member.casefold())
    found = {head: _carrier_of(names, carriers) for head, names in members.items()}
    for each in operation.parameters:
        head = each.name.partition(".")[0]
        carrier = found.get(head) if _is_dotted(each) else None
        if carrier is None:
            yield each
        elif members.pop(head, None):  # the first of many
            yield ResourceParameter(
                name=head,
                place="query",
                type=CarrierRef(carrier),
                required=True,
                exploded=True,
            )


def _carrier_of(members: set[str], carriers: tuple[Carrier, ...]) -> str | None:
    matching = [
        carrier.name
        for carrier in carriers
        if {field.name.casefold() for field in carrier.fields} == members
    ]
    return matching[0] if len(matching) == 1 else None


# ------------------------------------------------------------------- what else is known


def linked(release: Release) -> Release:
    """Operations whose text names the agent's operation that they call hold that link."""
    agents = {agent.name.casefold(): agent for agent in release.agents}
    if not agents or not release.resources:
        return release

    def link(operation: ResourceOperation) -> ResourceOperation:
        said = _CALLS.search(operation.doc)
        agent = said and agents.get((said["agent"] or said["interface"]).casefold())
        if not said or not agent or not _has(agent, said["operation"]):
            return operation
        return replace(operation, calls=(agent.name, said["operation"]))

    return replace(
        release,
        resources=tuple(
            replace(each, operations=tuple(map(link, each.operations)))
            for each in release.resources
        ),
    )


def _has(agent: Agent, operation: str) -> bool:
    return any(each.name == operation for each in agent.operations)


def opened(release: Release, diagnostics: Diagnostics) -> Release:
    """The release in which resources take any value where no source describes what they refer to.

    One forgotten type shall not cost the other thousand operations; agents, whose answers are
    carriers through and through, are stricter (`model/check.py`).
    """
    known = {each.name for each in (*release.carriers, *release.enumerations)}

    def open_(type: TypeRef) -> TypeRef:
        if isinstance(type, CarrierRef | EnumerationRef) and type.name not in known:
            return ANY
        return type

    found = False
    for resource in release.resources:
        for operation in resource.operations:
            for name in sorted(_referred(operation) - known):
                found = True
                diagnostics.warning(
                    "undescribed-type",
                    f"{operation.verb} {operation.path} refers to {quoted(name)}, which is "
                    "not described",
                    operation.origins[0] if operation.origins else None,
                    expected="a type that one of the sources describes",
                    hint="any value is taken for it; give the source that describes it, too",
                )
    if not found:
        return release
    alone = replace_types(Release(resources=release.resources), open_)
    return replace(release, resources=alone.resources)


def _referred(operation: ResourceOperation) -> set[str]:
    return {
        part.name
        for type in resource_types(operation)
        for part in parts(type)
        if isinstance(part, CarrierRef | EnumerationRef)
    }
