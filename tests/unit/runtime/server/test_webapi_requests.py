"""Requests of the WebApi into values."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="module")
def requests(pair: Any) -> Any:
    return pair.server("webapi_requests")


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def File(pair: Any) -> Any:
    return pair.server("store").StoredFile


@pytest.fixture(scope="module")
def endpoint(pair: Any) -> Any:
    """A resource whose rows know carriers of contacts."""
    endpoints = import_module(f"{pair.package}._runtime.endpoints")
    module = pair.catalogue.agents["Contact"]["GetContactEntity"].module
    return endpoints.Endpoint("Contact", path="api/v1/Contact", module=module)


@pytest.fixture(scope="module")
def values(pair: Any, requests: Any) -> Any:
    """The values in a request for an operation."""

    def found(
        operation: Any,
        filled: Any = None,
        query: str = "",
        body: bytes = b"",
        **headers: str,
    ) -> Any:
        received = pair.server("messages").Received(
            method=operation.verb,
            path="/",
            query_string=query,
            body=body,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
        )
        return requests.values_of(operation, filled or {}, received)

    return found


def refusal(call: Any) -> tuple[str, int]:
    with pytest.raises(ValueError) as refused:
        call()
    error: Any = refused.value
    return error.detail, error.status


JSON = "application/json"


def test_values_come_from_path_query_and_header(endpoint: Any, values: Any) -> None:
    row = endpoint.operation(
        "Get",
        "GET",
        "/{id}/{name}",
        {
            "name": "str",
            "w": "Int32",
            "deep": "bool",
            "x-zone": "str",
            "when": "datetime",
        },
        header=("x-zone",),
    )
    assert values(
        row,
        {"id": "4", "name": "a b"},
        "W=5&w=6&DEEP=True&x-zone=no",
        **{"x-zone": "261"},
    ) == {
        "id": 4,
        "name": "a b",
        "w": 6,
        "deep": True,
        "x-zone": "261",
        "when": None,
    }


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("w=x", "w: expected a whole number"),
        ("deep=2", "deep: expected true or false"),
        ("when=soon", "when: dateTime: expected dateTime, got a text"),
        ("w=99999999999", "w: int: expected a number from -2147483648 to 2147483647, got a number"),
    ],
)  # fmt: skip
def test_a_wrong_value_in_the_query_is_refused_by_its_name(
    endpoint: Any, values: Any, query: str, said: str
) -> None:
    takes = {"w": "Int32", "deep": "bool", "when": "datetime"}
    row = endpoint.operation("Get", "GET", "", takes)
    assert refusal(lambda: values(row, query=query)) == (said, 400)


@pytest.mark.parametrize(
    ("query", "joined", "repeated"),
    [
        ("ids=1,2&ids=3", [1, 2, 3], None),
        ("IDS=1&day=a,b&Day=c", [1], ["a,b", "c"]),
        ("ids=&day=", None, [""]),
        ("", None, None),
    ],
)
def test_lists_stand_with_commas_or_repeat_their_name(
    endpoint: Any, values: Any, query: str, joined: Any, repeated: Any
) -> None:
    takes = {"ids": "list[Int32]", "day": "list[str]"}
    row = endpoint.operation("Get", "GET", "", takes, joined=("ids",))
    assert values(row, query=query) == {"ids": joined, "day": repeated}


def test_an_item_of_a_list_that_is_wrong_is_refused(endpoint: Any, values: Any) -> None:
    row = endpoint.operation("Get", "GET", "", {"ids": "list[Int32]"}, joined=("ids",))
    assert refusal(lambda: values(row, query="ids=1,x")) == (
        "ids: expected a whole number",
        400,
    )


def test_a_carrier_in_the_query_stands_there_member_by_member(
    endpoint: Any, values: Any, C: Any
) -> None:
    row = endpoint.operation("Merge", "POST", "", {"contact": "ContactEntity"})
    query = (
        "contact.contactId=4&Contact.Name=Alfa&contact.category.id=2&contact.xstop=true"
        "&contact.nonsense=1&contact.customFields.a:b=c&other.name=x&contact=x"
    )
    (found,) = values(row, query=query).values()
    assert (
        found.contact_id,
        found.name,
        found.category,
        found.xstop,
        found.custom_fields,
    ) == (4, "Alfa", C.Category(id=2), True, {"a:b": "c"})


def test_nothing_in_the_query_of_a_carrier_is_none(endpoint: Any, values: Any) -> None:
    row = endpoint.operation("Merge", "POST", "", {"contact": "ContactEntity"})
    assert values(row, query="other.name=x") == {"contact": None}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("contact.name=a&contact.name=b", "contact.name: stands there twice"),
        ("contact.category=a&contact.category.id=2", "contact.category.id: stands for two things"),
        ("contact.contactId=x", "contact: ContactEntity.contactId: expected a whole number, got a text"),
    ],
)  # fmt: skip
def test_a_carrier_in_the_query_that_is_none_is_refused(
    endpoint: Any, values: Any, query: str, said: str
) -> None:
    row = endpoint.operation("Merge", "POST", "", {"contact": "ContactEntity"})
    assert refusal(lambda: values(row, query=query)) == (said, 400)


def test_a_carrier_in_the_query_is_not_endlessly_deep(
    endpoint: Any, values: Any
) -> None:
    row = endpoint.operation("Merge", "POST", "", {"contact": "ContactEntity"})
    (found,) = values(row, query=f"contact.{'a.' * 20_000}b=1").values()
    assert found.contact_id == 0


def test_the_body_is_json(endpoint: Any, values: Any, C: Any) -> None:
    row = endpoint.operation("Save", "PUT", "", {"<body>": "ContactEntity"})
    entity = C.ContactEntity(name="Alfa")
    for kind in (JSON, "text/json", "application/merge-patch+json"):
        found = values(row, body=b'{"name":"Alfa"}', content_type=kind)
        assert found == {"<body>": entity}


@pytest.mark.parametrize("verb", ["PATCH", "POST"])
def test_any_json_is_taken_where_no_more_is_said(
    endpoint: Any, values: Any, verb: str
) -> None:
    row = endpoint.operation("Change", verb, "", {"<body>": "Any"})
    mark = b"\xef\xbb\xbf"
    found = values(row, body=mark + b'[{"op":"add"}]', content_type=JSON)
    assert found == {"<body>": [{"op": "add"}]}


@pytest.mark.parametrize(
    ("type", "body", "kind", "said"),
    [
        ("ContactEntity", b"", JSON, ("the body is missing", 400)),
        ("Any", b" ", JSON, ("the body is missing", 400)),
        ("ContactEntity", b"null", JSON, ("the body is null, expected an object", 400)),
        ("Any", b"{", JSON, ("the body is no JSON: Input data was truncated", 400)),
        ("Any", b"[" * 100_000, JSON, ("the body is nested too deeply", 400)),
        ("Any", b"\xff", JSON, ("the body is no JSON: JSON is malformed: invalid character (byte 0)", 400)),
        ("Any", b"{}", "text/plain", ("expected application/json, got text/plain", 415)),
        ("Any", b"{}", "", ("expected application/json, got no content type", 415)),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_is_refused(
    endpoint: Any, values: Any, type: str, body: bytes, kind: str, said: Any
) -> None:
    row = endpoint.operation("Change", "POST", "", {"<body>": type})
    assert refusal(lambda: values(row, body=body, content_type=kind)) == said


def test_a_file_is_the_body_of_any_type(endpoint: Any, values: Any, File: Any) -> None:
    row = endpoint.operation("Write", "PUT", "/{id}", {"<body>": "bytes"})
    found = values(
        row,
        {"id": "4"},
        body=b"\0abc",
        content_type="Image/PNG; x=y",
        content_disposition='attachment; filename="a.png"',
    )
    assert found == {"id": 4, "<body>": File(b"\0abc", "a.png", "image/png")}
    assert values(row, {"id": "4"})["<body>"] == File(b"")


def test_a_form_holds_files_and_values(endpoint: Any, values: Any, File: Any) -> None:
    row = endpoint.operation(
        "Write",
        "PUT",
        "",
        {"picture": "bytes", "width": "Int32", "other": "bytes"},
        form=("picture", "width", "other"),
    )
    body = (
        b'--B\r\nContent-Disposition: form-data; name="Picture"; filename="a.png"\r\n\r\n'
        b'abc\r\n--B\r\nContent-Disposition: form-data; name="width"\r\n\r\n5\r\n--B--'
    )
    assert values(row, body=body, content_type="multipart/form-data; boundary=B") == {
        "picture": File(b"abc", "a.png", "text/plain"),
        "width": 5,
        "other": None,
    }
    kind = "application/x-www-form-urlencoded"
    assert refusal(lambda: values(row, body=b"width=x", content_type=kind)) == (
        "width: expected a whole number",
        400,
    )


def test_rows_are_asked_by_what_the_operation_knows(
    pair: Any, endpoint: Any, requests: Any
) -> None:
    row = endpoint.operation("GetAll", "GET", "", rows=("$select", "$orderBy"))
    received = pair.server("messages").Received(
        method="GET", path="/", query_string="$SELECT=a&%24orderby=b+asc&$top=5&x=1"
    )
    assert requests.rows_query(row, received) == {"$select": "a", "$orderby": "b asc"}


def test_a_form_may_be_a_long_query(pair: Any, requests: Any) -> None:
    received = pair.server("messages").Received(
        method="POST", path="/p", query_string="old=1", body=b" $select=a%2Cb \r\n"
    )
    found = requests.as_query(received)
    assert (found.method, found.body, found.query) == ("GET", b"", {"$select": "a,b"})
