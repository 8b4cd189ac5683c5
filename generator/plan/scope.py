"""Every Python name of a package, decided once: classes, modules, members, agents, methods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.release import Agent, Operation, Release
from generator.model.rewrite import operation_types
from generator.model.types import CarrierRef, TypeRef, parts
from generator.plan.names import (
    Names,
    agent_names,
    class_case,
    class_names,
    member_names,
    method_names,
    module_case,
    module_names,
    session_names,
    snake_case,
    upper_case,
)
from generator.plan.text import Identifier
from generator.plan.types import TypeWriter


@dataclass(frozen=True, slots=True)
class AgentNames:
    """The names of one agent; `methods` and `rows` by the operation's wire name."""

    module: Identifier
    attribute: Identifier
    sync: Identifier
    awaited: Identifier
    methods: Mapping[str, Identifier]
    rows: Mapping[str, Identifier]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one package, by wire name, and the writer of types that uses them."""

    carriers: Mapping[str, Identifier]
    enumerations: Mapping[str, Identifier]
    dictionaries: Mapping[str, Identifier]
    members: Mapping[str, Mapping[str, Identifier]]
    carrier_modules: Mapping[Identifier, Identifier]
    enumeration_modules: Mapping[Identifier, Identifier]
    agents: Mapping[str, AgentNames]
    types: TypeWriter


def name_everything(release: Release) -> Scope:
    """The names of everything in `release`, in its order."""
    agents = _agents(release.agents)
    classes = class_names(
        name for each in agents.values() for name in (each.sync, each.awaited)
    )
    carriers = {
        each.name: classes.give(class_case(each.name)) for each in release.carriers
    }
    enumerations = {
        each.name: classes.give(class_case(each.name)) for each in release.enumerations
    }
    dictionaries = {
        each.name: classes.give(class_case(each.name)) for each in release.dictionaries
    }
    members = {
        each.name: _members(member.name for member in each.members)
        for each in release.enumerations
    }
    return Scope(
        carriers=carriers,
        enumerations=enumerations,
        dictionaries=dictionaries,
        members=members,
        carrier_modules=_modules(carriers.values(), "dictionaries"),
        enumeration_modules=_modules(enumerations.values()),
        agents=agents,
        types=TypeWriter(release, carriers, enumerations, dictionaries, members),
    )


def _members(names: Iterable[str]) -> dict[str, Identifier]:
    scope = member_names()
    return {name: scope.give(upper_case(name)) for name in names}


def _modules(
    classes: Iterable[Identifier], *reserved: str
) -> dict[Identifier, Identifier]:
    scope = module_names(*reserved)
    return {name: scope.give(module_case(name)) for name in classes}


def _agents(agents: Iterable[Agent]) -> dict[str, AgentNames]:
    modules = module_names()
    attributes = session_names()
    classes = agent_names()
    return {
        agent.name: AgentNames(
            module=modules.give(module_case(agent.name)),
            attribute=attributes.give(snake_case(agent.name)),
            sync=classes.give(Identifier(f"{class_case(agent.name)}Agent")),
            awaited=classes.give(Identifier(f"Async{class_case(agent.name)}Agent")),
            methods=_methods(agent.operations),
            rows=_rows(agent.operations),
        )
        for agent in agents
    }


def _methods(operations: Iterable[Operation]) -> dict[str, Identifier]:
    scope = method_names()
    return {each.name: scope.give(snake_case(each.name)) for each in operations}


def _rows(operations: Iterable[Operation]) -> dict[str, Identifier]:
    scope = Names({"_AGENT", "_OPERATIONS"})
    return {
        each.name: scope.give(Identifier(f"_{upper_case(each.name)}"))
        for each in operations
    }


def subtypes(release: Release) -> dict[str, tuple[str, ...]]:
    """For each carrier that others extend, all that do, directly or not, in release order."""
    found: dict[str, list[str]] = {}
    for carrier in release.carriers:
        for base in release.bases(carrier):
            found.setdefault(base.name, []).append(carrier.name)
    return {name: tuple(names) for name, names in found.items()}


def polymorphic(
    release: Release, families: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """The carriers whose place a subtype may take: those with subtypes that something refers to."""
    named: set[str] = set()

    def refer(type: TypeRef) -> None:
        named.update(part.name for part in parts(type) if isinstance(part, CarrierRef))

    for agent in release.agents:
        for operation in agent.operations:
            for type in operation_types(operation):
                refer(type)
    for carrier in release.carriers:
        for field in carrier.fields:
            refer(field.type)
    for dictionary in release.dictionaries:
        refer(dictionary.value)
    return frozenset(name for name in families if name in named)
