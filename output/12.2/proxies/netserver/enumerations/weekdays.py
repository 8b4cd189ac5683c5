"""Flags Weekdays of Services88."""

from .._runtime.enumerations import Flags


class Weekdays(Flags):
    """Days of the week"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {
        "Unknown": 0,
        "Monday": 1,
        "Tuesday": 2,
        "Wednesday": 4,
        "Thursday": 8,
        "Friday": 16,
        "Saturday": 32,
        "Sunday": 64,
    }

    UNKNOWN = 0
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 4
    THURSDAY = 8
    FRIDAY = 16
    SATURDAY = 32
    SUNDAY = 64
