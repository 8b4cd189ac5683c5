"""The agent Workflow of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import EmailFlow, WorkflowStepBase


class WorkflowAgentStub(AgentStub):
    """The agent Workflow, to be filled in."""

    NAME = "Workflow"

    async def get_email_flow(self, email_flow_id: int) -> EmailFlow | None:
        """One flow with its steps."""
        raise NotImplementedError

    async def get_workflow_step(self, workflow_step_id: int) -> WorkflowStepBase | None:
        """One step, of whichever kind."""
        raise NotImplementedError

    async def get_workflow_steps(self, workflow_id: int) -> list[WorkflowStepBase]:
        """Call GetWorkflowSteps."""
        raise NotImplementedError

    async def save_workflow_step(
        self, workflow_step_base: WorkflowStepBase | None
    ) -> WorkflowStepBase | None:
        """Store a step."""
        raise NotImplementedError

    async def delete_workflow_step(self, workflow_step_id: int) -> bool:
        """Take a step out of its flow."""
        raise NotImplementedError
