"""The carrier TimeZoneRule of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class TimeZoneRule(BaseCarrier):
    """When the clock is put forward or back, and how far."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __spelled__ = {"tz_offset": "TZOffset"}

    tz_offset: Int32 = 0
    """Minutes east of UTC"""
    start_rule_pattern: str | None = None
    end_rule_pattern: str | None = None
    start_day: Int32 = 0
    start_month: Int32 = 0
    end_day: Int32 = 0
    end_month: Int32 = 0
