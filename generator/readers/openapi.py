"""Swagger 2.0 and OpenAPI 3: NetServer's Agents endpoint, its REST WebApi, and any other service.

A POST on ".../Agents/<Agent>/<Operation>" is an operation of an agent; every other verb on a path
is an operation of a resource. What the description says of security is not read: credentials are
the session's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator.diagnostics import Diagnostics, Origin, quoted
from generator.model.bindings import AgentsBinding, Shape
from generator.model.release import (
    Agent,
    Answer,
    Operation,
    Parameter,
    Release,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import ANY, CarrierRef, ListOf, Scalar, TypeRef
from generator.readers.calls import Body, Call, Calls, Reply, Value
from generator.readers.descriptions import Library, Place, child
from generator.readers.documents import Object
from generator.readers.schema import STREAM, Schemas, Typed
from generator.sources import Source

_AGENTS_PATH = re.compile(r"(?i:.*/agents)/([^/{}]+)/([^/{}]+)/?")
_PREFIX = re.compile(r"/?(?:api(?:/|$))?(?:v\d+(?:\.\d+)*(?:/|$))?", re.IGNORECASE)
_BYTES = frozenset((STREAM, Scalar("base64Binary")))


def read_openapi(source: Source, diagnostics: Diagnostics) -> Release:
    """What the description says; raises MetadataError where it is no JSON or YAML document.

    Everything else that is wrong with it is an error in `diagnostics`, and reading goes on.
    """
    library = Library(diagnostics)
    document = library.load(source)
    root = Place(document.root, document, "#")
    swagger = _dialect(root, diagnostics)
    if swagger is None:
        return Release()
    calls = Calls(library, diagnostics, root, swagger)
    schemas = Schemas(library, diagnostics)
    return _Reading(library, diagnostics, root, swagger, calls, schemas).release()


def _dialect(root: Place, diagnostics: Diagnostics) -> bool | None:
    """True for Swagger 2.0, False for OpenAPI 3, None after an error."""
    top = root.value
    whole = Origin(root.document.file)
    expected = (
        'an object with "swagger": "2.0", or with "openapi": "3.0", "3.1" or "3.2"'
    )
    if not isinstance(top, dict):
        diagnostics.error(
            "unexpected-shape",
            "the document is no object",
            whole,
            expected=expected,
        )
        return None
    swagger = top.get("swagger") is not None
    for key, version in (("swagger", "2."), ("openapi", "3.")):
        value = top.get(key)
        if value is None:
            continue
        # An unquoted version is a number in YAML.
        if isinstance(value, str | float) and str(value).startswith(version):
            break
        diagnostics.error(
            "unsupported-version",
            f"{key} {quoted(str(value))} is not read",
            child(root, key, value).origin,
            expected=expected,
        )
        return None
    else:
        old = "swaggerVersion" in top
        diagnostics.error(
            "unexpected-shape",
            "the document does not say that it is a Swagger or OpenAPI description",
            whole,
            expected=expected,
            hint="Swagger 1 is not read; convert it to OpenAPI 3" if old else "",
        )
        return None
    others = (
        () if swagger or str(value).startswith("3.0") else ("webhooks", "components")
    )
    if "paths" not in top and not any(other in top for other in others):
        diagnostics.error(
            "unexpected-shape",
            'the description has no "paths"',
            whole,
            expected='"paths", an object with an entry for each path',
        )
        return None
    return swagger


@dataclass(slots=True)
class _Group:
    """An agent or a resource while its operations are collected."""

    name: str
    origins: tuple[Origin, ...]
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])
    resource_operations: list[ResourceOperation] = field(
        default_factory=list[ResourceOperation]
    )


@dataclass(slots=True)
class _Reading:
    library: Library
    diagnostics: Diagnostics
    root: Place
    swagger: bool
    calls: Calls
    schemas: Schemas
    agents: dict[str, _Group] = field(default_factory=dict[str, _Group])
    resources: dict[str, _Group] = field(default_factory=dict[str, _Group])

    def release(self) -> Release:
        top = self.library.object(self.root)
        calls = list(self.calls.all())
        self._check_operation_ids(calls)
        self._check_security(top, calls)
        if top.get("webhooks"):
            self.diagnostics.warning(
                "unsupported-feature",
                'calls from the server ("webhooks") are not supported and are left out',
                child(self.root, "webhooks", None).origin,
            )
        aside = {
            wrapper.key
            for call in calls
            if (wrapper := self._wrapper(call)) is not None
        }
        self.schemas.define(self._definitions(top), aside)
        prefix = self._prefix(top)
        tags = self._tags(top)
        for call in calls:
            match = _AGENTS_PATH.fullmatch(call.path)
            if match and call.verb == "get":
                continue  # describes the operation, and never executes it
            if match and call.verb == "post" and self._fits(call):
                self._agents_operation(call, match[1], match[2], prefix)
            else:
                self._resource_operation(call)
        carriers, enumerations = self.schemas.finish()
        return Release(
            agents=tuple(
                Agent(
                    name=group.name,
                    operations=tuple(group.operations.values()),
                    doc=tags.get(f"{group.name}_Agent", tags.get(group.name, "")),
                    origins=group.origins,
                )
                for group in self.agents.values()
            ),
            resources=tuple(
                Resource(
                    name=group.name,
                    operations=tuple(group.resource_operations),
                    doc=tags.get(group.name, ""),
                )
                for group in self.resources.values()
            ),
            carriers=carriers,
            enumerations=enumerations,
        )

    # --- the document

    def _definitions(self, top: Object) -> Iterator[Place]:
        at, holder, key = self.root, top, "definitions"
        if not self.swagger:
            holder = self.library.object_in(top, "components", at)
            at, key = child(at, "components", holder), "schemas"
        schemas = self.library.object_in(holder, key, at)
        at = child(at, key, schemas)
        for name, schema in schemas.items():
            yield child(at, name, schema)

    def _prefix(self, top: Object) -> str:
        """What stands before every path, relative to the root of the host."""
        if self.swagger:
            base = self.library.text_in(top, "basePath", self.root)
        else:
            servers = self.library.list_in(top, "servers", self.root)
            first = servers[0] if servers else None
            url = first.get("url") if isinstance(first, dict) else None
            base = url if isinstance(url, str) and "{" not in url else ""
            try:
                base = urlsplit(base).path
            except ValueError:
                base = ""
        return base.rstrip("/")

    def _tags(self, top: Object) -> dict[str, str]:
        found: dict[str, str] = {}
        at = child(self.root, "tags", None)
        for i, value in enumerate(self.library.list_in(top, "tags", self.root)):
            place = child(at, str(i), value)
            tag = self.library.object(place)
            name = self.library.text_in(tag, "name", place)
            found[name] = self.library.prose_in(tag, "description", place)
        return found

    def _check_operation_ids(self, calls: list[Call]) -> None:
        seen: dict[str, Call] = {}
        for call in calls:
            name = self.library.text_in(call.operation, "operationId", call.place)
            if name and seen.setdefault(name, call) is not call:
                self.diagnostics.warning(
                    "repeated-operation-id",
                    f"the operationId {quoted(name)} is given twice",
                    child(call.place, "operationId", None).origin,
                    expected="an operationId of its own",
                    hint=f"the other one is that of {quoted(seen[name].path)}",
                )

    def _check_security(self, top: Object, calls: list[Call]) -> None:
        """Say once which names of security schemes stand for nothing; NetServer's never do."""
        if self.swagger:
            schemes = self.library.object_in(top, "securityDefinitions", self.root)
        else:
            components = self.library.object_in(top, "components", self.root)
            at = child(self.root, "components", components)
            schemes = self.library.object_in(components, "securitySchemes", at)
        unknown: dict[str, Place] = {}
        for call in calls:
            requirements = call.operation.get("security")
            if isinstance(requirements, list):
                for requirement in requirements:
                    if isinstance(requirement, dict):
                        for name in requirement:
                            if name not in schemes and name not in unknown:
                                unknown[name] = call.place
        if unknown:
            names = ", ".join(quoted(name) for name in list(unknown)[:5])
            place = next(iter(unknown.values()))
            self.diagnostics.note(
                "unknown-security",
                f"operations ask for security that is not defined: {names}",
                child(place, "security", None).origin,
                hint="nothing is lost: credentials are given to the session",
            )

    # --- agents

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

    def _wrapper(self, call: Call) -> Place | None:
        """The schema whose members are the parameters of an Agents operation, if it has one."""
        match = _AGENTS_PATH.fullmatch(call.path)
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
        title = target.pointer.rpartition("/")[2].rpartition(".")[2]
        return target if title.lower() == f"{match[2]}Request".lower() else None

    def _agents_operation(self, call: Call, agent: str, name: str, prefix: str) -> None:
        group = self.agents.get(agent.lower())
        if group is None:
            group = self.agents[agent.lower()] = _Group(agent, (call.place.origin,))
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
        if prefix and not path.lower().startswith("/api/"):
            path = prefix + path
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
            doc=self._doc(call),
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
        wrapper = self._wrapper(call)
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
            doc=self._description(value.place),
            origins=(value.place.origin,),
        )

    def _bare(
        self, body: Body, owner: str, results: tuple[Parameter, ...]
    ) -> Parameter:
        type, nillable = self._body_type(
            body, f"{owner}.{_raised(body.name) or 'Body'}"
        )
        return Parameter(
            name=_raised(body.name) or _name_for(type, results),
            type=type,
            optional=not body.required,
            nillable=nillable,
            doc=self._description(body.place),
            origins=(body.place.origin,),
        )

    def _results(self, call: Call, owner: str) -> tuple[tuple[Parameter, ...], bool]:
        """What the operation gives, and whether it comes as raw bytes."""
        good = [reply for reply in call.replies if _succeeds(reply)]
        reply = next(
            (reply for reply in good if reply.schema or reply.raw),
            (
                next(
                    (reply for reply in call.replies if reply.status == "default"), None
                )
                if not good
                else None
            ),
        )
        if reply is None or not (reply.schema or reply.raw):
            return (), False
        type, nillable = self._answer_type(reply, f"{owner}.Response")
        result = Parameter(
            name="Response",
            type=type,
            nillable=nillable,
            origins=((reply.schema or reply.place).origin,),
        )
        return (result,), type in _BYTES

    # --- resources

    def _resource_operation(self, call: Call) -> None:
        resource = self._resource_name(call)
        group = self.resources.get(resource.lower())
        if group is None:
            group = self.resources[resource.lower()] = _Group(resource, ())
        name = self.library.text_in(call.operation, "operationId", call.place)
        if not name or any(each.name == name for each in group.resource_operations):
            name = f"{call.verb} {call.path}"
        owner = f"{group.name}.{name}"
        parameters = [self._resource_parameter(value, owner) for value in call.values]
        body: TypeRef | None = None
        required = False
        if call.body and call.body.form and call.body.schema:
            parameters += self._form(call.body.schema, owner)
        elif call.body:
            body = self._body_type(call.body, f"{owner}.Body").type
            required = call.body.required
        group.resource_operations.append(
            ResourceOperation(
                name=name,
                verb=call.verb.upper(),
                path=call.path,
                parameters=tuple(parameters),
                body=body,
                body_required=required,
                body_media_types=call.media_types,
                answers=tuple(self._answer(reply, owner) for reply in call.replies),
                doc=self._doc(call),
                origins=(call.place.origin,),
            )
        )

    def _resource_name(self, call: Call) -> str:
        rest = call.path[_PREFIX.match(call.path).end() :]  # type: ignore[union-attr]
        first = next((part for part in rest.split("/") if part and "{" not in part), "")
        if first:
            return first
        tags = self.library.texts_in(call.operation, "tags", call.place)
        return tags[0] if tags and tags[0] else "Root"

    def _resource_parameter(self, value: Value, owner: str) -> ResourceParameter:
        typed = self.schemas.of if value.where == "form" else self.schemas.inside
        type = typed(value.schema, f"{owner}.{value.name}").type
        return ResourceParameter(
            name=value.name,
            place=value.where,
            type=type,
            required=value.required,
            exploded=value.exploded and isinstance(type, ListOf),
            doc=self._description(value.place),
        )

    def _form(self, schema: Place, owner: str) -> Iterator[ResourceParameter]:
        """The fields of a form, which OpenAPI 3 describes as the members of an object."""
        place = self.library.follow(schema)
        if place is None:
            return
        members = self.schemas.everything(place)
        for name, at in members.properties.items():
            yield ResourceParameter(
                name=name,
                place="form",
                type=self.schemas.of(at, f"{owner}.{name}").type,
                required=name in members.required,
                doc=self._description(at),
            )

    def _answer(self, reply: Reply, owner: str) -> Answer:
        type: TypeRef | None = None
        if reply.schema or reply.raw:
            part = "Response" if _succeeds(reply) else f"Response{reply.status}"
            type = self._answer_type(reply, f"{owner}.{part}").type
        return Answer(
            status=reply.status,
            type=type,
            media_types=reply.media_types,
            doc=self._description(reply.place),
        )

    # --- shared

    def _body_type(self, body: Body, owner: str) -> Typed:
        if body.schema is not None:
            return self.schemas.of(body.schema, owner)
        return Typed(STREAM if _binary(body.media_types) else ANY)

    def _answer_type(self, reply: Reply, owner: str) -> Typed:
        if reply.schema is not None:
            return self.schemas.of(reply.schema, owner)
        return Typed(STREAM if _binary(reply.media_types) else ANY)

    def _description(self, place: Place) -> str:
        value = place.value
        if not isinstance(value, dict) or "description" not in value:
            return ""
        return self.library.prose_in(value, "description", place)

    def _doc(self, call: Call) -> str:
        """Summary and description, as published but for their line ends."""
        texts = (
            self.library.prose_in(call.operation, key, call.place)
            for key in ("summary", "description")
        )
        return "\n\n".join(text for text in texts if text)


def _is_argument(value: Value) -> bool:
    return value.where == "query" and value.name != "$select"


def _raised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _succeeds(reply: Reply) -> bool:
    return reply.status[:1] == "2" and reply.status != "204"


def _binary(media_types: tuple[str, ...]) -> bool:
    return not any(
        word in media.lower()
        for media in media_types
        for word in ("json", "xml", "text/")
    )


def _name_for(type: TypeRef, results: tuple[Parameter, ...]) -> str:
    """The name of a body that OpenAPI 3 leaves without one, as NetServer would call it."""
    if isinstance(type, CarrierRef):
        return type.name.rpartition(".")[2]
    if isinstance(type, ListOf) and results:
        given = results[0].type
        if isinstance(given, ListOf) and isinstance(given.item, CarrierRef):
            return given.item.name + "Ids"
    return "Body"


def shapes(release: Release) -> Counter[Shape]:
    """How many Agents operations have each shape."""
    return Counter(
        operation.agents.shape
        for agent in release.agents
        for operation in agent.operations
        if operation.agents
    )
