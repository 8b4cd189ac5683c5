"""What `$filter` says: conditions on columns of archives, joined by `&` and `|`.

    column("name").begins("Super") & (column("category").one_of(1, 2) | column("updatedDate").after(day))

NetServer's language is not the OData standard's, and it has no `not`: many operators have an opposite instead.
What there is, and how texts are escaped: the texts on `$filter` and on restriction strings in the descriptions of
`Archive/{archiveProviderName}` and of the Archive agent. Which operator goes with which type of column, and how dates
are written ('2020-05-28', '2020-05-28T15:00:00'): docs.superoffice.com, "REST WebAPI search".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

__all__ = ["Column", "Filter", "Period", "Value", "column", "raw"]

Value: TypeAlias = str | int | float | Decimal | dt.date
"""What a column can be compared with. Dates and times are naive, in the zone of the request."""

Period: TypeAlias = Literal[
    "day", "days", "week", "weeks", "month", "months",
    "quarter", "quarters", "halfyear", "halfyears", "year", "years",
]  # fmt: skip
"""A length of time; one and many are the same."""

_Joint: TypeAlias = Literal["", "and", "or", "raw"]

_LOOSER: Mapping[_Joint, tuple[_Joint, ...]] = {"and": ("or", "raw"), "or": ("raw",)}
"""What needs brackets between the words of a joint: `and` binds tighter than `or`."""

_PERIODS: frozenset[str] = frozenset(get_args(Period))
_MOST_DIGITS = 640

_NAME = re.compile(r"(?!(?:and|or|not)\Z)[a-z_][a-z0-9_/:.-]*", re.ASCII | re.I)
_OPERATOR = re.compile(r"(?!(?:and|or|not)\Z)[a-z]+", re.ASCII | re.I)
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class Filter:
    """A condition; `str` gives its text. `&` and `|` join two, with brackets where they are needed."""

    text: str
    _joint: _Joint = field(default="raw", compare=False)

    def __post_init__(self) -> None:
        if self._joint == "raw":
            _check(self.text)

    def __and__(self, other: Filter) -> Filter:
        return _joined("and", self, other)

    def __or__(self, other: Filter) -> Filter:
        return _joined("or", self, other)

    def __bool__(self) -> bool:
        raise TypeError(
            "a filter is neither true nor false: join filters with & and |, not with `and` and `or`"
        )

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Filter({self.text!r})"

    def _within(self, joint: _Joint) -> str:
        return f"({self.text})" if self._joint in _LOOSER[joint] else self.text


def _joined(joint: Literal["and", "or"], *parts: object) -> Filter:
    texts: list[str] = []
    for part in parts:
        if not isinstance(part, Filter):
            kind = type(part).__name__
            raise TypeError(f"a filter cannot be joined with {kind}; texts go by raw()")
        texts.append(part._within(joint))  # pyright: ignore[reportPrivateUsage]
    return Filter(f" {joint} ".join(texts), joint)


def _check(text: str) -> None:
    rest = _QUOTED.sub("", text)
    depth = lowest = 0
    for character in rest:
        depth += (character == "(") - (character == ")")
        lowest = min(lowest, depth)
    if not text.strip() or "'" in rest or depth or lowest:
        raise ValueError(
            f"filter {text!r}: empty, or a quote or bracket has no partner"
        )


def raw(text: str) -> Filter:
    r"""A filter written by hand, which goes out as it is, and in brackets when joined with others.

    Values are put in quotes there as in `'Bob\'s'`; never put a text into one that somebody else wrote.

    Raises:
        ValueError: There is no text, or a quote or bracket in it has no partner.
    """
    return Filter(text)


def column(name: str) -> Column:
    """The column of an archive: "name", "contact/name", "contactUdef/SuperOffice:1"."""
    return Column(name)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, whose methods make filters of it. A value picks the operator that goes with its type.

    Which ones a column takes depends on its restriction type, in NetServer's reference of archive providers.
    Members of enumerations stand for their number, as archives hold that.

    Raises:
        ValueError: The name has other characters than letters, digits and `_ / : . -`, or a value cannot
            be written: not finite, aware, with parts of a second, a member without number.
        TypeError: NetServer has no such operator for values of that type.
    """

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is not the name of a column")

    def where(self, operator: str, operand: Value | tuple[Value, ...] = ()) -> Filter:
        """An operator by NetServer's name, for one without a method; a tuple goes in brackets, an empty one is left out."""
        if not _OPERATOR.fullmatch(operator):
            raise ValueError(f"{operator!r} is not the name of an operator")
        match operand:
            case ():
                return Filter(f"{self.name} {operator}", "")
            case tuple():
                listed = ",".join(map(_literal, operand))
                return Filter(f"{self.name} {operator} ({listed})", "")
            case _:
                return Filter(f"{self.name} {operator} {_literal(operand)}", "")

    def _call(self, function: str, *arguments: Value) -> Filter:
        listed = ", ".join((self.name, *map(_literal, arguments)))
        return Filter(f"{function}({listed})", "")

    def equals(self, value: Value) -> Filter:
        """Is that text, number, flag, day or moment."""
        return self.where(_chosen(_EQUALS, value), value)

    def not_equals(self, value: str | float | Decimal) -> Filter:
        """Is another text, number or flag. Days have no such operator: `before` and `after` are there for them."""
        if isinstance(value, bool):
            return self.where("set", not value)
        return self.where(_chosen(_DIFFERS, value), value)

    def begins(self, text: str) -> Filter:
        return self.where(_chosen({"text": "begins"}, text), text)

    def not_begins(self, text: str) -> Filter:
        return self.where(_chosen({"text": "notBegins"}, text), text)

    def ends(self, text: str) -> Filter:
        return self._call(_chosen({"text": "endswith"}, text), text)

    def contains(self, text: str) -> Filter:
        return self.where(_chosen({"text": "contains"}, text), text)

    def not_contains(self, text: str) -> Filter:
        return self.where(_chosen({"text": "notContains"}, text), text)

    def less_than(self, number: float | Decimal) -> Filter:
        return self.where(_chosen({"number": "lt"}, number), number)

    def at_most(self, number: float | Decimal) -> Filter:
        return self.where(_chosen({"number": "le"}, number), number)

    def greater_than(self, number: float | Decimal) -> Filter:
        return self.where(_chosen({"number": "gt"}, number), number)

    def at_least(self, number: float | Decimal) -> Filter:
        return self.where(_chosen({"number": "ge"}, number), number)

    def between(self, first: Value, last: Value) -> Filter:
        """From one number or day to another. For moments, join `after` and `before`."""
        return self.where(_chosen(_BETWEEN, first, last), (first, last))

    def is_set(self, value: bool = True) -> Filter:
        """A flag is true, or is false."""
        return self.where(_chosen({"flag": "set"}, value), value)

    def one_of(self, *values: int | str) -> Filter:
        """Is one of these items of a list, by id, or one of these texts; at least one."""
        return self.where(_chosen(_ONE_OF, *values), values)

    def not_one_of(self, *ids: int) -> Filter:
        return self.where(_chosen({"number": "notOneOf"}, *ids), ids)

    def associate_is_one_of(self, *ids: int) -> Filter:
        return self.where(_chosen({"number": "associateIsOneOf"}, *ids), ids)

    def associate_is_not_one_of(self, *ids: int) -> Filter:
        return self.where(_chosen({"number": "associateIsNotOneOf"}, *ids), ids)

    def is_current_associate(self) -> Filter:
        """The associate who asks."""
        return self.where("currentAssociate")

    def on(self, day: dt.date) -> Filter:
        """That day at any time; of a datetime, that moment."""
        return self.where(_chosen(_ON, day), day)

    def before(self, day: dt.date) -> Filter:
        """Before a day, or before the moment that a datetime is."""
        return self.where(_chosen(_BEFORE, day), day)

    def after(self, day: dt.date) -> Filter:
        """After a day, or from the moment on that a datetime is, which counts as after."""
        return self.where(_chosen(_AFTER, day), day)

    def before_today(self) -> Filter:
        return self.where("beforeToday")

    def today(self) -> Filter:
        return self.where("today")

    def after_today(self) -> Filter:
        return self.where("afterToday")

    def last_week(self) -> Filter:
        return self.where("lastWeek")

    def this_week(self) -> Filter:
        return self.where("thisWeek")

    def next_week(self) -> Filter:
        return self.where("nextWeek")

    def last_month(self) -> Filter:
        return self.where("lastMonth")

    def this_month(self) -> Filter:
        return self.where("thisMonth")

    def next_month(self) -> Filter:
        return self.where("nextMonth")

    def last_quarter(self) -> Filter:
        return self.where("lastQuarter")

    def this_quarter(self) -> Filter:
        return self.where("thisQuarter")

    def next_quarter(self) -> Filter:
        return self.where("nextQuarter")

    def this_half(self) -> Filter:
        return self.where("thisHalf")

    def this_year(self) -> Filter:
        return self.where("thisYear")

    def previous(self, count: int, period: Period) -> Filter:
        """The last so many periods, without the current one."""
        return self._call("previous", *_periods(count, period))

    def next(self, count: int, period: Period) -> Filter:
        """The coming so many periods, without the current one."""
        return self._call("next", *_periods(count, period))

    def this_and_previous(self, count: int, period: Period) -> Filter:
        return self._call("thisAndPrevious", *_periods(count, period))

    def this_and_next(self, count: int, period: Period) -> Filter:
        return self._call("thisAndNext", *_periods(count, period))


# ------------------------------------------------------------------------------- how it is written

_Kind: TypeAlias = Literal["text", "number", "flag", "day", "moment"]

_EQUALS: Mapping[_Kind, str] = {
    "text": "is",
    "number": "eq",
    "flag": "set",
    "day": "date",
    "moment": "dateTime",
}
_DIFFERS: Mapping[_Kind, str] = {"text": "isNot", "number": "ne"}
_BETWEEN: Mapping[_Kind, str] = {"number": "between", "day": "dateBetween"}
_ONE_OF: Mapping[_Kind, str] = {"number": "oneOf", "text": "oneOf"}
_ON: Mapping[_Kind, str] = {"day": "date", "moment": "dateTime"}
_BEFORE: Mapping[_Kind, str] = {"day": "before", "moment": "beforeTime"}
_AFTER: Mapping[_Kind, str] = {"day": "after", "moment": "afterTime"}


def _chosen(operators: Mapping[_Kind, str], *values: object) -> str:
    """The operator for values of that kind."""
    if not values:
        raise TypeError("at least one value is needed")
    kinds: set[_Kind] = {_kind(value) for value in values}
    if len(kinds) > 1:
        raise TypeError(f"the values are of several kinds: {', '.join(sorted(kinds))}")
    (kind,) = kinds
    if kind not in operators:
        expected = " or ".join(operators)
        raise TypeError(f"expected a {expected}, got a {kind}")
    return operators[kind]


def _kind(value: object) -> _Kind:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, dt.datetime):
        return "moment"
    if isinstance(value, dt.date):
        return "day"
    if isinstance(value, (int, float, Decimal)) or _number_of(value) is not None:
        return "number"
    if isinstance(value, str):
        return "text"
    hint = "; there is no operator for nothing" if value is None else ""
    raise TypeError(f"a column is not compared with {type(value).__name__}{hint}")


def _number_of(value: object) -> int | None:
    """The number of a member of an enumeration; None for any other value."""
    from .enumerations import Enumeration, Flags

    if not isinstance(value, (Enumeration, Flags)):
        return None
    number: object = int(value) if isinstance(value, Flags) else value.number
    if not isinstance(number, int):
        raise ValueError(f"nobody knows the number of {value!r}")
    return number


def _literal(value: Value) -> str:
    match _kind(value):
        case "flag":
            return "true" if value else "false"
        case "number":
            return _digits(value)
        case "moment":
            assert isinstance(value, dt.datetime)  # noqa: S101  # that kind is it
            if value.tzinfo is not None or value.microsecond:
                raise ValueError(
                    "a moment in a filter is naive, in the zone of the request, and in whole seconds"
                )
            return f"'{value.isoformat()}'"
        case "day":
            assert isinstance(value, dt.date)  # noqa: S101  # that kind is it
            return f"'{value.isoformat()}'"
        case "text":
            return _text(str(value))


def _digits(value: object) -> str:
    number: object = _number_of(value)
    number = value if number is None else number
    if isinstance(number, int):
        return str(int(number))
    decimal = Decimal(repr(number)) if isinstance(number, float) else number
    assert isinstance(decimal, Decimal)  # noqa: S101  # no other number is left
    if not decimal.is_finite():
        raise ValueError(f"{value!r} is no number that a filter can hold")
    if abs(decimal.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"{value!r} has too many digits for a filter")
    return format(decimal, "f")


def _text(text: str) -> str:
    """The text in quotes. The backslash is doubled, so that one at the end does not eat the quote.

    NetServer says of it only that it escapes the quote.
    """
    text.encode()  # half a surrogate pair has no spelling, and is refused here
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _periods(count: object, period: str) -> tuple[int, str]:
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"expected a number of periods, got {type(count).__name__}")
    if count < 1:
        raise ValueError(f"expected 1 period or more, got {count}")
    if period not in _PERIODS:
        raise ValueError(
            f"{period!r} is no period; one of {', '.join(get_args(Period))}"
        )
    return count, period
