"""The door of the WebApi: how results of resources are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from tests.unit.runtime.server.raw_calls import Caller, Served


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def stand_in(served: Served) -> Caller:
    return served()


@pytest.fixture(scope="module")
def endpoint(pair: Any) -> Any:
    endpoints = import_module(f"{pair.package}._runtime.endpoints")
    module = pair.catalogue.agents["Contact"]["GetContactEntity"].module
    return endpoints.Endpoint("Contact", path="api/v1/Contact", module=module)


@pytest.fixture(scope="module")
def answer(pair: Any) -> Any:
    """The answer of an operation whose handlers are those."""

    def made(operation: Any, *handlers: Any, query: str = "") -> Any:
        class Service:
            def __init__(self, handler: Any) -> None:
                self.handler = lambda operation: handler

        door = pair.server("webapi_door").WebApiDoor(
            [Service(each) for each in handlers]
        )
        call = pair.server("calls").Call(
            operation=operation, wire="webapi", root="http://x"
        )
        received = pair.server("messages").Received(
            method=operation.verb,
            path="/Cust1/api/v1/Contact",
            query_string=query,
            address="http://x",
        )
        return asyncio.run(door.answer(received, operation, {}, call))

    return made


JSON = "application/json; charset=utf-8"


def test_the_first_service_that_has_a_handler_answers(
    pair: Any, endpoint: Any, answer: Any
) -> None:
    row = endpoint.operation("Get", "GET", "", gives="str")
    Answer = pair.server("messages").Answer
    found = answer(row, None, lambda asked: "second", lambda asked: "third")
    assert found == Answer(body=b'"second"', content_type=JSON)


def test_what_nobody_answers_is_not_implemented(endpoint: Any, answer: Any) -> None:
    with pytest.raises(NotImplementedError):
        answer(endpoint.operation("Get", "GET", "", gives="str"), None)


def test_a_handler_is_told_what_is_asked(pair: Any, endpoint: Any, answer: Any) -> None:
    row = endpoint.operation("GetAll", "GET", "", {"deep": "bool"}, rows=True)
    seen: list[Any] = []

    async def rows(asked: Any) -> Any:
        assert pair.server("calls").current_call() is asked.call
        seen.append((asked.operation, asked.values, asked.rows, asked.address))
        return {"value": []}

    found = answer(row, rows, query="deep=1&$top=5")
    assert seen == [
        (row, {"deep": True}, {"$top": "5"}, "http://x/Cust1/api/v1/Contact")
    ]
    assert found.body == b'{"value":[]}'


def test_headers_may_stand_beside_a_value(
    pair: Any, endpoint: Any, answer: Any
) -> None:
    given = pair.server("webapi_door").Given(value="a", headers={"Last-Modified": "x"})
    row = endpoint.operation("Get", "GET", "", gives="str")
    found = answer(row, lambda asked: given)
    assert (found.body, found.headers) == (b'"a"', {"Last-Modified": "x"})


def test_nothing_is_answered_without_content(
    pair: Any, endpoint: Any, answer: Any
) -> None:
    row = endpoint.operation("Delete", "DELETE", "")
    assert answer(row, lambda asked: "x") == pair.server("messages").Answer(status=204)


@pytest.mark.parametrize(
    ("name", "kind", "disposition", "sent_kind"),
    [
        ("a b.txt", "text/plain", "attachment; filename*=UTF-8''a%20b.txt", "text/plain"),
        ('\r\nX: y"\u20ac', "text/plain", "attachment; filename*=UTF-8''%0D%0AX%3A%20y%22%E2%82%AC", "text/plain"),
        ("../a/b", "text/plain", "attachment; filename*=UTF-8''..%2Fa%2Fb", "text/plain"),
        ("", "text/plain\r\nSet-Cookie: a", None, "application/octet-stream"),
        ("", "nonsense", None, "application/octet-stream"),
        ("", "text/\u00e5", None, "application/octet-stream"),
        ("", "", None, "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_file_is_sent_with_its_name_and_type_and_nothing_else_in_its_headers(
    pair: Any,
    endpoint: Any,
    answer: Any,
    name: str,
    kind: str,
    disposition: str | None,
    sent_kind: str,
) -> None:
    file = pair.server("store").StoredFile(b"abc", name, kind)
    row = endpoint.operation("Read", "GET", "", gives="bytes")
    headers = {} if disposition is None else {"Content-Disposition": disposition}
    assert answer(row, lambda asked: file) == pair.server("messages").Answer(
        body=b"abc", content_type=sent_kind, headers=headers
    )


def test_a_name_that_no_text_can_be_is_sent_somehow(
    pair: Any, endpoint: Any, answer: Any
) -> None:
    file = pair.server("store").StoredFile(b"abc", "a\ud800", "text/plain")
    row = endpoint.operation("Read", "GET", "", gives="bytes")
    found = answer(row, lambda asked: file)
    assert found.headers == {"Content-Disposition": "attachment; filename*=UTF-8''a%3F"}


# -------------------------------------------------------------------------- whole requests


def test_without_credentials_nothing_is_done(stand_in: Caller) -> None:
    answer = stand_in.webapi("GET", "Contact/4", headers={"Authorization": ""})
    assert answer.status_code == 401
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
    ("method", "path", "allowed"),
    [
        ("POST", "Contact/4", "DELETE, GET, PATCH, PUT"),
        ("OPTIONS", "Contact", "GET, POST"),
        ("TRACE", "MDOList", "GET"),
        ("QUERY", "Archive/Contact", "GET"),
    ],
)
def test_another_method_is_told_which_there_are(
    stand_in: Caller, method: str, path: str, allowed: str
) -> None:
    answer = stand_in.webapi(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json() == {
        "Message": "The requested resource does not support this HTTP method.",
        "MessageDetail": f"it supports {allowed}",
    }


def test_a_long_query_may_come_as_a_form(stand_in: Caller) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    by_query = stand_in.webapi("GET", "Archive/SimpleContact?$select=name&$top=2")
    by_form = stand_in.webapi(
        "POST", "Archive/SimpleContact", "$select=name&$top=2", headers=form
    )
    assert by_query.status_code == 200
    assert by_form.json()["value"] == by_query.json()["value"]
    assert len(by_form.json()["value"]) == 2


def test_a_query_that_comes_as_something_else_is_refused(stand_in: Caller) -> None:
    answer = stand_in.webapi("POST", "Archive/SimpleContact", {})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_a_query_of_too_many_parts_is_refused(stand_in: Caller) -> None:
    answer = stand_in.webapi("GET", "Contact/4?" + "&".join("a" * 3000))
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "Message": "The request is invalid.",
            "MessageDetail": "the query is too long",
        },
    )
