"""No usable answer, on either wire; and secrets that stay secret."""

from __future__ import annotations

import math
import traceback
from typing import Any

import httpx2
import pytest
from minicrm.session import Session
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    as_fault,
    as_json,
    as_soap,
)

from generator.runtime.credentials import Ticket, UsernamePassword
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    NetServerError,
    RequestTimeout,
    ResponseError,
    TransportError,
)
from generator.runtime.options import RequestOptions


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_JSON = as_json({"ContactId": 3, "Name": "Alfa", "Message": None})
SIGNED_IN = as_soap(
    "<AuthenticateResponse><Response><Associate>tom</Associate></Response>"
    "<Credentials><Ticket>7T:fresh==</Ticket></Credentials>"
    "<AuthenticationSucceeded>true</AuthenticationSucceeded></AuthenticateResponse>"
)
WIRES = pytest.mark.parametrize("binding", ["agents", "soap"])


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (httpx2.ConnectError("[Errno 111] Connection refused"), ConnectError),
        (httpx2.ProxyError("407"), ConnectError),
        (httpx2.ConnectTimeout("t"), RequestTimeout),
        (httpx2.ReadTimeout("t"), RequestTimeout),
        (httpx2.PoolTimeout("t"), RequestTimeout),
        (httpx2.RemoteProtocolError("peer closed connection"), ResponseError),
        (httpx2.DecodingError("bad gzip"), ResponseError),
        (httpx2.ReadError("reset"), TransportError),
        (httpx2.WriteError("broken pipe"), TransportError),
    ],
)
@WIRES
def test_an_error_of_the_network_is_one_of_ours(
    kind: Waiting, binding: str, cause: Exception, error: type[TransportError]
):
    session = kind.open(
        Server(cause),
        binding=binding,
        credentials=Ticket("7T:hushhush"),
        app_token="app-hushhush",
    )

    with pytest.raises(TransportError) as raised:
        kind.run(session.contact.get_contact_entity(3))

    assert type(raised.value) is error
    assert raised.value.__cause__ is cause
    assert str(raised.value).startswith(f"Contact/GetContactEntity over {binding}: ")
    assert isinstance(cause, httpx2.RequestError)
    assert "hushhush" not in str(cause.request.headers.raw)
    assert "hushhush" not in "".join(traceback.format_exception(raised.value))


def test_a_timeout_says_how_long_was_waited(kind: Waiting):
    server = Server(httpx2.ReadTimeout("t"))
    session = kind.open(server, timeout=12)

    with pytest.raises(RequestTimeout, match="within 12 seconds"):
        kind.run(session.contact.ping())
    with pytest.raises(RequestTimeout, match=r"within 0\.5 seconds"):
        kind.run(session.contact.ping(options=RequestOptions(timeout=0.5)))
    assert server.asked.extensions["timeout"]["read"] == 0.5


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({}, 30.0),
        ({"timeout": 5}, 5.0),
        ({"timeout": None}, None),
        ({"timeout": 5, "options": RequestOptions(timeout=7)}, 7.0),
        ({"options": RequestOptions(timeout=math.inf)}, None),
    ],
)
def test_how_long_a_session_waits(kind: Waiting, said: dict[str, Any], seconds: Any):
    server = Server(ALFA_JSON)

    kind.run(kind.open(server, **said).contact.get_contact_entity(3))

    assert server.asked.extensions["timeout"]["read"] == seconds


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@WIRES
def test_credentials_follow_no_redirect(kind: Waiting, binding: str, status: int):
    server = Server(
        httpx2.Response(
            status, headers={"Location": "https://t:u@evil.example.com/x?ticket=hush"}
        )
    )
    session = kind.open(server, binding=binding, credentials=Ticket("7T:hush"))

    with pytest.raises(ResponseError, match="redirected to https://evil") as refused:
        kind.run(session.contact.get_contact_entity(3))

    assert len(server.requests) == 1
    assert "hush" not in str(refused.value)
    assert "t:u@" not in str(refused.value)


@WIRES
def test_a_server_that_repeats_secrets_does_not_spread_them(
    kind: Waiting, binding: str
):
    secrets = ("7T:hush+hush/1==", "app&hush<1>", "pass'hush\"")
    echo = " ".join(secrets)
    escaped = echo.replace("&", "&amp;").replace("<", "&lt;")
    answers = [
        as_json({"Message": echo, "StackTrace": echo}, 500),
        httpx2.Response(502, html=f"<p>{escaped}</p>"),
        httpx2.Response(502, text=echo),
        as_soap("<a/>", succeeded=False, info=f"<h:Message>{escaped}</h:Message>"),
        as_fault(escaped),
    ]
    for answer in answers:
        for credentials in (Ticket(secrets[0]), UsernamePassword("tom", secrets[2])):
            session = kind.open(
                (
                    Server(SIGNED_IN, answer)
                    if binding == "soap" and isinstance(credentials, UsernamePassword)
                    else Server(answer)
                ),
                binding=binding,
                credentials=credentials,
                app_token=secrets[1],
            )
            with pytest.raises(NetServerError) as raised:
                kind.run(session.contact.get_contact_entity(3))

            seen = "".join(traceback.format_exception(raised.value))
            seen += repr(raised.value) + repr(vars(raised.value))
            for secret in (*credentials.secrets(), secrets[1]):
                assert secret not in seen
                assert secret not in seen.replace("\\", "")


def test_a_mistake_of_the_users_transport_stays_as_it_is():
    answers = iter([ALFA_JSON])
    transport = httpx2.MockTransport(lambda request: next(answers))
    session = Session(ROOT, transport=transport)

    assert session.contact.get_contact_entity(3)
    with pytest.raises(StopIteration):
        session.contact.get_contact_entity(3)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(401),
        as_json({"Message": "Authorization has been denied."}, 401),
        httpx2.Response(401, html="<h1>Go away</h1>"),
    ],
)
@WIRES
def test_a_401_is_an_authentication_fault(
    kind: Waiting, answer: httpx2.Response, binding: str
):
    session = kind.open(Server(answer), binding=binding, credentials=Ticket("7T:hush"))

    with pytest.raises(AuthenticationFault) as refused:
        kind.run(session.contact.get_contact_entity(3))

    assert refused.value.status == 401
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(
            200, html="<html><title>Sign in</title><body>now</body></html>"
        ),
        httpx2.Response(502, html="<script>x</script><h1>Sign in now</h1>"),
        httpx2.Response(503, text="Sign in now"),
    ],
)
@WIRES
def test_a_page_is_no_answer(kind: Waiting, answer: httpx2.Response, binding: str):
    session = kind.open(Server(answer), binding=binding)

    with pytest.raises(ResponseError) as refused:
        kind.run(session.contact.get_contact_entity(3))

    assert refused.value.status == answer.status_code
    assert refused.value.excerpt == "Sign in now"
    assert refused.value.content_type.startswith("text/")
