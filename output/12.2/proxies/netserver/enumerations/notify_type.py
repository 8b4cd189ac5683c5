"""Flags NotifyType of Services88."""

from .._runtime.enumerations import Flags


class NotifyType(Flags):
    """What to be told about"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {
        "None": 0,
        "NewTicket": 1,
        "NewTicketMessage": 2,
        "TicketEscalated": 4,
        "HotlistUsed": 8,
        "ChatAlert": 16,
        "UndefinedValue32": 32,
        "Custom": 64,
    }

    NONE = 0
    NEW_TICKET = 1
    NEW_TICKET_MESSAGE = 2
    TICKET_ESCALATED = 4
    HOTLIST_USED = 8
    CHAT_ALERT = 16
    UNDEFINED_VALUE32 = 32
    CUSTOM = 64
