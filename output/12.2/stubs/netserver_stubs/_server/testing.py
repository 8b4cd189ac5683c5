"""What tests have of the server: one NetServer, which starts when it is used."""

from __future__ import annotations

import atexit
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from anyio.from_thread import start_blocking_portal

from .control import Control, Seed, TroubleWords
from .faults import Trouble
from .in_process import AsyncTransport, SyncTransport
from .journal import CallRecord, CallRecords
from .stub import AgentStub

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType
    from typing import Self, Unpack

    from anyio.from_thread import BlockingPortal

    from .application import Application

__all__ = ["CallRecord", "CallRecords", "NetServer", "Trouble"]

T = TypeVar("T")
HOST = "netserver.test"
"""Where the server is for those who call it in process; a name that is nobody's (RFC 6761)."""
_PACKAGE = __name__.rpartition("._server")[0]
_PATIENCE = 10.0
"""Seconds for a server's thread to start and to end."""


class NetServer:
    """A NetServer to test against: an application, its control, and sessions with it.

    Nothing starts before it is used; `close`, or the end of a `with` block, ends what has started.

        with NetServer() as netserver, netserver.session() as session:
            contact = session.contact.create_default_contact_entity()
            ...
            assert netserver.calls.names == ["Contact/CreateDefaultContactEntity"]

    Args:
        stubs: Instances of stubs that you have filled in.
        seed: What it knows from the start: the state, or the file that holds it.
        store: Where it keeps what is saved: ":memory:", or a file of SQLite. Not said, it is the memory; with `stubs`
            alone nothing is kept, anybody may sign in, and what they leave answers "not implemented".
        package: The stubs' package, for another release than that of this one: "other_stubs".
        binding: The wire of its sessions.
        tenant: The last part of its root, where it is to be another one than that of the seed.
        app: An application that exists, in place of one of its own.
    """

    def __init__(
        self,
        *stubs: AgentStub,
        seed: Seed | None = None,
        store: str | PathLike[str] | None = None,
        package: str = "",
        binding: Literal["agents", "soap"] = "agents",
        tenant: str = "",
        app: Application | None = None,
    ) -> None:
        self.package = package or _PACKAGE
        self.binding = binding
        self._tenant = tenant
        self._stubs = stubs
        self._seed = seed
        self._store = store
        self._given = app
        self._made: dict[str, Any] = {}
        self._ending = ExitStack()
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<NetServer of {self.package or 'an application'}>"

    def close(self) -> None:
        """End what has started."""
        with self._lock:
            atexit.unregister(self._ending.close)
            self._ending.close()
            self._made.clear()

    def _once(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    # ------------------------------------------------------------------ what it is made of

    @property
    def app(self) -> Application:
        """The ASGI application."""
        return self._given or self._once("app", self._new_app)

    def _new_app(self) -> Application:
        create_app = import_module(f"{self.package}.application").create_app
        return create_app(*self._stubs, store=self._store, seed=self._seed)

    @property
    def control(self) -> Control:
        """Its state, its clock, its calls and its faults."""
        return self.app.control

    @property
    def calls(self) -> CallRecords:
        """What was called, the newest call last."""
        return self.control.calls

    def fail(self, on: str = "", **words: Unpack[TroubleWords]) -> Trouble:
        """Let something go wrong with the next call, or with the next one of `on`: see `Control.fail`."""
        return self.control.fail(on, **words)

    def seed(self, seed: Seed, *, replace: bool = False) -> None:
        """Take up a state, or the one in a file: beside what is there, or in its place."""
        self.control.seed(seed, replace=replace)

    def state(self) -> dict[str, Any]:
        """All that is stored, in a form that `seed` takes."""
        return self.control.state()

    def reset(self) -> None:
        """Start again: with the state of the beginning, no faults, no calls, and the clock set right."""
        self.control.reset()

    def now(self) -> datetime:
        """The time that it is for the server, in UTC."""
        return self.control.now()

    def advance(
        self,
        *,
        days: float = 0.0,
        hours: float = 0.0,
        minutes: float = 0.0,
        seconds: float = 0.0,
    ) -> None:
        """Put the server's clock forward; tickets and tokens grow older by that."""
        self.control.advance(days=days, hours=hours, minutes=minutes, seconds=seconds)

    # ----------------------------------------------------------------------- on a socket

    @property
    def tenant(self) -> str:
        """The last part of its root: "Cust12345"."""
        return self._tenant or self.app.tenant

    @property
    def url(self) -> str:
        """Where it listens on this machine: "http://127.0.0.1:49152"; it does from when this is first asked for."""
        return self._once("served", self._serve).url

    def _serve(self) -> Served:
        served = Served(self.app)
        self._ending.callback(served.close)
        return served

    @property
    def root(self) -> str:
        """Address of the installation, for sessions and programs of any kind; it listens there from then on."""
        return f"{self.url}/{self.tenant}"

    # ------------------------------------------------------------------------ in process

    @property
    def inner_root(self) -> str:
        """Address of the installation for those who call it in process, through its transports."""
        return f"http://{HOST}/{self.tenant}"

    def transport(self) -> SyncTransport:
        """A transport that calls the application in process; for sessions of your own, and for httpx2.Client."""
        return SyncTransport(self.app, self._once("portal", self._start_portal))

    def async_transport(self) -> AsyncTransport:
        """A transport that calls the application in process; for an AsyncSession, and for httpx2.AsyncClient."""
        return AsyncTransport(self.app)

    def _start_portal(self) -> BlockingPortal:
        atexit.register(self._ending.close)  # later on nobody can end its thread
        return self._ending.enter_context(start_blocking_portal("asyncio"))

    # -------------------------------------------------------------------------- sessions

    @property
    def credentials(self) -> Any:
        """What lets the first user in, as a Ticket of the proxies."""
        return self.credentials_of()

    def credentials_of(self, user: str = "") -> Any:
        """A new ticket for the user of that name, as the proxies have it; without a name for the first one."""
        return self._proxies("credentials").Ticket(self.control.ticket(user))

    def session(self, *, user: str = "", **given: Any) -> Any:
        """A Session of the proxies with `user` signed in; it calls in process.

        What else is given by name goes to the session. With `root=netserver.root` it calls over a socket.
        """
        return self._session("Session", self.transport, user, given)

    def async_session(self, *, user: str = "", **given: Any) -> Any:
        """An AsyncSession of the proxies with `user` signed in; it calls in process.

        What else is given by name goes to the session. With `root=netserver.root` it calls over a socket.
        """
        return self._session("AsyncSession", self.async_transport, user, given)

    def _session(
        self,
        name: str,
        transport: Callable[[], object],
        user: str,
        given: Mapping[str, Any],
    ) -> Any:
        words: dict[str, Any] = {"binding": self.binding, **given}
        if "credentials" not in words:
            words["credentials"] = self.credentials_of(user)
        if not words.keys() & {"root", "transport", "client"}:
            words["transport"] = transport()
        root = words.pop("root", self.inner_root)
        return getattr(self._proxies("session"), name)(root, **words)

    def _proxies(self, module: str) -> Any:
        return import_module(f"{self.control.release.package}.{module}")


class Served:
    """An application on a free port of this machine, by a thread that ends with `close`."""

    def __init__(self, app: Any, *, http: str = "auto") -> None:
        try:
            import uvicorn
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "uvicorn is needed to listen on a port: pip install uvicorn"
            ) from None
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        config = uvicorn.Config(
            app,
            http=http,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            callback_notify=self._notified,  # first of all when it has started
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="netserver", daemon=True)
        self._thread.start()
        if not self._ready.wait(_PATIENCE) or self._failure is not None:
            self.close()
            raise RuntimeError("the server did not start") from self._failure

    async def _notified(self) -> None:
        self._ready.set()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except BaseException as error:
            self._failure = error
        finally:
            self._ready.set()

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Answer what is under way, and stop."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)
        self._socket.close()
