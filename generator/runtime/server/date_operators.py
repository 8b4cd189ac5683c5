"""Operators on days and moments: before one, between two, within a period about today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from .conditions import Asker, Operand
from .periods import Days, days_of, period_of

__all__ = [
    "Make",
    "Operands",
    "Passes",
    "between_days",
    "in_period",
    "moment_of",
    "named_period",
    "is_nothing",
    "of_period",
    "of_periods",
    "on_days",
    "on_moments",
]

Passes: TypeAlias = Callable[[Any], bool]
Operands: TypeAlias = Sequence[Operand]
Make: TypeAlias = Callable[[Operands, Asker], Passes]

_EARLIEST_YEAR = 1760
"""Dates up to this year stand for none: 0001-01-01 is NetServer's, 1760 its database's."""


def named_period(operand: Operand) -> str | None:
    """The period that an operand names, or has the number of; None where it is none."""
    return period_of(operand.text) or period_of(str(operand.number))


def is_nothing(operands: Operands, asker: Asker) -> Passes:
    """There is no value, or a date that nobody set."""
    return lambda value: value is None or (
        isinstance(value, date) and value.year <= _EARLIEST_YEAR
    )


def moment_of(value: Any) -> datetime | None:
    """The moment a value is, without its zone; None for a date that nobody set, and for what is none."""
    if isinstance(value, str):
        value = Operand.of(value).moment
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or value.year <= _EARLIEST_YEAR:
        return None
    return value.replace(tzinfo=None)


def _wanted(operand: Operand) -> datetime:
    if operand.moment is None:
        raise ValueError(f"{operand.text[:40]!r} is no day")
    return operand.moment


def on_days(*accepted: int) -> Make:
    """The day is before (-1), is (0) or is after (1) the one that is given; today where none is."""

    def make(operands: Operands, asker: Asker) -> Passes:
        wanted = _wanted(operands[0]).date() if operands else asker.now.date()

        def passes(value: Any) -> bool:
            moment = moment_of(value)
            if moment is None:
                return False
            day = moment.date()
            return (day > wanted) - (day < wanted) in accepted

        return passes

    return make


def on_moments(*accepted: int) -> Make:
    """The moment is before (-1), is (0) or is after (1) the one that is given, to the second."""

    def make(operands: Operands, asker: Asker) -> Passes:
        wanted = _wanted(operands[0])

        def passes(value: Any) -> bool:
            moment = moment_of(value)
            if moment is None:
                return False
            moment = moment.replace(microsecond=0)
            return (moment > wanted) - (moment < wanted) in accepted

        return passes

    return make


def _within(days: Days) -> Passes:
    first, last = days

    def passes(value: Any) -> bool:
        moment = moment_of(value)
        return moment is not None and first <= moment.toordinal() <= last

    return passes


def between_days(operands: Operands, asker: Asker) -> Passes:
    """The day is one of two, or between them."""
    first, last = (_wanted(each).toordinal() for each in operands)
    return _within(Days(first, last))


def in_period(period: str, before: int, until: int) -> Make:
    """The day is in the periods from that many before the current one to that many behind it."""

    def make(operands: Operands, asker: Asker) -> Passes:
        return _within(days_of(period, asker.now.date(), before, until))

    return make


def of_period(before: int, until: int) -> Make:
    """As `in_period`, of the period that is given."""

    def make(operands: Operands, asker: Asker) -> Passes:
        period = named_period(operands[-1]) or "day"
        return _within(days_of(period, asker.now.date(), before, until))

    return make


def of_periods(bounds: Callable[[int], tuple[int, int]]) -> Make:
    """As `in_period`, of so many of the periods that are given; `bounds` of that number are from where to where."""

    def make(operands: Operands, asker: Asker) -> Passes:
        count, period = operands
        return of_period(*bounds(int(count.number or 1)))((period,), asker)

    return make
