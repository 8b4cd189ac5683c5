"""Credentials on both wires, and signing in."""

from __future__ import annotations

import asyncio
import threading
import time
import traceback
from typing import Any

import httpx2
import minicrm.agents
import pytest
from minicrm.session import AsyncSession, Session
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    again,
    as_fault,
    as_json,
    as_soap,
)

from generator.runtime.credentials import AccessToken, Ticket, UsernamePassword
from generator.runtime.errors import (
    AuthenticationFault,
    UnsupportedByBinding,
)
from generator.runtime.lazy import LazyClasses


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_JSON = as_json({"ContactId": 3, "Name": "Alfa", "Message": None})
ALFA_SOAP = as_soap(
    "<GetContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
    "</Response></GetContactEntityResponse>"
)
SIGNED_IN = as_soap(
    "<AuthenticateResponse><Response><Associate>tom</Associate></Response>"
    "<Credentials><Ticket>7T:fresh==</Ticket></Credentials>"
    "<AuthenticationSucceeded>true</AuthenticationSucceeded></AuthenticateResponse>"
)


@pytest.mark.parametrize(
    ("credentials", "scheme"),
    [
        (Ticket("7T:a"), "SOTicket 7T:a"),
        (AccessToken("8A:a"), "Bearer 8A:a"),
        (UsernamePassword("tom", "hush"), "Basic dG9tOmh1c2g="),
        (None, None),
    ],
)
def test_each_credential_has_its_scheme(kind: Waiting, credentials: Any, scheme: Any):
    server = Server(ALFA_JSON)

    kind.run(kind.open(server, credentials=credentials).contact.get_contact_entity(3))

    assert server.asked.headers.get("Authorization") == scheme


def test_without_credentials_soap_sends_none(kind: Waiting):
    server = Server(ALFA_SOAP)

    kind.run(kind.open(server, binding="soap").contact.get_contact_entity(3))

    assert "Credentials" not in server.body
    assert "ApplicationToken" not in server.body


def signing_in(request: httpx2.Request) -> httpx2.Response:
    return SIGNED_IN if "SoPrincipal" in str(request.url) else ALFA_SOAP


def test_a_password_is_exchanged_for_a_ticket_once(kind: Waiting):
    server = Server(signing_in)
    session = kind.open(
        server,
        binding="soap",
        credentials=UsernamePassword("tom", "hush"),
        app_token="app-secret",
    )

    for _ in range(3):
        assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"

    first, *others = [request.content.decode() for request in server.requests]
    assert len(others) == 3
    assert "<UserName>tom</" in first
    assert "<Password>hush</" in first
    assert "<ApplicationToken>app-secret</" in first
    assert "Credentials" not in first
    for other in others:
        assert "7T:fresh==" in other
        assert "hush" not in other


def test_threads_share_one_sign_in():
    def slowly(request: httpx2.Request) -> httpx2.Response:
        time.sleep(0.05)
        return signing_in(request)

    server = Server(slowly)
    session = Session(
        ROOT,
        binding="soap",
        credentials=UsernamePassword("tom", "hush"),
        transport=httpx2.MockTransport(server),
    )
    threads = [
        threading.Thread(target=session.contact.get_contact_entity, args=(3,))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(server.requests) == 9


def test_tasks_share_one_sign_in():
    requests: list[str] = []

    async def slowly(request: httpx2.Request) -> httpx2.Response:
        requests.append(str(request.url))
        await asyncio.sleep(0.05)
        return again(signing_in(request))

    async def main() -> None:
        session = AsyncSession(
            ROOT,
            binding="soap",
            credentials=UsernamePassword("tom", "hush"),
            transport=httpx2.MockTransport(slowly),
        )
        async with session, asyncio.TaskGroup() as group:
            for _ in range(8):
                group.create_task(session.contact.get_contact_entity(3))

    asyncio.run(main())

    assert len(requests) == 9


@pytest.mark.parametrize(
    "answer",
    [
        as_soap(
            "<AuthenticateResponse><AuthenticationSucceeded>false"
            "</AuthenticationSucceeded></AuthenticateResponse>"
        ),
        as_soap(
            "<AuthenticateResponse><AuthenticationSucceeded>true"
            "</AuthenticationSucceeded></AuthenticateResponse>"
        ),
        as_soap(
            "<AuthenticateResponse/>",
            succeeded=False,
            info="<h:Message>tom:hushhush is wrong</h:Message>",
        ),
        as_fault("tom:hushhush is wrong"),
        httpx2.Response(401),
    ],
)
def test_a_failed_sign_in_is_an_authentication_fault(
    kind: Waiting, answer: httpx2.Response
):
    session = kind.open(
        Server(answer), binding="soap", credentials=UsernamePassword("tom", "hushhush")
    )

    with pytest.raises(AuthenticationFault) as refused:
        kind.run(session.contact.get_contact_entity(3))

    assert refused.value.operation == "AuthenticateUsernamePassword"
    assert "hushhush" not in "".join(traceback.format_exception(refused.value))


def test_a_failed_sign_in_is_tried_again_by_the_next_call(kind: Waiting):
    server = Server(httpx2.Response(401), SIGNED_IN, ALFA_SOAP)
    session = kind.open(
        server, binding="soap", credentials=UsernamePassword("tom", "hush")
    )

    with pytest.raises(AuthenticationFault):
        kind.run(session.contact.get_contact_entity(3))

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"


def test_a_package_without_the_agent_says_what_is_missing(
    kind: Waiting, monkeypatch: pytest.MonkeyPatch
):
    agents = LazyClasses("minicrm.agents", {"Contact": "ContactAgent"})
    monkeypatch.setattr(minicrm.agents, "AGENTS", agents)
    session = kind.open(
        Server(ALFA_SOAP), binding="soap", credentials=UsernamePassword("tom", "hush")
    )

    with pytest.raises(UnsupportedByBinding, match="add SoPrincipal"):
        kind.run(session.contact.get_contact_entity(3))
