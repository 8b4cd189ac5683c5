"""The agent Workflow of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import EmailFlow, WorkflowStepBase
    from ..options import Options

_AGENT = Facade(
    "Workflow",
    soap="Remote/Services87/Workflow.svc",
    agents="api/v1/Agents/Workflow",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_EMAIL_FLOW = _AGENT.operation(
    "GetEmailFlow", {"EmailFlowId": "Int32"}, "EmailFlow | None", shape="query"
)
_GET_WORKFLOW_STEP = _AGENT.operation(
    "GetWorkflowStep", {"WorkflowStepId": "Int32"}, "WorkflowStepBase | None"
)
_GET_WORKFLOW_STEPS = _AGENT.operation(
    "GetWorkflowSteps", {"WorkflowId": "Int32"}, "list[WorkflowStepBase] | None"
)
_SAVE_WORKFLOW_STEP = _AGENT.operation(
    "SaveWorkflowStep",
    {"WorkflowStepBase": "WorkflowStepBase | None"},
    "WorkflowStepBase | None",
)
_DELETE_WORKFLOW_STEP = _AGENT.operation(
    "DeleteWorkflowStep", {"WorkflowStepId": "Int32"}
)
_OPERATIONS = methods_of(__name__)


class WorkflowAgent(Agent):
    """The agent Workflow."""

    NAME = "Workflow"
    OPERATIONS = _OPERATIONS

    def get_email_flow(
        self, email_flow_id: int, *, options: Options = None
    ) -> EmailFlow | None:
        """One flow with its steps.

        Args:
            email_flow_id: Key of the flow
        """
        return self._call(_GET_EMAIL_FLOW, email_flow_id, options=options)

    def get_workflow_step(
        self, workflow_step_id: int, *, options: Options = None
    ) -> WorkflowStepBase | None:
        """One step, of whichever kind."""
        return self._call(_GET_WORKFLOW_STEP, workflow_step_id, options=options)

    def get_workflow_steps(
        self, workflow_id: int, *, options: Options = None
    ) -> list[WorkflowStepBase]:
        """The steps of a flow in order."""
        return self._call(_GET_WORKFLOW_STEPS, workflow_id, options=options)

    def save_workflow_step(
        self, workflow_step_base: WorkflowStepBase | None, *, options: Options = None
    ) -> WorkflowStepBase | None:
        """Store a step."""
        return self._call(_SAVE_WORKFLOW_STEP, workflow_step_base, options=options)

    def delete_workflow_step(
        self, workflow_step_id: int, *, options: Options = None
    ) -> None:
        """Take a step out of its flow."""
        self._call(_DELETE_WORKFLOW_STEP, workflow_step_id, options=options)


class AsyncWorkflowAgent(AsyncAgent):
    """The agent Workflow. Its methods are awaited; WorkflowAgent describes them in
    full.
    """

    NAME = "Workflow"
    OPERATIONS = _OPERATIONS

    async def get_email_flow(
        self, email_flow_id: int, *, options: Options = None
    ) -> EmailFlow | None:
        """One flow with its steps."""
        return await self._call(_GET_EMAIL_FLOW, email_flow_id, options=options)

    async def get_workflow_step(
        self, workflow_step_id: int, *, options: Options = None
    ) -> WorkflowStepBase | None:
        """One step, of whichever kind."""
        return await self._call(_GET_WORKFLOW_STEP, workflow_step_id, options=options)

    async def get_workflow_steps(
        self, workflow_id: int, *, options: Options = None
    ) -> list[WorkflowStepBase]:
        """The steps of a flow in order."""
        return await self._call(_GET_WORKFLOW_STEPS, workflow_id, options=options)

    async def save_workflow_step(
        self, workflow_step_base: WorkflowStepBase | None, *, options: Options = None
    ) -> WorkflowStepBase | None:
        """Store a step."""
        return await self._call(
            _SAVE_WORKFLOW_STEP, workflow_step_base, options=options
        )

    async def delete_workflow_step(
        self, workflow_step_id: int, *, options: Options = None
    ) -> None:
        """Take a step out of its flow."""
        await self._call(_DELETE_WORKFLOW_STEP, workflow_step_id, options=options)
