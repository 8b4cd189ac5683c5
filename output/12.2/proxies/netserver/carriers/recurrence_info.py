"""The carrier RecurrenceInfo of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN
from ..enumerations.recurrence_end_type import RecurrenceEndType
from ..enumerations.recurrence_pattern import RecurrencePattern

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32
    from . import (
        RecurrenceDayPattern,
        RecurrenceMonthPattern,
        RecurrenceOccurrence,
        RecurrenceWeekPattern,
        RecurrenceYearPattern,
    )


class RecurrenceInfo(BaseCarrier):
    """How an appointment repeats itself."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    recurrence_id: Int32 = 0
    start_date: datetime = DATETIME_MIN
    end_date: datetime = DATETIME_MIN
    recurrence_end_type: RecurrenceEndType = RecurrenceEndType.UNKNOWN
    """What ends it: a date or a number of times"""
    pattern: RecurrencePattern = RecurrencePattern.UNKNOWN
    """Which of the four patterns below counts"""
    day_pattern: RecurrenceDayPattern | None = None
    week_pattern: RecurrenceWeekPattern | None = None
    month_pattern: RecurrenceMonthPattern | None = None
    year_pattern: RecurrenceYearPattern | None = None
    dates: list[RecurrenceOccurrence] | None = None
    """The dates it comes out at"""
    recurrence_counter: Int32 = 0
    is_recurrence: bool = False
