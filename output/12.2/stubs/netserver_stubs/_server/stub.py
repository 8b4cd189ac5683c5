"""What the stubs of agents are made from, and how the server finds what somebody has filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from netserver._runtime.operations import Operation
from .calls import Handler
from .catalogue import Catalogue

__all__ = ["AgentStub", "Stubs"]

_GENERATED = __name__.rpartition("._server")[0] + ".agents."


class AgentStub:
    """One agent, to be filled in: a method for each operation.

    Methods may be coroutines or plain functions; those that nobody has written answer "not implemented". They may
    raise what callers shall see: `Fault`, `AuthenticationFault`, `NotFound` and the like of the proxies' errors.
    `NAME` is the agent's name on the wire.
    """

    NAME: ClassVar[str] = ""


class Stubs:
    """The service of a user's own stubs: of two for one agent, the later one is asked first."""

    def __init__(self, stubs: Sequence[AgentStub], catalogue: Catalogue) -> None:
        for stub in stubs:
            if not isinstance(
                stub, AgentStub
            ):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise TypeError(
                    f"expected instances of stubs such as ContactAgentStub, got {stub!r}"
                )
            if stub.NAME not in catalogue.agents:
                raise TypeError(f"{type(stub).__name__} extends the stub of no agent")
        self._stubs = tuple(reversed(stubs))
        self._catalogue = catalogue

    def handler(self, operation: Operation) -> Handler | None:
        """The method that somebody has written for that operation."""
        for stub in self._stubs:
            if operation.agent == stub.NAME:
                name = self._catalogue.method(operation)
                if _is_written(type(stub), name):
                    return getattr(stub, name)
        return None


def _is_written(cls: type, name: str) -> bool:
    owner = next((each for each in cls.__mro__ if name in vars(each)), None)
    return owner is not None and not owner.__module__.startswith(_GENERATED)
