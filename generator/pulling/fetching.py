"""Documents by HTTP, asked for politely: a few at a time, within bounds, again where that may help."""

from __future__ import annotations

import math
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

import anyio
import httpx2

from generator import __version__
from generator.pulling.addresses import next_hop, shown
from generator.runtime.ceiling import PUBLISHED, Ceiling
from generator.runtime.clock import Clock
from generator.runtime.repeating import wait
from generator.runtime.transport import Call, Limits, excerpt

USER_AGENT = f"proxysmith/{__version__} (pull)"
_ATTEMPTS = 4
_HOPS = 5  # redirects that are followed for one document
_PASSING = frozenset({429, 502, 503, 504})
_BUSY = frozenset({429, 503})  # then nobody else asks either, for as long
_LONG = 10  # a whole document may take so many times the wait for a piece
_READ_OF_REFUSALS = 16 * 1024  # bytes
_ANY_GZIP = 32 + zlib.MAX_WBITS  # the header tells whether it is gzip or zlib


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much is asked at once, and how long and how large an answer may be.

    `timeout` is in seconds, for each wait; `document` and `all` are bytes, unpacked.
    """

    timeout: float = 30.0
    concurrency: int = 4
    document: int = 64 * 1024 * 1024
    all: int = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: where in the end, with which status, and the document, unpacked.

    Of an answer that is not 200, only the beginning is there.
    """

    url: str
    status: int
    content_type: str = ""
    content: bytes = field(default=b"", repr=False)

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people."""
        start = self.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html"))


class Refused(Exception):
    """This address will not give a usable answer, however often it is asked."""


class Unreachable(Exception):
    """No usable answer arrived; later there may be one."""


class _Failed(Exception):
    """One attempt has failed in passing."""

    def __init__(self, why: str, status: int = 0, retry_after: str = "") -> None:
        super().__init__(why)
        self.busy = status in _BUSY
        self.retry_after = retry_after


class Fetcher:
    """Asks for documents, each by GET, no matter how many ask it at once.

    What has failed in passing is asked again, after a wait that grows or that the server names.
    `conceal` takes out of a text what nobody may read.
    """

    def __init__(
        self,
        client: httpx2.AsyncClient,
        bounds: Bounds,
        clock: Clock,
        conceal: Callable[[str], str],
    ) -> None:
        self._client = client
        self._bounds = bounds
        self._clock = clock
        self.conceal = conceal
        self._slots = anyio.Semaphore(bounds.concurrency)
        self._ceiling = Ceiling(PUBLISHED)
        self._not_before = -math.inf
        self._left = bounds.all

    async def get(self, url: str, headers: Mapping[str, str] = {}) -> Answer:
        """The answer of whoever is at that address, or where it leads on the same host.

        Raises:
            Refused: It leads elsewhere, or is too large.
            Unreachable: Nothing arrived in all attempts, or a server that is busy.
        """
        async with self._slots:
            attempt = 1
            while True:
                await self._turn()
                try:
                    return await self._attempt(url, headers)
                except _Failed as failure:
                    await self._pause(failure, attempt)
                attempt += 1

    async def _pause(self, failure: _Failed, attempt: int) -> None:
        """Wait until another attempt may help."""
        now = self._clock.now()
        pause = wait(attempt, failure.retry_after, now)
        if attempt == _ATTEMPTS:
            raise Unreachable(f"{failure}, {attempt} times") from None
        if pause is None:
            raise Unreachable(
                f"{failure}, and wants to be left alone for longer than is waited"
            ) from None
        if failure.busy:
            until = self._clock.monotonic() + pause
            self._not_before = max(self._not_before, until)
        else:
            await self._clock.sleep_async(pause)

    def excerpt(self, answer: Answer) -> str:
        """How an answer begins, for people."""
        return excerpt(answer.content, self.conceal)

    async def _turn(self) -> None:
        """Wait until the server may be asked."""
        while (pause := self._not_before - self._clock.monotonic()) > 0:
            await self._clock.sleep_async(pause)
        pause = self._ceiling.wait(self._clock.monotonic())
        if pause > 0:
            await self._clock.sleep_async(pause)

    async def _attempt(self, url: str, headers: Mapping[str, str]) -> Answer:
        timeout = self._bounds.timeout
        try:
            with anyio.fail_after(_LONG * timeout):
                return await self._followed(url, headers)
        except httpx2.RequestError as error:
            raise _Failed(str(self._call(url).trouble(error))) from None
        except TimeoutError:
            late = f"the document was not there within {_LONG * timeout:g} seconds"
            raise _Failed(late) from None

    def _call(self, url: str) -> Call:
        """The call of the runtime that knows the words for what goes wrong."""
        limits = Limits(each=self._bounds.timeout)
        return Call(
            agent="",
            operation="",
            wire="",
            url=shown(url),
            headers={},
            limits=limits,
            conceal=self.conceal,
        )

    async def _followed(self, url: str, headers: Mapping[str, str]) -> Answer:
        asked = {**headers, "User-Agent": USER_AGENT, "Accept-Encoding": "gzip"}
        for _ in range(_HOPS + 1):
            async with self._client.stream(
                "GET",
                url,
                headers=asked,
                timeout=self._bounds.timeout,
                follow_redirects=False,
            ) as response:
                location: str = response.headers.get("Location", "")
                if not (300 <= response.status_code < 400 and location):
                    return await self._answer(url, response)
            try:
                url = next_hop(url, location)
            except ValueError as elsewhere:
                raise Refused(self.conceal(str(elsewhere))) from None
        raise Refused(f"is redirected more than {_HOPS} times")

    async def _answer(self, url: str, response: httpx2.Response) -> Answer:
        status = response.status_code
        if status in _PASSING:
            retry_after = response.headers.get("Retry-After", "")
            raise _Failed(f"HTTP {status}", status, retry_after)
        content = await self._body(response, whole=status == 200)
        return Answer(url, status, response.headers.get("Content-Type", ""), content)

    async def _body(self, response: httpx2.Response, *, whole: bool) -> bytes:
        most = min(self._bounds.document, self._left)
        limit = most if whole else _READ_OF_REFUSALS
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise Refused("is packed in a way that was not asked for")
        pieces = response.aiter_raw()
        if encoding not in ("", "identity"):
            pieces = _unpacked(pieces, limit)
        content = bytearray()
        async for piece in pieces:
            content += piece
            if len(content) > limit:
                if whole:
                    raise Refused(f"is larger than {limit} bytes")
                return bytes(content[:limit])
        if whole:
            self._left -= len(content)
        return bytes(content)


async def _unpacked(pieces: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    """The pieces without their compression, and never more than a little beyond `limit` of it."""
    unpacking = zlib.decompressobj(_ANY_GZIP)
    left = limit + 1
    try:
        async for packed in pieces:
            piece = unpacking.decompress(packed, left)
            left -= len(piece)
            yield piece
            if left <= 0:
                return
    except zlib.error:
        raise _Failed("the answer is broken or cut off") from None
    if not unpacking.eof or unpacking.unused_data:
        raise _Failed("the answer is broken or cut off")
