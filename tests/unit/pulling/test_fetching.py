"""How servers are asked: politely, again where that may help, and within bounds."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from functools import partial

import anyio
import httpx2
import pytest

from generator.pulling.fetching import (
    USER_AGENT,
    Answer,
    Bounds,
    Fetcher,
    Refused,
    Unreachable,
)
from generator.runtime.clock import Clock
from generator.runtime.concealing import concealed

URL = "https://crm.example.com/api"


class Reply(httpx2.Response):
    """An answer whose body arrives as it was sent, however often it is given."""

    def __init__(
        self, status: int, content: bytes = b"", headers: dict[str, str] | None = None
    ) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(content), 1000):
                yield content[start : start + 1000]

        super().__init__(status, headers=headers, content=pieces())
        self.again = partial(Reply, status, content, headers)


Server = Callable[[httpx2.Request], httpx2.Response]


class Time(Clock):
    """A clock whose waits are over at once, and written down."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return 1_800_000_000 + self.passed

    def monotonic(self) -> float:
        return self.passed

    async def sleep_async(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.passed += seconds
        await anyio.sleep(0)


def get(
    server: Server, *urls: str, bounds: Bounds | None = None, time: Time | None = None
) -> list[Answer]:
    """What a fetcher makes of that server, all addresses asked at once."""
    answers: dict[str, Answer] = {}
    conceal = partial(concealed, secrets=["s3cret"])

    async def main() -> None:
        transport = httpx2.MockTransport(server)
        async with httpx2.AsyncClient(transport=transport) as client:
            fetcher = Fetcher(client, bounds or Bounds(), time or Time(), conceal)

            async def one(url: str) -> None:
                answers[url] = await fetcher.get(url, {"Authorization": "Basic x"})

            if len(urls) < 2:
                await one((urls or (URL,))[0])
                return
            async with anyio.create_task_group() as group:
                for url in urls:
                    group.start_soon(one, url)

    anyio.run(main)
    return list(answers.values())


def replies(*answers: Reply | Exception) -> tuple[Server, list[str]]:
    """A server that gives these answers one after the other, and what it was asked."""
    left, asked = list(answers), list[str]()

    def server(request: httpx2.Request) -> Reply:
        asked.append(str(request.url))
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer.again()

    return server, asked


def test_a_request_says_who_asks():
    seen: list[httpx2.Headers] = []

    def server(request: httpx2.Request) -> Reply:
        seen.append(request.headers)
        return Reply(200, content=b"x", headers={"Content-Type": "text/xml"})

    assert get(server) == [Answer(URL, 200, "text/xml", b"x")]
    assert seen[0]["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("proxysmith/")
    assert seen[0]["Authorization"] == "Basic x"


def test_a_busy_server_is_left_alone_for_as_long_as_it_says():
    time = Time()
    server, asked = replies(Reply(429, headers={"Retry-After": "7"}), Reply(200))

    (answer,) = get(server, time=time)

    assert answer.status == 200
    assert len(asked) == 2
    assert 7 <= sum(time.waits) < 8


def test_nobody_else_asks_a_busy_server_either():
    time = Time()
    times: list[float] = []

    def server(request: httpx2.Request) -> Reply:
        times.append(time.passed)
        if len(times) == 1:
            return Reply(503, headers={"Retry-After": "7"})
        return Reply(200)

    get(server, *(f"{URL}/{each}" for each in range(4)), bounds=Bounds(concurrency=1), time=time)  # fmt: skip

    assert times[0] == 0
    assert min(times[1:]) >= 7


def test_no_more_than_ten_are_asked_within_a_second():
    time = Time()
    server, asked = replies(Reply(200))

    get(server, *(f"{URL}/{each}" for each in range(25)), time=time)

    assert len(asked) == 25
    assert time.passed == pytest.approx(2)


def test_a_wait_that_is_too_long_is_an_error():
    server, asked = replies(Reply(503, headers={"Retry-After": "9999"}))

    with pytest.raises(Unreachable, match=r"HTTP 503, and wants to be left alone"):
        get(server)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Reply(502), "HTTP 502, 4 times"),
        (httpx2.ConnectError("no s3cret route"), "could not connect: no \\*\\*\\* route, 4 times"),
        (httpx2.ReadTimeout("late"), "no answer within 30 seconds, 4 times"),
        (httpx2.RemoteProtocolError("cut"), "the answer is broken or cut off: cut, 4 times"),
        (
            Reply(200, content=gzip.compress(b"x" * 99)[:-9], headers={"Content-Encoding": "gzip"}),
            "the answer is broken or cut off, 4 times",
        ),
    ],
)  # fmt: skip
def test_what_fails_in_passing_is_asked_for_four_times(
    answer: Reply | Exception, why: str
):
    server, asked = replies(answer)
    time = Time()

    with pytest.raises(Unreachable, match=f"^{why}$"):
        get(server, time=time)
    assert len(asked) == 4
    assert len(time.waits) == 3
    assert time.waits == sorted(time.waits)


def test_what_a_server_is_sure_of_is_asked_for_once():
    for status in (400, 401, 403, 404, 405, 410, 421, 500, 501):
        server, asked = replies(Reply(status, content=b"no"))

        assert get(server) == [Answer(URL, status, "", b"no")]
        assert len(asked) == 1


def test_a_redirect_within_the_host_is_followed():
    server, asked = replies(Reply(302, headers={"Location": "/api/"}), Reply(200))

    (answer,) = get(server)

    assert answer.url == f"{URL}/"
    assert asked == [URL, f"{URL}/"]


def test_a_redirect_to_another_host_is_not():
    elsewhere = "https://login.example.com/in?s3cret"
    server, asked = replies(Reply(302, headers={"Location": elsewhere}))

    with pytest.raises(Refused) as raised:
        get(server)
    assert str(raised.value) == "is redirected to https://login.example.com/in, which is not asked"  # fmt: skip
    assert asked == [URL]


def test_redirects_in_a_circle_come_to_an_end():
    server, asked = replies(Reply(302, headers={"Location": URL}))

    with pytest.raises(Refused, match="is redirected more than 5 times"):
        get(server)
    assert len(asked) == 6


def test_a_document_is_unpacked():
    content = gzip.compress(b"<a/>" * 1000)
    server, _ = replies(Reply(200, content, headers={"Content-Encoding": "gzip"}))

    assert get(server)[0].content == b"<a/>" * 1000


@pytest.mark.parametrize("packed", [False, True])
def test_a_document_that_is_too_large_is_refused(packed: bool):
    content = b"x" * 5_000_000
    server, asked = replies(
        Reply(200, content=gzip.compress(content), headers={"Content-Encoding": "gzip"})
        if packed
        else Reply(200, content=content)
    )  # fmt: skip

    with pytest.raises(Refused, match="is larger than 1000 bytes"):
        get(server, bounds=Bounds(document=1000))
    assert len(asked) == 1


def test_all_documents_together_are_bounded():
    server, _ = replies(Reply(200, content=b"x" * 600))

    with pytest.raises(ExceptionGroup) as raised:
        get(server, f"{URL}/1", f"{URL}/2", bounds=Bounds(all=1000))
    assert raised.group_contains(Refused, match="is larger than 400 bytes")


def test_packing_that_was_not_asked_for_is_refused():
    server, _ = replies(
        Reply(200, content=b"", headers={"Content-Encoding": "gzip, gzip"})
    )

    with pytest.raises(Refused, match="packed in a way"):
        get(server)


def test_no_more_are_asked_at_once_than_was_said():
    now, most = 0, 0

    async def server(request: httpx2.Request) -> Reply:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await anyio.sleep(0.01)
        now -= 1
        return Reply(200)

    get(server, *(f"{URL}/{each}" for each in range(9)), bounds=Bounds(concurrency=3))  # pyright: ignore # fmt: skip

    assert most == 3


def test_a_document_that_drips_comes_to_an_end():
    async def dripping() -> AsyncIterator[bytes]:
        while True:
            await anyio.sleep(0.01)
            yield b" "

    def server(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=dripping())

    with pytest.raises(Unreachable, match=r"not there within 0.2 seconds, 4 times"):
        get(server, bounds=Bounds(timeout=0.02))
