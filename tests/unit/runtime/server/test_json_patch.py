"""Changes to a part of a document, in the role of the server."""

from __future__ import annotations

import copy
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.runtime.errors import Conflict
from generator.runtime.patching import Change, PatchError, applied, difference, merged
from generator.runtime.server.json_patch import patched
from generator.runtime.server.refusals import Malformed

CONTACT: dict[str, Any] = {
    "ContactId": 5,
    "Name": "Alfa",
    "Department": None,
    "Category": {"Id": 1, "Value": "Customer"},
    "Phones": [{"Value": "1"}, {"Value": "2"}],
    "CustomFields": {"x_rank": "[I:1]", "a/b~c": "old"},
    "Xstop": False,
}


def change(op: str, path: str, *value: object) -> dict[str, object]:
    return {"op": op, "path": path, **({"value": value[0]} if value else {})}


@pytest.mark.parametrize(
    ("operation", "changed"),
    [
        (change("replace", "/Name", "Beta"), {"Name": "Beta"}),
        (change("replace", "name", "Beta"), {"Name": "Beta"}),
        (change("add", "/department", "Oslo"), {"Department": "Oslo"}),
        (change("Replace", "/category/ID", 2), {"Category": {"Id": 2, "Value": "Customer"}}),
        (change("replace", "/Category", {"Id": 3}), {"Category": {"Id": 3}}),
        (change("add", "/Phones/-", {"Value": "3"}), {"Phones": [{"Value": "1"}, {"Value": "2"}, {"Value": "3"}]}),
        (change("add", "Phones", {"Value": "3"}), {"Phones": [{"Value": "1"}, {"Value": "2"}, {"Value": "3"}]}),
        (change("replace", "/Phones", {"Value": "3"}), {"Phones": [{"Value": "1"}, {"Value": "2"}, {"Value": "3"}]}),
        (change("replace", "/Phones", []), {"Phones": []}),
        (change("add", "/Phones/0", {"Value": "0"}), {"Phones": [{"Value": "0"}, {"Value": "1"}, {"Value": "2"}]}),
        (change("replace", "/phones/1/value", "9"), {"Phones": [{"Value": "1"}, {"Value": "9"}]}),
        (change("remove", "/Phones/0"), {"Phones": [{"Value": "2"}]}),
        (change("add", "/CustomFields/x_new", "[I:2]"), {"CustomFields": {"x_rank": "[I:1]", "a/b~c": "old", "x_new": "[I:2]"}}),
        (change("remove", "/CustomFields/X_RANK"), {"CustomFields": {"a/b~c": "old"}}),
        (change("replace", "/CustomFields/a~1b~0c", "new"), {"CustomFields": {"x_rank": "[I:1]", "a/b~c": "new"}}),
        (change("test", "/Name", "Alfa"), {}),
        (change("test", "/Phones/1", {"Value": "2"}), {}),
        (change("test", "", CONTACT), {}),
    ],
)  # fmt: skip
def test_an_operation_changes_what_it_names(
    operation: dict[str, object], changed: dict[str, object]
) -> None:
    before = copy.deepcopy(CONTACT)

    assert patched(CONTACT, [operation]) == {**CONTACT, **changed}
    assert before == CONTACT


def test_a_removed_member_is_gone() -> None:
    assert patched({"Name": "Alfa", "Rank": 1}, [change("remove", "/name")]) == {
        "Rank": 1
    }


@pytest.mark.parametrize(
    "operation",
    [
        change("test", "/Name", "Beta"),
        change("test", "/Xstop", 0),
        change("test", "/Department", ""),
        change("test", "/Category", {"Id": 1}),
        change("test", "/Phones/0/Value", 1),
    ],
)
def test_a_failed_test_is_a_conflict(operation: dict[str, object]) -> None:
    with pytest.raises(Conflict, match="is not what it is expected to be"):
        patched(CONTACT, [operation, change("replace", "/Name", "Gamma")])


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (change("replace", "/Nmae", "x"), "'/Nmae': there is no 'Nmae'"),
        (change("remove", "/Nmae"), "'/Nmae': there is no 'Nmae'"),
        (change("test", "/Nmae", 1), "'/Nmae': there is no 'Nmae'"),
        (change("replace", "/Phones/2", {}), "'/Phones/2': the list has 2 items, no 2"),
        (change("add", "/Phones/3", {}), "'/Phones/3': the list has 2 items, no 3"),
        (change("remove", "/Phones/-"), "'/Phones/-': expected the number of an item, not '-'"),
        (change("remove", "/Phones/01"), "'/Phones/01': expected the number of an item, not '01'"),
        (change("add", "/Phones/²", 1), "'/Phones/²': expected the number of an item, not '²'"),
        (change("add", "/Name/First", 1), "'/Name/First': there is nothing that has members"),
        (change("add", "/No/First", 1), "'/No/First': there is no 'No'"),
        (change("replace", "", {}), "a patch changes members of the document, not the whole of it"),
        (change("move", "/Name"), "operation 0 of the patch: NetServer does not support move"),
        (change("copy", "/Name"), "operation 0 of the patch: NetServer does not support copy"),
        (change("put", "/Name", 1), "operation 0 of the patch: op is one of add, replace, remove, test, not 'put'"),
        (change("add", "/Name"), "operation 0 of the patch: add takes a value"),
        ({"op": "add", "value": 1}, "operation 0 of the patch: path is a text such as '/Category/Id'"),
        ({"op": 1, "path": "a"}, "operation 0 of the patch: op is one of add, replace, remove, test, not int"),
        ("Name", "operation 0 of the patch: expected an object with op and path"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(operation: object, said: str) -> None:
    with pytest.raises(Malformed) as caught:
        patched(CONTACT, [operation])
    assert str(caught.value) == said


def test_an_object_is_merged() -> None:
    changes = {
        "department": "Oslo",
        "CATEGORY": {"id": 2},
        "Name": None,
        "Phones": [{"Value": "9"}],
        "CustomFields": {"x_rank": None, "x_new": "1"},
    }
    before = copy.deepcopy(CONTACT)

    found = patched(CONTACT, changes)

    assert found == {
        **CONTACT,
        "Department": "Oslo",
        "Category": {"Id": 2, "Value": "Customer"},
        "Name": None,
        "Phones": [{"Value": "9"}],
        "CustomFields": {"x_rank": None, "a/b~c": "old", "x_new": "1"},
    }
    assert before == CONTACT


def test_an_object_merged_where_a_list_stands_is_appended() -> None:
    found = patched(CONTACT, {"Phones": {"Value": "3"}})

    assert found["Phones"] == [{"Value": "1"}, {"Value": "2"}, {"Value": "3"}]


def test_of_a_carrier_no_member_can_be_added_that_it_has_not(pair: Any) -> None:
    contact = pair.proxies("carriers").ContactEntity
    patch = pair.server("json_patch").patched
    malformed = pair.server("refusals").Malformed
    document = {"ContactId": 5, "Category": {"Id": 1}, "CustomFields": {}}

    assert patch(
        document,
        [
            change("replace", "/name", "Beta"),
            change("add", "category/value", "x"),
            change("add", "/CustomFields/x_new", "1"),
        ],
        contact,
    ) == {
        "ContactId": 5,
        "Name": "Beta",
        "Category": {"Id": 1, "Value": "x"},
        "CustomFields": {"x_new": "1"},
    }
    for changes in ([change("add", "/Nmae", 1)], {"Nmae": 1}):
        with pytest.raises(malformed, match="'/Nmae': there is no member 'Nmae'"):
            patch(document, changes, contact)
    with pytest.raises(malformed, match="there is no member 'Idd'"):
        patch(document, {"category": {"Idd": 1}}, contact)


def test_nothing_is_shared_with_what_was_given() -> None:
    value = [{"Value": "3"}]
    found = patched(CONTACT, [change("replace", "/Phones", value)])
    found["Phones"][0]["Value"] = "changed"
    found["Category"]["Id"] = 9

    assert value == [{"Value": "3"}] and CONTACT["Category"]["Id"] == 1


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "operations",
    [
        [change("add", "/Name", deep(100_000))],
        {"Name": deep(100_000)},
        [change("add", "/Name", list(range(20_001)))],
        [change("test", "/Name", "Alfa")] * 1_001,
        [change("add", "/".join("a" * 100), 1)],
        "Name",
    ],
)
def test_what_is_too_large_is_refused_at_once(operations: Any) -> None:
    start = time.perf_counter()
    with pytest.raises(Malformed):
        patched(CONTACT, operations)
    assert time.perf_counter() - start < 1


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text("aAß~/", max_size=3)
names = st.sampled_from(["Name", "Category", "Phones", "a/b", "~", "x", "0"])
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
    ),
    max_leaves=12,
)
documents = st.dictionaries(names, values, max_size=6)


@given(documents, documents, st.booleans())
def test_the_difference_of_two_documents_makes_the_second_of_the_first(
    before: dict[str, Any], after: dict[str, Any], test: bool
) -> None:
    operations = [
        {"op": each.op, "path": each.path}
        | ({} if each.op == "remove" else {"value": each.value})
        for each in difference(before, after, test=test)
    ]

    assert patched(before, operations) == after


verbs = st.sampled_from(["add", "replace", "remove", "test"])
paths = st.lists(names | st.sampled_from(["-", "1", "name"]), min_size=1, max_size=3)


@given(
    documents,
    st.lists(st.builds(Change, verbs, paths.map("/".join), values), max_size=4),
)
def test_operations_do_what_the_client_takes_them_for(
    before: dict[str, Any], changes: list[Change]
) -> None:
    operations = [{"op": e.op, "path": e.path, "value": e.value} for e in changes]
    try:
        expected = applied(changes, before)
    except PatchError:
        with pytest.raises((Malformed, Conflict)):
            patched(before, operations)
        return
    assert patched(before, operations) == expected


plain = st.recursive(
    scalars | st.just([1]),
    lambda inner: st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(names, plain, max_size=6)


@given(objects, objects)
def test_merging_is_what_the_client_takes_it_for(
    before: dict[str, Any], changes: dict[str, Any]
) -> None:
    expected = merged(changes, before)
    assume(not meets_a_list(before, changes))

    assert patched(before, changes) == expected


def meets_a_list(before: Any, changes: Any) -> bool:
    """Whether an object of the changes stands where the document has a list."""
    if not isinstance(changes, dict):
        return False
    if not isinstance(before, dict):
        return isinstance(before, list)
    return any(meets_a_list(before.get(name), changes[name]) for name in changes)


operations_of_any_kind = st.one_of(
    documents,
    st.lists(
        st.fixed_dictionaries(
            {
                "op": st.sampled_from(["add", "replace", "remove", "test", "move"]),
                "path": st.lists(
                    names | st.sampled_from(["-", "1", ""]), max_size=4
                ).map("/".join),
            },
            optional={"value": values},
        )
        | scalars,
        max_size=5,
    ),
)


@given(documents, operations_of_any_kind)
def test_whatever_comes_is_applied_or_refused(
    document: dict[str, Any], operations: Any
) -> None:
    before = copy.deepcopy(document)
    with suppress(Malformed, Conflict):
        patched(document, operations)
    assert document == before
