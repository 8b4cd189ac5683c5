"""From an operation and its arguments to what its handler gives back."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from inspect import isawaitable, iscoroutinefunction
from typing import Any

import anyio.to_thread

from netserver._runtime.errors import Fault
from netserver._runtime.operations import Operation
from .calls import Call, Handler, Service, answering
from .journal import note
from .refusals import Malformed, Refusal, refusal_of

__all__ = ["Handlers", "told"]

_log = logging.getLogger(__name__.partition(".")[0])


class Handlers:
    """The handler of each operation: the first that one of the services has."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._services = tuple(services)
        self._found: dict[int, Handler | None] = {}

    def handler(self, operation: Operation) -> Handler | None:
        """What answers that operation; None where nothing does."""
        key = id(operation)  # rows live as long as their modules
        try:
            return self._found[key]
        except KeyError:
            pass
        found = next(
            (
                handler
                for service in self._services
                if (handler := service.handler(operation)) is not None
            ),
            None,
        )
        self._found[key] = found
        return found

    async def result(
        self, call: Call, operation: Operation, arguments: Sequence[object]
    ) -> Any:
        """What the handler of that operation gives back; NotImplementedError where there is none."""
        note(arguments=dict(zip(operation.takes, arguments, strict=False)))
        handler = self.handler(operation)
        if handler is None:
            raise NotImplementedError
        return await run(call, handler, *arguments)


async def run(call: Call, handler: Handler, *arguments: object) -> Any:
    """What a handler gives back: awaited, in a thread, or at once, as it wants to be called."""
    with answering(call):
        if getattr(handler, "quick", False):
            return handler(*arguments)
        if iscoroutinefunction(handler):
            return await handler(*arguments)
        found = await anyio.to_thread.run_sync(handler, *arguments)
        return await found if isawaitable(found) else found


def told(error: Exception, about: str) -> Refusal:
    """How an error is answered; one that nobody meant to raise is logged, with where it came from."""
    refusal = refusal_of(error)
    note(error=error)
    if refusal.status == 500 and not isinstance(error, (Fault, Malformed)):
        _log.error("%s failed", about, exc_info=error)
    return refusal
