"""The enumeration RecurrencePattern of Services87."""

from .._runtime.enumerations import Enumeration


class RecurrencePattern(Enumeration):
    """Which of the four patterns below counts"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    DAILY = "Daily", 1
    WEEKLY = "Weekly", 2
    MONTHLY = "Monthly", 3
    YEARLY = "Yearly", 4
    CUSTOM = "Custom", 5
