"""The enumeration RecurrenceYearlyPattern of Services88."""

from .._runtime.enumerations import Enumeration


class RecurrenceYearlyPattern(Enumeration):
    """The enumeration RecurrenceYearlyPattern."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    DAY_OF_MONTH = "DayOfMonth", 4
    WEEKDAY_OF_MONTH = "WeekdayOfMonth", 5
