"""One call on its way: what is sent, and what is made of no answer.

Nothing here waits. `session.py` sends a Call with the one or the other kind of client.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypedDict, cast

import httpx2
import msgspec

from .errors import (
    ConnectError,
    ExceptionInfo,
    RequestTimeout,
    ResponseError,
    TransportError,
)
from .uploads import AsyncUpload, Upload

_EXCERPT = 160


def _unchanged(text: str) -> str:
    return text


class CallNames(TypedDict):
    """Which call it was; every error takes these words."""

    agent: str
    operation: str
    wire: str


_NO_NAMES = CallNames(agent="", operation="", wire="")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a call may take, in seconds; `math.inf` is for ever.

    `each` is for every single wait (for a piece of the answer, for a free connection), `connect` for reaching
    the server, `total` for the whole call with all its attempts, which ends at `deadline` of the clock.
    """

    each: float = math.inf
    connect: float = math.inf
    total: float = math.inf
    deadline: float = math.inf

    def left(self, now: float) -> float:
        """Seconds until the whole call is over."""
        return self.deadline - now

    def within(self, whole: Limits) -> Limits:
        """These limits for a part of a call that has other ones."""
        if whole.deadline >= self.deadline:
            return self
        return msgspec.structs.replace(self, total=whole.total, deadline=whole.deadline)

    def out_of_time(self, names: CallNames = _NO_NAMES) -> RequestTimeout:
        """The error for a call that was not over in all the time that it had."""
        return RequestTimeout(
            f"the whole call was not over within {self.total:g} seconds", **names
        )


UNLIMITED = Limits()


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request; `stream` leaves the body of a good answer unread.

    `conceal` blanks out in a text what nobody may read.
    """

    agent: str
    operation: str
    wire: str
    url: str
    headers: Mapping[str, str]
    params: Mapping[str, str] | None = None
    content: bytes | Upload = b""
    method: str = "POST"
    limits: Limits = UNLIMITED
    stream: bool = False
    conceal: Callable[[str], str] = _unchanged

    def __repr__(self) -> str:
        return f"<Call of {self.agent}/{self.operation} over {self.wire}>"

    @property
    def names(self) -> CallNames:
        """What an error says about the call."""
        return CallNames(agent=self.agent, operation=self.operation, wire=self.wire)

    @property
    def repeatable(self) -> bool:
        """Whether its body can be sent a second time."""
        return not isinstance(self.content, Upload) or self.content.repeatable

    def request(
        self,
        client: httpx2.Client | httpx2.AsyncClient,
        left: float = math.inf,
        *,
        waits: bool = False,
    ) -> httpx2.Request:
        """The request for that client, `left` seconds before the call is over.

        `waits` tells an asynchronous client.
        """
        content: Any = self.content
        headers = dict(self.headers)
        if isinstance(content, Upload):
            if content.length is not None:
                headers["Content-Length"] = str(content.length)
            content = AsyncUpload(content) if waits else content
        return client.build_request(
            self.method,
            self.url,
            params=self.params or None,
            headers=headers,
            content=content,
            timeout=httpx2.Timeout(
                _finite(min(self.limits.each, left)),
                connect=_finite(min(self.limits.connect, self.limits.each, left)),
            ),
        )

    def out_of_time(self) -> RequestTimeout:
        """The error for a call that was not over in all the time that it had."""
        return self.limits.out_of_time(self.names)

    def trouble(self, error: httpx2.RequestError) -> TransportError:
        """The error to raise from one of httpx2, which forgets the headers that it knows."""
        error.request = httpx2.Request(self.method, self.url)
        without_frames(error)
        for behind in errors_behind(error):  # which may quote what the server says
            behind.args = tuple(
                self.conceal(text) if isinstance(text, str) else text
                for text in cast("tuple[object, ...]", behind.args)
            )
        reason = self.conceal(str(error))
        match error:
            case httpx2.TimeoutException():
                phase = _PHASES.get(type(error), "no answer")
                seconds = self.limits.each
                if isinstance(error, httpx2.ConnectTimeout):
                    seconds = min(self.limits.connect, seconds)
                late = RequestTimeout(
                    f"{phase} within {seconds:g} seconds", **self.names
                )
                late.sent = not isinstance(
                    error, (httpx2.ConnectTimeout, httpx2.PoolTimeout)
                )
                return late
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
        try:
            content = response.content
        except httpx2.ResponseNotRead:
            content = b""
        return ResponseError(
            what,
            status=response.status_code,
            content_type=content_type,
            excerpt=excerpt(content, self.conceal),
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


def copied(error: Exception) -> Exception:
    """The error for another caller of the same thing, without what it came from."""
    try:
        twin = copy.copy(error)
    except Exception:
        twin = error
    if type(twin) is not type(error) or str(twin) != str(error):
        twin = error
    return twin.with_traceback(None)


def errors_behind(error: BaseException) -> list[BaseException]:
    """The error, and those that it came from."""
    found: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is not None and not any(one is other for other in found):
            found.append(one)
            left += (one.__cause__, one.__context__)
    return found


def without_frames(error: BaseException) -> None:
    """Forget where an error and those behind it arose: variables there hold credentials and bodies.

    What `from None` hides is forgotten altogether: it quotes what the server said.
    """
    for one in errors_behind(error):
        one.__traceback__ = None
        if one.__suppress_context__:
            one.__context__ = None


def _finite(seconds: float) -> float | None:
    return None if seconds == math.inf else seconds


_PHASES: dict[type[Exception], str] = {
    httpx2.ConnectTimeout: "could not connect",
    httpx2.WriteTimeout: "could not send the request",
    httpx2.PoolTimeout: "no connection became free",
}


PIECE = 64 * 1024  # bytes


class Unfolding(Protocol):
    """What finds the bytes of a value in the pieces of an answer."""

    def feed(self, chunk: bytes) -> bytes: ...
    def close(self) -> bytes: ...


class Opened(msgspec.Struct, eq=False):
    """A good answer whose body has not been read yet, and the call that it answers.

    Where the bytes that are wanted stand inside of something, `unfolding` takes them out of it; `first`
    are those that it has found already.
    """

    response: httpx2.Response
    call: Call
    unfolding: Unfolding | None = None
    first: bytes = b""
    pieces: Any = None
    """The one iterator over the body, once somebody has begun to read."""

    def __repr__(self) -> str:
        return f"<Opened answer to {self.call!r}>"


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


_ABOUT_SIGN_IN = re.compile(
    r"(not|un)authenticated|unauthori[sz]ed|authenticationfail|failedauthentication"
    r"|failedto(be)?authenticate|authenticationexception|credentialsexception"
    r"|(ticket|token|session|credentials)(has|have|is|are|was|were)?(expired|timedout|timeout)"
    r"|(session|credentials|securitytoken)(is|are)?(invalid|not(longer)?valid|nolongervalid)"
    r"|(expired|invalid)(security|session|access)?(token|session|credentials)"
    r"|expiredticket",
    re.IGNORECASE,
)


def refers_to_sign_in(info: ExceptionInfo, *texts: str) -> bool:
    """Whether a refusal is about who is calling: signing in anew may help then.

    NetServer has no code for it that both wires share; its exceptions have telling names, and
    messages in English. "Ticket" alone tells nothing, since customers' requests are tickets, too.
    """
    said: list[str] = list(texts)
    cause: ExceptionInfo | None = info
    while cause is not None:
        said += (cause.error_type.rpartition(".")[2], cause.message)
        cause = cause.inner
    return any(_ABOUT_SIGN_IN.search(re.sub(r"[\W_]+", "", text)) for text in said)
