"""The agents wire: what a session sends, and what it makes of each answer."""

from __future__ import annotations

import gzip
import json

import httpx2
import pytest
from minicrm.carriers import ContactEntity
from wires import (
    KIND_NAMES,
    KINDS,
    ROOT,
    Server,
    Waiting,
    as_json,
)

from generator.runtime.credentials import Ticket
from generator.runtime.errors import (
    Fault,
    ResponseError,
)
from generator.runtime.options import RequestOptions


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_JSON = as_json({"ContactId": 3, "Name": "Alfa", "Message": None})


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
