"""The application: which door a request goes to, and that one of them answers whatever comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served, soap_body

TICKET = (b"authorization", b"SOTicket 7T:...")


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def caller(pair: Any, served: Served) -> Caller:
    carriers = pair.proxies("carriers")

    def get(number: int) -> Any:
        return carriers.ContactEntity(contact_id=number, name="Alfa")

    return served(served.stub("Contact", get_contact_entity=get))


def raw(app: Any, **words: Any) -> list[dict[str, Any]]:
    """What an application sends to a scope that no client of ours would send."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"crm.test"), TICKET],
        "server": ("127.0.0.1", 80),
        **words,
    }
    scope.setdefault("raw_path", scope["path"].encode("utf-8", "replace"))
    sent: list[dict[str, Any]] = []
    body = scope.pop("body", b"")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    asyncio.run(app(scope, receive, send))
    return sent


def test_one_application_has_three_doors(caller: Caller) -> None:
    """And each may be below a tenant, in any case."""
    name = {"GetContactEntity": "<ContactEntityId>4</ContactEntityId>"}
    ((element, parameters),) = name.items()
    envelope = caller.envelope(f"<{element}>{parameters}</{element}>")
    for tenant in ("", "/Cust12345", "/other"):
        rest = caller.send("GET", f"{tenant}/API/v1/contact/4")
        agents = caller.send(
            "POST",
            f"{tenant}/api/V1/agents/contact/getcontactentity?CONTACTENTITYID=4",
        )
        soap = caller.send(
            "POST",
            f"{tenant}/remote/services88/CONTACT.svc",
            envelope,
            {"Content-Type": "text/xml", "Authorization": ""},
        )
        assert [rest.json()["Name"], agents.json()["Name"]] == ["Alfa", "Alfa"]
        assert "<ContactId>4</ContactId><Name>Alfa</Name>" in soap_body(soap)
        assert rest.json()["_Links"] == {
            "Self": f"http://crm.test{tenant}/API/v1/contact/4"
        }


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "NONSENSE"])
@pytest.mark.parametrize(
    "path", ["/", "/favicon.ico", "/api/v1/Nonsense", "/Cust1/Cust2/api/v1/Contact/4"]
)
def test_elsewhere_is_nothing(caller: Caller, method: str, path: str) -> None:
    answer = caller.send(method, path)
    assert (answer.status_code, answer.json()) == (
        404,
        {
            "Message": "No HTTP resource was found that matches the request.",
            "MessageDetail": f"{method} {path}",
        },
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/User/a\nb", 501),
        ("/api/v1/User/5\r\nX: y", 501),
        ("/api/v1/User/\0", 501),
        ("/api/v1/User/\ud800", 400),
        ("/api/v1/Contact/\n", 404),
        ("/api/v1/Contact/4\n", 404),
        ("/\n", 404),
        ("", 404),
        ("*", 404),
        ("http://crm.test/api", 404),
        ("/" * 100_000, 404),
        ("/a" * 100_000, 404),
        ("/../../etc/passwd", 404),
        ("/api/v1/Contact/../../../x", 404),
    ],
)
def test_any_path_is_answered_in_json(caller: Caller, path: str, status: int) -> None:
    start, body = raw(caller.app, path=path)
    assert start["status"] == status
    assert (b"content-type", b"application/json; charset=utf-8") in start["headers"]
    assert [name for name, _ in start["headers"]] == [
        b"content-type",
        b"content-length",
    ]
    assert body["body"].startswith(b"{")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"host", b""), TICKET],
        [(b"host", b"\xff\x00\r\n"), TICKET],
        [(b"host", b"a"), (b"host", b"b"), TICKET],
        [(b"content-length", b"x"), TICKET],
        [(b"content-length", b"-5"), TICKET],
        [(b"authorization", b"\xff\xfe\x00")],
        [(b"authorization", b"SOTicket " + b"x" * 100_000)],
        [(b"so-timezone", b"\xff,,,"), (b"so-language", b"\x00"), TICKET],
        [(b"accept", b"\xff;;;,,," * 1000), TICKET],
        [(b"if-modified-since", b"\xff\x00"), TICKET],
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/Contact/4"),
        ("POST", "/api/v1/Agents/Contact/GetContactEntity"),
        ("POST", "/Remote/Services88/Contact.svc"),
        ("GET", "/Remote/Services88/Contact.svc"),
        ("GET", "/api"),
    ],
)
def test_any_header_is_answered(
    caller: Caller, headers: Any, method: str, path: str
) -> None:
    start, _ = raw(caller.app, headers=headers, method=method, path=path)
    assert start["status"] in (200, 400, 401, 415)


def test_a_request_without_a_host_is_told_the_address_of_the_socket(
    caller: Caller,
) -> None:
    headers = [(b"accept", b"application/json")]
    _, body = raw(caller.app, headers=headers, server=("10.0.0.1", 81))
    assert b'"v1":"http://10.0.0.1:81/api/v1"' in body["body"]


def test_a_request_that_is_cut_off_is_answered(caller: Caller) -> None:
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/Contact",
        "query_string": b"",
        "headers": [TICKET],
    }

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(event: Any) -> None:
        sent.append(event)

    asyncio.run(caller.app(scope, receive, send))
    assert sent[0]["status"] == 400


def test_a_web_socket_is_closed(caller: Caller) -> None:
    assert raw(caller.app, type="websocket", path="/api/v1/Contact") == [
        {"type": "websocket.close"}
    ]


def test_it_starts_and_stops_as_asgi_wants(caller: Caller) -> None:
    events = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Any:
        return events.pop(0)

    async def send(event: Any) -> None:
        sent.append(event["type"])

    asyncio.run(caller.app({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_the_head_of_anything_is_that_of_getting_it(caller: Caller) -> None:
    for path in ("/api", "/api/v1", "/api/v1/Contact/4", "/swagger"):
        got, head = (caller.send(method, path) for method in ("GET", "HEAD"))
        assert (head.status_code, dict(head.headers), head.content) == (
            got.status_code,
            dict(got.headers),
            b"",
        )


def test_a_broken_door_is_answered_and_logged(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = served(served.stub("Contact", get_contact_list=lambda numbers: []))

    def broken(*arguments: Any) -> Any:
        raise RuntimeError("a secret")

    monkeypatch.setattr(caller.app.doors._welcome, "answer", broken)
    with caplog.at_level(logging.ERROR):
        answer = caller.send("GET", "/nowhere")
    assert (answer.status_code, answer.json()) == (
        500,
        {
            "Error": True,
            "ErrorType": "RuntimeException",
            "ErrorMessage": "An error has occurred.",
            "ErrorSource": "",
        },
    )
    assert "/nowhere failed" in caplog.text


def test_calls_are_put_down_with_who_made_them(caller: Caller) -> None:
    caller.app.control.calls.clear()
    basic = {"Authorization": "Basic a2FyaTp4"}
    caller.send("GET", "/Cust1/api/v1/Contact/4?x=1", headers=basic)
    caller.agents("Contact/GetContactEntity", query="contactEntityId=4", headers=basic)
    caller.soap("Contact/GetContactEntity", headers={"SOAPAction": ""})
    caller.send("GET", "/nowhere")
    assert [
        (each.name, each.wire, each.method, each.path, each.status, each.user)
        for each in caller.app.control.calls
    ] == [
        (
            "Contact/v1ContactEntity_GetContactEntity",
            "webapi",
            "GET",
            "/Cust1/api/v1/Contact/4",
            200,
            "kari",
        ),
        (
            "Contact/GetContactEntity",
            "agents",
            "POST",
            "/api/v1/Agents/Contact/GetContactEntity",
            200,
            "kari",
        ),
        (
            "Contact/GetContactEntity",
            "soap",
            "POST",
            "/Remote/Services88/Contact.svc",
            200,
            "kari",
        ),
        ("GET /nowhere", "", "GET", "/nowhere", 404, ""),
    ]


def test_an_address_of_the_sign_in_is_none_of_the_doors(caller: Caller) -> None:
    answer = caller.send("GET", "/api/state/Cust12345", headers={"Authorization": ""})
    assert (answer.status_code, answer.json()["ContextIdentifier"]) == (
        200,
        "Cust12345",
    )
