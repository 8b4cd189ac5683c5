"""The door of SOAP, with a user's stubs behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from tests.unit.runtime.server.raw_calls import (
    ENVELOPE,
    Caller,
    Served,
    soap_body,
    soap_header,
)

XML = "text/xml; charset=utf-8"


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def given() -> list[Any]:
    """What the stubs below were given."""
    return []


@pytest.fixture(autouse=True)
def _clear(given: list[Any]) -> None:
    given.clear()


@pytest.fixture(scope="module")
def stubs(pair: Any, served: Served, C: Any, given: list[Any]) -> list[Any]:
    def get_contact_list(numbers: Any) -> Any:
        given.append(numbers)
        return [C.Contact(contact_id=each) for each in numbers]

    def get_signature(number: int) -> Any:
        errors = pair.proxies("errors")
        cause = errors.ExceptionInfo(message="cause")
        raise {
            0: errors.Fault(
                "no room", source="EMail", parameters={"A": "1"}, inner=cause
            ),
            1: errors.AuthenticationFault("not you"),
            2: errors.NotFound("gone", status=404),
            3: errors.Fault("other", status=503),
            4: NotImplementedError("a secret"),
            5: KeyError("a secret"),
            6: errors.NotModified("still so"),
        }[number]

    return [
        served.stub("Contact", get_contact_list=get_contact_list),
        served.stub("EMail", get_signature=get_signature),
    ]


@pytest.fixture(scope="module")
def caller(served: Served, stubs: list[Any]) -> Caller:
    return served(*stubs)


@pytest.fixture(scope="module")
def faulty(served: Served, stubs: list[Any]) -> Caller:
    """The same with WrapExceptions turned off."""
    return served(*stubs, faults=True)


def fault(answer: Any) -> tuple[int, str, str, list[str]]:
    """HTTP's status, the code and text of a fault, and the names of what stands in its detail."""
    assert answer.headers["content-type"] == XML
    root = etree.fromstring(answer.content)
    assert root.tag == f"{{{ENVELOPE}}}Envelope"
    found = root.find(f".//{{{ENVELOPE}}}Fault")
    detail = [etree.QName(each).localname for each in found.findall("detail/*")]
    code, text = found.findtext("faultcode"), found.findtext("faultstring")
    return answer.status_code, code, text, detail


def told(answer: Any) -> tuple[int, str]:
    """HTTP's status, and the message of a wrapped exception."""
    assert answer.headers["content-type"] == XML
    header = soap_header(answer)
    assert "<Succeeded>false</Succeeded>" in header
    return answer.status_code, header.partition("<Message>")[2].partition("</")[0]


INTERNAL = "d:InternalServiceFault"
LIST = "<ContactIds xmlns:a='http://schemas.microsoft.com/2003/10/Serialization/Arrays'><a:int>4</a:int></ContactIds>"


def test_an_operation_is_answered_in_an_envelope(caller: Caller) -> None:
    answer = caller.soap("Contact/GetContactList", LIST)
    assert (answer.status_code, answer.headers["content-type"]) == (200, XML)
    assert soap_header(answer) == (
        '<ExceptionInfo i:nil="true"/><ExtraInfo/><Succeeded>true</Succeeded>'
        '<TimeZone i:nil="true"/>'
    )
    assert soap_body(answer).startswith(
        '<GetContactListResponse><Response><Contact><TableRight i:nil="true"/>'
        '<FieldProperties i:nil="true"/><ContactId>4</ContactId>'
    )


def test_the_time_zone_comes_back(caller: Caller) -> None:
    zone = "<TimeZone><SoTimeZoneId>261</SoTimeZoneId><SoTimeZoneLocationCode>NO</SoTimeZoneLocationCode></TimeZone>"
    assert zone in soap_header(caller.soap("Contact/GetContactList", LIST, header=zone))


def test_the_address_of_an_agent_has_no_case_and_may_be_below_a_tenant(
    caller: Caller,
) -> None:
    content = caller.envelope(f"<GetContactList>{LIST}</GetContactList>")
    path = "/Cust1/remote/SERVICES88/contact.svc"
    answer = caller.send("POST", path, content, {"Content-Type": "text/xml"})
    assert answer.status_code == 200
    assert "<ContactId>4</ContactId>" in answer.text


# ------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize("faults", [False, True])
def test_without_credentials_nothing_is_done(
    caller: Caller, faulty: Caller, given: list[Any], faults: bool
) -> None:
    answer = (faulty if faults else caller).soap(
        "Contact/GetContactList", LIST, ticket=""
    )
    text = "Authentication is needed: the request has no credentials."
    assert fault(answer) == (401, INTERNAL, text, ["ExceptionDetail"])
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert given == []


@pytest.mark.parametrize(
    ("kind", "got"),
    [
        ("application/soap+xml; charset=utf-8", "application/soap+xml"),
        ("application/json", "application/json"),
        ("", "no content type"),
    ],
)
def test_a_message_of_another_type_is_refused(
    caller: Caller, given: list[Any], kind: str, got: str
) -> None:
    answer = caller.soap("Contact/GetContactList", LIST, headers={"Content-Type": kind})
    text = (
        "The media type is not supported. expected text/xml, the content type of "
        f"SOAP 1.1, got {got}"
    )
    assert fault(answer) == (415, INTERNAL, text, ["ExceptionDetail"])
    assert given == []


def test_an_unknown_action_is_a_fault(caller: Caller, given: list[Any]) -> None:
    answer = caller.soap(
        "Contact/GetContactList", LIST, headers={"SOAPAction": '"urn:<nonsense>"'}
    )
    assert fault(answer) == (
        500,
        "a:ActionNotSupported",
        "The message with the action or element 'urn:<nonsense>' cannot be processed: "
        "the agent Contact has no such operation.",
        [],
    )
    assert given == []


def test_the_action_of_another_agent_is_unknown(caller: Caller) -> None:
    action = {"SOAPAction": f"{caller.namespace}/Person/GetPersonList"}
    answer = caller.soap("Contact/GetContactList", LIST, headers=action)
    assert fault(answer)[:2] == (500, "a:ActionNotSupported")


def test_without_an_action_the_element_tells(caller: Caller, given: list[Any]) -> None:
    answer = caller.soap("Contact/GetContactList", LIST, headers={"SOAPAction": ""})
    assert (answer.status_code, given) == (200, [[4]])
    content = caller.envelope("<Nonsense/>")
    kind = {"Content-Type": XML}
    answer = caller.send("POST", "/Remote/Services88/Contact.svc", content, kind)
    assert fault(answer)[:2] == (500, "a:ActionNotSupported")


def test_the_action_and_the_element_must_agree(
    caller: Caller, given: list[Any]
) -> None:
    action = {"SOAPAction": f'"{caller.namespace}/Contact/Undelete"'}
    answer = caller.soap("Contact/GetContactList", LIST, headers=action)
    assert told(answer) == (
        200,
        "The message cannot be read. expected Undelete in the Body, got 'GetContactList'",
    )
    assert given == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the message is empty"),
        ("<", "not XML: StartTag: invalid element name"),
        ("<a/>", "expected an envelope of SOAP 1.1, got 'a'"),
        ("<!DOCTYPE a><a/>", "a message with a document type is refused"),
    ],
)
def test_what_is_no_envelope_is_a_fault(
    caller: Caller, content: str, said: str
) -> None:
    path, kind = "/Remote/Services88/Contact.svc", {"Content-Type": XML}
    found = fault(caller.send("POST", path, content, kind))
    assert found == (
        400,
        INTERNAL,
        f"The message cannot be read. {said}",
        ["ExceptionDetail"],
    )


def test_a_malformed_parameter_is_told_by_its_name(
    caller: Caller, faulty: Caller
) -> None:
    wrong = "<AssociateId>x</AssociateId>"
    text = "The message cannot be read. AssociateId: expected int, got another text"
    assert told(caller.soap("EMail/GetSignature", wrong)) == (200, text)
    assert fault(faulty.soap("EMail/GetSignature", wrong))[:3] == (500, INTERNAL, text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_another_method_is_told_which_there_are(caller: Caller, method: str) -> None:
    answer = caller.send(method, "/Remote/Services88/Contact.svc")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_an_agent_that_is_not_there_is_not_found(caller: Caller) -> None:
    answer = caller.send("POST", "/Remote/Services88/Nonsense.svc", "<a/>")
    assert answer.status_code == 404


def test_an_agent_that_only_rest_has_in_part_lacks_that_part(caller: Caller) -> None:
    content = caller.envelope("<SaveUser/>")
    path, kind = "/Remote/Services88/User.svc", {"Content-Type": XML}
    assert fault(caller.send("POST", path, content, kind))[1] == "a:ActionNotSupported"


# -------------------------------------------------------------------------------- errors


def signature(caller: Caller, number: int) -> Any:
    return caller.soap("EMail/GetSignature", f"<AssociateId>{number}</AssociateId>")


def test_an_exception_is_wrapped_with_all_that_it_says(caller: Caller) -> None:
    answer = signature(caller, 0)
    assert answer.status_code == 200
    assert soap_header(answer) == (
        "<ExceptionInfo><Message>no room</Message><StackTrace/><FriendlyText/>"
        "<ExceptionType>SuperOffice.Fault</ExceptionType><Source>EMail</Source>"
        "<InnerException><Message>cause</Message><StackTrace/><FriendlyText/>"
        '<ExceptionType/><Source/><InnerException i:nil="true"/><Parameters></Parameters>'
        "</InnerException><Parameters><SoExceptionInfoParametersKeyValuePair>"
        "<Key>A</Key><Value>1</Value></SoExceptionInfoParametersKeyValuePair></Parameters>"
        '</ExceptionInfo><ExtraInfo i:nil="true"/><Succeeded>false</Succeeded>'
        '<TimeZone i:nil="true"/>'
    )
    assert soap_body(answer) == "<GetSignatureResponse/>"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (0, "no room"),
        (2, "gone"),
        (3, "other"),
        (4, "The method or operation is not implemented."),
        (5, "An error has occurred."),
        (6, "still so"),
    ],
)
def test_exceptions_are_wrapped_unless_that_is_turned_off(
    caller: Caller, faulty: Caller, number: int, message: str
) -> None:
    assert told(signature(caller, number)) == (200, message)
    assert fault(signature(faulty, number)) == (
        500,
        INTERNAL,
        message,
        ["ExceptionDetail"],
    )


@pytest.mark.parametrize("faults", [False, True])
def test_who_is_not_let_in_is_told_by_http_too(
    caller: Caller, faulty: Caller, faults: bool
) -> None:
    answer = signature(faulty if faults else caller, 1)
    assert fault(answer) == (401, INTERNAL, "not you", ["ExceptionDetail"])


def test_what_nobody_has_written_is_not_implemented(caller: Caller) -> None:
    answer = caller.soap("Contact/SaveContactEntity")
    assert told(answer) == (200, "The method or operation is not implemented.")
    assert soap_body(answer) == "<SaveContactEntityResponse/>"


def test_of_an_unforeseen_error_nothing_is_told_but_all_is_logged(
    caller: Caller, faulty: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    for each in (caller, faulty):
        caplog.clear()
        answer = signature(each, 5)
        assert "secret" not in answer.text and "Traceback" not in answer.text
        assert [record.getMessage() for record in caplog.records] == [
            "EMail/GetSignature failed"
        ]
        assert "a secret" in caplog.text


def test_a_result_of_another_type_is_told_of_in_the_log(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    stub = served.stub("Contact", get_contact_list=lambda numbers: ["x"])
    answer = served(stub).soap("Contact/GetContactList", LIST)
    assert told(answer) == (200, "An error has occurred.")
    assert (
        "what GetContactList gave back cannot be sent: expected Contact, got str"
        in caplog.text
    )


def test_an_operation_that_answers_nothing_is_accepted(pair: Any) -> None:
    import asyncio
    from dataclasses import replace

    row = pair.catalogue.agents["Contact"]["Undelete"]
    one_way = replace(row, response="", compiled={})
    soap, done = pair.server("soap_server"), []

    class Service:
        def handler(self, operation: Any) -> Any:
            return done.append

    door = pair.server("soap_door").SoapDoor(
        pair.server("answering").Handlers([Service()])
    )
    namespace = pair.catalogue.release.namespace
    content = (
        f'<s:Envelope xmlns:s="{ENVELOPE}"><s:Body><Undelete xmlns="{namespace}">'
        "<ContactId>4</ContactId></Undelete></s:Body></s:Envelope>"
    )
    request = soap.request_in(content.encode(), namespace)
    call = pair.server("calls").Call(operation=row, wire="soap", root="http://x")
    answer = asyncio.run(door.answer(request, one_way, call))
    assert (answer, done) == (pair.server("messages").Answer(status=202), [4])
    refusal = pair.server("refusals").refusal_of(NotImplementedError())
    assert door.refused(refusal, namespace, one_way).status == 500
