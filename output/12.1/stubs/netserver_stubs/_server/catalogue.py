"""Every operation of a release, found by what a caller asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, cast

from netserver._runtime.endpoints import PART, ResourceOperation
from netserver._runtime.lazy import LazyClasses
from netserver._runtime.operations import Operation
from netserver._runtime.release import ReleaseInfo

__all__ = ["Catalogue"]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The rows of a proxy package.

    `calls` says which operation of an agent one of a resource stands for: {"v1ContactEntity_GetContactEntity":
    "Contact.GetContactEntity"}; `parts` which things share a resource of one shape: {"List/<part>":
    ("Business", ...)}.
    """

    release: ReleaseInfo
    calls: Mapping[str, str] = field(default_factory=dict[str, str])
    parts: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )

    @cached_property
    def agents(self) -> Mapping[str, Mapping[str, Operation]]:
        """The rows of every agent by name: "Contact" -> "GetContactEntity" -> its row."""
        index = import_module(f"{self.release.package}.agents")
        agents = cast("LazyClasses", index.AGENTS)
        return {
            name: {
                row.name: row
                for row in vars(agents.module(name)).values()
                if isinstance(row, Operation)
            }
            for name in agents
        }

    @cached_property
    def resources(self) -> tuple[ResourceOperation, ...]:
        """Every operation of every resource; of things that share a shape, one each."""
        try:
            index = import_module(f"{self.release.package}.resources")
        except ModuleNotFoundError:
            return ()
        found: list[ResourceOperation] = []
        resources = cast("LazyClasses", index.RESOURCES)
        for name in resources:
            for row in vars(resources.module(name)).values():
                if isinstance(row, ResourceOperation):
                    parts = self.parts.get(name, ()) if PART in row.path else ("",)
                    found.extend(row.of(part) for part in parts)
        return tuple(found)

    def method(self, operation: Operation) -> str:
        """What methods of proxies and stubs for that operation are called."""
        index = import_module(f"{self.release.package}.agents")
        return index.AGENTS[operation.agent].OPERATIONS[operation.name]

    def operations(self) -> Iterator[Operation]:
        """Every operation of every agent."""
        for rows in self.agents.values():
            yield from rows.values()

    def called(self, operation: ResourceOperation) -> Operation | None:
        """The operation of an agent that one of a resource stands for, where that is known."""
        agent, _, name = self.calls.get(operation.name, "").partition(".")
        return self.agents.get(agent, {}).get(name)

    def carrier(self, name: str) -> type[Any] | None:
        """The class of a carrier by the name that Python has for it; None where there is none."""
        carriers = import_module(f"{self.release.package}.carriers")
        return getattr(carriers, name, None)
