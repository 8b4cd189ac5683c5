"""The agent List of Services87, to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._server.stub import AgentStub

if TYPE_CHECKING:
    from netserver.carriers import (
        FieldMetadataDictionary,
        HeadingEntity,
        IntStringDictionary,
        ListItemEntity,
        Task,
        TicketPriority,
    )


class ListAgentStub(AgentStub):
    """The agent List, to be filled in."""

    NAME = "List"

    async def get_task(self, task_id: int) -> Task | None:
        """One kind of work."""
        raise NotImplementedError

    async def save_list_item_entity(
        self, list_item_entity: ListItemEntity | None
    ) -> ListItemEntity | None:
        """Store an item of a list."""
        raise NotImplementedError

    async def delete_list_item(
        self, ud_list_definition_id: int, list_item_id: int
    ) -> None:
        """Take an item out of a list."""
        raise NotImplementedError

    async def get_headings(
        self, ud_list_definition_name: str | None
    ) -> list[HeadingEntity]:
        """The headings of a list."""
        raise NotImplementedError

    async def get_field_metadata(
        self, ud_list_definition_name: str | None
    ) -> FieldMetadataDictionary:
        """Fields that the items of a list have beside the usual ones, by name."""
        raise NotImplementedError

    async def get_ticket_priorities(self) -> list[TicketPriority]:
        """Every priority that a request may have."""
        raise NotImplementedError

    async def get_document_types_for_plugin(
        self, plugin_id: int
    ) -> IntStringDictionary:
        """Names of the kinds of document that a plug-in makes, by number."""
        raise NotImplementedError
