"""The enumeration RecurrenceUpdateMode of Services87."""

from .._runtime.enumerations import Enumeration


class RecurrenceUpdateMode(Enumeration):
    """The enumeration RecurrenceUpdateMode."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    ONLY_THIS = "OnlyThis", 0
    THIS_AND_FORWARD = "ThisAndForward", 1
    ALL = "All", 2
