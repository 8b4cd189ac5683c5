"""The enumeration CommandReturnType of Services87."""

from .._runtime.enumerations import Enumeration


class CommandReturnType(Enumeration):
    """The enumeration CommandReturnType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    NONE = "None", 0
    MESSAGE = "Message", 1
    SO_PROTOCOL = "SoProtocol", 2
    CUSTOM_GUI = "CustomGui", 3
    OTHER = "Other", 4
