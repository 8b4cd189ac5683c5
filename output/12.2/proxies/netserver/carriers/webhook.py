"""The carrier Webhook of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN
from ..enumerations.webhook_state import WebhookState

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32
    from . import StringDictionary, StringObjectDictionary


class Webhook(BaseCarrier):
    """An address that is told about events."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"

    webhook_id: Int32 = 0
    name: str | None = None
    events: list[str] | None = None
    """Names of the events, such as contact.created"""
    target_url: str | None = None
    secret: str | None = None
    state: WebhookState = WebhookState.UNKNOWN
    headers: StringDictionary | None = None
    properties: StringObjectDictionary | None = None
    registered: datetime = DATETIME_MIN
