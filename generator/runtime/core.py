"""What both kinds of session are and do; nothing in here waits.

Every call is a flow (see `flows.py`): it is signed in, sent, read, and made again where that helps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import msgspec

from .agent import Wanted, recording
from .ceiling import PUBLISHED, Ceiling
from .clock import Clock
from .concealing import concealed
from .credentials.base import Credentials, Grant
from .errors import (
    AuthenticationFault,
    Fault,
    SessionClosed,
    UnsupportedByBinding,
)
from .flows import Alone, Flow
from .hooks import NO_HOOKS, Hooks
from .insisting import Answer, Asked, insisted
from .operations import Operation
from .options import NOTHING_SAID, RequestOptions, header_text, waiting_time
from .place import Place
from .release import ReleaseInfo
from .signing_in import SignIn
from .transport import Call, Limits
from .uploads import FilePart, take_files

if TYPE_CHECKING:
    from .endpoints import AnyOperation
    from .lazy import LazyClasses
    from .principal import Principal

BINDINGS = ("soap", "agents")
RETRIES = 2
_PRINCIPAL = "api/v1/User/currentPrincipal"


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
        calls_per_second: float | None,
        hooks: Hooks | None,
        release: ReleaseInfo,
    ) -> None:
        self.place = Place(root)
        _checked("credentials", credentials, Credentials)
        if app_token is not None:
            header_text("app_token", app_token, spaces=False)
        if binding not in BINDINGS:
            raise ValueError(f"binding must be 'soap' or 'agents', not {binding!r}")
        _checked("options", options, RequestOptions)
        _checked("hooks", hooks, Hooks)
        seconds = math.inf if timeout is None else waiting_time("timeout", timeout)
        self.sign_in = SignIn(credentials)
        self.app_token = app_token
        self.binding = binding
        self.options = (options or NOTHING_SAID).merged_over(
            RequestOptions(timeout=seconds, retries=RETRIES)
        )
        self.hooks = hooks or NO_HOOKS
        self.release = release
        self.user_agent = _user_agent(release)
        self.clock = Clock()
        self.keys: dict[str, Mapping[str, Any]] = {}
        self.closed = False
        self.principal: Principal | None = None
        self.calls_per_second = calls_per_second
        if calls_per_second is None and self.place.online:
            calls_per_second = PUBLISHED
        unlimited = calls_per_second is None or calls_per_second == math.inf
        self.ceiling = None if unlimited else Ceiling(calls_per_second or 0)

    def __repr__(self) -> str:
        return f"{self.place!r} over {self.binding}, {self.sign_in.credentials!r}"

    # ---------------------------------------------------------------------- its surroundings

    @property
    def root(self) -> str:
        """Address of the installation."""
        return self.place.root

    @property
    def tenant_name(self) -> str:
        """ "Cust12345", as far as it is known."""
        return self.place.tenant_name

    @property
    def limits(self) -> Limits:
        """Time limits of what the session asks for by itself."""
        return self.limits_of(self.options)

    def limits_of(self, said: RequestOptions) -> Limits:
        """Time limits of a call that begins now."""
        total = math.inf if said.total_timeout is None else said.total_timeout
        return Limits(
            each=math.inf if said.timeout is None else said.timeout,
            connect=math.inf if said.connect_timeout is None else said.connect_timeout,
            total=total,
            deadline=self.clock.monotonic() + total,
        )

    def conceal(self, text: str) -> str:
        """The text without what this session must keep to itself, however it is escaped."""
        return concealed(text, [self.app_token, *self.sign_in.secrets()])

    def close(self) -> None:
        """Make no more calls, and let go of what lets anybody in."""
        self.closed = True
        self.sign_in.forget()
        self.app_token = None

    # ---------------------------------------------------------------------- what a call does

    def open(self) -> Flow[None]:
        """Find the tenant, where the session is with one."""
        yield from self.place.known(self)

    def resume(
        self, grant: Grant | None, used_at: float, principal: Mapping[str, Any] | None
    ) -> None:
        """Go on with what the session had in another process."""
        self.sign_in.taken_over(grant, used_at)
        if principal is not None:
            self._read_principal(principal)

    def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None,
        *,
        stream: bool = False,
    ) -> Flow[Answer]:
        """Make the call; gives its value, or with `stream` the open answer if it has one."""
        said = self.options
        if options is not None:
            _checked("options", options, RequestOptions)
            said = options.merged_over(said)
        wire = self._wire(operation)
        if wire != "soap":
            if options and options.select is not None and not operation.select:
                raise ValueError(f"{_called(operation)} takes no select")
        else:
            for name in (options and options.soap_headers) or ():
                if name not in operation.request_headers:
                    raise ValueError(
                        f"{_called(operation)} takes no SOAP header {name!r}"
                    )
        module = self._codec(operation, wire)
        taken, files = arguments, list[FilePart]()
        if wire != "webapi":
            taken, files = take_files(arguments, cast("Operation", operation))
        write = partial(module.write, self, operation, taken, files, said)
        signed = wire != "soap" or "Credentials" in operation.request_headers
        asked = Asked(
            name=operation.name,
            wire=wire,
            said=said,
            limits=self.limits_of(said),
            write=partial(write, stream=stream) if stream else write,
            read=partial(module.read, operation),
            signed=signed,
            reads=operation.reads,
            opened=(
                partial(module.opened, operation) if stream and wire == "soap" else None
            ),
        )
        return (yield from insisted(self, asked))

    def _codec(self, operation: AnyOperation, wire: str) -> Any:
        """The module that writes and reads that wire; not before it is used, since codecs take time."""
        if wire == "agents":
            from . import agents_wire

            return agents_wire
        if wire == "webapi":
            from . import webapi_wire

            return webapi_wire
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
        return soap_wire

    def _wire(self, operation: AnyOperation) -> str:
        if self.closed:
            raise SessionClosed(
                "the session was closed",
                agent=operation.facade.name,
                operation=operation.name,
            )
        if not isinstance(operation, Operation):
            return "webapi"
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

    def ticket_for(
        self, operation: str, arguments: tuple[object, ...], authorization: str = ""
    ) -> Flow[str]:
        """Ask the agent SoPrincipal for a ticket, by one of its operations Authenticate..."""
        wanted = self.wanted("SoPrincipal", operation, arguments)
        del arguments  # a traceback that shows variables would repeat them
        if wanted is None:
            raise UnsupportedByBinding(
                "these credentials have to be exchanged for a ticket over SOAP first, and "
                "this package was generated without the agent that does so: add "
                "SoPrincipal to its agents, or sign in by Ticket",
                agent="SoPrincipal",
                operation=operation,
                wire="soap",
            )
        said = self.options
        if authorization:
            headers = RequestOptions(headers={"Authorization": authorization})
            said = headers.merged_over(said)
        try:
            answer = yield from self.signed_out(wanted, said)
        except AuthenticationFault:
            raise
        except Fault as fault:
            refusal = AuthenticationFault(fault.message)
            refusal.__dict__.update(fault.__dict__)
            raise refusal from None
        ticket: object = None
        if answer is not None and answer.authentication_succeeded:
            ticket = getattr(answer.credentials, "ticket", None)
            self._keep_principal(answer.response)
        if not isinstance(ticket, str) or not ticket.strip():
            raise AuthenticationFault(
                "NetServer gives no ticket for these credentials",
                agent="SoPrincipal",
                operation=operation,
                wire="soap",
            )
        return ticket.strip()

    # ---------------------------------------------------------------------- who that is

    def known_principal(self) -> Flow[Principal]:
        """Who is signed in; asked for once, and not at all where signing in has told it."""
        if self.principal is None:
            yield Alone(self._ask_for_principal(), "principal")
        assert self.principal is not None  # noqa: S101  # asking raises else
        return self.principal

    def _ask_for_principal(self) -> Flow[None]:
        if self.principal is not None:
            return
        if self.binding == "soap":
            grant = yield from self.sign_in.granted(self, "soap")
            if self.principal is not None:  # signing in has told it
                return
            wanted = grant and self._who_is(grant)
            if wanted:
                answer = yield from self.signed_out(wanted, self.options)
                self._keep_principal(answer.response)
                if self.principal is not None:
                    return
        from . import agents_wire

        read = yield from insisted(
            self,
            Asked(
                name="GetCurrentPrincipal",
                wire="webapi",
                reads=True,
                said=self.options,
                limits=self.limits,
                write=partial(agents_wire.get, self, _PRINCIPAL, self.options),
                read=agents_wire.read_object,
                signed=True,
            ),
        )
        self._read_principal(read.value)

    def _who_is(self, grant: Grant) -> Wanted | None:
        """The call of SoPrincipal that tells whose grant it is: a ticket passes as a user's name."""
        if grant.scheme == "Bearer":
            operation, arguments = "AuthenticateWithAccessToken", (grant.text,)
        else:
            operation, arguments = "AuthenticateUsernamePassword", (grant.text, "")
        return self.wanted("SoPrincipal", operation, arguments)

    def _keep_principal(self, carrier: Any) -> None:
        if carrier is not None:
            from .codecs import json

            said = msgspec.json.decode(json.encode(carrier))
            self._read_principal(said)

    def _read_principal(self, said: Mapping[str, Any]) -> None:
        from .principal import read_principal

        self.principal = read_principal(said)

    def signed_out(self, wanted: Wanted, said: RequestOptions) -> Flow[Any]:
        """One attempt at a SOAP call that takes no credentials."""
        operation = cast("Operation", wanted.operation)
        module = self._codec(operation, "soap")
        call: Call = module.write(
            self, operation, wanted.arguments, (), said, None, self.limits_of(said)
        )
        return module.read(operation, call, (yield call))

    def wanted(
        self, agent: str, operation: str, arguments: tuple[object, ...]
    ) -> Wanted | None:
        """A call of an agent of this package by names on the wire; None where it lacks it."""
        if not self.release.package:
            return None
        agents: LazyClasses = agents_of(self.release).AGENTS
        try:
            # As it was generated: what a user's class makes of an answer is not for us.
            made = agents.generated(agent)(self)
            method = getattr(made, made.OPERATIONS[operation])
        except KeyError:
            return None
        wanted: Wanted = recording(method, self)(*arguments)
        return wanted


def agents_of(release: ReleaseInfo) -> ModuleType:
    """The index of agents of the generated package, whatever name it was installed under."""
    around, _, own = (__package__ or "").rpartition(".")
    package = around if own == "_runtime" else release.package
    return import_module(f"{package}.agents")


def _offered(operation: Operation, wire: str) -> bool:
    """Whether the operation is there, and its agent has an address on that wire."""
    if wire == "soap":
        return operation.soap and bool(operation.soap_path)
    return operation.on_agents and operation.agents_path != f"/{operation.name}"


def _called(operation: AnyOperation) -> str:
    return f"{operation.facade.name}/{operation.name}"


def _user_agent(release: ReleaseInfo) -> str:
    words = (release.package.partition(".")[0], release.label, release.generator)
    package, label, generator = (re.sub(r"[^A-Za-z0-9._-]+", "-", w) for w in words)
    made = f"proxysmith/{generator or '0'}"
    return f"{package}/{label or '0'} {made}" if package else made
