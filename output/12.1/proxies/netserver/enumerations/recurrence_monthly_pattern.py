"""The enumeration RecurrenceMonthlyPattern of Services87."""

from .._runtime.enumerations import Enumeration


class RecurrenceMonthlyPattern(Enumeration):
    """The enumeration RecurrenceMonthlyPattern."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    DAY_OF_MONTH = "DayOfMonth", 4
    WEEKDAY_OF_MONTH = "WeekdayOfMonth", 5
