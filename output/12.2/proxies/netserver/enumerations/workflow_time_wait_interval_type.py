"""The enumeration WorkflowTimeWaitIntervalType of Services88."""

from .._runtime.enumerations import Enumeration


class WorkflowTimeWaitIntervalType(Enumeration):
    """The enumeration WorkflowTimeWaitIntervalType."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    MINUTES = "Minutes", 0
    HOURS = "Hours", 1
    WORKING_DAYS = "WorkingDays", 2
    WEEKS = "Weeks", 3
