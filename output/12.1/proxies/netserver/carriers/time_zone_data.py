"""The carrier TimeZoneData of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import TimeZoneRuleDictionary


class TimeZoneData(BaseCarrier):
    """A place and its clock."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __spelled__ = {
        "tz_location_id": "TZLocationID",
        "tz_location_code": "TZLocationCode",
        "time_zone_std_rules": "TimeZoneSTDRules",
        "time_zone_dst_rules": "TimeZoneDSTRules",
    }

    tz_location_id: Int32 = 0
    name: str | None = None
    tz_location_code: str | None = None
    """Short code, as the TimeZone header takes it"""
    iso_number: Int32 = 0
    time_zone_std_rules: TimeZoneRuleDictionary | None = None
    """Rules for winter, by the moment from which each counts"""
    time_zone_dst_rules: TimeZoneRuleDictionary | None = None
    """Rules for summer, by the moment from which each counts"""
