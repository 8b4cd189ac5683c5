"""The agent Appointment of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from netserver.carriers import AppointmentEntity, RecurrenceInfo
    from netserver.enumerations import RecurrenceUpdateMode


class AppointmentAgentStub(AgentStub):
    """The agent Appointment, to be filled in."""

    NAME = "Appointment"

    async def get_appointment_entity(
        self, appointment_entity_id: int
    ) -> AppointmentEntity | None:
        """One appointment with all details."""
        raise NotImplementedError

    async def save_appointment_entity(
        self, appointment_entity: AppointmentEntity | None
    ) -> AppointmentEntity | None:
        """Store an appointment, and tell the participants."""
        raise NotImplementedError

    async def calculate_days(
        self, recurrence_info: RecurrenceInfo | None
    ) -> RecurrenceInfo | None:
        """Work out the dates of a pattern."""
        raise NotImplementedError

    async def find_free_slots(
        self,
        associate_ids: Sequence[int] | None,
        from_: datetime,
        to: datetime,
        length: timedelta,
    ) -> list[datetime]:
        """Moments at which everybody has time."""
        raise NotImplementedError

    async def accept(
        self, appointment_id: int, update_mode: RecurrenceUpdateMode
    ) -> None:
        """Say yes to an invitation."""
        raise NotImplementedError
