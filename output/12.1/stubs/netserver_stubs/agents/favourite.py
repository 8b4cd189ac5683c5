"""The agent Favourite of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import FavouriteEntry


class FavouriteAgentStub(AgentStub):
    """The agent Favourite, to be filled in."""

    NAME = "Favourite"

    async def get_favourites(self) -> list[FavouriteEntry]:
        """What the caller wants close at hand."""
        raise NotImplementedError
