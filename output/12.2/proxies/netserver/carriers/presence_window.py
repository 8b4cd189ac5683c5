"""The carrier PresenceWindow of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import NO_DURATION
from ..enumerations.presence_status import PresenceStatus

if TYPE_CHECKING:
    from datetime import timedelta
    from .._runtime.spelling import Int32


class PresenceWindow(BaseCarrier):
    """The hours in which a user can be reached."""

    __namespace__ = ""

    associate_id: Int32 = 0
    day: str | None = None
    begin: str | None = None
    """Begin as hours, minutes and seconds"""
    length: timedelta = NO_DURATION
    """How long, as hours, minutes and seconds"""
    status: PresenceStatus = PresenceStatus.UNKNOWN
