"""Enumerations and flags, with names that this release does not know."""

from __future__ import annotations

import copy
import pickle

import msgspec
import pytest
from family import Colour, Right

from generator.runtime import enumerations
from generator.runtime.enumerations import Enumeration, Flags


def test_a_member_is_its_name_and_has_a_number():
    assert Colour.BLUE == "blue"
    assert str(Colour.BLUE) == f"{Colour.BLUE}" == "blue"
    assert repr(Colour.BLUE) == "Colour.BLUE"
    assert Colour.BLUE.number == 4
    assert [each.name for each in Colour] == ["NONE", "RED", "BLUE"]


def test_members_are_found_by_number():
    assert Colour.from_number(4) is Colour.BLUE
    assert Colour.from_number(7) == "7"
    assert Colour.from_number(7).number is None


def test_unknown_names_are_kept_and_stay_the_same():
    green = Colour("Green")
    assert green == "Green"
    assert green.number is None
    assert repr(green) == "Colour('Green')"
    assert Colour("Green") is green
    assert green not in list(Colour)
    assert {green: 1}[Colour("Green")] == 1


@pytest.mark.parametrize("member", [Colour.RED, Colour("Green")])
def test_members_survive_copies_pickles_and_msgspec(member: Colour):
    assert copy.copy(member) is copy.deepcopy(member) is member
    assert pickle.loads(pickle.dumps(member)) is member
    assert msgspec.json.decode(msgspec.json.encode([member]), type=list[Colour]) == [
        member
    ]


def test_what_is_no_text_is_no_member():
    with pytest.raises(ValueError):
        Colour(3)  # type: ignore[arg-type]


def test_unknown_names_past_the_bound_are_still_right(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(enumerations, "_MOST_UNKNOWN", 1)

    class Few(Enumeration):
        ONE = "One", 1

    first, second = Few("Two"), Few("Three")
    assert Few("Two") is first
    assert Few("Three") is not second
    assert Few("Three") == second == "Three"
    assert len({Few("Three"), second}) == 1
    assert pickle.loads(pickle.dumps(Colour("x"))) == "x"


def test_an_enumeration_without_numbers():
    class Bare(Enumeration):
        ONE = "One"

    assert Bare.ONE.number is None
    assert Bare("One") is Bare.ONE


# ---------------------------------------------------------------------------------- flags


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Select, Update", 3),
        ("Select Update", 3),
        (" Update,Select ", 3),
        ("RU, Insert", 7),
        ("3", 3),
        ("Select 8", 9),
        ("None", 0),
        ("", 0),
        ("-1", -1),
    ],
)
def test_flags_are_read_from_both_wires_forms(text: str, number: int):
    assert int(Right.parse(text)) == int(Right(number))


def test_flags_are_written_by_their_bits():
    both = Right.SELECT | Right.INSERT
    assert both.text() == "Select, Insert"
    assert both.soap_text() == "Select Insert"
    assert Right(0).text() == "None"
    assert Right(0).soap_text() == ""
    assert Right(15).soap_text() == "Select Update Insert Undefined8"


def test_composites_and_zero_never_reach_soap():
    assert Right.parse("FULL").soap_text() == "Select Update Insert Undefined8"
    assert Right.parse("None").soap_text() == ""


def test_zero_without_a_name_is_no_text():
    class Nameless(Flags):
        __names__ = {"A": 1}
        A = 1

    assert Nameless(0).text() == ""


def test_unknown_names_have_bits_of_their_own():
    right = Right.parse("Select, Novel, Fresh")
    assert Right.SELECT in right
    assert int(right) > 2**32
    assert right.text() == "Select, Novel, Fresh"
    assert right.soap_text() == "Select Novel Fresh"
    assert Right.parse("Novel") & right == Right.parse("Novel")
    assert (right & ~Right.SELECT).text() == "Novel, Fresh"


def test_the_opposite_of_flags_is_all_others_that_are_known():
    assert ~Right.SELECT == Right.UPDATE | Right.INSERT | Right.UNDEFINED8
    assert (~Right.SELECT).text() == "Update, Insert, Undefined8"
    assert ~Right.SELECT & Right(3) == Right.UPDATE
    assert ~Right.SELECT & ~Right.UPDATE == Right.INSERT | Right.UNDEFINED8
    assert 3 & ~Right.SELECT == Right.UPDATE
    assert len({~Right.SELECT, Right.UPDATE | Right.INSERT | Right.UNDEFINED8}) == 1


def test_bits_without_a_name_are_written_as_a_number():
    assert Right(64).text() == "64"
    assert Right.parse("64").soap_text() == "64"


def test_unknown_flags_survive_pickles():
    right = Right.parse("Select, Novel")
    assert pickle.loads(pickle.dumps(right)) == right
    assert copy.deepcopy(right) == right
    assert pickle.loads(pickle.dumps(Right.SELECT)) is Right.SELECT


def test_the_memory_for_unknown_flags_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(enumerations, "_MOST_UNKNOWN", 2)

    class Few(Flags):
        __names__ = {"A": 1}
        A = 1

    Few.parse("X Y")
    with pytest.raises(ValueError, match="too many names"):
        Few.parse("Z")
