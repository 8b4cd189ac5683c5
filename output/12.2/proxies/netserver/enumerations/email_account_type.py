"""The enumeration EMailAccountType of Services88."""

from .._runtime.enumerations import Enumeration


class EMailAccountType(Enumeration):
    """The enumeration EMailAccountType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    POP3 = "Pop3", 1
    IMAP = "Imap", 2
    EXCHANGE = "Exchange", 3
