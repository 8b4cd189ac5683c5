"""The carrier WorkflowStepSendSMS of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_message_base import WorkflowStepMessageBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int16


class WorkflowStepSendSMS(WorkflowStepMessageBase):
    """The carrier WorkflowStepSendSMS."""

    text: str | None = None
    max_length: Int16 = 0
