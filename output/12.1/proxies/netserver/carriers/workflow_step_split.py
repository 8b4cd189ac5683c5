"""The carrier WorkflowStepSplit of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..enumerations.workflow_split_option_type import WorkflowSplitOptionType
from .workflow_step_base import WorkflowStepBase

if TYPE_CHECKING:
    from . import WorkflowStepOptionBase


class WorkflowStepSplit(WorkflowStepBase):
    """The carrier WorkflowStepSplit."""

    split_name: str | None = None
    split_option_type: WorkflowSplitOptionType = WorkflowSplitOptionType.NONE
    options: list[WorkflowStepOptionBase] | None = None
    exit_flow: bool = False
