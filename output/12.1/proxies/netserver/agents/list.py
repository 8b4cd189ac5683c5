"""The agent List of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.agent import Agent, AsyncAgent
from .._runtime.deprecations import deprecated
from .._runtime.operations import Facade, methods_of

if TYPE_CHECKING:
    from ..carriers import (
        FieldMetadataDictionary,
        HeadingEntity,
        IntStringDictionary,
        ListItemEntity,
        Task,
        TicketPriority,
    )
    from ..options import Options

_AGENT = Facade(
    "List",
    soap="Remote/Services87/List.svc",
    agents="api/v1/Agents/List",
    namespace="http://www.superoffice.net/ws/crm/NetServer/Services87",
    module=__name__,
)
_GET_TASK = _AGENT.operation(
    "GetTask", {"TaskId": "Int32"}, "Task | None", shape="query"
)
_SAVE_LIST_ITEM_ENTITY = _AGENT.operation(
    "SaveListItemEntity",
    {"ListItemEntity": "ListItemEntity | None"},
    "ListItemEntity | None",
    shape="bare",
)
_DELETE_LIST_ITEM = _AGENT.operation(
    "DeleteListItem", {"UdListDefinitionId": "Int32", "ListItemId": "Int32"}
)
_GET_HEADINGS = _AGENT.operation(
    "GetHeadings", {"UdListDefinitionName": "str | None"}, "list[HeadingEntity] | None"
)
_GET_FIELD_METADATA = _AGENT.operation(
    "GetFieldMetadata",
    {"UdListDefinitionName": "str | None"},
    "FieldMetadataDictionary | None",
)
_GET_TICKET_PRIORITIES = _AGENT.operation(
    "GetTicketPriorities", gives="list[TicketPriority] | None"
)
_GET_DOCUMENT_TYPES_FOR_PLUGIN = _AGENT.operation(
    "GetDocumentTypesForPlugin", {"PluginId": "Int32"}, "IntStringDictionary | None"
)
_OPERATIONS = methods_of(__name__)


class ListAgent(Agent):
    """The agent List."""

    NAME = "List"
    OPERATIONS = _OPERATIONS

    def get_task(self, task_id: int, *, options: Options = None) -> Task | None:
        """One kind of work.

        Args:
            task_id: Key of the kind of work
        """
        return self._call(_GET_TASK, task_id, options=options)

    def save_list_item_entity(
        self, list_item_entity: ListItemEntity | None, *, options: Options = None
    ) -> ListItemEntity | None:
        """Store an item of a list.

        Args:
            list_item_entity: The item to store

        The WebApi has it as `session.resources.list.create_item`.
        """
        return self._call(_SAVE_LIST_ITEM_ENTITY, list_item_entity, options=options)

    def delete_list_item(
        self, ud_list_definition_id: int, list_item_id: int, *, options: Options = None
    ) -> None:
        """Take an item out of a list.

        Rows that use the item keep it.
        """
        self._call(
            _DELETE_LIST_ITEM, ud_list_definition_id, list_item_id, options=options
        )

    @deprecated(
        "List.GetHeadings is gone in 12.2; session.list.get_heading_list takes its place",
    )
    def get_headings(
        self, ud_list_definition_name: str | None, *, options: Options = None
    ) -> list[HeadingEntity]:
        """The headings of a list."""
        return self._call(_GET_HEADINGS, ud_list_definition_name, options=options)

    def get_field_metadata(
        self, ud_list_definition_name: str | None, *, options: Options = None
    ) -> FieldMetadataDictionary:
        """Fields that the items of a list have beside the usual ones, by name.

        A path such as

            \\\\share\\scripts

        may stand in a text.
        """
        return self._call(_GET_FIELD_METADATA, ud_list_definition_name, options=options)

    def get_ticket_priorities(self, *, options: Options = None) -> list[TicketPriority]:
        """Every priority that a request may have."""
        return self._call(_GET_TICKET_PRIORITIES, options=options)

    def get_document_types_for_plugin(
        self, plugin_id: int, *, options: Options = None
    ) -> IntStringDictionary:
        """Names of the kinds of document that a plug-in makes, by number."""
        return self._call(_GET_DOCUMENT_TYPES_FOR_PLUGIN, plugin_id, options=options)


class AsyncListAgent(AsyncAgent):
    """The agent List. Its methods are awaited; ListAgent describes them in full."""

    NAME = "List"
    OPERATIONS = _OPERATIONS

    async def get_task(self, task_id: int, *, options: Options = None) -> Task | None:
        """One kind of work."""
        return await self._call(_GET_TASK, task_id, options=options)

    async def save_list_item_entity(
        self, list_item_entity: ListItemEntity | None, *, options: Options = None
    ) -> ListItemEntity | None:
        """Store an item of a list."""
        return await self._call(
            _SAVE_LIST_ITEM_ENTITY, list_item_entity, options=options
        )

    async def delete_list_item(
        self, ud_list_definition_id: int, list_item_id: int, *, options: Options = None
    ) -> None:
        """Take an item out of a list."""
        await self._call(
            _DELETE_LIST_ITEM, ud_list_definition_id, list_item_id, options=options
        )

    @deprecated(
        "List.GetHeadings is gone in 12.2; session.list.get_heading_list takes its place",
    )
    async def get_headings(
        self, ud_list_definition_name: str | None, *, options: Options = None
    ) -> list[HeadingEntity]:
        """The headings of a list."""
        return await self._call(_GET_HEADINGS, ud_list_definition_name, options=options)

    async def get_field_metadata(
        self, ud_list_definition_name: str | None, *, options: Options = None
    ) -> FieldMetadataDictionary:
        """Fields that the items of a list have beside the usual ones, by name."""
        return await self._call(
            _GET_FIELD_METADATA, ud_list_definition_name, options=options
        )

    async def get_ticket_priorities(
        self, *, options: Options = None
    ) -> list[TicketPriority]:
        """Every priority that a request may have."""
        return await self._call(_GET_TICKET_PRIORITIES, options=options)

    async def get_document_types_for_plugin(
        self, plugin_id: int, *, options: Options = None
    ) -> IntStringDictionary:
        """Names of the kinds of document that a plug-in makes, by number."""
        return await self._call(
            _GET_DOCUMENT_TYPES_FOR_PLUGIN, plugin_id, options=options
        )
