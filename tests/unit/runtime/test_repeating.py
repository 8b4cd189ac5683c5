"""Calls that are made again: which, after how long a wait, and until when."""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
import os
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest
from callers import BUSY, GOOD, SAVED, WIRES, ticket_of
from hypothesis import given
from hypothesis import strategies as st
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from times import Time
from wires import KIND_NAMES, KINDS, Server, Waiting, as_json, as_soap

from generator.runtime import repeating
from generator.runtime.clock import Clock
from generator.runtime.credentials import Ticket
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    NetServerError,
    RequestTimeout,
    ResponseError,
    SessionClosed,
    TenantUnavailable,
    TransportError,
    UnsupportedByBinding,
)
from generator.runtime.options import RequestOptions

NOW = 1_800_000_000.0


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> str:
    return request.param


def read(session: Any, **said: Any) -> Any:
    return session.contact.get_contact_entity(3, **said)


def save(session: Any, **said: Any) -> Any:
    return session.contact.save_contact_entity(ContactEntity(name="Alfa"), **said)


ANSWERS = {read: GOOD, save: SAVED}


# ------------------------------------------------------------------------------ pure functions


@pytest.mark.parametrize(
    "name",
    [
        "Get",
        "GetContactEntity",
        "GetNames",
        "GetContactListByIds",
        "FindRolesWithFunctionalRight",
        "CreateDefaultContactEntity",
        "ValidateContactEntity",
        "HasConsent",
        "IsPasswordValid",
        "CanChangePassword",
        "Get2",
    ],
)
def test_names_of_what_only_reads(name: str):
    assert repeating.reads(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "SaveContactEntity",
        "CreateContact",
        "CreateDefaults",
        "DeleteContactEntity",
        "GetNextAvailableTime",
        "GetOrRegisterAccessGatewayInfo",
        "GetAndLock",
        "Getaway",
        "Finder",
        "Hash",
        "Hasten",
        "Issue",
        "Cancel",
        "CancelAppointment",
        "Candle",
        "Validated",
        "SetGet",
        "getContact",
        "AuthenticateUsernamePassword",
    ],
)
def test_names_of_what_may_change_something(name: str):
    assert not repeating.reads(name)


def unsent(error: RequestTimeout) -> RequestTimeout:
    error.sent = False
    return error


@pytest.mark.parametrize(
    ("error", "read", "write"),
    [
        (ConnectError("no"), True, True),
        (unsent(RequestTimeout("no connection became free")), True, True),
        (RequestTimeout("late"), True, False),
        (TransportError("reset"), True, False),
        (ResponseError("cut off"), True, False),
        (ResponseError("busy", status=429), True, True),
        (ResponseError("down", status=502), True, False),
        (ResponseError("down", status=503), True, False),
        (ResponseError("down", status=504), True, False),
        (ResponseError("html", status=500), False, False),
        (ResponseError("html", status=200), False, False),
        (ResponseError("gone", status=404), False, False),
        (Fault("busy", status=429), True, True),
        (Fault("down", status=503), True, False),
        (Fault("wrong", status=500), False, False),
        (Fault("wrong", status=200), False, False),
        (Fault("wrong"), False, False),
        (AuthenticationFault("no", status=401), False, False),
        (TenantUnavailable("away", state="Deleted"), False, False),
        (SessionClosed("closed"), False, False),
        (UnsupportedByBinding("no"), False, False),
        (NetServerError("?"), False, False),
    ],
)
def test_what_may_help(error: NetServerError, read: bool, write: bool):
    assert repeating.may_help(error, safe=True) is read
    assert repeating.may_help(error, safe=False) is write


@given(st.integers(1, 10**6))
def test_the_wait_grows_twofold_up_to_half_a_minute_and_is_jittered(attempt: int):
    most = min(30.0, 0.5 * 2 ** min(attempt - 1, 20))

    found = repeating.wait(attempt, "", NOW)

    assert found is not None
    assert most / 2 <= found <= most


def test_those_who_failed_together_do_not_come_back_together():
    for after in ("", "10", format_datetime(datetime.fromtimestamp(NOW + 10, UTC))):
        assert len({repeating.wait(3, after, NOW) for _ in range(20)}) > 10


@given(st.integers(1, 12), st.integers(0, 120))
def test_what_the_server_asks_for_is_waited_at_least(attempt: int, seconds: int):
    moment = datetime.fromtimestamp(NOW + seconds, UTC)
    for text in (
        str(seconds),
        f"  {seconds} ",
        format_datetime(moment, usegmt=True),
        format_datetime(moment),
        moment.strftime("%A, %d-%b-%y %H:%M:%S GMT"),
        moment.strftime("%a %b %d %H:%M:%S %Y"),
    ):
        found = repeating.wait(attempt, text, NOW)
        assert found is not None
        assert seconds <= found <= seconds + 3.0


@pytest.mark.parametrize("text", ["0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_moment_that_has_passed_is_now(text: str):
    found = repeating.wait(4, text, NOW)

    assert found is not None
    assert 0.0 < found <= 0.4


@pytest.mark.parametrize(
    "text",
    [
        "121",
        "86400",
        "9" * 10,
        "9" * 400,
        "Fri, 31 Dec 9999 23:59:59 GMT",
        format_datetime(datetime.fromtimestamp(NOW + 121, UTC), usegmt=True),
    ],
)
def test_nobody_waits_as_long_as_that(text: str):
    assert repeating.wait(1, text, NOW) is None


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "-5",
        "1.5",
        "5 seconds",
        "5, 5",
        "0x10",
        "٣",
        "²",
        "+5",
        "1e3",
        ",",
        "Fri",
    ],
)
def test_what_says_no_time_says_nothing(text: str):
    found = repeating.wait(1, text, NOW)

    assert found is not None
    assert 0.25 <= found <= 0.5


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ \w{3} \d+ [\d:]+ \S*"))
def test_no_text_of_a_server_is_trouble(text: str):
    found = repeating.wait(1, text, NOW)

    assert found is None or 0.0 < found <= 123.0


# ----------------------------------------------------------------------------- through sessions

PASSING: list[Any] = [
    httpx2.Response(502),
    httpx2.Response(503, html="<h1>Recycling</h1>"),
    httpx2.Response(504),
    as_json({"Message": "Try later"}, 503),
    httpx2.ReadTimeout("t"),
    httpx2.WriteTimeout("t"),
    httpx2.ReadError("reset"),
    httpx2.WriteError("pipe"),
    httpx2.RemoteProtocolError("cut off"),
]
UNSENT: list[Any] = [
    httpx2.ConnectError("refused"),
    httpx2.ConnectTimeout("t"),
    httpx2.PoolTimeout("t"),
    httpx2.ProxyError("407"),
    httpx2.Response(429),
    as_json({"Message": "Slow down"}, 429),
]
FINAL: list[Any] = [
    httpx2.Response(400),
    httpx2.Response(403),
    httpx2.Response(404),
    httpx2.Response(500),
    as_json({"Message": "No"}, 400),
    as_json({"Message": "No"}, 500),
    httpx2.Response(200, html="<h1>Hello</h1>"),
    httpx2.Response(302, headers={"Location": "https://elsewhere.example.com/"}),
]


def ids(value: Any) -> str | None:
    if isinstance(value, httpx2.Response):
        return f"{value.status_code}-{len(value.content)}"
    return type(value).__name__ if isinstance(value, Exception) else None


@pytest.mark.parametrize(
    ("call", "trouble"),
    [(read, trouble) for trouble in PASSING + UNSENT]
    + [(save, trouble) for trouble in UNSENT],
    ids=ids,
)
def test_a_call_is_made_again(
    kind: Waiting, binding: str, call: Any, trouble: Any, time: Time
):
    server = Server(trouble, trouble, ANSWERS[call][binding])

    found = kind.run(call(kind.open(server, binding=binding)))

    assert found.name == "Alfa"
    assert len({(str(r.url), r.content) for r in server.requests}) == 1
    assert len(server.requests) == 3
    first, second = time.slept
    assert 0.25 <= first <= 0.5 <= second <= 1.0


@pytest.mark.parametrize(
    ("call", "trouble"),
    [(save, trouble) for trouble in PASSING]
    + [(call, trouble) for trouble in FINAL for call in (read, save)],
    ids=ids,
)
def test_a_call_is_not_made_again(
    kind: Waiting, binding: str, call: Any, trouble: Any, time: Time
):
    server = Server(trouble, ANSWERS[call][binding])

    with pytest.raises(NetServerError):
        kind.run(call(kind.open(server, binding=binding)))

    assert (len(server.requests), time.slept) == (1, [])


@pytest.mark.parametrize("call", [read, save])
def test_a_refusal_is_not_repeated(kind: Waiting, binding: str, call: Any, time: Time):
    server = Server(BUSY[binding], ANSWERS[call][binding])

    with pytest.raises(Fault, match="The queue is full"):
        kind.run(call(kind.open(server, binding=binding)))

    assert (len(server.requests), time.slept) == (1, [])


@pytest.mark.parametrize("call", [read, save])
@pytest.mark.parametrize(
    ("session_says", "call_says", "repeated"),
    [
        (None, True, True),
        (None, False, False),
        (True, None, True),
        (False, None, False),
        (True, False, False),
        (False, True, True),
    ],
)
def test_the_caller_knows_best_what_may_be_made_again(
    kind: Waiting,
    binding: str,
    call: Any,
    session_says: bool | None,
    call_says: bool | None,
    repeated: bool,
):
    server = Server(httpx2.Response(503), ANSWERS[call][binding])
    session = kind.open(
        server, binding=binding, options=RequestOptions(idempotent=session_says)
    )
    options = RequestOptions(idempotent=call_says)

    with contextlib.nullcontext() if repeated else pytest.raises(ResponseError):
        kind.run(call(session, options=options))

    assert len(server.requests) == (2 if repeated else 1)


@pytest.mark.parametrize("call", [read, save])
def test_what_is_not_idempotent_is_still_repeated_where_nobody_saw_it(
    kind: Waiting, call: Any
):
    server = Server(httpx2.ConnectError("no"), ANSWERS[call]["agents"])
    options = RequestOptions(idempotent=False)

    assert kind.run(call(kind.open(server), options=options)).name == "Alfa"


@pytest.mark.parametrize(
    ("session_says", "call_says", "requests"),
    [
        (None, None, 3),
        (None, 0, 1),
        (None, 1, 2),
        (None, 5, 6),
        (0, None, 1),
        (0, 4, 5),
        (4, 0, 1),
    ],
)
def test_how_often_is_said_by_the_caller(
    kind: Waiting,
    binding: str,
    session_says: int | None,
    call_says: int | None,
    requests: int,
    time: Time,
):
    server = Server(httpx2.ConnectError("refused"))
    session = kind.open(
        server, binding=binding, options=RequestOptions(retries=session_says)
    )

    with pytest.raises(ConnectError, match="refused"):
        kind.run(read(session, options=RequestOptions(retries=call_says)))

    assert len(server.requests) == requests
    assert len(time.slept) == requests - 1


def test_the_waits_of_a_call_grow(kind: Waiting, time: Time):
    server = Server(httpx2.ConnectError("refused"))
    options = RequestOptions(retries=9)

    with pytest.raises(ConnectError):
        kind.run(read(kind.open(server), options=options))

    most = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert len(time.slept) == len(most)
    assert [
        (slept, bound)
        for slept, bound in zip(time.slept, most, strict=True)
        if not bound / 2 <= slept <= bound
    ] == []


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    "after", ["7", format_datetime(datetime.fromtimestamp(NOW + 7, UTC), usegmt=True)]
)
def test_a_server_says_when_to_come_back(
    kind: Waiting, binding: str, status: int, after: str, time: Time
):
    busy = httpx2.Response(status, headers={"Retry-After": after})
    server = Server(busy, GOOD[binding])

    assert kind.run(read(kind.open(server, binding=binding))).name == "Alfa"

    (slept,) = time.slept
    assert 7.0 <= slept <= 7.05


def test_a_server_that_says_much_later_is_believed_at_once(
    kind: Waiting, binding: str, time: Time
):
    busy = httpx2.Response(503, headers={"Retry-After": "3600"})
    server = Server(busy, GOOD[binding])

    with pytest.raises(ResponseError) as raised:
        kind.run(read(kind.open(server, binding=binding)))

    assert raised.value.status == 503
    assert (len(server.requests), time.slept) == (1, [])


def test_credentials_are_renewed_however_often_the_server_is_down(
    kind: Waiting, binding: str
):
    server = Server(
        httpx2.Response(503),
        httpx2.Response(401),
        httpx2.Response(503),
        GOOD[binding],
    )
    session = kind.open(
        server,
        binding=binding,
        credentials=Ticket("7T:old", renew_with=lambda: "7T:new"),
    )

    assert kind.run(read(session)).name == "Alfa"
    assert [ticket_of(request) for request in server.requests] == [
        "7T:old",
        "7T:old",
        "7T:new",
        "7T:new",
    ]


def test_the_error_of_the_last_attempt_is_the_callers(kind: Waiting):
    server = Server(
        httpx2.Response(502), httpx2.ConnectError("refused"), httpx2.Response(504)
    )

    with pytest.raises(ResponseError) as raised:
        kind.run(read(kind.open(server)))

    assert raised.value.status == 504


# ------------------------------------------------------------------------------------- uploads

CONTENT = os.urandom(100_000)
STORED = {
    "agents": as_json(7),
    "soap": as_soap(
        "<SetDocumentStreamResponse><Response>7</Response></SetDocumentStreamResponse>"
    ),
}


class Pipe(io.RawIOBase):
    """Gives its bytes once."""

    def __init__(self, content: bytes) -> None:
        self.inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        return self.inner.readinto(buffer)


def reading(*answers: Any) -> tuple[Any, list[bytes], list[httpx2.Request]]:
    """A server that reads the whole body before it answers; async handlers may read an iterator."""
    bodies: list[bytes] = []
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        bodies.append(request.content)
        given = answers[min(len(bodies), len(answers)) - 1]
        if isinstance(given, Exception):
            raise given
        return httpx2.Response(
            given.status_code, headers=given.headers, content=given.content
        )

    return answer, bodies, requests


@pytest.mark.parametrize(
    "trouble", [httpx2.ConnectError("no"), httpx2.Response(429), httpx2.Response(401)]
)
def test_a_file_is_sent_whole_again(kind: Waiting, binding: str, trouble: Any):
    server, bodies, _ = reading(trouble, STORED[binding])
    session = kind.open(
        server,
        binding=binding,
        credentials=Ticket("7T:aa", renew_with=lambda: "7T:bb"),
    )
    file = io.BytesIO(b"skipped" + CONTENT)
    file.seek(7)

    found = kind.run(session.document.set_document_stream(5, file, "a.bin"))

    import base64

    assert found == 7
    assert len(bodies) == 2
    assert [base64.b64encode(CONTENT) in body for body in bodies] == [True, True]
    assert bodies[1] == bodies[0].replace(
        b"7T:aa",
        (
            b"7T:bb"
            if isinstance(trouble, httpx2.Response) and trouble.status_code == 401
            else b"7T:aa"
        ),
    )
    assert not file.closed


@pytest.mark.parametrize(
    "trouble", [httpx2.ConnectError("no"), httpx2.Response(429), httpx2.Response(503)]
)
def test_a_pipe_is_sent_once(kind: Waiting, binding: str, trouble: Any, time: Time):
    server, bodies, _ = reading(trouble, STORED[binding])
    session = kind.open(
        server, binding=binding, options=RequestOptions(idempotent=True)
    )

    with pytest.raises(TransportError):
        kind.run(session.document.set_document_stream(5, Pipe(CONTENT), "a.bin"))

    assert (len(bodies), time.slept) == (1, [])


def test_a_refused_pipe_still_renews_the_ticket_for_the_next_call(
    kind: Waiting, binding: str
):
    server, bodies, requests = reading(httpx2.Response(401), STORED[binding])
    session = kind.open(
        server,
        binding=binding,
        credentials=Ticket("7T:old", renew_with=lambda: "7T:new"),
    )

    with pytest.raises(AuthenticationFault):
        kind.run(session.document.set_document_stream(5, Pipe(CONTENT), "a.bin"))
    assert len(bodies) == 1
    found = session.document.set_document_stream(5, Pipe(CONTENT), "a.bin")
    assert kind.run(found) == 7
    assert [ticket_of(request) for request in requests] == ["7T:old", "7T:new"]


# ----------------------------------------------------------------------------------- time limits


@pytest.mark.parametrize(
    ("said", "options", "expected"),
    [
        ({}, {}, {"connect": 30.0, "read": 30.0, "write": 30.0, "pool": 30.0}),
        (
            {"timeout": 5},
            {"connect_timeout": 2},
            {"connect": 2.0, "read": 5.0, "write": 5.0, "pool": 5.0},
        ),
        (
            {"timeout": 5},
            {"connect_timeout": 9},
            {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0},
        ),
        (
            {"timeout": 5, "options": RequestOptions(connect_timeout=1)},
            {"timeout": 60},
            {"connect": 1.0, "read": 60.0, "write": 60.0, "pool": 60.0},
        ),
        (
            {"timeout": None},
            {},
            {"connect": None, "read": None, "write": None, "pool": None},
        ),
        (
            {"timeout": None},
            {"connect_timeout": 3},
            {"connect": 3.0, "read": None, "write": None, "pool": None},
        ),
        (
            {"timeout": 60},
            {"total_timeout": 10},
            {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0},
        ),
        (
            {"timeout": 4},
            {"total_timeout": 10, "connect_timeout": 2},
            {"connect": 2.0, "read": 4.0, "write": 4.0, "pool": 4.0},
        ),
        (
            {"timeout": None, "options": RequestOptions(total_timeout=math.inf)},
            {},
            {"connect": None, "read": None, "write": None, "pool": None},
        ),
    ],
)
def test_time_limits_reach_the_transport(
    kind: Waiting,
    binding: str,
    said: dict[str, Any],
    options: dict[str, Any],
    expected: dict[str, float | None],
):
    server = Server(GOOD[binding])
    session = kind.open(server, binding=binding, **said)

    kind.run(read(session, options=RequestOptions(**options)))

    assert server.asked.extensions["timeout"] == expected


def lasting(
    time: Time, seconds: float, answer: Any
) -> Callable[[httpx2.Request], httpx2.Response]:
    def answered(request: httpx2.Request) -> httpx2.Response:
        time.pass_by(seconds)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return answered


def test_what_is_left_of_the_whole_is_left_for_the_next_attempt(
    kind: Waiting, binding: str, time: Time
):
    server = Server(lasting(time, 6, httpx2.Response(503)), GOOD[binding])
    session = kind.open(
        server, binding=binding, options=RequestOptions(total_timeout=10)
    )

    assert kind.run(read(session)).name == "Alfa"

    (slept,) = time.slept
    limits = [request.extensions["timeout"]["read"] for request in server.requests]
    assert limits == [10.0, pytest.approx(4.0 - slept)]


def test_no_wait_goes_beyond_the_whole(kind: Waiting, binding: str, time: Time):
    busy = httpx2.Response(503, headers={"Retry-After": "5"})
    server = Server(lasting(time, 6, busy), GOOD[binding])
    session = kind.open(server, binding=binding)

    with pytest.raises(ResponseError) as raised:
        kind.run(read(session, options=RequestOptions(total_timeout=10)))

    assert raised.value.status == 503
    assert (len(server.requests), time.slept) == (1, [])


def test_attempts_stop_when_the_time_is_over(kind: Waiting, binding: str, time: Time):
    server = Server(lasting(time, 4, httpx2.ReadTimeout("t")))
    session = kind.open(server, binding=binding)
    options = RequestOptions(total_timeout=10, retries=100)

    with pytest.raises(RequestTimeout) as raised:
        kind.run(read(session, options=options))

    assert raised.value.message == "the whole call was not over within 10 seconds"
    assert raised.value.operation == "GetContactEntity"
    assert len(server.requests) == 3


def test_a_body_that_arrives_too_late_is_out_of_time(binding: str, time: Time):
    class Slow(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for start in range(0, 40, 4):
                time.pass_by(1)
                yield GOOD[binding].content[start : start + 4]

    def answer(request: httpx2.Request) -> httpx2.Response:
        headers = {"Content-Type": GOOD[binding].headers["Content-Type"]}
        return httpx2.Response(200, headers=headers, stream=Slow())

    session = Session(
        "https://crm.example.com",
        binding=binding,  # type: ignore[arg-type]
        transport=httpx2.MockTransport(answer),
    )

    with pytest.raises(RequestTimeout, match="whole call was not over within 3 sec"):
        read(session, options=RequestOptions(total_timeout=3))


class Dripping:
    """A server of this machine that sends its answer byte by byte, each one in time."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.over = threading.Event()
        self.answered = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.drip, args=(connection,), daemon=True).start()

    def drip(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            self.answered += 1
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100000\r\n\r\n"
            )
            while not self.over.wait(0.02):
                connection.sendall(b" ")

    def close(self) -> None:
        self.over.set()
        self.socket.close()


@pytest.fixture
def real_time(monkeypatch: pytest.MonkeyPatch, time: Time) -> None:
    """Undo what the tests do to clocks: servers of sockets do not see it."""
    import time as machine

    monkeypatch.setattr(Clock, "monotonic", lambda clock: machine.monotonic())


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    server = Dripping()
    yield server
    server.close()


OVER = "the whole call was not over within 0.3 seconds"


@pytest.mark.usefixtures("real_time")
def test_a_dripping_answer_ends_with_the_whole_call(dripping: Dripping):
    with Session(dripping.root) as session, pytest.raises(RequestTimeout) as raised:
        read(session, options=RequestOptions(total_timeout=0.3))

    assert (raised.value.message, dripping.answered) == (OVER, 1)


@pytest.mark.usefixtures("real_time")
def test_a_dripping_answer_ends_with_the_whole_awaited_call(dripping: Dripping):
    async def main() -> None:
        client = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=1))
        async with client, AsyncSession(dripping.root, client=client) as session:
            for _ in range(2):  # the only connection is given back
                with pytest.raises(RequestTimeout) as raised:
                    await read(session, options=RequestOptions(total_timeout=0.3))
                assert raised.value.message == OVER

    asyncio.run(main())
    assert dripping.answered == 2
