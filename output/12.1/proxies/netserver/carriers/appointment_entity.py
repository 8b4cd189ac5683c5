"""The carrier AppointmentEntity of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.spelling import DATETIME_MIN, NO_DURATION
from ..enumerations.appointment_status import AppointmentStatus
from ..enumerations.appointment_type import AppointmentType
from ..enumerations.invitation_status import InvitationStatus
from .carrier import Carrier

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from .._runtime.spelling import Int32
    from . import (
        Associate,
        ParticipantInfo,
        Person,
        RecurrenceInfo,
        StringDictionary,
        Task,
    )


class AppointmentEntity(Carrier):
    """A meeting, a call or a task. Repeated ones are stored once, with a pattern."""

    appointment_id: Int32 = 0
    """Key; 0 until stored"""
    title: str | None = None
    description: str | None = None
    """What shall happen, in plain text"""
    start_date: datetime = DATETIME_MIN
    """Begin, in the time zone of the session"""
    end_date: datetime = DATETIME_MIN
    """End; 9999-12-31T23:59:59 when open"""
    type: AppointmentType = AppointmentType.UNKNOWN
    """Where the appointment is seen"""
    status: AppointmentStatus = AppointmentStatus.UNKNOWN
    """How far it has got"""
    task: Task | None = None
    """What kind of work it is"""
    location: str | None = None
    associate: Associate | None = None
    """Owner"""
    person: Person | None = None
    participants: list[ParticipantInfo] | None = None
    recurrence: RecurrenceInfo | None = None
    """Pattern of repetition; nil for a single appointment"""
    invitation_status: InvitationStatus = InvitationStatus.UNKNOWN
    """What the owner has answered to the invitation"""
    reminder_before: datetime = DATETIME_MIN
    """Time of day that tells how long before the start to remind"""
    travel_time: timedelta = NO_DURATION
    """Time to get there"""
    travel_back: timedelta = NO_DURATION
    """Time to get home"""
    cost: float = 0.0
    created_date: datetime = DATETIME_MIN
    updated_date: datetime = DATETIME_MIN
    custom_fields: StringDictionary | None = None
