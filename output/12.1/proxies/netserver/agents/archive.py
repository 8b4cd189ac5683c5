"""The agent Archive of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ..carriers import (
        ArchiveColumnInfo,
        ArchiveListItem,
        ArchiveOrderByInfo,
        ArchiveRestrictionInfo,
    )
    from ..options import Options

_AGENT = Facade(
    "Archive",
    soap="Remote/Services87/Archive.svc",
    agents="api/v1/Agents/Archive",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_ARCHIVE_LIST_BY_COLUMNS = _AGENT.operation(
    "GetArchiveListByColumns",
    {
        "ProviderName": "str | None",
        "Columns": "list[str] | None",
        "SortOrder": "list[ArchiveOrderByInfo] | None",
        "Restriction": "list[ArchiveRestrictionInfo] | None",
        "Entities": "list[str] | None",
        "Page": "Int32",
        "PageSize": "Int32",
    },
    "list[ArchiveListItem] | None",
)
_GET_PROVIDER_NAMES = _AGENT.operation("GetProviderNames", gives="list[str] | None")
_GET_AVAILABLE_COLUMNS = _AGENT.operation(
    "GetAvailableColumns",
    {"ProviderName": "str | None", "Context": "str | None"},
    "list[ArchiveColumnInfo] | None",
)
_OPERATIONS = methods_of(__name__)


class ArchiveAgent(Agent):
    """The agent Archive."""

    NAME = "Archive"
    OPERATIONS = _OPERATIONS

    def get_archive_list_by_columns(
        self,
        provider_name: str | None,
        columns: Sequence[str] | None,
        sort_order: Sequence[ArchiveOrderByInfo] | None,
        restriction: Sequence[ArchiveRestrictionInfo] | None,
        entities: Sequence[str] | None,
        page: int,
        page_size: int,
        *,
        options: Options = None,
    ) -> list[ArchiveListItem]:
        """One page of the rows that meet the conditions.

        Pages are counted from 0.
        """
        return self._call(
            _GET_ARCHIVE_LIST_BY_COLUMNS,
            provider_name,
            columns,
            sort_order,
            restriction,
            entities,
            page,
            page_size,
            options=options,
        )

    def get_provider_names(self, *, options: Options = None) -> list[str]:
        """The names of all archives."""
        return self._call(_GET_PROVIDER_NAMES, options=options)

    def get_available_columns(
        self, provider_name: str | None, context: str | None, *, options: Options = None
    ) -> list[ArchiveColumnInfo]:
        """The columns that an archive can give."""
        return self._call(
            _GET_AVAILABLE_COLUMNS, provider_name, context, options=options
        )


class AsyncArchiveAgent(AsyncAgent):
    """The agent Archive. Its methods are awaited; ArchiveAgent describes them in
    full.
    """

    NAME = "Archive"
    OPERATIONS = _OPERATIONS

    async def get_archive_list_by_columns(
        self,
        provider_name: str | None,
        columns: Sequence[str] | None,
        sort_order: Sequence[ArchiveOrderByInfo] | None,
        restriction: Sequence[ArchiveRestrictionInfo] | None,
        entities: Sequence[str] | None,
        page: int,
        page_size: int,
        *,
        options: Options = None,
    ) -> list[ArchiveListItem]:
        """One page of the rows that meet the conditions."""
        return await self._call(
            _GET_ARCHIVE_LIST_BY_COLUMNS,
            provider_name,
            columns,
            sort_order,
            restriction,
            entities,
            page,
            page_size,
            options=options,
        )

    async def get_provider_names(self, *, options: Options = None) -> list[str]:
        """The names of all archives."""
        return await self._call(_GET_PROVIDER_NAMES, options=options)

    async def get_available_columns(
        self, provider_name: str | None, context: str | None, *, options: Options = None
    ) -> list[ArchiveColumnInfo]:
        """The columns that an archive can give."""
        return await self._call(
            _GET_AVAILABLE_COLUMNS, provider_name, context, options=options
        )
