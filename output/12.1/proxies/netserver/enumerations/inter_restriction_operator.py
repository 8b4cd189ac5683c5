"""The enumeration InterRestrictionOperator of Services87."""

from .._runtime.enumerations import Enumeration


class InterRestrictionOperator(Enumeration):
    """What joins this one to the next"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    NONE = "None", 0
    AND = "And", 1
    OR = "Or", 2
