"""The enumeration Gender of Services88."""

from .._runtime.enumerations import Enumeration


class Gender(Enumeration):
    """The enumeration Gender."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    UNKNOWN = "Unknown", 0
    FEMALE = "Female", 1
    MALE = "Male", 2
