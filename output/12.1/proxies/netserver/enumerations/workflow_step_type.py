"""The enumeration WorkflowStepType of Services87."""

from .._runtime.enumerations import Enumeration


class WorkflowStepType(Enumeration):
    """Kind of step"""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    NONE = "None", 0
    SEND_EMAIL = "SendEmail", 1
    SEND_SMS = "SendSMS", 2
    WAIT_FOR_TIME = "WaitForTime", 3
    WAIT_FOR_ACTION = "WaitForAction", 4
    SPLIT = "Split", 5
