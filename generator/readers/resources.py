"""Operations of resources: every verb on every path that is no agent's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.model.release import (
    Answer,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import ListOf, TypeRef
from generator.readers.calls import Call, Reply, Value, succeeds
from generator.readers.descriptions import Library, Place
from generator.readers.schema import Schemas

_PREFIX = re.compile(r"/?(?:api(?:/|$))?(?:v\d+(?:\.\d+)*(?:/|$))?", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """A resource while its operations are collected."""

    name: str
    operations: dict[str, ResourceOperation] = field(
        default_factory=dict[str, ResourceOperation]
    )


@dataclass(slots=True)
class Resources:
    """The resources of one description."""

    library: Library
    schemas: Schemas
    _groups: dict[str, _Group] = field(default_factory=dict[str, _Group])

    def all(self, tags: dict[str, str]) -> tuple[Resource, ...]:
        """The resources with the operations that were added."""
        return tuple(
            Resource(
                name=group.name,
                operations=tuple(group.operations.values()),
                doc=tags.get(group.name, ""),
            )
            for group in self._groups.values()
        )

    def add(self, call: Call) -> None:
        resource = self._name(call)
        group = self._groups.get(resource.lower())
        if group is None:
            group = self._groups[resource.lower()] = _Group(resource)
        name = self.library.text_in(call.operation, "operationId", call.place)
        if not name or name in group.operations:
            name = f"{call.verb} {call.path}"
        owner = f"{group.name}.{name}"
        parameters = [self._parameter(value, owner) for value in call.values]
        body: TypeRef | None = None
        required = False
        if call.body and call.body.form and call.body.schema:
            parameters += self._form(call.body.schema, owner)
        elif call.body:
            body = self.schemas.content(
                call.body.schema, call.body.media_types, f"{owner}.Body"
            ).type
            required = call.body.required
        group.operations[name] = ResourceOperation(
            name=name,
            verb=call.verb.upper(),
            path=call.path,
            parameters=tuple(parameters),
            body=body,
            body_required=required,
            body_media_types=call.media_types,
            answers=tuple(self._answer(reply, owner) for reply in call.replies),
            doc=call.doc(self.library),
            origins=(call.place.origin,),
        )

    def _name(self, call: Call) -> str:
        rest = _PREFIX.sub("", call.path, count=1)
        first = next((part for part in rest.split("/") if part and "{" not in part), "")
        if first:
            return first
        tags = self.library.texts_in(call.operation, "tags", call.place)
        return tags[0] if tags and tags[0] else "Root"

    def _parameter(self, value: Value, owner: str) -> ResourceParameter:
        typed = self.schemas.of if value.where == "form" else self.schemas.inside
        type = typed(value.schema, f"{owner}.{value.name}").type
        return ResourceParameter(
            name=value.name,
            place=value.where,
            type=type,
            required=value.required,
            exploded=value.exploded and isinstance(type, ListOf),
            doc=self.library.description(value.place),
        )

    def _form(self, schema: Place, owner: str) -> Iterator[ResourceParameter]:
        """The fields of a form, which OpenAPI 3 describes as the members of an object."""
        place = self.library.follow(schema)
        if place is None:
            return
        members = self.schemas.structures.everything(place)
        for name, at in members.properties.items():
            yield ResourceParameter(
                name=name,
                place="form",
                type=self.schemas.of(at, f"{owner}.{name}").type,
                required=name in members.required,
                doc=self.library.description(at),
            )

    def _answer(self, reply: Reply, owner: str) -> Answer:
        type: TypeRef | None = None
        if reply.schema or reply.raw:
            part = "Response" if succeeds(reply) else f"Response{reply.status}"
            type = self.schemas.content(
                reply.schema, reply.media_types, f"{owner}.{part}"
            ).type
        return Answer(
            status=reply.status,
            type=type,
            media_types=reply.media_types,
            doc=self.library.description(reply.place),
        )
