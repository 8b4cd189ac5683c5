"""The agent Webhook of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import Webhook
    from ..enumerations import WebhookState
    from ..options import Options

_AGENT = Facade(
    "Webhook",
    soap="Remote/Services88/Webhook.svc",
    agents="api/v1/Agents/Webhook",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services88",
    module=__name__,
)
_GET_WEBHOOK = _AGENT.operation(
    "GetWebhook", {"WebhookId": "Int32"}, "Webhook | None", shape="query"
)
_SAVE_WEBHOOK = _AGENT.operation(
    "SaveWebhook", {"Webhook": "Webhook | None"}, "Webhook | None", shape="bare"
)
_TEST_WEBHOOK = _AGENT.operation("TestWebhook", {"Webhook": "Webhook | None"}, "bool")
_GET_ALL_WEBHOOKS = _AGENT.operation(
    "GetAllWebhooks",
    {"Name": "str | None", "EventName": "str | None", "State": "WebhookState"},
    "list[Webhook] | None",
)
_OPERATIONS = methods_of(__name__)


class WebhookAgent(Agent):
    """The agent Webhook."""

    NAME = "Webhook"
    OPERATIONS = _OPERATIONS

    def get_webhook(
        self, webhook_id: int, *, options: Options = None
    ) -> Webhook | None:
        """One webhook.

        Args:
            webhook_id: Key of the webhook
        """
        return self._call(_GET_WEBHOOK, webhook_id, options=options)

    def save_webhook(
        self, webhook: Webhook | None, *, options: Options = None
    ) -> Webhook | None:
        """Store a webhook.

        Args:
            webhook: The webhook to store
        """
        return self._call(_SAVE_WEBHOOK, webhook, options=options)

    def test_webhook(self, webhook: Webhook | None, *, options: Options = None) -> bool:
        """Send a trial event and say whether it was taken."""
        return self._call(_TEST_WEBHOOK, webhook, options=options)

    def get_all_webhooks(
        self,
        name: str | None,
        event_name: str | None,
        state: WebhookState,
        *,
        options: Options = None,
    ) -> list[Webhook]:
        """Webhooks that answer to the words given."""
        return self._call(_GET_ALL_WEBHOOKS, name, event_name, state, options=options)


class AsyncWebhookAgent(AsyncAgent):
    """The agent Webhook. Its methods are awaited; WebhookAgent describes them in
    full.
    """

    NAME = "Webhook"
    OPERATIONS = _OPERATIONS

    async def get_webhook(
        self, webhook_id: int, *, options: Options = None
    ) -> Webhook | None:
        """One webhook."""
        return await self._call(_GET_WEBHOOK, webhook_id, options=options)

    async def save_webhook(
        self, webhook: Webhook | None, *, options: Options = None
    ) -> Webhook | None:
        """Store a webhook."""
        return await self._call(_SAVE_WEBHOOK, webhook, options=options)

    async def test_webhook(
        self, webhook: Webhook | None, *, options: Options = None
    ) -> bool:
        """Send a trial event and say whether it was taken."""
        return await self._call(_TEST_WEBHOOK, webhook, options=options)

    async def get_all_webhooks(
        self,
        name: str | None,
        event_name: str | None,
        state: WebhookState,
        *,
        options: Options = None,
    ) -> list[Webhook]:
        """Webhooks that answer to the words given."""
        return await self._call(
            _GET_ALL_WEBHOOKS, name, event_name, state, options=options
        )
