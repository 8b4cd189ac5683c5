"""The enumeration IfBlank of Services88."""

from .._runtime.enumerations import Enumeration


class IfBlank(Enumeration):
    """What to give where there is no picture"""

    __namespace__ = ""

    DEFAULT = "Default"
    CLEAR_PIXEL = "ClearPixel"
    SR_NO_PHOTO = "SrNoPhoto"
    NULL = "Null"
