"""The carrier RecurrenceYearPattern of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.recurrence_yearly_pattern import RecurrenceYearlyPattern

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class RecurrenceYearPattern(BaseCarrier):
    """On a day of the year."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    pattern: RecurrenceYearlyPattern = RecurrenceYearlyPattern.UNKNOWN
    month: Int32 = 0
    day_of_month: Int32 = 0
