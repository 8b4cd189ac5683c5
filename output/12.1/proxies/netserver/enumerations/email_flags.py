"""Flags EMailFlags of Services87."""

from .._runtime.enumerations import Flags


class EMailFlags(Flags):
    """Marks set by the reader of the message"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __names__ = {"None": 0, "Seen": 1, "Answered": 2, "Flagged": 4, "Deleted": 8}

    NONE = 0
    SEEN = 1
    ANSWERED = 2
    FLAGGED = 4
    DELETED = 8
