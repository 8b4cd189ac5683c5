"""What both kinds of session are, apart from waiting."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import httpx2

from .agent import Wanted
from .core import Core, agents_of
from .options import Raw
from .release import ReleaseInfo
from .roots import rebased

if TYPE_CHECKING:
    import ssl
    from typing import TypedDict

    from .credentials import Credentials
    from .hooks import Hooks
    from .insisting import Answer
    from .options import RequestOptions
    from .tenant import TenantStatus

    class _Given(TypedDict, total=False):
        """What both kinds of session may be given by name."""

        credentials: Credentials | None
        app_token: str | None
        binding: Literal["soap", "agents"]
        options: RequestOptions | None
        timeout: float | None
        calls_per_second: float | None
        hooks: Hooks | None
        verify: ssl.SSLContext | bool

    class Given(_Given, total=False):
        """What a `Session` may be given by name."""

        transport: httpx2.BaseTransport | None
        client: httpx2.Client | None

    class AsyncGiven(_Given, total=False):
        """What an `AsyncSession` may be given by name."""

        transport: httpx2.AsyncBaseTransport | None
        client: httpx2.AsyncClient | None


def raw_of(answer: Answer) -> Raw[Any]:
    response = answer.response
    return Raw(
        value=answer.value,
        status=response.status_code,
        headers=response.headers,
        content=response.content,
    )


class AnySession:
    """What both kinds of session are, apart from waiting.

    A generated package derives from `Session` and `AsyncSession`, sets RELEASE, and has a property
    of one line for each agent: `return self._agent("ContactAgent")`.
    """

    RELEASE: ClassVar[ReleaseInfo] = ReleaseInfo(package="")

    _waits: ClassVar[bool]  # agents look at it, to be given a session of their kind
    _core: Core

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._core!r}>"

    @property
    def root(self) -> str:
        """Address of the installation, without a slash at the end.

        Empty for a tenant that has not been asked for yet.
        """
        return self._core.root

    @property
    def binding(self) -> str:
        """The wire that calls go over where they can: "soap" or "agents"."""
        return self._core.binding

    @property
    def tenant(self) -> TenantStatus | None:
        """What was last heard of the tenant; None where the session has a fixed root."""
        return self._core.place.status

    @property
    def closed(self) -> bool:
        """Whether the session was closed."""
        return self._core.closed

    def rebased(self, link: str) -> str:
        """A link as NetServer gave it, with this session's root in place of the one it names.

        Raises:
            ValueError: It does not lead to anything below /api or /Remote.
        """
        return rebased(link, self._core.root)

    def suspend(self, key: str | bytes) -> str:
        """The session as a text, sealed under a key of yours, for `resume` in any process.

        It holds all that lets the session in, credentials and application token too: whoever has the text and the
        key is the user. Hooks, transports and functions that renew are not in it. The session
        itself can still be used; close it where it is not.

        Args:
            key: 8 bytes or more; best 32 random ones (`secrets.token_bytes(32)`).

        Raises:
            ValueError: The key is short, or the credentials are of a class of your own.
        """
        from .suspension import suspended

        return suspended(self._core, key)

    def _agent(self, class_name: str) -> Any:
        """The agent of that class; loaded on first use, and then the same one."""
        agents = self.__dict__.setdefault("_agents", {})
        agent = agents.get(class_name)
        if agent is None:
            made = getattr(agents_of(self.RELEASE), class_name)(self)
            agent = agents.setdefault(class_name, made)
        return agent

    def _resources(self, class_name: str) -> Any:
        """The object that hands out all resources."""
        from .resource import made

        index = agents_of(self.RELEASE).__name__.rpartition(".")[0] + ".resources"
        return made(index, class_name, self, self.__dict__)


def checked_client(
    client: object, transport: object, client_kind: type, transport_kind: type
) -> None:
    if client is not None and transport is not None:
        raise TypeError("give a client or a transport, not both")
    for name, value, kind in (
        ("client", client, client_kind),
        ("transport", transport, transport_kind),
    ):
        if value is not None and not isinstance(value, kind):
            raise TypeError(
                f"{name} must be an httpx2.{kind.__name__}, "
                f"not {type(value).__name__}: this session needs "
                + ("one that waits" if kind in _SYNC else "an asynchronous one")
            )


_SYNC = (httpx2.Client, httpx2.BaseTransport)


def bytes_wanted(wanted: object) -> Wanted:
    """The call, when it is one that gives bytes and nothing else."""
    wanted = checked_wanted(wanted)
    if not wanted.operation.gives_bytes:
        raise TypeError(f"{wanted.operation.name} does not give bytes")
    return wanted


def checked_wanted(wanted: object) -> Wanted:
    if not isinstance(wanted, Wanted):
        raise TypeError("the method is not one of a generated agent")
    return wanted


def no_current(kind: str) -> RuntimeError:
    return RuntimeError(
        f"there is no current {kind} here: give one to the agent, or make one current "
        "by `with session.as_current():`"
    )


CURRENT: ContextVar[Any] = ContextVar("current_session", default=None)
ASYNC_CURRENT: ContextVar[Any] = ContextVar("current_async_session", default=None)
