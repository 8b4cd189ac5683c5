"""Operations of resources that stand for one of an agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

import anyio
import pytest

from tests.unit.runtime.server.raw_calls import Served


@pytest.fixture(scope="module")
def served(pair: Any) -> Iterator[Served]:
    with Served(pair) as served:
        yield served


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def endpoint(pair: Any) -> Any:
    """A resource whose rows know the carriers of contacts."""
    endpoints = import_module(f"{pair.package}._runtime.endpoints")
    module = pair.catalogue.agents["Contact"]["GetContactEntity"].module
    return endpoints.Endpoint("Contact", path="api/v1/Contact", module=module)


@pytest.fixture(scope="module")
def answered(pair: Any) -> Any:
    """What an operation of a resource gives for those values, where it stands for that of the agent, which gives `result`.

    None where it stands for nothing; else what the agent's operation was given, and what was given back.
    """

    def ask(operation: Any, name: str, values: Any, result: Any = None) -> Any:
        agent, _, called = name.partition("/")
        catalogue = replace(pair.catalogue, calls={operation.name: f"{agent}.{called}"})
        given: list[Any] = []

        class Service:
            def handler(self, wanted: Any) -> Any:
                async def handler(*arguments: Any) -> Any:
                    current = pair.server("calls").current_call()
                    given.append((current.operation.name, *arguments))
                    return result

                return handler

        handlers = pair.server("answering").Handlers([Service()])
        operations = pair.server("called_operations").CalledOperations
        handler = operations(catalogue, handlers).handler(operation)
        if handler is None:
            return None
        call = pair.server("calls").Call(
            operation=operation, wire="webapi", root="http://x"
        )
        asked = pair.server("webapi_door").Asked(
            call=call, operation=operation, values=values
        )
        found = anyio.run(handler, asked)
        return given[0], found

    return ask


def test_values_fill_parameters_by_name_whatever_their_case(
    endpoint: Any, answered: Any
) -> None:
    row = endpoint.operation(
        "Merge",
        "PUT",
        "/{sourceContactId}/MergeTo/{destinationContactId}",
        {"replaceEmptyFieldsOnDestination": "bool", "mergeIdenticalPersons": "bool"},
    )
    values = {
        "sourceContactId": 5,
        "destinationContactId": 6,
        "replaceEmptyFieldsOnDestination": False,
        "mergeIdenticalPersons": True,
    }
    assert answered(row, "Contact/Merge", values) == (
        ("Merge", 5, 6, True, False),
        None,
    )


def test_a_number_that_stands_alone_in_the_path_is_the_one_that_is_missing(
    endpoint: Any, answered: Any, C: Any
) -> None:
    row = endpoint.operation("Get", "GET", "/{id}", gives="ContactEntity | None")
    entity = C.ContactEntity()
    assert answered(row, "Contact/GetContactEntity", {"id": 4}, entity) == (
        ("GetContactEntity", 4),
        entity,
    )


def test_the_body_is_the_one_that_is_missing(
    pair: Any, endpoint: Any, answered: Any, C: Any
) -> None:
    row = endpoint.operation(
        "Save",
        "POST",
        "",
        {"<body>": "ContactEntity", "$select": "str"},
        "ContactEntity",
    )
    entity = C.ContactEntity(name="Alfa")
    values = {"<body>": entity, "$select": None}
    assert answered(row, "Contact/SaveContactEntity", values, entity) == (
        ("SaveContactEntity", entity),
        entity,
    )


def test_a_file_is_passed_as_its_bytes(pair: Any, endpoint: Any, answered: Any) -> None:
    file = pair.server("store").StoredFile(b"abc", "a.txt")
    row = endpoint.operation(
        "SetStream",
        "PUT",
        "/{documentEntity}/Stream",
        {"documentEntity": "Any", "<body>": "bytes", "overwriteExistingData": "bool"},
    )
    values = {"documentEntity": None, "<body>": file, "overwriteExistingData": True}
    assert answered(row, "Document/SetDocumentStream", values) == (
        ("SetDocumentStream", None, b"abc", True),
        None,
    )


def test_what_the_agent_does_not_find_is_not_found(
    pair: Any, endpoint: Any, answered: Any
) -> None:
    row = endpoint.operation("Get", "GET", "/{id}", gives="ContactEntity")
    with pytest.raises(pair.proxies("errors").NotFound):
        answered(row, "Contact/GetContactEntity", {"id": 4}, None)


def test_what_may_be_null_is_null(endpoint: Any, answered: Any) -> None:
    row = endpoint.operation("Get", "GET", "/{id}", gives="ContactEntity | None")
    assert answered(row, "Contact/GetContactEntity", {"id": 4}, None)[1] is None


@pytest.mark.parametrize(
    ("name", "verb", "path", "takes", "gives"),
    [
        ("Contact/Nonsense", "GET", "/{id}", {}, ""),
        ("Nonsense/GetContactEntity", "GET", "/{id}", {}, ""),
        # A parameter that nothing fills, or two that are called otherwise.
        ("Contact/GetContactEntity", "GET", "", {}, ""),
        ("Contact/GetContactEntity", "GET", "/{name}", {"name": "str"}, ""),
        ("Contact/GetContactEntity", "GET", "/{a}/{b}", {}, ""),
        ("Contact/Merge", "PUT", "/{a}/MergeTo/{b}", {}, ""),
        # Another result.
        ("Contact/GetContactEntity", "GET", "/{id}", {}, "Contact"),
        ("Contact/GetContactEntity", "GET", "/{id}", {}, "list[ContactEntity]"),
        ("Contact/Undelete", "GET", "/{id}", {}, "ContactEntity"),
        ("FileManager/ReadFile", "GET", "/{id}", {}, "str"),
    ],
)
def test_what_does_not_fit_stands_for_nothing(
    endpoint: Any,
    answered: Any,
    name: str,
    verb: str,
    path: str,
    takes: dict[str, str],
    gives: str,
) -> None:
    row = endpoint.operation("Row", verb, path, takes, gives)
    assert answered(row, name, {}) is None


def test_a_list_of_rows_stands_for_nothing(endpoint: Any, answered: Any) -> None:
    row = endpoint.operation("GetAll", "GET", "/{id}", rows=True)
    assert answered(row, "Contact/GetContactEntity", {"id": 4}) is None


# ------------------------------------------------------------------------- over the wire


def test_a_resource_asks_the_stub_and_links_what_it_gives(
    served: Served, C: Any
) -> None:
    stub = served.stub("Document", get_document_entity=lambda number: C.DocumentEntity(document_id=number) if number < 9 else None)  # fmt: skip
    caller = served(stub)
    found = caller.webapi("GET", "Document/4").json()
    assert (found["DocumentId"], found["_Links"]) == (
        4,
        {"Self": "http://crm.test/api/v1/Document/4"},
    )
    assert caller.webapi("GET", "Document/9").status_code == 404


def test_an_item_is_saved_by_the_stub(served: Served) -> None:
    async def save(item: Any) -> Any:
        item.id = 17
        return item

    caller = served(served.stub("List", save_list_item_entity=save))
    answer = caller.webapi("POST", "List/5/Items", {"Name": "Gold"})
    assert answer.json() == {
        "TableRight": None,
        "FieldProperties": None,
        "Id": 17,
        "Name": "Gold",
        "Tooltip": None,
        "Rank": 0,
        "Deleted": False,
        "UdListDefinitionId": 0,
    }


def test_bytes_of_a_stub_are_sent_as_they_are(pair: Any, served: Served) -> None:
    """In releases whose texts say that a file is that of an agent's operation."""
    row = next(
        each for each in pair.catalogue.resources if each.path.endswith("/Content")
    )
    calls = {**pair.catalogue.calls, row.name: "Document.GetDocumentStream"}
    create_app = pair.server("creating").AppMaker(replace(pair.catalogue, calls=calls))
    content = {4: b"\x89PNG", 5: None}
    stub = served.stub("Document", get_document_stream=content.get)
    from tests.unit.runtime.server.raw_calls import Caller

    caller = Caller(pair, create_app(stub))
    there, nothing = (caller.webapi("GET", f"Document/{n}/Content") for n in (4, 5))
    caller.close()
    assert (there.status_code, there.content, there.headers["content-type"]) == (
        200,
        b"\x89PNG",
        "application/octet-stream",
    )
    assert (nothing.status_code, nothing.content) == (204, b"")
