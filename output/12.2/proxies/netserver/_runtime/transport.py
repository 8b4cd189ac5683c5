"""One call on its way: what is sent, and what is made of no answer.

Nothing here waits. `session.py` sends a Call with the one or the other kind of client.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

import httpx2

from .errors import ConnectError, RequestTimeout, ResponseError, TransportError
from .uploads import AsyncUpload, Upload

_EXCERPT = 160


def _unchanged(text: str) -> str:
    return text


class CallNames(TypedDict):
    """Which call it was; every error takes these words."""

    agent: str
    operation: str
    wire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One POST; `stream` leaves the body of a good answer unread.

    `conceal` blanks out in a text what nobody may read.
    """

    agent: str
    operation: str
    wire: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    params: Mapping[str, str] | None = None
    content: bytes | Upload = field(default=b"", repr=False)
    timeout: float = math.inf
    stream: bool = False
    conceal: Callable[[str], str] = field(default=_unchanged, repr=False)

    @property
    def names(self) -> CallNames:
        """What an error says about the call."""
        return CallNames(agent=self.agent, operation=self.operation, wire=self.wire)

    def request(
        self, client: httpx2.Client | httpx2.AsyncClient, *, waits: bool = False
    ) -> httpx2.Request:
        """The request for that client; `waits` tells an asynchronous one."""
        content: Any = self.content
        headers = dict(self.headers)
        if isinstance(content, Upload):
            if content.length is not None:
                headers["Content-Length"] = str(content.length)
            content = AsyncUpload(content) if waits else content
        return client.build_request(
            "POST",
            self.url,
            params=self.params or None,
            headers=headers,
            content=content,
            timeout=None if self.timeout == math.inf else self.timeout,
        )

    def trouble(self, error: httpx2.RequestError) -> TransportError:
        """The error to raise from one of httpx2, which forgets the headers that it knows."""
        error.request = httpx2.Request("POST", self.url)
        reason = self.conceal(str(error))
        match error:
            case httpx2.TimeoutException():
                phase = _PHASES.get(type(error), "no answer")
                return RequestTimeout(
                    f"{phase} within {self.timeout:g} seconds", **self.names
                )
            case httpx2.ConnectError() | httpx2.ProxyError():
                kind, what = ConnectError, "could not connect"
            case httpx2.UnsupportedProtocol():
                kind, what = ConnectError, "could not connect"
            case httpx2.RemoteProtocolError() | httpx2.DecodingError():
                kind, what = ResponseError, "the answer is broken or cut off"
            case _:
                kind, what = TransportError, "the connection broke"
        return kind(f"{what}: {reason}" if reason else what, **self.names)

    def unusable(self, response: httpx2.Response, what: str) -> ResponseError:
        """The error that says what is wrong with an answer, and how it begins."""
        content_type = response.headers.get("Content-Type", "")
        return ResponseError(
            what,
            status=response.status_code,
            content_type=content_type,
            excerpt=excerpt(response.content, self.conceal),
            **self.names,
        )

    def redirected(self, response: httpx2.Response) -> ResponseError:
        """The error for an answer that names another address: credentials do not follow."""
        target = response.headers.get("Location", "")
        try:
            url = httpx2.URL(target)
            target = str(url.copy_with(query=None, fragment=None, userinfo=b""))
        except (httpx2.InvalidURL, TypeError, ValueError):
            target = ""
        return ResponseError(
            f"HTTP {response.status_code}: redirected"
            + (f" to {self.conceal(target)}" if target else "")
            + "; redirects are not followed, check the root of the session",
            status=response.status_code,
            **self.names,
        )


_PHASES: dict[type[Exception], str] = {
    httpx2.ConnectTimeout: "could not connect",
    httpx2.WriteTimeout: "could not send the request",
    httpx2.PoolTimeout: "no connection became free",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A good answer whose body has not been read yet, and the call that it answers."""

    response: httpx2.Response
    call: Call


def media_type(response: httpx2.Response) -> str:
    """ "application/json" and the like; empty when the server does not say."""
    content_type: str = response.headers.get("Content-Type", "")
    return content_type.partition(";")[0].strip().lower()


def excerpt(content: bytes, conceal: Callable[[str], str]) -> str:
    """The beginning of a body for people: markup, control characters and secrets left out."""
    text = conceal(content[:20_000].decode("utf-8-sig", "replace"))
    text = re.sub(r"(?is)<(script|style)\b.*?(</\1\s*>|\Z)", " ", text)
    text = re.sub(r"<[^<>]*>", " ", text)
    text = re.sub(r"[^ -~\u00a1-\ud7ff\uf900-\ufffd]+", " ", text)
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "..."
