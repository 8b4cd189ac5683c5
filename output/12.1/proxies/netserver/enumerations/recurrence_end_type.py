"""The enumeration RecurrenceEndType of Services87."""

from .._runtime.enumerations import Enumeration


class RecurrenceEndType(Enumeration):
    """What ends it: a date or a number of times"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    END_DATE = "EndDate", 1
    COUNTER = "Counter", 2
