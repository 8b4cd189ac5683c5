"""What can go wrong with a call.

    NetServerError               whatever a call raises, when it is not the caller's mistake
    ├── Fault                    NetServer took the call and refused it
    │   ├── AuthenticationFault  it refused to let us in: HTTP 401, or a failed sign-in
    │   ├── NotFound             a resource is not there
    │   ├── Conflict             a test in a patch failed; nothing was changed
    │   └── PreconditionFailed   somebody changed it meanwhile; nothing was changed
    ├── NotModified              nobody changed it since the time that was given
    ├── TenantUnavailable        the tenant is known, and not running
    ├── TransportError           no usable answer arrived
    │   ├── ConnectError         nobody was reached; the call was not carried out
    │   ├── RequestTimeout       nobody answered in time; the call may have been carried out
    │   └── ResponseError        what arrived is no answer: HTML, cut off, another content type
    ├── ResumeError              a suspended session cannot be opened
    ├── SessionClosed            the session was closed
    └── UnsupportedByBinding     the session's wires cannot carry this operation

Mistakes of the caller are ValueError and TypeError, raised before anything is sent. No message,
attribute or cause holds credentials, application tokens or the body of a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


def _no_parameters() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionInfo:
    """What NetServer says about an exception of its own; `inner` is what caused that one.

    Texts that NetServer did not give are empty. Stack traces are the server's.
    """

    message: str = ""
    friendly_text: str = ""
    error_type: str = ""
    source: str = ""
    stack_trace: str = field(default="", repr=False)
    parameters: Mapping[str, str] = field(default_factory=_no_parameters, hash=False)
    inner: ExceptionInfo | None = None


class NetServerError(Exception):
    """A call that did not work out.

    `message` is the bare text; `str()` adds which operation it was, and over which wire.
    """

    def __init__(
        self, message: str = "", *, agent: str = "", operation: str = "", wire: str = ""
    ) -> None:
        super().__init__(message)  # the rest is in __dict__, so errors can be pickled
        self.message = message
        self.agent = agent
        self.operation = operation
        self.wire = wire

    def _text(self) -> str:
        return self.message

    def __str__(self) -> str:
        called = "/".join(filter(None, (self.agent, self.operation)))
        if called and self.wire:
            called += f" over {self.wire}"
        return ": ".join(filter(None, (called, self._text())))


class Fault(NetServerError):
    """NetServer refused the call, for the reason given in `message`.

    `friendly_text` is meant for people, `error_type` is the class of NetServer's exception, `source`
    where it arose, `parameters` are values it names, `inner` what caused it. `status` is the
    HTTP status of the answer, which may well be 200.
    """

    def __init__(
        self,
        message: str = "",
        *,
        friendly_text: str = "",
        error_type: str = "",
        source: str = "",
        inner: ExceptionInfo | None = None,
        parameters: Mapping[str, str] | None = None,
        status: int | None = None,
        agent: str = "",
        operation: str = "",
        wire: str = "",
    ) -> None:
        super().__init__(message, agent=agent, operation=operation, wire=wire)
        self.friendly_text = friendly_text
        self.error_type = error_type
        self.source = source
        self.inner = inner
        self.parameters = dict(parameters or {})
        self.status = status

    @classmethod
    def from_info(
        cls,
        info: ExceptionInfo,
        *,
        message: str = "",
        error_type: str = "",
        status: int | None = None,
        agent: str = "",
        operation: str = "",
        wire: str = "",
    ) -> Self:
        """The fault that an exception of NetServer makes; the texts given fill its gaps."""
        return cls(
            info.message or message,
            friendly_text=info.friendly_text,
            error_type=info.error_type or error_type,
            source=info.source,
            inner=info.inner,
            parameters=info.parameters,
            status=status,
            agent=agent,
            operation=operation,
            wire=wire,
        )

    def _text(self) -> str:
        text = self.message or self.friendly_text or "NetServer gave no reason"
        notes = [self.error_type] if self.error_type else []
        if self.status is not None and self.status >= 400:
            notes.append(f"HTTP {self.status}")
        return f"{text} ({', '.join(notes)})" if notes else text


class AuthenticationFault(Fault):
    """NetServer does not accept the credentials.

    `challenge` is how it wants to be answered (HTTP's WWW-Authenticate), where it says so.
    """

    challenge = ""
    connection: object = None  # which one it came over; NTLM is about connections


class NotFound(Fault):
    """There is no such thing: HTTP 404 of the WebApi. Agents give None in its place."""

    MEANING = "there is no such thing"


class Conflict(Fault):
    """A test in a patch failed, so nothing was changed: HTTP 409 of the WebApi.

    Read anew, and patch what is there now.
    """

    MEANING = "a test in the patch failed, nothing was changed"


class PreconditionFailed(Fault):
    """Somebody changed it after `unmodified_since`, so nothing was changed: HTTP 412 of the WebApi.

    Read anew, and change what is there now.
    """

    MEANING = "somebody changed it meanwhile, nothing was changed"


class NotModified(NetServerError):
    """Nobody changed it after `modified_since`: what was read then still holds. HTTP 304 of the WebApi."""


class TransportError(NetServerError):
    """No usable answer arrived.

    `sent` tells whether the call may have reached NetServer, and may have been carried out.
    """

    sent = True


class ConnectError(TransportError):
    """Nobody could be reached, so the call was not carried out."""

    sent = False


class RequestTimeout(TransportError):
    """No answer arrived in time; where `sent`, NetServer may still have carried out the call."""


class ResponseError(TransportError):
    """Something arrived that is no answer of NetServer.

    `status` is the HTTP status (None when the answer broke off before it), `content_type` as it was
    received, and `excerpt` the beginning of the text, with anything secret blanked out.
    """

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        content_type: str = "",
        excerpt: str = "",
        agent: str = "",
        operation: str = "",
        wire: str = "",
    ) -> None:
        super().__init__(message, agent=agent, operation=operation, wire=wire)
        self.status = status
        self.content_type = content_type
        self.excerpt = excerpt

    def _text(self) -> str:
        return f"{self.message}: {self.excerpt!r}" if self.excerpt else self.message


class UnsupportedByBinding(NetServerError):
    """The operation is not to be had over the wires that this session can use."""


class SessionClosed(NetServerError, RuntimeError):
    """The session was closed, and makes no more calls."""


class ResumeError(NetServerError, ValueError):
    """A suspended session cannot be opened: with another key, or after its text was changed."""


class TenantUnavailable(NetServerError):
    """The tenant is not there to be called: under maintenance, suspended, deleted or unknown.

    `state` is the name of its state ("Suspended"), as the service that knows all tenants gives it.
    """

    def __init__(
        self,
        message: str = "",
        *,
        state: str = "",
        agent: str = "",
        operation: str = "",
        wire: str = "",
    ) -> None:
        super().__init__(message, agent=agent, operation=operation, wire=wire)
        self.state = state
