"""What arrived is what its types say, or is refused with the place of what is wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def sound(pair: Any) -> Any:
    """Checks what a JSON text holds for a type: sound("Int32", "[1]")."""
    codec = pair.proxies("_runtime.codecs.json")
    kinds = pair.proxies("_runtime.codecs.kinds")
    names = pair.proxies("_runtime.names").names_of(f"{pair.package}.carriers")
    check = pair.server("sound_values").sound

    def checked(expression: str, text: str) -> Any:
        kind = kinds.resolve(names.evaluate(expression)).kind
        return check(kind, codec.read(kind, text.encode()), "it")

    return checked


def refusal(call: Any) -> str:
    with pytest.raises(ValueError) as refused:
        call()
    error: Any = refused.value
    assert (error.message, error.status) == ("The request is invalid.", 400)
    return error.detail


@pytest.mark.parametrize(
    ("expression", "text", "value"),
    [
        ("Int32", "-2147483648", -(2**31)),
        ("Int32", "2147483647", 2**31 - 1),
        ("Int64", "9223372036854775807", 2**63 - 1),
        ("UInt8", "255", 255),
        ("float", "1e300", 1e300),
        ("float", '"NaN"', "NaN"),
        ("float", '"-Infinity"', "-Infinity"),
        ("float", '"1.5"', "1.5"),
        ("Decimal", "12.50", Decimal("12.50")),
        ("timedelta", '"-1.02:03:04.5000000"', "-1.02:03:04.5000000"),
        ("timedelta", '"PT5M"', "PT5M"),
        ("str", '"2026-13-45"', "2026-13-45"),
        ("list[str]", '[null, "a"]', [None, "a"]),
        ("list[Int32]", "[]", []),
        ("dict[str, Int32]", '{"a": 1, "b": null}', {"a": 1, "b": None}),
        ("Int32", "null", None),
    ],
)
def test_what_is_sound_is_taken_as_it_is(
    sound: Any, expression: str, text: str, value: object
) -> None:
    assert sound(expression, text) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-05-17T12:30:15", "2026-05-17T12:30:15"),
        ("2026-05-17T12:30:15Z", "2026-05-17T12:30:15Z"),
        ("2026-05-17T12:30:15.1234567+02:00", "2026-05-17T12:30:15.1234567+02:00"),
        ("2026-05-17", "2026-05-17T00:00:00"),
        ("2026-05-17 12:30", "2026-05-17T12:30:00"),
        (" 20260517T1230 ", "2026-05-17T12:30:00"),
        ("2026-05-17T12:30:15+0200", "2026-05-17T12:30:15+02:00"),
    ],
)
def test_dates_are_spelled_as_both_wires_have_them(
    sound: Any, text: str, written: str
) -> None:
    assert sound("datetime", json.dumps(text)) == written


@pytest.mark.parametrize(
    ("expression", "text", "detail"),
    [
        ("Int32", "2147483648", "it: int: expected a number from -2147483648 to 2147483647, got a number"),
        ("UInt8", "-1", "it: unsignedByte: expected a number from 0 to 255, got a number"),
        ("float", '"much"', "it: double: expected a number, got a text"),
        ("float", '"1_0"', "it: double: expected a number, got a text"),
        ("Decimal", "1e400000", "it: decimal: expected a decimal number, got a number"),
        ("Decimal", "1e-400000", "it: decimal: expected a decimal number, got a number"),
        ("datetime", '""', "it: dateTime: expected dateTime, got a text"),
        ("datetime", '"2026-13-45T00:00:00"', "it: dateTime: expected dateTime, got a text"),
        ("timedelta", '"soon"', "it: duration: expected duration, got a text"),
        ("timedelta", '"999999999.999999999:00"', "it: duration: expected duration, got a text"),
        ("list[Int32]", "[1, null]", "it: ArrayOfint[1]: expected int, got null"),
        ("list[bool]", "[null]", "it: ArrayOfboolean[0]: expected boolean, got null"),
        ("list[datetime]", "[null]", "it: ArrayOfdateTime[0]: expected dateTime, got null"),
        ("ContactEntity", '{"Deleted": 32768}', "it: ContactEntity.Deleted: expected a number from -32768 to 32767, got a number"),
        ("ContactEntity", '{"Persons": [null, {"PersonId": 9999999999}]}', "it: ContactEntity.Persons[1].PersonId: expected a number from -2147483648 to 2147483647, got a number"),
        ("list[ContactEntity]", '[{}, {"UpdatedDate": "x"}]', "it: ArrayOfContactEntity[1].UpdatedDate: expected dateTime, got a text"),
        ("dict[str, ContactEntity]", '{"a": {"UpdatedDate": "x"}}', "it: dict['a'].UpdatedDate: expected dateTime, got a text"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_refused_with_its_place(
    sound: Any, expression: str, text: str, detail: str
) -> None:
    assert refusal(lambda: sound(expression, text)) == detail


def test_dates_inside_a_carrier_are_spelled_anew_in_place(sound: Any) -> None:
    text = '{"UpdatedDate": "2026-05-17", "New": 1, "Category": {"Id": 2}}'

    found = sound("ContactEntity", text)

    assert found.updated_date.isoformat() == "2026-05-17T00:00:00"
    assert found.category.id == 2


def test_a_number_that_is_null_is_one_that_nobody_has_set(
    sound: Any, pair: Any
) -> None:
    text = '{"Name": null, "Deleted": null, "ActiveErpLinks": null, "TableRight": {"Mask": null}}'
    is_set = pair.proxies("_runtime.carriers").is_set

    found = sound("ContactEntity", text)

    names = ("name", "deleted", "active_erp_links")
    assert [is_set(found, name) for name in names] == [True, False, True]
    assert not is_set(found.table_right, "mask")


@given(text=st.text(max_size=30))
def test_whatever_is_said_of_a_date_is_taken_or_refused(sound: Any, text: str) -> None:
    for expression in ("datetime", "timedelta", "float", "date", "time"):
        try:
            sound(expression, json.dumps(text))
        except ValueError as error:
            refused: Any = error
            assert refused.detail.startswith("it: ")
