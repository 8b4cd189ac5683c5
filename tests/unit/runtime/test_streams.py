"""Files up and down: as bytes, as file objects, in pieces and in constant memory."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
import os
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from minicrm.session import AsyncSession, Session
from wires import KIND_NAMES, KINDS, ROOT, Server, Waiting, as_fault, as_json, as_soap

from generator.runtime.errors import (
    AuthenticationFault,
    Fault,
    RequestTimeout,
    ResponseError,
)
from generator.runtime.streams import Download

MiB = 2**20
OCTETS = {"Content-Type": "application/octet-stream"}
WIRES = pytest.mark.parametrize("binding", ["agents", "soap"])


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


def stored(number: int, binding: str) -> httpx2.Response:
    if binding == "agents":
        return as_json(number)
    return as_soap(
        f"<SetDocumentStreamResponse><Response>{number}</Response></SetDocumentStreamResponse>"
    )


def given(content: bytes, binding: str) -> httpx2.Response:
    if binding == "agents":
        return httpx2.Response(200, content=content, headers=OCTETS)
    text = base64.b64encode(content).decode()
    return as_soap(
        f"<GetDocumentStreamResponse><Response>{text}</Response></GetDocumentStreamResponse>"
    )


# ------------------------------------------------------------------------------------- down


@WIRES
def test_a_method_gives_the_bytes(kind: Waiting, binding: str):
    server = Server(given(b"\x00hej\xff", binding))
    session = kind.open(server, binding=binding)

    assert kind.run(session.document.get_document_stream(5)) == b"\x00hej\xff"
    if binding == "agents":
        assert server.asked.headers["Accept"] == "application/octet-stream"
        assert json.loads(server.body) == {"DocumentId": 5}


@WIRES
def test_a_stream_gives_the_bytes_in_chunks(kind: Waiting, binding: str):
    session = kind.open(Server(given(b"0123456789", binding)), binding=binding)

    download, chunks = kind.download(session, session.document.get_document_stream, 5)

    assert chunks == [b"0123", b"4567", b"89"]
    assert download.length == 10
    assert download.content_type == (
        OCTETS["Content-Type"] if binding == "agents" else ""
    )


def test_read_gives_all(kind: Waiting):
    with (
        Session(
            ROOT, transport=httpx2.MockTransport(Server(given(b"0123456789", "agents")))
        ) as session,
        session.stream(session.document.get_document_stream, 5) as download,
    ):
        assert isinstance(download, Download)
        assert download.read() == b"0123456789"


@pytest.mark.parametrize(
    "answer",
    [httpx2.Response(204), as_json(None), httpx2.Response(200, headers=OCTETS)],
)
def test_no_object_is_no_bytes(kind: Waiting, answer: httpx2.Response):
    session = kind.open(Server(answer))

    download, chunks = kind.download(session, session.document.get_document_stream, 5)

    assert b"".join(chunks) == b""
    assert not kind.run(session.document.get_document_stream(5))
    assert download.length in (0, None)


def test_base64_in_json_is_decoded(kind: Waiting):
    session = kind.open(Server(as_json(base64.b64encode(b"hej").decode())))

    assert kind.run(session.document.get_document_stream(5)) == b"hej"
    _, chunks = kind.download(session, session.document.get_document_stream, 5)
    assert chunks == [b"hej"]


@pytest.mark.parametrize(
    "document", [{"a": 1}, [1, 2], {"Message": "Hello", "To": "Tom"}, "not base64", 5]
)
def test_a_document_that_is_json_stays_as_it_is(kind: Waiting, document: Any):
    answer = as_json(document)
    session = kind.open(Server(answer))

    assert kind.run(session.document.get_document_stream(5)) == answer.content


@pytest.mark.parametrize("status", [200, 500])
def test_an_error_in_place_of_a_file_is_a_fault(kind: Waiting, status: int):
    body = {"Error": True, "ErrorType": "SoException", "ErrorMessage": "No access"}
    session = kind.open(Server(as_json(body, status)))

    with pytest.raises(Fault, match="No access"):
        kind.run(session.document.get_document_stream(5))
    with pytest.raises(Fault, match="No access"):
        kind.download(session, session.document.get_document_stream, 5)


@WIRES
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx2.Response(401), AuthenticationFault),
        (httpx2.Response(200, html="<h1>Sign in</h1>"), ResponseError),
        (httpx2.Response(502, text="bad gateway"), ResponseError),
    ],
)
def test_a_refusal_comes_before_the_first_chunk(
    kind: Waiting, binding: str, answer: httpx2.Response, error: type[Exception]
):
    session = kind.open(Server(answer), binding=binding)

    with pytest.raises(error):
        kind.download(session, session.document.get_document_stream, 5)


def test_a_fault_over_soap_comes_before_the_first_chunk(kind: Waiting):
    session = kind.open(Server(as_fault("No access")), binding="soap")

    with pytest.raises(Fault, match="No access"):
        kind.download(session, session.document.get_document_stream, 5)


def test_a_page_that_was_asked_for_is_a_file(kind: Waiting):
    from generator.runtime.options import RequestOptions

    page = httpx2.Response(200, html="<h1>Template</h1>")
    session = kind.open(
        Server(page), options=RequestOptions(headers={"Accept": "text/html"})
    )

    assert kind.run(session.document.get_document_stream(5)) == b"<h1>Template</h1>"


def test_only_methods_that_give_bytes_can_be_streamed(kind: Waiting):
    session = kind.open(Server(as_json([])))
    other = kind.open(Server(as_json([])))

    with pytest.raises(TypeError, match="GetNames does not give bytes"):
        kind.download(session, session.contact.get_names, "A", 1)
    with pytest.raises(TypeError, match="a method of an agent"):
        kind.download(session, print, "A")
    with pytest.raises(ValueError, match="another session"):
        kind.download(session, other.document.get_document_stream, 5)


class Dripping(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that comes in pieces, and may break."""

    def __init__(self, pieces: int, error: Exception | None = None) -> None:
        self.pieces, self.error = pieces, error
        self.given = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.pieces):
            self.given += 1
            yield b"x" * 65536
        if self.error:
            raise self.error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


class Raw(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """A transport that reads and writes in pieces, as one of the network does."""

    def __init__(self, body: Dripping | httpx2.Response) -> None:
        self.body = body
        self.request: httpx2.Request | None = None
        self.digest = hashlib.sha256()
        self.size = 0

    def _take(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.request = request
        if isinstance(self.body, httpx2.Response):
            return self.body
        return httpx2.Response(200, stream=self.body, headers=OCTETS)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.SyncByteStream)
        for piece in request.stream:
            self._take(piece)
        return self._answer(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.AsyncByteStream)
        async for piece in request.stream:
            self._take(piece)
        return self._answer(request)


def test_chunks_come_while_the_rest_is_on_its_way():
    body = Dripping(pieces=100)
    session = Session(ROOT, transport=Raw(body))

    with session.stream(session.document.get_document_stream, 5) as download:
        assert download.length is None
        chunks = download.iter_bytes()
        assert next(chunks) == b"x" * 65536
        assert body.given <= 2
        assert not body.closed

    assert body.closed


@pytest.mark.parametrize("error", [ValueError("mine"), KeyboardInterrupt()])
def test_leaving_early_closes_the_answer(error: BaseException):
    body = Dripping(pieces=100)
    session = Session(ROOT, transport=Raw(body))

    with (
        pytest.raises(type(error)),
        session.stream(session.document.get_document_stream, 5),
    ):
        raise error

    assert body.closed


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (httpx2.ReadTimeout("t"), RequestTimeout),
        (httpx2.RemoteProtocolError("peer closed connection"), ResponseError),
    ],
)
def test_an_answer_that_breaks_off_is_an_error(
    kind: Waiting, cause: Exception, error: type[Exception]
):
    body = Dripping(pieces=2, error=cause)
    session = kind.open(Raw(body))

    with pytest.raises(error) as raised:
        kind.download(session, session.document.get_document_stream, 5, size=65536)

    assert "Document/GetDocumentStream over agents" in str(raised.value)
    assert body.closed


def test_a_download_takes_no_more_memory_than_some_chunks():
    session = Session(ROOT, transport=Raw(Dripping(pieces=64 * 16)))

    with session.stream(session.document.get_document_stream, 5) as download:
        tracemalloc.start()
        size = sum(len(chunk) for chunk in download.iter_bytes())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert size == 64 * MiB
    assert peak < 2 * MiB


def test_an_asynchronous_download_takes_no_more_memory_than_some_chunks():
    async def main() -> tuple[int, int]:
        session = AsyncSession(ROOT, transport=Raw(Dripping(pieces=64 * 16)))
        async with session.stream(session.document.get_document_stream, 5) as download:
            tracemalloc.start()
            size = sum([len(chunk) async for chunk in download.iter_bytes()])
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return size, peak

    size, peak = asyncio.run(main())

    assert size == 64 * MiB
    assert peak < 2 * MiB


# --------------------------------------------------------------------------------------- up


class Pipe(io.RawIOBase):
    """A file that knows no size and gives a few bytes at a time."""

    def __init__(self, content: bytes, most: int = 7) -> None:
        self._left = io.BytesIO(content)
        self._most = most

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._left.read(min(size, self._most))


SIZES = [0, 1, 2, 3, 4, 49151, 49152, 49153, 100_000]


@WIRES
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("source", ["bytes", "file", "pipe", "disk"])
def test_a_file_goes_up_like_its_bytes(
    kind: Waiting, binding: str, size: int, source: str, tmp_path: Path
):
    content = os.urandom(size)
    if source == "disk":
        (tmp_path / "file").write_bytes(content)
    server = Server(stored(7, binding))
    session = kind.open(server, binding=binding)
    file: Any = {
        "bytes": lambda: content,
        "file": lambda: io.BytesIO(content),
        "pipe": lambda: Pipe(content),
        "disk": lambda: (tmp_path / "file").open("rb"),
    }[source]()

    number = kind.run(
        session.document.set_document_stream(5, file, 'a "name" & <more>')
    )

    assert number == 7
    text = base64.b64encode(content).decode()
    if binding == "agents":
        assert json.loads(server.body) == {
            "DocumentId": 5,
            "Stream": text,
            "Name": 'a "name" & <more>',
        }
    else:
        assert f"Stream>{text}</" in server.body or not text
        assert "&amp;" in server.body
    headers = server.asked.headers
    assert ("Transfer-Encoding" in headers) == (source == "pipe")
    if source != "pipe":
        assert headers["Content-Length"] == str(len(server.asked.content))
    if source != "bytes":
        assert not file.closed
        file.close()


@WIRES
def test_no_file_is_null(kind: Waiting, binding: str):
    server = Server(stored(7, binding))
    session = kind.open(server, binding=binding)

    assert kind.run(session.document.set_document_stream(5, None, "n")) == 7


def test_a_file_goes_up_from_where_it_stands(kind: Waiting):
    server = Server(stored(7, "agents"))
    session = kind.open(server)
    file = io.BytesIO(b"0123456789")
    file.seek(6)

    kind.run(session.document.set_document_stream(5, file, None))

    assert json.loads(server.body)["Stream"] == base64.b64encode(b"6789").decode()


@WIRES
def test_an_upload_takes_no_more_memory_than_some_pieces(binding: str, tmp_path: Path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(64 * MiB)
    transport = Raw(stored(7, binding))
    session = Session(ROOT, transport=transport, binding=binding)
    session.document.set_document_stream(5, b"", "")  # compiles the codec
    transport.size, transport.body = 0, stored(7, binding)

    with path.open("rb") as file:
        tracemalloc.start()
        assert session.document.set_document_stream(5, file, "n") == 7
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert transport.size > 64 * MiB * 4 / 3
    assert transport.request is not None
    assert transport.request.headers["Content-Length"] == str(transport.size)
    assert peak < 2 * MiB


def test_an_asynchronous_upload_takes_no_more_memory_than_some_pieces(tmp_path: Path):
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(16 * MiB)
    transport = Raw(stored(7, "agents"))

    async def main() -> int:
        session = AsyncSession(ROOT, transport=transport)
        with path.open("rb") as file:
            tracemalloc.start()
            assert await session.document.set_document_stream(5, file, "n") == 7
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return peak

    peak = asyncio.run(main())

    assert transport.size > 16 * MiB * 4 / 3
    assert peak < 3 * MiB


def test_the_event_loop_goes_on_while_a_file_is_read():
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            import time

            time.sleep(0.2)
            return super().read(size)

    async def main() -> int:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        session = AsyncSession(ROOT, transport=Raw(stored(7, "agents")))
        ticking = asyncio.create_task(tick())
        await session.document.set_document_stream(5, Slow(b"hej"), None)
        ticking.cancel()
        return ticks

    assert asyncio.run(main()) >= 5


@WIRES
def test_a_file_of_text_is_refused_before_anything_is_sent(kind: Waiting, binding: str):
    server = Server(stored(7, binding))
    session = kind.open(server, binding=binding)

    with pytest.raises(TypeError, match="mode 'rb'"):
        kind.run(session.document.set_document_stream(5, io.StringIO("hej"), None))

    assert server.requests == []


def test_something_that_reads_text_is_refused(kind: Waiting):
    class Texts:
        def read(self, size: int) -> str:
            return "hej"

    session = kind.open(Server(stored(7, "agents")))

    with pytest.raises(TypeError, match="bytes, not str"):
        kind.run(session.document.set_document_stream(5, Texts(), None))


def test_a_file_that_shrinks_is_noticed(kind: Waiting):
    class Shrinking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return b""

    session = kind.open(Server(stored(7, "agents")))

    with pytest.raises(EOFError, match="before the size that it had"):
        kind.run(session.document.set_document_stream(5, Shrinking(b"hej"), None))


def test_a_file_for_a_parameter_that_is_no_bytes_is_a_mistake(kind: Waiting):
    server = Server(stored(7, "agents"))
    session = kind.open(server)

    with pytest.raises((TypeError, ValueError)):
        kind.run(session.document.set_document_stream(5, b"", io.BytesIO(b"hej")))

    assert server.requests == []
