"""What a failing call shows to people: its errors, their tracebacks with all variables, logs and events."""

from __future__ import annotations

import base64
import contextlib
import html
import logging
import pickle
import re
import socket
import struct
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import httpx2
import pytest
from callers import WIRES
from wires import KIND_NAMES, KINDS, Server, Waiting, as_fault, as_json, as_soap

from generator.runtime.credentials import (
    AccessToken,
    Credentials,
    Ticket,
    UsernamePassword,
)
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    NetServerError,
    RequestTimeout,
    ResponseError,
    TransportError,
)
from generator.runtime.hooks import Hooks
from generator.runtime.options import RequestOptions

TICKET = "hush/ticket+1=="
RENEWED = "hush/renewed+2=="
TOKEN = "hush.token-3"
PASSWORD = "hush <&> 'password\" æ"
APP = "hush<app&token>"
PAIR = base64.b64encode(f"tom:{PASSWORD}".encode()).decode()
SECRETS = (TICKET, RENEWED, TOKEN, PASSWORD, APP, PAIR)
NEEDLES = ["hush", PAIR, *(base64.b64encode(s.encode()).decode() for s in SECRETS)]


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


@pytest.fixture(params=WIRES)
def binding(request: pytest.FixtureRequest) -> str:
    return request.param


def shown(text: str) -> list[str]:
    """The secrets in a text, and the neighbourhood of each."""
    return [
        text[max(0, at - 200) : at + 80]
        for needle in NEEDLES
        if (at := text.find(needle)) >= 0
    ]


def sent(request: httpx2.Request) -> set[str]:
    """The secrets that a server knows from a request."""
    text = request.content.decode("utf-8", "replace") + str(dict(request.headers))
    return {
        secret
        for secret in SECRETS
        if secret in text or html.escape(secret, quote=False) in text
    }


def chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is not None and one not in found:
            found.append(one)
            left += [one.__cause__, one.__context__]
    return found


def told(error: BaseException) -> str:
    """All that an error and those behind it say, to people and to tools that report errors."""
    lines: list[str] = []
    for one in chain(error):
        lines += [str(one), repr(one), repr(one.args), repr(vars(one))]
        lines += getattr(one, "__notes__", [])
        for protocol in (0, 5):
            # Errors of httpx2 cannot be written at all, which says nothing either.
            with contextlib.suppress(TypeError, AttributeError, pickle.PicklingError):
                pickled = pickle.dumps(one, protocol)
                lines.append(pickled.decode("latin-1"))
                lines.append(repr(vars(pickle.loads(pickled))))
        # Not of the chain alone: "from None" hides errors that are still there.
        found = traceback.TracebackException.from_exception(one, capture_locals=True)
        lines += found.format()
    return "\n".join(lines)


class Seen:
    """What a session tells about its calls, as a program may keep it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hooks = Hooks(on_request=self, on_response=self, on_retry=self)

    def __call__(self, event: Any) -> None:
        self.lines.append(repr(event))
        if getattr(event, "error", None) is not None:
            self.lines.append(told(event.error))


def failing(
    kind: Waiting,
    call: Callable[[], Any],
    expected: type[BaseException],
    caplog: pytest.LogCaptureFixture,
) -> tuple[BaseException, str]:
    """What a failing call raises, and all that it shows."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx2", "httpcore2", "httpx", "httpcore", "anyio", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    with warnings.catch_warnings(record=True) as warned, pytest.raises(expected) as got:
        warnings.simplefilter("always")
        kind.run(call())
    lines = [told(got.value)]
    lines += [f"{record.getMessage()} {record.args!r}" for record in caplog.records]
    lines += [str(warning.message) for warning in warned]
    return got.value, "\n".join(lines)


def objects(session: Any) -> str:
    """What the parts of a session look like in a debugger's list of variables."""
    core = session._core
    parts: list[Any] = [
        session,
        session.contact,
        core,
        core.place,
        core.sign_in,
        core.sign_in.grant,
        core.sign_in.credentials,
        core.options,
        core.hooks,
        core.release,
        session._driver,
        session._client,
    ]
    return "\n".join(map(repr, parts))


CREDENTIALS: list[Callable[[], Credentials]] = [
    lambda: Ticket(TICKET, renew_with=lambda: RENEWED),
    lambda: AccessToken(TOKEN, renew_with=lambda: RENEWED),
    lambda: UsernamePassword("tom", PASSWORD),
]
CREDENTIAL_NAMES = ["ticket", "token", "password"]


@pytest.fixture(params=CREDENTIALS, ids=CREDENTIAL_NAMES)
def credentials(request: pytest.FixtureRequest) -> Credentials:
    return request.param()


SIGNED_IN = as_soap(
    f"<AuthenticateResponse><Credentials><Ticket>{TICKET}</Ticket></Credentials>"
    "<AuthenticationSucceeded>true</AuthenticationSucceeded></AuthenticateResponse>"
)


def escaped(echo: str) -> str:
    return html.escape(echo, quote=False)


def as_page(echo: str, status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, html=f"<h1>{escaped(echo)}</h1>")


def as_broken(content: str, kind: str) -> httpx2.Response:
    return httpx2.Response(
        200, content=content.encode(), headers={"Content-Type": kind}
    )


def as_redirect(echo: str) -> httpx2.Response:
    target = f"https://x.example.com/{quote(echo, safe='')}?t={quote_plus(echo)}"
    return httpx2.Response(302, headers={"Location": target})


def as_info(echo: str) -> str:
    told = escaped(echo)
    inner = f"<h:InnerException><h:Message>{told}</h:Message></h:InnerException>"
    return (
        "".join(
            f"<h:{name}>{told}</h:{name}>"
            for name in ("Message", "StackTrace", "FriendlyText")
        )
        + inner
    )


def as_error(echo: str, status: int) -> httpx2.Response:
    said = {
        "Message": echo,
        "MessageDetail": echo,
        "ExceptionMessage": echo,
        "StackTrace": echo,
        "InnerException": {"Message": echo, "StackTrace": echo},
        "ModelState": {"x": [echo]},
    }
    return as_json(said, status)


def raising(error: Exception) -> Any:
    return lambda echo: error


Told = Callable[[str], httpx2.Response | Exception]
FAILURES: dict[str, tuple[type[NetServerError], Told, Told]] = {
    "401": (
        AuthenticationFault,
        lambda echo: httpx2.Response(401),
        lambda echo: httpx2.Response(401),
    ),
    "401 that echoes": (
        AuthenticationFault,
        lambda echo: as_error(echo, 401),
        lambda echo: as_fault(escaped(echo), status=401),
    ),
    "401 page": (
        AuthenticationFault,
        lambda echo: as_page(echo, 401),
        lambda echo: as_page(echo, 401),
    ),
    "fault": (
        Fault,
        lambda echo: as_error(echo, 500),
        lambda echo: as_fault(escaped(echo)),
    ),
    "200 with an error": (
        Fault,
        lambda echo: as_json({"Error": True, "ErrorMessage": echo}),
        lambda echo: as_soap("<a/>", succeeded=False, info=as_info(echo)),
    ),
    "page": (ResponseError, as_page, as_page),
    "503": (
        ResponseError,
        lambda echo: as_page(echo, 503),
        lambda echo: httpx2.Response(503, text=echo),
    ),
    "broken body": (
        ResponseError,
        lambda echo: as_broken(f'{{"Name": "{echo}', "application/json"),
        lambda echo: as_broken(f"<a><b>{escaped(echo)}", "text/xml"),
    ),
    "body of another kind": (
        ResponseError,
        lambda echo: as_json({"ContactId": echo, "Name": 5}),
        lambda echo: as_soap(
            "<GetContactEntityResponse><Response><ContactId>"
            f"{escaped(echo)}</ContactId></Response></GetContactEntityResponse>"
        ),
    ),
    "redirect": (ResponseError, as_redirect, as_redirect),
    "connection": (
        ConnectError,
        raising(httpx2.ConnectError("refused")),
        raising(httpx2.ConnectError("refused")),
    ),
    "broken status line": (
        ResponseError,
        lambda echo: httpx2.RemoteProtocolError(f"illegal status line: {echo}"),
        lambda echo: httpx2.RemoteProtocolError(f"illegal status line: {echo}"),
    ),
    "timeout": (
        RequestTimeout,
        raising(httpx2.ReadTimeout("late")),
        raising(httpx2.ReadTimeout("late")),
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_call_keeps_quiet(
    kind: Waiting,
    binding: str,
    credentials: Credentials,
    failure: str,
    caplog: pytest.LogCaptureFixture,
):
    expected, agents, soap = FAILURES[failure]
    known: set[str] = set()

    def answer(request: httpx2.Request) -> httpx2.Response:
        known.update(sent(request))
        if "SoPrincipal" in str(request.url):
            return SIGNED_IN
        found = (soap if binding == "soap" else agents)(" ; ".join(sorted(known)))
        if isinstance(found, Exception):
            raise found
        return found

    seen = Seen()
    session = kind.open(
        Server(answer),
        binding=binding,
        credentials=credentials,
        app_token=APP,
        hooks=seen.hooks,
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), expected, caplog
    )

    assert APP in known
    assert "GetContactEntity" in text
    assert len(seen.lines) >= 3
    assert shown(text) == []
    assert shown("\n".join(seen.lines)) == []
    assert shown(objects(session)) == []


# ------------------------------------------------------------------------------ signing in fails


@pytest.mark.parametrize("failure", ["401", "401 that echoes", "fault", "page", "503"])
def test_a_failing_sign_in_keeps_quiet(
    kind: Waiting, failure: str, caplog: pytest.LogCaptureFixture
):
    _, _, soap = FAILURES[failure]

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert sent(request) == {APP, PASSWORD}
        found = soap(f"{APP} {PASSWORD}")
        assert isinstance(found, httpx2.Response)
        return found

    seen = Seen()
    session = kind.open(
        Server(answer),
        binding="soap",
        credentials=UsernamePassword("tom", PASSWORD),
        app_token=APP,
        hooks=seen.hooks,
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), NetServerError, caplog
    )

    assert "AuthenticateUsernamePassword" in text
    assert shown(text) == []
    assert shown(objects(session)) == []


@pytest.mark.parametrize(
    "trouble", [AuthenticationFault("gone"), ConnectError("gone"), RuntimeError("gone")]
)
def test_a_failing_renewal_keeps_quiet(
    kind: Waiting, binding: str, trouble: Exception, caplog: pytest.LogCaptureFixture
):
    def renewed() -> str:
        raise trouble

    seen = Seen()
    session = kind.open(
        Server(httpx2.Response(401)),
        binding=binding,
        credentials=Ticket(TICKET, renew_with=renewed),
        app_token=APP,
        hooks=seen.hooks,
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), type(trouble), caplog
    )

    assert "gone" in text
    assert shown(text) == []
    assert shown("\n".join(seen.lines)) == []


def test_a_renewal_of_no_use_keeps_quiet(
    kind: Waiting, binding: str, caplog: pytest.LogCaptureFixture
):
    session = kind.open(
        Server(httpx2.Response(401)),
        binding=binding,
        credentials=Ticket(TICKET, renew_with=lambda: f"{RENEWED}\n"),
        app_token=APP,
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), ValueError, caplog
    )

    assert "a ticket must be printable" in text
    assert shown(text) == []


@pytest.mark.parametrize("at", ["on_request", "on_response", "on_retry"])
def test_a_mistake_in_a_hook_keeps_quiet(
    kind: Waiting,
    binding: str,
    credentials: Credentials,
    at: str,
    caplog: pytest.LogCaptureFixture,
):
    def mistaken(event: Any) -> None:
        raise RuntimeError("mistaken")

    def answer(request: httpx2.Request) -> httpx2.Response:
        return SIGNED_IN if "SoPrincipal" in str(request.url) else httpx2.Response(503)

    session = kind.open(
        Server(answer),
        binding=binding,
        credentials=credentials,
        app_token=APP,
        hooks=Hooks(**{at: mistaken}),
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), RuntimeError, caplog
    )

    assert "insisting.py" in text  # the way to the mistake is still there
    assert shown(text) == []


def test_a_mistake_in_a_transport_keeps_quiet(
    kind: Waiting,
    binding: str,
    credentials: Credentials,
    caplog: pytest.LogCaptureFixture,
):
    def answer(request: httpx2.Request) -> httpx2.Response:
        raise RuntimeError("mistaken")

    session = kind.open(
        Server(answer), binding=binding, credentials=credentials, app_token=APP
    )

    _, text = failing(
        kind, lambda: session.contact.get_contact_entity(3), RuntimeError, caplog
    )

    assert "driver.py" in text
    assert shown(text) == []


# ------------------------------------------------------------------------------- real connections


def whole_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65536)
    head, _, body = request.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: *(\d+)", head)
    missing = (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        piece = connection.recv(65536)
        request += piece
        missing -= len(piece)
    return request


class Wire:
    """A server of this machine that takes one request after the other, and does the same to each."""

    def __init__(self, deed: Callable[[socket.socket, bytes], None]) -> None:
        self.deed = deed
        self.over = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.root = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.requests: list[bytes] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                request = whole_request(connection)
                self.requests.append(request)
                self.deed(connection, request)

    def close(self) -> None:
        self.over.set()
        self.socket.close()


def reset(connection: socket.socket, request: bytes) -> None:
    option = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)


def hang_up(connection: socket.socket, request: bytes) -> None:
    """Says nothing."""


def say_nonsense(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"NONSENSE " + request)


def stay_silent(connection: socket.socket, request: bytes) -> None:
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass


def break_off(connection: socket.socket, request: bytes) -> None:
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 99999\r\n\r\n"
        + request
    )


def zip_badly(connection: socket.socket, request: bytes) -> None:
    body = b"no gzip: " + request
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (reset, TransportError),
        (hang_up, ResponseError),
        (say_nonsense, ResponseError),
        (stay_silent, RequestTimeout),
        (break_off, ResponseError),
        (zip_badly, ResponseError),
        (None, ConnectError),
    ],
)
@pytest.mark.parametrize(
    "given", [Ticket(TICKET), AccessToken(TOKEN)], ids=["ticket", "token"]
)
def test_a_connection_that_fails_keeps_quiet(
    kind: Waiting,
    binding: str,
    deed: Any,
    expected: type[NetServerError],
    given: Credentials,
    caplog: pytest.LogCaptureFixture,
):
    wire = Wire(deed or hang_up)
    with socket.create_server(("127.0.0.1", 0)) as unused:
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
    seen = Seen()
    session = kind.kind(
        wire.root if deed else closed,
        binding=binding,
        credentials=given,
        app_token=APP,
        hooks=seen.hooks,
        options=RequestOptions(retries=0, timeout=0.05 if deed is stay_silent else 20),
    )
    try:
        _, text = failing(
            kind, lambda: session.contact.get_contact_entity(3), expected, caplog
        )
    finally:
        wire.close()

    assert len(wire.requests) == (deed is not None)
    assert "httpcore2" in {record.name.partition(".")[0] for record in caplog.records}
    assert shown(text) == []
    assert shown("\n".join(seen.lines)) == []
    assert shown(objects(session)) == []
