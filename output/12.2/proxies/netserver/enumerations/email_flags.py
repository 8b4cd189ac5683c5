"""Flags EMailFlags of Services88."""

from .._runtime.enumerations import Flags


class EMailFlags(Flags):
    """Marks set by the reader of the message"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {
        "None": 0,
        "Seen": 1,
        "Draft": 2,
        "Answered": 4,
        "Flagged": 8,
        "Deleted": 16,
    }

    NONE = 0
    SEEN = 1
    DRAFT = 2
    ANSWERED = 4
    FLAGGED = 8
    DELETED = 16
