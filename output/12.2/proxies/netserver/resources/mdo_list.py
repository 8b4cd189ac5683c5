"""The resource MDOList of Services88."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._runtime.endpoints import Endpoint
from .._runtime.operations import methods_of
from .._runtime.resource import AsyncResource, Resource

if TYPE_CHECKING:
    from .._runtime.spelling import List
    from ..carriers import MDOListItem, SelectableMDOListItem
    from ..options import Options

_RESOURCE = Endpoint(
    "MDOList", path="api/v1/MDOList", prefix="v1MDOList_", module=__name__
)
_LIST = _RESOURCE.operation("GetListOfLists", "GET", gives="list[str]")
_GET_LIST = _RESOURCE.operation(
    "GetList",
    "GET",
    "/{listname}",
    {"listname": "str", "flat": "bool", "additional": "str", "query": "str"},
    "list[MDOListItem]",
)
_GET_SELECTABLE_LIST = _RESOURCE.operation(
    "GetSelectableList",
    "GET",
    "/{listname}/selectable",
    {"listname": "str"},
    "list[SelectableMDOListItem]",
)
_OPERATIONS = methods_of(__name__)


class MDOListResource(Resource):
    """The resource MDOList."""

    NAME = "MDOList"
    OPERATIONS = _OPERATIONS

    def list(self, *, options: Options = None) -> List[str]:
        """Names of all lists."""
        return self._call(_LIST, options=options)

    def get_list(
        self,
        listname: str,
        *,
        flat: bool | None = None,
        additional: str | None = None,
        query: str | None = None,
        options: Options = None,
    ) -> List[MDOListItem]:
        """Items of a list.

        Args:
            listname: A word such as category
            flat: True to leave out headings
            additional: Word for the list to interpret
            query: Words to look for
        """
        return self._call(_GET_LIST, listname, flat, additional, query, options=options)

    def get_selectable_list(
        self, listname: str, *, options: Options = None
    ) -> List[SelectableMDOListItem]:
        """Items of a list with ticks.

        Args:
            listname: A word such as category
        """
        return self._call(_GET_SELECTABLE_LIST, listname, options=options)


class AsyncMDOListResource(AsyncResource):
    """The resource MDOList. Its methods are awaited; MDOListResource describes them in
    full.
    """

    NAME = "MDOList"
    OPERATIONS = _OPERATIONS

    async def list(self, *, options: Options = None) -> List[str]:
        """Names of all lists."""
        return await self._call(_LIST, options=options)

    async def get_list(
        self,
        listname: str,
        *,
        flat: bool | None = None,
        additional: str | None = None,
        query: str | None = None,
        options: Options = None,
    ) -> List[MDOListItem]:
        """Items of a list."""
        return await self._call(
            _GET_LIST, listname, flat, additional, query, options=options
        )

    async def get_selectable_list(
        self, listname: str, *, options: Options = None
    ) -> List[SelectableMDOListItem]:
        """Items of a list with ticks."""
        return await self._call(_GET_SELECTABLE_LIST, listname, options=options)
