"""The agent TimeZone of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import TimeZoneData
    from ..options import Options

_AGENT = Facade(
    "TimeZone",
    soap="Remote/Services87/TimeZone.svc",
    agents="api/v1/Agents/TimeZone",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_TIME_ZONE_DATA = _AGENT.operation(
    "GetTimeZoneData", gives="list[TimeZoneData] | None"
)
_GET_BASE_TIME_ZONE_ID = _AGENT.operation("GetBaseTimeZoneId", gives="Int32")
_SET_ACTIVE_TIME_ZONE_ROW = _AGENT.operation(
    "SetActiveTimeZoneRow", {"Id": "Int32", "Active": "bool"}
)
_OPERATIONS = methods_of(__name__)


class TimeZoneAgent(Agent):
    """The agent TimeZone."""

    NAME = "TimeZone"
    OPERATIONS = _OPERATIONS

    def get_time_zone_data(self, *, options: Options = None) -> list[TimeZoneData]:
        """Every place that has a clock of its own."""
        return self._call(_GET_TIME_ZONE_DATA, options=options)

    def get_base_time_zone_id(self, *, options: Options = None) -> int:
        """The place whose clock the database follows."""
        return self._call(_GET_BASE_TIME_ZONE_ID, options=options)

    def set_active_time_zone_row(
        self, id: int, active: bool, *, options: Options = None
    ) -> None:
        """Show or hide a place in menus."""
        self._call(_SET_ACTIVE_TIME_ZONE_ROW, id, active, options=options)


class AsyncTimeZoneAgent(AsyncAgent):
    """The agent TimeZone. Its methods are awaited; TimeZoneAgent describes them in
    full.
    """

    NAME = "TimeZone"
    OPERATIONS = _OPERATIONS

    async def get_time_zone_data(
        self, *, options: Options = None
    ) -> list[TimeZoneData]:
        """Every place that has a clock of its own."""
        return await self._call(_GET_TIME_ZONE_DATA, options=options)

    async def get_base_time_zone_id(self, *, options: Options = None) -> int:
        """The place whose clock the database follows."""
        return await self._call(_GET_BASE_TIME_ZONE_ID, options=options)

    async def set_active_time_zone_row(
        self, id: int, active: bool, *, options: Options = None
    ) -> None:
        """Show or hide a place in menus."""
        await self._call(_SET_ACTIVE_TIME_ZONE_ROW, id, active, options=options)
