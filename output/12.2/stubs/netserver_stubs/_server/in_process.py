"""Transports of httpx2 that call an application in this process, without a port."""

from __future__ import annotations

import atexit
import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, cast

import anyio
import httpx2
from anyio.from_thread import start_blocking_portal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from anyio.from_thread import BlockingPortal

__all__ = ["AsyncTransport", "SyncTransport"]


class AsyncTransport(httpx2.AsyncBaseTransport):
    """Calls an ASGI application, and waits for an answer as long as a client would at a socket."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx2.ASGITransport(app=app)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        seconds = cast(
            "dict[str, float | None]", request.extensions.get("timeout", {})
        ).get("read")
        response: httpx2.Response | None = None
        with anyio.move_on_after(seconds):
            response = await self._inner.handle_async_request(request)
        if response is None:
            raise httpx2.ReadTimeout("", request=request)
        return response


class SyncTransport(httpx2.BaseTransport):
    """Calls an ASGI application on an event loop in a thread of its own, for clients that wait.

    The thread starts with the first call, and ends when the transport is closed. Any thread may use it.
    """

    def __init__(self, app: Any, portal: BlockingPortal | None = None) -> None:
        self._inner = AsyncTransport(app)
        self._portal = portal
        self._opened: AbstractContextManager[BlockingPortal] | None = None
        self._lock = threading.Lock()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        return self._started().call(self._answered, request)

    def _started(self) -> BlockingPortal:
        with self._lock:
            if self._portal is None:
                self._opened = start_blocking_portal("asyncio")
                self._portal = self._opened.__enter__()
                atexit.register(self.close)  # later on nobody can end the thread
            return self._portal

    async def _answered(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._inner.handle_async_request(request)
        stream = cast("AsyncIterator[bytes]", response.stream)
        body = b"".join([piece async for piece in stream])
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx2.ByteStream(body),
        )

    def close(self) -> None:
        """End the thread, unless it is somebody else's."""
        with self._lock:
            opened, self._opened = self._opened, None
            if opened is not None:
                self._portal = None
        if opened is not None:
            atexit.unregister(self.close)
            opened.__exit__(None, None, None)
