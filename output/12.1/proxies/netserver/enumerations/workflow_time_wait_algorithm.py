"""The enumeration WorkflowTimeWaitAlgorithm of Services87."""

from .._runtime.enumerations import Enumeration


class WorkflowTimeWaitAlgorithm(Enumeration):
    """The enumeration WorkflowTimeWaitAlgorithm."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    INTERVAL = "Interval", 0
    UNTIL = "Until", 1
