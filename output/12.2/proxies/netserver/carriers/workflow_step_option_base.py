"""The carrier WorkflowStepOptionBase of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.workflow_split_option_type import WorkflowSplitOptionType

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import WorkflowStepBase


class WorkflowStepOptionBase(BaseCarrier):
    """The carrier WorkflowStepOptionBase."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __subtypes__ = ("WorkflowStepOptionFormData", "WorkflowStepOptionLinkClicked")
    __discriminator__ = (
        "OptionType",
        {
            "FormData": "WorkflowStepOptionFormData",
            "LinkClicked": "WorkflowStepOptionLinkClicked",
        },
    )

    option_type: WorkflowSplitOptionType = WorkflowSplitOptionType.NONE
    workflow_step_option_id: Int32 = 0
    workflow_step_id: Int32 = 0
    name: str | None = None
    rank: Int32 = 0
    steps: list[WorkflowStepBase] | None = None
