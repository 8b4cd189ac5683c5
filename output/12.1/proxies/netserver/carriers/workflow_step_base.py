"""The carrier WorkflowStepBase of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.workflow_step_type import WorkflowStepType

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class WorkflowStepBase(BaseCarrier):
    """A step of a flow. What comes back is one of its kinds."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"
    __subtypes__ = (
        "WorkflowStepSendEmail",
        "WorkflowStepSendSMS",
        "WorkflowStepWaitForTime",
        "WorkflowStepSplit",
    )
    __discriminator__ = (
        "StepType",
        {
            "SendEmail": "WorkflowStepSendEmail",
            "SendSMS": "WorkflowStepSendSMS",
            "Split": "WorkflowStepSplit",
            "WaitForTime": "WorkflowStepWaitForTime",
        },
    )

    workflow_step_id: Int32 = 0
    """Key of the step"""
    workflow_id: Int32 = 0
    """Flow to which the step belongs"""
    step_type: WorkflowStepType = WorkflowStepType.NONE
    """Kind of step"""
    rank: Int32 = 0
    """Place in the flow"""
