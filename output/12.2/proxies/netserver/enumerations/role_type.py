"""The enumeration RoleType of Services88."""

from .._runtime.enumerations import Enumeration


class RoleType(Enumeration):
    """The enumeration RoleType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    EMPLOYEE = "Employee", 1
    EXTERNAL_USER = "ExternalUser", 2
    ANONYMOUS = "Anonymous", 3
    SYSTEM = "System", 4
