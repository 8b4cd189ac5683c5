"""Conditions on columns: how they are written, and that no value can become a condition."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime.enumerations import Enumeration
from generator.runtime.filters import Column, Filter, column, raw


class Status(Enumeration):
    Open = ("Open", 1)
    Sold = ("Sold", 2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (column("name").begins("Super"), "name begins 'Super'"),
        (column("name").contains("a b"), "name contains 'a b'"),
        (column("name").not_begins("x"), "name notBegins 'x'"),
        (column("name").not_contains("x"), "name notContains 'x'"),
        (column("name").ends("x"), "endswith(name, 'x')"),
        (column("name").equals("Bob's"), r"name is 'Bob\'s'"),
        (column("name").not_equals("x"), "name isNot 'x'"),
        (column("contact/name").equals("x\\"), r"contact/name is 'x\\'"),
        (column("number").equals(-5), "number eq -5"),
        (column("number").not_equals(5), "number ne 5"),
        (column("number").less_than(1.5), "number lt 1.5"),
        (column("number").at_most(1e-7), "number le 0.0000001"),
        (column("number").greater_than(Decimal("1E+3")), "number gt 1000"),
        (column("number").at_least(0), "number ge 0"),
        (column("number").between(1, 10), "number between (1,10)"),
        (column("status").equals(Status.Sold), "status eq 2"),
        (column("category").one_of(1, 2), "category oneOf (1,2)"),
        (column("category").not_one_of(1), "category notOneOf (1)"),
        (column("a").associate_is_one_of(7, 8), "a associateIsOneOf (7,8)"),
        (column("a").associate_is_not_one_of(7), "a associateIsNotOneOf (7)"),
        (column("a").is_current_associate(), "a currentAssociate"),
        (column("completed").is_set(), "completed set true"),
        (column("completed").equals(False), "completed set false"),
        (column("completed").not_equals(True), "completed set false"),
        (column("d").equals(date(2026, 1, 31)), "d date '2026-01-31'"),
        (column("d").on(date(2026, 1, 31)), "d date '2026-01-31'"),
        (column("d").before(date(2026, 1, 31)), "d before '2026-01-31'"),
        (column("d").after(date(2026, 1, 31)), "d after '2026-01-31'"),
        (
            column("d").between(date(2026, 1, 1), date(2026, 2, 1)),
            "d dateBetween ('2026-01-01','2026-02-01')",
        ),
        (
            column("d").after(datetime(2026, 1, 31, 15)),
            "d afterTime '2026-01-31T15:00:00'",
        ),
        (column("d").this_week(), "d thisWeek"),
        (column("d").last_quarter(), "d lastQuarter"),
        (column("d").previous(3, "months"), "previous(d, 3, 'months')"),
        (column("x").where("intArrayAllOf", (1, 2)), "x intArrayAllOf (1,2)"),
    ],
)
def test_a_condition_is_written_in_netservers_operators(found: Filter, expected: str):
    assert str(found) == expected


@pytest.mark.parametrize(
    "name", ["", "a b", "a'b", "1x", "a(b", "and", "OR", "not", "a=b", "é", "a\n"]
)
def test_what_is_no_column_is_refused(name: str):
    with pytest.raises(ValueError, match="not the name of a column"):
        column(name)


@pytest.mark.parametrize("name", ["name", "contactUdef/SuperOffice:1", "a.b", "_x"])
def test_columns_may_have_paths_and_marks(name: str):
    assert str(column(name).is_set()) == f"{name} set true"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda c: c.equals(None), TypeError),
        (lambda c: c.equals([1]), TypeError),
        (lambda c: c.begins(5), TypeError),
        (lambda c: c.less_than("5"), TypeError),
        (lambda c: c.before(5), TypeError),
        (lambda c: c.not_equals(date(2026, 1, 1)), TypeError),
        (lambda c: c.one_of(), TypeError),
        (lambda c: c.one_of(1, "a"), TypeError),
        (lambda c: c.equals(math.nan), ValueError),
        (lambda c: c.equals(math.inf), ValueError),
        (lambda c: c.equals(Decimal("1E+100000")), ValueError),
        (lambda c: c.equals(Status("Newer")), ValueError),
        (lambda c: c.after(datetime(2026, 1, 1, tzinfo=UTC)), ValueError),
        (lambda c: c.after(datetime(2026, 1, 1, 0, 0, 0, 1)), ValueError),
        (lambda c: c.previous(0, "days"), ValueError),
        (lambda c: c.previous(1, "hours"), ValueError),
        (lambda c: c.where("x or y", 1), ValueError),
        (lambda c: c.equals("\ud800"), ValueError),
    ],
)
def test_values_that_cannot_be_written_are_refused(
    make: Callable[[Any], object], error: type[Exception]
):
    with pytest.raises(error):
        make(column("x"))


def test_and_binds_tighter_than_or():
    a, b, c = (column(name).is_set() for name in "abc")

    assert str(a & (b | c)) == "a set true and (b set true or c set true)"
    assert str(a & b | c) == "a set true and b set true or c set true"
    assert str((a | b) | c) == "a set true or b set true or c set true"


def test_python_words_would_lose_a_condition_and_are_refused():
    with pytest.raises(TypeError, match="join filters with & and |"):
        bool(column("a").is_set())


def test_what_is_written_by_hand_goes_into_brackets():
    assert str(raw("a eq 1 or b eq 2") & column("c").is_set()) == (
        "(a eq 1 or b eq 2) and c set true"
    )


@pytest.mark.parametrize("text", ["", "  ", "a eq '", "(a eq 1", "a eq 1)", ")("])
def test_what_is_written_by_hand_has_partners_for_its_brackets(text: str):
    with pytest.raises(ValueError, match="no partner"):
        raw(text)


# --- properties, with a reader of their own

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<mark>[(),])|(?P<word>[^\s(),']+))", re.S)  # fmt: skip


def tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = TOKEN.match(text, place)
        assert match is not None, text[place:]
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        place = match.end()
    return found


def unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1], flags=re.S)


@given(st.text())
def test_any_text_is_one_value_and_nothing_else(value: str):
    found = tokens(str(column("name").equals(value)))

    assert [kind for kind, _ in found] == ["word", "word", "text"]
    assert unquoted(found[2][1]) == value


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_several_texts_are_as_many_values(values: list[str]):
    found = tokens(str(column("name").one_of(*values)))

    assert [unquoted(text) for kind, text in found if kind == "text"] == values
    assert found[2] == ("mark", "(") and found[-1] == ("mark", ")")


NAMES = "abcde"
leaves = st.sampled_from(NAMES).map(lambda name: (name, Column(name).equals("' or (")))
trees = st.recursive(
    leaves.map(lambda leaf: (lambda truth: truth[leaf[0]], leaf[1])),
    lambda inner: st.tuples(st.sampled_from("&|"), inner, inner).map(
        lambda each: (
            (
                (lambda truth: each[1][0](truth) and each[2][0](truth))
                if each[0] == "&"
                else (lambda truth: each[1][0](truth) or each[2][0](truth))
            ),
            each[1][1] & each[2][1] if each[0] == "&" else each[1][1] | each[2][1],
        )
    ),
    max_leaves=8,
)


def evaluated(text: str, truth: dict[str, bool]) -> bool:
    """What the text says, read by the rules of precedence alone."""
    left = tokens(text)

    def alternatives() -> bool:
        value = conjunction()
        while left and left[0] == ("word", "or"):
            left.pop(0)
            value = conjunction() or value
        return value

    def conjunction() -> bool:
        value = condition()
        while left and left[0] == ("word", "and"):
            left.pop(0)
            value = condition() and value
        return value

    def condition() -> bool:
        if left[0] == ("mark", "("):
            left.pop(0)
            value = alternatives()
            assert left.pop(0) == ("mark", ")")
            return value
        (_, name), _, (kind, _) = left.pop(0), left.pop(0), left.pop(0)
        assert kind == "text"
        return truth[name]

    value = alternatives()
    assert not left
    return value


@given(trees, st.lists(st.booleans(), min_size=5, max_size=5))
def test_any_combination_means_what_python_means(tree: Any, flags: list[bool]):
    meaning, found = tree
    truth = dict(zip(NAMES, flags, strict=True))

    assert evaluated(str(found), truth) == meaning(truth)
