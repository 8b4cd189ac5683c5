"""What a `$filter` means: the reader against the writer of the proxies, and against plain Python."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime.filters import Filter, column, raw
from generator.runtime.server.conditions import Asker, Reference
from generator.runtime.server.filter_reader import parse_filter
from generator.runtime.server.refusals import Malformed

NOW = datetime(2026, 5, 13, 14, 30)  # a Wednesday
ASKER = Asker(NOW, associate_id=7)


def holds(text: object, **row: Any) -> bool:
    return parse_filter(str(text)).holds(row, ASKER)


CUSTOMER = Reference(3, "Customer")


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("x is 'alfa'", "ALFA", True),
        ("x eq 'alfa'", "beta", False),
        ("x = ''", None, True),
        ("x equals 3", 3, True),
        ("x equals '3'", 3, True),
        ("x eq 3", "3", True),
        ("x eq 0", None, True),
        ("x eq '0'", None, False),
        ("x eq 1", True, True),
        ("x isNot 'alfa'", None, True),
        ("x <> 3", 3, False),
        ("x != 3", 4, True),
        ("x unequals 'a'", "A", False),
        ("x lt 3", 2.5, True),
        ("x <= 3", 3, True),
        ("x > -1.5", None, True),
        ("x ge 4", 3, False),
        ("x less 'b'", "A", True),
        ("x gt 1", "text", True),
        ("x gt 1", [1], False),
        ("x between (1,3)", 3, True),
        ("x between ('A','S')", "b", True),
        ("x between ('2026-05-01', '2026-05-13')", NOW, True),
        ("x begins 'Su'", "SUPER", True),
        ("x notBegins 'Su'", None, True),
        ("x contains 'er'", "Super", True),
        ("x notContains 'er'", "Super", False),
        ("startswith(x, 'su')", "Super", True),
        ("endswith(x, 'ER')", "Super", True),
        ("substringof('PE', x)", "Super", True),
        ("x contains ''", None, True),
        ("x set", True, True),
        ("x set true", False, False),
        ("x set false", None, True),
        ("x set 5", 5, True),
        ("x oneOf (1, 2)", 2, True),
        ("x in ('a','B')", "b", True),
        ("x notOneOf (1,2)", 3, True),
        ("x oneOf (3)", CUSTOMER, True),
        ("x = 3", CUSTOMER, True),
        ("x is 'customer'", CUSTOMER, True),
        ("x begins 'cust'", CUSTOMER, True),
        ("x gt 2", CUSTOMER, True),
        ("x oneOf (2,9)", [CUSTOMER, Reference(9, "")], True),
        ("x associateIsOneOf (7,8)", 7, True),
        ("x associateIsNotOneOf (7,8)", Reference(9, "ola"), True),
        ("x currentAssociate", Reference(7, "kari"), True),
        ("x currentAssociate", 8, False),
        ("x intArrayAllOf (1,2)", [1, 2, 3], True),
        ("x intArrayAllOf (1,4)", [1, 2, 3], False),
        ("x intArrayNotAllOf (1,4)", [1, 2, 3], True),
        ("x intArrayOneOf (4,3)", [1, 2, 3], True),
        ("x intArrayNotAnyOf (4)", [1, 2, 3], True),
        ("x isNull", None, True),
        ("x isNull", datetime(1, 1, 1), True),
        ("x isNotNull", NOW, True),
        ("x date '2026-05-13'", NOW, True),
        ("x date '2026.5.13'", "2026-05-13T23:00:00Z", True),
        ("x before '2026-05-13'", NOW, False),
        ("x before '2026-05-14'", datetime(1, 1, 1), False),
        ("x after '2026-05-12'", NOW, True),
        ("x after '2026-05-13'", NOW, False),
        ("x beforeOrEqual '2026-05-13'", NOW, True),
        ("x from '2026-05-13'", NOW, True),
        ("x dateBetween ('2026-05-13','2026-05-14')", NOW, True),
        ("x dateTime '2026-05-13T14:30:00'", NOW, True),
        ("x beforeTime '2026-05-13T14:30:00'", NOW, False),
        ("x afterTime '2026-05-13T14:30:00'", NOW, True),
        ("x after '[D:05/12/2026]'", NOW, True),
        ("X AFTER '2026-05-12'", None, False),
    ],
)  # fmt: skip
def test_an_operator_holds_for_some_values(
    text: str, value: Any, expected: bool
) -> None:
    assert holds(text, x=value) is expected


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("x today", "2026-05-13", "2026-05-13"),
        ("x lastWeek", "2026-05-04", "2026-05-10"),
        ("x thisWeek", "2026-05-11", "2026-05-17"),
        ("x nextWeek", "2026-05-18", "2026-05-24"),
        ("x lastMonth", "2026-04-01", "2026-04-30"),
        ("x thisMonth", "2026-05-01", "2026-05-31"),
        ("x nextMonth", "2026-06-01", "2026-06-30"),
        ("x lastQuarter", "2026-01-01", "2026-03-31"),
        ("x thisQuarter", "2026-04-01", "2026-06-30"),
        ("x nextQuarter", "2026-07-01", "2026-09-30"),
        ("x thisHalf", "2026-01-01", "2026-06-30"),
        ("x thisYear", "2026-01-01", "2026-12-31"),
        ("previous(x, 2, 'weeks')", "2026-04-27", "2026-05-10"),
        ("next(x, 3, 'days')", "2026-05-14", "2026-05-16"),
        ("thisAndPrevious(x, 1, 'halfyear')", "2025-07-01", "2026-06-30"),
        ("thisAndNext(x, 2, 'QTRS')", "2026-04-01", "2026-12-31"),
        ("this(x, 'yr')", "2026-01-01", "2026-12-31"),
        ("thisAndPreviousAndNext(x, 'month')", "2026-04-01", "2026-06-30"),
        ("x previousPeriod (1, '6')", "2025-01-01", "2025-12-31"),
        ("x thisPeriod 'mon'", "2026-05-01", "2026-05-31"),
    ],
)  # fmt: skip
def test_words_for_days_are_relative_to_now(text: str, first: str, last: str) -> None:
    condition, one = parse_filter(text), timedelta(days=1)
    days = [day(first) - one, day(first), day(last), day(last) + one]

    assert [condition.holds({"x": each}, ASKER) for each in days] == [
        False,
        True,
        True,
        False,
    ]


def test_before_and_after_today_leave_today_out() -> None:
    days = [NOW - timedelta(days=1), NOW, NOW + timedelta(days=1)]

    assert [holds("x beforeToday", x=each) for each in days] == [True, False, False]
    assert [holds("x afterToday", x=each) for each in days] == [False, False, True]


@pytest.mark.parametrize("period", ["days", "weeks", "months", "years"])
def test_periods_end_where_the_calendar_does(period: str) -> None:
    for now in (datetime.min, NOW, datetime.max):
        asker = Asker(now)
        for name in ("previous", "next", "thisAndPrevious", "thisAndNext"):
            text = f"{name}(x, 99999999999, '{period}')"
            parse_filter(text).holds({"x": NOW}, asker)
    assert holds(f"thisAndPrevious(x, 999999, '{period}')", x=date(1800, 1, 1))
    assert holds(f"thisAndNext(x, 9999999, '{period}')", x=date.max)


@pytest.mark.parametrize(
    ("text", "a", "b", "c"),
    [
        ("a set or b set and c set", True, False, False),
        ("(a set or b set) and c set", True, False, True),
        ("((a set) or (b set)) AND ((c set))", False, True, True),
        ("a set and b set or c set", False, False, True),
    ],
)
def test_and_binds_tighter_than_or(text: str, a: bool, b: bool, c: bool) -> None:
    assert holds(text, a=a, b=b, c=c)
    assert not holds(text, a=False, b=True, c=False)


@pytest.mark.parametrize(
    "name",
    [
        "contact/name",
        "contactUdef/SuperOffice:1",
        "contact.(person->contact_id).name",
        "Count(middleName):HideDetail:Footer",
        "GroupBy(DatePart(updated):YearMonth):Header",
        "next",
        "x-y",
        "andy",
    ],
)
def test_names_of_columns_may_have_marks_and_brackets(name: str) -> None:
    condition = parse_filter(f"({name} = 'x')")

    assert list(condition.columns()) == [name]
    assert condition.holds({name: "x"}, ASKER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at character 1: expected the name of a column, found the end"),
        ("  ", "at character 3: expected the name of a column, found the end"),
        ("name", "at character 5: expected an operator behind 'name', found the end"),
        ("name begins", "at character 6: begins takes 1 value, got 0"),
        ("name begins Super", "at character 6: begins takes 1 value, got 0"),
        ("name starts 'S'", "at character 6: there is no operator 'starts'"),
        ("name is 'S", "at character 9: expected a quote behind the text that begins there, found \"'S\""),
        ("name is 'Bob''s'", "at character 14: expected and, or, found \"'s'\""),
        ("name is 'a' 'b'", "at character 13: expected and, or, found \"'b'\""),
        ("name is 'a' and", "at character 16: expected the name of a column, found the end"),
        ("and name is 'a'", "at character 1: expected the name of a column, found \"and name is 'a'\""),
        ("not name is 'a'", "at character 1: expected the name of a column, found \"not name is 'a'\""),
        ("name is 'a' xor b set", "at character 13: expected and, or, found 'xor b set'"),
        ("(name is 'a'", "at character 13: expected a closing bracket, found the end"),
        ("(name is 'a' b set", "at character 14: expected and, or, or a closing bracket, found 'b set'"),
        ("name is 'a')", "at character 12: expected and, or, found ')'"),
        ("()", "at character 2: expected the name of a column, found ')'"),
        ("a oneOf ()", "at character 10: expected a value: a text in single quotes, a number, true or false, found ')'"),
        ("a oneOf (1,)", "at character 12: expected a value: a text in single quotes, a number, true or false, found ')'"),
        ("a oneOf (1 2)", "at character 12: expected a comma or a closing bracket, found '2)'"),
        ("a between (1)", "at character 3: between takes 2 values, got 1"),
        ("a lastWeek and b today 3 and", "at character 18: today takes no value, got 1"),
        ("a after 'soon'", "at character 3: after takes a day such as '2026-01-31', got 'soon'"),
        ("a date '2026-02-30'", "at character 3: date takes a day such as '2026-01-31', got '2026-02-30'"),
        ("a associateIsOneOf ('me')", "at character 3: associateIsOneOf takes numbers, got 'me'"),
        ("previous(a, 0, 'days')", "at character 1: previous takes a number of periods, 1 or more, got '0'"),
        ("previous(a, 1, 'hours')", "at character 1: previous takes a period such as 'weeks', got 'hours'"),
        ("endswith('a')", "at character 1: endswith takes a column"),
        ("endswith(a, b)", "at character 13: expected a value: a text in single quotes, a number, true or false, found 'b)'"),
        ("a.(b = 'x'", "at character 3: expected a closing bracket in the name of a column, found \"(b = 'x'\""),
        ("3 eq a", "at character 1: expected the name of a column, found '3 eq a'"),
        ("a eq 1e5", "at character 3: eq takes 1 value, got 0"),
        ("a set and \x00", "at character 11: expected the name of a column, found '\\x00'"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Malformed) as caught:
        parse_filter(text)
    assert str(caught.value) == f"the filter cannot be read {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(" * 51 + "a set" + ")" * 51, "brackets are nested more than 50 deep"),
        ("(" * 200_000, "brackets are nested more than 50 deep"),
        (" and ".join(["a set"] * 1_001), "there are more than 1000 conditions"),
        ("a oneOf (" + "1," * 200_000, "longer than 262144 characters"),
        ("a" * 300_000, "longer than 262144 characters"),
        ("a" + "(" * 200_000, "expected a closing bracket in the name"),
        ("a is '" + "\\" * 200_000, "expected a quote"),
        ("a is " + "9" * 200_000, "is takes 1 value, got 0"),
        ("a" * 200_000 + " b" * 10, "there is no operator 'b'"),
    ],
)
def test_what_is_too_large_is_refused_at_once(text: str, said: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Malformed) as caught:
        parse_filter(text)
    assert said in str(caught.value) and len(str(caught.value)) < 300
    assert time.perf_counter() - start < 1


def test_a_long_list_of_ids_is_looked_through_quickly() -> None:
    condition = parse_filter(f"a oneOf ({','.join(map(str, range(40_000)))})")
    test = condition.bound(ASKER)
    start = time.perf_counter()

    assert not any(test({"a": -number}) for number in range(1, 10_000))
    assert time.perf_counter() - start < 1


# --- what the proxies write

TEXTS = st.text("aAbB'\\()ß, \n1[:]I", max_size=6)
NUMBERS = st.integers(-5, 5) | st.floats(-5, 5).map(lambda x: round(x, 2))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
Meaning = Callable[[Any], bool]
Written = tuple[Filter, str, Meaning]


def on_text(make: Callable[[Any], Filter], test: Callable[[str, str], bool]) -> Any:
    return lambda wanted: (
        make(wanted),
        "text",
        lambda value: test((value or "").casefold(), wanted.casefold()),
    )


def on_number(make: Callable[[Any], Filter], test: Callable[[Any, Any], bool]) -> Any:
    return lambda wanted: (
        make(wanted),
        "number",
        lambda value: test(value or 0, wanted),
    )


def on_moment(make: Callable[[Any], Filter], test: Callable[[Any, Any], bool]) -> Any:
    return lambda wanted: (
        make(wanted),
        "moment",
        lambda value: value is not None and test(value, wanted),
    )


text, number, moment = column("text"), column("number"), column("moment")
flag, item = column("flag"), column("item")
written = st.one_of(
    TEXTS.map(on_text(text.equals, lambda x, y: x == y)),
    TEXTS.map(on_text(text.not_equals, lambda x, y: x != y)),
    TEXTS.map(on_text(text.begins, str.startswith)),
    TEXTS.map(on_text(text.not_begins, lambda x, y: not x.startswith(y))),
    TEXTS.map(on_text(text.ends, str.endswith)),
    TEXTS.map(on_text(text.contains, lambda x, y: y in x)),
    TEXTS.map(on_text(text.not_contains, lambda x, y: y not in x)),
    st.lists(TEXTS, min_size=1, max_size=3).map(
        lambda wanted: (
            text.one_of(*wanted),
            "text",
            lambda value: (
                (value or "").casefold() in {each.casefold() for each in wanted}
            ),
        )
    ),
    NUMBERS.map(on_number(number.equals, lambda x, y: x == y)),
    NUMBERS.map(on_number(number.not_equals, lambda x, y: x != y)),
    NUMBERS.map(on_number(number.less_than, lambda x, y: x < y)),
    NUMBERS.map(on_number(number.at_most, lambda x, y: x <= y)),
    NUMBERS.map(on_number(number.greater_than, lambda x, y: x > y)),
    NUMBERS.map(on_number(number.at_least, lambda x, y: x >= y)),
    st.tuples(NUMBERS, NUMBERS).map(
        lambda ends: (
            number.between(*ends),
            "number",
            lambda value: ends[0] <= (value or 0) <= ends[1],
        )
    ),
    st.booleans().map(
        lambda wanted: (flag.is_set(wanted), "flag", lambda value: bool(value) is wanted)
    ),
    st.lists(st.integers(0, 5), min_size=1, max_size=3).map(
        lambda wanted: (item.one_of(*wanted), "item", lambda value: value.number in wanted)
    ),
    st.lists(st.integers(0, 5), min_size=1, max_size=3).map(
        lambda wanted: (item.not_one_of(*wanted), "item", lambda value: value.number not in wanted)
    ),
    DAYS.map(on_moment(moment.on, lambda x, y: x.date() == y)),
    DAYS.map(on_moment(moment.before, lambda x, y: x.date() < y)),
    DAYS.map(on_moment(moment.after, lambda x, y: x.date() > y)),
    st.tuples(DAYS, DAYS).map(
        lambda ends: (
            moment.between(*ends),
            "moment",
            lambda value: value is not None and ends[0] <= value.date() <= ends[1],
        )
    ),
    MOMENTS.map(on_moment(moment.on, lambda x, y: x == y)),
    MOMENTS.map(on_moment(moment.before, lambda x, y: x < y)),
    MOMENTS.map(on_moment(moment.after, lambda x, y: x >= y)),
    st.just(
        (
            moment.this_year(),
            "moment",
            lambda value: value is not None and value.year == 2026,
        )
    ),
)  # fmt: skip


def leaf(found: Written) -> tuple[Filter, Callable[[dict[str, Any]], bool]]:
    made, name, meaning = found
    return made, lambda row: meaning(row[name])


def joined(each: Any) -> Any:
    mark, (one, first), (other, second) = each
    match mark:
        case "&":
            return one & other, lambda row: first(row) and second(row)
        case "|":
            return one | other, lambda row: first(row) or second(row)
        case _:
            return raw(f"({one})") & other, lambda row: first(row) and second(row)


filters = st.recursive(
    written.map(leaf),
    lambda inner: st.tuples(st.sampled_from("&|r"), inner, inner).map(joined),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {
        "text": st.none() | TEXTS,
        "number": st.none() | NUMBERS,
        "flag": st.none() | st.booleans(),
        "moment": st.none() | MOMENTS,
        "item": st.builds(Reference, st.integers(0, 5), TEXTS),
    }
)


@given(filters, st.lists(rows, min_size=1, max_size=4))
def test_what_the_proxies_write_means_what_python_means(
    found: Any, some_rows: list[dict[str, Any]]
) -> None:
    made, meaning = found
    test = parse_filter(str(made)).bound(ASKER)

    assert [test(row) for row in some_rows] == [meaning(row) for row in some_rows]


@given(st.text("ab '\\(),=<>1.!-/\n\0", max_size=30) | st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse_filter(text)
    except Malformed:
        return
    assert condition.holds({}, ASKER) in (True, False)
