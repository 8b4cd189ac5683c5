"""The agent Webhook of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import Webhook
    from netserver.enumerations import WebhookState


class WebhookAgentStub(AgentStub):
    """The agent Webhook, to be filled in."""

    NAME = "Webhook"

    async def get_webhook(self, webhook_id: int) -> Webhook | None:
        """One webhook."""
        raise NotImplementedError

    async def save_webhook(self, webhook: Webhook | None) -> Webhook | None:
        """Store a webhook."""
        raise NotImplementedError

    async def test_webhook(self, webhook: Webhook | None) -> bool:
        """Send a trial event and say whether it was taken."""
        raise NotImplementedError

    async def get_all_webhooks(
        self, name: str | None, event_name: str | None, state: WebhookState
    ) -> list[Webhook]:
        """Webhooks that answer to the words given."""
        raise NotImplementedError
