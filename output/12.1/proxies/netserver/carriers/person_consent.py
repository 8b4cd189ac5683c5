"""The carrier PersonConsent of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN

if TYPE_CHECKING:
    from datetime import datetime


class PersonConsent(BaseCarrier):
    """An agreement to keep or use data about a person."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    purpose: str | None = None
    legal_base: str | None = None
    source: str | None = None
    given_at: datetime = DATETIME_MIN
