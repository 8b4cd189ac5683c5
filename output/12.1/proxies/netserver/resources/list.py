"""The resource List of Services87."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from .._runtime.spelling import List
    from ..carriers import ListItemEntity, Task
    from ..options import Options

_RESOURCE = Endpoint("List", path="api/v1/List", prefix="v1List_", module=__name__)
_GET_ITEMS = _RESOURCE.operation(
    "GetItems", "GET", "/{id}/Items", {"deleted": "bool"}, "list[ListItemEntity]"
)
_CREATE_ITEM = _RESOURCE.operation(
    "PostItem",
    "POST",
    "/{id}/Items",
    {"<body>": "ListItemEntity"},
    "ListItemEntity | None",
)
_GET_ITEMS_BY_NAME = _RESOURCE.operation(
    "GetItemsByName", "GET", "/{name}/Items", {"name": "str"}, "list[ListItemEntity]"
)
_DELETE_ITEM = _RESOURCE.operation(
    "DeleteItem", "DELETE", "/{id}/Items/{itemId}", gives="bool"
)
_GET_TASKS = _RESOURCE.operation("GetTasks", "GET", "/Task/Items", gives="list[Task]")
_OPERATIONS = methods_of(__name__)


class ListResource(Resource):
    """The resource List."""

    NAME = "List"
    OPERATIONS = _OPERATIONS

    def get_items(
        self, id: int, *, deleted: bool | None = None, options: Options = None
    ) -> List[ListItemEntity]:
        """Items of a list, by its key.

        Args:
            deleted: True to give deleted ones too
        """
        return self._call(_GET_ITEMS, id, deleted, options=options)

    def create_item(
        self, id: int, carrier: ListItemEntity, *, options: Options = None
    ) -> ListItemEntity | None:
        """Add an item to a list.

        The agent has it as `session.list.save_list_item_entity`.
        """
        return self._call(_CREATE_ITEM, id, carrier, options=options)

    def get_items_by_name(
        self, name: str, *, options: Options = None
    ) -> List[ListItemEntity]:
        """Items of a list, by its name.

        Args:
            name: Name of the list
        """
        return self._call(_GET_ITEMS_BY_NAME, name, options=options)

    def delete_item(self, id: int, item_id: int, *, options: Options = None) -> bool:
        """Take an item out of a list."""
        return self._call(_DELETE_ITEM, id, item_id, options=options)

    def get_tasks(self, *, options: Options = None) -> List[Task]:
        """Kinds of work."""
        return self._call(_GET_TASKS, options=options)


class AsyncListResource(AsyncResource):
    """The resource List. Its methods are awaited; ListResource describes them in
    full.
    """

    NAME = "List"
    OPERATIONS = _OPERATIONS

    async def get_items(
        self, id: int, *, deleted: bool | None = None, options: Options = None
    ) -> List[ListItemEntity]:
        """Items of a list, by its key."""
        return await self._call(_GET_ITEMS, id, deleted, options=options)

    async def create_item(
        self, id: int, carrier: ListItemEntity, *, options: Options = None
    ) -> ListItemEntity | None:
        """Add an item to a list."""
        return await self._call(_CREATE_ITEM, id, carrier, options=options)

    async def get_items_by_name(
        self, name: str, *, options: Options = None
    ) -> List[ListItemEntity]:
        """Items of a list, by its name."""
        return await self._call(_GET_ITEMS_BY_NAME, name, options=options)

    async def delete_item(
        self, id: int, item_id: int, *, options: Options = None
    ) -> bool:
        """Take an item out of a list."""
        return await self._call(_DELETE_ITEM, id, item_id, options=options)

    async def get_tasks(self, *, options: Options = None) -> List[Task]:
        """Kinds of work."""
        return await self._call(_GET_TASKS, options=options)
