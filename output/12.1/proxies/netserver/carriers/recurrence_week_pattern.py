"""The carrier RecurrenceWeekPattern of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.weekdays import Weekdays

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class RecurrenceWeekPattern(BaseCarrier):
    """On given days of every so many weeks."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    cycle: Int32 = 0
    weekdays: Weekdays = Weekdays(0)
    """Days of the week"""
