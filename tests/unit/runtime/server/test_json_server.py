"""The agents wire in the role of the server: JSON into arguments, results into JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest


@pytest.fixture(scope="module")
def wire(pair: Any) -> Any:
    return pair.server("json_server")


@pytest.fixture(scope="module")
def rows(pair: Any) -> Any:
    """A row by its name: rows("Contact/GetContactEntity")."""

    def row(name: str) -> Any:
        agent, _, operation = name.partition("/")
        return pair.catalogue.agents[agent][operation]

    return row


@pytest.fixture(scope="module")
def C(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def E(pair: Any) -> Any:
    return pair.proxies("enumerations")


def refusal(call: Any) -> tuple[str, str, int]:
    """What a call that is refused says."""
    with pytest.raises(ValueError) as refused:
        call()
    error: Any = refused.value
    return error.message, error.detail, error.status


INVALID = "The request is invalid."


# ----------------------------------------------------------------------------- arguments


def test_an_operation_without_parameters_takes_no_notice_of_what_comes(
    wire: Any, rows: Any
) -> None:
    row = rows("Contact/CreateDefaultContactEntity")
    assert wire.arguments_of(row, {"x": "1"}, b"{ nonsense") == []


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ({"contactentityid": "7"}, 7),
        ({"contactentityid": "-7"}, -7),
        ({"contactentityid": " +7 "}, 7),
        ({"contactentityid": "007"}, 7),
        ({"other": "7"}, 0),
        ({}, 0),
    ],
)
def test_a_number_in_the_query_is_read(
    wire: Any, rows: Any, query: dict[str, str], value: int
) -> None:
    row = rows("Contact/GetContactEntity")
    assert wire.arguments_of(row, query, b"") == [value]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "expected a whole number"),
        ("", "expected a whole number"),
        ("1.5", "expected a whole number"),
        ("0x7", "expected a whole number"),
        ("1e3", "expected a whole number"),
        ("\u0663", "expected a whole number"),
        ("null", "expected a whole number"),
        ("9" * 400, "expected a whole number"),
        (
            "2147483648",
            "int: expected a number from -2147483648 to 2147483647, got a number",
        ),
    ],
)
def test_a_number_that_is_none_is_refused_by_the_parameters_name(
    wire: Any, rows: Any, text: str, said: str
) -> None:
    row = rows("Contact/GetContactEntity")
    assert refusal(lambda: wire.arguments_of(row, {"contactentityid": text}, b"")) == (
        INVALID,
        f"ContactEntityId: {said}",
        400,
    )


def test_a_carrier_is_the_whole_body(wire: Any, rows: Any, C: Any) -> None:
    row = rows("Contact/SaveContactEntity")
    body = b'{"contactid":"4","NAME":"Alfa","Category":{"Id":2},"Deleted":1}'
    assert wire.arguments_of(row, {}, body) == [
        C.ContactEntity(contact_id=4, name="Alfa", category=C.Category(id=2), deleted=1)
    ]


def test_numbers_are_the_whole_body(wire: Any, rows: Any) -> None:
    row = rows("Contact/GetContactList")
    assert wire.arguments_of(row, {}, b' [1, "2", 3] ') == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("Contact/SaveContactEntity", None), ("Contact/GetContactList", None)],
)
@pytest.mark.parametrize("body", [b"", b"null", b" \r\n null "])
def test_a_body_that_is_missing_or_null_is_none(
    wire: Any, rows: Any, name: str, left_out: Any, body: bytes
) -> None:
    assert wire.arguments_of(rows(name), {}, body) == [left_out]


def test_a_wrapper_holds_every_parameter(wire: Any, rows: Any) -> None:
    row = rows("Appointment/FindFreeSlots")
    body = {
        "From": "2026-01-05T08:00:00",
        "To": "2026-01-05T16:00:00Z",
        "Length": "00:30:00",
        "AssociateIds": [1, 2],
    }
    assert wire.arguments_of(row, {}, json.dumps(body).encode()) == [
        datetime(2026, 1, 5, 8),
        datetime(2026, 1, 5, 16, tzinfo=UTC),
        timedelta(minutes=30),
        [1, 2],
    ]


def test_names_in_a_wrapper_have_no_case_and_strangers_are_ignored(
    wire: Any, rows: Any
) -> None:
    body = b'{"SOURCECONTACTID":"5","destinationContactId":6,"Shiny":{"a":[1]}}'
    assert wire.arguments_of(rows("Contact/Merge"), {}, body) == [5, 6, False, False]


@pytest.mark.parametrize("body", [b"", b"  ", b"{}", b'{"From":null,"Length":null}'])
def test_what_a_wrapper_leaves_out_is_null_or_zero(
    wire: Any, rows: Any, body: bytes
) -> None:
    assert wire.arguments_of(rows("Appointment/FindFreeSlots"), {}, body) == [
        datetime(1, 1, 1),
        datetime(1, 1, 1),
        timedelta(0),
        None,
    ]


def test_enumerations_come_as_names_or_numbers_and_are_zero_when_left_out(
    wire: Any, rows: Any, E: Any
) -> None:
    row = rows("Appointment/Accept")
    scope = E.RecurrenceScope
    found = [
        wire.arguments_of(row, {}, body)[1]
        for body in (b'{"UpdateMode":"OnlyThis"}', b'{"UpdateMode":1}', b"{}")
    ]
    assert found == [scope.ONLY_THIS, scope.THIS_AND_FORWARD, scope.ONLY_THIS]


def test_a_name_that_differs_on_the_wire_is_found(wire: Any, rows: Any) -> None:
    row = rows("User/ExecuteUserCommand")
    assert row.agents_name("CommandActionResult") == "ActionResult"
    body = b'{"ActionResult":"Ok"}'
    assert wire.arguments_of(row, {}, body)[1].value == "Ok"


def test_a_mark_of_the_order_of_bytes_is_no_part_of_the_body(
    wire: Any, rows: Any
) -> None:
    mark = b"\xef\xbb\xbf"
    assert wire.arguments_of(rows("Contact/Undelete"), {}, mark + b'{"ContactId":4}') == [4]  # fmt: skip
    assert wire.arguments_of(rows("Contact/GetContactList"), {}, mark + b"[4]") == [[4]]


def test_a_subtype_is_told_by_its_discriminator(wire: Any, rows: Any, C: Any) -> None:
    body = b'{"StepType":"SendSMS","Text":"hi","MaxLength":"5"}'
    (found,) = wire.arguments_of(rows("Workflow/SaveWorkflowStep"), {}, body)
    assert (type(found).__name__, found.text, found.max_length) == (
        "WorkflowStepSendSMS",
        "hi",
        5,
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "the body is no JSON object: Input data was truncated"),
        (b"[]", "the body is no JSON object: Expected `object`, got `array`"),
        (b"null", "the body is no JSON object: Expected `object`, got `null`"),
        (b'{"ContactEntity":5}', "ContactEntity: ContactEntity: expected an object, got a number"),
        (b'{"ContactEntity":{"ContactId":"x"}}', "ContactEntity: ContactEntity.ContactId: expected a whole number, got a text"),
        (b'{"ContactEntity":{"Deleted":40000}}', "ContactEntity: ContactEntity.Deleted: expected a number from -32768 to 32767, got a number"),
        (b'{"ContactEntity":{"Persons":[null,{"PersonId":[]}]}}', "ContactEntity: ContactEntity.Persons[1].PersonId: expected a whole number, got a list"),
        (b'{"ContactEntity":{"UpdatedDate":"yesterday"}}', "ContactEntity: ContactEntity.UpdatedDate: expected dateTime, got a text"),
        (b'{"ContactEntity":' * 50_000, "the body is nested too deeply"),
    ],
)  # fmt: skip
def test_a_malformed_body_is_refused_by_the_place_of_what_is_wrong(
    wire: Any, rows: Any, body: bytes, said: str
) -> None:
    row = rows("Contact/ValidateContactEntity")
    assert refusal(lambda: wire.arguments_of(row, {}, body)) == (INVALID, said, 400)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "ContactIds: not JSON: Input data was truncated"),
        (b"5", "ContactIds: ArrayOfint: expected a list, got a number"),
        (b"[1,null]", "ContactIds: ArrayOfint[1]: expected int, got null"),
        (b'[1,"x"]', "ContactIds: ArrayOfint[1]: expected a whole number, got a text"),
        (b"[" * 100_000, "ContactIds: the value is nested too deeply"),
    ],
)
def test_a_malformed_list_is_refused_by_the_place_of_what_is_wrong(
    wire: Any, rows: Any, body: bytes, said: str
) -> None:
    row = rows("Contact/GetContactList")
    assert refusal(lambda: wire.arguments_of(row, {}, body)) == (INVALID, said, 400)


def test_deeply_nested_carriers_are_refused(wire: Any, rows: Any) -> None:
    inner = b'{"StepType":"Split","Options":[{"Steps":['
    body = inner * 2000 + b'{"StepType":"SendSMS"}' + b"]}]}" * 2000
    row = rows("Workflow/SaveWorkflowStep")
    assert refusal(lambda: wire.arguments_of(row, {}, body)) == (
        INVALID,
        "WorkflowStepBase: the value is nested too deeply",
        400,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("TRUE", True), ("1", True), ("False", False), ("0", False)],
)
def test_a_flag_in_an_address_is_read(
    pair: Any, wire: Any, rows: Any, text: str, value: bool
) -> None:
    assert wire.query_value(typed(pair, rows("Contact/Merge"), 2), text, "x") is value


def test_a_flag_in_an_address_that_is_none_is_refused(
    pair: Any, wire: Any, rows: Any
) -> None:
    kind = typed(pair, rows("Contact/Merge"), 2)
    assert refusal(lambda: wire.query_value(kind, "maybe", "merge")) == (
        INVALID,
        "merge: expected true or false",
        400,
    )


def typed(pair: Any, row: Any, at: int) -> Any:
    """The type of a parameter."""
    from importlib import import_module

    rows = import_module(f"{pair.package}._runtime.codecs.rows")
    return rows.row_of(row).takes[at][1]


def test_texts_and_times_in_an_address_are_no_json(
    pair: Any, wire: Any, rows: Any
) -> None:
    text = typed(pair, rows("MDO/GetList"), 0)
    moment = typed(pair, rows("Appointment/FindFreeSlots"), 0)
    assert wire.query_value(text, '"a\\', "x") == '"a\\'
    assert wire.query_value(moment, "2026-01-05T08:00:00", "x") == datetime(2026, 1, 5, 8)  # fmt: skip
    assert refusal(lambda: wire.query_value(moment, "soon", "from")) == (
        INVALID,
        "from: dateTime: expected dateTime, got a text",
        400,
    )


# ------------------------------------------------------------------------------- results


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Contact/Merge", "anything", b""),
        ("Contact/GetContactEntity", None, b"null"),
        ("Contact/GetContactList", None, b"null"),
        ("Contact/GetContactList", [], b"[]"),
        ("Contact/GetContactList", [None], b"[null]"),
        ("Webhook/TestWebhook", True, b"true"),
        ("Webhook/TestWebhook", None, b"false"),
        ("EMail/GetSignature", 'a"', b'"a\\""'),
        ("EMail/GetSignature", None, b"null"),
        ("List/GetDocumentTypesForPlugin", {1: "a", 2: None}, b'{"1":"a","2":null}'),
        ("User/GetFeatureToggles", {"a": "true"}, b'{"a":"true"}'),
        ("Document/GetDocumentProperties", {"a": 1, "b": [None]}, b'{"a":1,"b":[null]}'),
        ("Document/GetDocumentStream", b"abc", b'"YWJj"'),
        ("Archive/GetProviderNames", ("a", "b"), b'["a","b"]'),
    ],
)  # fmt: skip
def test_a_result_is_json(
    wire: Any, rows: Any, name: str, value: object, text: bytes
) -> None:
    assert wire.json_result(rows(name), value) == text


def test_times_are_written_as_they_are_meant(wire: Any, rows: Any) -> None:
    times = [datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 8, tzinfo=UTC)]
    found = wire.json_result(rows("Appointment/FindFreeSlots"), times)
    assert found == b'["2026-01-05T08:00:00","2026-01-05T08:00:00Z"]'


def test_carriers_come_complete_and_subtypes_with_their_own_members(
    wire: Any, rows: Any, C: Any
) -> None:
    step = C.WorkflowStepRunScript(crm_script_entity_id=3)
    found = wire.json_result(rows("Workflow/GetWorkflowStep"), step)
    assert json.loads(found) == {
        "WorkflowStepId": 0,
        "WorkflowId": 0,
        "StepType": "None",
        "Rank": 0,
        "CRMScriptEntityId": 3,
        "Parameters": None,
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Contact/GetContactEntity", 5, "the result: expected ContactEntity, got int"),
        ("Contact/GetContactEntity", {"Name": "a"}, "the result: expected ContactEntity, got dict"),
        ("Contact/GetContactList", 5, "the result: 'int' object is not iterable"),
        ("Contact/GetContactList", [5], "an item of the result: expected Contact, got int"),
        ("Contact/GetContactList", "ab", "the result: expected a list, got str"),
        ("Archive/GetProviderNames", [b"a"], "an item of the result: expected str, got bytes"),
        ("Contact/ValidateContactEntity", {"a": 1}, "an item of the result: expected str, got int"),
        ("EMail/GetSignature", 5, "the result: expected str, got int"),
        ("Webhook/TestWebhook", "yes", "the result: expected bool, got str"),
        ("Document/GetDocumentStream", 5, "the result: memoryview: a bytes-like object is required, not 'int'"),
    ],
)  # fmt: skip
def test_a_result_of_another_type_cannot_be_sent(
    wire: Any, rows: Any, name: str, value: object, said: str
) -> None:
    with pytest.raises(ValueError) as refused:
        wire.json_result(rows(name), value)
    operation = name.partition("/")[2]
    assert str(refused.value) == f"what {operation} gave back cannot be sent: {said}"


def test_carriers_in_a_circle_cannot_be_sent(wire: Any, rows: Any, C: Any) -> None:
    split = C.WorkflowStepSplit()
    split.options = [C.WorkflowStepOptionBase(steps=[split])]
    with pytest.raises(ValueError) as refused:
        wire.json_result(rows("Workflow/GetWorkflowStep"), split)
    assert "what GetWorkflowStep gave back cannot be sent" in str(refused.value)


# ------------------------------------------------------------------------------ $select


def contact(wire: Any, rows: Any, C: Any, select: str) -> dict[str, Any]:
    """What is not null of a contact of which some members are selected; it has all of its members."""
    value = C.ContactEntity(
        contact_id=4,
        name="Alfa",
        category=C.Category(id=2, value="Customer"),
        persons=[C.Person(person_id=7, firstname="Kari"), None],
        custom_fields={"name": "a", "b": "c"},
    )
    row = rows("Contact/GetContactEntity")
    found = json.loads(wire.json_result(row, value, select))
    assert list(found) == list(json.loads(wire.json_result(row, value)))
    return some(found)


def some(value: Any) -> Any:
    """The value without members that are null."""
    if isinstance(value, dict):
        return {k: some(v) for k, v in value.items() if v is not None}
    return [some(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("select", "found"),
    [
        ("Name", {"Name": "Alfa"}),
        (" name , CONTACTID ", {"ContactId": 4, "Name": "Alfa"}),
        ("category/id", {"Category": {"Id": 2}}),
        ("category/id,category", {"Category": {"Id": 2}}),
        ("persons/firstname", {"Persons": [{"Firstname": "Kari"}, None]}),
        ("customFields", {"CustomFields": {"name": "a", "b": "c"}}),
        ("customFields/b", {"CustomFields": {"name": "a", "b": "c"}}),
        ("nonsense", {}),
        ("name/nonsense", {"Name": "Alfa"}),
    ],
)
def test_what_is_not_selected_is_null(
    wire: Any, rows: Any, C: Any, select: str, found: dict[str, Any]
) -> None:
    assert contact(wire, rows, C, select) == found


@pytest.mark.parametrize("select", ["", ",", " , /", "//"])
def test_a_selection_of_nothing_selects_all(
    wire: Any, rows: Any, C: Any, select: str
) -> None:
    row, value = rows("Contact/GetContactEntity"), C.ContactEntity(name="Alfa")
    assert wire.json_result(row, value, select) == wire.json_result(row, value)


def test_a_selection_reaches_into_lists(wire: Any, rows: Any, C: Any) -> None:
    contacts = [C.Contact(name="Alfa", contact_id=1), None]
    found = wire.json_result(rows("Contact/GetContactList"), contacts, "name")
    first, second = json.loads(found)
    assert (some(first), second) == ({"Name": "Alfa"}, None)


def test_a_deep_selection_is_harmless(wire: Any, rows: Any, C: Any) -> None:
    assert contact(wire, rows, C, "/".join(["category"] * 50_000)) == {"Category": {}}


# ------------------------------------------------------------------------------ refusals


def test_an_error_is_told_as_netserver_does(pair: Any, wire: Any) -> None:
    fault = pair.proxies("errors").Fault("no room", source="Contact")
    refusal = pair.server("refusals").refusal_of(fault)
    assert json.loads(wire.json_refusal(refusal)) == {
        "Error": True,
        "ErrorType": "SuperOffice.Fault",
        "ErrorMessage": "no room",
        "ErrorSource": "Contact",
    }


def test_what_is_meant_for_people_is_told_too(pair: Any, wire: Any) -> None:
    fault = pair.proxies("errors").Fault("no room", friendly_text="Try later.")
    refusal = pair.server("refusals").refusal_of(fault)
    assert json.loads(wire.json_refusal(refusal))["Message"] == "Try later."


def test_a_malformed_request_is_told_as_asp_net_does(pair: Any, wire: Any) -> None:
    refusals = pair.server("refusals")
    refusal = refusals.refusal_of(refusals.Malformed(INVALID, "Page: no"))
    assert json.loads(wire.json_refusal(refusal)) == {
        "Message": INVALID,
        "MessageDetail": "Page: no",
    }
