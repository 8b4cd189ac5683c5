"""The enumeration DocumentLockSemantics of Services87."""

from .._runtime.enumerations import Enumeration


class DocumentLockSemantics(Enumeration):
    """The enumeration DocumentLockSemantics."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    NONE = "None", 0
    LOCKING = "Locking", 1
    VERSIONING = "Versioning", 2
