"""The carrier TicketPriority of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from .._runtime.spelling import DATETIME_MIN
from ..enumerations.ticket_priority_escalate_event import TicketPriorityEscalateEvent
from ..enumerations.ticket_priority_status import TicketPriorityStatus

if TYPE_CHECKING:
    from datetime import datetime
    from .._runtime.spelling import Int32


class TicketPriority(BaseCarrier):
    """How urgent a request is."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    ticket_priority_id: Int32 = 0
    name: str | None = None
    status: TicketPriorityStatus = TicketPriorityStatus.from_number(0)
    escalate_event: TicketPriorityEscalateEvent = TicketPriorityEscalateEvent.STOP
    """What a new message does to the clock"""
    weekday_start: datetime = DATETIME_MIN
    """Begin of the hours that count; the date means nothing"""
