"""The carrier WorkflowStepMessageBase of Services88."""

from __future__ import annotations

from .workflow_step_base import WorkflowStepBase


class WorkflowStepMessageBase(WorkflowStepBase):
    """The carrier WorkflowStepMessageBase."""

    subject: str | None = None
