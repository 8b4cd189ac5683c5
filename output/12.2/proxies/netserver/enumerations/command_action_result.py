"""The enumeration CommandActionResult of Services88."""

from .._runtime.enumerations import Enumeration


class CommandActionResult(Enumeration):
    """The enumeration CommandActionResult."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    NONE = "None", 0
    YES = "Yes", 1
    NO = "No", 2
    CANCEL = "Cancel", 3
