"""What both kinds of session do; nothing in here waits.

A call is a *flow*: a generator that yields what has to be sent, is given what came back, and returns
the value of the call. A session drives it, and that alone differs between `Session` and `AsyncSession`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import httpx2

from .agent import Wanted, recording
from .credentials import Credentials
from .errors import AuthenticationFault, Fault, UnsupportedByBinding
from .options import NOTHING_SAID, RequestOptions, header_text, waiting_time
from .release import ReleaseInfo
from .transport import Call

if TYPE_CHECKING:
    from .operations import Operation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Alone:
    """A step that is itself a flow, one that the session runs for one caller at a time."""

    flow: Flow[None]


Flow: TypeAlias = Generator[Call | Alone, Any, T]

BINDINGS = ("soap", "agents")

_TAIL = re.compile(
    r"(/api(/v1(/agents)?)?|/remote(/services\d+(/\w+\.svc)?)?)?/*\Z", re.IGNORECASE
)
_TICKET = re.compile(r"\b\d+[A-Z]:[\w+/=.%-]{4,}")


def checked_root(root: object) -> str:
    """The root of the installation, without what hangs below it and without a slash."""
    if not isinstance(root, str):
        raise TypeError(f"the root must be a str, not {type(root).__name__}")
    what = "the root must be an address such as https://host/Cust12345"
    if not re.fullmatch(r"[\x21-\x7e]+", root) or "\\" in root:
        raise ValueError(f"{what}: printable ASCII without spaces")
    try:
        url = httpx2.URL(root)
    except httpx2.InvalidURL:
        raise ValueError(what) from None
    if url.userinfo or "@" in root.partition("//")[2].partition("/")[0]:
        raise ValueError(f"{what}: credentials go into credentials=")
    if url.scheme not in ("https", "http") or not url.host:
        raise ValueError(what)
    if "?" in root or "#" in root:
        raise ValueError(f"{what}: without a query and a fragment")
    if url.port is not None and not 0 < url.port < 2**16:
        raise ValueError(f"{what}: the port must be below 65536")
    if any(part in (".", "..") for part in root.split("/")):
        raise ValueError(f"{what}: without dots as folders")
    return _TAIL.sub("", str(url), count=1)


def _checked(what: str, value: object, kind: type) -> None:
    """Refuse what is not of that kind; the error does not repeat it."""
    if value is not None and not isinstance(value, kind):
        expected, got = kind.__name__, type(value).__name__
        raise TypeError(f"{what} must be {expected}, not {got}")


class Core:
    """Where calls go, who makes them, and how they are made."""

    def __init__(
        self,
        root: object,
        *,
        credentials: Credentials | None,
        app_token: str | None,
        binding: str,
        options: RequestOptions | None,
        timeout: float | None,
        release: ReleaseInfo,
    ) -> None:
        self.root = checked_root(root)
        _checked("credentials", credentials, Credentials)
        if app_token is not None:
            header_text("app_token", app_token, spaces=False)
        if binding not in BINDINGS:
            raise ValueError(f"binding must be 'soap' or 'agents', not {binding!r}")
        _checked("options", options, RequestOptions)
        seconds = math.inf if timeout is None else waiting_time("timeout", timeout)
        self.credentials = credentials
        self.app_token = app_token
        self.binding = binding
        self.options = (options or NOTHING_SAID).merged_over(
            RequestOptions(timeout=seconds)
        )
        self.release = release
        self.user_agent = _user_agent(release)
        self._ticket: str | None = None
        """What a user's name and password were exchanged for."""

    def __repr__(self) -> str:
        return f"{self.root} over {self.binding}, {self.credentials!r}"

    def timeout(self, options: RequestOptions) -> float:
        """Seconds to wait under these options, which were merged over the session's."""
        return math.inf if options.timeout is None else options.timeout

    # ---------------------------------------------------------------------- what a call does

    def call(
        self,
        operation: Operation,
        arguments: Sequence[object],
        options: RequestOptions | None,
        *,
        stream: bool = False,
    ) -> Flow[Any]:
        """Make the call; gives its value, or with `stream` the open answer if it has one."""
        said = self.options
        if options is not None:
            _checked("options", options, RequestOptions)
            said = options.merged_over(said)
        if self._wire(operation) == "agents":
            from . import agents_wire  # not before it is used: codecs take their time

            if options and options.select is not None and not operation.select:
                raise ValueError(f"{_called(operation)} takes no select")
            request = agents_wire.write(self, operation, arguments, said, stream=stream)
            return agents_wire.read(operation, request, (yield request))
        for name in (options and options.soap_headers) or ():
            if name not in operation.request_headers:
                raise ValueError(f"{_called(operation)} takes no SOAP header {name!r}")
        return (yield from self._soap_call(operation, arguments, said))

    def _soap_call(
        self, operation: Operation, arguments: Sequence[object], said: RequestOptions
    ) -> Flow[Any]:
        try:
            from . import soap_wire
        except ImportError as error:
            if error.name is None or error.name.partition(".")[0] != "lxml":
                raise
            raise UnsupportedByBinding(
                "SOAP needs lxml, which is not installed",
                agent=operation.facade.name,
                operation=operation.name,
                wire="soap",
            ) from error
        ticket = None
        if self.credentials and "Credentials" in operation.request_headers:
            ticket = self.credentials.soap_ticket()
            if ticket is None:
                if self._ticket is None:
                    yield Alone(self._sign_in(self.credentials))
                ticket = self._ticket
        request = soap_wire.write(self, operation, arguments, said, ticket=ticket)
        return soap_wire.read(operation, request, (yield request))

    def _wire(self, operation: Operation) -> str:
        other = "soap" if self.binding == "agents" else "agents"
        for wire in (self.binding, other):
            if _offered(operation, wire):
                return wire
        raise UnsupportedByBinding(
            "this release offers it neither over soap nor over agents",
            agent=operation.facade.name,
            operation=operation.name,
            wire=self.binding,
        )

    # ---------------------------------------------------------------------- signing in

    def _sign_in(self, credentials: Credentials) -> Flow[None]:
        """Exchange a user's name and password for a ticket, unless that was done meanwhile."""
        if self._ticket is not None:
            return
        wanted = self._exchange(credentials)
        try:
            answer = yield from self._soap_call(
                wanted.operation, wanted.arguments, self.options
            )
        except AuthenticationFault:
            raise
        except Fault as fault:
            refusal = AuthenticationFault(fault.message)
            refusal.__dict__.update(fault.__dict__)
            raise refusal from None
        ticket: object = None
        if answer is not None and answer.authentication_succeeded:
            ticket = getattr(answer.credentials, "ticket", None)
        if not isinstance(ticket, str) or not ticket.strip():
            raise AuthenticationFault(
                "the user's name or password is not accepted",
                agent=wanted.operation.facade.name,
                operation=wanted.operation.name,
                wire="soap",
            )
        self._ticket = ticket.strip()

    def _exchange(self, credentials: Credentials) -> Wanted:
        operation = "AuthenticateUsernamePassword"
        agents: Any = agents_of(self.release).AGENTS if self.release.package else {}
        try:
            agent = agents["SoPrincipal"]
            method = getattr(agent(self), agent.OPERATIONS[operation])
        except KeyError:
            raise UnsupportedByBinding(
                "a user's name and password have to be exchanged for a ticket before "
                "anything goes over SOAP, and this package was generated without the "
                "agent that does so: add SoPrincipal to its agents, or sign in by Ticket",
                agent="SoPrincipal",
                operation=operation,
                wire="soap",
            ) from None
        wanted: Wanted = recording(method, self)(*credentials.exchanged())
        return wanted

    # ---------------------------------------------------------------------- keeping quiet

    def conceal(self, text: str) -> str:
        """The text without what this session must keep to itself, however it is escaped."""
        secrets = [self.app_token, self._ticket]
        if self.credentials is not None:
            secrets += self.credentials.secrets()
        return concealed(
            text, [secret for secret in secrets if secret and len(secret) >= 4]
        )


def agents_of(release: ReleaseInfo) -> ModuleType:
    """The index of agents of the generated package, whatever name it was installed under."""
    around, _, own = (__package__ or "").rpartition(".")
    package = around if own == "_runtime" else release.package
    return import_module(f"{package}.agents")


def concealed(text: str, secrets: Sequence[str]) -> str:
    """The text with stars for secrets, and for whatever looks like a ticket or a token."""
    import html
    import json
    from urllib.parse import quote

    for secret in sorted(secrets, key=len, reverse=True):
        forms = {secret, html.escape(secret), html.escape(secret, quote=False)}
        forms |= {
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
        }
        forms |= {quote(secret), quote(secret, safe="")}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "***")
    return _TICKET.sub("***", text)


def _offered(operation: Operation, wire: str) -> bool:
    """Whether the operation is there, and its agent has an address on that wire."""
    if wire == "soap":
        return operation.soap and bool(operation.soap_path)
    return operation.on_agents and operation.agents_path != f"/{operation.name}"


def _called(operation: Operation) -> str:
    return f"{operation.facade.name}/{operation.name}"


def _user_agent(release: ReleaseInfo) -> str:
    words = (release.package.partition(".")[0], release.label, release.generator)
    package, label, generator = (re.sub(r"[^A-Za-z0-9._-]+", "-", w) for w in words)
    made = f"proxysmith/{generator or '0'}"
    return f"{package}/{label or '0'} {made}" if package else made
