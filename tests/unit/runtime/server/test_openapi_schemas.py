from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

import pytest

from generator.runtime.carriers import BaseCarrier
from generator.runtime.codecs.kinds import resolve
from generator.runtime.enumerations import Enumeration, Flags
from generator.runtime.server.openapi_schemas import Json, Schemas, any_of
from generator.runtime.spelling import (
    Float32,
    Guid,
    Int16,
    Int32,
    Int64,
    Pairs,
    UInt32,
    UInt64,
)


class Rank(Enumeration):
    LOW = "Low", 0
    IN_DIARY = "inDiary", 1


class Right(Flags):
    __names__ = {"None": 0, "Select": 1, "Update": 2, "FULL": 3}
    SELECT = 1
    UPDATE = 2


class Leaf(BaseCarrier):
    """A leaf.

    More about it.
    """

    leaf_id: Int32 = 0
    name: str | None = None


class Tree(BaseCarrier):
    __spelled__ = {"links": "_Links"}

    children: list[Tree] | None = None
    leaf: Leaf | None = None
    links: dict[str, str | None] | None = None


class Step(BaseCarrier):
    __subtypes__ = ("Wait", "LongWait")
    __discriminator__ = ("Kind", {"Low": "Wait"})

    kind: Rank = Rank.LOW


class Wait(Step):
    hours: Int32 = 0


class LongWait(Wait):
    days: Int32 = 0


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (str, {"type": "string"}),
        (str | None, {"type": "string", "nullable": True}),
        (bool, {"type": "boolean"}),
        (
            Int16,
            {
                "type": "integer",
                "format": "int32",
                "minimum": -32768,
                "maximum": 32767,
            },
        ),
        (Int32, {"type": "integer", "format": "int32"}),
        (Int64, {"type": "integer", "format": "int64"}),
        (
            UInt32,
            {
                "type": "integer",
                "format": "int64",
                "minimum": 0,
                "maximum": 4294967295,
            },
        ),
        (UInt64, {"type": "integer", "minimum": 0, "maximum": 18446744073709551615}),
        (float, {"type": "number", "format": "double"}),
        (Float32, {"type": "number", "format": "float"}),
        (Decimal, {"type": "number", "format": "decimal"}),
        (Guid, {"type": "string", "format": "uuid"}),
        (datetime, {"type": "string", "format": "date-time"}),
        (timedelta, {"type": "string"}),
        (bytes | None, {"type": "string", "format": "byte", "nullable": True}),
        (Any, {}),
        (
            Right,
            {
                "type": "string",
                "description": "Any of None, Select, Update, FULL, with commas between them.",
            },
        ),
        (
            list[list[Int32]] | None,
            {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "integer", "format": "int32"},
                },
                "nullable": True,
            },
        ),
        (Rank, {"$ref": "#/components/schemas/Rank"}),
        (Leaf, {"$ref": "#/components/schemas/Leaf"}),
        (
            Leaf | None,
            {"allOf": [{"$ref": "#/components/schemas/Leaf"}], "nullable": True},
        ),
    ],
)
def test_each_kind_of_value_has_a_schema(written: Any, expected: Json):
    assert Schemas().of(resolve(written)) == expected


def test_enumerations_are_the_names_of_their_members():
    schemas = Schemas()
    schemas.of(resolve(Rank))

    assert schemas.components["Rank"]["enum"] == ["Low", "inDiary"]


def test_names_that_only_a_newer_server_knows_are_not_listed():
    Rank("Highest")
    schemas = Schemas()
    schemas.of(resolve(Rank))

    assert schemas.components["Rank"]["enum"] == ["Low", "inDiary"]


def test_carriers_are_components_and_may_hold_themselves():
    schemas = Schemas()
    schemas.of(resolve(Tree))

    tree: Json = {"$ref": "#/components/schemas/Tree"}
    leaf: Json = {"$ref": "#/components/schemas/Leaf"}
    texts: Json = {"$ref": "#/components/schemas/StringDictionary"}
    assert schemas.components == {
        "Leaf": {
            "type": "object",
            "description": "A leaf.",
            "properties": {
                "LeafId": {"type": "integer", "format": "int32"},
                "Name": {"type": "string", "nullable": True},
            },
        },
        "StringDictionary": {
            "type": "object",
            "additionalProperties": {"type": "string", "nullable": True},
        },
        "Tree": {
            "type": "object",
            "properties": {
                "Children": {"type": "array", "items": tree, "nullable": True},
                "Leaf": {"allOf": [leaf], "nullable": True},
                "_Links": {"allOf": [texts], "nullable": True},
            },
        },
    }


def test_dictionaries_that_json_has_alike_are_one():
    schemas = Schemas()
    plain = schemas.of(resolve(dict[str, Leaf]))
    spelled = schemas.of(resolve(Annotated[dict[Int32, Leaf], Pairs("Pair")]))

    assert plain == spelled == {"$ref": "#/components/schemas/LeafDictionary"}


def test_what_stands_in_for_its_base_refers_to_it():
    schemas = Schemas()
    schemas.of(resolve(Step))
    found = schemas.components

    assert found["Step"]["additionalProperties"] is True
    assert found["Step"]["discriminator"] == {
        "propertyName": "Kind",
        "mapping": {"Low": "#/components/schemas/Wait"},
    }
    assert found["LongWait"] == {
        "allOf": [
            {"$ref": "#/components/schemas/Step"},
            {
                "type": "object",
                "properties": {
                    "Hours": {"type": "integer", "format": "int32"},
                    "Days": {"type": "integer", "format": "int32"},
                },
            },
        ]
    }


def test_names_are_different_to_those_who_make_classes_and_files_of_them():
    schemas = Schemas()

    names = [
        schemas.named(name, {"type": "string"})["$ref"].rpartition("/")[2]
        for name in (
            "Contact.MergeRequest",
            "ContactMergeRequest",
            "contactmergerequest",
        )
    ]

    assert names == [
        "Contact.MergeRequest",
        "ContactMergeRequest2",
        "contactmergerequest3",
    ]


def test_names_hold_nothing_that_a_component_must_not_be_called():
    reference = Schemas().named("Ark iv/Größe#", {"type": "string"})

    assert reference == {"$ref": "#/components/schemas/Ark_iv_Gr_e_"}


def test_a_choice_of_equal_schemas_is_none():
    text: Json = {"type": "string"}
    number: Json = {"type": "integer"}

    assert any_of([text, dict(text)]) == text
    assert any_of([text, number, text]) == {"anyOf": [text, number]}
