"""The enumeration DocTmplDirection of Services87."""

from .._runtime.enumerations import Enumeration


class DocTmplDirection(Enumeration):
    """Whether the paper came in or went out"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    INCOMING = "Incoming", 1
    OUTGOING = "Outgoing", 2
