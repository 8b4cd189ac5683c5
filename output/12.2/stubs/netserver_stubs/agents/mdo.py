"""The agent MDO of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from netserver.carriers import MDOListItem, SelectableMDOListItem


class MDOAgentStub(AgentStub):
    """The agent MDO, to be filled in."""

    NAME = "MDO"

    async def set_selected(
        self,
        name: str | None,
        additional_info: str | None,
        selections: Sequence[int] | None,
    ) -> None:
        """Tick the items given and no others."""
        raise NotImplementedError

    async def get_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
    ) -> list[MDOListItem]:
        """The items of a list."""
        raise NotImplementedError

    async def get_selectable_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
    ) -> list[SelectableMDOListItem]:
        """The items of a list with ticks."""
        raise NotImplementedError
