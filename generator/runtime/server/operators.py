"""NetServer's operators on columns: `begins`, `oneOf`, `dateBetween`, `lastWeek`, ...

Which there are: docs.superoffice.com, "Restriction types" and "Criteria operators", and the texts on `$filter`
in the descriptions of lists. An operator that does not go with the type of a column holds for none of its
values, where NetServer may refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple, cast

from .conditions import Asker, Comparison, Operand, Reference
from .date_operators import (
    Make,
    Operands,
    Passes,
    between_days,
    in_period,
    is_nothing,
    moment_of,
    named_period,
    of_period,
    of_periods,
    on_days,
    on_moments,
)

__all__ = ["comparison"]


class Operator(NamedTuple):
    """How many operands there are, of what kind, and what is made of them."""

    make: Make
    fewest: int
    most: int | None
    kind: str = ""
    """What each operand has to be: "day", "number", "period"; empty for anything."""


def comparison(column: str, operator: str, operands: Operands) -> Comparison:
    """The condition that an operator, by NetServer's name, makes of a column and operands.

    Raises:
        ValueError: There is no such operator, or the operands are not what it takes.
    """
    found = _OPERATORS.get(operator.casefold())
    if found is None:
        raise ValueError(f"there is no operator {operator[:40]!r}")
    fewest, most = found.fewest, found.most
    if len(operands) < fewest or (most is not None and len(operands) > most):
        raise ValueError(
            f"{operator} takes {_count(fewest, most)}, got {len(operands)}"
        )
    for place, operand in enumerate(operands):
        _check(operator, found.kind, operand, place == len(operands) - 1)
    held = tuple(operands)
    return Comparison(column, lambda asker: found.make(held, asker))


def _count(fewest: int, most: int | None) -> str:
    if most is None:
        return f"{fewest} or more values"
    if fewest != most:
        return f"{fewest} or {most} values"
    return "no value" if not most else "1 value" if most == 1 else f"{most} values"


def _check(operator: str, kind: str, operand: Operand, last: bool) -> None:
    expected = ""
    if kind == "day" and operand.moment is None:
        expected = "a day such as '2026-01-31'"
    elif kind == "number" and operand.number is None:
        expected = "numbers"
    elif kind == "period" and last and not named_period(operand):
        expected = "a period such as 'weeks'"
    elif kind == "period" and not last and not _is_count(operand):
        expected = "a number of periods, 1 or more"
    if expected:
        raise ValueError(f"{operator} takes {expected}, got {operand.text[:40]!r}")


def _is_count(operand: Operand) -> bool:
    return isinstance(operand.number, int) and operand.number >= 1


# ------------------------------------------------------------------------------------ equality


def _equals(value: Any, wanted: Operand) -> bool:
    if value is None:
        nothing = wanted.number == 0 or wanted.flag is False
        return wanted.text == "" or (nothing and not wanted.quoted)
    if isinstance(value, bool):
        return value is wanted.flag
    if isinstance(value, (int, float)):
        return value == wanted.number
    if isinstance(value, str):
        return value.casefold() == wanted.folded
    if isinstance(value, Reference):
        return value.number == wanted.number or value.text.casefold() == wanted.folded
    if isinstance(value, date):
        return _order(value, wanted) == 0
    if isinstance(value, list):
        return any(_equals(item, wanted) for item in cast("list[Any]", value))
    return False


def _equal_to(operands: Operands, asker: Asker) -> Passes:
    (wanted,) = operands
    return lambda value: _equals(value, wanted)


def _is_set(operands: Operands, asker: Asker) -> Passes:
    wanted = operands[0] if operands else Operand("true", "true", flag=True)
    if wanted.flag is None:
        return _equal_to((wanted,), asker)
    return lambda value: _truth(value) is wanted.flag


def _truth(value: Any) -> bool:
    if isinstance(value, str):
        return value.casefold() not in ("", "0", "false")
    return bool(value.number if isinstance(value, Reference) else value)


def _one_of(operands: Operands, asker: Asker) -> Passes:
    numbers = {each.number for each in operands if each.number is not None}
    texts = {each.folded for each in operands}
    nothing = any(_equals(None, each) for each in operands)

    def passes(value: Any) -> bool:
        if value is None:
            return nothing
        if isinstance(value, str):
            return value.casefold() in texts
        if isinstance(value, (int, float)):
            return value in numbers
        if isinstance(value, Reference):
            return value.number in numbers or value.text.casefold() in texts
        if isinstance(value, list):
            return any(passes(item) for item in cast("list[Any]", value))
        return any(_equals(value, each) for each in operands)

    return passes


def _is_current_associate(operands: Operands, asker: Asker) -> Passes:
    associate_id = asker.associate_id
    return lambda value: associate_id != 0 and associate_id in _numbers(value)


def _numbers(value: Any) -> Iterable[int]:
    if isinstance(value, Reference):
        return (value.number,)
    if isinstance(value, int):
        return (value,)
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [number for item in items for number in _numbers(item)]
    return ()


def _all_numbers(operands: Operands, asker: Asker) -> Passes:
    wanted = {each.number for each in operands}
    return lambda value: wanted.issubset(_numbers(value))


def _any_number(operands: Operands, asker: Asker) -> Passes:
    wanted = {each.number for each in operands}
    return lambda value: not wanted.isdisjoint(_numbers(value))


# --------------------------------------------------------------------------------------- order


def _order(value: Any, wanted: Operand) -> int | None:
    """Below, at or above: -1, 0, 1; None where the two cannot be compared."""
    if isinstance(value, Reference):
        value = value.number if wanted.number is not None else value.text
    elif value is None:
        value = "" if wanted.quoted or wanted.number is None else 0
    other: Any = None
    if isinstance(value, (int, float)):
        other = wanted.number
    elif isinstance(value, str):
        value, other = value.casefold(), wanted.folded
    elif isinstance(value, date):
        value, other = moment_of(value), wanted.moment
        if value is not None and other is not None and wanted.whole_day:
            value, other = value.date(), other.date()
    if other is None or value is None:
        return None
    return (value > other) - (value < other)


def _ordered(*accepted: int) -> Make:
    def make(operands: Operands, asker: Asker) -> Passes:
        (wanted,) = operands
        return lambda value: _order(value, wanted) in accepted

    return make


def _between(operands: Operands, asker: Asker) -> Passes:
    first, last = operands
    return lambda value: (
        _order(value, first) in (0, 1) and _order(value, last) in (-1, 0)
    )


# --------------------------------------------------------------------------------------- texts


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, Reference):
        return value.text.casefold()
    return "" if value is None else str(value).casefold()


def _on_texts(test: Callable[[str, str], bool]) -> Make:
    def make(operands: Operands, asker: Asker) -> Passes:
        wanted = operands[0].folded

        def passes(value: Any) -> bool:
            if isinstance(value, list):
                items = cast("list[Any]", value)
                return any(test(_text(item), wanted) for item in items)
            return test(_text(value), wanted)

        return passes

    return make


# --------------------------------------------------------------------------------------- names


def _not(make: Make) -> Make:
    def made(operands: Operands, asker: Asker) -> Passes:
        passes = make(operands, asker)
        return lambda value: not passes(value)

    return made


_PERIODS: dict[str, tuple[str, int, int]] = {
    "lastWeek": ("week", -1, -1),
    "thisWeek": ("week", 0, 0),
    "nextWeek": ("week", 1, 1),
    "lastMonth": ("month", -1, -1),
    "thisMonth": ("month", 0, 0),
    "nextMonth": ("month", 1, 1),
    "lastQuarter": ("quarter", -1, -1),
    "thisQuarter": ("quarter", 0, 0),
    "nextQuarter": ("quarter", 1, 1),
    "thisHalf": ("halfyear", 0, 0),
    "thisYear": ("year", 0, 0),
}

_NAMED: dict[str, Operator] = {
    "equals eq = is": Operator(_equal_to, 1, 1),
    "unequals ne != <> isNot": Operator(_not(_equal_to), 1, 1),
    "less lt <": Operator(_ordered(-1), 1, 1),
    "le <=": Operator(_ordered(-1, 0), 1, 1),
    "greater gt >": Operator(_ordered(1), 1, 1),
    "ge >=": Operator(_ordered(0, 1), 1, 1),
    "between": Operator(_between, 2, 2),
    "set": Operator(_is_set, 0, 1),
    "isNull": Operator(is_nothing, 0, 0),
    "isNotNull": Operator(_not(is_nothing), 0, 0),
    "begins startswith": Operator(_on_texts(str.startswith), 1, 1),
    "notBegins": Operator(_not(_on_texts(str.startswith)), 1, 1),
    "ends endswith": Operator(_on_texts(str.endswith), 1, 1),
    "contains substringof": Operator(_on_texts(str.__contains__), 1, 1),
    "notContains": Operator(_not(_on_texts(str.__contains__)), 1, 1),
    "oneOf in": Operator(_one_of, 1, None),
    "notOneOf": Operator(_not(_one_of), 1, None),
    "associateIsOneOf": Operator(_one_of, 1, None, "number"),
    "associateIsNotOneOf": Operator(_not(_one_of), 1, None, "number"),
    "currentAssociate": Operator(_is_current_associate, 0, 0),
    "intArrayAllOf": Operator(_all_numbers, 1, None, "number"),
    "intArrayNotAllOf": Operator(_not(_all_numbers), 1, None, "number"),
    "intArrayOneOf intArrayAnyOf": Operator(_any_number, 1, None, "number"),
    "intArrayNotAnyOf": Operator(_not(_any_number), 1, None, "number"),
    "date": Operator(on_days(0), 1, 1, "day"),
    "before": Operator(on_days(-1), 1, 1, "day"),
    "after": Operator(on_days(1), 1, 1, "day"),
    "beforeOrEqual to": Operator(on_days(-1, 0), 1, 1, "day"),
    "afterOrEqual from": Operator(on_days(0, 1), 1, 1, "day"),
    "dateBetween": Operator(between_days, 2, 2, "day"),
    "dateTime": Operator(on_moments(0), 1, 1, "day"),
    "beforeTime": Operator(on_moments(-1), 1, 1, "day"),
    "afterTime": Operator(on_moments(0, 1), 1, 1, "day"),
    "today": Operator(on_days(0), 0, 0),
    "beforeToday": Operator(on_days(-1), 0, 0),
    "afterToday": Operator(on_days(1), 0, 0),
    # What GUIs store with these are the days they stand for at that time; none is needed.
    **{name: Operator(in_period(*days), 0, 2) for name, days in _PERIODS.items()},
    "this thisPeriod": Operator(of_period(0, 0), 1, 1, "period"),
    "thisAndPreviousAndNext thisPreviousAndNext": Operator(
        of_period(-1, 1), 1, 1, "period"
    ),
    "previous previousPeriod": Operator(of_periods(lambda n: (-n, -1)), 2, 2, "period"),
    "next nextPeriod": Operator(of_periods(lambda n: (1, n)), 2, 2, "period"),
    "thisAndPrevious": Operator(of_periods(lambda n: (-n, 0)), 2, 2, "period"),
    "thisAndNext": Operator(of_periods(lambda n: (0, n)), 2, 2, "period"),
}

_OPERATORS: dict[str, Operator] = {
    name.casefold(): operator
    for names, operator in _NAMED.items()
    for name in names.split()
}
