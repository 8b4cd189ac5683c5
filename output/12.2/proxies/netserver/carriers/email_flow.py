"""The carrier EmailFlow of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..enumerations.workflow_status import WorkflowStatus
from .carrier import Carrier

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import WorkflowStepBase


class EmailFlow(Carrier):
    """A flow of messages."""

    email_flow_id: Int32 = 0
    name: str | None = None
    status: WorkflowStatus = WorkflowStatus(0)
    steps: list[WorkflowStepBase] | None = None
    """The steps in order"""
