"""The carrier WorkflowStepSendSMS of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_base import WorkflowStepBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int16


class WorkflowStepSendSMS(WorkflowStepBase):
    """The carrier WorkflowStepSendSMS."""

    subject: str | None = None
    text: str | None = None
    max_length: Int16 = 0
