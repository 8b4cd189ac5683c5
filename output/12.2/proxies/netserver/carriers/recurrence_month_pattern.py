"""The carrier RecurrenceMonthPattern of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.recurrence_monthly_pattern import RecurrenceMonthlyPattern

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class RecurrenceMonthPattern(BaseCarrier):
    """On a day of every so many months."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    pattern: RecurrenceMonthlyPattern = RecurrenceMonthlyPattern.UNKNOWN
    cycle: Int32 = 0
    day_of_month: Int32 = 0
