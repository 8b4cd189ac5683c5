"""The enumeration AppointmentStatus of Services88."""

from .._runtime.enumerations import Enumeration


class AppointmentStatus(Enumeration):
    """How far it has got"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    NOT_STARTED = "NotStarted", 1
    STARTED = "Started", 2
    COMPLETED = "Completed", 3
    HIDDEN = "Hidden", 9
