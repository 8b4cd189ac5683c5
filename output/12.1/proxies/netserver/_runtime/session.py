"""Sessions: where NetServer is, who is calling, and over which wire."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

import httpx2

from .agent import Wanted, recording
from .core import Alone, Core, Flow, agents_of
from .errors import NetServerError
from .release import ReleaseInfo
from .streams import AsyncDownload, Download
from .transport import Call, Opened

if TYPE_CHECKING:
    import ssl
    from types import TracebackType
    from typing import Literal, Self

    import anyio

    from .credentials import Credentials
    from .operations import Operation
    from .options import RequestOptions

P = ParamSpec("P")
T = TypeVar("T")


class _Session:
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
        """Address of the installation, without a slash at the end."""
        return self._core.root

    @property
    def binding(self) -> str:
        """The wire that calls go over where they can: "soap" or "agents"."""
        return self._core.binding

    def _agent(self, class_name: str) -> Any:
        """The agent of that class; loaded on first use, and then the same one."""
        agents = self.__dict__.setdefault("_agents", {})
        agent = agents.get(class_name)
        if agent is None:
            made = getattr(agents_of(self.RELEASE), class_name)(self)
            agent = agents.setdefault(class_name, made)
        return agent


def _checked_client(
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


def _bytes_wanted(wanted: object) -> Wanted:
    """The call, when it is one that gives bytes and nothing else."""
    if not isinstance(wanted, Wanted):
        raise TypeError("the method is not one of a generated agent")
    kinds = list(wanted.operation.gives.values())
    if len(kinds) != 1 or kinds[0].partition("|")[0].strip() != "bytes":
        raise TypeError(f"{wanted.operation.name} does not give bytes")
    return wanted


def _stays_open(call: Call, response: httpx2.Response) -> bool:
    """Whether the body of an answer is left to be read in pieces."""
    if not call.stream or response.status_code != 200:
        return False
    content_type = response.headers.get("Content-Type", "").lower()
    return "json" not in content_type and "html" not in content_type


class Session(_Session):
    """A way to NetServer: hands out agents, whose methods wait for their answer.

    Threads may share one. It is a context manager; `close` gives back its connections.

    Args:
        root: Address of the installation, "https://host/Cust12345". What hangs below
            it ("/api", "/Remote/Services88/") may be there, and is taken off.
        credentials: Ticket, AccessToken or UsernamePassword; None to call without.
        app_token: The application's secret, which online installations ask for.
        binding: The wire: "agents" (REST) or "soap". An operation that it lacks goes over the other one.
        transport: Any transport of httpx2, for tests and special networks.
        options: RequestOptions that hold where a call says nothing else.
        timeout: Seconds to wait for a connection, and for each next piece of an answer;
            None waits for ever.
        verify: Whether, or with which ssl.SSLContext, certificates are checked.
        client: An httpx2.Client to use in place of an own one, for proxies, client certificates or other kinds
            of authentication. It is not closed with the session.

    Raises:
        ValueError, TypeError: An argument cannot be right.
    """

    _waits = True

    def __init__(
        self,
        root: str,
        *,
        credentials: Credentials | None = None,
        app_token: str | None = None,
        binding: Literal["soap", "agents"] = "agents",
        transport: httpx2.BaseTransport | None = None,
        options: RequestOptions | None = None,
        timeout: float | None = 30.0,
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
            release=self.RELEASE,
        )
        _checked_client(client, transport, httpx2.Client, httpx2.BaseTransport)
        self._owns_client = client is None
        self._client = client or httpx2.Client(transport=transport, verify=verify)
        self._alone = threading.Lock()

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
        """Give back the connections; a session that was closed makes no more calls."""
        if self._owns_client:
            self._client.close()

    def call(
        self,
        operation: Operation,
        arguments: Sequence[object],
        options: RequestOptions | None = None,
    ) -> Any:
        """Make the call that a method of an agent stands for."""
        return self._run(self._core.call(operation, arguments, options))

    @contextmanager
    def stream(
        self, method: Callable[P, bytes | None], *args: P.args, **kwargs: P.kwargs
    ) -> Generator[Download, None, None]:
        """Read the bytes that a method of an agent gives while they arrive.

            with session.stream(session.document.get_document_stream, 17) as download:
                for chunk in download.iter_bytes():
                    file.write(chunk)

        Over the agents wire memory holds one chunk at a time. SOAP has the bytes inside
        its XML, so the whole answer is read first. No object at all reads as no bytes.
        """
        wanted = _bytes_wanted(recording(method, self)(*args, **kwargs))
        found = self._run(
            self._core.call(
                wanted.operation, wanted.arguments, wanted.options, stream=True
            )
        )
        try:
            yield Download(found or b"")
        finally:
            if isinstance(found, Opened):
                found.response.close()

    def _run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end."""
        advance: Callable[[], Call | Alone] = partial(next, flow)
        while True:
            try:
                step = advance()
            except StopIteration as done:
                return done.value
            try:
                answer = self._take(step)
            except NetServerError as error:
                advance = partial(flow.throw, error)
            else:
                advance = partial(flow.send, answer)

    def _take(self, step: Call | Alone) -> httpx2.Response | None:
        if isinstance(step, Alone):
            with self._alone:
                return self._run(step.flow)
        request = step.request(self._client)
        try:
            response = self._client.send(
                request, stream=step.stream, follow_redirects=False
            )
            if not _stays_open(step, response):
                try:
                    response.read()
                finally:
                    response.close()
        except httpx2.RequestError as error:
            raise step.trouble(error) from error
        return response


class AsyncSession(_Session):
    """A way to NetServer: hands out agents, whose methods are awaited.

    The tasks of one event loop may share one. It is an asynchronous context manager; `aclose` gives
    back its connections.

    Args:
        root: Address of the installation, "https://host/Cust12345". What hangs below
            it ("/api", "/Remote/Services88/") may be there, and is taken off.
        credentials: Ticket, AccessToken or UsernamePassword; None to call without.
        app_token: The application's secret, which online installations ask for.
        binding: The wire: "agents" (REST) or "soap". An operation that it lacks goes over the other one.
        transport: Any asynchronous transport of httpx2, for tests and special networks.
        options: RequestOptions that hold where a call says nothing else.
        timeout: Seconds to wait for a connection, and for each next piece of an answer;
            None waits for ever.
        verify: Whether, or with which ssl.SSLContext, certificates are checked.
        client: An httpx2.AsyncClient to use in place of an own one, for proxies, client certificates or
            other kinds of authentication. It is not closed with the session.

    Raises:
        ValueError, TypeError: An argument cannot be right.
    """

    _waits = False

    def __init__(
        self,
        root: str,
        *,
        credentials: Credentials | None = None,
        app_token: str | None = None,
        binding: Literal["soap", "agents"] = "agents",
        transport: httpx2.AsyncBaseTransport | None = None,
        options: RequestOptions | None = None,
        timeout: float | None = 30.0,
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
            release=self.RELEASE,
        )
        _checked_client(
            client, transport, httpx2.AsyncClient, httpx2.AsyncBaseTransport
        )
        self._owns_client = client is None
        self._client = client or httpx2.AsyncClient(transport=transport, verify=verify)
        self._alone: anyio.Lock | None = None  # made inside the event loop

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Give back the connections; a session that was closed makes no more calls."""
        if self._owns_client:
            await self._client.aclose()

    async def call(
        self,
        operation: Operation,
        arguments: Sequence[object],
        options: RequestOptions | None = None,
    ) -> Any:
        """Make the call that a method of an agent stands for."""
        return await self._run(self._core.call(operation, arguments, options))

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

        Over the agents wire memory holds one chunk at a time. SOAP has the bytes inside
        its XML, so the whole answer is read first. No object at all reads as no bytes.
        """
        wanted = _bytes_wanted(await recording(method, self)(*args, **kwargs))
        found = await self._run(
            self._core.call(
                wanted.operation, wanted.arguments, wanted.options, stream=True
            )
        )
        try:
            yield AsyncDownload(found or b"")
        finally:
            if isinstance(found, Opened):
                await found.response.aclose()

    async def _run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end."""
        advance: Callable[[], Call | Alone] = partial(next, flow)
        while True:
            try:
                step = advance()
            except StopIteration as done:
                return done.value
            try:
                answer = await self._take(step)
            except NetServerError as error:
                advance = partial(flow.throw, error)
            else:
                advance = partial(flow.send, answer)

    async def _take(self, step: Call | Alone) -> httpx2.Response | None:
        if isinstance(step, Alone):
            async with self._lock():
                return await self._run(step.flow)
        request = step.request(self._client, waits=True)
        try:
            response = await self._client.send(
                request, stream=step.stream, follow_redirects=False
            )
            if not _stays_open(step, response):
                try:
                    await response.aread()
                finally:
                    await response.aclose()
        except httpx2.RequestError as error:
            raise step.trouble(error) from error
        return response

    def _lock(self) -> anyio.Lock:
        if self._alone is None:
            from anyio import Lock

            self._alone = Lock()
        return self._alone
