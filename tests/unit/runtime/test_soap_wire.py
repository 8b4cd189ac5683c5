"""The SOAP wire: what a session sends, and what it makes of each answer."""

from __future__ import annotations

import httpx2
import pytest
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

from generator.runtime.credentials import AccessToken
from generator.runtime.errors import (
    Fault,
    ResponseError,
)
from generator.runtime.options import RequestOptions


@pytest.fixture(params=KINDS, ids=KIND_NAMES)
def kind(request: pytest.FixtureRequest) -> Waiting:
    return request.param


ALFA_SOAP = as_soap(
    "<GetContactEntityResponse><Response><ContactId>3</ContactId><Name>Alfa</Name>"
    "</Response></GetContactEntityResponse>"
)


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
