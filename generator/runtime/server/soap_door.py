"""The door of SOAP: POST /Remote/ServicesNN/<Agent>.svc."""

from __future__ import annotations

from ..operations import Operation
from .answering import Handlers
from .calls import Call
from .messages import Answer, Received
from .refusals import Malformed, Refusal
from .soap_server import (
    CONTENT_TYPE,
    SoapRequest,
    arguments_in,
    soap_refusal,
    soap_result,
)

__all__ = ["SoapDoor", "checked_content_type"]


class SoapDoor:
    """Answers operations of agents in envelopes of SOAP 1.1.

    `faults` says that exceptions are answered as faults rather than wrapped in a normal answer: NetServer's
    setting WrapExceptions, turned off.
    """

    wire = "soap"

    def __init__(self, handlers: Handlers, *, faults: bool = False) -> None:
        self._handlers = handlers
        self._faults = faults

    async def answer(
        self, request: SoapRequest, operation: Operation, call: Call
    ) -> Answer:
        """The answer to a message that is for that operation."""
        arguments = arguments_in(operation, request)
        value = await self._handlers.result(call, operation, arguments)
        if not operation.response:
            return Answer(status=202)
        return Answer(
            body=soap_result(operation, value, request), content_type=CONTENT_TYPE
        )

    def refused(
        self, refusal: Refusal, namespace: str, operation: Operation | None
    ) -> Answer:
        """The answer that tells of a refusal: HTTP's own status where that says more than SOAP can."""
        own = refusal.status in (400, 401, 413, 415, 421) and (
            operation is None or refusal.status != 400
        )
        as_fault = self._faults or own or operation is None or not operation.response
        response = operation.response if operation is not None else ""
        return Answer(
            status=refusal.status if own else 500 if as_fault else 200,
            body=soap_refusal(refusal, namespace, as_fault=as_fault, response=response),
            content_type=CONTENT_TYPE,
            headers=refusal.headers,
        )


def checked_content_type(received: Received) -> None:
    """Malformed (415) where a message is said to be something else than SOAP 1.1."""
    if received.content_type != "text/xml":
        raise Malformed(
            "The media type is not supported.",
            "expected text/xml, the content type of SOAP 1.1, got "
            + (received.content_type or "no content type"),
            status=415,
        )
