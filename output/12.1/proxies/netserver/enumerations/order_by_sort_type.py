"""The enumeration OrderBySortType of Services87."""

from .._runtime.enumerations import Enumeration


class OrderBySortType(Enumeration):
    """The enumeration OrderBySortType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    ASC = "ASC", 0
    DESC = "DESC", 1
