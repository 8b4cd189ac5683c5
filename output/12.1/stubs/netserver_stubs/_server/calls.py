"""What a handler may know of the call that it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from netserver._runtime.endpoints import AnyOperation
    from netserver._runtime.operations import Operation

__all__ = ["Call", "Handler", "Service", "User", "answering", "current_call", "quick"]

Handler: TypeAlias = Callable[..., Any] | Callable[..., Awaitable[Any]]
"""Takes an operation's arguments by position, as Python has them, and gives its result.

A coroutine function is awaited; any other function runs in a thread of its own, unless it is `quick`.
"""


class Service(Protocol):
    """Something that answers operations of agents: a user's stubs, the stand-in's records, ..."""

    def handler(self, operation: Operation) -> Handler | None:
        """What answers that operation; None where this service does not."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in."""

    name: str
    associate_id: int = 0
    person_id: int = 0
    contact_id: int = 0
    full_name: str = ""
    email: str = ""
    password: str = field(default="", repr=False)
    role: str = ""
    function_rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as far as it has been understood before its handler runs."""

    operation: AnyOperation
    wire: str
    """"soap", "agents" or "webapi"."""
    root: str
    """Where the caller takes this installation to be: "http://127.0.0.1:8000/Cust12345"."""
    tenant: str = ""
    """The last part of `root`, empty where there is none."""
    user: User | None = None
    """Who is signed in; None where the operation needs nobody to be."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """HTTP's, names in lower case."""
    language: str = ""
    culture: str = ""
    time_zone: str = ""
    """Its number or code, as the caller gave it."""
    app_token: str = field(default="", repr=False)


_current: ContextVar[Call] = ContextVar("call")


def current_call() -> Call:
    """The call that is being answered; LookupError outside of one."""
    return _current.get()


@contextmanager
def answering(call: Call) -> Generator[None]:
    """Make `current_call()` be this one while the block lasts."""
    token = _current.set(call)
    try:
        yield
    finally:
        _current.reset(token)


def quick(function: Handler) -> Handler:
    """Mark a plain function as one that never waits, so that it needs no thread of its own."""
    function.__dict__["quick"] = True
    return function
