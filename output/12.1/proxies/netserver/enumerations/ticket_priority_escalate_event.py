"""The enumeration TicketPriorityEscalateEvent of Services87."""

from .._runtime.enumerations import Enumeration


class TicketPriorityEscalateEvent(Enumeration):
    """What a new message does to the clock"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    NONE = "None", -1
    STOP = "Stop", 0
    CONTINUE = "Continue", 1
    RESTART = "Restart", 2
