"""The enumeration DocumentStatus of Services88."""

from .._runtime.enumerations import Enumeration


class DocumentStatus(Enumeration):
    """State of the document"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    DRAFT = "Draft", 0
    IN_WORK = "InWork", 1
    RELEASED = "Released", 2
