"""The carrier PresenceEntry of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN
from ..enumerations.presence_status import PresenceStatus

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32


class PresenceEntry(BaseCarrier):
    """A stretch of time in which a user was in."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services88"
    __required__ = ("associate_id",)

    associate_id: Int32 = 0
    from_: datetime = DATETIME_MIN
    to: datetime = DATETIME_MIN
    status: PresenceStatus = PresenceStatus.UNKNOWN
