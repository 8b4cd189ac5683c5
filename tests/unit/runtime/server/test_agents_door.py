"""The door of the Agents REST endpoint, with a user's stubs behind it."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served

CONTENT = {
    1: b"abc",
    2: None,
    3: bytearray(b"abc"),
    4: io.BytesIO(b"abc"),
    5: memoryview(b"abc"),
    6: b"",
}
JSON = "application/json; charset=utf-8"
OCTETS = "application/octet-stream"


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


@pytest.fixture(scope="module")
def caller(served: Served, C: Any, given: list[Any]) -> Caller:
    def content(number: int) -> Any:
        if number == 4:
            return io.BytesIO(b"abc")
        return CONTENT.get(number, number)

    def merge(*arguments: Any) -> str:
        given.append(arguments)
        return "nobody sees this"

    return served(
        served.stub(
            "Contact",
            get_contact_entity=lambda number: (
                C.ContactEntity(contact_id=number, category=C.Category(id=2))
                if number < 100
                else None
            ),
            get_contact_list=lambda numbers: [
                C.Contact(contact_id=each, name="x") for each in numbers or ()
            ],
            create_default_contact_entity=lambda: C.ContactEntity(name="new"),
            merge=merge,
        ),
        served.stub("Document", get_document_stream=content),
    )


@pytest.fixture(autouse=True)
def _clear(given: list[Any]) -> None:
    given.clear()


def stream(caller: Caller, number: int, accept: str) -> tuple[int, str | None, bytes]:
    answer = caller.agents(
        "Document/GetDocumentStream",
        {"DocumentId": number},
        headers={"Accept": accept},
    )
    return answer.status_code, answer.headers.get("content-type"), answer.content


def test_an_operation_is_answered_in_json(caller: Caller) -> None:
    answer = caller.agents("Contact/GetContactEntity", query="contactEntityId=7")
    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
    assert answer.json()["ContactId"] == 7


def test_an_unknown_number_is_null(caller: Caller) -> None:
    answer = caller.agents("Contact/GetContactEntity", query="contactEntityId=700")
    assert (answer.status_code, answer.content) == (200, b"null")


def test_an_operation_that_gives_nothing_is_answered_without_content(
    caller: Caller, given: list[Any]
) -> None:
    answer = caller.agents("Contact/Merge", {"SourceContactId": 5})
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    assert given == [(5, 0, False, False)]


@pytest.mark.parametrize("body", [None, b"", {}])
def test_an_operation_without_parameters_needs_no_body(
    caller: Caller, body: Any
) -> None:
    answer = caller.agents("Contact/CreateDefaultContactEntity", body)
    assert answer.json()["Name"] == "new"


def test_what_is_not_selected_is_null(caller: Caller) -> None:
    query = "contactEntityId=7&$Select=category/ID"
    found = caller.agents("Contact/GetContactEntity", query=query).json()
    assert {name: each for name, each in found.items() if each is not None} == {
        "Category": {
            "TableRight": None,
            "FieldProperties": None,
            "Id": 2,
            "Value": None,
            "Tooltip": None,
        }
    }
    assert len(found) == 25


def test_where_nothing_can_be_selected_nothing_is(caller: Caller) -> None:
    found = caller.agents("Contact/CreateDefaultContactEntity", query="$select=xstop")
    assert found.json()["Name"] == "new"


@pytest.mark.parametrize("number", [1, 3, 4, 5])
@pytest.mark.parametrize("accept", [OCTETS, "*/*", "", "image/png, */*", f"{OCTETS};q=1"])  # fmt: skip
def test_a_stream_is_sent_as_it_is(caller: Caller, number: int, accept: str) -> None:
    assert stream(caller, number, accept) == (200, OCTETS, b"abc")


@pytest.mark.parametrize("number", [1, 3, 4, 5])
def test_a_stream_is_base64_for_whoever_wants_json(caller: Caller, number: int) -> None:
    assert stream(caller, number, "application/json") == (200, JSON, b'"YWJj"')


def test_a_stream_that_is_empty_is_not_one_that_is_missing(caller: Caller) -> None:
    assert [
        stream(caller, number, accept)
        for number in (6, 2)
        for accept in (OCTETS, "application/json")
    ] == [
        (200, OCTETS, b""),
        (200, JSON, b'""'),
        (204, None, b""),
        (200, JSON, b"null"),
    ]


@pytest.mark.parametrize("accept", [OCTETS, "application/json"])
def test_a_number_is_no_stream(
    caller: Caller, caplog: pytest.LogCaptureFixture, accept: str
) -> None:
    """Python's bytes(5) are five zeros, and bytes(10**12) the end of the server."""
    status, _, body = stream(caller, 10**9, accept)
    assert (status, json.loads(body)["ErrorMessage"]) == (500, "An error has occurred.")
    assert "what GetDocumentStream gave back cannot be sent" in caplog.text


@pytest.mark.parametrize(
    ("kind", "got"),
    [
        ("text/plain", "text/plain"),
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
        ("", "no content type"),
        ("application/xml; charset=utf-8", "application/xml"),
    ],
)
@pytest.mark.parametrize("operation", ["Contact/GetContactList", "Contact/Merge"])
def test_a_body_of_another_type_is_refused(
    caller: Caller, given: list[Any], operation: str, kind: str, got: str
) -> None:
    answer = caller.agents(operation, b"[1]", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()) == (
        415,
        {
            "Message": "The request entity's media type is not supported for this resource.",
            "MessageDetail": f"expected application/json, got {got}",
        },
    )
    assert given == []


@pytest.mark.parametrize(
    "kind", ["APPLICATION/JSON", "text/json; charset=utf-8", "application/x+json"]
)
def test_json_goes_by_several_names(caller: Caller, kind: str) -> None:
    answer = caller.agents(
        "Contact/GetContactList", b"[1]", headers={"Content-Type": kind}
    )
    assert [each["ContactId"] for each in answer.json()] == [1]


def test_the_type_of_no_body_does_not_matter(caller: Caller, given: list[Any]) -> None:
    caller.agents("Contact/Merge", b"", headers={"Content-Type": "text/plain"})
    assert given == [(0, 0, False, False)]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_to_get_an_operation_describes_it_and_does_nothing(
    caller: Caller, given: list[Any], method: str
) -> None:
    answer = caller.send(
        method,
        "/Cust1/api/v1/agents/contact/merge?sourceContactId=5",
        headers={"Authorization": "", "Host": "other.test:81"},
    )
    assert (answer.status_code, given) == (200, [])
    if method == "GET":
        assert answer.json() == {
            "Name": "Merge",
            "Agent": "Contact",
            "Method": "POST",
            "Uri": "http://other.test:81/Cust1/api/v1/Agents/Contact/Merge",
            "Shape": "wrapper",
            "Parameters": {
                "SourceContactId": "Int32",
                "DestinationContactId": "Int32",
                "MergeIdenticalPersons": "bool",
                "ReplaceEmptyFieldsOnDestination": "bool",
            },
            "Returns": None,
        }


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X"])
def test_another_method_is_told_which_there_are(
    caller: Caller, given: list[Any], method: str
) -> None:
    answer = caller.send(method, "/api/v1/Agents/Contact/Merge")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert given == []


def test_without_credentials_nothing_is_done(caller: Caller, given: list[Any]) -> None:
    answer = caller.agents("Contact/Merge", b"{", headers={"Authorization": ""})
    assert (answer.status_code, given) == (401, [])
    assert answer.headers["www-authenticate"] == (
        'Basic realm="SuperOffice", SOTicket, Bearer'
    )
    assert answer.json() == {
        "Error": True,
        "ErrorType": "SuperOffice.AuthenticationFault",
        "ErrorMessage": "Authentication is needed: the request has no credentials.",
        "ErrorSource": "",
    }


@pytest.mark.parametrize(
    "authorization",
    ["Basic", "Basic !", "Basic Og==", "SOTicket ", "Digest x", "x", "Basic /////w=="],
)  # fmt: skip
def test_credentials_that_are_none_are_refused(
    caller: Caller, given: list[Any], authorization: str
) -> None:
    answer = caller.agents(
        "Contact/Merge", {}, headers={"Authorization": authorization}
    )
    assert (answer.status_code, given) == (401, [])


def test_a_malformed_body_is_refused_by_the_name_of_the_parameter(
    caller: Caller, given: list[Any]
) -> None:
    answer = caller.agents("Contact/Merge", {"DestinationContactId": "six"})
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "Message": "The request is invalid.",
            "MessageDetail": "DestinationContactId: int: expected a whole number, got a text",
        },
    )
    assert given == []


def test_what_nobody_has_written_is_not_implemented(caller: Caller) -> None:
    answer = caller.agents("Contact/SaveContactEntity", {})
    assert (answer.status_code, answer.json()) == (
        501,
        {
            "Error": True,
            "ErrorType": "System.NotImplementedException",
            "ErrorMessage": "The method or operation is not implemented.",
            "ErrorSource": "",
        },
    )


def test_an_operation_that_only_soap_has_is_not_there(caller: Caller) -> None:
    answer = caller.agents("FileManager/ReadFile", {"DocumentId": 4})
    assert (answer.status_code, answer.json()) == (
        404,
        {
            "Message": "No HTTP resource was found that matches the request.",
            "MessageDetail": "POST /api/v1/Agents/FileManager/ReadFile",
        },
    )


@pytest.fixture
def raising(served: Served) -> Any:
    """The answer of an operation whose stub raises that error, and the time that it took."""

    def answered(error: BaseException) -> Any:
        def get(number: int) -> Any:
            raise error

        return served(served.stub("Contact", get_contact_entity=get)).agents(
            "Contact/GetContactEntity"
        )

    return answered


def test_a_fault_is_told_as_netserver_does(pair: Any, raising: Any) -> None:
    fault = pair.proxies("errors").Fault(
        "no room",
        friendly_text="Try later.",
        error_type="SuperOffice.Full",
        source="Contact",
        status=503,
    )
    answer = raising(fault)
    assert (answer.status_code, answer.json()) == (
        503,
        {
            "Error": True,
            "ErrorType": "SuperOffice.Full",
            "ErrorMessage": "no room",
            "ErrorSource": "Contact",
            "Message": "Try later.",
        },
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Fault", 400),
        ("AuthenticationFault", 401),
        ("NotFound", 404),
        ("Conflict", 409),
        ("PreconditionFailed", 412),
    ],
)
def test_each_kind_of_fault_has_its_status(
    pair: Any, raising: Any, name: str, status: int
) -> None:
    answer = raising(getattr(pair.proxies("errors"), name)("no\r\nroom"))
    assert (answer.status_code, answer.json()["ErrorMessage"]) == (status, "no\r\nroom")


def test_what_was_not_modified_has_no_body(pair: Any, raising: Any) -> None:
    answer = raising(pair.proxies("errors").NotModified("still so"))
    assert (answer.status_code, answer.content, dict(answer.headers)) == (304, b"", {})


@pytest.mark.parametrize(
    "error",
    [KeyError("a secret"), StopIteration("a secret"), RecursionError("a secret")],
)
def test_of_an_unforeseen_error_nothing_is_told_but_all_is_logged(
    raising: Any, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    start = time.perf_counter()
    answer = raising(error)
    assert time.perf_counter() - start < 5
    assert answer.status_code == 500
    assert answer.json()["ErrorMessage"] == "An error has occurred."
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "Contact/GetContactEntity failed" in caplog.text
    assert "a secret" in caplog.text


def test_a_result_of_another_type_is_told_of_in_the_log(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    stub = served.stub("Contact", get_contact_list=lambda numbers: ["x"])
    with caplog.at_level(logging.ERROR):
        answer = served(stub).agents("Contact/GetContactList", [1])
    assert answer.status_code == 500
    assert "expected Contact, got str" not in answer.text
    assert (
        "what GetContactList gave back cannot be sent: an item of the result: "
        "expected Contact, got str"
    ) in caplog.text
