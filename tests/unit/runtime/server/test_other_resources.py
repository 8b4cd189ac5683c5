"""Resources of another pattern than entities: lists of rows, archives, the caller, files, lists of the program."""

from __future__ import annotations

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
def caller(served: Served) -> Caller:
    return served()


@pytest.fixture(scope="module")
def resources(pair: Any) -> Any:
    return pair.server("other_resources")


@pytest.fixture(scope="module")
def endpoint(pair: Any) -> Any:
    """Makes a resource of a name whose rows know carriers."""
    endpoints = import_module(f"{pair.package}._runtime.endpoints")
    module = pair.catalogue.agents["User"]["GetUser"].module

    def made(name: str) -> Any:
        return endpoints.Endpoint(name, path=f"api/v1/{name}", module=module)

    return made


# ---------------------------------------------------------------------------------- rows


def test_a_list_of_rows_is_asked_as_its_query_says(caller: Caller) -> None:
    answer = caller.webapi(
        "GET", "Contact?$select=name,contactId&$orderBy=contactId&$top=1&$skip=1"
    )
    assert answer.status_code == 200
    found = answer.json()
    ((name, number),) = [(each["name"], each["contactId"]) for each in found["value"]]
    assert caller.webapi("GET", f"Contact/{number}").json()["Name"] == name


def test_addresses_in_rows_are_as_the_caller_used_them(caller: Caller) -> None:
    host = {"Host": "proxy.test:81"}
    answer = caller.send("GET", "/Cust12345/api/v1/Contact?$top=1", headers=host)
    assert answer.json()["odata.metadata"] == (
        "http://proxy.test:81/Cust12345/api/v1/Archive/$metadata"
    )


def test_rows_below_an_entity_are_its_own(caller: Caller) -> None:
    rows = caller.webapi("GET", "Contact/4/Persons?$select=personId,contactId").json()
    assert [each["PrimaryKey"] for each in rows["value"]] != []
    for each in rows["value"]:
        person = caller.webapi("GET", f"Person/{each['PrimaryKey']}").json()
        assert person["Contact"]["ContactId"] == 4


def test_a_filter_that_is_none_is_refused(caller: Caller) -> None:
    answer = caller.webapi("GET", "Contact?$filter=name nonsense 'a'")
    assert (answer.status_code, "nonsense" in answer.text) == (400, True)


def test_only_lists_of_rows_are_answered_by_archives(pair: Any, resources: Any) -> None:
    rows = resources.RowResources(None)
    assert {each.gives_rows for each in pair.catalogue.resources if rows.handler(each)} == {True}  # fmt: skip


def test_archives_are_told_by_name(caller: Caller, pair: Any) -> None:
    found = caller.webapi("GET", "Archive").json()
    assert found["Contact"] == "Contact"
    assert all(name == each for name, each in found.items())


def test_archives_are_told_as_a_list_where_that_is_given(
    resources: Any, endpoint: Any
) -> None:
    class Archives:
        def names(self) -> list[str]:
            return ["Contact"]

    names = resources.ArchiveNames(Archives())
    row = endpoint("Archive").operation("Get", "GET", gives="list[str]")
    assert names.handler(row)(None) == ["Contact"]
    others = (
        endpoint("Contact").operation("Get", "GET", gives="list[str]"),
        endpoint("Archive").operation("Get", "POST", gives="list[str]"),
        endpoint("Archive").operation("Get", "GET", "/x", gives="list[str]"),
        endpoint("Archive").operation("Get", "GET"),
    )
    assert [names.handler(each) for each in others] == [None] * 4


# -------------------------------------------------------------------------------- caller


def test_the_current_associate_is_the_caller_s(caller: Caller) -> None:
    found = caller.webapi("GET", "User/currentAssociate").json()
    assert (found["AssociateId"], found["Name"], found["FullName"]) == (
        1,
        "kari",
        "Kari Nordmann",
    )


def test_only_what_asks_for_nothing_else_is_answered_with_the_caller(
    pair: Any, resources: Any, endpoint: Any
) -> None:
    callers = resources.CallerResources(None)
    answered = [each.path for each in pair.catalogue.resources if callers.handler(each)]
    assert answered == ["api/v1/User/currentAssociate"]
    user = endpoint("User")
    for row in (
        user.operation("A", "POST", "/x", gives="Associate"),
        user.operation("B", "GET", "/{id}", gives="Associate"),
        user.operation("C", "GET", "/x", {"deep": "bool"}, gives="Associate"),
        user.operation("D", "GET", "/x", gives="User"),
        user.operation("E", "GET", "/x"),
    ):
        assert callers.handler(row) is None


def test_the_current_principal_is_told_even_where_no_description_names_it(
    caller: Caller,
) -> None:
    """Proxies ask for it after signing in; this release leaves it out."""
    answer = caller.send("GET", "/Cust12345/API/v1/user/CurrentPrincipal")
    found = answer.json()
    assert (found["Associate"], found["PersonId"], found["ContactId"]) == ("kari", 7, 4)
    refused = caller.send(
        "GET", "/api/v1/User/currentPrincipal", headers={"Authorization": ""}
    )
    assert refused.status_code == 401


# --------------------------------------------------------------------------------- files


def test_a_file_is_written_and_read_as_it_is(caller: Caller) -> None:
    number = caller.webapi("POST", "Contact", {"Name": "x"}).json()["ContactId"]
    assert number  # a document needs no owner, but a number of its own
    document = caller.agents("Document/SaveDocumentEntity", {"Name": "a.png"}).json()
    path = f"Document/{document['DocumentId']}/Content"
    headers = {
        "Content-Type": "image/png",
        "Content-Disposition": "attachment; filename*=UTF-8''%C3%A5%0D%0AX%3A%20y.png",
    }
    written = caller.webapi("PUT", path, b"\x89PNG\r\n", headers=headers)
    assert written.json()["DocumentId"] == document["DocumentId"]
    read = caller.webapi("GET", path)
    assert (read.content, read.headers["content-type"]) == (b"\x89PNG\r\n", "image/png")
    assert "x" not in read.headers
    assert "\r" not in read.headers.get("content-disposition", "")


def test_an_image_is_put_as_a_form(caller: Caller) -> None:
    body = (
        b'--B\r\nContent-Disposition: form-data; name="picture"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x89PNG\r\n--B--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    assert caller.webapi("PUT", "Person/7/Image", body, headers=kind).json() > 0
    assert caller.webapi("GET", "Person/7/Image").content == b"\x89PNG"
    assert caller.webapi("DELETE", "Person/7/Image").status_code == 204
    assert caller.webapi("GET", "Person/7/Image").status_code == 404


def test_a_form_without_the_file_is_refused(caller: Caller) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=B"}
    answer = caller.webapi("PUT", "Person/7/Image", b"--B--", headers=kind)
    assert (answer.status_code, answer.json()["MessageDetail"]) == (
        400,
        "picture: there is no file",
    )


def test_a_file_that_is_not_there_is_not_found(caller: Caller) -> None:
    assert caller.webapi("GET", "Document/99999/Content").status_code == 404


# --------------------------------------------------------------------------------- lists


def test_lists_are_told_by_name_and_read_as_the_program_shows_them(
    caller: Caller,
) -> None:
    names = caller.webapi("GET", "MDOList").json()
    assert "category" in names
    items = caller.webapi("GET", "MDOList/CATEGORY").json()
    assert [each["Name"] for each in items] != []
    selectable = caller.webapi("GET", "MDOList/category/selectable").json()
    assert [each["Id"] for each in selectable] == [each["Id"] for each in items]
    assert {each["Selected"] for each in selectable} == {False}


def test_items_are_found_by_the_name_of_their_list(caller: Caller) -> None:
    items = caller.webapi("GET", "List/category/Items").json()
    shown = caller.webapi("GET", "MDOList/category").json()
    assert [each["Id"] for each in items] == [each["Id"] for each in shown]


@pytest.mark.parametrize("path", ["MDOList/nonsense", "List/nonsense/Items"])
def test_an_unknown_list_is_not_found(caller: Caller, path: str) -> None:
    answer = caller.webapi("GET", path)
    assert (answer.status_code, answer.json()["ErrorMessage"]) == (
        404,
        "There is no list 'nonsense'.",
    )
