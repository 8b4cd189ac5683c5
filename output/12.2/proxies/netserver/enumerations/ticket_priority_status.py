"""The enumeration TicketPriorityStatus of Services88."""

from .._runtime.enumerations import Enumeration


class TicketPriorityStatus(Enumeration):
    """The enumeration TicketPriorityStatus."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    NORMAL = "Normal", 1
    DELETED = "Deleted", 2
