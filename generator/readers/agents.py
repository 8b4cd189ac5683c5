"""Operations of agents: a POST on ".../Agents/<Agent>/<Operation>" in one of five shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.model.bindings import AgentsBinding, Shape
from generator.model.release import Agent, Operation, Parameter
from generator.model.types import CarrierRef, ListOf, TypeRef
from generator.readers.calls import Body, Call, Value, succeeds
from generator.readers.descriptions import Library, Place
from generator.readers.formats import BASE64, STREAM
from generator.readers.naming import segments, title
from generator.readers.schema import Schemas

_PATH = re.compile(r"(?i:.*/agents)/([^/{}]+)/([^/{}]+)/?")
_BYTES = frozenset((STREAM, BASE64))


@dataclass(slots=True)
class _Group:
    """An agent while its operations are collected."""

    name: str
    origin: Origin
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])


@dataclass(slots=True)
class Agents:
    """The agents of one description. `prefix` stands before every path of it."""

    library: Library
    diagnostics: Diagnostics
    schemas: Schemas
    prefix: str = ""
    _groups: dict[str, _Group] = field(default_factory=dict[str, _Group])

    def all(self, tags: dict[str, str]) -> tuple[Agent, ...]:
        """The agents with the operations that were added."""
        return tuple(
            Agent(
                name=group.name,
                operations=tuple(group.operations.values()),
                doc=tags.get(f"{group.name}_Agent", tags.get(group.name, "")),
                origins=(group.origin,),
            )
            for group in self._groups.values()
        )

    def add(self, call: Call) -> bool:
        """Take the call if it is an agent's; False if it is not."""
        match = _PATH.fullmatch(call.path)
        if match and call.verb == "get":
            return True  # describes the operation, and never executes it
        if not match or call.verb != "post" or not self._fits(call):
            return False
        self._operation(call, match[1], match[2])
        return True

    def _fits(self, call: Call) -> bool:
        """Whether the call has one of the five shapes that an Agents operation can have."""
        queries = [value for value in call.values if _is_argument(value)]
        if (
            all(value.where in ("query", "header") for value in call.values)
            and not (call.body and (queries or call.body.form))
            and len({value.name.lower() for value in queries}) == len(queries)
        ):
            return True
        self.diagnostics.warning(
            "unusual-agents-operation",
            f"{quoted(call.path)} is no operation of an agent by what it takes, and becomes one of a resource",
            call.place.origin,
            expected="a body or query parameters, and nothing in the path",
        )
        return False

    def wrapper(self, call: Call) -> Place | None:
        """The schema whose members are the parameters of an Agents operation, if it has one."""
        match = _PATH.fullmatch(call.path)
        if not match or call.verb != "post" or not call.body or not call.body.schema:
            return None
        schema = call.body.schema
        if not isinstance(schema.value, dict):
            return None
        if "$ref" not in schema.value:
            return schema if isinstance(schema.value.get("properties"), dict) else None
        target = self.library.follow(schema)
        if target is None:
            return None
        name = segments(title(target))[-1]
        return target if name.lower() == f"{match[2]}Request".lower() else None

    def _operation(self, call: Call, agent: str, name: str) -> None:
        group = self._groups.get(agent.lower())
        if group is None:
            group = self._groups[agent.lower()] = _Group(agent, call.place.origin)
        owner = f"{group.name}.{name}"
        if name.lower() in group.operations:
            self.diagnostics.warning(
                "repeated-operation",
                f"operation {quoted(owner)} is described twice; the first description stands",
                call.place.origin,
            )
            return
        results, gives_stream = self._results(call, owner)
        shape, parameters, spellings = self._arguments(call, owner, results)
        path = call.path
        if not path.lower().startswith("/api/"):
            path = self.prefix + path
        group.operations[name.lower()] = Operation(
            name=name,
            parameters=parameters,
            results=results,
            agents=AgentsBinding(
                path=path,
                shape=shape,
                select=any(value.name == "$select" for value in call.values),
                gives_stream=gives_stream,
                headers=call.headers,
                spellings=spellings,
            ),
            doc=call.doc(self.library),
            origins=(call.place.origin,),
        )

    def _arguments(
        self, call: Call, owner: str, results: tuple[Parameter, ...]
    ) -> tuple[Shape, tuple[Parameter, ...], tuple[tuple[str, str], ...]]:
        if call.body is None:
            queries = [value for value in call.values if _is_argument(value)]
            if not queries:
                return Shape.NONE, (), ()
            spellings = tuple(
                (_raised(value.name), value.name)
                for value in queries
                if _lowered(_raised(value.name)) != value.name
            )
            parameters = tuple(self._query(value, owner) for value in queries)
            return Shape.QUERY, parameters, spellings
        wrapper = self.wrapper(call)
        if wrapper is not None:
            parameters = tuple(
                Parameter(
                    name=member.name,
                    type=member.type,
                    optional=member.optional,
                    nillable=member.nillable,
                    doc=member.doc,
                    origins=member.origins,
                )
                for member in self.schemas.members(wrapper, owner)
            )
            return Shape.WRAPPER, parameters, ()
        return Shape.BARE, (self._bare(call.body, owner, results),), ()

    def _query(self, value: Value, owner: str) -> Parameter:
        name = _raised(value.name)
        type, nillable = self.schemas.inside(value.schema, f"{owner}.{name}")
        return Parameter(
            name=name,
            type=type,
            optional=not value.required,
            nillable=nillable,
            doc=self.library.description(value.place),
            origins=(value.place.origin,),
        )

    def _bare(
        self, body: Body, owner: str, results: tuple[Parameter, ...]
    ) -> Parameter:
        named = _raised(body.name)
        type, nillable = self.schemas.content(
            body.schema, body.media_types, f"{owner}.{named or 'Body'}"
        )
        return Parameter(
            name=named or _name_for(type, results),
            type=type,
            optional=not body.required,
            nillable=nillable,
            doc=self.library.description(body.place),
            origins=(body.place.origin,),
        )

    def _results(self, call: Call, owner: str) -> tuple[tuple[Parameter, ...], bool]:
        """What the operation gives, and whether it comes as raw bytes."""
        good = [reply for reply in call.replies if succeeds(reply)]
        reply = next(
            (reply for reply in good if reply.schema or reply.raw),
            None,
        )
        if not any(each.status[:1] == "2" for each in call.replies):
            reply = next(
                (each for each in call.replies if each.status == "default"), None
            )
        if reply is None or not (reply.schema or reply.raw):
            return (), False
        type, nillable = self.schemas.content(
            reply.schema, reply.media_types, f"{owner}.Response"
        )
        result = Parameter(
            name="Response",
            type=type,
            nillable=nillable,
            origins=((reply.schema or reply.place).origin,),
        )
        return (result,), type in _BYTES


def _is_argument(value: Value) -> bool:
    return value.where == "query" and value.name != "$select"


def _raised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _name_for(type: TypeRef, results: tuple[Parameter, ...]) -> str:
    """The name of a body that OpenAPI 3 leaves without one, as NetServer would call it."""
    if isinstance(type, CarrierRef):
        return type.name.rpartition(".")[2]
    if isinstance(type, ListOf) and results:
        given = results[0].type
        if isinstance(given, ListOf) and isinstance(given.item, CarrierRef):
            return given.item.name + "Ids"
    return "Body"
