"""Changes to a part of an entity: computed, built by hand, and applied as NetServer would."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime.carriers import BaseCarrier
from generator.runtime.patching import (
    Change,
    Patch,
    PatchError,
    TestFailed,
    applied,
    difference,
    merge_body,
    merged,
)
from generator.runtime.spelling import DATETIME_MIN, Int32


class Category(BaseCarrier):
    __namespace__ = "urn:x"
    id: Int32 = 0
    value: str | None = None


class Phone(BaseCarrier):
    __namespace__ = "urn:x"
    value: str | None = None


class Street(BaseCarrier):
    __namespace__ = "urn:x"
    city: str | None = None


class Address(BaseCarrier):
    __namespace__ = "urn:x"
    street: Street | None = None


class Company(BaseCarrier):
    __namespace__ = "urn:x"
    company_id: Int32 = 0
    name: str | None = None
    updated: datetime = DATETIME_MIN
    category: Category | None = None
    address: Address | None = None
    phones: list[Phone] | None = None
    custom_fields: dict[str, str | None] | None = None


class CompanyWithLinks(Company):
    __view__ = True
    __spelled__ = {"links": "_Links"}
    links: dict[str, str | None] | None = None


def sent(patch: Patch) -> Any:
    return json.loads(patch.encode())


def test_two_carriers_differ_by_their_members():
    before = Company(company_id=4, name="Old", category=Category(id=1, value="A"))
    after = Company(company_id=4, name="New", category=Category(id=2, value="A"))

    assert sent(Patch.between(before, after)) == [
        {"op": "replace", "path": "/Name", "value": "New"},
        {"op": "replace", "path": "/Category/Id", "value": 2},
    ]


def test_old_values_are_tested_before_anything_is_changed():
    patch = Patch.between(
        Company(name="Old", company_id=4),
        Company(name="New", phones=[Phone(value="1")]),
        test=True,
    )

    assert sent(patch) == [
        {"op": "test", "path": "/CompanyId", "value": 4},
        {"op": "test", "path": "/Name", "value": "Old"},
        {"op": "remove", "path": "/CompanyId"},
        {"op": "replace", "path": "/Name", "value": "New"},
        {"op": "add", "path": "/Phones", "value": [{"Value": "1"}]},
    ]


def test_what_is_deeper_than_two_members_is_replaced_as_a_whole():
    def company(city: str) -> Company:
        return Company(address=Address(street=Street(city=city)))

    assert sent(Patch.between(company("Oslo"), company("Bergen"))) == [
        {"op": "replace", "path": "/Address/Street", "value": {"City": "Bergen"}}
    ]


def test_lists_are_replaced_as_a_whole():
    before = Company(phones=[Phone(value="1"), Phone(value="2")])
    after = Company(phones=[Phone(value="2")])

    assert sent(Patch.between(before, after)) == [
        {"op": "replace", "path": "/Phones", "value": [{"Value": "2"}]}
    ]


def test_keys_of_dictionaries_are_escaped():
    before = Company(custom_fields={"a/b": "1", "m~n": "2"})
    after = Company(custom_fields={"a/b": "3", "m~n": "4"})

    assert [each.path for each in Patch.between(before, after)] == [
        "/CustomFields/a~1b",
        "/CustomFields/m~0n",
    ]


def test_null_is_a_value_and_unset_is_none_at_all():
    assert sent(Patch.between(Company(name="A"), Company(name=None))) == [
        {"op": "replace", "path": "/Name", "value": None}
    ]
    assert sent(Patch.between(Company(name="A"), Company())) == [
        {"op": "remove", "path": "/Name"}
    ]


def test_links_are_no_part_of_an_entity():
    before = CompanyWithLinks(name="A", links={"Self": "https://a"})

    assert sent(Patch.between(before, Company(name="B"))) == [
        {"op": "replace", "path": "/Name", "value": "B"}
    ]
    assert not Patch.between(before, Company(name="A"))


def test_carriers_of_different_classes_have_no_difference():
    with pytest.raises(TypeError, match="got Company and Phone"):
        Patch.between(Company(), Phone())


def test_a_patch_is_put_together_by_hand():
    patch = (
        Patch(Company)
        .test("name", "Old")
        .replace("category/id", 2)
        .add("Phones/-", Phone(value="1"))
        .add("updated", datetime(2026, 1, 2, 3, 4, 5))
        .remove("custom_fields/SuperOffice:1")
    )

    assert sent(patch) == [
        {"op": "test", "path": "/Name", "value": "Old"},
        {"op": "replace", "path": "/Category/Id", "value": 2},
        {"op": "add", "path": "/Phones/-", "value": {"Value": "1"}},
        {"op": "add", "path": "/Updated", "value": "2026-01-02T03:04:05"},
        {"op": "remove", "path": "/CustomFields/SuperOffice:1"},
    ]


def test_a_patch_never_changes():
    patch = Patch().replace("Name", "x")
    patch.remove("Name")

    assert [each.op for each in patch] == ["replace"]
    assert patch == Patch().replace("/Name", "x")
    assert patch != Patch().replace("/Name", "y")


def test_an_attribute_that_is_not_there_is_refused_with_one_that_is():
    with pytest.raises(ValueError, match="no 'nmae'; did you mean 'name'"):
        Patch(Company).replace("nmae", 1)
    with pytest.raises(ValueError, match="no 'nmae'; did you mean 'name'"):
        merge_body({"nmae": 1}, Company)


@pytest.mark.parametrize("path", ["", "/", "a//b", "a/"])
def test_a_path_has_members_with_slashes_between(path: str):
    with pytest.raises(ValueError, match="no path"):
        Patch().remove(path)


def test_what_is_somebodys_data_is_not_shown():
    patch = Patch().replace("Name", "Ms Secret")

    assert repr(patch) == "<Patch: replace /Name>"
    assert repr(patch[0]) == "<replace /Name>"


def test_changes_are_merged_by_their_wire_names():
    body = merge_body({"name": "x", "category": {"id": 2}, "Newer": [1]}, Company)

    assert json.loads(body) == {"Name": "x", "Category": {"Id": 2}, "Newer": [1]}


# ------------------------------------------------------------------------------- plain JSON


ADD, REMOVE, REPLACE, TEST = "add", "remove", "replace", "test"


@pytest.mark.parametrize(
    ("document", "change", "expected"),
    [
        ({"foo": "bar"}, Change("add", "/baz", "qux"), {"foo": "bar", "baz": "qux"}),
        ({"foo": ["bar", "baz"]}, Change("add", "/foo/1", "q"), {"foo": ["bar", "q", "baz"]}),
        ({"baz": "qux", "foo": 1}, Change("remove", "/baz"), {"foo": 1}),
        ({"foo": ["a", "b", "c"]}, Change("remove", "/foo/1"), {"foo": ["a", "c"]}),
        ({"baz": "qux"}, Change("replace", "/baz", "boo"), {"baz": "boo"}),
        ({"baz": "qux", "foo": ["a", 2]}, Change("test", "/foo/1", 2), {"baz": "qux", "foo": ["a", 2]}),
        ({"foo": "bar"}, Change("add", "/child", {"g": {}}), {"foo": "bar", "child": {"g": {}}}),
        ({"/": 9, "~1": 10}, Change("test", "/~01", 10), {"/": 9, "~1": 10}),
        ({"foo": ["bar"]}, Change("add", "/foo/-", ["x", 1]), {"foo": ["bar", ["x", 1]]}),
        ({"foo": None}, Change("replace", "/foo", "x"), {"foo": "x"}),
        # NetServer's own ways
        ({"Name": "a"}, Change("replace", "name", "b"), {"Name": "b"}),
        ({"Phones": [{"v": 1}]}, Change("add", "/phones", {"v": 2}), {"Phones": [{"v": 1}, {"v": 2}]}),
    ],
)  # fmt: skip
def test_a_change_is_applied(document: Any, change: Change, expected: Any):
    before = json.dumps(document)

    assert applied([change], document) == expected
    assert json.dumps(document) == before


@pytest.mark.parametrize(
    ("document", "change"),
    [
        ({"foo": "bar"}, Change("add", "/baz/bat", "q")),
        ({"foo": "bar"}, Change("remove", "/baz")),
        ({"foo": "bar"}, Change("replace", "/baz", 1)),
        ({"foo": [1]}, Change("remove", "/foo/1")),
        ({"foo": [1]}, Change("replace", "/foo/01", 1)),
        ({"foo": [1]}, Change("add", "/foo/3", 1)),
        ({"foo": 1}, Change("add", "/foo/a", 1)),
    ],
)
def test_a_change_that_leads_nowhere_is_refused(document: Any, change: Change):
    with pytest.raises(PatchError):
        applied([change], document)


@pytest.mark.parametrize(
    ("document", "change"),
    [
        ({"baz": "qux"}, Change("test", "/baz", "bar")),
        ({"/": 9, "~1": 10}, Change("test", "/~01", "10")),
        ({"flag": True}, Change("test", "/flag", 1)),
        ({}, Change("test", "/none", None)),
    ],
)
def test_a_test_of_another_value_fails(document: Any, change: Change):
    with pytest.raises(TestFailed):
        applied([change], document)


def test_merging_goes_into_objects_and_keeps_null():
    document = {"Name": "a", "Category": {"Id": 1, "Value": "x"}, "Phones": [1]}

    assert merged({"name": None, "category": {"Id": 2}, "Phones": []}, document) == {
        "Name": None,
        "Category": {"Id": 2, "Value": "x"},
        "Phones": [],
    }


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4).map(str.casefold), inner, max_size=4),
    max_leaves=12,
)
# Members that differ by case alone are one to NetServer.
documents = st.dictionaries(
    st.text(alphabet="abc/~01-é", max_size=3), plain, max_size=6
)


@given(documents, documents, st.booleans())
def test_applying_the_difference_gives_the_second_document(
    before: dict[str, Any], after: dict[str, Any], test: bool
):
    found = applied(difference(before, after, test=test), before)

    assert msgspec.json.encode(found, order="sorted") == msgspec.json.encode(
        after, order="sorted"
    )


companies = st.builds(
    Company,
    company_id=st.integers(0, 9),
    name=st.none() | st.text(max_size=4),
    category=st.none() | st.builds(Category, id=st.integers(0, 3)),
    address=st.none()
    | st.builds(
        Address, street=st.none() | st.builds(Street, city=st.text(max_size=2))
    ),
    phones=st.none()
    | st.lists(st.builds(Phone, value=st.text(max_size=2)), max_size=3),
    custom_fields=st.none()
    | st.dictionaries(st.text(alphabet="ab/~:1", max_size=3), st.text(max_size=2)),
)


@given(companies, companies, st.booleans())
def test_a_patch_between_two_carriers_makes_the_second_of_the_first(
    before: Company, after: Company, test: bool
):
    patch = Patch.between(before, after, test=test)
    received = [Change(**each) for each in sent(patch)]
    found = applied(received, json.loads(msgspec.json.encode(before)))

    assert found == json.loads(msgspec.json.encode(after))
    assert all(each.path.count("/") <= 2 for each in patch)


@given(companies, companies)
def test_somebody_elses_change_of_the_same_member_fails_the_test(
    before: Company, after: Company
):
    patch = Patch.between(before, after, test=True)
    for change in patch:
        if change.op == "test":
            other = applied(
                [Change("replace", change.path, "somebody else's")],
                json.loads(msgspec.json.encode(before)),
            )
            with pytest.raises(TestFailed):
                applied(patch, other)
