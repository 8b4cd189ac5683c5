"""The enumeration RecurrencePattern of Services88."""

from .._runtime.enumerations import Enumeration


class RecurrencePattern(Enumeration):
    """Which of the four patterns below counts"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    DAILY = "Daily", 1
    WEEKLY = "Weekly", 2
    MONTHLY = "Monthly", 3
    YEARLY = "Yearly", 4
    CUSTOM = "Custom", 5
