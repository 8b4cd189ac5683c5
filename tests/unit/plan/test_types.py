"""How the types of a release are written in Python."""

from __future__ import annotations

import pytest

from generator.model.carriers import Carrier, Dictionary, Enumeration, Field, Member
from generator.model.release import Release
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
from generator.plan.scope import name_everything
from generator.plan.types import ARRAYS, Needs, TypeWriter

HERE = "urn:x"
THERE = "urn:y"
INT = Scalar("int")
CONTACT = CarrierRef("Contact")


def writer() -> TypeWriter:
    def listed(name: str, *numbers: int | None, flags: bool = False) -> Enumeration:
        return Enumeration(
            name=name,
            members=tuple(
                Member(name=f"M{i}", number=number) for i, number in enumerate(numbers)
            ),
            flags=flags,
            namespace=HERE,
        )

    def dictionary(name: str, key: TypeRef, value: TypeRef, **more: object):
        return Dictionary(name=name, key=key, value=value, pair=f"{name}Pair", **more)

    return name_everything(
        Release(
            carriers=(
                Carrier(name="Contact", namespace=HERE),
                Carrier(name="Exception", namespace=HERE),
            ),
            enumerations=(
                listed("Kind", 0, 1),
                listed("NoZero", 1, 2),
                listed("NoNumbers", None, None),
                listed("Bits", 1, 2, flags=True),
            ),
            dictionaries=(
                dictionary("StringDictionary", STRING, STRING, namespace=HERE),
                dictionary("Numbers", INT, INT, key_element="K", value_element="V"),
                dictionary("Sure", STRING, STRING, value_nillable=False),
            ),
        )
    ).types


def field(type: TypeRef, **more: object) -> tuple[str, str]:
    annotation, default = writer().field(Field(name="F", type=type, **more), Needs())
    return str(annotation), str(default)


SCALAR_FIELDS = {
    "string": ("str | None", "None"),
    "boolean": ("bool", "False"),
    "byte": ("Int8", "0"),
    "unsignedByte": ("UInt8", "0"),
    "short": ("Int16", "0"),
    "unsignedShort": ("UInt16", "0"),
    "int": ("Int32", "0"),
    "unsignedInt": ("UInt32", "0"),
    "long": ("Int64", "0"),
    "unsignedLong": ("UInt64", "0"),
    "integer": ("Integer", "0"),
    "float": ("Float32", "0.0"),
    "double": ("float", "0.0"),
    "decimal": ("Decimal", "NO_DECIMAL"),
    "dateTime": ("datetime", "DATETIME_MIN"),
    "date": ("date", "DATE_MIN"),
    "time": ("time", "TIME_MIN"),
    "duration": ("timedelta", "NO_DURATION"),
    "base64Binary": ("bytes | None", "None"),
    "stream": ("bytes | None", "None"),
    "guid": ("Guid | None", "None"),
    "any": ("Any", "None"),
}


def test_every_scalar_is_written():
    assert {name: field(Scalar(name)) for name in SCALARS} == SCALAR_FIELDS


@pytest.mark.parametrize("scalar", sorted(SCALARS - {"any"}))
def test_a_nillable_field_is_none_until_something_is_put_in(scalar: str):
    annotation, _ = SCALAR_FIELDS[scalar]

    assert field(Scalar(scalar), nillable=True) == (
        f"{annotation.removesuffix(' | None')} | None",
        "None",
    )


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (CONTACT, ("Contact | None", "None")),
        (CarrierRef("Exception"), ("Exception_ | None", "None")),
        (EnumerationRef("Kind"), ("Kind", "Kind.M0")),
        (EnumerationRef("NoZero"), ("NoZero", "NoZero.from_number(0)")),
        (EnumerationRef("NoNumbers"), ("NoNumbers | None", "None")),
        (EnumerationRef("Bits"), ("Bits", "Bits(0)")),
        (ListOf(CONTACT), ("list[Contact] | None", "None")),
        (MapOf(STRING, INT), ("dict[str, Int32] | None", "None")),
        (MapOf(STRING, STRING), ("dict[str, str | None] | None", "None")),
        (
            MapOf(STRING, STRING, "StringDictionary"),
            ("StringDictionary | None", "None"),
        ),
    ],
    ids=str,
)
def test_fields_of_other_types(type: TypeRef, expected: tuple[str, str]):
    assert field(type) == expected


def test_a_nillable_enumeration_has_no_default_of_its_own():
    assert field(EnumerationRef("Kind"), nillable=True) == ("Kind | None", "None")


@pytest.mark.parametrize(
    ("more", "annotation"),
    [
        ({"namespace": THERE}, 'Annotated[Int32, Xml(namespace="urn:y")]'),
        ({"namespace": ""}, 'Annotated[Int32, Xml(namespace="")]'),
        ({"attribute": True}, "Annotated[Int32, Xml(attribute=True)]"),
        (
            {"namespace": THERE, "attribute": True},
            'Annotated[Int32, Xml(namespace="urn:y", attribute=True)]',
        ),
    ],
)
def test_a_field_that_is_no_plain_element_says_so(
    more: dict[str, object], annotation: str
):
    assert field(INT, **more) == (annotation, "0")


# --- lists


@pytest.mark.parametrize(
    "type",
    [
        ListOf(STRING, "string", ARRAYS),
        ListOf(Scalar("dateTime"), "dateTime", ARRAYS),
        ListOf(CONTACT, "Contact", HERE),
        ListOf(EnumerationRef("Kind"), "Kind", HERE),
        ListOf(MapOf(STRING, STRING, "StringDictionary"), "StringDictionary", HERE),
        ListOf(ListOf(CONTACT, "Contact", HERE), "ArrayOfContact", HERE),
        ListOf(ListOf(STRING, "string", ARRAYS), "ArrayOfstring", ARRAYS),
        ListOf(CONTACT),
    ],
    ids=str,
)
def test_a_list_that_is_spelled_as_always_says_nothing(type: ListOf):
    assert "Items" not in field(type)[0]


@pytest.mark.parametrize(
    ("type", "annotation"),
    [
        (
            ListOf(CONTACT, "Item", HERE),
            'Annotated[list[Contact], Items("Item", "urn:x")]',
        ),
        (
            ListOf(CONTACT, "Contact", THERE),
            'Annotated[list[Contact], Items("Contact", "urn:y")]',
        ),
        (
            ListOf(STRING, "string", HERE),
            'Annotated[list[str], Items("string", "urn:x")]',
        ),
        (ListOf(INT, "Id"), 'Annotated[list[Int32], Items("Id")]'),
        (
            ListOf(CONTACT, "Contact", HERE, flat=True),
            'Annotated[list[Contact], Items("Contact", "urn:x", flat=True)]',
        ),
        (
            ListOf(STRING, "Name", HERE, nillable=False),
            'Annotated[list[str], Items("Name", "urn:x", nillable=False)]',
        ),
        (
            ListOf(ListOf(INT, "int", ARRAYS), "Row", HERE),
            'Annotated[list[list[Int32]], Items("Row", "urn:x")]',
        ),
    ],
    ids=str,
)
def test_a_list_that_is_spelled_otherwise_says_how(type: ListOf, annotation: str):
    assert field(type)[0] == f"{annotation} | None"


# --- parameters, results, rows


@pytest.mark.parametrize(
    ("type", "parameter", "result", "row"),
    [
        (STRING, "str | None", "str | None", "str | None"),
        (INT, "int", "int", "Int32"),
        (Scalar("float"), "float", "float", "Float32"),
        (Scalar("guid"), "str | None", "str | None", "Guid | None"),
        (Scalar("dateTime"), "datetime", "datetime", "datetime"),
        (Scalar("base64Binary"), "Content | None", "bytes | None", "bytes | None"),
        (Scalar("stream"), "Content | None", "bytes | None", "bytes | None"),
        (ANY, "Any", "Any", "Any"),
        (CONTACT, "Contact | None", "Contact | None", "Contact | None"),
        (EnumerationRef("Kind"), "Kind", "Kind", "Kind"),
        (
            EnumerationRef("NoNumbers"),
            "NoNumbers | None",
            "NoNumbers | None",
            "NoNumbers | None",
        ),
        (
            ListOf(INT, "Id", HERE),
            "Sequence[int] | None",
            "list[int]",
            'Annotated[list[Int32], Items("Id", "urn:x")] | None',
        ),
        (
            MapOf(STRING, STRING, "StringDictionary"),
            "Mapping[str, str | None] | None",
            "StringDictionary",
            "StringDictionary | None",
        ),
        (
            MapOf(STRING, STRING, "Sure"),
            "Mapping[str, str] | None",
            "Sure",
            "Sure | None",
        ),
        (
            MapOf(STRING, INT),
            "Mapping[str, int] | None",
            "dict[str, int]",
            "dict[str, Int32] | None",
        ),
    ],
    ids=str,
)
def test_what_a_caller_hands_in_and_gets(
    type: TypeRef, parameter: str, result: str, row: str
):
    types = writer()

    assert (
        types.parameter(type, Needs(), nillable=False),
        types.result(type, Needs(), nillable=False),
        types.row(type, nillable=False),
    ) == (parameter, result, row)


def test_a_nillable_number_may_be_none_both_ways():
    types = writer()

    assert (
        types.parameter(INT, Needs(), nillable=True),
        types.result(INT, Needs(), nillable=True),
        types.row(INT, nillable=True),
    ) == ("int | None", "int | None", "Int32 | None")


# --- dictionaries


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        (
            "StringDictionary",
            'Annotated[dict[str, str | None], Pairs("StringDictionaryPair")]',
        ),
        (
            "Numbers",
            'Annotated[dict[Int32, Int32], Pairs("NumbersPair", key="K", value="V")]',
        ),
        ("Sure", 'Annotated[dict[str, str], Pairs("SurePair")]'),
    ],
)
def test_a_named_dictionary_says_how_its_pairs_are_spelled(name: str, alias: str):
    types = writer()

    assert types.dictionary(types._dictionary_of[name], Needs()) == alias


# --- imports


def test_a_module_imports_what_its_types_need_and_no_more():
    needs = Needs()
    types = writer()
    every = (
        Field(name="A", type=CONTACT),
        Field(name="B", type=ListOf(EnumerationRef("Kind"))),
        Field(name="C", type=EnumerationRef("Bits")),
        Field(name="D", type=MapOf(STRING, STRING, "Sure")),
        Field(name="E", type=Scalar("dateTime")),
        Field(name="F", type=INT, attribute=True),
    )
    for each in every:
        types.field(each, needs)

    assert needs == Needs(
        carriers={"Contact"},
        enumerations={"Kind", "Bits"},
        dictionaries={"Sure"},
        names={
            ("datetime", "datetime"),
            ("_runtime.spelling", "Int32"),
            ("_runtime.spelling", "Xml"),
            ("typing", "Annotated"),
        },
        defaults={("_runtime.spelling", "DATETIME_MIN")},
        default_enumerations={"Bits"},
    )


def test_what_has_no_default_imports_none():
    needs = Needs()
    types = writer()
    types.field(Field(name="A", type=Scalar("dateTime"), nillable=True), needs)
    types.field(Field(name="B", type=EnumerationRef("Kind"), nillable=True), needs)

    assert needs == Needs(enumerations={"Kind"}, names={("datetime", "datetime")})
