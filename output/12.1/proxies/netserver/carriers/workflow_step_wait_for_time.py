"""The carrier WorkflowStepWaitForTime of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..enumerations.workflow_time_wait_algorithm import WorkflowTimeWaitAlgorithm
from ..enumerations.workflow_time_wait_interval_type import WorkflowTimeWaitIntervalType
from .workflow_step_base import WorkflowStepBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class WorkflowStepWaitForTime(WorkflowStepBase):
    """The carrier WorkflowStepWaitForTime."""

    time_wait_algorithm: WorkflowTimeWaitAlgorithm = WorkflowTimeWaitAlgorithm.INTERVAL
    num_intervals: Int32 = 0
    interval_type: WorkflowTimeWaitIntervalType = WorkflowTimeWaitIntervalType.MINUTES
    until: str | None = None
