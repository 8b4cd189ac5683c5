"""The enumeration WorkflowStatus of Services87."""

from .._runtime.enumerations import Enumeration


class WorkflowStatus(Enumeration):
    """The enumeration WorkflowStatus."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    DRAFT = "Draft", 0
    RUNNING = "Running", 1
    PAUSED = "Paused", 2
    STOPPED = "Stopped", 3
