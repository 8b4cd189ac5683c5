"""The carrier RecurrenceDate of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN

if TYPE_CHECKING:
    from datetime import datetime


class RecurrenceDate(BaseCarrier):
    """One date of a repeated appointment."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    date: datetime = DATETIME_MIN
    is_conflict: bool = False
    """True when something else is booked then"""
    description: str | None = None
