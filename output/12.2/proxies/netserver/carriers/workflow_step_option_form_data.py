"""The carrier WorkflowStepOptionFormData of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_option_base import WorkflowStepOptionBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import ArchiveRestrictionInfo


class WorkflowStepOptionFormData(WorkflowStepOptionBase):
    """The carrier WorkflowStepOptionFormData."""

    form_id: Int32 = 0
    restrictions: list[ArchiveRestrictionInfo] | None = None
