"""The enumeration WorkflowTimeWaitIntervalType of Services87."""

from .._runtime.enumerations import Enumeration


class WorkflowTimeWaitIntervalType(Enumeration):
    """The enumeration WorkflowTimeWaitIntervalType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    MINUTES = "Minutes", 0
    HOURS = "Hours", 1
    DAYS = "Days", 2
    WEEKS = "Weeks", 3
