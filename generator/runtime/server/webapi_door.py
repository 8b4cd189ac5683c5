"""The door of the WebApi: /api/v1/Contact/4."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import msgspec

from ..codecs.rows import row_of
from ..endpoints import ResourceOperation
from .agents_door import octets
from .answering import run
from .calls import Call
from .json_server import json_result
from .messages import JSON, Answer, Received
from .store import StoredFile
from .webapi_requests import rows_query, values_of

__all__ = ["Asked", "Given", "ResourceHandler", "ResourceService", "WebApiDoor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a resource is asked for."""

    call: Call
    operation: ResourceOperation
    values: Mapping[str, Any]
    """By the names of parameters; "<body>" is the body."""
    rows: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a list of rows is asked by."""
    address: str = ""
    """Of the request, without its query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A value with headers beside it."""

    value: Any
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


ResourceHandler: TypeAlias = Callable[[Asked], Any] | Callable[[Asked], Awaitable[Any]]
"""Gives the value, or a `Given`; called as a `Handler` is: awaited, `quick` at once, else in a thread."""


class ResourceService(Protocol):
    """Something that answers operations of resources."""

    def handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        """What answers that operation; None where this service does not."""
        ...


class WebApiDoor:
    """Answers operations of resources, each by the first service that has a handler for it."""

    wire = "webapi"

    def __init__(self, services: Sequence[ResourceService]) -> None:
        self._services = tuple(services)
        self._found: dict[tuple[str, str], ResourceHandler | None] = {}

    def _handler(self, operation: ResourceOperation) -> ResourceHandler | None:
        key = operation.verb, operation.path
        if key not in self._found:
            found = (each.handler(operation) for each in self._services)
            self._found[key] = next((each for each in found if each is not None), None)
        return self._found[key]

    async def answer(
        self,
        got: Received,
        operation: ResourceOperation,
        filled: Mapping[str, str],
        call: Call,
    ) -> Answer:
        """The answer to a request that is for that operation."""
        handler = self._handler(operation)
        asked = Asked(
            call=call,
            operation=operation,
            values=values_of(operation, filled, got),
            rows=rows_query(operation, got),
            address=f"{got.address}{got.path}",
        )
        if handler is None:
            raise NotImplementedError
        value = await run(call, handler, asked)
        headers: Mapping[str, str] = {}
        if isinstance(value, Given):
            value, headers = value.value, value.headers
        return _answered(operation, value, headers, got)


def _answered(
    operation: ResourceOperation, value: Any, headers: Mapping[str, str], got: Received
) -> Answer:
    if operation.gives_rows:
        body = msgspec.json.encode(value)
        return Answer(body=body, content_type=JSON, headers=headers)
    if isinstance(value, StoredFile):
        return _file(value)
    if not row_of(operation).gives:
        return Answer(status=204, headers=headers)
    if operation.gives_bytes:
        return octets(operation, value)
    select = got.query.get("$select", "") if operation.select else ""
    body = json_result(operation, value, select)
    return Answer(body=body, content_type=JSON, headers=headers)


def _file(file: StoredFile) -> Answer:
    headers: dict[str, str] = {}
    if file.name:
        from urllib.parse import quote

        name = quote(file.name, safe="", errors="replace")
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    kind = file.media_type if file.media_type.isascii() else ""
    if not kind.isprintable() or "/" not in kind:
        kind = "application/octet-stream"
    return Answer(body=file.content, content_type=kind, headers=headers)
