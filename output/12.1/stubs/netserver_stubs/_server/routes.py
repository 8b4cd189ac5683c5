"""Which operation an address is for: exact paths of agents, and paths with placeholders of resources.

Paths are compared without regard to case, and may stand below the name of a tenant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netserver._runtime.endpoints import PLACEHOLDER, ResourceOperation
from netserver._runtime.operations import Operation
from .catalogue import Catalogue

__all__ = ["AgentAt", "OperationAt", "ResourceAt", "Routes", "rooted"]


@dataclass(frozen=True, slots=True)
class AgentAt:
    """The address of an agent's SOAP endpoint."""

    agent: str
    root: str


@dataclass(frozen=True, slots=True)
class OperationAt:
    """The address of an operation of the Agents endpoint."""

    operation: Operation
    root: str


@dataclass(frozen=True, slots=True)
class ResourceAt:
    """An address of the WebApi: what can be done there by which verb, and what fills the placeholders."""

    operations: Mapping[str, tuple[ResourceOperation, Mapping[str, str]]]
    root: str


@dataclass(slots=True)
class _Node:
    """One step of a path."""

    fixed: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    any: _Node | None = None
    ends: list[ResourceOperation] = field(default_factory=list[ResourceOperation])


class Routes:
    """The addresses of everything in a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._soap: dict[str, str] = {}
        self._agents: dict[str, Operation] = {}
        for operation in catalogue.operations():
            if operation.soap:
                path = operation.soap_path.strip("/").lower()
                self._soap[path] = operation.agent
            if operation.on_agents:
                path = operation.agents_path.strip("/").lower()
                self._agents[path] = operation
        self._top = _Node()
        for each in catalogue.resources:
            self._add(each)

    def _add(self, operation: ResourceOperation) -> None:
        node = self._top
        for step in operation.path.strip("/").lower().split("/"):
            if "{" in step:
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.fixed.setdefault(step, _Node())
        node.ends.append(operation)

    def at(self, path: str) -> AgentAt | OperationAt | ResourceAt | None:
        """What is at an address; None where nothing is."""
        for root, below in rooted(path):
            lower = below.lower()
            if lower in self._agents:
                return OperationAt(self._agents[lower], root)
            if lower in self._soap:
                return AgentAt(self._soap[lower], root)
            if found := self._resource(below):
                return ResourceAt(found, root)
        return None

    def _resource(
        self, path: str
    ) -> dict[str, tuple[ResourceOperation, Mapping[str, str]]]:
        """For each verb, the operation that fits best: fixed words before placeholders, numbers before texts."""
        found: dict[str, tuple[ResourceOperation, Mapping[str, str]]] = {}
        steps = path.split("/")
        if len(steps) > 20:
            return found
        for operation in self._reached(self._top, steps, 0):
            if operation.verb in found:
                continue
            filled = _filled(operation, steps)
            if filled is not None:
                found[operation.verb] = operation, filled
        return found

    def _reached(
        self, node: _Node, steps: list[str], at: int
    ) -> Iterator[ResourceOperation]:
        if at == len(steps):
            yield from sorted(node.ends, key=_texts)
            return
        inner = node.fixed.get(steps[at].lower())
        if inner is not None:
            yield from self._reached(inner, steps, at + 1)
        if node.any is not None and steps[at]:
            yield from self._reached(node.any, steps, at + 1)


def _texts(operation: ResourceOperation) -> int:
    """How many of its placeholders take a text: those that take numbers are asked first."""
    return sum(
        not operation.takes[name].startswith("Int")
        for name in PLACEHOLDER.findall(operation.path)
    )


def _filled(operation: ResourceOperation, steps: list[str]) -> dict[str, str] | None:
    """What stands in the placeholders; None where a number is wanted and something else stands."""
    filled: dict[str, str] = {}
    for pattern, step in zip(operation.path.strip("/").split("/"), steps, strict=True):
        names = PLACEHOLDER.findall(pattern)
        if len(names) != 1 or pattern != f"{{{names[0]}}}":
            continue
        if operation.takes[names[0]].startswith("Int") and not _is_number(step):
            return None
        filled[names[0]] = step
    return filled


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) < 20


def rooted(path: str) -> Iterator[tuple[str, str]]:
    """An address as a root and what is below it: the whole path, then without a tenant in front."""
    whole = path.strip("/")
    yield "", whole
    tenant, _, below = whole.partition("/")
    if below:
        yield f"/{tenant}", below
