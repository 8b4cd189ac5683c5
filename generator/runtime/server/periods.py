"""Stretches of days that filters name: this week, the last three months, ... Weeks begin on Monday."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

__all__ = ["Days", "days_of", "period_of"]

_PERIODS: dict[str, tuple[str, ...]] = {
    "day": ("1", "day", "days"),
    "week": ("2", "week", "weeks", "wk", "wks"),
    "month": ("3", "month", "months", "mon", "mos"),
    "quarter": ("4", "quarter", "quarters", "qtr", "qtrs"),
    "halfyear": ("5", "halfyear", "halfyears", "hyr", "hyrs"),
    "year": ("6", "year", "years", "yr", "yrs"),
}
_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
_NAMES = {name: period for period, names in _PERIODS.items() for name in names}


class Days(NamedTuple):
    """The days from the first to the last one, both among them, as their numbers in the calendar.

    These may be such as no day has, before the first one there is and behind the last.
    """

    first: int
    last: int


def period_of(name: str) -> str | None:
    """The period that goes by a name or by NetServer's number for it; None where none does."""
    return _NAMES.get(name.casefold())


def days_of(period: str, today: date, before: int, until: int) -> Days:
    """The days from that many periods before the current one to that many behind it; 0 is the current one."""
    return Days(_start(period, today, before), _start(period, today, until + 1) - 1)


def _start(period: str, today: date, steps: int) -> int:
    """The first day of a period so many steps from the current one."""
    months = _MONTHS.get(period)
    if months is not None:
        month = ((today.year * 12 + today.month - 1) // months + steps) * months
        year, number = divmod(month, 12)
        if year < date.min.year:
            return date.min.toordinal() - 1
        if year > date.max.year:
            return date.max.toordinal() + 1
        return date(year, number + 1, 1).toordinal()
    if period == "week":
        return today.toordinal() - today.weekday() + 7 * steps
    return today.toordinal() + steps
