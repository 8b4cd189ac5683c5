"""The agent Appointment of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from ..carriers import AppointmentEntity, RecurrenceInfo
    from ..enumerations import RecurrenceUpdateMode
    from ..options import Options

_AGENT = Facade(
    "Appointment",
    soap="Remote/Services87/Appointment.svc",
    agents="api/v1/Agents/Appointment",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_APPOINTMENT_ENTITY = _AGENT.operation(
    "GetAppointmentEntity",
    {"AppointmentEntityId": "Int32"},
    "AppointmentEntity | None",
    shape="query",
)
_SAVE_APPOINTMENT_ENTITY = _AGENT.operation(
    "SaveAppointmentEntity",
    {"AppointmentEntity": "AppointmentEntity | None"},
    "AppointmentEntity | None",
    shape="bare",
)
_CALCULATE_DAYS = _AGENT.operation(
    "CalculateDays",
    {"RecurrenceInfo": "RecurrenceInfo | None"},
    "RecurrenceInfo | None",
)
_FIND_FREE_SLOTS = _AGENT.operation(
    "FindFreeSlots",
    {
        "AssociateIds": "list[Int32] | None",
        "From": "datetime",
        "To": "datetime",
        "Length": "timedelta",
    },
    "list[datetime] | None",
)
_ACCEPT = _AGENT.operation(
    "Accept", {"AppointmentId": "Int32", "UpdateMode": "RecurrenceUpdateMode"}
)
_OPERATIONS = methods_of(__name__)


class AppointmentAgent(Agent):
    """The agent Appointment."""

    NAME = "Appointment"
    OPERATIONS = _OPERATIONS

    def get_appointment_entity(
        self, appointment_entity_id: int, *, options: Options = None
    ) -> AppointmentEntity | None:
        """One appointment with all details.

        Args:
            appointment_entity_id: Key of the appointment
        """
        return self._call(
            _GET_APPOINTMENT_ENTITY, appointment_entity_id, options=options
        )

    def save_appointment_entity(
        self, appointment_entity: AppointmentEntity | None, *, options: Options = None
    ) -> AppointmentEntity | None:
        """Store an appointment, and tell the participants.

        Args:
            appointment_entity: The appointment to store
        """
        return self._call(_SAVE_APPOINTMENT_ENTITY, appointment_entity, options=options)

    def calculate_days(
        self, recurrence_info: RecurrenceInfo | None, *, options: Options = None
    ) -> RecurrenceInfo | None:
        """Work out the dates of a pattern.

        Fills Dates and stores nothing.
        """
        return self._call(_CALCULATE_DAYS, recurrence_info, options=options)

    def find_free_slots(
        self,
        associate_ids: Sequence[int] | None,
        from_: datetime,
        to: datetime,
        length: timedelta,
        *,
        options: Options = None,
    ) -> list[datetime]:
        """Moments at which everybody has time."""
        return self._call(
            _FIND_FREE_SLOTS, associate_ids, from_, to, length, options=options
        )

    def accept(
        self,
        appointment_id: int,
        update_mode: RecurrenceUpdateMode,
        *,
        options: Options = None,
    ) -> None:
        """Say yes to an invitation."""
        self._call(_ACCEPT, appointment_id, update_mode, options=options)


class AsyncAppointmentAgent(AsyncAgent):
    """The agent Appointment. Its methods are awaited; AppointmentAgent describes them
    in full.
    """

    NAME = "Appointment"
    OPERATIONS = _OPERATIONS

    async def get_appointment_entity(
        self, appointment_entity_id: int, *, options: Options = None
    ) -> AppointmentEntity | None:
        """One appointment with all details."""
        return await self._call(
            _GET_APPOINTMENT_ENTITY, appointment_entity_id, options=options
        )

    async def save_appointment_entity(
        self, appointment_entity: AppointmentEntity | None, *, options: Options = None
    ) -> AppointmentEntity | None:
        """Store an appointment, and tell the participants."""
        return await self._call(
            _SAVE_APPOINTMENT_ENTITY, appointment_entity, options=options
        )

    async def calculate_days(
        self, recurrence_info: RecurrenceInfo | None, *, options: Options = None
    ) -> RecurrenceInfo | None:
        """Work out the dates of a pattern."""
        return await self._call(_CALCULATE_DAYS, recurrence_info, options=options)

    async def find_free_slots(
        self,
        associate_ids: Sequence[int] | None,
        from_: datetime,
        to: datetime,
        length: timedelta,
        *,
        options: Options = None,
    ) -> list[datetime]:
        """Moments at which everybody has time."""
        return await self._call(
            _FIND_FREE_SLOTS, associate_ids, from_, to, length, options=options
        )

    async def accept(
        self,
        appointment_id: int,
        update_mode: RecurrenceUpdateMode,
        *,
        options: Options = None,
    ) -> None:
        """Say yes to an invitation."""
        await self._call(_ACCEPT, appointment_id, update_mode, options=options)
