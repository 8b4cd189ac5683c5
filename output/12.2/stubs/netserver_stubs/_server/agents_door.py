"""The door of the Agents REST endpoint: POST /api/v1/Agents/<Agent>/<Operation>."""

from __future__ import annotations

from typing import Any

import msgspec

from netserver._runtime.agents_wire import is_json
from netserver._runtime.codecs import EncodeError
from netserver._runtime.codecs.rows import held, row_of
from netserver._runtime.endpoints import AnyOperation
from netserver._runtime.operations import Operation
from .answering import Handlers
from .calls import Call
from .json_server import arguments_of, json_refusal, json_result
from .messages import JSON, Answer, Received, media_type
from .refusals import Malformed, Refusal

__all__ = ["AgentsDoor", "checked_content_type", "octets", "refused"]

_OCTETS = "application/octet-stream"


class AgentsDoor:
    """Answers operations of agents in JSON."""

    wire = "agents"

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    async def answer(
        self, received: Received, operation: Operation, call: Call
    ) -> Answer:
        """The answer to a POST that is for that operation."""
        if operation.shape in ("bare", "wrapper"):
            checked_content_type(received)
        arguments = arguments_of(operation, received.query, received.body)
        value = await self._handlers.result(call, operation, arguments)
        row = row_of(operation)
        if not row.gives:
            return Answer(status=204)
        if operation.gives_bytes and _wants_bytes(operation, received):
            return octets(operation, value)
        select = received.query.get("$select", "") if operation.select else ""
        return Answer(body=json_result(operation, value, select), content_type=JSON)

    def description(self, operation: Operation, root: str) -> Answer:
        """What a GET of the same address is answered: what the operation is, and nothing done."""
        body = {
            "Name": operation.name,
            "Agent": operation.agent,
            "Method": "POST",
            "Uri": f"{root}/{operation.agents_path}",
            "Shape": operation.shape,
            "Parameters": dict(operation.takes),
            "Returns": ", ".join(operation.gives.values()) or None,
        }
        return Answer(body=msgspec.json.encode(body), content_type=JSON)


def checked_content_type(received: Received) -> None:
    """Malformed (415) where a body is said to be something else than JSON."""
    kind = received.content_type
    if received.body and not is_json(kind):
        raise Malformed(
            "The request entity's media type is not supported for this resource.",
            f"expected application/json, got {kind or 'no content type'}",
            status=415,
        )


def _wants_bytes(operation: Operation, received: Received) -> bool:
    """Whether the caller takes the bytes themselves rather than base64 in JSON."""
    accepted = {
        media_type(each) for each in received.headers.get("accept", "").split(",")
    }
    if operation.stream:
        return "application/json" not in accepted or _OCTETS in accepted
    return _OCTETS in accepted or any(
        each.startswith(("image/", "application/pdf")) for each in accepted
    )


def octets(operation: AnyOperation, value: Any) -> Answer:
    """The answer of bytes as they are; EncodeError for what is none."""
    try:
        content = held(row_of(operation).gives[0][1], value, "the result")
    except (TypeError, ValueError) as error:
        raise EncodeError(f"what {operation.name} gave back cannot be sent: {error}") from None  # fmt: skip
    if content is None:
        return Answer(status=204)
    return Answer(body=content, content_type=_OCTETS)


def refused(refusal: Refusal) -> Answer:
    """The answer that tells of a refusal in JSON."""
    if refusal.status in (204, 304):
        return Answer(status=refusal.status, headers=refusal.headers)
    return Answer(
        status=refusal.status,
        body=json_refusal(refusal),
        content_type=JSON,
        headers=refusal.headers,
    )
