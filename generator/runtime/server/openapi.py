"""OpenAPI 3.0 descriptions of the Agents endpoint and of the WebApi, made from rows and carriers.

They say what NetServer's own Swagger says, without its mistakes: security that is defined nowhere, headers told two
thousand times, enumerations without names, null that is never mentioned.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Any

from ..codecs.kinds import Typed
from ..codecs.rows import row_of
from ..operations import Operation
from .catalogue import Catalogue
from .openapi_components import JSON, OCTETS, Components, document
from .openapi_resources import ResourcePaths
from .openapi_schemas import Json, told

__all__ = ["agents_description", "webapi_description"]


def agents_description(
    catalogue: Catalogue, root: str, agents: Collection[str] | None = None
) -> dict[str, Any]:
    """The OpenAPI document of the Agents endpoint below a root, of all agents or of those named."""
    components = Components()
    paths: dict[str, Json] = {}
    tags: list[Json] = []
    known: set[str] = set()
    index = import_module(f"{catalogue.release.package}.agents")
    for name, operations in catalogue.agents.items():
        if agents is not None and name not in agents:
            continue
        documented = index.AGENTS.generated(name)
        before = len(paths)
        for operation in operations.values():
            path = f"/{operation.agents_path.strip('/')}"
            if operation.on_agents and path.lower() not in known:
                known.add(path.lower())
                method = getattr(documented, catalogue.method(operation))
                paths[path] = {"post": _operation(operation, told(method), components)}
        if len(paths) > before:
            tags.append({"name": _tag(name), "description": told(documented)})
    return document(
        catalogue.release,
        root,
        title="NetServer Agents",
        tags=tags,
        paths=paths,
        components=components,
    )


def webapi_description(
    catalogue: Catalogue, root: str, resources: Collection[str] | None = None
) -> dict[str, Any]:
    """The OpenAPI document of the WebApi below a root, of all resources or of those named.

    OpenAPI knows one operation for a verb on a path, and no two paths that differ in the names of placeholders alone,
    while NetServer tells /User/{id} from /User/{userName} by what stands there. Such operations are one here: its
    placeholder takes a text, its body and its answer are those of any of them, `x-operations` names them all, and
    its description says which is for what.
    """
    made = ResourcePaths(catalogue)
    for operation in catalogue.resources:
        if resources is None or operation.facade.name in resources:
            made.add(operation)
    return document(
        catalogue.release,
        root,
        title="NetServer WebApi",
        tags=made.tags(),
        paths=made.paths(),
        components=made.components,
    )


def _tag(agent: str) -> str:
    return f"{agent}_Agent"


def _operation(operation: Operation, summary: str, components: Components) -> Json:
    made: Json = {"tags": [_tag(operation.agent)]}
    if summary:
        made["summary"] = summary
    made["operationId"] = f"v1{operation.agent}Agent_{operation.name}"
    made["parameters"] = [*_query(operation, components), *components.headers()]
    if operation.shape in ("wrapper", "bare"):
        schema = _body(operation, components)
        made["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    if operation.shape == "bare":
        # OpenAPI 3 has no names for bodies; generators of clients know this word for them.
        name = row_of(operation).takes[0][0]
        made["x-codegen-request-body-name"] = operation.query_name(name)
    made["responses"] = {
        **_answers(operation, components),
        **components.refusals(),
    }
    return made


def _query(operation: Operation, components: Components) -> list[Json]:
    found: list[Json] = []
    if operation.shape == "query":
        for name, typed in row_of(operation).takes:
            schema = components.schemas.kind(typed.kind)
            made: Json = {"name": operation.query_name(name), "in": "query"}
            if not typed.nullable:
                made["required"] = True
            found.append({**made, "schema": schema})
    if operation.select:
        found.append(components.select())
    return found


def _body(operation: Operation, components: Components) -> Json:
    takes = row_of(operation).takes
    if operation.shape == "bare":
        return components.schemas.kind(takes[0][1].kind)
    members = {operation.agents_name(name): typed for name, typed in takes}
    return components.schemas.named(
        # What stands before a dot is a namespace, which tells apart what agents call the same.
        f"{operation.agent}.{operation.name}Request",
        components.schemas.members(members),
    )


def _answers(operation: Operation, components: Components) -> Json:
    row = row_of(operation)
    nothing = {"204": {"description": "Done; there is nothing to tell."}}
    if not row.gives:
        return nothing
    if operation.stream:
        schema: Json = {"type": "string", "format": "binary"}
        return {
            "200": {
                "description": "The bytes.",
                "content": {OCTETS: {"schema": schema}},
            },
            "204": {"description": "There are none."},
        }
    several = row.result
    typed = Typed(several, nullable=True) if several else row.gives[0][1]
    schema = components.schemas.of(typed)
    return {"200": {"description": "Done.", "content": {JSON: {"schema": schema}}}}
