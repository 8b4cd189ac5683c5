"""The carrier WorkflowStepOptionLinkClicked of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import NO_DURATION
from .workflow_step_option_base import WorkflowStepOptionBase

if TYPE_CHECKING:
    from datetime import timedelta
    from .._runtime.spelling import Int32


class WorkflowStepOptionLinkClicked(WorkflowStepOptionBase):
    """The carrier WorkflowStepOptionLinkClicked."""

    link_ids: list[Int32] | None = None
    wait_for: timedelta = NO_DURATION
