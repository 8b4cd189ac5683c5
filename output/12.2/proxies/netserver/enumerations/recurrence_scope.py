"""The enumeration RecurrenceScope of Services88."""

from .._runtime.enumerations import Enumeration


class RecurrenceScope(Enumeration):
    """The enumeration RecurrenceScope."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    ONLY_THIS = "OnlyThis", 0
    THIS_AND_FORWARD = "ThisAndForward", 1
    ALL = "All", 2
