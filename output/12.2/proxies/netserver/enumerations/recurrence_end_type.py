"""The enumeration RecurrenceEndType of Services88."""

from .._runtime.enumerations import Enumeration


class RecurrenceEndType(Enumeration):
    """What ends it: a date or a number of times"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    END_DATE = "EndDate", 1
    COUNTER = "Counter", 2
