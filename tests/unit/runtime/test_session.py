"""Sessions: addresses, arguments, the other binding, and their life."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import traceback
from typing import Any

import httpx2
import pytest
from minicrm.session import AsyncSession, Session
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    as_json,
    as_soap,
)

from generator.runtime.credentials import Ticket
from generator.runtime.errors import (
    UnsupportedByBinding,
)


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_JSON = as_json({"ContactId": 3, "Name": "Alfa", "Message": None})
ALFA_SOAP = as_soap(
    "<GetContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
    "</Response></GetContactEntityResponse>"
)
WIRES = pytest.mark.parametrize("binding", ["agents", "soap"])


@pytest.mark.parametrize(
    "root",
    [
        "https://crm.example.com/Cust1",
        "https://crm.example.com/Cust1/",
        "https://crm.example.com/Cust1/api",
        "https://crm.example.com/Cust1/API/",
        "https://crm.example.com/Cust1/api/v1/",
        "https://crm.example.com/Cust1/Remote/Services86/",
        "https://crm.example.com/Cust1/remote/services88/Contact.svc",
        "https://CRM.example.com:443/Cust1",
    ],
)
def test_what_hangs_below_the_root_is_taken_off(root: str):
    assert Session(root).root == "https://crm.example.com/Cust1"


def test_plain_http_is_good_on_site():
    assert Session("http://localhost:8080").root == "http://localhost:8080"


@pytest.mark.parametrize(
    "root",
    [
        "",
        "crm.example.com/Cust1",
        "ftp://crm.example.com",
        "file:///etc/passwd",
        "https://",
        "https://tom:hush@crm.example.com",
        "https://hush@crm.example.com",
        "https://@crm.example.com",
        "https://crm.example.com?hush",
        "https://crm.example.com#hush",
        "https://crm.example.com/a b",
        "https://crm.example.com\r\nX-Hush: 1",
        "https:\\\\crm.example.com",
        "https://crm.example.com/../x",
        "https://crm.example.com:99999/",
        "https://crm.example.com:hush/",
        "https://[::1",
    ],
)
def test_a_root_that_cannot_be_one_is_refused(root: str):
    with pytest.raises(ValueError, match="the root must be an address") as refused:
        Session(root)

    assert "hush" not in "".join(traceback.format_exception(refused.value)).lower()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"binding": "rest"}, ValueError),
        ({"binding": None}, ValueError),
        ({"app_token": "a\r\nb"}, ValueError),
        ({"app_token": 5}, TypeError),
        ({"credentials": "7T:hush"}, TypeError),
        ({"options": {"language": "en"}}, TypeError),
        ({"timeout": 0}, ValueError),
        ({"timeout": "1"}, TypeError),
        ({"transport": "tcp"}, TypeError),
        ({"client": "tcp"}, TypeError),
    ],
)
def test_an_argument_that_cannot_be_right_is_refused(
    kind: Waiting, said: dict[str, Any], error: type[Exception]
):
    with pytest.raises(error) as refused:
        kind.kind(ROOT, **said)

    assert "hush" not in str(refused.value)


def test_the_other_kind_of_transport_or_client_is_refused():
    with pytest.raises(TypeError, match="one that waits"):
        Session(ROOT, transport=httpx2.ASGITransport(app=None))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="asynchronous"):
        AsyncSession(ROOT, client=httpx2.Client())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not both"):
        Session(
            ROOT,
            client=httpx2.Client(),
            transport=httpx2.MockTransport(Server(ALFA_JSON)),
        )


def test_a_session_shows_no_secrets():
    session = Session(
        ROOT, credentials=Ticket("7T:hush"), app_token="hush", binding="soap"
    )

    assert repr(session) == f"<Session {ROOT} over soap, Ticket(***)>"
    assert repr(session.contact) == f"ContactAgent({session!r})"


def test_what_soap_lacks_goes_over_agents(kind: Waiting):
    server = Server(as_json("pong"))
    session = kind.open(server, binding="soap", credentials=Ticket("7T:a"))

    assert kind.run(session.contact.ping()) == "pong"
    assert str(server.asked.url) == f"{ROOT}/api/v1/Agents/Contact/Ping"
    assert server.asked.headers["Authorization"] == "SOTicket 7T:a"


def test_what_agents_lack_goes_over_soap(kind: Waiting):
    server = Server(
        as_soap("<OldPingResponse><Response>pong</Response></OldPingResponse>")
    )
    session = kind.open(server, binding="agents", credentials=Ticket("7T:a"))

    assert kind.run(session.contact.old_ping()) == "pong"
    assert "<Ticket>7T:a</" in server.body


@WIRES
def test_what_neither_has_is_unsupported(kind: Waiting, binding: str):
    session = kind.open(Server(ALFA_JSON), binding=binding)

    with pytest.raises(UnsupportedByBinding) as refused:
        kind.run(session.contact.nowhere())

    assert str(refused.value).startswith(f"Contact/Nowhere over {binding}: ")
    assert "neither over soap nor over agents" in str(refused.value)


def test_without_lxml_soap_is_unsupported(
    kind: Waiting, monkeypatch: pytest.MonkeyPatch
):
    for name in [name for name in sys.modules if name.partition(".")[0] == "lxml"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    import generator.runtime as runtime

    for name in list(sys.modules):
        if re.match(r"generator\.runtime\.(soap_wire|codecs\.(soap|namespaces))", name):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(runtime, "soap_wire", raising=False)
    monkeypatch.delattr(sys.modules["generator.runtime.codecs"], "soap", raising=False)
    session = kind.open(Server(ALFA_SOAP), binding="soap")

    with pytest.raises(UnsupportedByBinding, match="lxml"):
        kind.run(session.contact.get_contact_entity(3))


def test_leaving_the_context_closes_the_session():
    with Session(ROOT, transport=httpx2.MockTransport(Server(ALFA_JSON))) as session:
        assert session.contact.get_contact_entity(3)

    with pytest.raises(RuntimeError, match="closed"):
        session.contact.get_contact_entity(3)
    session.close()


def test_leaving_the_context_closes_an_asynchronous_session():
    async def main() -> None:
        transport = httpx2.MockTransport(Server(ALFA_JSON))
        async with AsyncSession(ROOT, transport=transport) as session:
            assert await session.contact.get_contact_entity(3)
        with pytest.raises(RuntimeError, match="closed"):
            await session.contact.get_contact_entity(3)
        await session.aclose()

    asyncio.run(main())


def test_a_client_of_the_users_own_is_used_and_left_open():
    server = Server(ALFA_JSON)
    client = httpx2.Client(
        transport=httpx2.MockTransport(server),
        headers={"X-Own": "1"},
        follow_redirects=True,
    )
    with Session(ROOT, client=client) as session:
        session.contact.get_contact_entity(3)

    assert server.asked.headers["X-Own"] == "1"
    assert not client.is_closed


def test_an_asgi_application_answers_an_asynchronous_session():
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": b'{"ContactId": 3}'})

    async def main() -> None:
        transport = httpx2.ASGITransport(app=app)
        async with AsyncSession(ROOT, transport=transport) as session:
            contact = await session.contact.get_contact_entity(3)
            assert contact is not None
            assert contact.contact_id == 3

    asyncio.run(main())


def test_importing_a_session_brings_no_lxml():
    code = (
        "import sys; import minicrm.session; "
        "print([m for m in ('lxml', 'asyncio', 'anyio', 'minicrm.agents') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert done.stdout.strip() == "[]"
