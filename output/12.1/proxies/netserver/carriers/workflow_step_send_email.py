"""The carrier WorkflowStepSendEmail of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_base import WorkflowStepBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class WorkflowStepSendEmail(WorkflowStepBase):
    """The carrier WorkflowStepSendEmail."""

    subject: str | None = None
    attachments: list[Int32] | None = None
    shipment_id: Int32 = 0
