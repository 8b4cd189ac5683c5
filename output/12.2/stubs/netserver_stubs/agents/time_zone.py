"""The agent TimeZone of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import TimeZoneData


class TimeZoneAgentStub(AgentStub):
    """The agent TimeZone, to be filled in."""

    NAME = "TimeZone"

    async def get_time_zone_data(self) -> list[TimeZoneData]:
        """Every place that has a clock of its own."""
        raise NotImplementedError

    async def get_base_time_zone_id(self) -> TimeZoneData | None:
        """The place whose clock the database follows."""
        raise NotImplementedError

    async def set_active_time_zone_row(self, id: int, active: bool) -> None:
        """Show or hide a place in menus."""
        raise NotImplementedError
