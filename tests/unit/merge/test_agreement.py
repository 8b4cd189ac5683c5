"""Which types of the two wires say the same thing."""

from __future__ import annotations

import pytest

from generator.merge.agreement import agree, described
from generator.model.types import (
    ANY,
    SCALARS,
    STRING,
    CarrierRef,
    EnumerationRef,
    ListOf,
    MapOf,
    Scalar,
    TypeRef,
)

INT = Scalar("int")
COARSER = {
    "byte": "int integer",
    "unsignedByte": "int integer",
    "short": "int integer",
    "unsignedShort": "int integer",
    "int": "integer",
    "unsignedInt": "int long integer",
    "long": "int integer",
    "unsignedLong": "long integer",
    "float": "double",
    "decimal": "double string",
    "duration": "string",
    "guid": "string",
    "time": "string dateTime",
    "date": "string dateTime",
    "base64Binary": "stream string",
    "any": "string int long integer double boolean dateTime",
}


@pytest.mark.parametrize("soap", sorted(SCALARS))
def test_json_may_say_a_scalar_or_what_it_has_in_its_place(soap: str):
    agreeing = {json for json in SCALARS if agree(Scalar(soap), Scalar(json))}

    assert agreeing == {soap, *COARSER.get(soap, "").split()}


@pytest.mark.parametrize(
    ("soap", "json", "expected"),
    [
        (EnumerationRef("A"), EnumerationRef("B"), True),
        (EnumerationRef("A"), STRING, True),
        (EnumerationRef("A"), INT, True),
        (EnumerationRef("A"), Scalar("boolean"), False),
        (STRING, EnumerationRef("A"), False),
        (CarrierRef("A"), CarrierRef("A"), True),
        (CarrierRef("A"), CarrierRef("B"), False),
        (CarrierRef("A"), STRING, False),
        (ListOf(Scalar("short"), "short", "urn:x"), ListOf(INT), True),
        (ListOf(STRING), ListOf(INT), False),
        (ListOf(ListOf(INT)), ListOf(INT), False),
        (MapOf(INT, STRING, "IntStringDictionary"), MapOf(STRING, STRING), True),
        (MapOf(STRING, ANY, "StringObjectDictionary"), MapOf(STRING, ANY), True),
        (MapOf(STRING, STRING), MapOf(STRING, INT), False),
        (MapOf(STRING, STRING), ListOf(STRING), False),
    ],
)
def test_types_agree_where_json_can_say_no_more(
    soap: TypeRef, json: TypeRef, expected: bool
):
    assert agree(soap, json) is expected


def test_a_type_is_described_in_a_few_words():
    type = MapOf(STRING, ListOf(CarrierRef("Contact")))

    assert described(type) == "dictionary of string to list of Contact"
