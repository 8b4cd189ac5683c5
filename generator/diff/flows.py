"""Which operations send a type, and which answer with it: followed through fields, bases and subtypes.

A type harms a caller in another way when it is sent than when it is answered, so every judgement of a carrier,
an enumeration or a dictionary begins here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.release import Operation, Release, ResourceOperation
from generator.model.types import CarrierRef, EnumerationRef, MapOf, TypeRef, parts

# A node of the graph of types. A carrier is there twice: "carrier" where something refers to it, so that any
# subtype may stand in its place, and "part" for its own fields, which its subtypes have as well.
_Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class User:
    """An operation: of an agent, or of a resource."""

    group: str
    name: str
    of_agent: bool = True

    def __str__(self) -> str:
        return f"{self.group}.{self.name}" if self.of_agent else self.name


@dataclass(frozen=True, slots=True)
class Flow:
    """The operations that send something, and those that answer with it, in the release's order."""

    sent: tuple[User, ...] = ()
    answered: tuple[User, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The agents and resources among them."""
        return tuple(dict.fromkeys(each.group for each in self._users))

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents among them."""
        agents = (each.group for each in self._users if each.of_agent)
        return tuple(dict.fromkeys(agents))

    @property
    def _users(self) -> tuple[User, ...]:
        return (*self.sent, *self.answered)


class Flows:
    """The flow of every type of a release. Sets of operations are whole numbers here, a bit for each."""

    def __init__(self, release: Release) -> None:
        self._users: list[User] = []
        self._edges = _edges(release)
        sent: defaultdict[_Node, int] = defaultdict(int)
        answered: defaultdict[_Node, int] = defaultdict(int)
        for user, takes, gives in _operations(release):
            bit = 1 << len(self._users)
            self._users.append(user)
            for types, known in ((takes, sent), (gives, answered)):
                for node in _nodes(types):
                    known[node] |= bit
        self._sent = self._spread(sent)
        self._answered = self._spread(answered)

    def of(self, kind: str, name: str) -> Flow:
        """The flow of a "carrier", an "enumeration" or a "dictionary"."""
        return self._flow(("part" if kind == "carrier" else kind, name))

    def referred(self, carrier: str) -> Flow:
        """The flow of whatever may stand where something refers to a carrier: that one, or a subtype."""
        return self._flow(("carrier", carrier))

    def _flow(self, node: _Node) -> Flow:
        return Flow(
            tuple(self._named(self._sent.get(node, 0))),
            tuple(self._named(self._answered.get(node, 0))),
        )

    def _spread(self, known: dict[_Node, int]) -> dict[_Node, int]:
        """Each node with the operations of all nodes that lead to it."""
        found = dict(known)
        waiting = list(found)
        while waiting:
            node = waiting.pop()
            bits = found[node]
            for below in self._edges.get(node, ()):
                had = found.get(below, 0)
                if bits | had != had:
                    found[below] = bits | had
                    waiting.append(below)
        return found

    def _named(self, bits: int) -> Iterator[User]:
        while bits:
            low = bits & -bits
            yield self._users[low.bit_length() - 1]
            bits ^= low


def _operations(
    release: Release,
) -> Iterator[tuple[User, list[TypeRef], list[TypeRef]]]:
    for agent in release.agents:
        for operation in agent.operations:
            yield User(agent.name, operation.name), *_of_operation(operation)
    for resource in release.resources:
        for method in resource.operations:
            address = f"{method.verb} {method.path}"
            user = User(resource.name, address, of_agent=False)
            yield user, *_of_method(method)


def _of_operation(operation: Operation) -> tuple[list[TypeRef], list[TypeRef]]:
    takes = [each.type for each in operation.parameters]
    gives = [each.type for each in operation.results]
    if operation.soap:
        takes += [each.type for each in operation.soap.request_headers]
        gives += [each.type for each in operation.soap.response_headers]
    return takes, gives


def _of_method(method: ResourceOperation) -> tuple[list[TypeRef], list[TypeRef]]:
    takes = [each.type for each in method.parameters]
    if method.body is not None:
        takes.append(method.body)
    return takes, [each.type for each in method.answers if each.type is not None]


def _edges(release: Release) -> dict[_Node, set[_Node]]:
    edges: defaultdict[_Node, set[_Node]] = defaultdict(set)
    for carrier in release.carriers:
        whole, own = ("carrier", carrier.name), ("part", carrier.name)
        edges[whole].add(own)
        edges[own].update(_nodes(each.type for each in carrier.fields))
        for base in release.bases(carrier):
            edges[whole].add(("part", base.name))
        if carrier.base and not carrier.is_view:
            edges["carrier", carrier.base].add(whole)
        if carrier.discriminator:
            edges[whole].update(
                ("carrier", name) for _, name in carrier.discriminator.carriers
            )
    for each in release.dictionaries:
        edges["dictionary", each.name].update(_nodes((each.key, each.value)))
    return dict(edges)


def _nodes(types: Iterable[TypeRef]) -> Iterator[_Node]:
    for type in types:
        for part in parts(type):
            match part:
                case CarrierRef(name=name):
                    yield "carrier", name
                case EnumerationRef(name=name):
                    yield "enumeration", name
                case MapOf(name=name) if name:
                    yield "dictionary", name
                case _:
                    pass
