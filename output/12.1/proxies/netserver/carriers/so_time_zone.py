"""The carrier SoTimeZone of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class SoTimeZone(BaseCarrier):
    """The carrier SoTimeZone."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    so_time_zone_id: Int32 = 0
    so_time_zone_location_code: str | None = None
