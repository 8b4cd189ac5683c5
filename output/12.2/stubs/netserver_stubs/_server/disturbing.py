"""How calls go wrong: what is answered to them, and how a connection breaks.

Nothing here knows the application: `disturbed` stands in front of it.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, TypeAlias, cast

import anyio

from netserver._runtime.errors import AuthenticationFault, ExceptionInfo
from .faults import Trouble
from .messages import JSON, Answer, Receive, Scope, Send
from .refusals import Refusal, refusal_of

__all__ = ["WRONG_SUBDOMAIN", "App", "Watched", "answer_to", "disturbed"]

Message: TypeAlias = MutableMapping[str, Any]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

WRONG_SUBDOMAIN = "Wrong subdomain used to access tenant"
_EXPIRED = AuthenticationFault(
    "The ticket has expired.",
    error_type="SuperOffice.Exceptions.AuthenticationException",
)
"""What signing in says of a ticket that is over."""
_PATIENCE = 5.0
"""Seconds for a caller to take what is left in a connection that is being closed."""
_DEEPEST = 50
"""Layers of middleware around a server's way to send."""


def answer_to(trouble: Trouble, wire: str, namespace: str = "") -> Answer:
    """What a caller on that wire is answered; `namespace` is that of the SOAP endpoints."""
    if trouble.html:
        return _page(trouble)
    refusal = _refusal(trouble)
    if wire == "soap":
        from .soap_server import CONTENT_TYPE, soap_refusal

        # What NetServer wraps is an answer like any other to HTTP.
        wrapped = trouble.expired or not trouble.succeeded
        status = 200 if wrapped else refusal.status
        body = soap_refusal(refusal, namespace, as_fault=not wrapped)
        headers = {} if wrapped else refusal.headers
        return Answer(
            status=status, body=body, content_type=CONTENT_TYPE, headers=headers
        )
    from .json_server import json_refusal

    return Answer(
        status=refusal.status,
        body=json_refusal(refusal),
        content_type=JSON,
        headers=refusal.headers,
    )


def _refusal(trouble: Trouble) -> Refusal:
    """The refusal that the trouble stands for; where nothing better is known, as `refusal_of` has it."""
    headers = _retry_after(trouble)
    if trouble.expired or (trouble.status == 401 and trouble.succeeded):
        refused = refusal_of(_EXPIRED)
        headers.update(refused.headers)
        return _told(trouble, 401, refused.info, headers)
    if trouble.moved_to:
        status, message = 421, WRONG_SUBDOMAIN
    elif trouble.soap_fault:
        status, message = 500, trouble.soap_fault
    elif not trouble.succeeded:
        status, message = trouble.status or 400, "An exception was thrown."
    else:
        status = trouble.status or 500
        message = f"{_phrase(status)}."
    info = ExceptionInfo(message=message, error_type="System.Exception")
    return _told(trouble, status, info, headers)


def _told(
    trouble: Trouble, status: int, info: ExceptionInfo, headers: dict[str, str]
) -> Refusal:
    info = replace(
        info,
        message=trouble.message or info.message,
        error_type=trouble.error_type or info.error_type,
    )
    return Refusal(status=status, info=info, headers=headers)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "The request failed"


def _page(trouble: Trouble) -> Answer:
    status = trouble.status or 200
    title = html.escape(trouble.message or f"{status} {_phrase(status)}")
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><title>{title}</title></head>'
        f"<body><h1>{title}</h1></body></html>\n"
    )
    return Answer(
        status=status,
        body=page.encode(),
        content_type="text/html; charset=utf-8",
        headers=_retry_after(trouble),
    )


def _retry_after(trouble: Trouble) -> dict[str, str]:
    seconds = trouble.retry_after
    return {} if seconds is None else {"Retry-After": str(seconds)}


# -------------------------------------------------------------------------------- on ASGI


class Watched:
    """An ASGI `send` that tells the status of what it has sent, and says so before the last piece goes out."""

    def __init__(
        self, send: Send, ended: Callable[[int | None], None] | None = None
    ) -> None:
        self.send = send
        self.status: int | None = None
        self._ended = ended

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
        elif kind == "http.response.body" and not message.get("more_body", False):
            # Whoever has the answer shall find the call in the record.
            self.end()
        await self.send(message)

    def end(self) -> None:
        """Say that nothing more comes; once."""
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(self.status)


async def disturbed(
    app: App,
    scope: Scope,
    receive: Receive,
    send: Send,
    trouble: Trouble,
    *,
    wire: str,
    namespace: str = "",
    body_read: bool = False,
) -> None:
    """Answer a request as the trouble has it; where it can be answered at all, `app` does.

    `body_read` says that somebody has taken the request's body from `receive` already.
    """
    if trouble.delay:
        await anyio.sleep(trouble.delay)
    if trouble.drop:
        if not body_read:
            await _read_all(receive)
        await _cut_off(receive, send, "Server disconnected without sending a response.")
    elif trouble.truncate is not None:
        await _truncated(app, scope, receive, send, trouble.truncate)
    elif trouble.answers:
        await answer_to(trouble, wire, namespace).send(send)
    else:
        await app(scope, receive, send)


async def _truncated(
    app: App, scope: Scope, receive: Receive, send: Send, length: int
) -> None:
    started: Message = _start(500, [])
    pieces: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))

    await app(scope, receive, keep)
    body = b"".join(pieces)
    headers: list[tuple[bytes, bytes]] = [
        (name, value)
        for name, value in started.get("headers", ())
        if name.lower() not in (b"content-length", b"transfer-encoding")
    ]
    headers.append((b"content-length", str(len(body)).encode()))
    await send(_start(started["status"], headers))
    if length >= len(body):  # nothing is left to be cut off
        await send(_body(body))
        return
    await send(_body(body[:length], more=True))
    await _cut_off(
        receive,
        send,
        "peer closed connection without sending complete message body "
        f"(received {length} bytes, expected {len(body)})",
    )


async def _cut_off(receive: Receive, send: Send, message: str) -> None:
    """Close the connection behind `send` after what was written; raise where there is none to close.

    Servers such as uvicorn give a method of an object that has its connection as `transport`. Transports of
    httpx2 and httpx that call applications in process give none, and their own error for it is raised.
    """
    layers = list(_layers(send))
    for each in layers:
        if isinstance(each, Watched):
            each.end()
    transport = getattr(getattr(layers[-1], "__self__", None), "transport", None)
    if transport is None:
        raise _breaking(layers[-1])(message)
    transport.close()
    with anyio.move_on_after(_PATIENCE) as waiting:
        # Until the server knows of it: it would complain of a missing answer otherwise.
        while (await receive())["type"] != "http.disconnect":
            pass
    if waiting.cancelled_caught:
        transport.abort()


def _layers(send: Send) -> Iterator[Send]:
    """What sends, from the outermost layer to the server's own: middleware has the next one in a variable `send`."""
    found: Any = send
    for _ in range(_DEEPEST):
        yield found
        owner: Any = getattr(found, "__self__", found)
        if hasattr(owner, "transport"):
            return
        inner: Any = getattr(owner, "send", None) or _variable(found, "send")
        if inner is None or inner == found:
            return
        found = inner


def _variable(function: Any, name: str) -> Any:
    """What a function has in a variable of the one around it; None where there is no such variable."""
    names: tuple[str, ...] = getattr(
        getattr(function, "__code__", None), "co_freevars", ()
    )
    if name not in names:
        return None
    return function.__closure__[names.index(name)].cell_contents


def _breaking(send: Send) -> type[Exception]:
    """The error that a client in process has for a connection that broke."""
    name = str(getattr(send, "__module__", "")).partition(".")[0]
    kind = getattr(sys.modules.get(name), "RemoteProtocolError", ConnectionError)
    return cast("type[Exception]", kind)


async def _read_all(receive: Receive) -> None:
    """Take what the caller sends: with something unread, closing the connection would reset it."""
    with anyio.move_on_after(_PATIENCE):
        while True:
            message = await receive()
            if message["type"] != "http.request" or not message.get("more_body"):
                return


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _body(content: bytes, *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}
