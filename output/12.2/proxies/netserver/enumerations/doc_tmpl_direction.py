"""The enumeration DocTmplDirection of Services88."""

from .._runtime.enumerations import Enumeration


class DocTmplDirection(Enumeration):
    """Whether the paper came in or went out"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    INCOMING = "Incoming", 1
    OUTGOING = "Outgoing", 2
