"""Sessions: addresses, headers, answers and refusals on both wires, waiting and awaiting."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import subprocess
import sys
import threading
import time
import traceback
from typing import Any

import httpx2
import minicrm.agents
import pytest
from minicrm.agents import ContactAgent
from minicrm.carriers import ContactEntity
from minicrm.session import AsyncSession, Session
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    as_fault,
    as_json,
    as_soap,
    as_xml,
)

from generator.runtime.credentials import AccessToken, Ticket, UsernamePassword
from generator.runtime.errors import (
    AuthenticationFault,
    ConnectError,
    Fault,
    NetServerError,
    RequestTimeout,
    ResponseError,
    TransportError,
    UnsupportedByBinding,
)
from generator.runtime.options import RequestOptions


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_JSON = as_json({"ContactId": 3, "Name": "Alfa", "Message": None})
ALFA_SOAP = as_soap(
    "<GetContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
    "</Response></GetContactEntityResponse>"
)
ALFA = {"agents": ALFA_JSON, "soap": ALFA_SOAP}
SIGNED_IN = as_soap(
    "<AuthenticateResponse><Response><Associate>tom</Associate></Response>"
    "<Credentials><Ticket>7T:fresh==</Ticket></Credentials>"
    "<AuthenticationSucceeded>true</AuthenticationSucceeded></AuthenticateResponse>"
)
WIRES = pytest.mark.parametrize("binding", ["agents", "soap"])


# ------------------------------------------------------------------------------- addresses


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


# -------------------------------------------------------------------------- the agents wire


def test_an_agents_call_is_one_post_with_its_headers(kind: Waiting):
    server = Server(ALFA_JSON)
    session = kind.open(server, credentials=Ticket("7T:abc=="), app_token="app-secret")

    contact = kind.run(session.contact.get_contact_entity(3))

    assert contact == ContactEntity(contact_id=3, name="Alfa", message=None)
    asked = server.asked
    assert asked.method == "POST"
    assert str(asked.url).startswith(f"{ROOT}/api/v1/Agents/Contact/GetContactEntity")
    assert dict(asked.url.params) == {"contactEntityId": "3"}
    assert asked.headers["Authorization"] == "SOTicket 7T:abc=="
    assert asked.headers["SO-AppToken"] == "app-secret"
    assert asked.headers["Accept"] == "application/json"
    assert asked.headers["Content-Length"] == "0"
    assert asked.headers["User-Agent"] == "minicrm/12.2 proxysmith/0.1.0"
    for absent in ("SO-Language", "Accept-Language", "SO-TimeZone", "Content-Type"):
        assert absent not in asked.headers


def test_a_wrapper_goes_as_json(kind: Waiting):
    server = Server(as_json(["Alfa", "Alba"]))
    session = kind.open(server)

    assert kind.run(session.contact.get_names("Al", 2)) == ["Alfa", "Alba"]
    assert json.loads(server.body) == {"Prefix": "Al", "Most": 2}
    assert server.asked.headers["Content-Type"] == "application/json"


def test_options_of_the_call_stand_over_those_of_the_session(kind: Waiting):
    server = Server(ALFA_JSON)
    session = kind.open(
        server, options=RequestOptions(language="en", culture="nb-NO", time_zone=261)
    )

    options = RequestOptions(
        language="nb-NO",
        time_zone="NO",
        include_offset=True,
        select=["Name", "Category/Id"],
        headers={"accept": "text/json", "X-Trace": "1"},
    )
    kind.run(session.contact.get_contact_entity(3, options=options))

    headers = server.asked.headers
    assert headers["SO-Language"] == headers["Accept-Language"] == "nb-NO"
    assert headers["SO-Culture"] == "nb-NO"
    assert headers["SO-TimeZone"] == "NO, includeTZOffset"
    assert headers["Accept"] == "text/json"
    assert headers["X-Trace"] == "1"
    assert server.asked.url.params["$select"] == "Name,Category/Id"


def test_a_star_asks_for_texts_as_they_are(kind: Waiting):
    server = Server(ALFA_JSON)

    session = kind.open(server, options=RequestOptions(language="*"))
    kind.run(session.contact.get_contact_entity(3))

    assert server.asked.headers["SO-Language"] == "*"
    assert "Accept-Language" not in server.asked.headers


def test_a_selection_of_the_session_goes_where_it_is_taken(kind: Waiting):
    server = Server(as_json([]))
    session = kind.open(server, options=RequestOptions(select="Name"))

    kind.run(session.contact.get_names("A", 1))

    assert "$select" not in server.asked.url.params
    with pytest.raises(ValueError, match="GetNames takes no select"):
        kind.run(
            session.contact.get_names("A", 1, options=RequestOptions(select="Name"))
        )


def test_an_offset_of_no_zone_is_refused(kind: Waiting):
    session = kind.open(Server(ALFA_JSON), options=RequestOptions(include_offset=True))

    with pytest.raises(ValueError, match="time_zone"):
        kind.run(session.contact.get_contact_entity(3))


@pytest.mark.parametrize(
    "answer", [as_json(None), httpx2.Response(204), httpx2.Response(200)]
)
def test_no_object_is_none_and_no_list_is_empty(kind: Waiting, answer: httpx2.Response):
    session = kind.open(Server(answer))

    assert kind.run(session.contact.get_contact_entity(9)) is None
    assert kind.run(session.contact.get_names("A", 1)) == []
    assert kind.run(session.contact.delete_contact_entity(9)) is None


def test_a_packed_answer_is_unpacked(kind: Waiting):
    packed = httpx2.Response(
        200,
        stream=httpx2.ByteStream(gzip.compress(b'{"ContactId": 3, "Name": "Alfa"}')),
        headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
    )
    session = kind.open(lambda request: packed)

    assert kind.run(session.contact.get_contact_entity(3)).name == "Alfa"


@pytest.mark.parametrize("status", [200, 400, 403, 500])
def test_netservers_own_error_object_is_a_fault(kind: Waiting, status: int):
    body = {
        "Error": True,
        "ErrorType": "SoSecurityException",
        "ErrorMessage": "No access",
        "ErrorSource": "Contact",
    }
    session = kind.open(Server(as_json(body, status)))

    with pytest.raises(Fault) as refused:
        kind.run(session.contact.get_contact_entity(3))

    fault = refused.value
    assert type(fault) is Fault
    assert fault.message == "No access"
    assert fault.error_type == "SoSecurityException"
    assert fault.source == "Contact"
    assert fault.status == status
    assert (fault.agent, fault.operation) == ("Contact", "GetContactEntity")
    assert fault.wire == "agents"


def test_the_error_object_of_the_platform_is_a_fault(kind: Waiting):
    body = {
        "Message": "An error has occurred.",
        "ExceptionMessage": "Value cannot be null.",
        "ExceptionType": "System.ArgumentNullException",
        "StackTrace": "at X",
        "InnerException": {"Message": "m", "ExceptionMessage": "deep"},
    }
    session = kind.open(Server(as_json(body, 500)))

    with pytest.raises(Fault) as refused:
        kind.run(session.contact.get_names("A", 1))

    assert refused.value.message == "Value cannot be null."
    assert refused.value.friendly_text == "An error has occurred."
    assert refused.value.error_type == "System.ArgumentNullException"
    assert refused.value.inner is not None
    assert refused.value.inner.message == "deep"


def test_a_malformed_parameter_is_a_fault_that_says_which(kind: Waiting):
    body = {
        "Message": "The request is invalid.",
        "MessageDetail": "Most: not a number",
        "ModelState": {"request.Most": ["not", "a number"]},
    }
    session = kind.open(Server(as_json(body, 400)))

    with pytest.raises(Fault, match=r"invalid\. Most: not a number") as refused:
        kind.run(session.contact.get_names("A", 1))

    assert refused.value.parameters == {"request.Most": "not a number"}


def test_a_message_is_an_error_only_where_the_expected_type_has_no_such_member(
    kind: Waiting,
):
    message = as_json({"Message": "Hello"})
    session = kind.open(Server(message))

    assert kind.run(session.contact.get_contact_entity(3)).message == "Hello"
    with pytest.raises(Fault, match="Hello"):
        kind.run(session.contact.get_names("A", 1))


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


@pytest.mark.parametrize(
    "content", [b'{"ContactId": 3, "Na', b"[1, 2", b"\xff\xfe", b'"text"', b"7"]
)
def test_json_that_cannot_be_read_is_no_answer(kind: Waiting, content: bytes):
    answer = httpx2.Response(
        200, content=content, headers={"Content-Type": "application/json"}
    )
    session = kind.open(Server(answer))

    with pytest.raises(ResponseError, match="cannot be read"):
        kind.run(session.contact.get_contact_entity(3))


def test_an_answer_without_a_content_type_is_read_if_it_can_be(kind: Waiting):
    session = kind.open(Server(httpx2.Response(200, content=b'{"ContactId": 3}')))

    assert kind.run(session.contact.get_contact_entity(3)).contact_id == 3


# ---------------------------------------------------------------------------- the soap wire


def test_a_soap_call_is_one_envelope_with_its_headers(kind: Waiting):
    server = Server(ALFA_SOAP)
    session = kind.open(
        server,
        binding="soap",
        credentials=AccessToken("8A:Cust1.abc"),
        app_token="app-secret",
        options=RequestOptions(time_zone=261, language="en"),
    )

    contact = kind.run(session.contact.get_contact_entity(3))

    assert (contact.contact_id, contact.name) == (3, "Alfa")
    asked = server.asked
    assert asked.method == "POST"
    assert str(asked.url) == f"{ROOT}/Remote/Services88/Contact.svc"
    assert asked.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert asked.headers["SOAPAction"] == (
        '"http://example.com/ws/Services88/Contact/GetContactEntity"'
    )
    assert asked.headers["Accept-Language"] == "en"
    assert "Authorization" not in asked.headers
    assert "SO-AppToken" not in asked.headers
    assert "<ApplicationToken>app-secret</" in server.body
    assert "<Ticket>8A:Cust1.abc</" in server.body
    assert "<SoTimeZoneId>261</" in server.body


@pytest.mark.parametrize(
    ("zone", "text"),
    [("NO", "<SoTimeZoneLocationCode>NO</"), ("261", "<SoTimeZoneId>261</")],
)
def test_a_time_zone_goes_by_code_or_by_id(kind: Waiting, zone: str, text: str):
    server = Server(ALFA_SOAP)
    session = kind.open(server, binding="soap", options=RequestOptions(time_zone=zone))

    kind.run(session.contact.get_contact_entity(3))

    assert text in server.body


def test_headers_of_the_services_own_go_where_they_are_declared(kind: Waiting):
    server = Server(
        as_soap("<TracedResponse><Response>a</Response></TracedResponse>"), ALFA_SOAP
    )
    session = kind.open(
        server, binding="soap", options=RequestOptions(soap_headers={"TraceId": "t-1"})
    )

    assert kind.run(session.contact.traced()) == "a"
    assert "<TraceId>t-1</" in server.body
    kind.run(session.contact.get_contact_entity(3))
    assert "TraceId" not in server.body
    with pytest.raises(ValueError, match="takes no SOAP header 'TraceID'"):
        kind.run(
            session.contact.traced(
                options=RequestOptions(soap_headers={"TraceID": "t"})
            )
        )


INFO = (
    "<h:Message>No access</h:Message><h:StackTrace>at X</h:StackTrace>"
    "<h:FriendlyText>Ask Tom</h:FriendlyText><h:ExceptionType>SoSecurityException"
    "</h:ExceptionType><h:Source>Contact</h:Source><h:InnerException><h:Message>deep"
    "</h:Message></h:InnerException><h:Parameters>"
    "<h:SoExceptionInfoParametersKeyValuePair><h:Key>Id</h:Key><h:Value>4</h:Value>"
    "</h:SoExceptionInfoParametersKeyValuePair></h:Parameters>"
)


@pytest.mark.parametrize("succeeded", [False, None, True])
def test_an_exception_in_the_header_is_a_fault(kind: Waiting, succeeded: bool | None):
    answer = as_soap("<GetContactEntityResponse/>", succeeded=succeeded, info=INFO)
    session = kind.open(Server(answer), binding="soap")

    with pytest.raises(Fault) as refused:
        kind.run(session.contact.get_contact_entity(3))

    fault = refused.value
    assert type(fault) is Fault
    assert fault.message == "No access"
    assert fault.friendly_text == "Ask Tom"
    assert fault.error_type == "SoSecurityException"
    assert fault.source == "Contact"
    assert fault.parameters == {"Id": "4"}
    assert fault.inner is not None
    assert fault.inner.message == "deep"
    assert (fault.wire, fault.status) == ("soap", 200)


def test_no_success_is_a_fault_even_without_a_word(kind: Waiting):
    answer = as_soap("<GetContactEntityResponse/>", succeeded=False)
    session = kind.open(Server(answer), binding="soap")

    with pytest.raises(Fault, match="gave no reason"):
        kind.run(session.contact.get_contact_entity(3))


def test_nothing_said_about_success_is_success(kind: Waiting):
    answer = as_soap("<GetContactEntityResponse/>", succeeded=None)
    session = kind.open(Server(answer), binding="soap")

    assert kind.run(session.contact.get_contact_entity(3)) is None


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_soap_fault_is_a_fault(kind: Waiting, status: int):
    session = kind.open(Server(as_fault("Go away", status=status)), binding="soap")

    with pytest.raises(Fault, match="Go away") as refused:
        kind.run(session.contact.get_contact_entity(3))

    assert refused.value.status == status


@pytest.mark.parametrize(
    "answer",
    [
        as_xml("<s:Envelope"),
        as_xml("<html/>"),
        as_xml(""),
        as_xml("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        as_json({"ContactId": 3}),
        httpx2.Response(200),
        as_soap("<GetContactEntityResponse/>", status=503),
    ],
)
def test_xml_that_is_no_answer_is_no_answer(kind: Waiting, answer: httpx2.Response):
    session = kind.open(Server(answer), binding="soap")

    with pytest.raises(ResponseError):
        kind.run(session.contact.get_contact_entity(3))


# ------------------------------------------------------------------------------- credentials


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
        return signing_in(request)

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
    monkeypatch.setattr(minicrm.agents, "AGENTS", {"Contact": ContactAgent})
    session = kind.open(
        Server(ALFA_SOAP), binding="soap", credentials=UsernamePassword("tom", "hush")
    )

    with pytest.raises(UnsupportedByBinding, match="add SoPrincipal"):
        kind.run(session.contact.get_contact_entity(3))


# ------------------------------------------------------------------------- the other binding


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

    for module in ("soap_wire", "codecs.soap"):
        monkeypatch.delitem(sys.modules, f"generator.runtime.{module}", raising=False)
    monkeypatch.delattr(runtime, "soap_wire", raising=False)
    monkeypatch.delattr(sys.modules["generator.runtime.codecs"], "soap", raising=False)
    session = kind.open(Server(ALFA_SOAP), binding="soap")

    with pytest.raises(UnsupportedByBinding, match="lxml"):
        kind.run(session.contact.get_contact_entity(3))


# ------------------------------------------------------------------------- no usable answer


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


# ------------------------------------------------------------------------------- life cycle


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
