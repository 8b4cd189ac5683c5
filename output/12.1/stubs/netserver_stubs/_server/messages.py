"""What arrives and what is answered, once read and not yet sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from .refusals import Malformed

__all__ = ["Answer", "Received", "address_of", "media_type", "received"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_CONTROL = re.compile("[\x00-\x1f\x7f]")
JSON = "application/json; charset=utf-8"


def media_type(text: str) -> str:
    """A content type without its parameters, in lower case."""
    return text.partition(";")[0].strip().lower()


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request, whole."""

    method: str
    path: str
    """Percent-decoded, with its slash in front."""
    query_string: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """By name in lower case; of several of one name, the last."""
    body: bytes = field(default=b"", repr=False)
    address: str = ""
    """Of this server as the caller sees it: "http://127.0.0.1:8000"."""

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """What stands in the query, in its order."""
        try:
            return parse_qsl(
                self.query_string, keep_blank_values=True, max_num_fields=2000
            )
        except ValueError:
            raise Malformed(
                "The request is invalid.", "the query is too long"
            ) from None

    @cached_property
    def query(self) -> dict[str, str]:
        """What stands in the query, by name in lower case; of several of one name, the last."""
        return {name.lower(): value for name, value in self.pairs}

    @property
    def content_type(self) -> str:
        """The body's, without its parameters; empty where the caller names none."""
        return media_type(self.headers.get("content-type", ""))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer, whole."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def send(self, send: Send, *, head: bool = False) -> None:
        """Send it; `head` says that only its head is wanted."""
        headers = [
            (name.lower().encode("latin-1"), _header(value))
            for name, value in self.headers.items()
        ]
        if self.content_type:
            headers.append((b"content-type", _header(self.content_type)))
        if self.status not in (204, 304):
            headers.append((b"content-length", str(len(self.body)).encode()))
        await send(
            {"type": "http.response.start", "status": self.status, "headers": headers}
        )
        body = b"" if head else self.body
        await send({"type": "http.response.body", "body": body})


def _header(value: str) -> bytes:
    """The value of a header, without what would end it."""
    return _CONTROL.sub("", value).encode("latin-1", "replace")


async def received(scope: Scope, receive: Receive, most: int) -> Received:
    """The request of a scope with all of its body; Malformed (413) for one of more than `most` bytes."""
    headers = {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
    }
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise _too_large(most)
    return Received(
        method=scope["method"],
        path=scope["path"],
        query_string=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=await _body(receive, most),
        address=address_of(scope),
    )


def address_of(scope: Scope) -> str:
    """This server's address as the caller sees it: "http://127.0.0.1:8000"."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    if not host:
        name, port = scope.get("server") or ("", None)
        host = f"{name}:{port}" if port else name
    return f"{scope.get('scheme', 'http')}://{host}"


async def _body(receive: Receive, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Malformed("The request was cut off.")
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size > most:
            raise _too_large(most)
        pieces.append(piece)
        if not message.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_large(most: int) -> Malformed:
    return Malformed(
        "The request is too large.",
        f"the body has more than the {most} bytes that this server takes",
        status=413,
    )
