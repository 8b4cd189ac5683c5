"""The rule by which methods of resources are named, and what it makes of real releases."""

from __future__ import annotations

import keyword
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Config
from generator.diagnostics import Diagnostics
from generator.model.carriers import Carrier, Field
from generator.model.release import (
    Answer,
    Resource,
    ResourceOperation,
    ResourceParameter,
)
from generator.model.types import STRING, CarrierRef, ListOf, MapOf, Scalar, TypeRef
from generator.pipeline import read_release
from generator.plan.names import resource_method_names
from generator.plan.resource_names import (
    alike_groups,
    groups_of,
    method_names_of,
    pages_of,
)
from generator.plan.scope import name_everything

ENTITY, PAGE = CarrierRef("ContactEntity"), CarrierRef("Page")
PAGES = frozenset({PAGE})


def operation(
    said: str,
    name: str,
    gives: TypeRef | None = None,
    body: TypeRef | None = None,
    **path: str,
) -> ResourceOperation:
    verb, _, where = said.partition(" ")
    return ResourceOperation(
        name=name,
        verb=verb,
        path=f"/api/v1/{where}",
        parameters=tuple(
            ResourceParameter(name=each, place="path", type=Scalar(type))
            for each, type in path.items()
        ),
        body=body,
        answers=(Answer(status="200", type=gives),) if gives else (),
    )


def names(*operations: ResourceOperation, resource: str = "Contact") -> list[str]:
    group, *rest = groups_of(Resource(name=resource, operations=operations), PAGES)
    assert rest == []
    found = method_names_of(group, resource_method_names())
    return [found[each.name] for each in operations]


def test_the_standard_pattern_has_one_name_everywhere():
    assert names(
        operation("GET Contact", "a_1", PAGE),
        operation("POST Contact", "a_2", ENTITY, ENTITY),
        operation("GET Contact/{id}", "a_3", ENTITY, id="int"),
        operation("PUT Contact/{id}", "a_4", ENTITY, ENTITY, id="int"),
        operation("PATCH Contact/{id}", "a_5", ENTITY, ListOf(STRING), id="int"),
        operation("DELETE Contact/{id}", "a_6", id="int"),
        operation("GET Contact/default", "a_7", ENTITY),
        operation("GET Contact/{id}/Simple", "a_8", CarrierRef("Contact"), id="int"),
        operation("POST Contact/Validate", "a_9", MapOf(STRING, STRING), ENTITY),
        operation("GET Contact/{id}/Persons", "a_10", PAGE, id="int"),
    ) == [
        "list", "create", "get", "update", "patch", "delete", "default", "simple",
        "validate", "persons",
    ]  # fmt: skip


def test_types_have_to_fit_the_pattern():
    assert names(
        operation("GET Contact", "v1Contact_Providers", MapOf(STRING, STRING)),
        operation("POST Contact", "v1Contact_Begin", Scalar("int"), STRING),
        operation("GET Contact/{id}", "v1Contact_Keys", ListOf(STRING), id="int"),
    ) == ["providers", "begin", "keys"]


def test_of_two_paths_the_one_with_a_number_has_the_short_name():
    user = CarrierRef("User")

    assert names(
        operation("GET User/{user}", "v1User_GetUserFromName", user, user="string"),
        operation("GET User/{id}", "v1User_GetUser", user, id="int"),
        resource="User",
    ) == ["get_from_name", "get"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("v1ContactEntity_GetContactSummary", "get_summary"),
        ("v1ContactEntity_GetImage", "get_image"),
        ("v1ContactEntity_PutImageInfo", "update_image_info"),
        ("v1ContactEntity_PostImage", "create_image"),
        ("v1ContactEntity_GetAllForeignKeys", "get_all_foreign_keys"),
        ("v1ContactEntity_HttpPostSaveContactEntityWithNotify", "save_with_notify"),
        ("v1ContactEntity_CheckinContact", "checkin"),
        ("v1ContactEntity_UndoCheckoutContact", "undo_checkout"),
        ("doSomethingElse", "do_something_else"),
        ("POST /api/v1/Contact/x/Hide", "create_hide"),
    ],
)
def test_all_else_is_called_as_its_operationid_says(name: str, expected: str):
    others = (
        operation("PUT Contact/{id}", "v1ContactEntity_Put", ENTITY, ENTITY, id="int"),
        operation("POST Contact/x/Hide", name, Scalar("int")),
    )

    assert names(*others)[1] == expected


def test_a_name_that_is_taken_is_followed_by_what_tells_the_operations_apart():
    assert names(
        operation("PUT Contact/{contactId}/Image", "v1Contact_SaveImage"),
        operation("POST Contact/{contactId}/Image", "v1Contact_SaveImage_POST"),
        operation("GET Contact/Users", "v1Contact_GetUserList"),
        operation("GET Contact/{contactId}/User", "v1Contact_GetContactUserList"),
    ) == [
        "save_image",
        "save_image_by_post",
        "get_user_list",
        "get_user_list_by_contact_id",
    ]


def lists(*parts: str) -> Resource:
    item = CarrierRef("Item")
    return Resource(
        name="List",
        operations=(
            operation("GET List/{id}", "v1ListEntity_Get", ENTITY, id="int"),
            *(
                each
                for part in parts
                for each in (
                    operation(
                        f"GET List/{part}/Items", f"v1{part}List_GetAll", ListOf(item)
                    ),
                    operation(
                        f"POST List/{part}/Items",
                        f"v1{part}List_Post{part}",
                        item,
                        item,
                    ),
                )
            ),
        ),
    )


def test_what_stands_below_a_fixed_part_is_a_resource_within():
    own, business, source = groups_of(lists("Business", "Source"), PAGES)

    assert (own.name, own.path) == ("List", "/api/v1/List")
    assert (business.name, business.path) == ("Business", "/api/v1/List/Business")
    found = method_names_of(business, resource_method_names())
    assert list(found.values()) == ["list", "create"]
    assert alike_groups([business, source]) == [[business, source]]


def test_pages_are_many_values_and_a_link():
    page = Carrier(
        name="Page",
        fields=(
            Field(name="odata.nextLink", type=STRING),
            Field(name="value", type=ListOf(STRING)),
        ),
    )

    assert pages_of([page, Carrier(name="Other")]) == {CarrierRef("Page")}


# --- any names, and real ones

texts = st.text(max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["GET", "PUT", "POST"]), texts, texts), max_size=6, unique_by=lambda each: each[1]))  # fmt: skip
def test_any_operations_have_names_of_their_own(operations: list[tuple[str, str, str]]):
    resource = Resource(
        name="Contact",
        operations=tuple(
            operation(f"{verb} Contact/{path}", name, ENTITY)
            for verb, name, path in operations
        ),
    )
    for group in groups_of(resource, PAGES):
        found = method_names_of(group, resource_method_names()).values()
        assert len(set(found)) == len(group.operations)
        for name in found:
            assert name.isidentifier() and not keyword.iskeyword(name)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("release", "count"),
    [
        ("2021-03/Swagger-v1-REST.zip", 1218),
        ("2024-04/Swagger-v1.zip", 1321),
        ("2026-04/Swagger-v1-REST-Individuals.zip", 1296),
    ],
)
def test_every_operation_of_a_release_has_a_name_that_needs_no_number(
    corpus: Path, release: str, count: int
):
    config = Config(sources=(corpus / "netserver" / release,))
    found = read_release(config, Diagnostics()).release
    scope = name_everything(found, pages_of(found.carriers))

    named = 0
    for names in scope.resources:
        methods = list(names.methods.values())
        assert len(set(methods)) == len(methods) == len(names.group.operations)
        for operation_, method in names.methods.items():
            assert not method.endswith("_"), (names.wire, method)
            number = re.search(r"_\d+$", method)
            assert not number or number[0][1:] in operation_
        described = sum(each.described for each in names.group.operations)
        named += described * len(names.handles)
    assert named == count
    (contact,) = (each for each in scope.resources if each.wire == "Contact")
    assert {"get", "create", "update", "patch", "delete", "default", "simple", "list",
            "validate", "persons"} <= set(contact.methods.values())  # fmt: skip
