"""Where the reference tells of each thing: a page, and a place on it.

These are addresses that people keep, so they follow from the names of the release alone: a page is
called as the module or the method that it tells of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model.release import Release
from generator.plan.names import module_names
from generator.plan.scope import ResourceNames, Scope
from generator.plan.text import Identifier


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its path below the root of the site, without what it ends with, and an anchor on it."""

    path: str
    anchor: str = ""

    @property
    def depth(self) -> int:
        """How many folders the page is below the root."""
        return self.path.count("/")


HOME = Place("index")
AGENTS = Place("agents")
CARRIERS = Place("carriers")
ENUMERATIONS = Place("enumerations")
RESOURCES = Place("resources")
CHANGES = Place("changes")


def guide(name: str, anchor: str = "") -> Place:
    """The guide of that name ("errors")."""
    return Place(f"guides/{name}", anchor)


class Places:
    """The places of one release's things, by their names on the wire."""

    def __init__(self, release: Release, scope: Scope) -> None:
        self._release = release
        self._scope = scope
        self._pages: dict[str, Mapping[str, Identifier]] = {}

    def agent(self, agent: str) -> Place:
        """An agent's page."""
        return Place(f"agents/{self._scope.agents[agent].module}")

    def operation(self, agent: str, operation: str) -> Place:
        """The page of an agent's operation."""
        if agent not in self._pages:
            names = module_names()
            self._pages[agent] = {
                wire: names.give(method)
                for wire, method in self._scope.agents[agent].methods.items()
            }
        return Place(f"{self.agent(agent).path}/{self._pages[agent][operation]}")

    def carrier(self, carrier: str, field: str = "") -> Place:
        """A carrier's page, or one of its own fields there."""
        name = self._scope.carriers[carrier]
        anchor = str(self._scope.attributes[carrier][field]) if field else ""
        return Place(f"carriers/{self._scope.carrier_modules[name]}", anchor)

    def enumeration(self, enumeration: str, member: str = "") -> Place:
        """An enumeration's page, or one of its members there."""
        name = self._scope.enumerations[enumeration]
        anchor = str(self._scope.members[enumeration][member]) if member else ""
        return Place(f"enumerations/{self._scope.enumeration_modules[name]}", anchor)

    def dictionary(self, dictionary: str) -> Place:
        """Where a named dictionary is told of."""
        return Place(CARRIERS.path, str(self._scope.dictionaries[dictionary]))

    def resource(self, names: ResourceNames, operation: str = "") -> Place:
        """A resource's page, or one of its operations there."""
        anchor = str(names.methods[operation]) if operation else ""
        return Place(f"resources/{names.module}", anchor)

    @cached_property
    def classes(self) -> Mapping[str, Place]:
        """The place of each class by its name in Python."""
        scope = self._scope
        found = {str(name): self.carrier(wire) for wire, name in scope.carriers.items()}
        found |= {
            str(name): self.enumeration(wire)
            for wire, name in scope.enumerations.items()
        }
        found |= {
            str(name): self.dictionary(wire)
            for wire, name in scope.dictionaries.items()
        }
        for wire, names in scope.agents.items():
            found |= {str(names.sync): self.agent(wire)}
            found |= {str(names.awaited): self.agent(wire)}
        return found

    @cached_property
    def calling(self) -> Mapping[tuple[str, str], tuple[ResourceNames, str]]:
        """For each operation of an agent, the operation of a resource that stands for it."""
        found: dict[tuple[str, str], tuple[ResourceNames, str]] = {}
        for names in self._scope.resources:
            for operation in names.group.operations:
                if operation.calls is not None:
                    found.setdefault(operation.calls, (names, operation.name))
        return found

    def meant(self, target: str) -> Place | None:
        """What a name of the vendor's means ("P:SuperOffice.CRM.Services.ContactEntity.Name"); None for
        what is not among the things of this release."""
        path = target.partition("(")[0]
        words = (path[2:] if path[1:2] == ":" else path).split(".")
        last = words[-1].partition("`")[0]
        above = words[-2].partition("`")[0] if len(words) > 1 else ""
        for holder, name in ((last, ""), (above, last)):
            place = self._named(holder, name)
            if place is not None:
                return place
        return None

    def _named(self, holder: str, name: str) -> Place | None:
        scope = self._scope
        agent = _agent_in(holder)
        if holder in scope.carriers:
            own = {field.name for field in self._release.carrier(holder).fields}
            return self.carrier(holder, name if name in own else "")
        if holder in scope.enumerations:
            known = scope.members[holder]
            return self.enumeration(holder, name if name in known else "")
        if agent in scope.agents:
            known = scope.agents[agent].methods
            return self.operation(agent, name) if name in known else self.agent(agent)
        return None


def _agent_in(name: str) -> str:
    """The agent that a class of the vendor's is about: "IContactAgent" -> "Contact"."""
    if not name.endswith("Agent"):
        return ""
    bare = name.removesuffix("Agent")
    return bare[1:] if bare[:1] == "I" and bare[1:2].isupper() else bare
