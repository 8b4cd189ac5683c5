"""The enumeration Gender of Services87."""

from .._runtime.enumerations import Enumeration


class Gender(Enumeration):
    """The enumeration Gender."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    UNKNOWN = "Unknown", 0
    FEMALE = "Female", 1
    MALE = "Male", 2
