"""What a session tells about the calls that it makes; no event holds arguments or credentials."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import msgspec

from .errors import NetServerError

__all__ = ["Hooks", "RequestEvent", "ResponseEvent", "RetryEvent"]


class RequestEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt is about to be sent; the first has number 1."""

    agent: str
    operation: str
    wire: str
    method: str
    url: str
    attempt: int


class ResponseEvent(RequestEvent, frozen=True, kw_only=True):
    """The attempt is over, after `seconds`.

    `status` is the HTTP status, None when no answer arrived; `error` is None when all went well.
    """

    status: int | None
    seconds: float
    error: NetServerError | None


class RetryEvent(RequestEvent, frozen=True, kw_only=True):
    """The attempt failed with `error`, and there will be another one after `wait` seconds.

    `reason` is "sign-in" when credentials were renewed, "moved" when the tenant is elsewhere, "repeat" for
    what may work a little later.
    """

    error: NetServerError
    reason: str
    wait: float


_Told: TypeAlias = "Awaitable[None] | None"


class Hooks(msgspec.Struct, frozen=True, kw_only=True):
    """Functions that a session calls; an asynchronous session awaits what they give.

    What they raise goes to whoever made the call.
    """

    on_request: Callable[[RequestEvent], _Told] | None = None
    on_response: Callable[[ResponseEvent], _Told] | None = None
    on_retry: Callable[[RetryEvent], _Told] | None = None


NO_HOOKS = Hooks()
