"""Flags WorkflowStatus of Services88."""

from .._runtime.enumerations import Flags


class WorkflowStatus(Flags):
    """Flags WorkflowStatus."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __names__ = {"Draft": 0, "Running": 1, "Paused": 2, "Stopped": 4}

    DRAFT = 0
    RUNNING = 1
    PAUSED = 2
    STOPPED = 4
