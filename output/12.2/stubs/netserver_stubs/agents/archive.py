"""The agent Archive of Services88, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from collections.abc import Sequence
    from netserver.carriers import (
        ArchiveColumnInfo,
        ArchiveListItem,
        ArchiveOrderByInfo,
        ArchiveRestrictionInfo,
    )


class ArchiveAgentStub(AgentStub):
    """The agent Archive, to be filled in."""

    NAME = "Archive"

    async def get_archive_list_by_columns(
        self,
        provider_name: str | None,
        columns: Sequence[str] | None,
        sort_order: Sequence[ArchiveOrderByInfo] | None,
        restriction: Sequence[ArchiveRestrictionInfo] | None,
        entities: Sequence[str] | None,
        page: int,
        page_size: int,
    ) -> list[ArchiveListItem]:
        """One page of the rows that meet the conditions."""
        raise NotImplementedError

    async def get_provider_names(self) -> list[str]:
        """The names of all archives."""
        raise NotImplementedError

    async def get_available_columns(
        self, provider_name: str | None
    ) -> list[ArchiveColumnInfo]:
        """The columns that an archive can give."""
        raise NotImplementedError
