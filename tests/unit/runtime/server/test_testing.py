"""NetServer, what tests of any framework have of the server."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.unit.runtime.server.small_application import SmallApplication


@pytest.fixture
def NetServer(pair: Any) -> Any:
    return pair.server("testing").NetServer


@pytest.fixture
def made(pair: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `create_app` of the package `other_stubs` was asked for."""
    calls: list[Any] = []

    def create_app(*stubs: Any, **words: Any) -> Any:
        calls.append((stubs, words))
        return SmallApplication(pair, words.get("seed"))

    module = ModuleType("other_stubs.application")
    module.__dict__["create_app"] = create_app
    monkeypatch.setitem(sys.modules, "other_stubs", ModuleType("other_stubs"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return calls


def names_of_threads() -> set[str]:
    return {each.name for each in threading.enumerate()}


@pytest.mark.parametrize("binding", ["agents", "soap"])
def test_a_session_is_signed_in_and_calls_in_process(
    pair: Any, NetServer: Any, binding: str
) -> None:
    with NetServer(app=SmallApplication(pair), binding=binding) as netserver:
        with netserver.session() as session:
            assert isinstance(session, pair.proxies("session").Session)
            assert session.contact.get_contact_entity(4).name == "Alfa"
        with netserver.session(user="anna") as session:
            assert session.contact.get_contact_entity(4).name == "Alfa"
        assert [each.wire for each in netserver.calls] == [binding, binding]
        assert "netserver" not in names_of_threads()


@pytest.mark.anyio
async def test_an_async_session_calls_in_process(pair: Any, NetServer: Any) -> None:
    with NetServer(app=SmallApplication(pair)) as netserver:
        async with netserver.async_session(binding="soap") as session:
            assert isinstance(session, pair.proxies("session").AsyncSession)
            contact = await session.contact.get_contact_entity(4)
            assert contact.name == "Alfa"
        assert netserver.calls.names == ["Contact/GetContactEntity"]


def test_it_listens_from_when_its_address_is_asked_for(
    pair: Any, NetServer: Any
) -> None:
    with NetServer(app=SmallApplication(pair), tenant="Cust7") as netserver:
        assert netserver.root == f"{netserver.url}/Cust7"
        with netserver.session(root=f"{netserver.url}/Cust12345") as session:
            assert session.contact.get_contact_entity(4).name == "Alfa"
        assert "netserver" in names_of_threads()
        url = netserver.url
    assert "netserver" not in names_of_threads()
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_many_threads_start_one_server(pair: Any, NetServer: Any) -> None:
    with (
        NetServer(app=SmallApplication(pair)) as netserver,
        ThreadPoolExecutor(8) as pool,
    ):
        assert len(set(pool.map(lambda _: netserver.url, range(16)))) == 1


def test_an_application_is_made_when_it_is_used(NetServer: Any, made: Any) -> None:
    with NetServer(package="other_stubs") as netserver:
        assert made == []
        assert netserver.state() == {"Contact": ["Alfa"]}
        assert netserver.app is netserver.app
    assert made == [((), {"store": None, "seed": None})]


def test_stubs_store_and_seed_are_those_of_the_application(
    NetServer: Any, made: Any
) -> None:
    stub = object()
    for words in ({}, {"seed": {"Sale": []}}, {"store": "crm.sqlite"}):
        with NetServer(stub, package="other_stubs", **words) as netserver:
            assert netserver.app.control
    assert [words for _, words in made] == [
        {"store": None, "seed": None},
        {"store": None, "seed": {"Sale": []}},
        {"store": "crm.sqlite", "seed": None},
    ]
    assert {stubs for stubs, _ in made} == {(stub,)}


def test_what_controls_the_application_is_there(pair: Any, NetServer: Any) -> None:
    with NetServer(app=SmallApplication(pair)) as netserver:
        before = netserver.now()
        netserver.advance(hours=7)
        assert (netserver.now() - before).total_seconds() >= 7 * 3600
        netserver.seed({"Sale": []}, replace=True)
        assert netserver.state() == {"Sale": []}
        netserver.fail("Contact", status=503)
        assert len(netserver.control.faults) == 1
        netserver.reset()
        assert netserver.state() == {"Contact": ["Alfa"]}
        assert len(netserver.control.faults) == 0


def test_a_late_answer_is_late_for_those_in_process_too(
    pair: Any, NetServer: Any
) -> None:
    errors = pair.proxies("errors")
    options = pair.proxies("options").RequestOptions(retries=0)
    with NetServer(app=SmallApplication(pair)) as netserver:
        netserver.fail(delay=600)
        with (
            netserver.session(timeout=0.01, options=options) as session,
            pytest.raises(errors.RequestTimeout),
        ):
            session.contact.get_contact_entity(4)
        assert [each.status for each in netserver.calls] == [None]


def test_a_session_repeats_what_was_cut_off(pair: Any, NetServer: Any) -> None:
    """Drop stands for a connection that broke, so what reads is asked again."""
    with NetServer(app=SmallApplication(pair)) as netserver:
        netserver.fail(status=429, retry_after=0)
        options = pair.proxies("options").RequestOptions(retries=1)
        with netserver.session(options=options) as session:
            assert session.contact.get_contact_entity(4).name == "Alfa"
        assert [each.status for each in netserver.calls] == [429, 200]


def test_an_upload_in_pieces_arrives_whole(pair: Any) -> None:
    got: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            got.append(message.get("body", b""))
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    transport = pair.server("in_process").SyncTransport(app)
    with httpx2.Client(transport=transport) as client:
        answer = client.post("http://x.test/", content=iter([b"ab", b"cd"]))
    assert (answer.status_code, b"".join(got)) == (204, b"abcd")
    transport.close()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
