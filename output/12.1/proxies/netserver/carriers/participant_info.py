"""The carrier ParticipantInfo of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.carriers import BaseCarrier
from ..enumerations.invitation_status import InvitationStatus

if TYPE_CHECKING:
    from .._runtime.spelling import Int32


class ParticipantInfo(BaseCarrier):
    """Somebody invited."""

    __namespace__ = "http://www.superoffice.net/ws/crm/NetServer/Services87"

    associate_id: Int32 = 0
    person_id: Int32 = 0
    contact_id: Int32 = 0
    send_email: bool = False
    """True to mail the invitation"""
    invitation_status: InvitationStatus = InvitationStatus.UNKNOWN
