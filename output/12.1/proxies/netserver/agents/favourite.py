"""The agent Favourite of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.deprecations import deprecated
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import FavouriteEntry
    from ..options import Options

_AGENT = Facade(
    "Favourite",
    soap="Remote/Services87/Favourite.svc",
    agents="api/v1/Agents/Favourite",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_FAVOURITES = _AGENT.operation("GetFavourites", gives="list[FavouriteEntry] | None")
_OPERATIONS = methods_of(__name__)


class FavouriteAgent(Agent):
    """The agent Favourite."""

    NAME = "Favourite"
    OPERATIONS = _OPERATIONS

    @deprecated("the agent Favourite is gone in 12.2")
    def get_favourites(self, *, options: Options = None) -> list[FavouriteEntry]:
        """What the caller wants close at hand."""
        return self._call(_GET_FAVOURITES, options=options)


class AsyncFavouriteAgent(AsyncAgent):
    """The agent Favourite. Its methods are awaited; FavouriteAgent describes them in
    full.
    """

    NAME = "Favourite"
    OPERATIONS = _OPERATIONS

    @deprecated("the agent Favourite is gone in 12.2")
    async def get_favourites(self, *, options: Options = None) -> list[FavouriteEntry]:
        """What the caller wants close at hand."""
        return await self._call(_GET_FAVOURITES, options=options)
