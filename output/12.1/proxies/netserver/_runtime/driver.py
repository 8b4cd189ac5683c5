"""Drivers: they take the steps of flows, with the one or the other kind of client."""

from __future__ import annotations

import inspect
import math
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

import httpx2

from .clock import Clock
from .errors import NetServerError
from .flows import Alone, Ask, Flow, Piece, Shut, Step, Wait
from .transport import PIECE, Call, Opened, without_frames

if TYPE_CHECKING:
    import anyio

T = TypeVar("T")
_AGAIN = "a function that the session asks for a sign-in makes a call that needs it"


def _stays_open(call: Call, response: httpx2.Response) -> bool:
    """Whether the body of an answer is left to be read in pieces."""
    if not call.stream or response.status_code != 200:
        return False
    content_type = response.headers.get("Content-Type", "").lower()
    return "json" not in content_type and "html" not in content_type


class _Watched(httpx2.SyncByteStream):
    """A body that may not arrive after its call is over."""

    def __init__(self, body: httpx2.SyncByteStream, call: Call, clock: Clock) -> None:
        self._body, self._call, self._clock = body, call, clock

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            if self._call.limits.left(self._clock.monotonic()) <= 0:
                raise httpx2.ReadTimeout("the whole call took too long")
            yield chunk

    def close(self) -> None:
        self._body.close()


class Driver:
    """Takes steps by waiting for them; threads may share one."""

    def __init__(self, client: httpx2.Client, clock: Clock) -> None:
        self.client = client
        self.clock = clock
        self._alone = {
            "sign-in": threading.Lock(),
            "place": threading.Lock(),
            "principal": threading.Lock(),
        }
        self._inside: dict[str, int] = {}  # which thread has which of them

    def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end.

        The traceback of a NetServerError begins here: the variables of what is below hold credentials.
        """
        try:
            return self._run(flow)
        except NetServerError as error:
            without_frames(error)
            raise error  # a bare raise would bring the frames back

    def _run(self, flow: Flow[T]) -> T:
        advance: Callable[[], Step] = partial(next, flow)
        try:
            while True:
                try:
                    step = advance()
                except StopIteration as done:
                    return done.value
                finally:
                    del advance  # it may hold a ticket, which a traceback would show
                try:
                    advance = partial(flow.send, self._take(step))
                except StopIteration:  # no generator can be told of it
                    raise
                except Exception as error:
                    advance = partial(flow.throw, error)
        finally:
            flow.close()

    def _take(self, step: Step) -> object:
        match step:
            case Call():
                return self._send(step)
            case Alone():
                return self._take_alone(step)
            case Piece():
                return self._next(step.opened)
            case Shut():
                step.opened.response.close()
            case Wait():
                self.clock.sleep(step.seconds)
            case Ask():
                found = step.function(*step.arguments)
                if inspect.isawaitable(found):
                    if inspect.iscoroutine(found):
                        found.close()
                    raise TypeError("a coroutine function needs an AsyncSession")
                return found
        return None

    def _take_alone(self, step: Alone) -> object:
        me = threading.get_ident()
        if self._inside.get(step.about) == me:
            raise RuntimeError(_AGAIN)
        lock = self._alone[step.about]
        left = min(step.limits.left(self.clock.monotonic()), threading.TIMEOUT_MAX)
        if left <= 0 or not lock.acquire(timeout=left):
            raise step.limits.out_of_time()
        self._inside[step.about] = me
        try:
            return self._run(step.flow)
        finally:
            del self._inside[step.about]
            lock.release()

    def _send(self, call: Call) -> httpx2.Response:
        left = call.limits.left(self.clock.monotonic())
        if left <= 0:
            raise call.out_of_time()
        request = call.request(self.client, left)
        try:
            response = self.client.send(request, stream=True, follow_redirects=False)
            if _stays_open(call, response):
                return response
            if call.limits.deadline != math.inf:
                body = cast(httpx2.SyncByteStream, response.stream)
                response.stream = _Watched(body, call, self.clock)
            try:
                response.read()
            finally:
                response.close()
        except httpx2.RequestError as error:
            if call.limits.left(self.clock.monotonic()) <= 0:
                raise call.out_of_time() from None
            raise call.trouble(error) from error
        return response

    def _next(self, opened: Opened) -> bytes:
        if opened.pieces is None:
            opened.pieces = opened.response.iter_bytes(PIECE)
        try:
            return next(opened.pieces, b"")
        except httpx2.RequestError as error:
            raise opened.call.trouble(error) from error


class AsyncDriver:
    """Takes steps by awaiting them; the tasks of one event loop may share one."""

    def __init__(self, client: httpx2.AsyncClient, clock: Clock) -> None:
        self.client = client
        self.clock = clock
        self._alone: dict[str, anyio.Lock] = {}

    async def run(self, flow: Flow[T]) -> T:
        """Drive a flow to its end.

        The traceback of a NetServerError begins here: the variables of what is below hold credentials.
        """
        try:
            return await self._run(flow)
        except NetServerError as error:
            without_frames(error)
            raise error  # a bare raise would bring the frames back

    async def _run(self, flow: Flow[T]) -> T:
        advance: Callable[[], Step] = partial(next, flow)
        try:
            while True:
                try:
                    step = advance()
                except StopIteration as done:
                    return done.value
                finally:
                    del advance  # it may hold a ticket, which a traceback would show
                try:
                    advance = partial(flow.send, await self._take(step))
                except StopIteration:  # no generator can be told of it
                    raise
                except Exception as error:
                    advance = partial(flow.throw, error)
        finally:
            flow.close()

    async def _take(self, step: Step) -> object:
        match step:
            case Call():
                return await self._send(step)
            case Alone():
                return await self._take_alone(step)
            case Piece():
                return await self._next(step.opened)
            case Shut():
                await step.opened.response.aclose()
            case Wait():
                await self.clock.sleep_async(step.seconds)
            case Ask():
                found = step.function(*step.arguments)
                return await found if inspect.isawaitable(found) else found
        return None

    async def _next(self, opened: Opened) -> bytes:
        if opened.pieces is None:
            opened.pieces = opened.response.aiter_bytes(PIECE)
        try:
            return await anext(opened.pieces, b"")
        except httpx2.RequestError as error:
            raise opened.call.trouble(error) from error

    async def _take_alone(self, step: Alone) -> object:
        from anyio import Lock, fail_after  # made inside the event loop

        lock = self._alone.setdefault(step.about, Lock())
        try:
            with fail_after(max(0.0, step.limits.left(self.clock.monotonic()))):
                await lock.acquire()
        except TimeoutError:
            raise step.limits.out_of_time() from None
        try:
            return await self._run(step.flow)
        finally:
            lock.release()

    async def _send(self, call: Call) -> httpx2.Response:
        left = call.limits.left(self.clock.monotonic())
        if left <= 0:
            raise call.out_of_time()
        request = call.request(self.client, left, waits=True)
        try:
            if left == math.inf:
                return await self._exchange(call, request)
            return await self._exchange_within(left, call, request)
        except httpx2.RequestError as error:
            if call.limits.left(self.clock.monotonic()) <= 0:
                raise call.out_of_time() from None
            raise call.trouble(error) from error

    async def _exchange_within(
        self, left: float, call: Call, request: httpx2.Request
    ) -> httpx2.Response:
        from anyio import fail_after

        try:
            with fail_after(left):
                return await self._exchange(call, request)
        except TimeoutError:
            raise call.out_of_time() from None

    async def _exchange(self, call: Call, request: httpx2.Request) -> httpx2.Response:
        response = await self.client.send(request, stream=True, follow_redirects=False)
        if not _stays_open(call, response):
            try:
                await response.aread()
            finally:
                await response.aclose()
        return response
