"""The agent MDO of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ..carriers import MDOListItem, SelectableMDOListItem
    from ..options import Options

_AGENT = Facade(
    "MDO",
    soap="Remote/Services87/MDO.svc",
    agents="api/v1/Agents/MDO",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_LIST = _AGENT.operation(
    "GetList",
    {
        "Name": "str | None",
        "ForceFlatList": "bool",
        "AdditionalInfo": "str | None",
        "OnlyHistory": "bool",
    },
    "list[MDOListItem] | None",
)
_GET_SELECTABLE_LIST = _AGENT.operation(
    "GetSelectableList",
    {
        "Name": "str | None",
        "ForceFlatList": "bool",
        "AdditionalInfo": "str | None",
        "OnlyHistory": "bool",
    },
    "list[SelectableMDOListItem] | None",
)
_SET_SELECTED = _AGENT.operation(
    "SetSelected",
    {
        "Name": "str | None",
        "AdditionalInfo": "str | None",
        "Selections": "list[Int32] | None",
    },
)
_OPERATIONS = methods_of(__name__)


class MDOAgent(Agent):
    """The agent MDO."""

    NAME = "MDO"
    OPERATIONS = _OPERATIONS

    def get_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
        *,
        options: Options = None,
    ) -> list[MDOListItem]:
        """The items of a list.

        A list is named by a word such as

            category

        .
        """
        return self._call(
            _GET_LIST,
            name,
            force_flat_list,
            additional_info,
            only_history,
            options=options,
        )

    def get_selectable_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
        *,
        options: Options = None,
    ) -> list[SelectableMDOListItem]:
        """The items of a list with ticks."""
        return self._call(
            _GET_SELECTABLE_LIST,
            name,
            force_flat_list,
            additional_info,
            only_history,
            options=options,
        )

    def set_selected(
        self,
        name: str | None,
        additional_info: str | None,
        selections: Sequence[int] | None,
        *,
        options: Options = None,
    ) -> None:
        """Tick the items given and no others."""
        self._call(_SET_SELECTED, name, additional_info, selections, options=options)


class AsyncMDOAgent(AsyncAgent):
    """The agent MDO. Its methods are awaited; MDOAgent describes them in full."""

    NAME = "MDO"
    OPERATIONS = _OPERATIONS

    async def get_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
        *,
        options: Options = None,
    ) -> list[MDOListItem]:
        """The items of a list."""
        return await self._call(
            _GET_LIST,
            name,
            force_flat_list,
            additional_info,
            only_history,
            options=options,
        )

    async def get_selectable_list(
        self,
        name: str | None,
        force_flat_list: bool,
        additional_info: str | None,
        only_history: bool,
        *,
        options: Options = None,
    ) -> list[SelectableMDOListItem]:
        """The items of a list with ticks."""
        return await self._call(
            _GET_SELECTABLE_LIST,
            name,
            force_flat_list,
            additional_info,
            only_history,
            options=options,
        )

    async def set_selected(
        self,
        name: str | None,
        additional_info: str | None,
        selections: Sequence[int] | None,
        *,
        options: Options = None,
    ) -> None:
        """Tick the items given and no others."""
        await self._call(
            _SET_SELECTED, name, additional_info, selections, options=options
        )
