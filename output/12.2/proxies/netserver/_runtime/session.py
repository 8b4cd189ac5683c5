"""Sessions: where NetServer is, who is calling, and over which wire."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

import httpx2

from .agent import recording
from .both import (
    ASYNC_CURRENT,
    CURRENT,
    AnySession,
    bytes_wanted,
    checked_client,
    checked_wanted,
    no_current,
    raw_of,
)
from .core import Core
from .driver import AsyncDriver, Driver
from .options import Raw
from .place import Tenant
from .streams import AsyncDownload, Download
from .transport import Opened

if TYPE_CHECKING:
    import ssl
    from types import TracebackType
    from typing import Self, Unpack

    from .both import AsyncGiven, Given
    from .credentials import Credentials
    from .endpoints import AnyOperation
    from .hooks import Hooks
    from .options import RequestOptions
    from .principal import Principal

P = ParamSpec("P")
T = TypeVar("T")


class Session(AnySession):
    """A way to NetServer: hands out agents, whose methods wait for their answer.

    Threads may share one. It is a context manager; `close` gives back its connections, and
    lets go of its ticket.

    Args:
        root: Address of the installation, "https://host/Cust12345"; what hangs below it ("/api",
            "/Remote/Services88/") may be there, and is taken off. Or a Tenant.
        credentials: Who is calling, one of the classes in the module `credentials`; None to call without.
        app_token: The application's secret, which online installations ask for.
        binding: The wire: "agents" (REST) or "soap". An operation that it lacks goes over the other one.
        transport: Any transport of httpx2, for tests and special networks.
        options: RequestOptions that hold where a call says nothing else.
        timeout: Seconds to wait for a connection, and for each next piece of an answer;
            None waits for ever.
        calls_per_second: How many calls begin within a second at most, whoever makes them. Not said, it is the
            10 that CRM Online allows where the session goes there; `math.inf` is for no ceiling.
        hooks: What is told about every attempt.
        verify: Whether, or with which ssl.SSLContext, certificates are checked.
        client: An httpx2.Client to use in place of an own one, for proxies, client certificates or other
            kinds of authentication. It is not closed with the session.

    Raises:
        ValueError, TypeError: An argument cannot be right.
    """

    _waits = True

    def __init__(
        self,
        root: str | Tenant,
        *,
        credentials: Credentials | None = None,
        app_token: str | None = None,
        binding: Literal["soap", "agents"] = "agents",
        transport: httpx2.BaseTransport | None = None,
        options: RequestOptions | None = None,
        timeout: float | None = 30.0,
        calls_per_second: float | None = None,
        hooks: Hooks | None = None,
        verify: ssl.SSLContext | bool = True,
        client: httpx2.Client | None = None,
    ) -> None:
        self._core = Core(
            root,
            credentials=credentials,
            app_token=app_token,
            binding=binding,
            options=options,
            timeout=timeout,
            calls_per_second=calls_per_second,
            hooks=hooks,
            release=self.RELEASE,
        )
        checked_client(client, transport, httpx2.Client, httpx2.BaseTransport)
        self._owns_client = client is None
        self._client = client or httpx2.Client(transport=transport, verify=verify)
        self._driver = Driver(self._client, self._core.clock)

    @classmethod
    def for_tenant(
        cls, tenant: str, environment: str = "online", **given: Unpack[Given]
    ) -> Self:
        """A session with a tenant of CRM Online, wherever it is; it is asked for at once.

        The session follows when the tenant moves.

        Args:
            tenant: "Cust12345".
            environment: "online", "qaonline" or "sod"; or the address of a service that knows the tenant.

        Raises:
            TenantUnavailable: There is no such tenant, or it cannot be called now.
        """
        session = cls(Tenant(tenant, environment), **given)
        try:
            session._driver.run(session._core.open())
        except BaseException:
            session.close()
            raise
        return session

    @classmethod
    def resume(cls, text: str, key: str | bytes, **given: Unpack[Given]) -> Self:
        """The session that was suspended into the text, in this process.

        What is given by name holds in place of what the text says.

        Raises:
            ResumeError: The key is another one, or the text is not as it was.
        """
        from . import suspension

        state = suspension.opened(text, key)
        said: Any = {**suspension.said(state, given), **given}
        session = cls(suspension.place(state), **said)
        if "credentials" not in given:
            suspension.go_on(session._core, state)
        return session

    @classmethod
    def current(cls) -> Self:
        """The session that `as_current` has made current for this thread.

        Raises:
            RuntimeError: There is none.
        """
        session = CURRENT.get()
        if session is None:
            raise no_current(cls.__name__)
        return session

    @contextmanager
    def as_current(self) -> Generator[Self, None, None]:
        """Make this session the one of agents that are made without any, inside the `with` block.

        It holds for this thread alone: others, also those that it starts, have their own.
        """
        token = CURRENT.set(self)
        try:
            yield self
        finally:
            CURRENT.reset(token)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections, let go of the ticket, and make no more calls."""
        self._core.close()
        if self._owns_client:
            self._client.close()

    @property
    def principal(self) -> Principal:
        """Who is signed in, and what that user may do; asked for once."""
        return self._driver.run(self._core.known_principal())

    def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None = None,
    ) -> Any:
        """Make the call that a method of an agent stands for."""
        return self._driver.run(self._core.call(operation, arguments, options)).value

    def raw(self, method: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Raw[T]:
        """What a method of an agent gives, beside the HTTP answer as it came.

        raw = session.raw(session.contact.get_contact_entity, 4)
        print(raw.value, raw.status, raw.headers["Date"], raw.content)
        """
        wanted = checked_wanted(recording(method, self)(*args, **kwargs))
        return raw_of(
            self._driver.run(
                self._core.call(wanted.operation, wanted.arguments, wanted.options)
            )
        )

    @contextmanager
    def stream(
        self, method: Callable[P, bytes | None], *args: P.args, **kwargs: P.kwargs
    ) -> Generator[Download, None, None]:
        """Read the bytes that a method of an agent gives while they arrive.

            with session.stream(session.document.get_document_stream, 17) as download:
                for chunk in download.iter_bytes():
                    file.write(chunk)

        Memory holds one chunk at a time. No object at all reads as no bytes.
        """
        wanted = bytes_wanted(recording(method, self)(*args, **kwargs))
        found = self._driver.run(
            self._core.call(
                wanted.operation, wanted.arguments, wanted.options, stream=True
            )
        ).value
        try:
            yield Download(found or b"")
        finally:
            if isinstance(found, Opened):
                found.response.close()


class AsyncSession(AnySession):
    """A way to NetServer: hands out agents, whose methods are awaited.

    The tasks of one event loop may share one. It is an asynchronous context manager; `aclose` gives back its connections, and
    lets go of its ticket.

    Args:
        root: Address of the installation, "https://host/Cust12345"; what hangs below it ("/api",
            "/Remote/Services88/") may be there, and is taken off. Or a Tenant.
        credentials: Who is calling, one of the classes in the module `credentials`; None to call without.
        app_token: The application's secret, which online installations ask for.
        binding: The wire: "agents" (REST) or "soap". An operation that it lacks goes over the other one.
        transport: Any asynchronous transport of httpx2, for tests and special networks.
        options: RequestOptions that hold where a call says nothing else.
        timeout: Seconds to wait for a connection, and for each next piece of an answer;
            None waits for ever.
        calls_per_second: How many calls begin within a second at most, whoever makes them. Not said, it is the
            10 that CRM Online allows where the session goes there; `math.inf` is for no ceiling.
        hooks: What is told about every attempt.
        verify: Whether, or with which ssl.SSLContext, certificates are checked.
        client: An httpx2.AsyncClient to use in place of an own one, for proxies, client certificates or other
            kinds of authentication. It is not closed with the session.

    Raises:
        ValueError, TypeError: An argument cannot be right.
    """

    _waits = False

    def __init__(
        self,
        root: str | Tenant,
        *,
        credentials: Credentials | None = None,
        app_token: str | None = None,
        binding: Literal["soap", "agents"] = "agents",
        transport: httpx2.AsyncBaseTransport | None = None,
        options: RequestOptions | None = None,
        timeout: float | None = 30.0,
        calls_per_second: float | None = None,
        hooks: Hooks | None = None,
        verify: ssl.SSLContext | bool = True,
        client: httpx2.AsyncClient | None = None,
    ) -> None:
        self._core = Core(
            root,
            credentials=credentials,
            app_token=app_token,
            binding=binding,
            options=options,
            timeout=timeout,
            calls_per_second=calls_per_second,
            hooks=hooks,
            release=self.RELEASE,
        )
        checked_client(client, transport, httpx2.AsyncClient, httpx2.AsyncBaseTransport)
        self._owns_client = client is None
        self._client = client or httpx2.AsyncClient(transport=transport, verify=verify)
        self._driver = AsyncDriver(self._client, self._core.clock)

    @classmethod
    def for_tenant(
        cls, tenant: str, environment: str = "online", **given: Unpack[AsyncGiven]
    ) -> Self:
        """A session with a tenant of CRM Online, wherever it is.

        The tenant is asked for when the session is awaited or entered, or else with the first call. The session
        follows when the tenant moves.

            async with AsyncSession.for_tenant("Cust12345", credentials=...) as session:
            session = await AsyncSession.for_tenant("Cust12345", credentials=...)

        Args:
            tenant: "Cust12345".
            environment: "online", "qaonline" or "sod"; or the address of a service that knows the tenant.

        Raises:
            TenantUnavailable: There is no such tenant, or it cannot be called now.
        """
        return cls(Tenant(tenant, environment), **given)

    def __await__(self) -> Generator[Any, None, Self]:
        return self._opened().__await__()

    async def _opened(self) -> Self:
        try:
            await self._driver.run(self._core.open())
        except BaseException:
            await self.aclose()
            raise
        return self

    @classmethod
    def resume(cls, text: str, key: str | bytes, **given: Unpack[AsyncGiven]) -> Self:
        """The session that was suspended into the text, in this process.

        What is given by name holds in place of what the text says.

        Raises:
            ResumeError: The key is another one, or the text is not as it was.
        """
        from . import suspension

        state = suspension.opened(text, key)
        said: Any = {**suspension.said(state, given), **given}
        session = cls(suspension.place(state), **said)
        if "credentials" not in given:
            suspension.go_on(session._core, state)
        return session

    @classmethod
    def current(cls) -> Self:
        """The session that `as_current` has made current for this task.

        Raises:
            RuntimeError: There is none.
        """
        session = ASYNC_CURRENT.get()
        if session is None:
            raise no_current(cls.__name__)
        return session

    @contextmanager
    def as_current(self) -> Generator[Self, None, None]:
        """Make this session the one of agents that are made without any, inside the `with` block.

        It holds for this task and for those that it starts meanwhile.
        """
        token = ASYNC_CURRENT.set(self)
        try:
            yield self
        finally:
            ASYNC_CURRENT.reset(token)

    async def __aenter__(self) -> Self:
        return await self._opened()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Give back the connections, let go of the ticket, and make no more calls."""
        self._core.close()
        if self._owns_client:
            await self._client.aclose()

    @property
    def principal(self) -> Awaitable[Principal]:
        """Who is signed in, and what that user may do; asked for once.

        principal = await session.principal
        """
        return self._driver.run(self._core.known_principal())

    async def call(
        self,
        operation: AnyOperation,
        arguments: Sequence[object],
        options: RequestOptions | None = None,
    ) -> Any:
        """Make the call that a method of an agent stands for."""
        answer = await self._driver.run(self._core.call(operation, arguments, options))
        return answer.value

    async def raw(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> Raw[T]:
        """What a method of an agent gives, beside the HTTP answer as it came.

        raw = await session.raw(session.contact.get_contact_entity, 4)
        print(raw.value, raw.status, raw.headers["Date"], raw.content)
        """
        wanted = checked_wanted(await recording(method, self)(*args, **kwargs))
        return raw_of(
            await self._driver.run(
                self._core.call(wanted.operation, wanted.arguments, wanted.options)
            )
        )

    @asynccontextmanager
    async def stream(
        self,
        method: Callable[P, Awaitable[bytes | None]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> AsyncGenerator[AsyncDownload, None]:
        """Read the bytes that a method of an agent gives while they arrive.

            async with session.stream(session.document.get_document_stream, 17) as download:
                async for chunk in download.iter_bytes():
                    file.write(chunk)

        Memory holds one chunk at a time. No object at all reads as no bytes.
        """
        wanted = bytes_wanted(await recording(method, self)(*args, **kwargs))
        answer = await self._driver.run(
            self._core.call(
                wanted.operation, wanted.arguments, wanted.options, stream=True
            )
        )
        found = answer.value
        try:
            yield AsyncDownload(found or b"")
        finally:
            if isinstance(found, Opened):
                await found.response.aclose()


def current(*, waits: bool) -> Any:
    """The current session of that kind; for agents that were given none."""
    return (Session if waits else AsyncSession).current()
