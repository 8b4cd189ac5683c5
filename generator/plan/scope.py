"""Every Python name of a package, decided once: classes, modules, members, agents, methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.model.carriers import Carrier
from generator.model.release import Agent, Operation, Release
from generator.model.rewrite import operation_types, resource_types
from generator.model.types import CarrierRef, TypeRef, parts
from generator.plan.names import (
    agent_names,
    class_case,
    class_names,
    field_names,
    member_names,
    method_names,
    module_case,
    module_names,
    resource_class_names,
    resource_method_names,
    resource_names,
    session_names,
    snake_case,
    upper_case,
)
from generator.plan.resource_names import (
    Group,
    alike_groups,
    groups_of,
    held_by,
    method_names_of,
    shared_group,
)
from generator.plan.text import Identifier
from generator.plan.types import TypeWriter, annotation_words
from generator.runtime.endpoints import PART


@dataclass(frozen=True, slots=True)
class AgentNames:
    """The names of one agent; `methods` and `rows` by the operation's wire name."""

    module: Identifier
    attribute: Identifier
    sync: Identifier
    awaited: Identifier
    methods: Mapping[str, Identifier]
    rows: Mapping[str, Identifier]

    @property
    def stub(self) -> Identifier:
        """The class to be filled in."""
        return Identifier(f"{self.sync}Stub")


@dataclass(frozen=True, slots=True)
class ResourceHandle:
    """An attribute that hands out a resource: of the session's resources, or of the one `within`.

    `reached` is how one writes it ("session.resources.list.business"), `part` which of several things of
    the same shape it is ("Business"), empty for a thing of its own.
    """

    attribute: Identifier
    within: str
    reached: str
    part: str


@dataclass(frozen=True, slots=True)
class ResourceNames:
    """The names of one resource's classes; `methods` and `rows` by the operation's name.

    `wire` is its place among resources ("List", "List/Country", "List/<part>").
    """

    group: Group
    wire: str
    module: Identifier
    sync: Identifier
    awaited: Identifier
    methods: Mapping[str, Identifier]
    rows: Mapping[str, Identifier]
    handles: tuple[ResourceHandle, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one package, by wire name, and the writer of types that uses them.

    `attributes` are those of carriers, by carrier and field.
    """

    carriers: Mapping[str, Identifier]
    attributes: Mapping[str, Mapping[str, Identifier]]
    enumerations: Mapping[str, Identifier]
    dictionaries: Mapping[str, Identifier]
    members: Mapping[str, Mapping[str, Identifier]]
    carrier_modules: Mapping[Identifier, Identifier]
    enumeration_modules: Mapping[Identifier, Identifier]
    agents: Mapping[str, AgentNames]
    resources: tuple[ResourceNames, ...]
    types: TypeWriter


def name_everything(release: Release, pages: frozenset[TypeRef] = frozenset()) -> Scope:
    """The names of everything in `release`, in its order; `pages` are its pages of rows."""
    agents = _agents(release.agents)
    resources = tuple(_resources(release, pages))
    classes = class_names(
        (
            *(
                name
                for each in (*agents.values(), *resources)
                for name in (each.sync, each.awaited)
            ),
            *(each.stub for each in agents.values()),
        )
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
        attributes=carrier_attributes(release),
        enumerations=enumerations,
        dictionaries=dictionaries,
        members=members,
        carrier_modules=_modules(carriers.values(), "dictionaries"),
        enumeration_modules=_modules(enumerations.values()),
        agents=agents,
        resources=resources,
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


def _agents(agents: Sequence[Agent]) -> dict[str, AgentNames]:
    modules = module_names()
    attributes = session_names()
    classes = agent_names()
    named = {agent.name: _methods(agent.operations) for agent in agents}
    return {
        agent.name: AgentNames(
            module=modules.give(module_case(agent.name)),
            attribute=attributes.give(snake_case(agent.name)),
            sync=classes.give(Identifier(f"{class_case(agent.name)}Agent")),
            awaited=classes.give(Identifier(f"Async{class_case(agent.name)}Agent")),
            methods=named[agent.name],
            rows=_rows(named[agent.name]),
        )
        for agent in agents
    }


def _methods(operations: Iterable[Operation]) -> dict[str, Identifier]:
    scope = method_names()
    return {each.name: scope.give(snake_case(each.name)) for each in operations}


def _rows(methods: Mapping[str, Identifier]) -> dict[str, Identifier]:
    """The rows' names: their methods' in capitals, as far as these are free and lead back."""
    taken = {"_AGENT", "_RESOURCE", "_OPERATIONS"}
    rows: dict[str, Identifier] = {}
    for name, method in methods.items():
        row = f"_{method.upper()}"
        if row in taken or not method.isascii():
            row = f"_{method}"
        taken.add(row)
        rows[name] = Identifier(row)
    return rows


def _resources(release: Release, pages: frozenset[TypeRef]) -> Iterator[ResourceNames]:
    modules = module_names("_all")
    classes = resource_class_names()
    tops = resource_names()

    def named(
        group: Group,
        wire: str,
        base: str,
        methods: Mapping[str, Identifier],
        *handles: ResourceHandle,
    ) -> ResourceNames:
        return ResourceNames(
            group=group,
            wire=wire,
            module=modules.give(module_case(base)),
            sync=classes.give(Identifier(f"{base}Resource")),
            awaited=classes.give(Identifier(f"Async{base}Resource")),
            methods=methods,
            rows=_rows(methods),
            handles=handles,
        )

    for resource in release.resources:
        own, *inner = groups_of(resource, pages)
        scope = resource_names()
        attributes = {each.name: scope.give(snake_case(each.name)) for each in inner}
        attribute = tops.give(snake_case(resource.name))
        reached = f"session.resources.{attribute}"
        base = class_case(resource.name)
        yield named(
            own,
            resource.name,
            base,
            method_names_of(own, resource_method_names(attributes.values())),
            ResourceHandle(attribute, "", reached, ""),
        )
        for alike in alike_groups(inner):
            shared = len(alike) > 1
            group = alike[0]
            methods = method_names_of(group, resource_method_names())
            inner_base = f"{base}{class_case(group.name)}"
            if shared:
                inner_base = class_case(held_by(group, methods))
                group = shared_group(group, methods)
                methods = {str(each): each for each in methods.values()}
            yield named(
                group,
                f"{resource.name}/{PART if shared else group.name}",
                inner_base,
                methods,
                *(
                    ResourceHandle(
                        attribute=attributes[each.name],
                        within=resource.name,
                        reached=f"{reached}.{attributes[each.name]}",
                        part=each.path.rpartition("/")[2] if shared else "",
                    )
                    for each in alike
                ),
            )


def carrier_attributes(release: Release) -> dict[str, dict[str, Identifier]]:
    """For each carrier, the attribute of each of its fields, those of its bases included.

    A field that a carrier shares with its base has one attribute; no other field of any
    carrier below gets that name.
    """
    below: defaultdict[str | None, list[Carrier]] = defaultdict(list)
    known = {carrier.name for carrier in release.carriers}
    for carrier in release.carriers:
        below[carrier.base if carrier.base in known else None].append(carrier)
    found: dict[str, dict[str, Identifier]] = {}
    waiting: list[tuple[Carrier, dict[str, Identifier]]] = [
        (carrier, {}) for carrier in below[None]
    ]
    while waiting:
        carrier, inherited = waiting.pop()
        attributes = dict(inherited)
        scope = field_names(
            word for field in carrier.fields for word in annotation_words(field.type)
        )
        for name in inherited.values():
            scope.give(name)
        for field in carrier.fields:
            if field.name not in attributes:
                attributes[field.name] = scope.give(snake_case(field.name))
        found[carrier.name] = attributes
        waiting.extend((child, attributes) for child in below[carrier.name])
    return found


def subtypes(release: Release) -> dict[str, tuple[str, ...]]:
    """For each carrier that others extend, all that do, directly or not, in release order."""
    found: dict[str, list[str]] = {}
    for carrier in release.carriers:
        if carrier.is_view:
            continue
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
    for resource in release.resources:
        for each in resource.operations:
            for type in resource_types(each):
                refer(type)
    for carrier in release.carriers:
        for field in carrier.fields:
            refer(field.type)
    for dictionary in release.dictionaries:
        refer(dictionary.value)
    return frozenset(name for name in families if name in named)
