"""The enumeration TaskDirection of Services88."""

from .._runtime.enumerations import Enumeration


class TaskDirection(Enumeration):
    """The enumeration TaskDirection."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    INCOMING = "Incoming", 1
    OUTGOING = "Outgoing", 2
