"""Entities with links."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def views(pair: Any) -> Any:
    return pair.server("views")


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def asked(pair: Any) -> Any:
    """What an operation of the WebApi is asked, by its verb and path."""

    def made(verb: str, path: str) -> Any:
        row = next(
            each
            for each in pair.catalogue.resources
            if (each.verb, each.path) == (verb, f"api/v1/{path}")
        )
        call = pair.server("calls").Call(operation=row, wire="webapi", root="http://x")
        return pair.server("webapi_door").Asked(
            call=call, operation=row, values={}, address="http://x/api/v1/Contact"
        )

    return made


def test_an_entity_is_what_its_view_extends(views: Any, C: Any) -> None:
    assert views.entity_of(C.ContactEntityWithLinks) is C.ContactEntity
    assert views.entity_of(C.ContactEntity) is C.ContactEntity


@pytest.mark.parametrize(("number", "below"), [(None, ""), (4, "/4"), (0, "/0")])
def test_an_entity_gets_a_link_to_itself(
    views: Any, C: Any, asked: Any, number: int | None, below: str
) -> None:
    contact = C.ContactEntity(contact_id=4, name="Alfa")
    made = views.viewed(contact, asked("GET", "Contact/{id}"), number)
    assert isinstance(made, C.ContactEntityWithLinks)
    assert (made.contact_id, made.name, made.category) == (4, "Alfa", None)
    assert made.links == {"Self": f"http://x/api/v1/Contact{below}"}


def test_members_of_a_newer_release_stay(
    pair: Any, views: Any, C: Any, asked: Any
) -> None:
    from importlib import import_module

    codec = import_module(f"{pair.package}._runtime.codecs.json")
    found = codec.decode(b'{"ContactId":4,"Shiny":[1]}', C.ContactEntity)
    made = views.viewed(found, asked("GET", "Contact/{id}"))
    operation = asked("GET", "Contact/{id}").operation
    content = pair.server("json_server").json_result(operation, made)
    assert content.endswith(b'"_Links":{"Self":"http://x/api/v1/Contact"},"Shiny":[1]}')


def test_where_no_links_are_given_an_entity_stays_itself(
    views: Any, C: Any, asked: Any
) -> None:
    contact = C.ContactEntity(contact_id=4)
    assert views.viewed(contact, asked("GET", "Contact/default")) is contact
    assert views.viewed(contact, asked("DELETE", "Contact/{id}")) is contact


def test_nothing_has_no_links(views: Any, asked: Any) -> None:
    assert views.viewed(None, asked("GET", "Contact/{id}")) is None
