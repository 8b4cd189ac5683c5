"""Carriers with every member set, as NetServer answers with them."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def filling(pair: Any) -> Any:
    return pair.server("filling")


@pytest.fixture(scope="module")
def carriers(pair: Any) -> Any:
    return pair.proxies("carriers")


@pytest.fixture(scope="module")
def as_json(pair: Any) -> Any:
    """The members of a carrier, as JSON has them."""
    from importlib import import_module
    from json import loads

    codec = import_module(f"{pair.package}._runtime.codecs.json")
    return lambda value: loads(codec.encode_held(value))


def test_what_nobody_has_set_is_null_or_zero(
    filling: Any, carriers: Any, as_json: Any
) -> None:
    made = filling.filled(carriers.AppointmentEntity(title="Call"))
    assert as_json(made) == {
        "TableRight": None,
        "FieldProperties": None,
        "AppointmentId": 0,
        "Title": "Call",
        "Description": None,
        "Location": None,
        "StartDate": "0001-01-01T00:00:00",
        "EndDate": "0001-01-01T00:00:00",
        "Type": "Unknown",
        "Status": "Unknown",
        "Task": None,
        "Associate": None,
        "Person": None,
        "Participants": None,
        "Recurrence": None,
        "InvitationStatus": "Unknown",
        "ReminderBefore": "00:00:00",
        "TravelTime": "00:00:00",
        "TravelBack": "00:00:00",
        "Cost": 0.0,
        "CreatedDate": "0001-01-01T00:00:00",
        "UpdatedDate": "0001-01-01T00:00:00",
        "CustomFields": None,
    }


def test_flags_that_nobody_has_set_are_called_none(
    filling: Any, carriers: Any, as_json: Any
) -> None:
    made = filling.filled(carriers.TableRight())
    assert as_json(made) == {"Mask": "None", "Reason": None}


def test_what_is_set_is_left_as_it_is(filling: Any, carriers: Any) -> None:
    contact = carriers.Contact(name=None, contact_id=4)
    made = filling.filled(contact)
    assert (made.name, made.contact_id) == (None, 4)
    assert contact == carriers.Contact(name=None, contact_id=4)


def test_carriers_are_filled_inside_carriers_lists_and_dictionaries(
    filling: Any, carriers: Any, as_json: Any
) -> None:
    entity = carriers.ContactEntity(
        category=carriers.Category(id=2),
        persons=[carriers.Person(person_id=7)],
        field_properties={"Name": carriers.FieldProperty(field_length=219)},
    )
    made = as_json(filling.filled(entity))
    category = as_json(filling.filled(carriers.Category()))
    assert made["Category"] == {**category, "Id": 2}
    assert made["Persons"] == [{**as_json(filling.filled(carriers.Person())), "PersonId": 7}]  # fmt: skip
    assert made["FieldProperties"] == {
        "Name": {"FieldRight": None, "FieldType": None, "FieldLength": 219}
    }
    assert as_json(entity)["Category"] == {"Id": 2}


def test_of_a_subtype_its_own_members_are_filled(
    filling: Any, carriers: Any, as_json: Any
) -> None:
    made = filling.filled(carriers.WorkflowStepSendSMS(text="hi"))
    assert as_json(made) == {
        "WorkflowStepId": 0,
        "WorkflowId": 0,
        "StepType": "None",
        "Rank": 0,
        "Subject": None,
        "Text": "hi",
        "MaxLength": 0,
    }


def test_what_is_complete_is_given_back_itself(filling: Any, carriers: Any) -> None:
    complete = filling.filled(carriers.Contact())
    items = [complete]
    assert filling.filled(complete) is complete
    assert filling.filled(items) is items


def test_members_of_a_newer_release_stay(
    pair: Any, filling: Any, carriers: Any, as_json: Any
) -> None:
    from importlib import import_module

    codec = import_module(f"{pair.package}._runtime.codecs.json")
    found = codec.decode(b'{"ContactId":4,"Shiny":[1]}', carriers.Contact)
    made = as_json(filling.filled(found))
    assert (made["ContactId"], made["Shiny"]) == (4, [1])
    assert len(made) == len(as_json(filling.filled(carriers.Contact()))) + 1


@pytest.mark.parametrize("value", [None, 5, "text", [1, None], {"a": 1}])
def test_what_holds_no_carriers_stays(filling: Any, value: Any) -> None:
    assert filling.filled(value) == value
