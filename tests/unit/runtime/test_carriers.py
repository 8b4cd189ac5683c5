"""Carriers: classes whose slots hold what the wire holds."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from family import Base, Circle, Colour, Everything, Leaf, Right

from generator.runtime import carriers
from generator.runtime.carriers import (
    BaseCarrier,
    extended,
    is_set,
    make,
    unknown_members,
    unset,
)
from generator.runtime.codecs import json


def test_unset_fields_read_as_their_defaults_and_are_not_written():
    carrier = Everything()
    assert carrier.number == 0
    assert carrier.text is None
    assert carrier.moment == datetime(1, 1, 1)
    assert carrier.right == Right(0)
    assert carrier.colour is Colour.NONE
    assert not is_set(carrier, "number")
    assert msgspec.json.encode(carrier) == b"{}"


def test_unset_null_and_a_value_stay_apart():
    carrier = msgspec.json.decode(
        b'{"Text":null,"EMail":"","Number":0}', type=Everything
    )
    assert [is_set(carrier, name) for name in ("text", "e_mail", "number", "big")] == [
        True,
        True,
        True,
        False,
    ]
    assert msgspec.json.encode(carrier) == b'{"Text":null,"EMail":"","Number":0}'


def test_null_reads_as_the_default_of_a_value_type():
    carrier = msgspec.json.decode(b'{"Number":null,"Moment":null}', type=Everything)
    assert carrier.number == 0
    assert carrier.moment == datetime(1, 1, 1)


def test_null_of_a_nullable_field_is_none_whatever_its_default():
    class Named(BaseCarrier):
        name: str | None = "nobody"

    assert Named().name == "nobody"
    assert Named(name=None).name is None


def test_python_values_become_wire_forms():
    carrier = Everything(
        moment=datetime(2026, 1, 5, tzinfo=UTC),
        span=timedelta(days=-1, hours=2),
        right=Right.SELECT | Right.UPDATE,
        colour=Colour.BLUE,
        amount=Decimal("1.50"),
        real=float("inf"),
        blob=b"\0\1",
    )
    assert json.encode(carrier) == (
        b'{"Real":"Infinity","Amount":1.50,"Moment":"2026-01-05T00:00:00Z",'
        b'"Span":"-22:00:00","Blob":"AAE=","Colour":"blue","Right":"Select, Update"}'
    )
    assert carrier.span == timedelta(hours=-22)
    assert carrier.amount == Decimal("1.50")
    assert carrier.real == float("inf")


def test_what_was_received_goes_back_as_it_was():
    content = (
        b'{"Moment":"2026-01-05T08:10:00.1234567","Span":"PT30M",'
        b'"Colour":"Mauve","Right":"Novel, RU"}'
    )
    carrier = msgspec.json.decode(content, type=Everything)
    assert carrier.moment == datetime(2026, 1, 5, 8, 10, 0, 123456)
    assert carrier.span == timedelta(minutes=30)
    assert carrier.colour == "Mauve"
    assert Right.UPDATE in carrier.right
    assert msgspec.json.encode(carrier) == content


def test_a_bad_text_is_an_error_of_whoever_reads_the_field():
    carrier = msgspec.json.decode(b'{"Moment":"soon","Span":"long"}', type=Everything)
    with pytest.raises(ValueError, match=r"^Everything\.moment: .*soon"):
        assert carrier.moment
    with pytest.raises(ValueError, match=r"^Everything\.span: "):
        assert carrier.span
    assert "moment='soon'" in repr(carrier)


@pytest.mark.parametrize(
    ("field", "value"),
    [("moment", 3), ("blob", "text"), ("colour", 1), ("texts", "text"), ("span", 3.0)],
)
def test_values_of_the_wrong_type_are_refused_by_name(field: str, value: object):
    with pytest.raises(TypeError, match=rf"^Everything\.{field}: "):
        Everything(**{field: value})
    with pytest.raises(TypeError, match=rf"^Everything\.{field}: "):
        setattr(Everything(), field, value)


def test_fields_are_given_by_keyword_alone():
    with pytest.raises(TypeError, match="keyword"):
        Leaf(Right.SELECT)  # type: ignore[misc]
    with pytest.raises(TypeError):
        Leaf(masks=Right.SELECT)  # type: ignore[call-arg]


def test_fields_can_be_assigned_emptied_and_deleted():
    leaf = Leaf(reason="x")
    leaf.mask = Right.INSERT
    assert msgspec.json.encode(leaf) == b'{"Mask":"Insert","Reason":"x"}'
    unset(leaf, "reason")
    del leaf.mask
    assert leaf == Leaf()
    with pytest.raises(AttributeError):
        leaf.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        unset(leaf, "other")
    with pytest.raises(AttributeError):
        is_set(leaf, "other")


def test_bases_come_first():
    assert Everything.__struct_encode_fields__[:4] == (
        "Rights",
        "Text",
        "EMail",
        "URLName",
    )
    assert issubclass(Circle, BaseCarrier)
    assert isinstance(Everything(), Base)


def test_a_field_may_be_declared_again():
    class Deep(Leaf):
        reason: str | None = "because"
        more: int = 1

    assert Deep().reason == "because"
    assert Leaf().reason is None
    assert Deep.__struct_encode_fields__ == ("Mask", "Reason", "More")
    assert msgspec.json.encode(Deep(reason="x", more=2)) == b'{"Reason":"x","More":2}'


def test_lists_of_converted_values_can_be_changed_in_place():
    carrier = Everything(right_list=[Right.SELECT], spans=[timedelta(hours=1)])
    assert carrier.right_list == [Right.SELECT]
    assert carrier.right_list is not None and carrier.spans is not None
    carrier.right_list.append(Right.UPDATE)
    carrier.right_list[0] = Right.INSERT
    carrier.spans += [timedelta(hours=2)]
    assert msgspec.json.encode(carrier) == (
        b'{"RightList":["Insert","Update"],"Spans":["01:00:00","02:00:00"]}'
    )
    assert pickle.loads(pickle.dumps(carrier.right_list)) == [
        Right.INSERT,
        Right.UPDATE,
    ]


def test_a_list_that_was_given_stays_the_callers():
    texts = ["a"]
    carrier = Everything(texts=texts)
    texts.append("b")
    assert carrier.texts == ["a", "b"]
    assert Everything(texts=("a", "b")).texts == ["a", "b"]  # type: ignore[arg-type]


def test_repr_shows_what_is_set_and_no_secrets():
    class Login(BaseCarrier):
        user_name: str | None = None
        password: str | None = None
        access_token: str | None = None
        client_secret: str | None = None
        ticket: str | None = None
        ticket_id: int = 0

    login = Login(
        user_name="me", password="a", access_token="b", client_secret="c", ticket="7T:d"
    )
    login.ticket_id = 5
    assert repr(login) == (
        "Login(user_name='me', password=***, access_token=***, client_secret=***,"
        " ticket=***, ticket_id=5)"
    )


def test_repr_of_a_carrier_that_holds_itself_ends():
    carrier = Everything(number=1)
    carrier.inner = carrier
    assert repr(carrier) == "Everything(number=1, inner=...)"


def _with_unknown() -> Everything:
    carrier = json.decode(b'{"Number":1,"Novel":[1,{"a":2}],"odata.x":"y"}', Everything)
    assert isinstance(carrier, Everything)
    return carrier


def test_unknown_members_are_kept():
    carrier = _with_unknown()
    assert type(carrier).__name__ == "Everything"
    assert unknown_members(carrier) == {"Novel": [1, {"a": 2}], "odata.x": "y"}
    assert msgspec.json.encode(carrier) == (
        b'{"Number":1,"Novel":[1,{"a":2}],"odata.x":"y"}'
    )
    assert repr(carrier) == "Everything(number=1, unknown=['Novel', 'odata.x'])"
    carrier.text = "changed"
    assert b"Novel" in msgspec.json.encode(carrier)


@pytest.mark.parametrize("make_one", [_with_unknown, lambda: Everything(number=1)])
def test_copies_and_pickles_are_equal(make_one: type[Everything]):
    carrier = make_one()
    deep = copy.deepcopy(carrier)
    for other in (copy.copy(carrier), deep, pickle.loads(pickle.dumps(carrier))):
        assert other == carrier
        assert type(other) is type(carrier)
        assert msgspec.json.encode(other) == msgspec.json.encode(carrier)
    deep.number = 2
    assert deep != carrier


def test_a_copy_with_changes_takes_python_values():
    carrier = _with_unknown()
    changed = carrier.__replace__(moment=datetime(2026, 1, 5), number=2)
    assert msgspec.json.encode(changed) == (
        b'{"Number":2,"Moment":"2026-01-05T00:00:00","Novel":[1,{"a":2}],"odata.x":"y"}'
    )
    assert carrier.number == 1
    with pytest.raises(TypeError, match="no field 'other'"):
        carrier.__replace__(other=1)


def test_unknown_members_count_for_equality():
    assert _with_unknown() != Everything(number=1)
    assert Everything(number=1) != _with_unknown()
    assert _with_unknown() == _with_unknown()
    assert json.decode(
        b'{"odata.x":"y","Novel":[1,{"a":2}],"Number":1}', Everything
    ) == (_with_unknown())


def test_classes_for_unknown_members_are_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(carriers, "_MOST_EXTENDED", 0)
    values = [msgspec.UNSET, msgspec.UNSET, 1]
    one = make(extended(Leaf, ("Quite new",)), values)
    two = make(extended(Leaf, ("Quite new",)), values)
    assert type(one) is not type(two)
    assert one == two
    assert unknown_members(pickle.loads(pickle.dumps(one))) == {"Quite new": 1}


def test_a_wrong_annotation_is_an_error_of_first_use():
    class Wrong(BaseCarrier):
        one: Nowhere = 0  # type: ignore[name-defined] # noqa: F821

    with pytest.raises((KeyError, NameError), match="Nowhere"):
        Wrong(one=1)
