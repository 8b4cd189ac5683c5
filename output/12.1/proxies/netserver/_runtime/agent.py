"""What the agents of a generated package are made from, and what resources share with them."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

import msgspec

if TYPE_CHECKING:
    from .endpoints import AnyOperation
    from .options import RequestOptions


class _Caller(Protocol):
    """What an agent needs of a session."""

    def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None,
    ) -> Any: ...


class _AsyncCaller(Protocol):
    def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None,
    ) -> Awaitable[Any]: ...


class Bound:
    """Methods that are calls of a session that waits; what agents and resources have in common."""

    NAME: ClassVar[str] = ""
    OPERATIONS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, session: _Caller | None = None) -> None:
        if session is None:
            from .session import current

            session = cast(_Caller, current(waits=True))
        if getattr(session, "_waits", True) is False:
            name = type(self).__name__
            raise TypeError(
                f"{name} needs a session that waits: Session, not AsyncSession"
            )
        self._session = session

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._session!r})"

    def _call(
        self,
        operation: AnyOperation,
        *arguments: object,
        options: RequestOptions | None = None,
    ) -> Any:
        return self._session.call(operation, arguments, options)


class Agent(Bound):
    """One business area of the service; every method is one call.

    `NAME` is the agent's name on the wire, `OPERATIONS` maps names on the wire to names of methods.
    """


class AsyncBound:
    """Methods that are calls of a session that is awaited."""

    NAME: ClassVar[str] = ""
    OPERATIONS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, session: _AsyncCaller | None = None) -> None:
        if session is None:
            from .session import current

            session = cast(_AsyncCaller, current(waits=False))
        if getattr(session, "_waits", False) is True:
            name = type(self).__name__
            raise TypeError(f"{name} needs an asynchronous session: AsyncSession")
        self._session = session

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._session!r})"

    async def _call(
        self,
        operation: AnyOperation,
        *arguments: object,
        options: RequestOptions | None = None,
    ) -> Any:
        return await self._session.call(operation, arguments, options)


class AsyncAgent(AsyncBound):
    """One business area of the service; every method is one call, and awaits its answer.

    `NAME` is the agent's name on the wire, `OPERATIONS` maps names on the wire to names of methods.
    """


class Wanted(msgspec.Struct, frozen=True):
    """A call that was asked for and not made."""

    operation: AnyOperation
    arguments: Sequence[object]
    options: RequestOptions | None = None

    def __repr__(self) -> str:
        return f"<Wanted {self.operation.name}>"


class _Recorder:
    def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None,
    ) -> Wanted:
        return Wanted(operation, arguments, options)


class _AsyncRecorder:
    async def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None,
    ) -> Wanted:
        return Wanted(operation, arguments, options)


def recording(method: object, session: object) -> Any:
    """The method bound to a twin of its agent or resource, which gives back a `Wanted` and calls nobody."""
    bound = getattr(method, "__self__", None)
    function = getattr(method, "__func__", None)
    if not isinstance(bound, (Bound, AsyncBound)) or function is None:
        raise TypeError("expected a method of an agent, like session.document.get_x")
    if bound._session is not session:  # pyright: ignore[reportPrivateUsage]
        raise ValueError("the method belongs to an agent of another session")
    twin: Any = copy.copy(bound)
    twin._session = _Recorder() if isinstance(bound, Bound) else _AsyncRecorder()
    return function.__get__(twin)
