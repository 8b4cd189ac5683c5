"""The carrier WorkflowStepSendEmail of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_message_base import WorkflowStepMessageBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class WorkflowStepSendEmail(WorkflowStepMessageBase):
    """The carrier WorkflowStepSendEmail."""

    attachments: list[Int32] | None = None
    shipment_id: Int32 = 0
