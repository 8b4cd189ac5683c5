"""The carrier WorkflowStepRunScript of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .workflow_step_base import WorkflowStepBase

if TYPE_CHECKING:
    from .._runtime.spelling import Int32
    from . import StringDictionary


class WorkflowStepRunScript(WorkflowStepBase):
    """The carrier WorkflowStepRunScript."""

    __spelled__ = {"crm_script_entity_id": "CRMScriptEntityId"}

    crm_script_entity_id: Int32 = 0
    parameters: StringDictionary | None = None
