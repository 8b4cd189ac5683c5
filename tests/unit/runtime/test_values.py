"""Values that NetServer writes as texts, and custom fields as a view of their dictionary."""

from __future__ import annotations

import string
import sys
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.runtime.carriers import BaseCarrier
from generator.runtime.enumerations import Enumeration
from generator.runtime.languages import (
    build_languages,
    build_resource,
    in_language,
    parse_languages,
    resource_id,
    resource_ids,
)
from generator.runtime.values import CustomFields, Encoded, encode, parse_encoded

settings.register_profile("values", derandomize=True, max_examples=300)
VALUES = settings.get_profile("values")


# ----------------------------------------------------------------------- encoded values

READ = [
    ("[I:123]", 123),
    ("[I:-1]", -1),
    ("[I:007]", 7),
    ("[I:" + "9" * 640 + "]", 10**640 - 1),
    ("[D:11/30/2011]", date(2011, 11, 30)),
    ("[D:1/2/2011]", date(2011, 1, 2)),
    ("[D:09/11/2017]", date(2017, 9, 11)),
    ("[D:09.11.2017]", date(2017, 11, 9)),
    ("[D:30/11/2011]", date(2011, 11, 30)),
    ("[D:11.30.2011]", date(2011, 11, 30)),
    ("[D:01/01/0001 00:00:00.0000000]", date.min),
    ("[D:11/30/2011 14:53:18]", date(2011, 11, 30)),
    ("[DT:04/28/2024 20:28:37.0000000]", datetime(2024, 4, 28, 20, 28, 37)),
    ("[DT:04/28/2024 20:28:37.1234567]", datetime(2024, 4, 28, 20, 28, 37, 123456)),
    ("[DT:04/28/2024 20:28:37.5]", datetime(2024, 4, 28, 20, 28, 37, 500000)),
    ("[DT:11/09/2017 14:53:18]", datetime(2017, 11, 9, 14, 53, 18)),
    ("[DT:11/09/2017 14:53]", datetime(2017, 11, 9, 14, 53)),
    ("[DT:11/09/2017]", datetime(2017, 11, 9)),
    ("[DT:01/01/0001 00:00:00]", datetime.min),
    ("[DT:12/31/9999 23:59:59.9999999]", datetime.max),
    ("[T:14:52]", time(14, 52)),
    ("[T:4:52]", time(4, 52)),
    ("[T:14:52:07.25]", time(14, 52, 7, 250000)),
    ("[TS:500]", timedelta(seconds=500)),
    ("[TS:-1]", timedelta(seconds=-1)),
    ("[F:123.4]", 123.4),
    ("[F:5]", 5.0),
    ("[F:-1.5E-05]", -1.5e-05),
    ("[F:1E+16]", 1e16),
    ("[M:123.45]", Decimal("123.45")),
    ("[M:0.1234567890123456789]", Decimal("0.1234567890123456789")),
    ("[A:3,4,5]", (3, 4, 5)),
    ("[A:-3]", (-3,)),
    ("[A:]", ()),
    ("[B:AQI=]", b"\x01\x02"),
    ("[B:]", b""),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_an_encoded_text_gives_its_value(text: str, value: Encoded):
    parsed = parse_encoded(text)

    assert (type(parsed), parsed) == (type(value), value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "[]",
        "[I:]",
        "[I:1",
        "I:1]",
        " [I:1]",
        "[I:1]\n",
        "[I:1] and [I:2]",
        "[i:1]",
        "[I:+1]",
        "[I: 1]",
        "[I:1_000]",
        "[I:1.0]",
        "[I:٣]",
        "[I:" + "9" * 641 + "]",
        "[I:" + "9" * 5000 + "]",
        "[X:1]",
        "[SR_XYZ]",
        "[D:]",
        "[D:13/13/2011]",
        "[D:02/30/2011]",
        "[D:11/30.2011]",
        "[D:11/30/11]",
        "[D:2011-11-30]",
        "[D:11/30/0000]",
        "[D:1234.5]",
        "[D:11/30/2011 25:00]",
        "[DT:04/28/2024T20:28:37]",
        "[DT:04/28/2024 20:28:37.12345678]",
        "[DT:04/28/2024 08:28:37 PM]",
        "[T:24:00]",
        "[T:14]",
        "[T:14:52+01:00]",
        "[TS:1.5]",
        "[TS:" + "9" * 30 + "]",
        "[F:nan]",
        "[F:inf]",
        "[F:1,5]",
        "[F:1_0.5]",
        "[F:1e999]",
        "[F:.5]",
        "[M:Infinity]",
        "[M:sNaN]",
        "[M:1e9999999999999999999999]",
        "[A:3;4]",
        "[A:3,,4]",
        "[A:3, 4]",
        "[B:AQI]",
        "[B:A Q I =]",
        "[B:\N{SNOWMAN}]",
    ],
)
def test_what_fits_no_marker_stays_a_text(text: str):
    assert parse_encoded(text) == text


class Rank(IntEnum):
    HIGH = 3


class Colour(Enumeration):
    RED = "Red", 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        ("[I:1]", "[I:1]"),
        (Colour.RED, "Red"),
        (True, "[I:1]"),
        (False, "[I:0]"),
        (-12, "[I:-12]"),
        (Rank.HIGH, "[I:3]"),
        (date(2011, 11, 3), "[D:11/03/2011]"),
        (date.min, "[D:01/01/0001]"),
        (datetime(2024, 4, 28, 20, 28, 37), "[DT:04/28/2024 20:28:37]"),
        (datetime(2024, 4, 28, 0, 0, 0, 25), "[DT:04/28/2024 00:00:00.0000250]"),
        (time(14, 52), "[T:14:52]"),
        (time(0), "[T:00:00]"),
        (time(14, 52, 7), "[T:14:52:07]"),
        (time(14, 0, 0, 1), "[T:14:00:00.0000010]"),
        (timedelta(minutes=5), "[TS:300]"),
        (timedelta(seconds=-90), "[TS:-90]"),
        (123.4, "[F:123.4]"),
        (5.0, "[F:5.0]"),
        (1e16, "[F:10000000000000000]"),
        (1.5e-05, "[F:0.000015]"),
        (Decimal("123.40"), "[M:123.40]"),
        (Decimal("1E+3"), "[M:1000]"),
        ((3, 4, 5), "[A:3,4,5]"),
        ([Rank.HIGH], "[A:3]"),
        (range(2), "[A:0,1]"),
        ((), "[A:]"),
        (b"\x01\x02", "[B:AQI=]"),
        (bytearray(b"\x01\x02"), "[B:AQI=]"),
    ],
)
def test_a_value_is_encoded(value: Any, text: str):
    encoded = encode(value)

    assert (type(encoded), encoded) == (str, text)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (datetime(2024, 4, 28, tzinfo=UTC), "zone of the request"),
        (time(14, tzinfo=UTC), "zone of the request"),
        (timedelta(milliseconds=1500), "whole seconds"),
        (float("nan"), "not finite"),
        (float("-inf"), "not finite"),
        (Decimal("sNaN"), "not finite"),
        (Decimal("Infinity"), "not finite"),
        (Decimal("1E+999999999"), "640 digits"),
        (Decimal("1E-999999999"), "640 digits"),
        (10**640, "640 digits"),
        pytest.param(-(10**5000), "640 digits", id="more digits than str() writes"),
        ([10**640], "640 digits"),
    ],
)
def test_what_a_marker_cannot_say_is_refused(value: Any, message: str):
    with pytest.raises(ValueError, match=message):
        encode(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "nothing encodes values of type NoneType"),
        ({"a": "secret"}, "nothing encodes values of type dict"),
        (1j, "nothing encodes values of type complex"),
        ({1}, "nothing encodes values of type set"),
        (["secret"], "an array is encoded of int, not str"),
    ],
)
def test_other_types_are_refused_without_their_value(value: Any, message: str):
    with pytest.raises(TypeError, match=message) as refused:
        encode(value)
    assert "secret" not in str(refused.value)


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda each: abs(each.adjusted()) < 640
)
ENCODABLE: st.SearchStrategy[Encoded] = st.one_of(
    st.booleans(),
    st.integers(),
    st.integers(-(10**640) + 1, 10**640 - 1),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas().map(lambda each: timedelta(each.days, each.seconds)),
    st.floats(allow_nan=False, allow_infinity=False),
    DECIMALS,
    st.lists(st.integers()).map(tuple),
    st.binary(),
)


@settings(VALUES)
@given(ENCODABLE)
@example(5e-324)
@example(sys.float_info.max)
def test_encoded_values_come_back_equal(value: Encoded):
    parsed = parse_encoded(encode(value))

    assert parsed == value
    assert type(parsed) is (int if isinstance(value, bool) else type(value))


@settings(VALUES)
@given(st.text())
def test_texts_come_back_unless_they_look_encoded(text: str):
    assume(not text.startswith("["))

    assert parse_encoded(encode(text)) == text


PAYLOADS = st.text(string.digits + "-+.,:/ eEnaif_=") | st.text(
    st.characters(categories=["Nd", "Cs", "Po", "Zs", "Cc"])
)
MARKED = st.builds(
    "[{}:{}]".format,
    st.sampled_from(["I", "D", "DT", "T", "TS", "F", "M", "A", "B", "X", ""]),
    PAYLOADS | st.text(),
)


@settings(VALUES)
@given(st.text() | MARKED)
def test_reading_never_raises_and_settles(text: str):
    value = parse_encoded(text)

    assert parse_encoded(encode(value)) == value


# ------------------------------------------------------------------------ custom fields


class Contact(BaseCarrier):
    name: str | None = None
    custom_fields: dict[str, str | None] | None = None


def raw() -> dict[str, str | None]:
    return {
        "SuperOffice:1": "[I:23]",
        "SuperOffice:1:DisplayText": "Gold",
        "SuperOffice:1:DisplayTooltip": "Best customers",
        "SuperOffice:1:org": "[I:22]",
        "x_null": None,
        "x_text": "a: b",
        "x_lonely:org": "[I:1]",
    }


def test_fields_read_as_values_without_what_is_derived():
    fields = CustomFields(Contact(custom_fields=raw()))

    assert dict(fields) == {
        "SuperOffice:1": 23,
        "x_null": None,
        "x_text": "a: b",
        "x_lonely:org": 1,
    }
    assert len(fields) == 4
    assert "SuperOffice:1:org" not in fields
    assert fields == CustomFields(raw())


def test_derived_entries_are_read_by_method():
    fields = CustomFields(raw())

    assert fields.display_text("SuperOffice:1") == "Gold"
    assert fields.tooltip("SuperOffice:1") == "Best customers"
    assert fields.original("SuperOffice:1") == 22
    assert fields.int("SuperOffice:1:org") == 22
    assert fields.display_text("x_text") is None
    assert fields.tooltip("x_text") is None
    assert fields.original("x_text") is None


def test_derived_entries_are_no_items():
    fields = CustomFields(raw())

    with pytest.raises(KeyError, match="SuperOffice:1:org"):
        fields["SuperOffice:1:org"]
    with pytest.raises(KeyError, match="SuperOffice:1:org"):
        del fields["SuperOffice:1:org"]
    with pytest.raises(ValueError, match="SuperOffice:1:org is derived by NetServer"):
        fields["SuperOffice:1:org"] = 3
    assert fields == CustomFields(raw())


def test_missing_fields_are_key_errors():
    fields = CustomFields({})

    with pytest.raises(KeyError, match="x_none"):
        fields["x_none"]
    with pytest.raises(KeyError, match="x_none"):
        del fields["x_none"]
    assert fields.get("x_none") is None


def test_writing_encodes_into_the_dictionary_of_the_wire():
    wire = raw()
    fields = CustomFields(wire)

    fields["SuperOffice:1"] = True
    fields["x_date"] = date(2026, 1, 31)
    fields["x_ints"] = [1, 2]
    fields["x_text"] = None

    assert wire == {
        **raw(),
        "SuperOffice:1": "[I:1]",
        "x_date": "[D:01/31/2026]",
        "x_ints": "[A:1,2]",
        "x_text": None,
    }


def test_the_first_value_makes_the_dictionary_of_a_carrier_without_one():
    contact = Contact()
    fields = CustomFields(contact)

    assert (dict(fields), len(fields), fields.int("x")) == ({}, 0, None)
    assert contact == Contact()
    fields["x_a"] = 1
    fields["x_b"] = 2

    assert contact == Contact(custom_fields={"x_a": "[I:1]", "x_b": "[I:2]"})


def test_an_empty_dictionary_is_kept():
    held: dict[str, str | None] = {}

    class Carrier:
        custom_fields: dict[str, str | None] | None = held

    CustomFields(Carrier())["x_a"] = 1

    assert held == {"x_a": "[I:1]"}


def test_the_view_follows_its_carrier():
    contact = Contact(custom_fields=raw())
    fields = CustomFields(contact)

    contact.custom_fields = {"x_new": "[I:5]"}

    assert dict(fields) == {"x_new": 5}


def test_a_refused_value_changes_nothing():
    contact = Contact()

    with pytest.raises(ValueError, match="not finite"):
        CustomFields(contact)["x_a"] = float("nan")

    assert contact == Contact()


def test_deleting_takes_derived_entries_along():
    wire = raw()
    fields = CustomFields(wire)

    del fields["SuperOffice:1"]
    assert wire == {"x_null": None, "x_text": "a: b", "x_lonely:org": "[I:1]"}

    fields.clear()
    assert wire == {}


def test_only_carriers_and_dictionaries_have_custom_fields():
    with pytest.raises(TypeError, match="NoneType has no custom_fields"):
        CustomFields(None)  # type: ignore[arg-type]


def test_repr_shows_keys_and_no_values():
    fields = CustomFields(raw())
    many = CustomFields({f"x_{n}": "secret" for n in range(8)})

    assert repr(fields) == (
        "<CustomFields: SuperOffice:1, x_null, x_text, x_lonely:org>"
    )
    assert repr(many) == "<CustomFields: x_0, x_1, x_2, x_3, x_4 and 3 more>"
    assert repr(CustomFields({})) == "<CustomFields: >"


TYPED = [
    ("int", "[I:42]", 42),
    ("int", "42", 42),
    ("int", "-1", -1),
    ("bool", "[I:0]", False),
    ("bool", "[I:1]", True),
    ("bool", "False", False),
    ("bool", "true", True),
    ("bool", "0", False),
    ("bool", "1", True),
    ("float", "[F:1.5]", 1.5),
    ("float", "[M:1.50]", 1.5),
    ("float", "[I:2]", 2.0),
    ("float", "1.5", 1.5),
    ("decimal", "[F:0.12345678901234567890]", Decimal("0.12345678901234567890")),
    ("decimal", "[M:1.50]", Decimal("1.50")),
    ("decimal", "[I:2]", Decimal(2)),
    ("decimal", "2.0", Decimal("2.0")),
    ("date", "[D:11/30/2011]", date(2011, 11, 30)),
    ("date", "[DT:11/30/2011 14:52:00]", date(2011, 11, 30)),
    ("date", "2011-11-30", date(2011, 11, 30)),
    ("date", "2011-11-30T14:52:00", date(2011, 11, 30)),
    ("date", "[D:01/01/0001]", date.min),
    ("datetime", "[DT:11/30/2011 14:52:00]", datetime(2011, 11, 30, 14, 52)),
    ("datetime", "[D:11/30/2011]", datetime(2011, 11, 30)),
    (
        "datetime",
        "2011-11-30T14:52:00.1234567",
        datetime(2011, 11, 30, 14, 52, 0, 123456),
    ),
    ("datetime", "2011-11-30T14:52:00Z", datetime(2011, 11, 30, 14, 52, tzinfo=UTC)),
    ("time", "[T:14:52]", time(14, 52)),
    ("time", "14:52:07", time(14, 52, 7)),
    ("timedelta", "[TS:500]", timedelta(seconds=500)),
    ("timedelta", "500", timedelta(seconds=500)),
    ("text", "a: b", "a: b"),
    ("text", "[X:1]", "[X:1]"),
    ("text", "[I:x]", "[I:x]"),
    ("ints", "[A:3,4]", (3, 4)),
    ("ints", "[A:]", ()),
    ("ints", "3,4", (3, 4)),
]
METHODS = sorted({method for method, _, _ in TYPED})


@pytest.mark.parametrize(("method", "text", "value"), TYPED)
def test_typed_access_gives_that_type(method: str, text: str, value: object):
    read = getattr(CustomFields({"x_a": text}), method)("x_a")

    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize("method", METHODS)
def test_typed_access_gives_none_where_nothing_is(method: str):
    fields = CustomFields({"x_null": None, "x_empty": ""})

    for key in ("x_null", "x_empty", "x_missing"):
        assert getattr(fields, method)(key) is None


@pytest.mark.parametrize(
    ("method", "text", "wanted", "found"),
    [
        ("int", "secret", "int", "str"),
        ("int", "[F:1.0]", "int", "float"),
        ("int", "1_0", "int", "str"),
        ("bool", "yes", "bool", "str"),
        ("bool", "[I:2]", "bool", "int"),
        ("float", "nan", "float", "str"),
        ("decimal", "NaN", "Decimal", "str"),
        ("decimal", "[TS:5]", "Decimal", "timedelta"),
        ("date", "11/30/2011", "date", "str"),
        ("date", "20111130", "date", "str"),
        ("date", "2011-02-30", "date", "str"),
        ("datetime", "[T:14:52]", "datetime", "time"),
        ("time", "[DT:11/30/2011 14:52:00]", "time", "datetime"),
        ("timedelta", "[I:5]", "timedelta", "int"),
        ("timedelta", "9" * 30, "timedelta", "str"),
        ("text", "[M:1.5]", "str", "Decimal"),
        ("ints", "3,x", "tuple", "str"),
        ("ints", "[B:AQI=]", "tuple", "bytes"),
    ],
)
def test_a_value_of_another_kind_is_named_without_being_shown(
    method: str, text: str, wanted: str, found: str
):
    with pytest.raises(ValueError) as refused:
        getattr(CustomFields({"x_a": text}), method)("x_a")

    assert str(refused.value) == (
        f"custom field 'x_a': not readable as {wanted}, is {found}"
    )
    assert refused.value.__cause__ is None


@settings(VALUES)
@given(st.text() | MARKED, st.sampled_from(METHODS))
def test_typed_access_raises_nothing_but_value_errors(text: str, method: str):
    try:
        getattr(CustomFields({"x_a": text}), method)("x_a")
    except ValueError as refused:
        assert str(refused).startswith("custom field 'x_a': not readable as ")


KEYS = st.sampled_from(["a", "b", "a:org", "a:org:org", "b:DisplayText", "c:org"])


@settings(VALUES)
@given(
    st.lists(st.tuples(KEYS, st.none() | st.integers())),
    st.lists(st.tuples(KEYS, st.none() | st.integers())),
)
def test_a_view_is_always_a_whole_mapping(
    received: list[tuple[str, int | None]], written: list[tuple[str, int | None]]
):
    wire = {key: None if n is None else str(n) for key, n in received}
    fields = CustomFields(wire)

    for key, value in written:
        try:
            fields[key] = value
        except ValueError:
            continue
        assert fields[key] == value
    assert len(list(fields)) == len(fields)
    assert all(key in fields for key in fields)
    for key in list(fields):
        before = set(fields)
        del fields[key]
        assert set(fields) == before - {key}
    assert wire == {}


# ------------------------------------------------------------------ languages, resources


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ('US:"Supplier";NO:"Leverandør"', {"US": "Supplier", "NO": "Leverandør"}),
        ('US:"Legal";NO:"Lovlig";', {"US": "Legal", "NO": "Lovlig"}),
        ('US:"Supplier"', {"US": "Supplier"}),
        ('US:"";NO:""', {"US": "", "NO": ""}),
        ('US:"";', {"US": ""}),
        ('en-US:"a"', {"en-US": "a"}),
        ('US:"say "hi"; or not";NO:"x"', {"US": 'say "hi"; or not', "NO": "x"}),
        ('US:"two\nlines"', {"US": "two\nlines"}),
        ('US:"";"', {"US": '";'}),
        ('US:"a";US:"b"', {"US": "a"}),
    ],
)
def test_a_text_in_languages_is_read(text: str, languages: dict[str, str]):
    assert parse_languages(text) == languages


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "Supplier",
        '"US"',
        'US:"',
        'US:";',
        "US:Supplier",
        'US:"Supplier',
        'US: "a"',
        ' US:"a"',
        'US:"a" ',
        '5:"a"',
        'note:"a"',
        'Say US:"a"',
        'US:"a";NO:b',
    ],
)
def test_other_texts_are_in_no_language(text: str):
    assert parse_languages(text) is None
    assert in_language(text, "NO") == text


def test_a_text_in_languages_is_built():
    assert build_languages({"US": "Supplier", "NO": 'Si "hei";'}) == (
        'US:"Supplier";NO:"Si "hei";"'
    )


@pytest.mark.parametrize(
    "languages",
    [
        {},
        {"": "a"},
        {"U": "a"},
        {"norsk": "a"},
        {'US:"': "a"},
        {"US": 'a";NO:"b'},
        {"US": "a", "NO": 'b";NO:"c'},
    ],
)
def test_what_could_not_be_told_apart_is_not_built(languages: dict[str, str]):
    with pytest.raises(ValueError, match="not writable as one text"):
        build_languages(languages)


TEXTS_IN_LANGUAGES = st.dictionaries(
    st.sampled_from(["US", "NO", "GE", "sw", "en-GB"]),
    st.text() | st.text('";:USNO a'),
    min_size=1,
)


@settings(VALUES)
@given(TEXTS_IN_LANGUAGES)
def test_what_is_built_reads_back_equal(languages: dict[str, str]):
    try:
        text = build_languages(languages)
    except ValueError:
        assume(False)
    else:
        assert parse_languages(text) == languages


@settings(VALUES)
@given(st.text() | st.text('";:USNO a').map('US:"{}'.format))
def test_reading_languages_never_raises(text: str):
    languages = parse_languages(text)

    assert languages is None or all(each in text for each in languages.values())
    assert in_language(text, "NO") in text


@pytest.mark.parametrize(
    ("language", "fallback", "text"),
    [
        ("NO", ("US",), "Leverandør"),
        ("no", ("US",), "Leverandør"),
        ("GE", ("US",), "Supplier"),
        ("GE", "no", "Leverandør"),
        ("GE", ("FR", "NO"), "Leverandør"),
        ("GE", (), "Leverandør"),
        ("SW", ("US",), "Supplier"),
    ],
)
def test_a_language_is_chosen(language: str, fallback: Any, text: str):
    several = 'SW:"";NO:"Leverandør";US:"Supplier"'

    assert in_language(several, language, fallback) == text


def test_empty_texts_in_every_language_are_an_empty_text():
    assert in_language('US:"";NO:""', "NO") == ""


def test_resources_are_told_by_their_brackets():
    assert resource_id("[SR_XYZ_2]") == "SR_XYZ_2"
    assert build_resource("SR_XYZ_2") == "[SR_XYZ_2]"
    for other in ("", "SR_XYZ", "[SR_]", "[XYZ]", "[SR_X Y]", "[SR_X]\n", "a [SR_X]"):
        assert resource_id(other) is None


def test_resources_are_found_inside_texts():
    assert resource_ids("[SR_B]: [SR_A] [I:1] ([SR_B])") == ("SR_B", "SR_A")
    assert resource_ids("none") == ()


@pytest.mark.parametrize("name", ["", "XYZ", "[SR_XYZ]", "SR_", "SR_X]", "SR_Å"])
def test_what_is_no_name_of_a_resource_is_not_built(name: str):
    with pytest.raises(ValueError, match="a resource is named SR_"):
        build_resource(name)
