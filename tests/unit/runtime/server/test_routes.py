"""Which operation an address is for."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def routes(pair: Any) -> Any:
    return pair.server("routes").Routes(pair.catalogue)


def told(found: Any) -> Any:
    """What is at an address, in words: its kind, what it is, and the root above."""
    match type(found).__name__:
        case "NoneType":
            return None
        case "AgentAt":
            return "soap", found.agent, found.root
        case "OperationAt":
            name = f"{found.operation.agent}/{found.operation.name}"
            return "agents", name, found.root
        case _:
            operations = {
                verb: (operation.path.partition("/v1/")[2], dict(filled))
                for verb, (operation, filled) in found.operations.items()
            }
            return "webapi", operations, found.root


@pytest.mark.parametrize("tenant", ["", "/Cust12345", "/any name"])
def test_each_door_may_stand_below_a_tenant(routes: Any, tenant: str) -> None:
    assert [
        told(routes.at(f"{tenant}/{path}"))
        for path in (
            "Remote/Services88/Contact.svc",
            "api/v1/Agents/Contact/GetContactEntity",
            "api/v1/MDOList",
        )
    ] == [
        ("soap", "Contact", tenant),
        ("agents", "Contact/GetContactEntity", tenant),
        ("webapi", {"GET": ("MDOList", {})}, tenant),
    ]


def test_case_and_slashes_at_the_ends_do_not_matter(routes: Any) -> None:
    assert told(routes.at("/REMOTE/services88/contact.SVC/")) == ("soap", "Contact", "")
    assert told(routes.at("API/v1/agents/EMAIL/getEmailAccount")) == (
        "agents",
        "EMail/GetEMailAccount",
        "",
    )
    assert told(routes.at("//api/V1/LIST/aB/items/")) == (
        "webapi",
        {"GET": ("List/{name}/Items", {"name": "aB"})},
        "",
    )


@pytest.mark.parametrize(
    ("path", "filled"),
    [
        ("User/7", ("User/{id}", {"id": "7"})),
        ("User/-7", ("User/{id}", {"id": "-7"})),
        ("User/anna", ("User/{userName}", {"userName": "anna"})),
        ("User/7a", ("User/{userName}", {"userName": "7a"})),
        ("User/\u0663", ("User/{userName}", {"userName": "\u0663"})),
        ("User/" + "9" * 30, ("User/{userName}", {"userName": "9" * 30})),
        ("User/currentAssociate", ("User/currentAssociate", {})),
        ("List/5/Items", ("List/{id}/Items", {"id": "5"})),
        ("List/category/Items", ("List/{name}/Items", {"name": "category"})),
        ("List/Task/Items", ("List/Task/Items", {})),
        ("Contact/4/Simple", ("Contact/{id}/Simple", {"id": "4"})),
    ],
)
def test_fixed_words_come_first_then_numbers_then_texts(
    routes: Any, path: str, filled: Any
) -> None:
    assert told(routes.at(f"/api/v1/{path}"))[1]["GET"] == filled


def test_every_verb_of_an_address_is_found(routes: Any) -> None:
    _, operations, _ = told(routes.at("/api/v1/Contact/4"))
    here = ("Contact/{id}", {"id": "4"})
    assert operations == dict.fromkeys(("GET", "PUT", "PATCH", "DELETE"), here)


def test_each_verb_has_the_operation_that_fits_it_best(routes: Any) -> None:
    """Items are posted to lists by number alone, even if the list of tasks has an address of its own."""
    assert told(routes.at("/api/v1/List/5/Items"))[1] == {
        "GET": ("List/{id}/Items", {"id": "5"}),
        "POST": ("List/{id}/Items", {"id": "5"}),
    }
    assert list(told(routes.at("/api/v1/List/Task/Items"))[1]) == ["GET"]


def test_what_stands_in_several_placeholders_is_told_apart(routes: Any) -> None:
    assert told(routes.at("/api/v1/Contact/5/MergeTo/6"))[1] == {
        "PUT": (
            "Contact/{sourceContactId}/MergeTo/{destinationContactId}",
            {"sourceContactId": "5", "destinationContactId": "6"},
        )
    }


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/api",
        "/api/v1",
        "/api/v1/Nonsense",
        "/api/v1/Contact/four",
        "/api/v1/Contact//Simple",
        "/api/v1/Contact/4/Simple/5",
        "/api/v1/Agents/Contact",
        "/api/v1/Agents/Contact/Nonsense",
        "/one/two/api/v1/Contact",
        "/Remote/Services87/Contact.svc",
        "/api/v1/User/" + "x/" * 10_000,
        "/" * 10_000,
    ],
)
def test_elsewhere_is_nothing(routes: Any, path: str) -> None:
    assert routes.at(path) is None


def test_a_text_of_any_kind_fills_a_placeholder(routes: Any) -> None:
    for text in ("a\nb", "\0", "\ud800", "{id}", "..", "%2F", "'; --"):
        found = told(routes.at(f"/api/v1/User/{text}"))
        assert found[1]["GET"] == ("User/{userName}", {"userName": text})


def test_parts_of_one_shape_are_each_at_their_own_address(pair: Any) -> None:
    """As the lists of the real release: their rows are written once."""
    from dataclasses import dataclass
    from importlib import import_module

    endpoints = import_module(f"{pair.package}._runtime.endpoints")
    endpoint = endpoints.Endpoint("List/<part>", path="api/v1/List/<part>", module="x")
    items = endpoint.operation("GetItems", "GET", "/Items", gives="Any")
    one = endpoint.operation("GetItem", "GET", "/Items/{itemId}", gives="Any")

    @dataclass
    class Parts:
        resources: Any

        def operations(self) -> Any:
            return iter(())

    rows = [row.of(part) for row in (items, one) for part in ("Business", "Category")]
    routes = pair.server("routes").Routes(Parts(rows))
    assert told(routes.at("/api/v1/list/business/items"))[1] == {
        "GET": ("List/Business/Items", {})
    }
    assert told(routes.at("/api/v1/List/Category/Items/7"))[1] == {
        "GET": ("List/Category/Items/{itemId}", {"itemId": "7"})
    }
    assert routes.at("/api/v1/List/Country/Items") is None


@pytest.mark.parametrize(
    ("path", "roots"),
    [
        ("/", [("", "")]),
        ("/api", [("", "api")]),
        ("/Cust1/api/v1/", [("", "Cust1/api/v1"), ("/Cust1", "api/v1")]),
    ],
)
def test_an_address_is_read_with_and_without_a_tenant(
    pair: Any, path: str, roots: Any
) -> None:
    assert list(pair.server("routes").rooted(path)) == roots
