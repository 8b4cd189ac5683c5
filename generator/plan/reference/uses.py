"""What uses a carrier or an enumeration: operations that take and give it, carriers that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.model.release import Release
from generator.model.types import CarrierRef, EnumerationRef, TypeRef, parts
from generator.plan.scope import ResourceNames, Scope

OperationKey = tuple[str, str]
"""An agent and the name of its operation."""
MethodKey = tuple[ResourceNames, str]
"""A resource and the name of its operation."""


@dataclass(slots=True)
class Uses:
    """What refers to one carrier or enumeration, each thing once, in the order of the release.

    `held` are carriers and their fields.
    """

    taken: list[OperationKey] = field(default_factory=list[OperationKey])
    given: list[OperationKey] = field(default_factory=list[OperationKey])
    taken_there: list[MethodKey] = field(default_factory=list[MethodKey])
    given_there: list[MethodKey] = field(default_factory=list[MethodKey])
    held: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


Named: TypeAlias = CarrierRef | EnumerationRef


def uses_in(release: Release, scope: Scope) -> defaultdict[Named, Uses]:
    """The uses of every carrier and enumeration."""
    found: defaultdict[Named, Uses] = defaultdict(Uses)
    for agent in release.agents:
        for operation in agent.operations:
            key = (agent.name, operation.name)
            for name in _named(each.type for each in operation.parameters):
                found[name].taken.append(key)
            for name in _named(each.type for each in operation.results):
                found[name].given.append(key)
    for names in scope.resources:
        for each in names.group.operations:
            method = (names, each.name)
            taken = [parameter.type for parameter in each.parameters]
            taken += [each.body] if each.body is not None else []
            for name in _named(taken):
                found[name].taken_there.append(method)
            if each.gives is not None and each.gives not in names.group.pages:
                for name in _named([each.gives]):
                    found[name].given_there.append(method)
    for carrier in release.carriers:
        for own in carrier.fields:
            for name in _named([own.type]):
                found[name].held.append((carrier.name, own.name))
    return found


def _named(types: Iterable[TypeRef]) -> Iterator[Named]:
    seen: dict[Named, None] = {}
    for type in types:
        for part in parts(type):
            if isinstance(part, (CarrierRef, EnumerationRef)):
                seen[part] = None
    yield from seen
