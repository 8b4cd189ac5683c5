"""What the documents of one wire say together.

The vendor repeats shared carriers in every document, so the same definition arrives many times;
it is taken once. Where two definitions of one name differ, the first stands, in the order of the
sources, and takes over the fields or members that only the later one has; that is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.model.carriers import Carrier, Dictionary, Enumeration
from generator.model.release import Agent, Operation, Release, Resource


class _Named(Protocol):
    @property
    def name(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


def union(releases: Iterable[Release], diagnostics: Diagnostics) -> Release:
    """One release with everything that `releases`, all of one wire, describe."""
    releases = tuple(releases)
    return Release(
        services=next((each.services for each in releases if each.services), ""),
        namespace=next((each.namespace for each in releases if each.namespace), ""),
        agents=_agents(releases, diagnostics),
        resources=_resources(releases, diagnostics),
        carriers=_carriers(releases, diagnostics),
        enumerations=_enumerations(releases, diagnostics),
        dictionaries=_first(
            (item for each in releases for item in each.dictionaries),
            "dictionary",
            diagnostics,
        ),
    )


def _agents(
    releases: tuple[Release, ...], diagnostics: Diagnostics
) -> tuple[Agent, ...]:
    agents: dict[str, Agent] = {}
    for agent in (agent for release in releases for agent in release.agents):
        known = agents.get(agent.name)
        if known is None:
            agents[agent.name] = agent
            continue
        operations = _first(
            (*known.operations, *agent.operations),
            f"operation of agent {known.name}",
            diagnostics,
        )
        agents[agent.name] = replace(
            known,
            operations=operations,
            doc=known.doc or agent.doc,
            origins=known.origins + agent.origins,
        )
    return tuple(agents.values())


def _resources(
    releases: tuple[Release, ...], diagnostics: Diagnostics
) -> tuple[Resource, ...]:
    resources: dict[str, Resource] = {}
    for resource in (each for release in releases for each in release.resources):
        known = resources.get(resource.name)
        if known is None:
            resources[resource.name] = resource
            continue
        # Verb and path identify an operation here; one may be described again, fuller.
        operations = {(op.verb, op.path): op for op in known.operations}
        for operation in resource.operations:
            first = operations.setdefault((operation.verb, operation.path), operation)
            if first != operation:
                _differs(
                    f"{operation.verb.upper()} {operation.path}",
                    "operation",
                    first.origins,
                    operation.origins,
                    diagnostics,
                )
        resources[resource.name] = replace(
            known, operations=tuple(operations.values()), doc=known.doc or resource.doc
        )
    return tuple(resources.values())


def _carriers(
    releases: tuple[Release, ...], diagnostics: Diagnostics
) -> tuple[Carrier, ...]:
    carriers: dict[str, Carrier] = {}
    for carrier in (each for release in releases for each in release.carriers):
        known = carriers.get(carrier.name)
        if known is None:
            carriers[carrier.name] = carrier
        elif known != carrier:
            if _without_null(known) != _without_null(carrier):
                _differs(
                    carrier.name, "carrier", known.origins, carrier.origins, diagnostics
                )
            names = {field.name for field in known.fields}
            carriers[carrier.name] = replace(
                known,
                base=known.base or carrier.base,
                fields=known.fields
                + tuple(field for field in carrier.fields if field.name not in names),
            )
        elif not known.doc and carrier.doc:
            carriers[carrier.name] = replace(known, doc=carrier.doc)
    return tuple(carriers.values())


def _without_null(carrier: Carrier) -> Carrier:
    """The carrier without what it says of null, on which Swagger 2.0 is silent."""
    return replace(
        carrier,
        fields=tuple(replace(field, nillable=False) for field in carrier.fields),
    )


def _enumerations(
    releases: tuple[Release, ...], diagnostics: Diagnostics
) -> tuple[Enumeration, ...]:
    enumerations: dict[str, Enumeration] = {}
    for enumeration in (each for release in releases for each in release.enumerations):
        known = enumerations.get(enumeration.name)
        if known is None:
            enumerations[enumeration.name] = enumeration
        elif known != enumeration:
            _differs(
                enumeration.name,
                "enumeration",
                known.origins,
                enumeration.origins,
                diagnostics,
            )
            names = {member.name for member in known.members}
            enumerations[enumeration.name] = replace(
                known,
                members=known.members
                + tuple(
                    member for member in enumeration.members if member.name not in names
                ),
            )
    return tuple(enumerations.values())


def _first(
    items: Iterable[Item], kind: str, diagnostics: Diagnostics
) -> tuple[Item, ...]:
    """Each name once, the first definition standing."""
    found: dict[str, Item] = {}
    for item in items:
        known = found.setdefault(item.name, item)
        if known != item:
            _differs(item.name, kind, _origins(known), _origins(item), diagnostics)
    return tuple(found.values())


def _origins(item: object) -> tuple[Origin, ...]:
    return item.origins if isinstance(item, (Operation, Dictionary)) else ()


def _differs(
    name: str,
    kind: str,
    first: tuple[Origin, ...],
    other: tuple[Origin, ...],
    diagnostics: Diagnostics,
) -> None:
    diagnostics.warning(
        "described-twice",
        f"{kind} {quoted(name)} is described differently in {other[0] if other else 'another source'}",
        first[0] if first else None,
        expected="descriptions of one release that agree",
        hint="the first description stands, with what only the other one adds",
    )
