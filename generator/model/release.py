"""One release: agents with their operations, resources, and the types they use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from generator.diagnostics import Origin
from generator.model.bindings import AgentsBinding, SoapBinding
from generator.model.carriers import Carrier, Dictionary, Enumeration, Field
from generator.model.history import History
from generator.model.types import TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that an operation takes, or one that it gives."""

    name: str
    type: TypeRef
    optional: bool = True
    nillable: bool = False
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of an agent: what it takes, what it gives, and its spelling on each wire that has it.

    `results` is empty for an operation that gives nothing and has several entries for a
    multi-part answer, in wire order.
    """

    name: str
    parameters: tuple[Parameter, ...] = ()
    results: tuple[Parameter, ...] = ()
    soap: SoapBinding | None = None
    agents: AgentsBinding | None = None
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)

    @property
    def bindings(self) -> tuple[str, ...]:
        """The names of the wires that have this operation: "soap", "agents"."""
        return tuple(
            name
            for name, binding in (("soap", self.soap), ("agents", self.agents))
            if binding
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A service facade and its operations, in the order in which they are published."""

    name: str
    operations: tuple[Operation, ...] = ()
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceParameter:
    """One value of a resource operation and where it goes: "path", "query", "header" or "form".

    An `exploded` list repeats its name rather than joining its items by commas; an exploded
    carrier is spelled member by member ("sale.saleId"), first letters lowered.
    """

    name: str
    place: str
    type: TypeRef
    required: bool = False
    exploded: bool = False
    doc: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a resource operation declares for one status ("200", "default"); no type, no body."""

    status: str
    type: TypeRef | None = None
    media_types: tuple[str, ...] = ()
    doc: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceOperation:
    """One verb on one path of the RESTful WebApi, or of any other OpenAPI description.

    `calls` is the (agent, operation) that it stands for, where the text says so and there is one.
    `described` is False for one that the service is known to have, and the description leaves out.
    `by_form` says that it can be asked by POST as well, its query as a form.
    """

    name: str  # operationId, or verb and path where there is none
    verb: str
    path: str
    parameters: tuple[ResourceParameter, ...] = ()
    body: TypeRef | None = None
    body_required: bool = False
    body_media_types: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    calls: tuple[str, str] | None = None
    described: bool = True
    by_form: bool = False
    doc: str = field(default="", compare=False)
    origins: tuple[Origin, ...] = field(default=(), compare=False)

    @property
    def gives(self) -> TypeRef | None:
        """The type of the answer when all is well; None where nothing is answered."""
        for answer in self.answers:
            if answer.status.startswith("2") and answer.type is not None:
                return answer.type
        return None

    @property
    def statuses(self) -> frozenset[str]:
        """What it may answer with ("200", "404")."""
        return frozenset(answer.status for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """The operations that share a kind of thing ("Contact")."""

    name: str
    operations: tuple[ResourceOperation, ...] = ()
    doc: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Release:
    """One published set of metadata, or, before merging, what one document says of it.

    Names are unique in each of the tuples. `services` is the service version as the namespace
    spells it ("Services88"), empty where there is none; `namespace` the SOAP target namespace. `history` is what
    the releases around it tell of the things in it, where these were given.
    """

    label: str = ""
    services: str = ""
    namespace: str = ""
    agents: tuple[Agent, ...] = ()
    resources: tuple[Resource, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    dictionaries: tuple[Dictionary, ...] = ()
    history: History = field(default_factory=History, compare=False)

    @cached_property
    def _agents(self) -> dict[str, Agent]:
        return {agent.name: agent for agent in self.agents}

    @cached_property
    def _carriers(self) -> dict[str, Carrier]:
        return {carrier.name: carrier for carrier in self.carriers}

    @cached_property
    def _enumerations(self) -> dict[str, Enumeration]:
        return {enumeration.name: enumeration for enumeration in self.enumerations}

    @cached_property
    def _dictionaries(self) -> dict[str, Dictionary]:
        return {dictionary.name: dictionary for dictionary in self.dictionaries}

    def agent(self, name: str) -> Agent:
        """The agent of that name, else KeyError."""
        return self._agents[name]

    def operation(self, agent: str, name: str) -> Operation:
        """The operation of that name, else KeyError."""
        for each in self._agents[agent].operations:
            if each.name == name:
                return each
        raise KeyError(name)

    def carrier(self, name: str) -> Carrier:
        """The carrier of that name, else KeyError."""
        return self._carriers[name]

    def enumeration(self, name: str) -> Enumeration:
        """The enumeration of that name, else KeyError."""
        return self._enumerations[name]

    def dictionary(self, name: str) -> Dictionary:
        """The named dictionary, else KeyError."""
        return self._dictionaries[name]

    def bases(self, carrier: Carrier) -> Iterator[Carrier]:
        """The carrier's base, its base, and so on; ends where a base is missing or repeats."""
        seen = {carrier.name}
        while (
            carrier.base and carrier.base in self._carriers and carrier.base not in seen
        ):
            seen.add(carrier.base)
            carrier = self._carriers[carrier.base]
            yield carrier

    def all_fields(self, carrier: Carrier) -> tuple[Field, ...]:
        """The carrier's fields in SOAP wire order: those of the outermost base first."""
        groups = [carrier.fields, *(base.fields for base in self.bases(carrier))]
        return tuple(field for group in reversed(groups) for field in group)
