"""Servers of this machine that break off, send the wrong thing, or say the right thing in odd ways."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from callers import GOOD, SAVED, WIRES
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from times import Time
from wires import KIND_NAMES, KINDS, Waiting, as_fault, as_soap

from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    NetServerError,
    ResponseError,
    TransportError,
)
from generator.runtime.options import RequestOptions

Deed = Callable[[socket.socket], None]
PAGE = b"<!DOCTYPE html><html><body><h1>Sorry</h1></body></html>"
TYPES = {
    "agents": b"application/json; charset=utf-8",
    "soap": b"text/xml; charset=utf-8",
}


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> str:
    return request.param


# ------------------------------------------------------------------------------------ the server


def whole_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        if not (piece := connection.recv(65536)):
            return b""
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: *(\d+)", head)
    missing = (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        piece = connection.recv(65536)
        if not piece:
            return b""
        request += piece
        missing -= len(piece)
    return request


class Liar:
    """Does one deed with each connection that brings a request; the last one ever again."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.requests: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.over = False
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            if self.over:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(20)
                if request := whole_request(connection):
                    self.requests.append(request)
                    deed = self.deeds[min(len(self.requests), len(self.deeds)) - 1]
                    deed(connection)

    def close(self) -> None:
        self.over = True
        socket.create_connection(self.socket.getsockname()).close()
        self.thread.join(20)
        self.socket.close()


@pytest.fixture
def liar() -> Iterator[Liar]:
    server = Liar()
    yield server
    server.close()


def says(*pieces: bytes) -> Deed:
    def deed(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)

    return deed


def resets(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answer(
    body: bytes,
    kind: bytes,
    *,
    status: bytes = b"200 OK",
    length: int | None = None,
    more: bytes = b"",
) -> bytes:
    size = len(body) if length is None else length
    return (
        b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n"
        % (status, kind, size, more)
    ) + body


def chunks(
    body: bytes, kind: bytes, *, size: int = 7, end: bytes = b"0\r\n\r\n"
) -> list[bytes]:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nTransfer-Encoding: chunked\r\n\r\n"
        % kind
    )
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return [head, *(b"%x\r\n%b\r\n" % (len(part), part) for part in parts), end]


def read(session: Any, **said: Any) -> Any:
    return session.contact.get_contact_entity(3, **said)


def save(session: Any, **said: Any) -> Any:
    return session.contact.save_contact_entity(ContactEntity(name="Alfa"), **said)


ANSWERS = {read: GOOD, save: SAVED}
CALLS = pytest.mark.parametrize("call", [read, save])


# ------------------------------------------------------------------------------ odd, and yet right


def plainly(body: bytes, kind: bytes) -> list[bytes]:
    return [answer(body, kind)]


def until_the_end(body: bytes, kind: bytes) -> list[bytes]:
    return [b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n" % kind, body]


def byte_by_byte(body: bytes, kind: bytes) -> list[bytes]:
    whole = answer(body, kind)
    return [whole[at : at + 1] for at in range(len(whole))]


def packed(body: bytes, kind: bytes) -> list[bytes]:
    return [answer(gzip.compress(body), kind, more=b"Content-Encoding: gzip\r\n")]


def after_a_while(body: bytes, kind: bytes) -> list[bytes]:
    return [b"HTTP/1.1 100 Continue\r\n\r\n", answer(body, kind)]


def of_no_type(body: bytes, kind: bytes) -> list[bytes]:
    return [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), body]


def of_old(body: bytes, kind: bytes) -> list[bytes]:
    return [b"HTTP/1.0 200 OK\r\nContent-Type: %b\r\n\r\n" % kind, body]


def with_a_mark(body: bytes, kind: bytes) -> list[bytes]:
    return [answer(b"\xef\xbb\xbf" + body, kind)]


def with_more_behind(body: bytes, kind: bytes) -> list[bytes]:
    return [answer(body, kind) + b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"]


@CALLS
@pytest.mark.parametrize(
    "manner",
    [
        plainly,
        chunks,
        until_the_end,
        byte_by_byte,
        packed,
        after_a_while,
        of_no_type,
        of_old,
        with_a_mark,
        with_more_behind,
    ],
)
def test_an_answer_may_come_in_many_ways(
    kind: Waiting, binding: str, liar: Liar, call: Any, manner: Any
):
    liar.deeds = [says(*manner(ANSWERS[call][binding].content, TYPES[binding]))]
    with_it = kind.kind(liar.root, binding=binding)

    found = kind.run(call(with_it))

    assert (type(found), found.contact_id, found.name) == (ContactEntity, 3, "Alfa")
    assert len(liar.requests) == 1


def test_an_empty_answer_is_nothing_over_rest(kind: Waiting, liar: Liar):
    liar.deeds = [says(answer(b"", TYPES["agents"]))]

    assert kind.run(read(kind.kind(liar.root))) is None
    assert len(liar.requests) == 1


# --------------------------------------------------------------------------------- broken answers

BROKEN: dict[str, tuple[type[NetServerError], Callable[[bytes, bytes], Deed]]] = {
    "reset": (TransportError, lambda body, kind: resets),
    "silence": (ResponseError, lambda body, kind: says()),
    "half a status line": (ResponseError, lambda body, kind: says(b"HTTP/1.1 2")),
    "half a head": (ResponseError, lambda body, kind: says(b"HTTP/1.1 200 OK\r\n")),
    "no body": (ResponseError, lambda body, kind: says(answer(b"", kind, length=9))),
    "half a body": (
        ResponseError,
        lambda body, kind: says(answer(body[:20], kind, length=len(body))),
    ),
    "a byte less": (
        ResponseError,
        lambda body, kind: says(answer(body, kind, length=len(body) + 1)),
    ),
    "no last chunk": (
        ResponseError,
        lambda body, kind: says(*chunks(body, kind, end=b"")),
    ),
    "half a chunk": (
        ResponseError,
        lambda body, kind: says(*chunks(body, kind, end=b"ff\r\nhalf")),
    ),
    "no chunk": (
        ResponseError,
        lambda body, kind: says(*chunks(body, kind, end=b"zz\r\n\r\n")),
    ),
    "nonsense": (ResponseError, lambda body, kind: says(b"NONSENSE\r\n\r\n")),
    "two lengths": (
        ResponseError,
        lambda body, kind: says(answer(body, kind, more=b"Content-Length: 5\r\n")),
    ),
    "no gzip": (
        ResponseError,
        lambda body, kind: says(answer(body, kind, more=b"Content-Encoding: gzip\r\n")),
    ),
}


@CALLS
@pytest.mark.parametrize("lie", BROKEN)
def test_a_broken_answer_is_repeated_where_nothing_can_have_happened(
    kind: Waiting, binding: str, liar: Liar, call: Any, lie: str, time: Time
):
    expected, deed = BROKEN[lie]
    liar.deeds = [deed(ANSWERS[call][binding].content, TYPES[binding])]

    with pytest.raises(TransportError) as raised:
        kind.run(call(kind.kind(liar.root, binding=binding)))

    assert type(raised.value) is expected
    assert raised.value.sent
    assert getattr(raised.value, "status", None) is None
    assert raised.value.wire == binding
    assert len(liar.requests) == (3 if call is read else 1)
    assert len(time.slept) == len(liar.requests) - 1


@pytest.mark.parametrize("lie", BROKEN)
def test_a_server_that_comes_to_its_senses_is_believed(
    kind: Waiting, binding: str, liar: Liar, lie: str
):
    body = GOOD[binding].content
    _, deed = BROKEN[lie]
    liar.deeds = [deed(body, TYPES[binding]), says(answer(body, TYPES[binding]))]

    assert kind.run(read(kind.kind(liar.root, binding=binding))).name == "Alfa"

    first, second = liar.requests
    assert first == second


def test_nobody_at_all(kind: Waiting, binding: str, time: Time):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        root = f"http://127.0.0.1:{unused.getsockname()[1]}"

    for call in (read, save):
        time.slept.clear()
        with pytest.raises(ConnectError) as raised:
            kind.run(call(kind.kind(root, binding=binding)))
        assert not raised.value.sent
        assert len(time.slept) == 2


# ------------------------------------------------------------------------------ whole, and no answer

Said = tuple[bytes, bytes, bytes]  # status, type, body
ERROR = b'{"Error":true,"ErrorType":"SoError","ErrorMessage":"Not today"}'
NO_ANSWER: dict[str, tuple[type[NetServerError], int, Said, Said]] = {
    "page": (
        ResponseError,
        200,
        (b"200 OK", b"text/html", PAGE),
        (b"200 OK", b"text/html", PAGE),
    ),
    "page that calls itself right": (
        ResponseError,
        200,
        (b"200 OK", TYPES["agents"], PAGE),
        (b"200 OK", TYPES["soap"], PAGE),
    ),
    "page of an error": (
        ResponseError,
        500,
        (b"500 Internal Server Error", b"text/html", PAGE),
        (b"500 Internal Server Error", b"text/html", PAGE),
    ),
    "text": (
        ResponseError,
        200,
        (b"200 OK", b"text/plain", b"Sorry"),
        (b"200 OK", b"text/plain", b"Sorry"),
    ),
    "the other wire's": (
        ResponseError,
        200,
        (b"200 OK", TYPES["soap"], GOOD["soap"].content),
        (b"200 OK", TYPES["agents"], GOOD["agents"].content),
    ),
    "half of it": (
        ResponseError,
        200,
        (b"200 OK", TYPES["agents"], GOOD["agents"].content[:20]),
        (b"200 OK", TYPES["soap"], GOOD["soap"].content[:-20]),
    ),
    "bytes": (
        ResponseError,
        200,
        (b"200 OK", TYPES["agents"], bytes(range(256))),
        (b"200 OK", TYPES["soap"], bytes(range(256))),
    ),
    "another shape": (
        ResponseError,
        200,
        (b"200 OK", TYPES["agents"], b"[1, 2]"),
        (b"200 OK", TYPES["soap"], b"<a/>"),
    ),
    "error with 200": (
        Fault,
        200,
        (b"200 OK", TYPES["agents"], ERROR),
        (
            b"200 OK",
            TYPES["soap"],
            as_soap(
                "<a/>",
                succeeded=False,
                info="<h:Message>Not today</h:Message>",
            ).content,
        ),
    ),
    "error": (
        Fault,
        500,
        (b"500 No", TYPES["agents"], b'{"Message":"Not today"}'),
        (b"500 No", TYPES["soap"], as_fault("Not today").content),
    ),
    "error as fault with 200": (
        Fault,
        200,
        (b"200 OK", TYPES["agents"], ERROR),
        (b"200 OK", TYPES["soap"], as_fault("Not today").content),
    ),
    "401 page": (
        AuthenticationFault,
        401,
        (b"401 Unauthorized", b"text/html", PAGE),
        (b"401 Unauthorized", b"text/html", PAGE),
    ),
    "403 of a gateway": (
        ResponseError,
        403,
        (b"403 Forbidden", b"text/html", PAGE),
        (b"403 Forbidden", b"text/html", PAGE),
    ),
}


@CALLS
@pytest.mark.parametrize("lie", NO_ANSWER)
def test_what_is_no_answer_is_asked_for_once(
    kind: Waiting, binding: str, liar: Liar, call: Any, lie: str, time: Time
):
    expected, status, agents, soap = NO_ANSWER[lie]
    line, media, body = agents if binding == "agents" else soap
    liar.deeds = [says(answer(body, media, status=line))]

    with pytest.raises(NetServerError) as raised:
        kind.run(call(kind.kind(liar.root, binding=binding)))

    error: Any = raised.value
    assert (type(error), error.status) == (expected, status)
    assert (len(liar.requests), time.slept) == (1, [])
    if expected is Fault:
        assert error.message == "Not today"
    elif body is PAGE and expected is ResponseError:
        assert error.excerpt == "Sorry"
        assert error.content_type == media.decode()


def test_an_empty_answer_is_none_over_soap(kind: Waiting, liar: Liar):
    liar.deeds = [says(answer(b"", TYPES["soap"]))]

    with pytest.raises(ResponseError) as raised:
        kind.run(read(kind.kind(liar.root, binding="soap")))

    assert raised.value.status == 200
    assert len(liar.requests) == 1


@CALLS
@pytest.mark.parametrize("short", [1, 20])
def test_a_length_that_is_too_short_cuts_the_answer(
    kind: Waiting, binding: str, liar: Liar, call: Any, short: int
):
    body = ANSWERS[call][binding].content
    liar.deeds = [says(answer(body, TYPES[binding], length=len(body) - short))]

    with pytest.raises(ResponseError, match="cannot be read") as raised:
        kind.run(call(kind.kind(liar.root, binding=binding)))

    assert raised.value.status == 200
    assert len(liar.requests) == 1


def test_a_packed_answer_that_is_cut_off_is_no_answer(
    kind: Waiting, binding: str, liar: Liar
):
    body = gzip.compress(GOOD[binding].content)[:-20]
    more = b"Content-Encoding: gzip\r\n"
    liar.deeds = [says(answer(body, TYPES[binding], more=more))]

    with pytest.raises(ResponseError):
        kind.run(read(kind.kind(liar.root, binding=binding)))

    assert len(liar.requests) == 1


@CALLS
@pytest.mark.parametrize("status", [b"502 Bad", b"503 Busy", b"504 Late"])
def test_a_page_of_a_gateway_is_repeated_for_what_only_reads(
    kind: Waiting, binding: str, liar: Liar, call: Any, status: bytes
):
    more = (
        b"Connection: close\r\n"  # or a repetition may be sent before the end is seen
    )
    liar.deeds = [says(answer(PAGE, b"text/html", status=status, more=more))]

    with pytest.raises(ResponseError) as raised:
        kind.run(call(kind.kind(liar.root, binding=binding)))

    assert (raised.value.status, raised.value.excerpt) == (int(status[:3]), "Sorry")
    assert len(liar.requests) == (3 if call is read else 1)


# ---------------------------------------------------------------------------------- open connections


@CALLS
def test_a_connection_that_was_closed_meanwhile_is_not_used_again(
    kind: Waiting, binding: str, liar: Liar, call: Any
):
    """The server answers as if more could follow, and hangs up when it has."""
    liar.deeds = [says(answer(ANSWERS[call][binding].content, TYPES[binding]))]
    options = RequestOptions(retries=0)

    def hung_up() -> None:
        # Connections are served one by one: when this one is over, so is that of the call.
        with socket.create_connection(liar.socket.getsockname()) as knock:
            knock.settimeout(20)
            knock.shutdown(socket.SHUT_WR)
            assert knock.recv(1) == b""

    async def thrice_awaited() -> None:
        async with kind.kind(liar.root, binding=binding) as session:
            for _ in range(3):
                await call(session, options=options)
                hung_up()

    if kind.kind is AsyncSession:
        asyncio.run(thrice_awaited())
    else:
        with kind.kind(liar.root, binding=binding) as session:
            for _ in range(3):
                call(session, options=options)
                hung_up()

    assert len(liar.requests) == 3


def test_a_failed_call_gives_its_connection_back(kind: Waiting, liar: Liar):
    """A pool of one connection is enough for calls one after the other, whatever becomes of them."""
    body = GOOD["agents"].content
    lies = [deed(body, TYPES["agents"]) for _, deed in BROKEN.values()]
    liar.deeds = [*lies, says(answer(body, TYPES["agents"]))]
    limits = httpx2.Limits(max_connections=1)
    options = RequestOptions(retries=len(lies), timeout=20)

    if kind.kind is Session:
        with httpx2.Client(limits=limits) as client:
            found = read(kind.kind(liar.root, client=client), options=options)
    else:

        async def main() -> Any:
            async with httpx2.AsyncClient(limits=limits) as client:
                return await read(kind.kind(liar.root, client=client), options=options)

        found = asyncio.run(main())

    assert found.name == "Alfa"
    assert len(liar.requests) == len(lies) + 1


# ------------------------------------------------------------------------------------------ streams


@pytest.mark.parametrize(
    "lie", ["half a body", "no last chunk", "half a chunk", "no gzip"]
)
def test_a_file_that_breaks_off_is_not_taken_for_whole(
    kind: Waiting, liar: Liar, lie: str
):
    content = bytes(range(256)) * 500
    media = b"application/octet-stream"
    whole = {
        "half a body": [answer(content, media, length=len(content) * 2)],
        "no last chunk": chunks(content, media, size=5000, end=b""),
        "half a chunk": chunks(content, media, size=5000, end=b"fff\r\nx"),
        "no gzip": [answer(content, media, more=b"Content-Encoding: gzip\r\n")],
    }
    liar.deeds = [says(*whole[lie])]
    session = kind.kind(liar.root)

    with pytest.raises(ResponseError, match="broken or cut off") as raised:
        kind.download(session, session.document.get_document_stream, 5, size=1000)

    assert raised.value.operation == "GetDocumentStream"
    assert len(liar.requests) == 1


@pytest.mark.parametrize("manner", [plainly, chunks, until_the_end, packed])
def test_a_file_arrives_whole(kind: Waiting, liar: Liar, manner: Any):
    content = bytes(range(256)) * 50
    liar.deeds = [says(*manner(content, b"application/octet-stream"))]
    session = kind.kind(liar.root)

    _, pieces = kind.download(
        session, session.document.get_document_stream, 5, size=1000
    )

    assert b"".join(pieces) == content
