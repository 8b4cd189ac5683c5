"""The carrier RecurrenceDayPattern of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class RecurrenceDayPattern(BaseCarrier):
    """Every so many days."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    cycle: Int32 = 0
    weekdays_only: bool = False
