"""The enumeration PresenceStatus of Services88."""

from .._runtime.enumerations import Enumeration


class PresenceStatus(Enumeration):
    """The enumeration PresenceStatus."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    PRESENT = "Present", 1
    AWAY = "Away", 2
    DO_NOT_DISTURB = "DoNotDisturb", 3
    OUT_OF_OFFICE = "OutOfOffice", 4
