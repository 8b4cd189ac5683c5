"""Requests and answers of the agents wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from family import (
    FIND,
    GET,
    READ,
    SAVE,
    TOUCH,
    Answers,
    Circle,
    Colour,
    Everything,
    Leaf,
    Loose,
    MailStep,
    Right,
    RushMailStep,
    Shape,
    Step,
    WaitStep,
    giving,
)

from generator.runtime.carriers import BaseCarrier, unknown_members
from generator.runtime.codecs import DecodeError, EncodeError, ErrorBody, json
from generator.runtime.codecs.json import JsonRequest


def test_query_parameters_are_named_with_a_small_letter():
    request = json.encode_request(GET, [5, None, datetime(2026, 1, 5, tzinfo=UTC)])
    assert request == JsonRequest(
        {"familyId": "5", "since": "2026-01-05T00:00:00Z"}, None
    )
    assert json.encode_request(GET, [5, "a b", datetime(2026, 1, 5)]).params == {
        "familyId": "5",
        "eMail": "a b",
        "since": "2026-01-05T00:00:00",
    }


def test_a_bare_body_is_the_carrier():
    assert json.encode_request(SAVE, [Everything(number=1)]) == JsonRequest(
        {}, b'{"Number":1}'
    )
    assert json.encode_request(SAVE, [None]).content == b"null"


def test_a_wrapper_holds_each_parameter_by_name():
    request = json.encode_request(
        FIND, [(1, 2), "x", Right.SELECT | Right.UPDATE, datetime(2026, 1, 5), 3, None]
    )
    assert request.content == (
        b'{"Ids":[1,2],"FullName":"x","Right":"Select, Update",'
        b'"When":"2026-01-05T00:00:00","Count":3,"Steps":null}'
    )


def test_null_is_sent_for_what_may_be_null_and_left_out_for_values():
    request = json.encode_request(FIND, [None, None, None, None, None, []])
    assert request.content == b'{"Ids":null,"FullName":null,"Steps":[]}'


def test_nothing_is_sent_where_there_are_no_parameters():
    assert json.encode_request(TOUCH, []) == JsonRequest({}, None)


def test_subtypes_are_written_with_all_their_members():
    request = json.encode_request(
        FIND, [None, None, None, None, None, [RushMailStep(subject="s", hurry=1)]]
    )
    assert request.content is not None
    assert msgspec.json.decode(request.content)["Steps"] == [
        {"Subject": "s", "Hurry": 1}
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([Leaf()], "Everything: expected Everything, got Leaf"),
        ([{"Number": 1}], "Everything: expected Everything, got dict"),
        ([], "Save takes 1 arguments, got 0"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments: list[Any], message: str):
    with pytest.raises(TypeError) as caught:
        json.encode_request(SAVE, arguments)
    assert str(caught.value) == message


def test_a_value_that_json_cannot_hold_is_an_error():
    with pytest.raises(EncodeError):
        json.encode(Loose(anything=object()))


@pytest.mark.parametrize(
    ("type", "null"),
    [
        ("list[Leaf] | None", []),
        ("StringMap | None", {}),
        ("Int32", 0),
        ("bool", False),
        ("float", 0.0),
        ("datetime", datetime(1, 1, 1)),
        ("datetime | None", None),
        ("Right", Right(0)),
        ("Colour", Colour.NONE),
        ("Leaf | None", None),
        ("str | None", None),
        ("bytes | None", None),
    ],
)
def test_null_results(type: str, null: object):
    assert json.decode_response(giving(type), b"null") == null


@pytest.mark.parametrize(
    ("type", "content", "value"),
    [
        (
            "datetime",
            b'"2026-01-05T08:10:00Z"',
            datetime(2026, 1, 5, 8, 10, tzinfo=UTC),
        ),
        ("Right", b'"RU"', Right.SELECT | Right.UPDATE),
        ("bytes | None", b'"AAE="', b"\0\1"),
        ("float", b'"Infinity"', float("inf")),
        ("list[Right] | None", b'["Select"]', [Right.SELECT]),
        ("NumberMap | None", b'{"3":"x"}', {3: "x"}),
    ],
)
def test_results_are_python_values(type: str, content: bytes, value: object):
    assert json.decode_response(giving(type), content) == value


def test_several_results_are_a_carrier():
    assert json.decode_response(READ, b'{"Response":{"Reason":"r"},"Length":3}') == (
        Answers(response=Leaf(reason="r"), length=3)
    )
    assert json.decode_response(READ, b"null") == Answers()


def test_what_gives_nothing_takes_any_answer_but_an_error():
    assert json.decode_response(TOUCH, b"") is None
    assert json.decode_response(TOUCH, b"true") is None
    with pytest.raises(ErrorBody, match="^refused$"):
        json.decode_response(TOUCH, b'{"Error":true,"ErrorMessage":"refused"}')
    with pytest.raises(DecodeError):
        json.decode_response(TOUCH, b"<html>")


@pytest.mark.parametrize(
    ("type", "content", "is_error"),
    [
        ("Leaf | None", b'{"Error":true,"ErrorMessage":"x","Reason":"r"}', True),
        ("Leaf | None", b'{"Message":"x"}', True),
        ("Leaf | None", b'{"message":"x","ExceptionMessage":"y"}', True),
        ("Leaf | None", b'{"Message":"x","Reason":"r"}', False),
        ("Leaf | None", b'{"New":"x"}', False),
        ("Leaf | None", b'{"Error":false,"Reason":"r"}', False),
        ("list[Leaf] | None", b'{"Message":"x"}', True),
        ("Int32", b'{"Message":"x"}', True),
        ("StringMap | None", b'{"Message":"x"}', False),
        ("AnyMap | None", b'{"Error":true}', True),
        ("Shape | None", b'{"Message":"x","Radius":1}', False),
        ("Any", b'{"Message":"x"}', False),
    ],
)
def test_errors_inside_good_answers(type: str, content: bytes, is_error: bool):
    operation = giving(type)
    if is_error:
        with pytest.raises(ErrorBody) as caught:
            json.decode_response(operation, content)
        assert caught.value.body == msgspec.json.decode(content)
    else:
        json.decode_response(operation, content)


def test_answers_with_unknown_members_are_read_once_after_the_first():
    class Fresh(BaseCarrier):
        name: str | None = None

    known = json._reader(
        json.resolve(Fresh).kind
    )  # pyright: ignore[reportPrivateUsage]
    assert not known.lenient
    json.decode(b'{"Name":"a"}', Fresh)
    assert not known.lenient
    first = json.decode(b'{"Name":"a","New":1}', Fresh)
    assert known.lenient
    second = json.decode(b'{"Name":"b","New":2}', Fresh)
    assert type(first) is type(second)
    assert unknown_members(second) == {"New": 2}
    assert json.decode(b'{"Name":"b"}', Fresh) == Fresh(name="b")
    assert type(json.decode(b'{"Name":"b"}', Fresh)) is Fresh


def test_names_that_json_would_escape_are_left_out():
    leaf = json.decode(b'{"Reason":"r","a\\"b":1,"c\\u0001":2,"New":3}', Leaf)
    assert json.encode(leaf) == b'{"Reason":"r","New":3}'


def test_too_many_unknown_members_are_refused():
    content = msgspec.json.encode({f"new{n}": n for n in range(2000)})
    with pytest.raises(DecodeError, match="fewer members"):
        json.decode(content, Leaf)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"Kind":"Wait"}', WaitStep),
        (b'{"Kind":"Mail","Subject":"s"}', MailStep),
        (b'{"Kind":"Mail","Subject":"s","Hurry":1}', MailStep),
        (b'{"Kind":"Rush","Subject":"s","Hurry":1}', RushMailStep),
        (b'{"Kind":"Rush"}', Step),
        (b'{"Kind":null,"Until":"u"}', WaitStep),
        (b'{"Kind":"New","Until":"u","Surely":1}', Step),
        (b"{}", Step),
    ],
)
def test_subtypes_are_found(content: bytes, kind: type[Step]):
    step = json.decode(content, Step)
    assert isinstance(step, kind)
    assert kind is Step or type(step).__name__ == kind.__name__
    assert msgspec.json.decode(json.encode(step)) == msgspec.json.decode(content)


def test_members_that_two_subtypes_share_leave_the_declared_type():
    class Both(BaseCarrier):
        __subtypes__ = ("One", "Two")

    class One(Both):
        length: int = 0

    class Two(Both):
        length: int = 0

    globals().update(One=One, Two=Two)
    found = json.decode(b'{"Length":1}', Both)
    assert not isinstance(found, One | Two)
    assert json.encode(found) == b'{"Length":1}'


def test_a_declared_subtype_is_itself():
    assert json.decode(b'{"Radius":1,"Name":"n"}', Circle) == Circle(radius=1, name="n")
    assert type(json.decode(b'{"Name":"n"}', Shape)) is Shape
