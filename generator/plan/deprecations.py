"""What a later release lacks is deprecated in this one: the words, and the things that say them."""

from __future__ import annotations

from generator.model.history import Lifetime
from generator.model.release import Agent, Operation, Release, ResourceOperation
from generator.plan.scope import ResourceNames
from generator.runtime.endpoints import PART


def leaving(known: Lifetime) -> str:
    """When a thing goes, and what comes in its place; empty where it stays."""
    if not known.removed:
        return ""
    instead = f"; {known.successor} takes its place" if known.successor else ""
    return f"gone in {known.removed}{instead}"


def operation_leaving(release: Release, agent: Agent, operation: Operation) -> str:
    """The same of an operation, which goes with its agent, by its name."""
    history = release.history
    own = leaving(history.of("operation", agent.name, operation.name))
    return _of(f"{agent.name}.{operation.name}", own) or _of(
        f"the agent {agent.name}", leaving(history.of("agent", agent.name))
    )


def method_leaving(
    release: Release, names: ResourceNames, operation: ResourceOperation
) -> str:
    """The same of an operation of a resource."""
    resource, address = address_of(names, operation)
    history = release.history
    own = leaving(history.of("method", resource, address))
    return _of(address, own) or _of(
        f"the resource {resource}", leaving(history.of("resource", resource))
    )


def _of(name: str, words: str) -> str:
    return words and f"{name} is {words}"


def address_of(names: ResourceNames, operation: ResourceOperation) -> tuple[str, str]:
    """The resource of an operation, and its verb and path; of several things of the same shape, those of the first."""
    path = operation.path.replace(PART, names.handles[0].part or PART)
    return names.wire.partition("/")[0], f"{operation.verb} {path}"
